"""Monthly and quarterly series: taken apart into trend, season and rest, or compared with the same part of a year.

From 36 months or 12 quarters without a gap: STL, robust (Cleveland and others, Journal of Official Statistics 6,
1990; statsmodels), on the working scale. What is compared is the figure less its season. Shorter: each figure
with those of the same month or quarter of earlier years, all pairs.

For the test of a trend one block a year is taken, at the end of each year counted back from the last figure up to
the baseline and onward from it: the mean of three months, or one quarter. Means of whole years would hide a third of
a walk's variance between years and make its steps follow each other (Working, Econometrica 28, 1960), and the test
would call 5 to 7 % of unchanged walks better instead of 2.5 %. The sampling variance of a block is the rest's::

    var(block) = var(rest) (1 + 2 sum over lags of (1 - lag / n) r_lag) / n

with r_lag the rest's correlations up to the lag at which they first fall below 0.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psa.methods.array_types import Flags, Floats

LEAST = {12: 36, 4: 12}  # figures without a gap, by how many make a year


@dataclass(frozen=True)
class Adjusted:
    """One series taken apart, each as long as the series.

    Attributes:
        adjusted: the figures less their season.
        season: what the part of the year adds.
        rest: what neither trend nor season explains.
        method: 'stl', or 'none' where the series is too short or has a gap; then season and rest are NaN.
    """

    adjusted: Floats
    season: Floats
    rest: Floats
    method: str


@dataclass(frozen=True)
class Blocks:
    """One mean a year of an adjusted series: time at its middle, mean, standard error, and side of the baseline."""

    time: Floats
    value: Floats
    se: Floats
    is_baseline: Flags


# Series taken apart already, by their bytes: an edit of one figure leaves all others as they were, and what was kept
# between commands brings its own (`psa.batch.handover`).
KNOWN: dict[tuple[bytes, int], Adjusted] = {}
MOST_KNOWN = 1000  # simulations take apart many that nobody asks for again


def adjust_season(value: ArrayLike, per_year: int) -> Adjusted:
    """Return one series less its season.

    Args:
        value: 1-D consecutive months or quarters on the working scale; NaN where missing.
        per_year: 12 or 4.

    Raises:
        ValueError: another number a year.
    """
    if per_year not in LEAST:
        raise ValueError("per_year must be 12 or 4")
    values = np.asarray(value, float)
    nothing = np.full(values.shape, np.nan)
    if len(values) < LEAST[per_year] or not np.isfinite(values).all():
        return Adjusted(values, nothing, nothing, "none")
    key = (values.tobytes(), per_year)
    if key in KNOWN:
        return KNOWN[key]
    found = _take_apart(values, per_year)
    if len(KNOWN) < MOST_KNOWN:
        KNOWN[key] = found
    return found


def _take_apart(values: Floats, per_year: int) -> Adjusted:
    """Return one whole series less its season."""
    if np.ptp(values) <= 1e-12 * max(1.0, float(np.abs(values).max())):
        return Adjusted(values, np.zeros_like(values), np.zeros_like(values), "stl")
    from statsmodels.tsa.seasonal import STL  # a second to import, for series by month or quarter alone

    parts = STL(values, period=per_year, robust=True).fit()
    season, rest = np.asarray(parts.seasonal, float), np.asarray(parts.resid, float)
    return Adjusted(values - season, season, rest, "stl")


def block_variance(rest: ArrayLike, size: int) -> float:
    """Return the variance of the mean of consecutive figures whose rests are these; NaN without rests."""
    off = np.asarray(rest, float)
    off = off - off.mean()
    n = len(off)
    variance = float((off**2).sum() / max(n - 1, 1))
    if not variance > 0:
        return variance
    total = 1.0
    for lag in range(1, min(size, n)):
        correlation = float((off[lag:] * off[:-lag]).sum() / (off**2).sum())
        if correlation < 0:
            break
        total += 2 * (1 - lag / size) * correlation
    return variance * total / size


def annual_blocks(time: ArrayLike, parts: Adjusted, per_year: int, baseline_end: int) -> Blocks:
    """Return one block a year on both sides of the baseline's last month or quarter.

    Args:
        time: 1-D decimal years of consecutive months or quarters.
        parts: from ``adjust_season``.
        per_year: 12 or 4.
        baseline_end: position of the last figure up to the baseline.
    """
    times, size = np.asarray(time, float), per_year // 4
    first = baseline_end - per_year * ((baseline_end + 1 - size) // per_year)
    ends = np.arange(first, len(times), per_year)
    places = ends[:, None] - np.arange(size)[None, ::-1]
    spread = float(np.sqrt(block_variance(parts.rest, size)))
    return Blocks(
        time=times[places].mean(axis=1),
        value=parts.adjusted[places].mean(axis=1),
        se=np.full(len(ends), spread),
        is_baseline=np.asarray(ends <= baseline_end),
    )


@dataclass(frozen=True)
class SamePeriod:
    """Changes from the same month or quarter of earlier years.

    Attributes:
        change: mean over all pairs of a later and an earlier figure of the same part of the year.
        pairs: how many.
        rises: how many of them went up.
        by_part: mean change of each part of the year that has a pair, in order of the part.
    """

    change: float
    pairs: int
    rises: int
    by_part: Floats


def same_period_changes(value: ArrayLike, part: ArrayLike, is_later: ArrayLike) -> SamePeriod:
    """Return how later figures differ from those of the same part of earlier years, all pairs.

    Args:
        value: 1-D on the working scale, in order of time.
        part: month or quarter of each.
        is_later: mask of the figures to judge; the others are the earlier ones.
    """
    values, parts, later = np.asarray(value, float), np.asarray(part), np.asarray(is_later, bool)
    known = np.isfinite(values)
    each = []
    for name in np.unique(parts):
        here = (parts == name) & known
        each.append((values[here & later][:, None] - values[here & ~later][None, :]).ravel())
    pairs = np.concatenate(each) if each else np.array([])
    return SamePeriod(
        change=float(pairs.mean()) if len(pairs) else float("nan"),
        pairs=len(pairs),
        rises=int((pairs > 0).sum()),
        by_part=np.array([e.mean() for e in each if len(e)]),
    )
