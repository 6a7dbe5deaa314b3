"""What the estimates of one framework show together, and what each then says: empirical Bayes.

Every estimate is taken in its own standard errors: u = x / s. The true values are taken to be normal about
a mean mu with variance tau^2, both fitted to the u of the framework, so that u has variance 1 + tau^2. What
is then known of one true value has mean mu + B (u - mu) and variance B, with B = tau^2 / (1 + tau^2).

Where s comes from the series itself with d degrees of freedom, the variance behind it is unknown. With the
usual conjugate prior the true value has a Student distribution with d + 1 degrees of freedom, its variance
multiplied by (d + (u - mu)^2 / (1 + tau^2)) / (d + 1).

Arrays in, arrays out; one element an estimate.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from psa.methods.quantiles import t_quantile

Floats = NDArray[np.float64]

LEAST_COUNT = 8  # estimates; with fewer the spread cannot be fitted
DEFAULT_VARIANCE = 4.0  # of the true values where it cannot be fitted: most changes beyond their error
NOTHING_CHANGED = 0.05  # chance, before any figure, that no true value of the framework differs from 0
FAR = 3.0  # normal deviations; what lies further is not taken to be like the rest


@dataclass(frozen=True)
class Prior:
    """What is known of the true values of a framework before looking at one of them.

    Attributes:
        mean, variance: of the true values, in standard errors.
        chance_null: chance that none differs from 0.
        count: estimates that it was fitted to.
        is_default: True where they were too few, so that the stated default is used.
    """

    mean: float
    variance: float
    chance_null: float
    count: int
    is_default: bool


def fit_prior(
    u: ArrayLike, df: ArrayLike, weight: ArrayLike | None = None, may_be_null: bool = True
) -> Prior:
    """Return the mean and variance of the true values behind estimates.

    Location and scale of u by maximum likelihood, Student where the degrees of freedom are finite; elsewhere
    normal, with what lies beyond three deviations drawn in to three. The variance is never taken below its
    own standard error, (1 + tau^2) sqrt(2 / n): nobody knows it better.

    Args:
        u: estimates in standard errors; what is not finite is left out.
        df: degrees of freedom of each standard error, inf where it is known.
        weight: of each estimate, 0 to leave it out; the components of one set share a weight of 1.
        may_be_null: whether 0 may be the true value of all of them at once, as for changes.
    """
    estimates, degrees = np.broadcast_arrays(np.asarray(u, float), np.asarray(df, float))
    weights = np.broadcast_to(1.0 if weight is None else np.asarray(weight, float), estimates.shape)
    is_used = np.isfinite(estimates) & (weights > 0)
    count = float(weights[is_used].sum())
    if count < LEAST_COUNT:
        return Prior(0.0, DEFAULT_VARIANCE, 0.0, round(count), True)
    mean, scale = _location_and_scale(estimates[is_used], degrees[is_used], weights[is_used])
    variance = max(scale - 1, max(scale, 1.0) * np.sqrt(2 / count))
    null = _chance_null(mean, scale, count) if may_be_null else 0.0
    return Prior(mean, float(variance), null, round(count), False)


def _location_and_scale(u: Floats, df: Floats, weight: Floats) -> tuple[float, float]:
    """Return mean and squared scale of u, each iterated from median and quartiles until they stay."""
    mean = float(np.median(u))
    low, high = np.quantile(u, [0.25, 0.75])
    scale = max(((high - low) / 1.349) ** 2, 1e-6)
    finite = np.isfinite(df)
    known = np.where(finite, df, 1.0)
    for _ in range(100):
        z2 = (u - mean) ** 2 / scale
        pull = np.where(finite, (known + 1) / (known + z2), np.minimum(1.0, FAR**2 / np.maximum(z2, 1e-12)))
        before = scale
        mean = float((weight * pull * u).sum() / (weight * pull).sum())
        scale = max(float((weight * pull * (u - mean) ** 2).sum() / weight.sum()), 1e-6)
        if abs(scale - before) < 1e-9 * scale:
            break
    return mean, scale


def _chance_null(mean: float, scale: float, count: float) -> float:
    """Return the chance that all true values are 0, by Schwarz's approximation for mean and variance."""
    spread = (scale - 1 - np.log(scale)) if scale > 1 else 0.0
    gain = count / 2 * (spread + mean**2 / max(scale, 1.0)) - np.log(count)
    odds = NOTHING_CHANGED / (1 - NOTHING_CHANGED) * np.exp(-min(gain, 500.0))
    return float(odds / (1 + odds))


@dataclass(frozen=True)
class Posterior:
    """What is known of each true value, in standard errors of its estimate.

    Attributes:
        mean, sd, df: of a normal or Student distribution; NaN where nothing is known.
        loading: correlation of what is not known with the common part of its group; its sign counts.
    """

    mean: Floats
    sd: Floats
    df: Floats
    loading: Floats


def posterior(
    u: ArrayLike,
    df: ArrayLike,
    prior: Prior,
    group: ArrayLike | None = None,
    rho: ArrayLike = 0.0,
    kappa: float = 0.0,
) -> Posterior:
    """Return what is known of each true value from its estimate, the rest, and those that share its errors.

    In a group errors correlate by rho, and true values by kappa: u_i - mu = tau sqrt(kappa) h + own true part
    + sqrt(rho) f + own error, h and f common to the group. What the group's estimates have in common tells
    of h and f together, by their variances, kappa tau^2 and rho.

    An estimate so far from the mean that its prior would hardly allow it (`FAR`) gets a prior as wide as it
    needs: an indicator that is unlike the rest is not made like them.

    Args:
        u, df: as for `fit_prior`; NaN gives NaN.
        prior: from `fit_prior`.
        group: a number for each group, negative for an estimate that shares its errors with none.
        rho: correlation of the errors in a group; one for all, or one an estimate, the same in its group.
        kappa: correlation of the true values in a group.
    """
    u, df = np.broadcast_arrays(np.asarray(u, float), np.asarray(df, float))
    own = prior_variances(u, df, prior)
    finite = np.isfinite(df)
    known = np.where(finite, df, 1.0)
    off = u - prior.mean
    inflation = np.where(finite, (known + off**2 / (1 + own)) / (known + 1), 1.0)
    off = off / np.sqrt(inflation)
    code, size = _codes(group, np.isfinite(u))
    shares = (size >= 2)[code] & np.isfinite(u)
    rho_of, kappa_of = np.where(shares, rho, 0.0), np.where(shares, kappa, 0.0)
    true_common = kappa_of * prior.variance
    true_own = np.maximum(own - true_common, 0.0)
    rest = true_own + 1 - rho_of  # of an estimate, its group's common part known
    common = true_common + rho_of  # variance of the common part
    precision = np.bincount(code, np.where(shares, 1 / rest, 0.0), len(size))
    total = np.bincount(code, np.where(shares, np.nan_to_num(off) / rest, 0.0), len(size))
    spread = np.where(shares, common / (1 + common * precision[code]), 0.0)
    middle = spread * total[code]
    share_true = np.where(common > 0, true_common / np.where(common > 0, common, 1.0), 0.0)
    slope = share_true - true_own / rest
    common_var = slope**2 * spread + share_true * rho_of
    own_var = true_own * (1 - rho_of) / rest
    mean = true_own / rest * off + slope * middle
    sd = np.sqrt(common_var + own_var)
    # the two common parts add up to one normal variable; its sign within a group is that of the slope
    sign = np.where(slope < 0, -1.0, 1.0)
    loading = np.where(sd > 0, sign * np.sqrt(common_var) / np.where(sd > 0, sd, 1.0), 0.0)
    width = np.sqrt(inflation)
    return Posterior(prior.mean + width * mean, width * sd, np.where(finite, df + 1, df), loading)


def prior_variances(u: ArrayLike, df: ArrayLike, prior: Prior) -> Floats:
    """Return the variance of each true value before its estimate: the prior's, or wider where it is far off."""
    limit = t_quantile(ndtr(FAR), np.asarray(df, float))
    far = ((np.asarray(u, float) - prior.mean) / limit) ** 2 - 1
    return np.where(np.isfinite(u), np.maximum(prior.variance, far), np.nan)


def _codes(
    group: ArrayLike | None, is_known: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return a group number for each estimate, those without one alone, and how many are known in each."""
    n = len(is_known)
    given = np.full(n, -1) if group is None else np.asarray(group, np.int64)
    alone = given < 0
    start = int(given.max(initial=-1)) + 1
    code = np.where(alone, start + np.cumsum(alone) - 1, given)
    return code, np.bincount(code, is_known, start + int(alone.sum())).astype(np.int64)


def fit_kappa(u: ArrayLike, df: ArrayLike, prior: Prior, group: ArrayLike, rho: float) -> float:
    """Return by how much the true values of a group correlate, from how much its estimates do.

    Two estimates of a group have correlation (kappa tau^2 + rho) / (tau^2 + 1). It is taken from all pairs within
    groups, a group of n with the weight n - 1 and u drawn in at three deviations, over the variance of the same
    estimates: a large set that is more spread than the rest is then not taken to move as one. With fewer
    than `LEAST_COUNT` groups of two or more it is rho: true values are then taken to go together as their errors do.
    """
    u = np.asarray(u, float)
    code, size = _codes(group, np.isfinite(u))
    if (size >= 2).sum() < LEAST_COUNT:
        return rho
    limit = t_quantile(ndtr(FAR), np.asarray(df, float)) * np.sqrt(1 + prior.variance)
    off = np.nan_to_num(np.clip(u - prior.mean, -limit, limit))
    total, squares = np.bincount(code, off, len(size)), np.bincount(code, off**2, len(size))
    several = size >= 2
    pairs = float(((total**2 - squares)[several] / size[several]).sum())
    alone = float((squares * (size - 1))[several] @ (1 / size[several]))
    correlation = pairs / alone if alone else 0.0
    return float(np.clip((correlation * (1 + prior.variance) - rho) / prior.variance, 0.0, 1.0))
