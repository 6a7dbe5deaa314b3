"""The smallest change that matters, where the table of indicators states none.

A gap is *in line* with the trend where its interval lies within this on both sides (``baseline_trend``).
"""

import numpy as np
import numpy.typing as npt

from psa.data.units import percentage_points_in
from psa.methods.array_types import Floats
from psa.methods.scales import for_each_unit

POINTS, POINTS_ABOVE = 0.01, 0.10  # of a proportion: one percentage point, where it is above ten
SHARE = 0.05  # of the level of anything else


def stated_in_unit(
    amount: npt.ArrayLike, counted_in: npt.ArrayLike, unit: npt.ArrayLike, baseline: npt.ArrayLike
) -> Floats:
    """Return amounts as tables state them in the unit of the figures; NaN where nothing is stated.

    Args:
        amount: the number.
        counted_in: percentage_points, percent (of the baseline), else the unit of the figures.
        unit: of the figures.
        baseline: the figure that a percentage is of.
    """
    stated, word = np.asarray(amount, float), np.asarray(counted_in, object)
    stated = np.where(word == "percentage_points", stated / for_each_unit(percentage_points_in, unit), stated)
    return np.where(word == "percent", np.abs(np.asarray(baseline, float)) * stated / 100, stated)


def important_change(
    stated: npt.ArrayLike,
    level: npt.ArrayLike,
    whole: npt.ArrayLike,
    points: float = POINTS,
    points_above: float = POINTS_ABOVE,
    share: float = SHARE,
    difference_whole: npt.ArrayLike = np.nan,
) -> Floats:
    """Return the smallest change that matters, in the figures' unit: the stated one, else a usual one.

    Args:
        stated: what the table says, in the unit; NaN where it says nothing.
        level: about how large the figures are; where the trend leads serves.
        whole: 100 for percentages and 1 for shares of a whole, NaN for what is no proportion.
        points: usual change of a proportion, as a share of the whole.
        points_above: proportions above this share of the whole are judged by points.
        share: usual change of anything else, as a share of its level.
        difference_whole: 100 for gaps, growth and changes in per cent, 1 for those of shares, NaN for others.
            Their level may be near 0 and says nothing of what matters: they are judged by points.
    """
    said, size, top = (np.asarray(a, float) for a in (stated, level, whole))
    with np.errstate(invalid="ignore"):
        by_points = size / top > points_above
    usual = np.where(by_points, points * top, share * np.abs(size))
    whole_of_gap = np.asarray(difference_whole, float)
    usual = np.where(np.isfinite(whole_of_gap), points * whole_of_gap, usual)
    return np.where(np.isfinite(said), np.abs(said), np.where(usual > 0, usual, np.nan))
