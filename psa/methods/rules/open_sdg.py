"""The growth rule of Open SDG and Statistics Canada."""

from typing import NamedTuple

import numpy as np

from psa.methods.rules.destatis import ends
from psa.methods.rules.rule import NOT_ASSESSED
from psa.methods.rules.series import (
    CLOSE_GROWTH,
    answer,
    choose,
    each,
    no_growth,
    pack_series,
    signs,
    yearly_growth,
)


class Scored(NamedTuple):
    """What the Open SDG rule says of each series: as ``Rated``, and a score from -5 to +5."""

    words: np.ndarray
    statistic: np.ndarray
    reason: np.ndarray
    score: np.ndarray


OPEN_SDG_EXPONENT = 4.44


def open_sdg_limit_factor(base_value, limit, sign) -> np.ndarray:
    """Return the factor C, 0 to 1, that lowers the thresholds of a series that starts near a natural limit.

    Args:
        base_value: value in the base year, any shape.
        limit: natural limit in the same unit; NaN for none. Only one that lies in the good direction counts.
        sign: +1 or -1.

    Source: Open SDG, ``docs/progress-methodology.md`` at 26d2e387 (2025), after Statistics Canada; the
    exponent 4.44 is in its code, not on its page.
    """
    base_value, limit, sign = np.broadcast_arrays(
        *(np.asarray(a, dtype=float) for a in (base_value, limit, sign))
    )
    with np.errstate(all="ignore"):
        share = np.abs(base_value) / np.abs(limit)
        near = np.where(share <= 1, share, 2 - share)
        factor = np.where(share >= 2, 1.0, 1 - np.abs(near) ** OPEN_SDG_EXPONENT)
        counts = np.isfinite(limit) & (limit != 0) & (sign * (limit - base_value) >= 0)
    return np.where(counts, factor, 1.0)


@np.errstate(all="ignore")
def open_sdg(time, value, sign, target=None, target_time=None, limit=None, base_time=None) -> Scored:
    """Rate by compound growth since a base year, as Open SDG and Statistics Canada do.

    Without a target the growth a year in the good direction is held against 1.5 %, 0.5 % and 0, the first
    two times the limit factor; with a target its ratio to the growth required against 95 %, 60 % and 0. A
    target reached is achieved whatever the growth. A target of zero, or a first value of zero, becomes
    0.001, as published; it makes the answer depend on the unit. For negative values the growth is turned.

    A target without a date is a level: achieved where reached, else rated by growth alone (ours; the body
    takes 2030). A first value equal to the target that was since lost is deterioration, value -inf.

    Args:
        time, value: series.
        sign: +1, -1; 0 or NaN is not assessed.
        target, target_time: figure and date; NaN for none.
        limit: natural limit, used only without a target.
        base_time: the first point at or after it is the base; the first of all if None. The body takes 2015.

    Returns:
        Words target_achieved, substantial_progress, moderate_progress, limited_progress, deterioration; the
        statistic is the progress value; the score runs from -5 to +5.

    Source: Open SDG 2.4.0, ``docs/progress-methodology.md`` at 26d2e387 (2025), after Statistics Canada.
    """
    stack = pack_series(time, value)
    sign, target = signs(sign, stack), each(target, stack, "target")
    until, limit = each(target_time, stack, "target_time"), each(limit, stack, "limit")
    y0, t0, y1, t1 = ends(stack, each(base_time, stack, "base_time"))
    has_target = ~np.isnan(target)
    by_ratio = has_target & ~np.isnan(until)
    is_achieved = has_target & (sign * (y1 - target) >= 0)

    start = np.where(y0 == 0, 0.001, y0)
    turned = sign * np.where(start < 0, -1.0, 1.0)
    growth = turned * yearly_growth(start, y1, t1 - t0)
    required = np.abs(yearly_growth(start, np.where(target == 0, 0.001, target), until - t0))
    ratio = np.where(required > 0, growth / required, np.where(growth < 0, -np.inf, np.inf))
    progress = np.where(by_ratio, np.where(np.isnan(required), np.nan, ratio), growth)
    progress = np.where(np.abs(progress) < CLOSE_GROWTH, 0.0, progress)
    factor = np.where(by_ratio, 1.0, open_sdg_limit_factor(start, np.where(by_ratio, np.nan, limit), sign))

    why = choose(
        *no_growth(stack, sign, t0, t1),
        (is_achieved, ""),
        ((y0 == 0) & (y1 == 0), "no growth rate from zero to zero"),
        (np.isnan(growth), "the values change sign, so there is no growth rate"),
        (by_ratio & ~(until > t0), "the target's date is not after the base year"),
        (by_ratio & np.isnan(required), "values and target differ in sign, so no growth rate leads there"),
    )
    high = np.where(by_ratio, 0.95, 0.015 * factor)
    low = np.where(by_ratio, 0.60, 0.005 * factor)
    words = choose(
        (is_achieved, "target_achieved"),
        (progress < 0, "deterioration"),
        (progress >= high - CLOSE_GROWTH, "substantial_progress"),
        (progress >= low - CLOSE_GROWTH, "moderate_progress"),
        otherwise="limited_progress",
    )
    caution = choose(
        (has_target & ~by_ratio & ~is_achieved, "the target has no date: rated by growth alone"),
        (
            (y0 == 0) | (by_ratio & (target == 0) & ~is_achieved),
            "a zero was replaced by 0.001, as the rule says",
        ),
    )
    rated = answer(stack, why, words, progress, caution)
    score = _open_sdg_score(progress, factor, by_ratio, is_achieved).reshape(stack.shape)
    return Scored(*rated, np.where(rated.words == NOT_ASSESSED, np.nan, score))


def _open_sdg_score(progress, factor, by_ratio, is_achieved) -> np.ndarray:
    """-5 to +5: the classes are cut at -2.5, 0 and 2.5."""
    scaled = progress / factor
    by_growth = np.select(
        [progress < 0, factor == 0, scaled < 0.005, scaled < 0.015],
        [125 * progress - 2.5, 5.0, 500 * scaled - 2.5, 250 * scaled - 1.25],
        default=500 * scaled - 5,
    )
    # as printed: 2.5 / 0.6 and 5 / 0.7 rounded to four decimals
    by_target = np.where(progress < 0.6, 4.1667 * progress - 2.5, 7.1429 * progress - 4.2857)
    return np.where(is_achieved, 5.0, np.clip(np.where(by_ratio, by_target, by_growth), -5, 5))


def open_sdg_overall(words, score) -> tuple[np.ndarray, np.ndarray]:
    """Return the word and the mean score of a group of series, ``(..., series)`` to ``(...)``.

    Series not assessed are left out. "target_achieved" only where every series achieves its target.

    Source: Open SDG 2.4.0, ``docs/progress-methodology.md`` at 26d2e387 (2025).
    """
    words, score = np.asarray(words), np.asarray(score, dtype=float)
    known = np.isfinite(score)
    number = known.sum(axis=-1)
    mean = np.where(known, score, 0).sum(axis=-1) / np.maximum(number, 1)
    overall = choose(
        (number == 0, NOT_ASSESSED),
        (((words == "target_achieved") | ~known).all(axis=-1), "target_achieved"),
        (mean >= 2.5, "substantial_progress"),
        (mean >= 0, "moderate_progress"),
        (mean >= -2.5, "limited_progress"),
        otherwise="deterioration",
    )
    return overall, np.where(number > 0, mean, np.nan)
