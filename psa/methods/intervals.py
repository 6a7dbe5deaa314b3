"""Confidence intervals of proportions, rates and counts."""

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv

from psa.methods.array_types import Floats
from psa.methods.quantiles import normal_critical

BYAR_FROM = 10  # events; below, the exact limits of Garwood (1936)


def _check_count(name: str, array: Floats) -> None:
    if np.any(array < 0) or np.any(np.isinf(array)):
        raise ValueError(f"{name} must be a finite number, 0 or more (or NaN)")


def wilson_interval(
    numerator: npt.ArrayLike, denominator: npt.ArrayLike, confidence: npt.ArrayLike = 0.95
) -> tuple[Floats, Floats]:
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
    _check_count("numerator", x)
    _check_count("denominator", n)
    if np.any(x > n):
        raise ValueError("numerator must not exceed denominator")
    z = normal_critical(confidence)
    n = np.where(n > 0, n, np.nan)
    middle = 2 * x + z**2
    # x(1 - x/n) is exactly 0 at both ends, so the root is z there and the limit exactly 0 or 1
    half = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    total = 2 * (n + z**2)
    return np.clip((middle - half) / total, 0.0, 1.0), np.clip((middle + half) / total, 0.0, 1.0)


def byar_interval(count: npt.ArrayLike, confidence: npt.ArrayLike = 0.95) -> tuple[Floats, Floats]:
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
    _check_count("count", x)
    z = normal_critical(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        root = 1 - 1 / (9 * x) - z / (3 * np.sqrt(x))
        lower = np.where((x > 0) & (root >= 0), x * root**3, np.nan)
    above = x + 1
    return lower, np.asarray(above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3)


def poisson_interval(count: npt.ArrayLike, confidence: npt.ArrayLike = 0.95) -> tuple[Floats, Floats]:
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
