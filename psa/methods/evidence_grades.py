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
from typing import Any

import numpy as np
import pandas as pd

from psa.data.framework import Framework
from psa.data.periods import parse_period
from psa.methods.settings import Settings

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
UNSETTLED = {"default_baseline", "decided_choice", "later_vintage", "inferred_figure", "recalled_definition"}


def candidates(framework: Framework, measures: pd.DataFrame) -> pd.DataFrame:
    """Return the series that may stand in for an indicator, those of each indicator in the order of preference.

    Args:
        framework: which measures may stand in, and the order of the tables.
        measures: one row a measure, from `psa.methods.indicators.measure_assessments`.

    Returns:
        By measure_id: indicator_id, grade (C or D), is_rateable, reading (improved, not_improved, unclear), chance (of
        a change for the better, NaN where not known).
    """
    columns = ["indicator_id", "grade", "is_rateable", "reading", "chance"]
    if measures.empty:
        return pd.DataFrame(columns=columns)
    tables = (framework.measures, framework.derived_measures)
    place = {
        name: number for number, name in enumerate(name for table in tables for name in table["measure_id"])
    }
    crosses = measures["rating"].isin(RATED) & measures["sign"].isin([1.0, -1.0])
    frame = measures[crosses & ~measures.index.isin(_barred(framework))].copy()
    frame["grade"] = np.where(frame["is_rateable"], "D", frame["role"].map(STAND_IN_GRADES))
    frame["place"] = frame.index.map(place)
    frame["reading"] = read_change(frame)
    frame["chance"] = frame["p_improved"].astype(float)
    frame = frame[frame["grade"].isin(["C", "D"])]
    frame = frame.sort_values(["grade", "n_points", "place"], ascending=[True, False, True], kind="stable")
    return frame[columns]


def _barred(framework: Framework) -> set[str]:
    """Return the measures that must not stand in, as the table says."""
    measures = framework.measures
    return set(measures.loc[~measures["stands_in"].astype(bool), "measure_id"])


def read_change(measures: pd.DataFrame) -> Any:
    """Return which way each measure moved: improved, not_improved, or unclear where it is within sampling error."""
    unclear = measures["level_verdict"] == "no_clear_change"
    improved = measures["change_good"].astype(float) > 0
    return np.select([unclear, improved], ["unclear", "improved"], default="not_improved").astype(object)


def own_grade(indicator: Mapping[Any, Any], provenance: str, settings: Settings) -> str:
    """Return the grade of an indicator that is read from its own measure: A, or B where something is unsettled.

    Args:
        indicator: its row of the table of ratings.
        provenance: how its definition is known: read, inferred or recalled.
        settings: the last day before the period; a baseline that ends later is inside it.
    """
    period = indicator["baseline_period"]
    is_inside = isinstance(period, str) and period != "" and parse_period(period).end > settings.baseline_by
    is_unsettled = set(str(indicator["caveats"]).split(";")) & UNSETTLED or provenance != "read" or is_inside
    return "B" if is_unsettled or indicator["rating"] not in RATED else "A"


def read_indicators(
    framework: Framework, measures: pd.DataFrame, indicators: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Return what the best evidence says of each indicator, and of which grade it is.

    Args:
        framework: the definitions.
        measures: one row a measure, from `psa.methods.indicators.measure_assessments`.
        indicators: the official ratings, from `psa.methods.indicators.assess_indicators`.
        settings: of the ratings.

    Returns:
        One row an indicator, in order: indicator_id, evidence_grade (A to E), best_evidence (improved, not_improved,
        unclear, none), best_measure (empty for a set of components and for none), best_chance (of a change for the
        better of what it is read from).
    """
    others = candidates(framework, measures)
    others = others[~others["is_rateable"] | others["indicator_id"].isin(_partly_assessed(indicators))]
    first = others.rename_axis("measure_id").reset_index().drop_duplicates("indicator_id")
    stand_ins = {row["indicator_id"]: row for row in first.to_dict("records")}
    provenance = dict(
        zip(framework.indicators["indicator_id"], framework.indicators["provenance"], strict=True)
    )
    rows = []
    for indicator in indicators.to_dict("records"):
        indicator_id, stand_in = indicator["indicator_id"], stand_ins.get(indicator["indicator_id"])
        if indicator["rating"] in RATED or indicator["reason_code"] == "significance_untestable":
            grade = own_grade(indicator, str(provenance[indicator_id]), settings)
            rows.append(
                (
                    indicator_id,
                    grade,
                    _own_reading(indicator),
                    indicator["measure_id"],
                    indicator["p_improved"],
                )
            )
        elif stand_in and indicator["rating"] != "withheld":
            rows.append(
                (indicator_id, *(stand_in[key] for key in ("grade", "reading", "measure_id", "chance")))
            )
        else:
            rows.append((indicator_id, "E", "none", "", np.nan))
    columns = ["indicator_id", "evidence_grade", "best_evidence", "best_measure", "best_chance"]
    return pd.DataFrame(rows, columns=columns)


def _own_reading(indicator: Mapping[Any, Any]) -> str:
    """Return the official rating; where only a test of significance is missing, the direction."""
    is_improved = indicator["rating"] == "improvement"
    if indicator["rating"] not in RATED:
        is_improved = indicator["change_good"] > 0
    return "improved" if is_improved else "not_improved"


def _partly_assessed(indicators: pd.DataFrame) -> set[str]:
    """Return the sets of components of which too few could be assessed: one of them is a part of the indicator."""
    few = (indicators["reason_code"] == "too_few_components") & (indicators["components_assessed"] > 0)
    return set(indicators.loc[few, "indicator_id"])


def only_after_period(framework: Framework, series: pd.DataFrame, settings: Settings) -> set[str]:
    """Return the indicators with a series that has figures before the period, and later ones only after it.

    Args:
        framework: which measures may stand in.
        series: the long frame.
        settings: the last day before the period, and its end; without an end nothing is after it.
    """
    if settings.through is None:
        return set()
    roles = {*STAND_IN_GRADES, ""}
    usable = series[series["role"].isin(roles) & ~series["measure_id"].isin(_barred(framework))]
    before = usable["end"] <= pd.Timestamp(settings.baseline_by)
    after = usable["end"] > pd.Timestamp(settings.through)
    both = set(usable.loc[before, "measure_id"]) & set(usable.loc[after, "measure_id"])
    return set(usable.loc[usable["measure_id"].isin(both), "indicator_id"])
