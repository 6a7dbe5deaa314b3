"""Process limits and signals of the NHS's Making Data Count."""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from psa.methods.rules.rule import NOT_ASSESSED, Rated
from psa.methods.rules.series import (
    CLOSE,
    NO_FIGURES,
    NO_SIGN,
    answer,
    as_arrays,
    choose,
    pack_series,
    point,
    signs,
)

XMR_LIMIT = 2.66  # mean moving range to three standard deviations: 3 / 1.128


XMR_OUTLYING_RANGE = 3.267


XMR_TRIAL_POINTS = 13


class Limits(NamedTuple):
    """XmR limits of each series, in the unit of the values.

    Attributes:
        mean: mean of the fixed points.
        lower, upper: process limits.
        near_lower, near_upper: two thirds of the way to the limits.
    """

    mean: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    near_lower: np.ndarray
    near_upper: np.ndarray


def _xmr_limits(packed: np.ndarray, fix_after, screen_outliers: bool) -> tuple:
    """Limits of packed rows, and the tolerance within which a point lies on a line."""
    points = packed.shape[1]
    fixed = packed if fix_after is None else np.where(np.arange(points) < fix_after, packed, np.nan)
    known = np.isfinite(fixed)
    start = fixed[:, :1]
    away = np.where(known, fixed - start, 0)
    mean = start[:, 0] + away.sum(axis=1) / known.sum(axis=1)
    slack = CLOSE * (away.max(axis=1) - away.min(axis=1))
    ranges = np.abs(np.diff(fixed, axis=1))
    in_use = np.isfinite(ranges)
    typical = np.where(in_use, ranges, 0).sum(axis=1) / in_use.sum(axis=1)
    if screen_outliers:
        in_use &= (ranges < XMR_OUTLYING_RANGE * typical[:, None] - slack[:, None]) | (typical == 0)[:, None]
        typical = np.where(in_use, ranges, 0).sum(axis=1) / in_use.sum(axis=1)
    far, near = XMR_LIMIT * typical, 2 * XMR_LIMIT / 3 * typical
    return Limits(mean, mean - far, mean + far, mean - near, mean + near), slack


@np.errstate(all="ignore")
def xmr_limits(value, fix_after=None, screen_outliers=True) -> Limits:
    """Return the XmR limits of each series: the mean, and 2.66 mean moving ranges either side.

    Args:
        value: series in time order; a gap joins its neighbours.
        fix_after: number of first points that set the limits; all if None.
        screen_outliers: drop moving ranges of 3.267 times their mean or more, once (the NHS spreadsheet
            does not).

    Returns:
        Limits, NaN with fewer than two points. Series all equal have limits at their value.

    Source: NHS England, Making Data Count, as in nhs-r-community/NHSRplotthedots 0.2.x,
    ``R/ptd_spc_standard.R`` at 050b07d7 (2025).
    """
    value = np.asarray(value, dtype=float)
    stack = pack_series(np.arange(value.shape[-1] if value.ndim else 0), value)
    limits, _ = _xmr_limits(stack.value, fix_after, screen_outliers)
    return Limits(*(a.reshape(stack.shape) for a in limits))


def _windows(rows: np.ndarray, before: int, after: int) -> np.ndarray:
    padding = [(0, 0)] * (rows.ndim - 1) + [(before, after)]
    return sliding_window_view(np.pad(rows, padding), before + after + 1, axis=-1)


def seven_on_one_side(relative) -> np.ndarray:
    """Flag 1 each point that ends seven in a row on one side of the mean; relative is -1, 0 or +1."""
    windows = _windows(np.asarray(relative), 6, 0)
    return (np.abs(windows.sum(axis=-1)) == 7).astype(int)


def seven_point_trend(value) -> np.ndarray:
    """Flag +1 or -1 each point that ends seven in a row rising or falling, else 0."""
    value = np.asarray(value, dtype=float)
    steps = np.diff(value, axis=-1, prepend=value[..., :1])
    steps = np.where(np.isfinite(steps), np.sign(steps), 0)
    windows = _windows(steps, 5, 0).sum(axis=-1)
    return np.where(np.abs(windows) == 6, np.sign(windows), 0).astype(int)


def part_of_seven(flag) -> np.ndarray:
    """Flag 1 each point that is, or is among the six before, a flagged point."""
    return (_windows(np.asarray(flag), 0, 6) != 0).any(axis=-1).astype(int)


def two_in_three(close, relative) -> np.ndarray:
    """Flag 1 each point of any three in a row, all on one side, of which two are close to the limits."""
    near = _windows(np.asarray(close).astype(int), 0, 2).sum(axis=-1) >= 2
    side = np.abs(_windows(np.asarray(relative), 0, 2).sum(axis=-1)) == 3
    return _windows((near & side).astype(int), 2, 0).any(axis=-1).astype(int)


def part_of_two_in_three(close, relative) -> np.ndarray:
    """Flag 1 the points close to the limits within ``two_in_three``."""
    return two_in_three(close, relative) * np.asarray(close).astype(int)


def _xmr_signals(packed, sign, fix_after, screen_outliers) -> tuple:
    limits, slack = _xmr_limits(packed, fix_after, screen_outliers)
    mean, lower, upper, near_lower, near_upper = (a[:, None] for a in limits)
    slack = slack[:, None]
    relative = np.where(np.abs(packed - mean) <= slack, 0, np.sign(packed - mean))
    relative = np.where(np.isfinite(relative), relative, 0).astype(int)
    is_outside = (packed > upper + slack) | (packed < lower - slack)
    is_close = ~is_outside & ((packed > near_upper + slack) | (packed < near_lower - slack))
    in_trend = part_of_seven(seven_point_trend(packed)) != 0
    steps = np.where(np.isfinite(packed), np.sign(np.diff(packed, axis=1, prepend=np.nan)), 0)
    after = np.concatenate([steps[:, 1:], np.zeros_like(steps[:, :1])], axis=1)
    goes_on = np.concatenate([in_trend[:, 1:], np.zeros_like(in_trend[:, :1])], axis=1) & in_trend
    side = np.select(
        [
            is_outside,
            in_trend,
            part_of_two_in_three(is_close, relative) != 0,
            part_of_seven(seven_on_one_side(relative)) != 0,
        ],
        [relative, np.where(goes_on, after, steps), relative, relative],
        default=0,
    )
    return limits, side * sign[:, None]


@np.errstate(all="ignore")
def xmr_signals(value, sign, fix_after=None, screen_outliers=True) -> np.ndarray:
    """Return what each point signals: special cause improvement or concern, or common cause.

    The first that applies: outside the limits; part of seven rising or falling in a row; close to a limit
    and part of three in a row on one side of which two are; part of seven in a row on one side.

    Args:
        value: ``(series, points)`` or ``(points,)`` in time order.
        sign: +1, -1; 0 or NaN gives not_assessed.
        fix_after, screen_outliers: as for ``xmr_limits``.

    Returns:
        Words shaped as value: special_cause_improvement, common_cause, special_cause_concern, not_assessed
        (NaN values, fewer than two points).

    Source: NHS England, Making Data Count, as in nhs-r-community/NHSRplotthedots 0.2.x,
    ``R/ptd_calculate_point_type.R`` at 050b07d7 (2025).
    """
    value = np.asarray(value, dtype=float)
    stack = pack_series(np.arange(value.shape[-1] if value.ndim else 0), value)
    sign = signs(sign, stack)
    limits, side = _xmr_signals(stack.value, sign, fix_after, screen_outliers)
    known = (
        np.isfinite(stack.value)
        & np.isfinite(limits.mean + limits.upper)[:, None]
        & (np.abs(sign) == 1)[:, None]
    )
    words = choose(
        (~known, NOT_ASSESSED),
        (side > 0, "special_cause_improvement"),
        (side < 0, "special_cause_concern"),
        otherwise="common_cause",
    )
    back = np.empty_like(words)
    np.put_along_axis(back, stack.order, words, axis=1)
    return back[:, : value.shape[-1]].reshape(value.shape)


@np.errstate(all="ignore")
def xmr(time, value, sign, fix_after=None, screen_outliers=True) -> Rated:
    """Rate by what the latest point signals on an XmR chart.

    Under seven points no run rule can fire; under thirteen the limits are called trial limits.

    Args:
        time, value: series.
        sign: +1, -1; 0 or NaN is not assessed.
        fix_after, screen_outliers: as for ``xmr_limits``.

    Returns:
        Words special_cause_improvement, common_cause, special_cause_concern; the statistic is the latest
        point's distance from the mean in the good direction, in standard deviations (2.66 mean moving
        ranges are three), NaN where all moving ranges are zero.

    Source: NHS England, Making Data Count, as in nhs-r-community/NHSRplotthedots 0.2.x at 050b07d7 (2025).
    """
    stack = pack_series(time, value)
    sign, n = signs(sign, stack), stack.count
    limits, side = _xmr_signals(stack.value, sign, fix_after, screen_outliers)
    side = point(side, n - 1)
    why = choose(
        (n == 0, NO_FIGURES),
        (~(np.abs(sign) == 1), NO_SIGN),
        (n < 2, "fewer than two points"),
    )
    words = choose(
        (side > 0, "special_cause_improvement"),
        (side < 0, "special_cause_concern"),
        otherwise="common_cause",
    )
    sigma = (limits.upper - limits.mean) / 3
    away = sign * (point(stack.value, n - 1) - limits.mean)
    caution = choose(
        (n < 7, "trial limits: fewer than thirteen points, too few for any run rule"),
        (n < XMR_TRIAL_POINTS, "trial limits: fewer than thirteen points"),
    )
    return answer(stack, why, words, np.where(sigma > 0, away / sigma, np.nan), caution)


@np.errstate(all="ignore")
def xmr_assurance(lower, upper, target, sign) -> np.ndarray:
    """Return whether a process will meet its target: consistent_pass, inconsistent or consistent_fail.

    Args:
        lower, upper: process limits.
        target: the figure to reach.
        sign: +1, -1; with 0 or NaN, or anything not known, not_assessed.

    Source: nhs-r-community/NHSRplotthedots 0.2.x, ``R/ptd_calculate_assurance_type.R`` at 050b07d7 (2025).
    """
    sign, lower, upper, target = as_arrays(sign, lower, upper, target)
    known = np.isfinite(lower + upper + target) & (np.abs(sign) == 1)
    return choose(
        (~known, NOT_ASSESSED),
        (np.where(sign > 0, target > upper, target < lower), "consistent_fail"),
        (np.where(sign > 0, target < lower, target > upper), "consistent_pass"),
        otherwise="inconsistent",
    )
