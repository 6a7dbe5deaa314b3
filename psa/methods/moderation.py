"""How irregular a framework's series usually are: what a short series borrows to judge its own irregularity.

Three or four figures say little of how far they stray by chance. The variance s^2 of yearly shocks is
therefore taken to be drawn, for all series of one working scale, from one distribution, a scaled inverse
chi-square (Smyth, Statistical Applications in Genetics and Molecular Biology 3, 2004, article 3)::

    d0 s0^2 / s^2  ~  chi-square with d0 degrees of freedom

``s0_squared`` is what is usual and ``d0`` how alike the series are: the more alike, the more a short series
leans on the others. Without sampling error the spread Q of a series' own steps, with f = m - 2 degrees of
freedom, then gives (d0 s0^2 + f Q) / (d0 + f) with d0 + f degrees of freedom.

d0 and s0^2 come from the likelihood of the series, on a grid, not from the moments of log Q as in Smyth: the
spread of three rounded figures that lie on a line is next to nothing, and its logarithm rules the moments.
What the series leave open of d0 and s0^2 makes the prior wider, by the variance of log s^2.

Logits and logarithms have no unit, and a prior of them serves any series of the scale. Figures on their own
scale have one; their variance is taken relative to the square of their mean size (scale ``relative``), so a
series multiplied by 1,000 is judged alike. Differences (gaps, growth, changes) have no such size, nor has a
series that touches or changes sign: they borrow nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from psa.data.framework import Framework
from psa.methods.array_types import Flags, Floats
from psa.methods.baseline_split import split_baseline
from psa.methods.local_level import filter_baseline, spread_of_steps
from psa.methods.scaled_inverse import fit_from_likelihoods, log_grid
from psa.methods.trend_arrays import mean_over, per_series

PRIOR_SCALES = ("logit", "log", "relative")
DISPERSION = "dispersion"  # of counts beyond what chance makes (`psa.methods.overdispersion`)
LEAST_SERIES = 10  # fewer say too little of their own kind: a stated prior serves


@dataclass(frozen=True)
class VariancePrior:
    """What is usual for the variance of yearly shocks on one working scale: one row of a table.

    Attributes:
        scale: 'logit', 'log', 'relative' (to the square of the mean size of the figures) or 'dispersion'.
        d0: degrees of freedom that the other series are worth; 0 for none.
        s0_squared: the usual variance a year.
        series_count: how many series it was fitted to.
        date: the day it was fitted, as written in its row.
    """

    scale: str
    d0: float
    s0_squared: float
    series_count: int
    date: str

    def __post_init__(self) -> None:
        known = (*PRIOR_SCALES, DISPERSION)
        if self.scale not in known:
            raise ValueError(f"scale {self.scale!r} is unknown; known: {', '.join(known)}")
        if not (0 <= self.d0 < np.inf and 0 < self.s0_squared < np.inf):
            raise ValueError("d0 must be a finite number, 0 or more, and s0_squared a finite number above 0")


# From the yearly series of British official statistics, 1990s to 2010, that no model made. They are so unlike each
# other that they count for little more than one degree of freedom; both numbers are rounded to the careful side
STATED_PRIORS = {
    "logit": VariancePrior("logit", 1.0, 0.005, 93, "2026-11-27"),
    "log": VariancePrior("log", 0.7, 0.001, 118, "2026-11-27"),
    "relative": VariancePrior("relative", 0.8, 0.00005, 114, "2026-11-27"),
}


def framework_priors(framework: Framework) -> tuple[VariancePrior, ...]:
    """Return the priors that a framework's table `trend_priors` states."""
    rows = framework.trend_priors[["scale", "d0", "s0_squared", "series_count", "fitted_on"]]
    return tuple(
        VariancePrior(scale, float(d0), float(s0), 0 if pd.isna(count) else int(count), str(day))
        for scale, d0, s0, count, day in rows.itertuples(index=False, name=None)
    )


def mean_size(value: Floats, in_fit: Flags) -> Floats:
    """Return the mean size of each baseline; NaN where it touches or changes sign."""
    signs = np.where(in_fit, np.sign(np.nan_to_num(value)), np.nan)
    with np.errstate(invalid="ignore"):
        is_one_sided = (np.isnan(signs) | (signs > 0)).all(axis=1) | (np.isnan(signs) | (signs < 0)).all(
            axis=1
        )
    return np.where(is_one_sided, mean_over(np.abs(np.nan_to_num(value)), in_fit), np.nan)


def fit_prior(
    scale: str,
    date: str,
    time: ArrayLike,
    value: ArrayLike,
    se: ArrayLike | None,
    is_baseline: ArrayLike,
    rounding: ArrayLike | None = None,
) -> VariancePrior | None:
    """Return the prior of one working scale from a framework's series; None where too few are long enough.

    Leave out modelled and smoothed series: they stray less than what they model.

    Args:
        scale: 'logit', 'log' or 'relative'.
        date: the day, for the row.
        time: 2-D decimal years.
        value: 2-D on the working scale; for 'relative', the figures as they are.
        se: 2-D standard errors on the same scale, or None.
        is_baseline: 2-D mask; series with three or more points count.
        rounding: standard deviation of rounding, where no standard error is known; one a series.
    """
    mask = np.asarray(is_baseline, bool)
    series = split_baseline(time, value, se, mask, np.zeros_like(mask))
    size = mean_size(series.value, series.in_fit) if scale == "relative" else np.ones(len(series.value))
    floor = np.nan_to_num(per_series("rounding", rounding, len(size)))
    known = np.where(series.has_se[:, None], series.se, floor[:, None]) ** 2
    keep = (series.m >= 3) & np.isfinite(size)
    keep &= (spread_of_steps(series.time, series.value, series.in_fit) > 0) | (known[:, 0] > 0)
    if keep.sum() < LEAST_SERIES:
        return None
    size = size[keep, None]
    standard = series.value[keep] / size
    d0, s0_squared = fit_scaled_inverse(
        series.time[keep], standard, np.nan_to_num(known[keep]) / size**2, series.in_fit[keep]
    )
    return VariancePrior(scale, d0, s0_squared, int(keep.sum()), date)


def fit_scaled_inverse(time: Floats, value: Floats, variance: Floats, in_fit: Flags) -> tuple[float, float]:
    """Return d0 and s0^2 of the shock variances behind baselines in order, each of three or more points."""
    spread = spread_of_steps(time, value, in_fit)
    usual = float(np.median(spread[spread > 0])) if (spread > 0).any() else float(np.median(variance[:, 0]))
    logs = log_grid(usual)
    fit = filter_baseline(
        time, value, variance, in_fit, np.broadcast_to(np.exp(logs), (len(value), len(logs)))
    )
    return fit_from_likelihoods(fit.log_likelihood, logs)


def scale_to_borrow(scale: NDArray[np.str_], is_difference: ArrayLike) -> NDArray[np.str_]:
    """Return the scale of the prior that each series may use; '' for none.

    Args:
        scale: working scale of each series: 'logit', 'log' or 'identity'.
        is_difference: True for gaps, growth and changes, whose size tells nothing of their irregularity.
    """
    own = np.where(np.asarray(is_difference, bool), "", "relative")
    return np.where(scale == "identity", own, scale).astype("<U8")


def series_priors(
    priors: Mapping[str, VariancePrior], scale: NDArray[np.str_], value: ArrayLike, is_baseline: ArrayLike
) -> tuple[Floats, Floats]:
    """Return d0 and s0^2 of each series, on its own working scale; d0 of 0 where it borrows nothing.

    Args:
        priors: by scale, from the framework's table; ``STATED_PRIORS`` serve for a scale that is not there.
        scale: of each series, from ``scale_to_borrow``.
        value: 2-D on the working scale.
        is_baseline: 2-D mask.
    """
    values = np.asarray(value, float)
    mask = np.asarray(is_baseline, bool) & np.isfinite(values)
    known = {**STATED_PRIORS, **priors}
    d0, s0_squared = np.zeros(len(values)), np.full(len(values), np.nan)
    size = mean_size(values, mask)
    for name in PRIOR_SCALES:
        own = scale == name
        unit = np.where(size > 0, size**2, np.nan)[own] if name == "relative" else np.ones(own.sum())
        d0[own] = np.where(np.isnan(unit), 0.0, known[name].d0)
        s0_squared[own] = known[name].s0_squared * unit
    return d0, s0_squared
