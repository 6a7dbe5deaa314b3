"""Proportions from 0 to 1 drawn as percentages, as the sentences beside a chart write them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from psa.pages.sentences.amounts import MOST_DECIMALS, scale_of

LEVELS = ("target_level", "standard_level", "milestone_level", "target_figure", "milestone_figure")
ENDS = ("baseline_value", "latest_value")


def is_proportion(row: Mapping[Any, Any]) -> bool:
    """Return whether the figures of a measure are proportions that a reader sees as percentages."""
    return scale_of(row.get("unit"), row.get("value_kind")).factor == 100


def row_in_percent(row: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return the row of a measure whose figures are proportions with its levels, unit and decimals in per cent."""
    decimals = row.get("decimals")
    places = 0 if pd.isna(decimals) else 1 if decimals > MOST_DECIMALS else max(int(decimals) - 2, 0)
    most = 1 if pd.isna(decimals) else places
    steps = (step.partition("=") for step in str(row.get("milestones") or "").split(";") if step)
    return {
        **row,
        **{name: 100 * row[name] for name in LEVELS if pd.notna(row.get(name))},
        **{name: round(100 * row[name], most) for name in ENDS if pd.notna(row.get(name))},
        "unit": f"percent{scale_of(row.get('unit'), row.get('value_kind')).after.removeprefix('%')}",
        "decimals": places,
        "milestones": ";".join(f"{period}={100 * float(value)}" for period, _, value in steps),
    }


def in_percent(frame: pd.DataFrame, row: Mapping[Any, Any]) -> pd.DataFrame:
    """Return figures, or a trend, of a measure whose figures are proportions in per cent.

    The computed tail of a data file is cut, as it is where the figures are written.
    """
    decimals = row.get("decimals")
    places = 1 if pd.notna(decimals) and decimals > MOST_DECIMALS else 10
    columns = frame.columns.intersection(["value", "lower", "upper", "estimate"])
    return frame.assign(**{name: (100 * frame[name]).round(places) for name in columns})
