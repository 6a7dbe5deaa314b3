"""Eurostat's growth over 15 years."""

import numpy as np

from psa.methods.rules.destatis import ends
from psa.methods.rules.rule import Rated
from psa.methods.rules.series import (
    CLOSE,
    CLOSE_GROWTH,
    answer,
    choose,
    each,
    no_growth,
    pack_series,
    point,
    signs,
    yearly_growth,
)


@np.errstate(all="ignore")
def eurostat(time, value, sign, target=None, target_time=None, years=15.0) -> Rated:
    """Rate by compound growth over the last ``years``, as Eurostat's EU SDG monitoring does.

    With a dated target the ratio of growth to the growth required: significant_progress from 95 %,
    moderate_progress from 60 %, insufficient_progress from 0, movement_away below. Without: 1 % a year or
    more significant_progress, 0 to 1 % moderate_progress, above -1 % moderate_movement_away, else
    significant_movement_away. A target met is significant_progress; one without a date is rated by growth.

    Args:
        time, value: series; compound growth needs values above zero.
        sign: +1, -1; 0 or NaN is not assessed.
        target, target_time: figure and date; NaN for none.
        years: 15 for the long term, 5 for the short; the base is the first point within them.

    Returns:
        One of the six words above; the statistic is the ratio, or the growth a year as a share.

    Source: Eurostat, Sustainable development in the European Union, monitoring report, annex (2014, 2021),
    as described by Statistics Canada; the thresholds without a target and the met target are recalled, the
    annex was not read.
    """
    stack = pack_series(time, value)
    sign, target = signs(sign, stack), each(target, stack, "target")
    until = each(target_time, stack, "target_time")
    y0, t0, y1, t1 = ends(stack, point(stack.time, stack.count - 1) - years)
    has_target = ~np.isnan(target)
    by_ratio = has_target & ~np.isnan(until)
    is_met = has_target & (sign * (y1 - target) >= 0)
    growth = sign * yearly_growth(y0, y1, t1 - t0)
    required = np.abs(yearly_growth(y0, target, until - t0))
    ratio = np.where(required > 0, growth / required, np.where(growth < 0, -np.inf, np.inf))
    why = choose(
        *no_growth(stack, sign, t0, t1),
        (is_met, ""),
        (y0 == 0, "the first value is zero, so there is no growth rate"),
        ((y0 < 0) | (y1 < 0), "values below zero have no growth rate"),
        (by_ratio & ~(until > t0), "the target's date is not after the first point"),
        (by_ratio & ~(target > 0), "no growth rate leads to a target of zero or below"),
    )
    with_target = choose(
        (ratio >= 0.95 - CLOSE, "significant_progress"),
        (ratio >= 0.60 - CLOSE, "moderate_progress"),
        (ratio >= -CLOSE, "insufficient_progress"),
        otherwise="movement_away",
    )
    without = choose(
        (growth >= 0.01 - CLOSE_GROWTH, "significant_progress"),
        (growth >= -CLOSE_GROWTH, "moderate_progress"),
        (growth > -0.01 + CLOSE_GROWTH, "moderate_movement_away"),
        otherwise="significant_movement_away",
    )
    words = np.where(is_met, "significant_progress", np.where(by_ratio, with_target, without))
    caution = choose(
        (is_met, "the target is already met"),
        (has_target & ~by_ratio, "the target has no date: rated by growth alone"),
    )
    return answer(stack, why, words, np.where(by_ratio & (target > 0), ratio, growth), caution)
