"""Limits within which the figures of an unchanged process stay, and what they say of a target."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from psa.methods.rules.parts.answer import CLOSE, choose
from psa.methods.rules.parts.rule import NOT_ASSESSED
from psa.methods.rules.parts.series import Bools, Floats, Words, stack_series

FAR = 2.66  # mean moving range to three standard deviations: 3 / 1.128
OUTLYING_RANGE = 3.267


class Limits(NamedTuple):
    """XmR limits of each series, in the unit of the values.

    Attributes:
        mean: mean of the points that set the limits.
        lower, upper: process limits.
        near_lower, near_upper: two thirds of the way to the limits.
    """

    mean: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats


@np.errstate(all="ignore")
def xmr_limits(value: npt.ArrayLike, fix_after: int | None = None, screen_outliers: bool = True) -> Limits:
    """Return the XmR limits of each series: the mean, and 2.66 mean moving ranges either side.

    Args:
        value: (series, points) or (points,), in time order; a gap joins its neighbours.
        fix_after: number of first points that set the limits; all if None.
        screen_outliers: drop moving ranges of 3.267 times their mean or more, once (the NHS spreadsheet
            does not).

    Returns:
        Limits, NaN with fewer than two points. Series all equal have limits at their value.

    Source: NHS England, Making Data Count, as in nhs-r-community/NHSRplotthedots 0.2.x,
    ``R/ptd_spc_standard.R`` at 050b07d7 (2025).
    """
    value = np.asarray(value, dtype=float)
    series = stack_series(np.arange(value.shape[-1] if value.ndim else 0), value, np.nan)
    limits, _ = limits_of(series.value, fix_after, screen_outliers)
    return Limits(*(limit.reshape(series.shape) for limit in limits))


def limits_of(
    packed: Floats, fix_after: int | None = None, screen_outliers: bool = True
) -> tuple[Limits, Floats]:
    """Return the limits of packed rows, and the tolerance within which a point lies on a line."""
    is_fixed = np.arange(packed.shape[1]) < (packed.shape[1] if fix_after is None else fix_after)
    fixed = np.where(is_fixed, packed, np.nan)
    known = np.isfinite(fixed)
    start = fixed[:, :1]
    away = np.where(known, fixed - start, 0)
    mean = start[:, 0] + away.sum(axis=1) / known.sum(axis=1)
    tolerance = CLOSE * (away.max(axis=1) - away.min(axis=1))
    ranges = np.abs(np.diff(fixed, axis=1))
    in_use = np.isfinite(ranges)
    typical = _mean_of(ranges, in_use)
    if screen_outliers:
        is_typical = ranges < OUTLYING_RANGE * typical[:, None] - tolerance[:, None]
        in_use &= is_typical | (typical == 0)[:, None]
        typical = _mean_of(ranges, in_use)
    far, near = FAR * typical, 2 * FAR / 3 * typical
    return Limits(mean, mean - far, mean + far, mean - near, mean + near), tolerance


def _mean_of(rows: Floats, mask: Bools) -> Floats:
    mean: Floats = np.where(mask, rows, 0).sum(axis=1) / mask.sum(axis=1)
    return mean


@np.errstate(all="ignore")
def xmr_assurance(
    lower: npt.ArrayLike, upper: npt.ArrayLike, target: npt.ArrayLike, sign: npt.ArrayLike
) -> Words:
    """Return whether a process will meet its target: consistent_pass, inconsistent or consistent_fail.

    Args:
        lower, upper: process limits; all four broadcast.
        target: the figure to reach.
        sign: +1, -1; with 0 or NaN, or anything not known, not_assessed.

    Source: nhs-r-community/NHSRplotthedots 0.2.x, ``R/ptd_calculate_assurance_type.R`` at 050b07d7 (2025).
    """
    low, high, goal, way = (np.asarray(a, dtype=float) for a in (lower, upper, target, sign))
    known = np.isfinite(low + high + goal) & (np.abs(way) == 1)
    return choose(
        (~known, NOT_ASSESSED),
        (np.where(way > 0, goal > high, goal < low), "consistent_fail"),
        (np.where(way > 0, goal < low, goal > high), "consistent_pass"),
        otherwise="inconsistent",
    )


@np.errstate(all="ignore")
def compare_with_control_limits(
    value: npt.ArrayLike,
    denominator: npt.ArrayLike,
    benchmark: npt.ArrayLike,
    sign: npt.ArrayLike,
    full_scale: npt.ArrayLike = 100.0,
    z: float = 1.96,
) -> Words:
    """Return better, same or worse: a proportion against Wilson control limits around a benchmark.

    Args:
        value, benchmark: proportions in the unit of full_scale; all but z broadcast.
        denominator: the value's denominator, above 0.
        sign: +1, -1; 0 or NaN is not_assessed.
        full_scale: 100 for percent, 1 for shares.
        z: 1.96 for 95 %, 3.0902 for 99.8 %.

    Source: PublicHealthEngland/fingertips-open, ``Analysis/SpcForProportionsComparer`` at 67808972 (2021).
    """
    arrays = (np.asarray(a, dtype=float) for a in (value, denominator, benchmark, sign, full_scale))
    figure, n, mark, way, full = np.broadcast_arrays(*arrays)
    share = mark / full
    half = z * np.sqrt(z**2 + 4 * n * share * (1 - share))
    low, high = ((2 * n * share + z**2 + side * half) / (2 * (n + z**2)) for side in (-1, 1))
    known = np.isfinite(figure + mark + low + high) & (n > 0) & (np.abs(way) == 1)
    beyond = np.select([figure / full > high, figure / full < low], [1.0, -1.0], 0.0) * way
    return choose((~known, NOT_ASSESSED), (beyond > 0, "better"), (beyond < 0, "worse"), otherwise="same")
