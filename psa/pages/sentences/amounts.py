"""Figures with their units as a reader sees them: *3.4 million*, *7.5%*, *34.2 per 1,000*, *£161 million*.

A figure keeps the decimals of its series. Where they are more than three, the figure is the computed tail of a data
file, and is cut to as many as its size asks for. A proportion from 0 to 1 is written as a percentage.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psa.data.units import is_plain_percent
from psa.words import UNKNOWN, is_missing, number, places_of

MOST_DECIMALS = 3
_PROPORTION = re.compile(r"(?:proportion|share)(?: (of .+)| \(0(?: to |-)1\))?$")
_MONEY = re.compile(r"(GBP|EUR|USD|US dollars)(?: (thousand|million|billion))?(.*)$")
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "US dollars": "$"}
_ALONE = re.compile(r"(count|number|index|score|ratio|average|mean|rate|proportion|share)\b(?! per )")


@dataclass(frozen=True)
class Scale:
    """How figures of one unit are written.

    Attributes:
        before, after: what stands around the number.
        factor: what a figure is multiplied by.
    """

    before: str = ""
    after: str = ""
    factor: int = 1


def scale_of(unit: object, value_kind: object = "") -> Scale:
    """Return how figures of a unit are written."""
    text = unit.strip() if isinstance(unit, str) else ""
    if is_plain_percent(text):
        return Scale(after="%")
    if value_kind == "proportion" and (found := _PROPORTION.match(text)):
        return Scale(after=f"% {found[1]}" if found[1] else "%", factor=100)
    if found := _MONEY.match(text):
        size = f" {found[2]}" if found[2] else ""
        return Scale(_SIGNS[found[1]], size + unit_numbers(found[3]))
    if found := re.match(r"percent (of .+|per year)$", text):
        return Scale(after=f"% {found[1]}")
    if text.startswith("percent change"):
        return Scale(after="%")
    if not text or _ALONE.match(text):
        return Scale()
    if text == "persons":
        return Scale(after=" people")
    return Scale(after=f" {unit_numbers(text.removeprefix('rate '))}")


def unit_numbers(unit: str) -> str:
    """Return a unit with thousands separated: *per 100,000*."""
    return re.sub(r"(?<=per )\d{4,}\b", lambda m: f"{int(m[0]):,}", unit)


def figure_decimals(value: float, decimals: Any = math.nan) -> int:
    """Return with how many decimals a figure is written: those of its series, or what its size asks for."""
    if not is_missing(decimals) and decimals <= MOST_DECIMALS:
        return int(decimals)
    size = abs(value)
    if 0 < size < 0.01:
        places = places_of(value, 3, below=0.01)
        return places if is_missing(decimals) else min(places, int(decimals))
    return 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3


def figure(value: Any, row: Mapping[Any, Any] | Any) -> str:
    """Return a figure of a measure as its table shows it, without its unit.

    Args:
        value: the figure.
        row: its measure's row: unit, value_kind, decimals.
    """
    if is_missing(value):
        return UNKNOWN
    scale, decimals = scale_of(_cell(row, "unit"), _cell(row, "value_kind")), _cell(row, "decimals")
    scaled = float(value) * scale.factor
    if scale.factor == 100 and not is_missing(decimals):
        decimals = 1 if decimals > MOST_DECIMALS else max(decimals - 2, 0)
    places = figure_decimals(scaled, decimals)
    if not is_missing(decimals) and decimals > MOST_DECIMALS:
        places = max(places, _places_of_change(_cell(row, "change"), scale.factor))
    return number(scaled, places)


def _places_of_change(change: Any, factor: int) -> int:
    """Return the decimals at which two figures whose change is told do not read as the same: two digits of it."""
    if is_missing(change) or not change:
        return 0
    return min(max(1 - math.floor(math.log10(abs(float(change)) * factor)), 0), MOST_DECIMALS)


def amount(value: Any, row: Mapping[Any, Any] | Any) -> str:
    """Return a figure of a measure with its unit; arguments as for `figure`."""
    if is_missing(value):
        return UNKNOWN
    return with_unit(figure(value, row), row)


def with_unit(text: str, row: Mapping[Any, Any] | Any, is_short: bool = False) -> str:
    """Return a number that is written already with what stands around it; short for no more of a unit than a sign."""
    scale = scale_of(_cell(row, "unit"), _cell(row, "value_kind"))
    after = scale.after
    if is_short and scale.factor == 1:
        after = "%" if after.startswith("%") else ""
    sign = "\N{MINUS SIGN}" if text.startswith("\N{MINUS SIGN}") else ""
    return f"{sign}{scale.before}{text.removeprefix(sign)}{after}"


def asked_amount(value: Any, row: Mapping[Any, Any] | Any) -> str:
    """Return a level that is asked for, with its unit: as short as it can be.

    One that is a figure of the series itself, as where no number is set, has the decimals of the figures.
    """
    if is_missing(value):
        return UNKNOWN
    if _cell(row, "decimals") == _cell(row, "decimals") and value == _cell(row, "baseline_value"):
        return amount(value, row)
    most = places_of(float(value), MOST_DECIMALS, below=0.01)
    places = len(f"{round(float(value), most):.{most}f}".rstrip("0").partition(".")[2])
    least = 0 if abs(float(value)) >= 1000 else places
    about = {"unit": _cell(row, "unit"), "value_kind": _cell(row, "value_kind"), "decimals": least}
    return amount(value, about)


def short_amount(value: Any, row: Mapping[Any, Any] | Any) -> str:
    """Return a figure with no more of its unit than a sign, for a line in which two are compared: *61.5%*, *£6,315*."""
    return UNKNOWN if is_missing(value) else with_unit(figure(value, row), row, is_short=True)


def short_asked(value: Any, row: Mapping[Any, Any] | Any) -> str:
    """Return a level that is asked for, with no more of its unit than a sign."""
    text, after = asked_amount(value, row), scale_of(_cell(row, "unit"), _cell(row, "value_kind")).after
    return text.removesuffix(after) + ("%" if after.startswith("%") else "") if after else text


def change_words(change: float, percent: float, row: Mapping[Any, Any] | Any) -> str:
    """Return the size of a change: of percentages in points, of others in per cent of the first figure."""
    unit, decimals = _cell(row, "unit"), _cell(row, "decimals")
    scale = scale_of(unit, _cell(row, "value_kind"))
    if scale.after.startswith("%") or unit in {"percentage points", "percentage point"}:
        size = abs(float(change)) * scale.factor
        known = scale.factor == 1 and not is_missing(decimals) and decimals <= MOST_DECIMALS
        text = number(size, int(decimals) if known else 1 if size >= 0.1 else places_of(size, 2, below=0.01))
        return f"{text} {'point' if text == '1' else 'points'}"
    if is_missing(percent) or math.isinf(percent):
        return amount(abs(float(change)), row)
    size = abs(float(percent))
    return f"{number(size, 0 if size >= 10 else 1)}%"


def _cell(row: Any, column: str) -> Any:
    """Return a cell of a row, which is a mapping, a series or a named tuple; None where it has no such column."""
    return row.get(column) if hasattr(row, "get") else getattr(row, column, None)
