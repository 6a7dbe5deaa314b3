"""Trend by ranks: Mann-Kendall and Theil-Sen."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
from scipy.special import ndtr, ndtri

from psa.methods.trend_arrays import at, check_confidence, check_finite, in_time_order, two_dimensional

EXACT_RANKS_TO = 40  # points; up to here Kendall's S has its exact distribution


# Tests without a model
@lru_cache(maxsize=4096)
def _rank_tail(ties):
    """Return P(S >= top - 2 i) for i = 0, 1, ..., top, all orders of the values being equally likely.

    top is the number of pairs that differ. The orders with i inversions are counted by the generating
    function [n]! / product of [t]! with [j] = 1 + q + ... + q^(j - 1), over the groups of t equal values
    (MacMahon 1916). The counts are whole numbers, so nothing is lost before the last division.

    Args:
        ties: sizes of the groups of equal values, ones included; they add up to n.
    """
    ways = [1]
    for j in range(2, sum(ties) + 1):
        ways = [sum(ways[max(0, i - j + 1) : i + 1]) for i in range(len(ways) + j - 1)]
    for j in (j for t in ties for j in range(2, t + 1)):  # times (1 - q), over (1 - q^j)
        divided = []
        for i in range(len(ways) - j + 1):
            before = ways[i - 1] if i else 0
            divided.append(ways[i] - before + (divided[i - j] if i >= j else 0))
        ways = divided
    total = sum(ways)
    return np.array([count / total for count in accumulate(ways)])


@dataclass(frozen=True)
class MannKendall:
    """Mann-Kendall's test, one element a series.

    Attributes:
        n: points used.
        s: pairs that rise less pairs that fall.
        p_value: two-sided; NaN below two points.
        is_exact: True where the distribution of S was exact.
    """

    n: np.ndarray
    s: np.ndarray
    p_value: np.ndarray
    is_exact: np.ndarray


def _ranked(time, value):
    time, value = (np.asarray(a, float) for a in two_dimensional(time=time, value=value))
    for name, array in (("time", time), ("value", value)):
        check_finite(name, array, np.isfinite(value) | np.isinf(value))
    time, value, n = in_time_order(np.isfinite(value) & np.isfinite(time), time, value)
    return np.where(np.isfinite(time), time, np.nan), np.where(np.isfinite(time), value, np.nan), n


def mann_kendall(time, value):
    """Return Mann-Kendall's S and its two-sided p value, exact up to 40 points, tied values or not.

    p is twice the chance, at most 1, of an S as far from 0 when all orders of the same values are equally
    likely; without ties it is that of ``scipy.stats.kendalltau(method="exact")``. Beyond 40 points: normal
    with the variance corrected for ties and for continuity (Kendall, Rank Correlation Methods, 1975).
    Yearly shocks that persist make small p values too common; read it as a description.

    Args:
        time: 2-D; only its order counts.
        value: 2-D; NaN where missing.

    Returns:
        A ``MannKendall``.

    Raises:
        ValueError: shapes that do not fit, an infinite number, two points at one time.
    """
    _, value, n = _ranked(time, value)
    s = np.zeros(len(value))
    alike = np.zeros(value.shape, int)
    for lag in range(1, value.shape[1]):
        change = value[:, lag:] - value[:, :-lag]
        s += np.where(np.isnan(change), 0.0, np.sign(change)).sum(axis=1)
    for column in range(value.shape[1]):
        alike += value == value[:, column : column + 1]
    p_value = np.full(len(value), np.nan)
    is_exact = (n >= 2) & (n <= EXACT_RANKS_TO)

    def look_up(rows, groups):
        tail = _rank_tail(groups)
        place = (len(tail) - 1 - np.abs(s[rows]).astype(int)) // 2
        p_value[rows] = np.minimum(1.0, 2 * tail[place])

    # one distribution for each pattern of ties, not for each series
    is_tied = (alike > 1).any(axis=1)
    for many in np.unique(n[is_exact & ~is_tied]):
        look_up(np.flatnonzero(is_exact & ~is_tied & (n == many)), (1,) * int(many))
    tied = np.flatnonzero(is_exact & is_tied)
    patterns, which = np.unique(-np.sort(-alike[tied], axis=1), axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        sizes = pattern[pattern > 0]
        groups = tuple(int(t) for t in np.unique(sizes)[::-1] for _ in range(int((sizes == t).sum() // t)))
        look_up(tied[which.ravel() == number], groups)

    is_long = n > EXACT_RANKS_TO
    if is_long.any():
        # a group of t equal values is met t times, so its t(t-1)(2t+5) is spread over them
        ties = np.where(alike > 0, (alike - 1) * (2 * alike + 5), 0).sum(axis=1)[is_long]
        many = n[is_long].astype(float)
        variance = (many * (many - 1) * (2 * many + 5) - ties) / 18
        distance = np.maximum(np.abs(s[is_long]) - 1, 0)
        p_value[is_long] = np.where(
            variance > 0, 2 * ndtr(-distance / np.sqrt(np.where(variance > 0, variance, 1))), 1.0
        )
    return MannKendall(n=n, s=s, p_value=p_value, is_exact=is_exact)


@dataclass(frozen=True)
class TheilSen:
    """Theil-Sen's line, one element a series.

    Attributes:
        slope: median of the slopes of all pairs, a year.
        intercept: at the first time used, not at year 0: median of value - slope (time - first time).
        lower, upper: limits of the slope; -inf and inf where so few points cannot limit it.
        first_time: the time at which the intercept holds.
    """

    slope: np.ndarray
    intercept: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    first_time: np.ndarray


@lru_cache(maxsize=256)
def _slopes_left_out(n, tail_probability):
    """Return how many of the smallest, and largest, pair slopes lie outside the interval."""
    if n <= EXACT_RANKS_TO:
        tail = _rank_tail((1,) * n)
        return int(np.searchsorted(tail, tail_probability, side="right"))
    reach = -ndtri(tail_probability) * np.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    return max(0, int(np.floor((n * (n - 1) / 2 - reach) / 2)))


def theil_sen(time, value, confidence=0.95):
    """Return the median slope over true time, with the slopes that Kendall's test would not reject.

    Source: Sen, J. Am. Stat. Assoc. 63 (1968). The limits are the exact ones up to 40 points; four points
    or fewer cannot give a 95 % interval, and the limits are then infinite rather than the range of slopes.

    Args:
        time: 2-D decimal years.
        value: 2-D; NaN where missing.
        confidence: two-sided.

    Returns:
        A ``TheilSen``; NaN below two points.

    Raises:
        ValueError: as for ``mann_kendall``.
    """
    check_confidence(confidence)
    time, value, n = _ranked(time, value)
    first, second = np.triu_indices(value.shape[1], 1)
    slopes = (value[:, second] - value[:, first]) / (time[:, second] - time[:, first])
    slopes.sort(axis=1)  # NaN last
    pairs = n * (n - 1) // 2
    slope = _median_of_sorted(slopes, pairs)
    since = time - at(time, np.minimum(n, 1) - 1)[:, None]
    rest = np.sort(value - slope[:, None] * since, axis=1)
    outside = np.zeros(len(value), int)
    for size in np.unique(n[n >= 2]):
        outside[n == size] = _slopes_left_out(int(size), (1 - confidence) / 2)
    lower, upper = at(slopes, outside - 1), at(slopes, np.where(outside > 0, pairs - outside, -1))
    has_slope = n >= 2
    return TheilSen(
        slope=slope,
        intercept=_median_of_sorted(rest, np.where(has_slope, n, 0)),
        lower=np.where(has_slope, np.where(outside > 0, lower, -np.inf), np.nan),
        upper=np.where(has_slope, np.where(outside > 0, upper, np.inf), np.nan),
        first_time=at(time, np.minimum(n, 1) - 1),
    )


def _median_of_sorted(array, n):
    return (at(array, (n + 1) // 2 - 1) + at(array, np.where(n > 0, n // 2, -1))) / 2
