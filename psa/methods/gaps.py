"""The gap between later figures and the baseline trend carried on, with all that is not known of it.

For a shock variance s^2 the gap of k later points at horizons h is normal, about::

    g = mean(y) - L - b (mean(t) - l)
    V = s^2 mean over pairs of later points of min(h, h') + P + (mean(t) - l)^2 / A + sum(v_later) / k^2

with L, l, P, b, A of ``psa.methods.local_level``. What s^2 is, the prior and the baseline say together:

- Without standard errors g is the same for every s^2 and V = s^2 C, so g / sqrt(s~^2 C) has Student's t with
  d0 + f degrees of freedom, s~^2 = (d0 s0^2 + f Q) / (d0 + f), f = m - 2. Without a prior d0 is 0, and each
  figure is taken to stray by one unit of its last place at least; with one, by its rounding.
- With standard errors the weights of s^2 on a grid are prior times likelihood, and the gap is the mixture of
  the normals (``gap_mixture``). Its interval is the mixture's own.
"""

from dataclasses import dataclass

import numpy as np

from psa.methods.array_types import Flags, Floats
from psa.methods.baseline_split import BaselineSplit
from psa.methods.gap_mixture import mix_gaps
from psa.methods.local_level import spread_of_steps
from psa.methods.trend_arrays import NO_VARIATION, element, mean_over


@dataclass(frozen=True)
class Gap:
    """The gap of each series, not turned by sign; all 1-D.

    Attributes:
        drift: of the baseline, a year.
        gap: middle of its interval.
        scale: half the interval over the critical value of ``df``; a standard error.
        df: degrees of freedom.
        shock_variance: the expected variance of yearly shocks.
        noise_variance: of one point about the drift, if all irregularity were independent.
        is_mute: True where nothing tells how large chance is.
    """

    drift: Floats
    gap: Floats
    scale: Floats
    df: Floats
    shock_variance: Floats
    noise_variance: Floats
    is_mute: Flags


def pair_minimum(series: BaselineSplit, horizon: Floats) -> Floats:
    """Return the mean over pairs of later points of the smaller horizon."""
    rank = np.arange(horizon.shape[1]) - series.m[:, None]
    # the i-th of k horizons, shortest first, is the smaller one of 2(k - i) + 1 pairs
    counted = np.where(series.in_later, horizon * (2 * (series.k[:, None] - 1 - rank) + 1), 0.0)
    mean: Floats = counted.sum(axis=1) / np.where(series.k > 0, series.k, np.nan) ** 2
    return mean


def measure_gap(
    series: BaselineSplit,
    d0: Floats,
    s0_squared: Floats,
    rounding: Floats,
    confidence: float,
    is_exact: bool = True,
) -> Gap:
    """Return the gap of each series with three or more baseline points and a later one; NaN for the rest.

    Args:
        series: from ``split_baseline``.
        d0: degrees of freedom of the prior, one a series; 0 for none.
        s0_squared: its variance.
        rounding: standard deviation of rounding, 0 for none: a floor under the error of each point.
        confidence: two-sided.
        is_exact: False to take Student's t for the mixture of normals: quicker, and off by little.
    """
    last_time, last_value = element(series.time, series.m - 1), element(series.value, series.m - 1)
    first_time = element(series.time, np.minimum(series.m, 1) - 1)
    first_value = element(series.value, np.minimum(series.m, 1) - 1)
    length = np.where(series.m >= 2, last_time - first_time, np.nan)
    drift = (last_value - first_value) / length
    horizon = np.where(series.in_later, series.time - last_time[:, None], 0.0)
    mean_horizon = mean_over(horizon, series.in_later)
    pairs = pair_minimum(series, horizon)
    degrees = np.where(series.m > 2, series.m - 2.0, np.nan)
    spread = spread_of_steps(series.time, series.value, series.in_fit)
    largest = np.abs(np.where(series.in_fit, series.value, 0.0)).max(axis=1, initial=0.0)
    with np.errstate(invalid="ignore"):
        is_flat = spread <= (NO_VARIATION * largest) ** 2
    borrowed = np.where(d0 > 0, d0 * np.nan_to_num(s0_squared), 0.0)
    df = d0 + degrees
    shock = (borrowed + degrees * spread) / df
    variance = shock * (pairs + mean_horizon**2 / length)
    ahead = mean_horizon / length
    # a series that borrows nothing and has no published error is taken to be no surer than its last place
    floor = np.where((d0 == 0) & ~series.has_se, np.sqrt(12.0), 1.0) * rounding
    rounded = floor**2 * (1 / np.where(series.k > 0, series.k, np.nan) + (1 + ahead) ** 2 + ahead**2)
    gap = Gap(
        drift=drift,
        gap=mean_over(series.value - last_value[:, None], series.in_later) - drift * mean_horizon,
        scale=np.sqrt(np.maximum(variance, rounded)),
        df=df,
        shock_variance=shock,
        noise_variance=_noise(series, drift) / degrees / 2,
        is_mute=is_flat & ~series.has_se & (d0 == 0) & (rounding == 0),
    )
    rows = np.flatnonzero(series.has_se & (series.m >= 3) & (series.k >= 1))
    if len(rows):
        mixed = mix_gaps(
            series.part(rows), pairs[rows], spread[rows], d0[rows], s0_squared[rows], confidence, is_exact
        )
        for name in ("gap", "scale", "df", "drift", "shock_variance"):
            getattr(gap, name)[rows] = getattr(mixed, name)
        gap.scale[rows] = np.sqrt(np.maximum(gap.scale[rows] ** 2, rounded[rows]))
    return gap


def _noise(series: BaselineSplit, drift: Floats) -> Floats:
    is_step = series.in_fit[:, 1:]
    step = np.diff(np.where(series.in_fit, series.time, 0.0), axis=1)
    change = np.diff(np.where(series.in_fit, series.value, 0.0), axis=1)
    residual = np.where(is_step, change - drift[:, None] * step, 0.0)
    total: Floats = (residual**2).sum(axis=1)
    return total
