"""Figures and units as charts write them."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from psa.pages.sentences.amounts import unit_numbers
from psa.words import MOST_PLACES, number, places_of

Row = Mapping[Any, Any]  # a row of the tables of ratings, by column


def figure_text(value: float, is_derived: bool = False, decimals: float = 0) -> str:
    """Return a figure as it is written in a picture: the decimals of its series, but at most four digits in all."""
    value = float(value)
    if not np.isfinite(value):
        return "not known"
    digits = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    most = places_of(value, MOST_PLACES, below=0.01)
    places = most if abs(value) < 0.01 else min(max((3 if is_derived else 4) - digits, 0), most)
    return number(round(value, places), least=min(decimals, places))


def decimals(row: Row) -> float:
    """Return the decimals of a measure's published figures; 0 where it has none of its own."""
    given = row.get("decimals", np.nan)
    return 0 if pd.isna(given) else given


def text_of(value: object) -> str:
    """Return a text cell; empty where it is empty."""
    return value if isinstance(value, str) else ""


def level_of(row: Row, column: str) -> float:
    """Return a level that is asked for; NaN where none is."""
    value = row.get(column, np.nan)
    return float(value) if value is not None and pd.notna(value) else np.nan


def unit_subtitle(unit: object, is_derived: bool = False) -> str:
    """Return what stands at the top of a chart: its unit, and whether we computed it."""
    words = unit_numbers(re.sub(r"\bpercent\b", "per cent", text_of(unit).strip())) or "figures"
    words = {"count": "number", "share (0-1)": "share, 0 to 1"}.get(words, words)
    return f"{words}, computed by us from published figures" if is_derived else words


def from_to(row: Row) -> str:
    """Return the baseline and the latest figure of a measure: *46.1 to 15.0*."""
    return " to ".join(
        figure_text(row[column], bool(row["is_derived"]), decimals(row))
        for column in ("baseline_value", "latest_value")
    )
