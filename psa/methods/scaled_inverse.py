"""The scaled inverse chi-square that many variances were drawn from, fitted by likelihood on a grid.

d0 s0^2 / s^2 has a chi-square distribution with d0 degrees of freedom. For each pair (d0, s0^2) of a grid the
likelihood of every series is summed over its variances; beforehand log d0 is expected at log 4, give or take 1,
and s0 may be anything, evenly. What is handed back is the one distribution with the same mean and variance of
log s^2 as all pairs together by their weight: the less the series tell, the smaller its d0.
"""

import numpy as np
from scipy.special import gammaln, polygamma, psi

from psa.methods.array_types import Floats

USUAL_D0, USUAL_D0_SPREAD = 4.0, 1.0
ROWS = 5  # values of d0 weighed at once: the work stays in a processor's cache


def log_grid(usual: float) -> Floats:
    """Return logarithms of variances about a usual one, from a 160,000th of it to 8,000 times as much."""
    return np.asarray(np.log(usual) + np.linspace(-12.0, 9.0, 64), float)


def fit_from_likelihoods(log_likelihood: Floats, logs: Floats) -> tuple[float, float]:
    """Return d0 and s0^2.

    Args:
        log_likelihood: (series, variances).
        logs: logarithms of the variances, evenly spaced, from ``log_grid``.
    """
    likelihood = np.exp(log_likelihood - log_likelihood.max(axis=1, keepdims=True))
    log_d0, log_s0 = np.linspace(np.log(0.2), np.log(80.0), 25), np.linspace(logs[0] + 4, logs[-1] - 4, 40)
    for _ in range(2):  # coarse, then fine where the weight lies
        weight, centre, width = _weigh(likelihood, logs, log_d0, log_s0)
        log_d0, log_s0 = _narrow(log_d0, weight.sum(axis=1)), _narrow(log_s0, weight.sum(axis=0))
    expected = float((weight * centre).sum())
    total = float((weight * (width + centre**2)).sum()) - expected**2
    d0 = 2 * inverse_trigamma(total)
    return d0, float(np.exp(expected + psi(d0 / 2) - np.log(d0 / 2)))


def _weigh(likelihood: Floats, logs: Floats, log_d0: Floats, log_s0: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the weight of each pair (d0, s0^2), and mean and variance of log s^2 under it."""
    chance = np.concatenate(
        [
            _log_chances(likelihood, logs, log_d0[first : first + ROWS], log_s0)
            for first in range(0, len(log_d0), ROWS)
        ]
    )
    chance = chance - (((log_d0 - np.log(USUAL_D0)) / USUAL_D0_SPREAD) ** 2 / 2)[:, None]
    chance = chance + log_s0[None, :] / 2  # even in s0, so that sampling error does not hide all shocks
    weight = np.exp(chance - chance.max())
    half = np.exp(log_d0)[:, None] / 2
    centre = log_s0[None, :] + np.log(half) - psi(half)
    return weight / weight.sum(), centre, np.broadcast_to(polygamma(1, half), centre.shape)


def _log_chances(likelihood: Floats, logs: Floats, log_d0: Floats, log_s0: Floats) -> Floats:
    """Return the log likelihood of all series together for each pair (d0, s0^2)."""
    half = np.exp(log_d0)[:, None, None] / 2
    reach = half * np.exp(log_s0)[None, :, None]
    density = half * np.log(reach) - gammaln(half) - half * logs - reach * np.exp(-logs)
    prior = np.exp(density).reshape(-1, len(logs)) * (logs[1] - logs[0])
    chance: Floats = np.log(np.maximum(likelihood @ prior.T, 1e-300)).sum(axis=0)
    return chance.reshape(len(log_d0), len(log_s0))


def _narrow(axis: Floats, weight: Floats) -> Floats:
    """Return an axis of as many steps over the part that carries weight, one step wider each way."""
    heavy = np.flatnonzero(weight > 1e-6)
    first, last = max(heavy[0] - 1, 0), min(heavy[-1] + 1, len(axis) - 1)
    return np.linspace(axis[first], axis[last], len(axis))


def inverse_trigamma(value: float) -> float:
    """Return the x at which the trigamma function has a value, by Newton's steps (Smyth 2004, appendix)."""
    x = 0.5 + 1 / value
    for _ in range(50):
        slope = float(polygamma(2, x))
        trigamma = float(polygamma(1, x))
        change = trigamma * (1 - trigamma / value) / slope
        x += change
        if abs(change) < 1e-10 * x:
            break
    return x
