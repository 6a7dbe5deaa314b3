"""Counts of few events: a scale on which they are even to both sides, and their variance where it belongs.

The logarithm of a count of about five has a long tail down, the count itself one up, and a variance read off
each figure is small just where the figure is small. So two things are done.

- The variance is taken at the expected level mu, a straight line through the square roots of all figures used,
  not at each figure.
- Counts below 20 expected are worked on the power 2/3, on which a Poisson count is even to both sides and 0 has
  a place (Anscombe, Journal of the Royal Statistical Society B 15, 1953; McCullagh and Nelder, Generalized Linear
  Models, 1989, section 6.2)::

      w = x^(2/3),  variance (4/9) mu^(1/3),  s0^2 on this scale = s0^2 of logarithms * (2/3 mu^(2/3))^2

The irregularity of a series without standard errors (``noise``), known on the working scale, is brought to the
figures' unit at the level of the compared figures and the baseline together, not at the last baseline figure,
which is low by chance as often as high.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psa.methods.array_types import Floats
from psa.methods.trend_arrays import mean_over

FEW = 20.0  # events expected, below which the logarithm is too uneven
POWER = 2 / 3
LEAST_EXPECTED = 0.25  # events; below it nothing can be told


def expected_counts(time: ArrayLike, count: ArrayLike, is_used: ArrayLike) -> Floats:
    """Return the expected count at each used point: the square of a line through the square roots.

    Args:
        time: 2-D decimal years.
        count: 2-D events, 0 or more.
        is_used: 2-D mask.
    """
    times, counts, mask = (np.asarray(a) for a in (time, count, is_used))
    used = mask.astype(bool) & np.isfinite(times) & np.isfinite(counts)
    t = np.where(used, times, 0.0) - mean_over(np.where(used, times, 0.0), used)[:, None]
    root = np.sqrt(np.where(used, counts, 0.0))
    middle = mean_over(root, used)[:, None]
    width = np.where(used, t**2, 0.0).sum(axis=1)
    slope = np.where(used, t * (root - middle), 0.0).sum(axis=1) / np.where(width > 0, width, np.nan)
    line = np.maximum(middle + np.nan_to_num(slope)[:, None] * t, np.sqrt(LEAST_EXPECTED))
    return np.where(used, line**2, np.nan)


def is_few(expected: Floats) -> NDArray[np.bool_]:
    """Return which series are of few events: their mean expected count is below 20."""
    few: NDArray[np.bool_] = mean_over(np.nan_to_num(expected), np.isfinite(expected)) < FEW
    return few


def to_power(count: ArrayLike) -> Floats:
    """Return counts on the scale of few events."""
    return np.asarray(np.asarray(count, float) ** POWER)


def from_power(value: ArrayLike) -> Floats:
    """Return counts from the scale of few events; 0 for what is below it."""
    return np.asarray(np.maximum(np.asarray(value, float), 0.0) ** (1 / POWER))


def power_variance(expected: Floats) -> Floats:
    """Return the Poisson variance of counts on the scale of few events."""
    return np.asarray(POWER**2 * expected ** (2 * POWER - 1))


def prior_on_power(s0_squared: ArrayLike, expected: Floats) -> Floats:
    """Return the prior's variance of logarithms on the scale of few events, at each series' level."""
    level = mean_over(np.nan_to_num(expected), np.isfinite(expected))
    return np.asarray(np.asarray(s0_squared, float) * (POWER * level**POWER) ** 2)


def noise_level(value: ArrayLike, is_baseline: ArrayLike, y0: ArrayLike, y1: ArrayLike) -> Floats:
    """Return the level, in the figures' unit, at which a series' own irregularity is brought to that unit.

    Half the mean of the baseline figures and half the mean of the two figures compared.

    Args:
        value: 2-D figures in their unit.
        is_baseline: 2-D mask.
        y0: baseline figure of each series.
        y1: latest figure of each series.
    """
    values = np.asarray(value, float)
    mask = np.asarray(is_baseline, bool) & np.isfinite(values)
    pair = (np.asarray(y0, float) + np.asarray(y1, float)) / 2
    return np.asarray((mean_over(np.nan_to_num(values), mask) + pair) / 2)
