"""Our verdicts under other choices of baseline, confidence and trend."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import pandas as pd

from psa.methods.by_rule import IndicatorRatings
from psa.methods.definitions import with_definitions
from psa.methods.indicators import assess_defined, indicator_verdicts
from psa.methods.settings import Settings
from psa.methods.vocabulary import IMPROVE

AS_SET, STRAIGHT_LINE = "as set", "straight line"
BASELINE_MOVES = {"baseline a year earlier": -1, "baseline a year later": 1}  # by years
CHANGES: dict[str, dict[str, Any]] = {
    "90% confidence": {"confidence": 0.90},
    "99% confidence": {"confidence": 0.99},
    "trend of 5 figures": {"trend_points": 5},
    "trend of 12 figures": {"trend_points": 12},
}


def choices(settings: Settings) -> dict[str, Settings]:
    """Return the settings of each other choice, by its name."""
    day = pd.Timestamp(settings.baseline_by)
    moved = {
        name: {"baseline_by": (day + pd.DateOffset(years=years)).date()}
        for name, years in BASELINE_MOVES.items()
    }
    return {name: replace(settings, **change) for name, change in {**moved, **CHANGES}.items()}


def verdicts_under_choices(rated: IndicatorRatings, agreement_ids: Collection[str]) -> pd.DataFrame:
    """Return our verdicts under other choices, for the indicators of these agreements.

    Args:
        rated: the framework as it is rated.
        agreement_ids: which agreements.

    Returns:
        One row an indicator, by indicator_id: the verdict as set, under each of `choices`, and under the
        straight-line model.
    """
    others = choices(rated.settings)
    indicators = rated.framework.indicators
    indicators = indicators[indicators["agreement_id"].isin(agreement_ids)]
    if indicators.empty:
        names = [AS_SET, *others, STRAIGHT_LINE]
        return pd.DataFrame(columns=names, index=pd.Index([], name="indicator_id"), dtype="str")
    framework = replace(rated.framework, tables={**rated.framework.tables, "indicators": indicators})
    series = rated.series[rated.series["agreement_id"].isin(agreement_ids)]
    defined = with_definitions(series, rated.framework)
    as_set = rated.indicators.set_index("indicator_id").reindex(indicators["indicator_id"])
    verdicts = {AS_SET: as_set["verdict"]}
    for name, settings in others.items():
        verdicts[name] = indicator_verdicts(framework, assess_defined(defined, settings), settings)
    line = as_set["trend_line_verdict"]
    has_line = as_set["verdict"].isin(IMPROVE) & line.notna()
    return pd.DataFrame({**verdicts, STRAIGHT_LINE: line.where(has_line, as_set["verdict"])})


def mark_holding(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return the verdicts of `verdicts_under_choices` with which of them hold.

    Returns:
        indicator_id, the verdicts, and `holds` (yes, or *turns on a choice*); indicators without a verdict
        as set are left out.
    """
    frame = verdicts[verdicts[AS_SET] != "not_assessed"]
    is_same = frame.apply(lambda column: (column == frame[AS_SET]) | (column == "not_assessed"))
    holds = is_same.all(axis=1).map({True: "yes", False: "turns on a choice"})
    return frame.assign(holds=holds.astype("str")).reset_index()
