"""What the words of a unit say: what a whole is in it, what it is a rate of, whether it is one of differences."""

import re

_PERCENT = re.compile(r"^\s*(percent|per cent|%)", re.IGNORECASE)


_SHARE = re.compile(r"^\s*(proportion|share|fraction)\b", re.IGNORECASE)


_DIFFERENCE = re.compile(
    r"\bchange|\bgrowth|\bdifference|percentage point|\bper (year|annum)\b", re.IGNORECASE
)


_PER = re.compile(r"\bper ([\d,]*\d)\b", re.IGNORECASE)


def is_percent(unit: str) -> bool:
    """Say whether figures in this unit are in per cent."""
    return bool(_PERCENT.match(unit))


def is_difference(unit: str) -> bool:
    """Say whether figures in this unit are changes, differences or growth, which can be negative."""
    return bool(_DIFFERENCE.search(unit))


def ceiling_of(unit: str) -> float:
    """Return what a whole is in a unit: 100 for percent, 1 for shares, NaN where a unit has no ceiling."""
    if is_difference(unit):
        return float("nan")
    if is_percent(unit):
        return 100.0
    return 1.0 if _SHARE.match(unit) else float("nan")


def per_of(unit: str) -> float:
    """Return how many a rate is of: 100000 for ``deaths per 100,000``, NaN where the unit names no number."""
    found = _PER.search(unit)
    return float(found.group(1).replace(",", "")) if found else float("nan")
