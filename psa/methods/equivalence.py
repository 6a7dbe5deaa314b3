"""The smallest change that matters, where the table of indicators states none.

A gap is *in line* with the trend where its interval lies within this on both sides (``baseline_trend``).
"""

import numpy as np
from numpy.typing import ArrayLike

from psa.methods.array_types import Floats

POINTS, POINTS_ABOVE = 0.01, 0.10  # of a proportion: one percentage point, where it is above ten
SHARE = 0.05  # of the level of anything else


def important_change(
    stated: ArrayLike,
    level: ArrayLike,
    whole: ArrayLike,
    points: float = POINTS,
    points_above: float = POINTS_ABOVE,
    share: float = SHARE,
) -> Floats:
    """Return the smallest change that matters, in the figures' unit: the stated one, else a usual one.

    Args:
        stated: what the table says, in the unit; NaN where it says nothing.
        level: about how large the figures are; where the trend leads serves.
        whole: 100 for percentages and 1 for shares of a whole, NaN for what is no proportion.
        points: usual change of a proportion, as a share of the whole.
        points_above: proportions above this share of the whole are judged by points.
        share: usual change of anything else, as a share of its level.
    """
    said, size, top = (np.asarray(a, float) for a in (stated, level, whole))
    with np.errstate(invalid="ignore"):
        by_points = size / top > points_above
    usual = np.where(by_points, points * top, share * np.abs(size))
    return np.where(np.isfinite(said), np.abs(said), np.where(usual > 0, usual, np.nan))
