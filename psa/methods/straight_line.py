"""The gap to a weighted straight line through the baseline: a second model, to see what hangs on the first.

Its errors are taken as independent from year to year. With weights w = 1 / se^2 (1 without standard errors),
Q = sum(w residual^2) and H^2 = max(1, Q / (m - 2)) (Higgins and Thompson, Statistics in Medicine 21, 2002) the
variance of the gap is H^2 (sum(se_later^2) / k^2 + 1 / sum(w) + ahead^2 / sum(w (t - mean)^2)).
"""

from dataclasses import dataclass

import numpy as np

from psa.methods.array_types import Floats
from psa.methods.baseline_split import BaselineSplit
from psa.methods.trend_arrays import mean_over


@dataclass(frozen=True)
class LineGap:
    """Gap to the line, its standard error and degrees of freedom, one element a series."""

    gap: Floats
    scale: Floats
    df: Floats


def measure_line_gap(series: BaselineSplit, rounding: Floats) -> LineGap:
    """Return how far the later points lie from the line carried on, not turned by sign.

    Args:
        series: from ``split_baseline``.
        rounding: standard deviation of rounding, 0 for none: a floor under the error of each point.
    """
    error = np.where(series.se > 0, series.se, 1.0)
    is_known = series.has_se[:, None]
    weight = np.where(series.in_fit, np.where(is_known, 1 / error**2, 1.0), 0.0)
    used = series.in_fit | series.in_later
    time, value = np.where(used, series.time, 0.0), np.where(used, series.value, 0.0)
    total = weight.sum(axis=1)
    total = np.where(total > 0, total, np.nan)
    from_mean = time - ((weight * time).sum(axis=1) / total)[:, None]
    off = value - ((weight * value).sum(axis=1) / total)[:, None]
    spread = (weight * from_mean**2).sum(axis=1)
    spread = np.where(spread > 0, spread, np.nan)
    slope = (weight * from_mean * off).sum(axis=1) / spread
    ahead = mean_over(from_mean, series.in_later)
    degrees = np.where(series.m > 2, series.m - 2.0, np.nan)
    ratio = (weight * (off - slope[:, None] * from_mean) ** 2).sum(axis=1) / degrees
    inflation = np.where(series.has_se, np.maximum(1.0, ratio), ratio)
    many = np.maximum(series.k, 1)
    of_later = np.where(series.in_later & is_known, series.se**2, 0.0).sum(axis=1) / many**2
    of_later = np.where(series.has_se, of_later, 1 / many)
    variance = inflation * (of_later + 1 / total + ahead**2 / spread)
    share = weight * (1 / total[:, None] + (ahead / spread)[:, None] * from_mean)
    floor = rounding**2 * (1 / many + (share**2).sum(axis=1))
    return LineGap(
        gap=mean_over(off, series.in_later) - slope * ahead,
        scale=np.sqrt(np.maximum(variance, floor)),
        df=np.where(series.has_se & (ratio <= 1), np.inf, degrees),
    )
