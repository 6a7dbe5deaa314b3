"""Confidence intervals of proportions, rates, counts and means."""

import numpy as np
from scipy.special import gammaincinv, ndtri, stdtrit

BYAR_FROM = 10  # events; below, the exact limits of Garwood (1936)


# Intervals
def normal_quantile(confidence):
    confidence = np.asarray(confidence, float)
    if np.any((confidence <= 0) | (confidence >= 1)):
        raise ValueError("confidence must lie strictly between 0 and 1")
    return ndtri(0.5 + confidence / 2)


def _check_not_negative(name, array):
    if np.any(array < 0) or np.any(np.isinf(array)):
        raise ValueError(f"{name} must be a finite number, 0 or more (or NaN)")


def wilson_interval(numerator, denominator, confidence=0.95):
    """Return the score interval of a proportion.

    Source: Wilson, J. Am. Stat. Assoc. 22 (1927); as in PHEindicatormethods ``utils.R`` (UKHSA).

    Args:
        numerator: number with the property; need not be whole (weighted counts).
        denominator: number examined. NaN or 0 gives NaN limits.
        confidence: two-sided, 0 to 1.

    Returns:
        (lower, upper) as proportions, 0 to 1.

    Raises:
        ValueError: a negative or infinite number, or a numerator above its denominator.
    """
    x, n = np.broadcast_arrays(np.asarray(numerator, float), np.asarray(denominator, float))
    _check_not_negative("numerator", x)
    _check_not_negative("denominator", n)
    if np.any(x > n):
        raise ValueError("numerator must not exceed denominator")
    z = normal_quantile(confidence)
    n = np.where(n > 0, n, np.nan)
    middle = 2 * x + z**2
    # x(1 - x/n) is exactly 0 at both ends, so the root is z there and the limit exactly 0 or 1
    half = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    total = 2 * (n + z**2)
    return np.clip((middle - half) / total, 0.0, 1.0), np.clip((middle + half) / total, 0.0, 1.0)


def byar_interval(count, confidence=0.95):
    """Return Byar's approximate limits of a Poisson count; meant for counts of 10 or more.

    Source: Breslow and Day, Statistical Methods in Cancer Research II (IARC 1987), p. 69; as in
    PHEindicatormethods ``utils.R``. A lower limit that would be negative is NaN, as there.

    Args:
        count: number of events.
        confidence: two-sided, 0 to 1.

    Returns:
        (lower, upper) in events.

    Raises:
        ValueError: a negative or infinite count.
    """
    x = np.asarray(count, float)
    _check_not_negative("count", x)
    z = normal_quantile(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        root = 1 - 1 / (9 * x) - z / (3 * np.sqrt(x))
        lower = np.where((x > 0) & (root >= 0), x * root**3, np.nan)
    above = x + 1
    return lower, above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3


def poisson_interval(count, confidence=0.95):
    """Return the limits of a Poisson count: Byar's from 10 events up, exact below.

    The exact limits are chi-squared quantiles (Garwood 1936), written here as inverse gamma functions;
    the lower one is 0 at no events. Source of the switch at 10: PHEindicatormethods ``utils.R`` (UKHSA).

    Args:
        count: number of events.
        confidence: two-sided, 0 to 1.

    Returns:
        (lower, upper) in events. Divide by the population and multiply for a rate.

    Raises:
        ValueError: a negative or infinite count.
    """
    x = np.asarray(count, float)
    byar_lower, byar_upper = byar_interval(x, confidence)
    tail = (1 - np.asarray(confidence, float)) / 2
    few = np.where(x < BYAR_FROM, x, np.nan)
    exact_lower = np.where(few > 0, gammaincinv(np.where(few > 0, few, 1.0), tail), 0.0)
    exact_upper = gammaincinv(few + 1, 1 - tail)
    return np.where(x < BYAR_FROM, exact_lower, byar_lower), np.where(x < BYAR_FROM, exact_upper, byar_upper)


def mean_interval(mean, standard_deviation, n, confidence=0.95):
    """Return the interval of a mean by Student's t with n - 1 degrees of freedom.

    Source: Student 1908; as in PHEindicatormethods ``Means.R`` (UKHSA).

    Args:
        mean: sample mean, any unit.
        standard_deviation: of the sample, divisor n - 1, same unit.
        n: sample size; below 2 the limits are NaN.
        confidence: two-sided, 0 to 1.

    Returns:
        (lower, upper) in the unit of the mean.

    Raises:
        ValueError: a negative or infinite standard deviation or n.
    """
    mean, sd, n = (np.asarray(a, float) for a in (mean, standard_deviation, n))
    _check_not_negative("standard_deviation", sd)
    _check_not_negative("n", n)
    normal_quantile(confidence)
    n = np.where(n >= 2, n, np.nan)
    half = stdtrit(n - 1, 0.5 + np.asarray(confidence, float) / 2) * sd / np.sqrt(n)
    return mean - half, mean + half


def overdispersion(values, fitted, se, n_parameters):
    """Return H squared, by how much the spread about a fit exceeds sampling error; never below 1.

    H^2 = max(1, Q/(m - p)), Q = sum of ((value - fitted)/se)^2. Multiply variances by it. Source:
    Higgins and Thompson, Statistics in Medicine 21 (2002).

    Args:
        values: (..., points); points with a missing value, fit or standard error do not count.
        fitted: same shape.
        se: same shape.
        n_parameters: parameters of the fit, p.

    Returns:
        H squared over the last axis; NaN where no more points than parameters are left.
    """
    values, fitted, se = np.broadcast_arrays(*(np.asarray(a, float) for a in (values, fitted, se)))
    is_used = np.isfinite(values) & np.isfinite(fitted) & np.isfinite(se) & (se > 0)
    residual = np.where(is_used, values - fitted, 0.0) / np.where(is_used, se, 1.0)
    df = is_used.sum(axis=-1) - n_parameters
    return np.where(df > 0, np.maximum(1.0, (residual**2).sum(axis=-1) / np.where(df > 0, df, 1)), np.nan)
