"""The gap to a baseline trend where sampling error is known and the shocks are not: a mixture of normals.

The weight of each shock variance s^2 on a grid is its prior, a scaled inverse chi-square in log s^2, times the
likelihood of the baseline (``local_level``). For each the gap is normal; together they have the distribution
from which the interval is read. Where there is no prior for the working scale, one stands in that expects
shocks as large as the spread that sampling error gives the steps, and is worth one degree of freedom.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from psa.methods.array_types import Flags, Floats
from psa.methods.baseline_split import BaselineSplit
from psa.methods.local_level import filter_baseline
from psa.methods.quantiles import t_quantile
from psa.methods.trend_arrays import element, mean_over

# tried with shocks of 0 to 2 standard errors: false verdicts at most 2.5 % a side
OWN_D0, OWN_SHARE = 1.0, 1.0
GRID = 24  # shock variances in the mixture
LARGEST_D0 = 100.0  # beyond this the prior is as good as a known variance


@dataclass(frozen=True)
class MixedGap:
    """Gap of each series: middle and half width (over the critical value) of its interval, with its working.

    ``df`` are the degrees of freedom of the Student's t that the mixture is like, by mean and variance of the
    precision: Satterthwaite's way, over what the shocks may be.
    """

    gap: Floats
    scale: Floats
    df: Floats
    drift: Floats
    shock_variance: Floats


def sampling_spread(time: Floats, variance: Floats, in_fit: Flags) -> Floats:
    """Return what the spread Q of the steps would be on average if sampling error were all.

    (sum((v_i + v_(i+1)) / dt_i) - (v_1 + v_m) / T) / (m - 2); with equal errors and yearly steps
    2 v m / (m - 1).
    """
    is_step = in_fit[:, 1:]
    step = np.where(is_step, np.diff(np.where(in_fit, time, 0.0), axis=1), 1.0)
    both = np.where(is_step, variance[:, 1:] + variance[:, :-1], 0.0)
    m = in_fit.sum(axis=1)
    ends = variance[:, 0] + element(variance, m - 1)
    length = np.where(is_step, step, 0.0).sum(axis=1)
    spread: Floats = ((both / step).sum(axis=1) - ends / length) / (m - 2)
    return spread


def mix_gaps(
    series: BaselineSplit,
    pairs: Floats,
    spread: Floats,
    d0: Floats,
    s0_squared: Floats,
    confidence: float,
    is_exact: bool,
) -> MixedGap:
    """Return the gaps of series with standard errors, three or more baseline points and a later one.

    Args:
        series: from ``split_baseline``.
        pairs: mean over pairs of later points of the smaller horizon.
        spread: Q of the baseline's steps, to know how far the grid must reach.
        d0: degrees of freedom of the prior; 0 for none.
        s0_squared: its variance.
        confidence: two-sided.
        is_exact: False to read the interval from the Student's t that the mixture is like.
    """
    used = series.in_fit | series.in_later
    known = np.where(used, series.se, 0.0) ** 2
    has_prior = d0 > 0
    freedom = np.minimum(np.where(has_prior, d0, OWN_D0), LARGEST_D0)
    usual = np.where(has_prior, s0_squared, OWN_SHARE * sampling_spread(series.time, known, series.in_fit))
    shocks = _grid(freedom, usual, spread, np.asarray(series.m - 2, float))
    level = filter_baseline(series.time, series.value, known, series.in_fit, shocks)
    log_weight = level.log_likelihood - (freedom / 2)[:, None] * (np.log(shocks) + usual[:, None] / shocks)
    weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    ahead = mean_over(series.time - series.time[:, :1], series.in_later)[:, None] - level.level_time
    centre = mean_over(series.value - series.value[:, :1], series.in_later)[:, None] - level.level
    centre -= level.drift * ahead
    of_later = np.where(series.in_later, known, 0.0).sum(axis=1) / series.k**2
    variance = shocks * pairs[:, None] + level.level_variance
    variance += ahead**2 * level.drift_variance + of_later[:, None]
    mean_precision = (weight / variance).sum(axis=1)
    rest = (weight / variance**2).sum(axis=1) / mean_precision**2 - 1
    df = np.minimum(2 / np.maximum(rest, 1e-6), 1e6)
    middle, scale = (weight * centre).sum(axis=1), 1 / np.sqrt(mean_precision)
    if is_exact:
        tail = 0.5 + confidence / 2
        critical = t_quantile(tail, df)
        lower = _quantile(weight, centre, variance, 1 - tail, middle - critical * scale)
        upper = _quantile(weight, centre, variance, tail, middle + critical * scale)
        middle, scale = (lower + upper) / 2, (upper - lower) / 2 / critical
    drift = (weight * level.drift).sum(axis=1)
    return MixedGap(middle, scale, df, drift, np.exp((weight * np.log(shocks)).sum(axis=1)))


def _grid(d0: Floats, s0_squared: Floats, spread: Floats, degrees: Floats) -> Floats:
    """Return shock variances, even in the logarithm, that hold all but a millionth of the weight."""
    lowest = np.log(s0_squared) - np.sqrt(56 / d0) - np.maximum(np.log(40 / d0), 0)
    highest = np.log(np.maximum(spread, s0_squared)) + 28 / (d0 + degrees) + np.sqrt(56 / (d0 + degrees))
    grid: Floats = np.exp(lowest[:, None] + (highest - lowest)[:, None] * np.linspace(0, 1, GRID))
    return grid


def _quantile(weight: Floats, centre: Floats, variance: Floats, probability: float, guess: Floats) -> Floats:
    """Return the quantile of each mixture of normals.

    Newton's steps on the normal scale, where the mixture's distribution is nearly straight, inside a bracket.
    """
    spread, goal = np.sqrt(variance), ndtri(probability)
    ends = centre + goal * spread
    low, high = ends.min(axis=1), ends.max(axis=1)
    x = np.clip(guess, low, high)
    for _ in range(20):
        z = (x[:, None] - centre) / spread
        chance = np.clip((weight * ndtr(z)).sum(axis=1), 1e-300, 1 - 1e-16)
        slope = (weight * np.exp(-(z**2) / 2) / spread).sum(axis=1)
        normal = ndtri(chance)
        low, high = np.where(normal < goal, x, low), np.where(normal < goal, high, x)
        step = x - (normal - goal) * np.exp(-(normal**2) / 2) / np.maximum(slope, 1e-300)
        x = np.where((step >= low) & (step <= high), step, (low + high) / 2)
        if np.abs(normal - goal).max() < 1e-6:
            break
    return x
