"""The evidence ladder: the best that the figures in the tables say of each indicator, graded by how near they are.

===== ======================================================================================================
grade what the indicator is read from
===== ======================================================================================================
A     its own measure, definition and baseline, as published for it
B     its own measure, with something unsettled: a later vintage, a default baseline, a baseline inside the
      period, a significance that was asked for and cannot be tested, a definition that is inferred or recalled
C     a close proxy: the same concept by another survey, definition, edition or area
D     a related series, or one part or one group only
E     nothing that crosses the start of the period
===== ======================================================================================================

The official rating stays what it is, on A and B; this reading stands beside it and is never called the rating. An
indicator is read by the highest grade that has a figure on both sides of the start of the period, by the end of the
period. Of several series of that grade the longest run is taken, ties in the order of the tables: never by what they
say. A measure whose ``stands_in`` is false is left out; its note says why.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from psa.data.framework import Framework

GRADES = {
    "A": "its own measure, as published for it",
    "B": "its own measure, with something unsettled",
    "C": "a close proxy",
    "D": "a related series, a part or a group",
    "E": "nothing that crosses the start of the period",
}
STAND_IN_GRADES = {
    "headline": "C",  # an edition or definition other than the one that is rated
    "proxy": "C",
    "component": "D",
    "group": "D",
    "related": "D",
}
READINGS = {
    "improved": "moved the right way",
    "not_improved": "did not move the right way",
    "unclear": "moved by no more than sampling error",
    "none": "no figures to go on",
}
RATED = ("improvement", "no_improvement")
UNSETTLED = {"default_baseline", "later_vintage", "inferred_figure", "recalled_definition"}


def candidates(framework: Framework, measures: pd.DataFrame) -> pd.DataFrame:
    """Return the series that may stand in for an indicator, those of each indicator in the order of preference.

    Args:
        framework: which measures may stand in, and the order of the tables.
        measures: one row a measure, from `psa.methods.indicators.measure_assessments`.

    Returns:
        By measure_id: indicator_id, grade (C or D), reading (improved, not_improved, unclear), chance (of a change
        for the better, NaN where not known).
    """
    order = [*framework.measures["measure_id"], *framework.derived_measures["measure_id"]]
    barred = framework.measures
    barred = (
        set(barred.loc[~barred["stands_in"].astype(bool), "measure_id"]) if "stands_in" in barred else set()
    )
    crosses = measures["rating"].isin(RATED) & measures["sign"].isin([1.0, -1.0])
    frame = measures[crosses & ~measures.index.isin(barred)].assign(
        grade=lambda m: np.where(m["is_rateable"], "D", m["role"].map(STAND_IN_GRADES)),
        place=lambda m: m.index.map({name: place for place, name in enumerate(order)}),
    )
    frame = frame[frame["grade"].notna()]
    frame["reading"] = read_change(frame)
    frame["chance"] = frame["p_improved"].astype(float)
    frame = frame.sort_values(["grade", "n_points", "place"], ascending=[True, False, True], kind="stable")
    return frame[["indicator_id", "grade", "is_rateable", "reading", "chance"]]


def read_change(measures: pd.DataFrame) -> np.ndarray:
    """Return which way each measure moved: improved, not_improved, or unclear where it is within sampling error."""
    unclear = measures["level_verdict"] == "no_clear_change"
    improved = measures["change_good"].astype(float) > 0
    return np.select([unclear, improved], ["unclear", "improved"], default="not_improved").astype(object)


def own_grade(indicator: Mapping[str, object], baseline_by: pd.Timestamp | None = None) -> str:
    """Return the grade of an indicator that is read from its own measure: A, or B where something is unsettled.

    Args:
        indicator: its row of the table of ratings: caveats, baseline_origin, provenance, rating.
        baseline_by: the last day before the period; a baseline that ends later is inside the period.
    """
    caveats = set(str(indicator["caveats"]).split(";"))
    inside = indicator.get("baseline_end")
    is_inside = baseline_by is not None and isinstance(inside, pd.Timestamp) and inside > baseline_by
    is_unsettled = caveats & UNSETTLED or indicator.get("provenance") != "read" or is_inside
    return "B" if is_unsettled or indicator["rating"] not in RATED else "A"


def read_indicators(framework: Framework, measures: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return what the best evidence says of each indicator, and of which grade it is.

    Args:
        framework: the definitions.
        measures: one row a measure, from `psa.methods.indicators.measure_assessments`.
        indicators: the official ratings, from `psa.methods.indicators.assess_indicators`.

    Returns:
        One row an indicator, in order: indicator_id, evidence_grade (A to E), best_evidence (improved, not_improved,
        unclear, none), best_measure (empty for a set of components and for none), best_chance.
    """
    others = candidates(framework, measures)
    others = others[~others["is_rateable"] | others["indicator_id"].isin(_partly_assessed(indicators))]
    first = others.drop_duplicates("indicator_id").reset_index().set_index("indicator_id")
    provenance = framework.indicators.set_index("indicator_id")["provenance"]
    rows = []
    for indicator in indicators.to_dict("records"):
        indicator_id = indicator["indicator_id"]
        if indicator["rating"] in RATED or indicator["reason_code"] == "significance_untestable":
            improved = indicator["rating"] == "improvement" or (
                indicator["rating"] not in RATED and indicator["change_good"] > 0
            )
            grade = own_grade({**indicator, "provenance": provenance[indicator_id]})
            reading = (
                "improved" if improved else "not_improved",
                indicator["measure_id"],
                indicator["p_improved"],
            )
            rows.append((indicator_id, grade, *reading))
        elif indicator_id in first.index and indicator["rating"] != "withheld":
            chosen = first.loc[indicator_id]
            rows.append(
                (indicator_id, chosen["grade"], chosen["reading"], chosen["measure_id"], chosen["chance"])
            )
        else:
            rows.append((indicator_id, "E", "none", "", np.nan))
    columns = ["indicator_id", "evidence_grade", "best_evidence", "best_measure", "best_chance"]
    return pd.DataFrame(rows, columns=columns)


def _partly_assessed(indicators: pd.DataFrame) -> set[str]:
    """Return the sets of components of which too few could be assessed: one of them is a part of the indicator."""
    few = (indicators["reason_code"] == "too_few_components") & (indicators["components_assessed"] > 0)
    return set(indicators.loc[few, "indicator_id"])
