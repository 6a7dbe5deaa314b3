"""How much more counts and survey shares stray than chance alone makes them: a factor on their variance.

Figures counted on n people or events have a binomial or Poisson variance v. Clusters, epidemics and changes of
practice add to it. phi is the ratio of what is seen to v, about a weighted straight line through the baseline::

    phi_i = sum((y - line)^2 / v) / f,  f = m - 2

and phi_i / phi has a chi-square distribution with f degrees of freedom over f. Each series leans on the others
of its kind as the variance of shocks does (``moderation``); the factor is never below 1::

    phi = max(1, (d0 phi0 + f phi_i) / (d0 + f))

A test that uses it has Student's t with d0 + f degrees of freedom. Quasi-likelihood: Wedderburn, Biometrika 61
(1974); moderated: Lund and others, Statistical Applications in Genetics and Molecular Biology 11 (2012), article 8.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psa.methods.array_types import Floats
from psa.methods.scaled_inverse import fit_from_likelihoods, log_grid
from psa.methods.trend_arrays import two_dimensional

LEAST_SERIES = 10
# Stated where a framework's table has none: with it two rates of up to eight times the Poisson variance are called
# improved, or worse, in at most 3.5 per cent of unchanged series a side, with 3 to 8 baseline figures
STATED_D0, STATED_PHI = 1.0, 2.0


@dataclass(frozen=True)
class Overdispersion:
    """The factor on the variance of each series and the degrees of freedom that go with it."""

    phi: Floats
    df: Floats


def dispersion_ratio(
    time: ArrayLike, value: ArrayLike, variance: ArrayLike, is_baseline: ArrayLike
) -> tuple[Floats, Floats]:
    """Return phi_i and f of each series; NaN below three points.

    Args:
        time: 2-D decimal years.
        value: 2-D, on the working scale.
        variance: 2-D binomial or Poisson variance on that scale, at the expected level (``small_counts``).
        is_baseline: 2-D mask.
    """
    shaped = two_dimensional(time=time, value=value, variance=variance, is_baseline=is_baseline)
    times, values, known = (np.asarray(a, float) for a in shaped[:3])
    used = np.asarray(shaped[3], bool) & np.isfinite(times + values) & (known > 0)
    weight = np.where(used, 1 / np.where(used, known, 1.0), 0.0)
    total = np.where(used.any(axis=1), weight.sum(axis=1), np.nan)[:, None]
    t, y = np.where(used, times, 0.0), np.where(used, values, 0.0)
    t = t - (weight * t).sum(axis=1)[:, None] / total
    y = y - (weight * y).sum(axis=1)[:, None] / total
    width = (weight * t**2).sum(axis=1)
    slope = (weight * t * y).sum(axis=1) / np.where(width > 0, width, np.nan)
    degrees = used.sum(axis=1) - 2.0
    degrees = np.where(degrees > 0, degrees, np.nan)
    return (weight * (y - slope[:, None] * t) ** 2).sum(axis=1) / degrees, degrees


def fit_dispersion_prior(ratio: Floats, degrees: Floats) -> tuple[float, float] | None:
    """Return d0 and phi0 of a kind of series; None where fewer than ten are long enough."""
    keep = np.isfinite(ratio) & (ratio > 0)
    if keep.sum() < LEAST_SERIES:
        return None
    seen, f = ratio[keep, None], degrees[keep, None]
    logs = log_grid(float(np.median(seen)))
    return fit_from_likelihoods(-f / 2 * (logs + seen * np.exp(-logs)), logs)


def moderate_dispersion(
    ratio: Floats, degrees: Floats, d0: float = STATED_D0, phi0: float = STATED_PHI
) -> Overdispersion:
    """Return the factor of each series, 1 or more; 1 where its own figures are too few to tell it."""
    can_tell = np.isfinite(ratio)
    total = d0 + degrees
    with np.errstate(invalid="ignore"):
        phi = np.maximum((d0 * phi0 + degrees * ratio) / total, 1.0)
    return Overdispersion(np.where(can_tell, phi, 1.0), np.where(can_tell, total, np.inf))
