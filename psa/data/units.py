"""What the words of a unit say: its whole, its percentage point, and whether its figures are differences.

Every rule and check reads a unit through these functions, so that ``percent``, ``per cent`` and ``%`` are one
unit everywhere. A unit that is not known (None or NA) says nothing.
"""

import math
import re

_PERCENT = re.compile(r"\s*(per ?cent(age)?\b|%)", re.IGNORECASE)
_SHARE = re.compile(r"\s*(proportion|share|fraction)\b", re.IGNORECASE)
_DIFFERENCE = re.compile(
    r"\bchange|\bgrowth|\bdifference|\bper ?centage point|\bper (year|annum)\b", re.IGNORECASE
)
_MULTIPLE = re.compile(r"hundred|thousand|million|billion|tonne|\bper (?:year|day|head)\b", re.IGNORECASE)
_PER = re.compile(r"\bper ([\d,]*\d)\b", re.IGNORECASE)


def is_percent(unit: object) -> bool:
    """Say whether figures in this unit are in per cent, or in percentage points."""
    return bool(_PERCENT.match(_words(unit)))


def is_plain_percent(unit: object) -> bool:
    """Say whether a unit is per cent and no more: not *per cent of homes*, and no change."""
    return _words(unit).strip().casefold() in {"percent", "per cent", "percentage", "%"}


def is_share(unit: object) -> bool:
    """Say whether figures in this unit are shares of a whole of 1."""
    return bool(_SHARE.match(_words(unit)))


def is_difference(unit: object) -> bool:
    """Say whether figures in this unit are changes, differences or growth, which can be negative."""
    return bool(_DIFFERENCE.search(_words(unit)))


def ceiling_of(unit: object) -> float:
    """Return what a whole is in a unit: 100 for per cent, 1 for shares, NaN where a unit has no ceiling."""
    if is_difference(unit):
        return math.nan
    if is_percent(unit):
        return 100.0
    return 1.0 if is_share(unit) else math.nan


def percentage_points_in(unit: object) -> float:
    """Return how many percentage points one of a unit is: 100 in shares, else 1."""
    return 100.0 if is_share(unit) else 1.0


def whole_of_difference(unit: object) -> float:
    """Return what a whole is for changes, gaps and growth: 100 in per cent, 1 in shares, NaN for other units."""
    if not is_difference(unit):
        return math.nan
    return 100.0 if is_percent(unit) else 1.0 if is_share(unit) else math.nan


def times_of_ratio(unit: object) -> float:
    """Return by what a ratio is multiplied to stand in a unit: 100 in per cent, else 1."""
    return 100.0 if is_percent(unit) else 1.0


def per_of(unit: object) -> float:
    """Return how many a rate is of: 100000 for ``deaths per 100,000``, NaN where the unit names no number."""
    match = _PER.search(_words(unit))
    return float(match.group(1).replace(",", "")) if match else math.nan


def is_multiple(unit: object) -> bool:
    """Say whether one of a unit stands for many or for an amount, so that figures in it count no single things."""
    return bool(_MULTIPLE.search(_words(unit)))


def _words(unit: object) -> str:
    return unit if isinstance(unit, str) else ""
