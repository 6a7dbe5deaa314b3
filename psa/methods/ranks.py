"""Trend by ranks: Mann-Kendall's test, which needs no model."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from psa.methods.array_types import Counts, Flags, Floats
from psa.methods.trend_arrays import check_finite, in_time_order, two_dimensional

EXACT_RANKS_TO = 40  # points; up to here Kendall's S has its exact distribution


@lru_cache(maxsize=4096)
def _rank_tail(ties: tuple[int, ...]) -> Floats:
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
        divided: list[int] = []
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

    n: Counts
    s: Floats
    p_value: Floats
    is_exact: Flags


def mann_kendall(time: npt.ArrayLike, value: npt.ArrayLike) -> MannKendall:
    """Return Mann-Kendall's S and its two-sided p value, exact up to 40 points, tied values or not.

    p is twice the chance, at most 1, of an S as far from 0 when all orders of the same values are equally
    likely; without ties it is that of ``scipy.stats.kendalltau(method="exact")``. Beyond 40 points: normal
    with the variance corrected for ties and for continuity (Kendall, Rank Correlation Methods, 1975).
    Yearly shocks that persist make small p values too common; read it as a description.

    Args:
        time: 2-D; only its order counts.
        value: 2-D; NaN where missing.

    Raises:
        ValueError: shapes that do not fit, an infinite number, two points at one time.
    """
    values, n = _in_order(time, value)
    s = np.zeros(len(values))
    alike = np.isfinite(values).astype(int)  # how many values of its series each value equals
    points = np.ascontiguousarray(values.T)
    for lag in range(1, len(points)):
        later, earlier = points[lag:], points[:-lag]
        s += (later > earlier).sum(axis=0) - (later < earlier).sum(axis=0)
        is_alike = (later == earlier).T
        if is_alike.any():
            alike[:, lag:] += is_alike
            alike[:, :-lag] += is_alike
    is_exact = (n >= 2) & (n <= EXACT_RANKS_TO)
    is_long = n > EXACT_RANKS_TO
    p_value = np.full(len(values), np.nan)
    p_value[is_exact] = _exact_p(s[is_exact], n[is_exact], alike[is_exact])
    p_value[is_long] = _normal_p(s[is_long], n[is_long], alike[is_long])
    return MannKendall(n=n, s=s, p_value=p_value, is_exact=is_exact)


def _in_order(time: npt.ArrayLike, value: npt.ArrayLike) -> tuple[Floats, Counts]:
    """Return the values of each series in time order, NaN after the last, and how many there are."""
    times, values = (np.asarray(a, float) for a in two_dimensional(time=time, value=value))
    for name, array in (("time", times), ("value", values)):
        check_finite(name, array, np.isfinite(values) | np.isinf(values))
    times, values, n = in_time_order(np.isfinite(values) & np.isfinite(times), times, values)
    return np.where(np.isfinite(times), values, np.nan), n


def _exact_p(s: Floats, n: Counts, alike: Counts) -> Floats:
    """Return the exact p value of each series: one distribution for each pattern of ties."""
    p_value = np.full(len(s), np.nan)

    def look_up(rows: Counts, ties: tuple[int, ...]) -> None:
        tail = _rank_tail(ties)
        place = (len(tail) - 1 - np.abs(s[rows]).astype(int)) // 2
        p_value[rows] = np.minimum(1.0, 2 * tail[place])

    is_tied = (alike > 1).any(axis=1)
    for size in np.unique(n[~is_tied]):
        look_up(np.flatnonzero(~is_tied & (n == size)), (1,) * int(size))
    tied = np.flatnonzero(is_tied)
    patterns, which = np.unique(-np.sort(-alike[tied], axis=1), axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        sizes = pattern[pattern > 0]
        ties = tuple(int(t) for t in np.unique(sizes)[::-1] for _ in range(int((sizes == t).sum() // t)))
        look_up(tied[which.ravel() == number], ties)
    return p_value


def _normal_p(s: Floats, n: Counts, alike: Counts) -> Floats:
    """Return the p value by the normal distribution, for long series."""
    # a group of t equal values is met t times, so its t(t-1)(2t+5) is spread over them
    ties = np.where(alike > 0, (alike - 1) * (2 * alike + 5), 0).sum(axis=1)
    size = n.astype(float)
    variance = (size * (size - 1) * (2 * size + 5) - ties) / 18
    distance = np.maximum(np.abs(s) - 1, 0)
    chance = 2 * ndtr(-distance / np.sqrt(np.where(variance > 0, variance, 1)))
    return np.where(variance > 0, chance, 1.0)
