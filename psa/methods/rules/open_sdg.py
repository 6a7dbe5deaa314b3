"""Compound growth since a base year, as Open SDG and Statistics Canada rate it.

- Without a target, growth a year in the good direction is held against 1.5 %, 0.5 % and 0:
  substantial_progress, moderate_progress, limited_progress, and below it deterioration. Where the
  base lies near a natural limit in the good direction the first two are lowered.
- With a dated target, growth over the growth required is held against 95 %, 60 % and 0 in the same
  way.
- A target reached is target_achieved whatever the growth.

A target of zero, or a first value of zero, becomes 0.001, as published; it makes the answer depend
on the unit. For negative values the growth is turned. The base is the first point at or after
``base_time``, the first of all without it; the body takes 2015.

Ours: a target without a date is a level, achieved where reached, else rated by growth alone (the
body takes 2030). A first value equal to the target that was since lost is deterioration, its
statistic minus infinity.

The statistic is growth over growth required, or growth a year as a share; the body calls it the
progress value.

Checked against 12 values of the published formula, to ten decimals, and the two series of the
body's own tests.
"""

import numpy as np
import numpy.typing as npt

from psa.methods.rules.parts import Rated, Rule, Series, answer, choose
from psa.methods.rules.parts.growth import CLOSE_GROWTH, ends, no_growth, yearly_growth
from psa.methods.rules.parts.series import Floats

LIMIT_EXPONENT = 4.44  # in the body's code, not on its page
INSTEAD_OF_ZERO = 0.001


def rate(series: Series) -> Rated:
    """Return one of the five words for each series."""
    target, target_time = series.target, series.target_time
    first, first_time, last, last_time = ends(series, series.base_time)
    has_target = ~np.isnan(target)
    by_ratio = has_target & ~np.isnan(target_time)
    is_achieved = has_target & (series.sign * (last - target) >= 0)
    start = np.where(first == 0, INSTEAD_OF_ZERO, first)
    growth = series.sign * np.sign(start) * yearly_growth(start, last, last_time - first_time)
    goal = np.where(target == 0, INSTEAD_OF_ZERO, target)
    required = np.abs(yearly_growth(start, goal, target_time - first_time))
    progress = np.where(by_ratio, _ratio(growth, required), growth)
    progress = np.where(np.abs(progress) < CLOSE_GROWTH, 0.0, progress)
    factor = limit_factor(start, series.limit, series.sign)
    high, low = np.where(by_ratio, 0.95, 0.015 * factor), np.where(by_ratio, 0.60, 0.005 * factor)
    why_not = choose(
        *no_growth(series, first_time, last_time),
        (is_achieved, ""),
        ((first == 0) & (last == 0), "no growth rate from zero to zero"),
        (np.isnan(growth), "the values change sign, so there is no growth rate"),
        (by_ratio & ~(target_time > first_time), "the target's date is not after the base year"),
        (by_ratio & np.isnan(required), "values and target differ in sign, so no growth rate leads there"),
    )
    words = choose(
        (is_achieved, "target_achieved"),
        (progress < 0, "deterioration"),
        (progress >= high - CLOSE_GROWTH, "substantial_progress"),
        (progress >= low - CLOSE_GROWTH, "moderate_progress"),
        otherwise="limited_progress",
    )
    is_zero_replaced = (first == 0) | (by_ratio & (target == 0) & ~is_achieved)
    caution = choose(
        (has_target & ~by_ratio & ~is_achieved, "the target has no date: rated by growth alone"),
        (is_zero_replaced, "a zero was replaced by 0.001, as the rule says"),
    )
    return answer(series, why_not, words, progress, caution)


def limit_factor(base_value: npt.ArrayLike, limit: npt.ArrayLike, sign: npt.ArrayLike) -> Floats:
    """Return the factor, 0 to 1, that lowers the thresholds of a series that starts near a natural limit.

    Args:
        base_value: value in the base year; all three broadcast.
        limit: natural limit in the same unit; NaN for none. Only one that lies in the good direction counts.
        sign: +1 or -1.
    """
    base, limit, sign = (np.asarray(a, dtype=float) for a in (base_value, limit, sign))
    share = np.abs(base) / np.abs(limit)
    near = np.abs(np.where(share <= 1, share, 2 - share))
    factor = np.where(share >= 2, 1.0, 1 - near**LIMIT_EXPONENT)
    counts = np.isfinite(limit) & (limit != 0) & (sign * (limit - base) >= 0)
    return np.where(counts, factor, 1.0)


def _ratio(growth: Floats, required: Floats) -> Floats:
    """Return growth over growth required; infinite where none is required, NaN where that is not known."""
    ratio = np.where(required > 0, growth / required, np.where(growth < 0, -np.inf, np.inf))
    return np.where(np.isnan(required), np.nan, ratio)


RULE = Rule(
    name="open-sdg",
    title="Open SDG and Statistics Canada growth",
    body="Open SDG, after Statistics Canada",
    country="",
    year="2025",
    source="Open SDG 2.4.0, docs/progress-methodology.md at 26d2e387",
    words={
        "target_achieved": "good",
        "substantial_progress": "good",
        "moderate_progress": "good",
        "limited_progress": "neutral",
        "deterioration": "bad",
    },
    statistic="growth over growth required, or growth a year",
    reads=("kind", "target", "target_time", "base_time", "limit"),
    rate=rate,
    order=30,
)
