"""Phrases that several sentences share: units, dates, changes."""

import re
from collections.abc import Mapping
from typing import Any

from psa.data.periods import parse_period
from psa.data.units import is_plain_percent
from psa.pages.sentences.amounts import scale_of, unit_numbers
from psa.pages.sentences.dates import with_dates
from psa.words import escape, in_text, significant


def unit_words(unit: object) -> str:
    """Return a unit as it follows a figure."""
    if not isinstance(unit, str) or not unit:
        return ""
    if unit in {"count", "number"}:
        return ""
    if is_plain_percent(unit):
        return " per cent"
    unit = unit_numbers(unit.removeprefix("rate ") if unit.startswith("rate per ") else unit)
    if re.match(r"(rate|index|score|proportion|ratio|average|share)\b", unit):
        return f" ({escape(unit)})"
    return f" {escape(re.sub(r'^percent(?=$| )', 'per cent', unit))}"


def when(label: str) -> str:
    """Return a period as it stands in a sentence: *in 2008-09*, *on 31 December 2008*."""
    period = parse_period(label)
    if period.kind == "point":
        return f"on {period.end.day} {period.end:%B %Y}"
    if period.kind == "rolling":
        return f"in the year to {period.end:%B %Y}"
    if period.kind == "month":
        return f"in {period.end:%B %Y}"
    if period.kind == "quarter":
        quarter = ("first", "second", "third", "fourth")[period.end.month // 3 - 1]
        return f"in the {quarter} quarter of {period.end.year}"
    if period.kind == "span" and period.months % 12:
        return f"from {period.start:%B %Y} to {period.end:%B %Y}"
    return f"in {escape(label)}"


def change_unit(unit: object, change: float | str | None = None) -> str:
    """Return the unit of a change: of figures in per cent of anything, percentage points, or the point if it is one."""
    if isinstance(unit, str) and re.match(r"(percent|per cent|percentage|percentage points|%)(?= |$)", unit):
        return " percentage point" if str(change) == "1" else " percentage points"
    return unit_words(unit)


def reason_words(reason: str) -> str:
    """Return the reason of a rating for a reader: computed tails of figures cut, days written out."""
    cut = re.sub(r"\d+\.\d{4,}", lambda m: in_text(float(m[0])), reason)
    return with_dates(cut)


def join_lists(lines: list[str]) -> list[str]:
    """Return paragraphs, with the items of a list kept together."""
    out: list[str] = []
    for line in lines:
        if line.startswith("- ") and out and out[-1].startswith("- "):
            out[-1] += f"\n{line}"
        elif line:
            out.append(line)
    return out


def size_of_change(size: float, row: Mapping[str, Any], digits: int) -> tuple[str, str]:
    """Return the size of a change and its unit; of a proportion from 0 to 1 in percentage points."""
    is_share = scale_of(row["unit"], row.get("value_kind", "")).factor == 100
    text = significant(100 * size if is_share else size, digits)
    return text, change_unit("percent" if is_share else row["unit"], text)
