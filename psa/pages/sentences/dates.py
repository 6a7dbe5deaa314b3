"""Periods as people write them: *2007–08*, *5 June 2009*, *October 2007 to March 2008*."""

import re
from functools import cache

from psa.data.periods import parse_period

_YEARS = {"calendar", "financial", "academic"}
_DAY = r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}"


@cache
def period_words(label: str) -> str:
    """Return a period as it is written for a reader; a text that is no period as it is."""
    try:
        period = parse_period(label)
    except ValueError:
        return label
    end = f"{period.end:%B %Y}"
    if period.kind in _YEARS:
        return re.sub(r"(?<=[0-9])-(?=[0-9])", "\N{EN DASH}", label)
    if period.kind == "month":
        return end
    if period.kind == "point":
        return f"{period.end.day} {end}"
    if period.kind == "rolling":
        return f"year to {end}"
    if period.kind == "quarter":
        start = period.start
        return f"{start:%B} to {end}" if start.year == period.end.year else f"{start:%B %Y} to {end}"
    if period.months % 12:
        return f"{period.start:%B %Y} to {end}"
    return " to ".join(period_words(part.strip()) for part in label.split(" to "))


def short_words(label: str) -> str:
    """Return a period as a chart has room for: *Mar 2026*, *Jun 2029* for a day or a quarter's end, *2029–30*."""
    period = parse_period(label)
    return period_words(label) if period.kind in _YEARS else f"{period.end:%b %Y}"


def point_words(label: str) -> str:
    """Return a figure's period as it is written in an answer: the last day of a year as *end of 2010*."""
    return f"end of {label[:4]}" if re.fullmatch(r"[12][0-9]{3}-12-31", label) else period_words(label)


def day_words(day: object) -> str:
    """Return a day as it is written for a reader, *5 June 2009*; a month or a year likewise; empty for none."""
    if not isinstance(day, str) or not day:
        return ""
    if re.fullmatch(r"[12][0-9]{3}-[0-9]{2}", day):
        return period_words(f"{day}-01").partition(" ")[2]
    return period_words(day)


def with_dates(text: str) -> str:
    """Return a text in which days, written year first, are written for a reader."""
    return re.sub(rf"(?<![0-9A-Za-z/_-]){_DAY}(?![0-9A-Za-z/_-])", lambda m: period_words(m[0]), text)
