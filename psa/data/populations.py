"""Denominators that are the population which a survey stands for, not the number of people that it asked.

A share of them has a sampling error that is far too small: with four million people in place of a thousand asked, 63
times. Where published limits stand beside the denominator they show how many must have been asked; a survey that is
declared as one asks no million.
"""

from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

LARGEST_SAMPLE = 1_000_000  # people; the largest surveys of a country ask a third of that
LEAST_SHARE = 0.1  # of the denominator that the limits show to have been asked; a design effect of 10

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def asked_share(value: Floats, lower: Floats, upper: Floats, level: Floats, examined: Floats) -> Floats:
    """Return how many people limits show to have been asked, as a share of the denominator; NaN where nothing does.

    p (1 - p) / s^2 over n, s the half width of the limits over z. Values and limits are shares of 1; the level is a
    share or in per cent.
    """
    z = np.full(len(value), np.nan)
    for one in np.unique(level[np.isfinite(level)]):
        z[level == one] = NormalDist().inv_cdf((1 + (one / 100 if one > 1 else one)) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = (upper - lower) / (2 * z)
        share = value * (1 - value) / error**2 / examined
    return np.where((error > 0) & (value > 0) & (value < 1), share, np.nan)


def stand_for_a_population(
    series: npt.NDArray[np.int64], share_asked: Floats, examined: Floats, is_sample: Flags, number_of: int
) -> Flags:
    """Return which series have the population as their denominator, one entry a series.

    Args:
        series: the number of the series of each figure.
        share_asked: from `asked_share`.
        examined: the denominators, NaN where there is none.
        is_sample: whether the figure is declared to be a sample's.
        number_of: series there are.
    """
    is_shown = np.isfinite(share_asked)
    low = np.bincount(series[is_shown], share_asked[is_shown] < LEAST_SHARE, minlength=number_of)
    shown = np.bincount(series[is_shown], minlength=number_of)
    is_too_large = is_sample & (np.nan_to_num(examined) >= LARGEST_SAMPLE)
    found: Any = ((shown > 0) & (2 * low > shown)) | (
        np.bincount(series, is_too_large, minlength=number_of) > 0
    )
    return np.asarray(found, bool)
