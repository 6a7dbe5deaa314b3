"""The published figures of every measure, in order, with what is derived from them: the long frame.

See ``docs/design.md`` for the columns. Derived measures are computed here, period by period, from rows
of ``derived_measures.csv``; they are marked, and nothing stores them as published.
"""

from datetime import date

import numpy as np
import pandas as pd

from psa.data.derived import derive, derived_value_kind, formulas
from psa.data.framework import Framework
from psa.data.periods import parse_period, period_table
from psa.data.vintages import current_vintage

SIGNS = {"increase": 1.0, "decrease": -1.0, "maintain": 0.0}
COLUMNS = [
    "measure_id",
    "indicator_id",
    "agreement_id",
    "period",
    "period_kind",
    "start",
    "end",
    "months",
    "time",
    "value",
    "lower",
    "upper",
    "interval_level",
    "numerator",
    "denominator",
    "status",
    "provenance",
    "source_id",
    "segment",
    "is_derived",
    "label",
    "role",
    "is_rateable",
    "dimension_value",
    "unit",
    "value_kind",
    "vintage",
    "design_effect",
    "figure_basis",
    "counts_from",
    "seasonally_adjusted",
    "error_correlation",
    "release_lag",
    "sign",
    "measure_note",
    "decimals",
]


def load_series(framework: Framework, as_of: str | None = None) -> pd.DataFrame:
    """Return the long frame: one row for each measure and period, by measure and then by time.

    Measures without a figure have no row. `segment` counts the declared breaks at or before a period;
    `sign` is +1 where up is good, -1 where down is, 0 where the level is to stay as it is, NaN where no
    direction is known. `decimals` are those that the measure's figures are shown with. Of a figure that
    was revised, the last release by `as_of` counts.
    """
    published = current_vintage(framework.observations, as_of).reset_index(drop=True)
    published = pd.concat([published, period_table(published["period"])], axis=1)
    breaks = _breaks(framework)
    published["segment"] = _segments(published, breaks)
    parts = derive(framework, published)
    long = pd.concat([published, *parts], ignore_index=True) if parts else published
    long["segment"] = _segments(long, breaks)
    measures = _measure_table(framework)
    columns = [c for c in COLUMNS if c in measures.columns and c != "period_kind"]
    long = long.join(measures[columns], on="measure_id")
    long["decimals"] = long["measure_id"].map(framework.decimals).astype(float)
    long = long.sort_values(["measure_id", "end", "start"], kind="stable", ignore_index=True)
    return long.reindex(columns=COLUMNS)


def _breaks(framework: Framework) -> dict[str, list[date]]:
    """Return the days from which each measure was counted in another way; of a derived one, those of its inputs."""
    known = framework.measures[framework.measures["definition_break"].notna()]
    breaks = {
        measure: [parse_period(period).start]
        for measure, period in zip(known["measure_id"], known["definition_break"], strict=True)
    }
    for formula in formulas(framework):
        breaks[formula.measure_id] = sorted({day for i in formula.inputs for day in breaks.get(i, [])})
    return breaks


def _segments(frame: pd.DataFrame, breaks: dict[str, list[date]]) -> np.ndarray:
    """Return how many breaks of its measure lie at or before the start of each row's period."""
    segments = np.zeros(len(frame), dtype=int)
    rows_of_measure = frame.groupby("measure_id").indices
    start = frame["start"].to_numpy("datetime64[D]")
    for measure, days in breaks.items():
        rows = rows_of_measure.get(measure, np.array([], int))
        for day in days:
            segments[rows] += start[rows] >= np.datetime64(day)
    return segments


def _measure_table(framework: Framework) -> pd.DataFrame:
    """Return one row a measure, published or derived, with its direction resolved.

    A measure's own good direction goes before its indicator's: the gap to an average falls where the
    rate it belongs to rises. One that says `none` has no direction, whatever its indicator's is.
    """
    indicators = framework.indicators.set_index("indicator_id")
    measures = framework.measures.assign(is_derived=False)
    if len(framework.derived_measures):
        measures = pd.concat([measures, _derived_table(framework)], ignore_index=True)
    sign = measures["good_direction"].map(SIGNS)
    of_indicator = measures["indicator_id"].map(indicators["direction"]).map(SIGNS)
    says_none = measures["good_direction"].eq("none").fillna(False).astype(bool)
    measures["sign"] = sign.where(sign.notna() | says_none, of_indicator)
    measures["agreement_id"] = measures["indicator_id"].map(indicators["agreement_id"])
    return measures.rename(columns={"note": "measure_note"}).set_index("measure_id")


def _derived_table(framework: Framework) -> pd.DataFrame:
    """Return the derived measures with the columns that follow from their inputs."""
    derived = framework.derived_measures.copy()
    measures = framework.measures.set_index("measure_id")
    kinds, vintages = measures["value_kind"].to_dict(), measures["vintage"].to_dict()
    bases = measures["figure_basis"].to_dict()
    of_rows = formulas(framework)
    derived["value_kind"] = [derived_value_kind(f.name, f.unit, kinds.get(f.inputs[0])) for f in of_rows]
    is_later = [any(vintages.get(i) == "later" for i in f.inputs) for f in of_rows]
    derived["vintage"] = np.where(is_later, "later", "original")
    derived["figure_basis"] = [bases.get(f.inputs[0]) for f in of_rows]
    siblings = derived.groupby("indicator_id")["is_rateable"].transform("sum")
    role = np.where(siblings > 1, "component", "headline")
    derived["role"] = np.where(derived["is_rateable"], role, "related")
    derived["is_derived"] = True
    return derived
