"""The progress chart of the UN Statistics Division."""

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
    signs,
    yearly_growth,
)


@np.errstate(all="ignore")
def un_progress(time, value, sign, target=None, target_time=None, base_time=None, full_scale=None) -> Rated:
    """Rate by the UN progress chart: where present growth leads by the target's date.

    With a dated target the share of the way from base to target that is covered at its date if growth goes
    on: on_track from 95 %, fair_progress from 10 %, else stagnation_or_regression. Without: growth a year
    in the good direction of 2 % or more, of 0.5 % or more, less. A target met at the last point, and a share
    within one point of its end, is on_track whatever the trend. After the target's date nothing is
    projected. A target that lies behind the base and was since lost is regression.

    Args:
        time, value: series; growth needs values above zero.
        sign: +1, -1; 0 or NaN is not assessed.
        target, target_time: figure and date; NaN for none. A target without a date is rated by growth.
        base_time: the first point at or after it is the base; the first of all if None. The body takes 2015.
        full_scale: what a share is measured on, 100 for percent or 1; NaN for anything that is not a share.

    Returns:
        One of the three words; the statistic is the share of the way, or the growth a year as a share.

    Source: UN Statistics Division, Progress Chart Technical Note (2023), as applied by Eustat,
    EUSTAT-DES/site ``_pages/en/metodologia.md`` at 10f3c702; second-hand, the note itself was not read.
    """
    stack = pack_series(time, value)
    sign, target = signs(sign, stack), each(target, stack, "target")
    until, full = each(target_time, stack, "target_time"), each(full_scale, stack, "full_scale")
    y0, t0, y1, t1 = ends(stack, each(base_time, stack, "base_time"))
    has_target = ~np.isnan(target)
    by_share = has_target & ~np.isnan(until)
    is_at_end = np.where(sign > 0, y1 / full >= 0.99 - CLOSE, y1 / full <= 0.01 + CLOSE) & (full > 0)
    is_met = (has_target & (sign * (y1 - target) >= 0)) | is_at_end
    growth = yearly_growth(y0, y1, t1 - t0)
    ahead = np.maximum(until - t1, 0) * np.log1p(growth)
    projected = y1 * np.exp(np.clip(np.where(y1 == 0, 0, ahead), -700, 600))
    share = np.where(sign * (target - y0) > 0, (projected - y0) / (target - y0), -np.inf)
    why = choose(
        *no_growth(stack, sign, t0, t1),
        (is_met, ""),
        (y0 == 0, "the first value is zero, so there is no growth rate"),
        ((y0 < 0) | (y1 < 0), "values below zero have no growth rate"),
    )
    gain = sign * growth
    words = choose(
        (is_met, "on_track"),
        (np.where(by_share, share >= 0.95 - CLOSE, gain >= 0.02 - CLOSE_GROWTH), "on_track"),
        (np.where(by_share, share >= 0.10 - CLOSE, gain >= 0.005 - CLOSE_GROWTH), "fair_progress"),
        otherwise="stagnation_or_regression",
    )
    caution = choose(
        (is_met & is_at_end, "within one point of its end, which counts as met"),
        (is_met, "the target is already met"),
        (has_target & ~by_share, "the target has no date: rated by growth alone"),
    )
    return answer(stack, why, words, np.where(by_share, share, gain), caution)
