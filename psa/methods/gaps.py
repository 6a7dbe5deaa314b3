"""How far later points lie beyond the baseline trend carried on, under two models.

Under the drift (``psa.methods.drift``), with its drift a, its shocks s^2 and its length T, and baseline
points y_1..y_m at t_1..t_m::

    gap        g = mean over later points of (y - y_m - a h),  h = t - t_m
    variance   s^2 (mean over pairs of later points of min(h, h') + hbar^2 / T)
               + sum(se_later^2) / k^2 + se_m^2 (1 + hbar/T)^2 + se_1^2 (hbar/T)^2

Under a straight line, fitted by weighted least squares, the points have independent errors.
"""

from dataclasses import dataclass

import numpy as np

from psa.methods.array_types import Floats
from psa.methods.baseline_split import BaselineSplit
from psa.methods.drift import Drift
from psa.methods.trend_arrays import mean


@dataclass(frozen=True)
class Gap:
    """How far the later points lie beyond a trend carried on, not turned by sign; one element a series.

    Attributes:
        gap: on average.
        variance: of it.
        df: degrees of freedom; inf where sampling error explains all spread.
        rounding_factor: what the variance would be if each point had variance 1.
        ahead: how far ahead the later points are on average: in lengths of the baseline under the drift, in
            years from the mean time under the line.
    """

    gap: Floats
    variance: Floats
    df: Floats
    rounding_factor: Floats
    ahead: Floats


def drift_gap(split: BaselineSplit, fit: Drift) -> Gap:
    """Return the gap to the drift carried on."""
    later, k = split.in_later, split.k
    count = np.where(k > 0, k, np.nan)
    horizon = np.where(later, split.time - fit.last_time[:, None], 0.0)
    mean_horizon = mean(horizon, later, k)
    # the sum over pairs of min(h, h') counts the i-th of k horizons, shortest first, 2(k - i) + 1 times
    rank = np.arange(split.time.shape[1]) - split.m[:, None]
    pair_minimum = np.where(later, horizon * (2 * (k[:, None] - 1 - rank) + 1), 0.0).sum(axis=1)
    pair_minimum = pair_minimum / count**2
    ahead = mean_horizon / fit.length
    of_later = np.where(later & split.has_se[:, None], split.se**2, 0.0).sum(axis=1) / count**2
    variance = fit.shock_variance * (pair_minimum + mean_horizon * ahead)
    variance = variance + of_later + fit.last_se**2 * (1 + ahead) ** 2 + fit.first_se**2 * ahead**2
    return Gap(
        gap=mean(split.value - fit.last_value[:, None], later, k) - fit.drift * mean_horizon,
        variance=variance,
        df=fit.df,
        rounding_factor=1 / count + (1 + ahead) ** 2 + ahead**2,
        ahead=ahead,
    )


def line_gap(split: BaselineSplit) -> Gap:
    """Return the gap to a weighted straight line through the baseline."""
    in_fit, later, has_se, k = split.in_fit, split.in_later, split.has_se, split.k
    weight = np.where(has_se[:, None], 1 / np.where(split.se > 0, split.se, 1.0) ** 2, 1.0)
    weight = np.where(in_fit, weight, 0.0)
    total = weight.sum(axis=1)
    total = np.where(total > 0, total, np.nan)
    time = np.where(in_fit | later, split.time, 0.0)
    value = np.where(in_fit | later, split.value, 0.0)
    from_mean_time = time - ((weight * time).sum(axis=1) / total)[:, None]
    from_mean_value = value - ((weight * value).sum(axis=1) / total)[:, None]
    spread = (weight * from_mean_time**2).sum(axis=1)
    spread = np.where(spread > 0, spread, np.nan)
    slope = (weight * from_mean_time * from_mean_value).sum(axis=1) / spread
    squares = (weight * (from_mean_value - slope[:, None] * from_mean_time) ** 2).sum(axis=1)
    ahead = mean(from_mean_time, later, k)
    df = np.where(split.m > 2, split.m - 2.0, np.nan)
    ratio = squares / df
    h_squared = np.where(has_se, np.maximum(1.0, ratio), ratio)
    many = np.maximum(k, 1)
    of_later = np.where(has_se, np.where(later, split.se**2, 0.0).sum(axis=1) / many**2, 1 / many)
    share = weight * (1 / total[:, None] + (ahead / spread)[:, None] * from_mean_time)
    return Gap(
        gap=mean(from_mean_value, later, k) - slope * ahead,
        variance=h_squared * (of_later + 1 / total + ahead**2 / spread),
        df=np.where(has_se & (ratio <= 1), np.inf, df),
        rounding_factor=1 / many + (share**2).sum(axis=1),
        ahead=ahead,
    )
