"""The run rules of the NHS's Making Data Count: which points of a series are no chance.

Arrays are (..., points) in time order. Source: NHSRplotthedots 0.2.x,
``R/ptd_calculate_point_type.R`` at 050b07d7 (2025).
"""

import numpy as np
import numpy.typing as npt

from psa.methods.rules.parts.process_limits import Limits
from psa.methods.rules.parts.series import Bools, Floats

Flags = npt.NDArray[np.int_]


def signals(packed: Floats, limits: Limits, tolerance: Floats) -> Flags:
    """Return what each point of packed rows signals: +1 above what is common, -1 below, 0 common.

    The first that applies: outside the limits; part of seven rising or falling in a row, whose direction
    counts and not their side of the mean; close to a limit and part of three in a row on one side of which
    two are; part of seven in a row on one side.

    Args:
        packed: (series, points), NaN at the end only.
        limits, tolerance: from `limits_of`.
    """
    mean, lower, upper, near_lower, near_upper = (limit[:, None] for limit in limits)
    slack = tolerance[:, None]
    relative = np.where(np.abs(packed - mean) <= slack, 0, np.sign(packed - mean))
    relative = np.where(np.isfinite(relative), relative, 0).astype(int)
    is_outside = (packed > upper + slack) | (packed < lower - slack)
    is_close = ~is_outside & ((packed > near_upper + slack) | (packed < near_lower - slack))
    in_trend = part_of_seven(seven_point_trend(packed)) != 0
    is_side_unusual = (part_of_two_in_three(is_close, relative) != 0) | (
        part_of_seven(seven_on_one_side(relative)) != 0
    )
    return np.select(
        [is_outside, in_trend, is_side_unusual], [relative, _trend_way(packed, in_trend), relative], default=0
    ).astype(int)


def _trend_way(packed: Floats, in_trend: Bools) -> Flags:
    """Return the step from each point to the next where both are in a trend, else the step to it."""
    steps = np.where(np.isfinite(packed), np.sign(np.diff(packed, axis=1, prepend=np.nan)), 0)
    after = np.concatenate([steps[:, 1:], np.zeros_like(steps[:, :1])], axis=1)
    goes_on = np.concatenate([in_trend[:, 1:], np.zeros_like(in_trend[:, :1])], axis=1) & in_trend
    return np.where(goes_on, after, steps)


def seven_on_one_side(relative: npt.ArrayLike) -> Flags:
    """Flag 1 each point that ends seven in a row on one side of the mean; relative is -1, 0 or +1."""
    return np.where(np.abs(_sums(relative, 6, 0)) == 7, 1, 0)


def seven_point_trend(value: npt.ArrayLike) -> Flags:
    """Flag +1 or -1 each point that ends seven in a row rising or falling, else 0."""
    value = np.asarray(value, dtype=float)
    steps = np.diff(value, axis=-1, prepend=value[..., :1])
    total = _sums(np.where(np.isfinite(steps), np.sign(steps), 0), 5, 0)
    return np.where(np.abs(total) == 6, np.sign(total), 0)


def part_of_seven(flag: npt.ArrayLike) -> Flags:
    """Flag 1 each point that is, or is among the six before, a flagged point."""
    return np.where(_sums(np.asarray(flag) != 0, 0, 6) > 0, 1, 0)


def two_in_three(close: npt.ArrayLike, relative: npt.ArrayLike) -> Flags:
    """Flag 1 each point of any three in a row, all on one side, of which two are close to the limits."""
    begins = (_sums(close, 0, 2) >= 2) & (np.abs(_sums(relative, 0, 2)) == 3)
    return np.where(_sums(begins, 2, 0) > 0, 1, 0)


def part_of_two_in_three(close: npt.ArrayLike, relative: npt.ArrayLike) -> Flags:
    """Flag 1 the points close to the limits within `two_in_three`."""
    return np.where(close, two_in_three(close, relative), 0)


def _sums(rows: npt.ArrayLike, before: int, after: int) -> Flags:
    """Return the sum of each point with those before and after it, nothing beyond the ends."""
    points = np.moveaxis(np.asarray(rows), -1, 0).astype(int, order="C")  # whole rows are quicker to add
    total = points.copy()
    for step in range(1, before + 1):
        total[step:] += points[:-step]
    for step in range(1, after + 1):
        total[:-step] += points[step:]
    return np.moveaxis(total, 0, -1)
