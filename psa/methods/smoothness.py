"""Whether a source's figures are smoother than measured ones can be: made by a model, or averaged over years.

Measured figures stray from year to year; their yearly steps follow no order or turn back. Modelled ones run along
curves: a large step is followed by a large one. Such a curve bends with no shock that the test of a trend could
judge it by, so it gets no verdict. One short series says too little; the series of one source are taken together.

The steps of a series, their mean and size unknown, have this likelihood under a pattern of correlations R::

    -(log|R| + log(1' R^-1 1) + (n - 1) log(d' R^-1 d - (1' R^-1 d)^2 / 1' R^-1 1)) / 2

Patterns of measured figures: neighbours correlated -.5 (no shock lasts), -.25, 0 (all shocks last) and steps that
fade by .3 a year (a slow cycle). Patterns of smooth ones: steps that fade by .6, .8 and .95. Both kinds are taken as
equally likely beforehand and, within a kind, the patterns. Series that move together say one thing, not many: the
logarithm of the odds is divided by 1 + (n - 1) r, r their mean correlation.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import toeplitz
from scipy.special import logsumexp

from psa.methods.array_types import Flags, Floats
from psa.methods.baseline_split import split_baseline

ODDS = 9.0  # from which a source is taken to be smooth
LEAST_STEPS = 3
MEASURED_NEIGHBOURS, MEASURED_FADES, SMOOTH_FADES = (-0.5, -0.25, 0.0), (0.3,), (0.6, 0.8, 0.95)


@dataclass(frozen=True)
class Smoothness:
    """What the steps of each source say, one element a source, in order of its name.

    Attributes:
        source: the names.
        series_count: series with enough even steps.
        effective_count: how many they are worth, as they move together.
        odds: that the source is smooth against that it is measured; 1 where nothing can be told.
        is_smooth: True above nine.
        variance_ratio: median over series of the variance of two-year steps over twice that of one-year steps.
        lag_one: median correlation of neighbouring steps.
    """

    source: NDArray[np.str_]
    series_count: NDArray[np.int64]
    effective_count: Floats
    odds: Floats
    is_smooth: Flags
    variance_ratio: Floats
    lag_one: Floats


def judge_sources(
    source: ArrayLike, time: ArrayLike, value: ArrayLike, is_used: ArrayLike, odds: float = ODDS
) -> Smoothness:
    """Return for each source whether its series are smooth.

    Args:
        source: name of each series' source.
        time: 2-D decimal years.
        value: 2-D, on the working scale.
        is_used: 2-D mask; figures up to the baseline, so that what came of the promise is not taken for a bend.
        odds: from which a source is smooth.
    """
    names = np.asarray(source, str)
    runs = _even_runs(time, value, is_used)
    known = np.unique(names)
    rows = [
        _judge_source([runs[i] for i in np.flatnonzero(names == name) if runs[i] is not None])
        for name in known
    ]
    count, effective, log_odds, ratio, lag = (np.array(column, float) for column in zip(*rows, strict=True))
    with np.errstate(over="ignore"):
        return Smoothness(
            known, count.astype(np.int64), effective, np.exp(log_odds), log_odds > np.log(odds), ratio, lag
        )


def _even_runs(time: ArrayLike, value: ArrayLike, is_used: ArrayLike) -> list[tuple[Floats, Floats] | None]:
    """Return times and steps of the last evenly spaced run of each series; None if short or without variation."""
    mask = np.asarray(is_used, bool)
    series = split_baseline(time, value, None, mask, np.zeros_like(mask))
    runs: list[tuple[Floats, Floats] | None] = []
    for times, values, m in zip(series.time, series.value, series.m, strict=True):
        steps, changes = np.diff(times[:m]), np.diff(values[:m])
        odd = np.flatnonzero(np.abs(steps - steps[-1]) > 0.01 * steps[-1]) if len(steps) else np.array([0])
        first = int(odd[-1]) + 1 if len(odd) else 0
        run = changes[first:]
        spread = np.ptp(run) if len(run) else 0.0
        has_spread = spread > 1e-9 * float(np.abs(values[:m]).max(initial=0.0))
        runs.append((times[first + 1 : m], run) if len(run) >= LEAST_STEPS and has_spread else None)
    return runs


def _judge_source(runs: list[tuple[Floats, Floats] | None]) -> tuple[float, float, float, float, float]:
    steps = [run for run in runs if run is not None]
    if not steps:
        return 0, 0.0, 0.0, np.nan, np.nan
    total = sum(_log_likelihoods(changes) for _, changes in steps)
    measured = len(MEASURED_NEIGHBOURS) + len(MEASURED_FADES)
    shared = 1 + (len(steps) - 1) * _mean_correlation(steps)
    total = np.asarray(total) / shared
    log_odds = float(
        logsumexp(total[measured:])
        - np.log(len(SMOOTH_FADES))
        - logsumexp(total[:measured])
        + np.log(measured)
    )
    ratios = np.array([_shape(changes) for _, changes in steps])
    ratio, lag = np.median(ratios, axis=0)
    return len(steps), len(steps) / shared, log_odds, float(ratio), float(lag)


def _log_likelihoods(changes: Floats) -> Floats:
    """Return the log likelihood of a series' steps under each pattern, measured ones first."""
    n = len(changes)
    lags = np.arange(n)
    rows = [np.where(lags == 0, 1.0, np.where(lags == 1, r, 0.0)) for r in MEASURED_NEIGHBOURS]
    rows += [fade ** lags.astype(float) for fade in (*MEASURED_FADES, *SMOOTH_FADES)]
    out = []
    for row in rows:
        inverse = np.linalg.inv(toeplitz(row))
        ones, cross = inverse.sum(), (inverse @ changes).sum()
        rest = changes @ inverse @ changes - cross**2 / ones
        log_size = -np.linalg.slogdet(inverse)[1]
        out.append(-(log_size + np.log(ones) + (n - 1) * np.log(rest)) / 2)
    return np.array(out)


def _mean_correlation(steps: list[tuple[Floats, Floats]]) -> float:
    """Return the mean correlation of series' steps in the same years, 0 or more; 0 for one series."""
    if len(steps) < 2:
        return 0.0
    years = np.unique(np.concatenate([times for times, _ in steps]).round(2))
    table = np.zeros((len(steps), len(years)))
    for row, (times, changes) in enumerate(steps):
        columns = np.searchsorted(years, times.round(2))
        table[row, columns] = (changes - changes.mean()) / changes.std()
    is_there = (table != 0).astype(float)
    both = is_there @ is_there.T
    pair = np.triu_indices(len(steps), 1)
    enough = both[pair] >= LEAST_STEPS
    if not enough.any():
        return 0.0
    return float(max(0.0, ((table @ table.T)[pair][enough] / both[pair][enough]).mean()))


def _shape(changes: Floats) -> tuple[float, float]:
    """Return the ratio of variances of two-year to one-year steps, and the correlation of neighbours."""
    off = changes - changes.mean()
    one = (off**2).sum()
    return float(((off[1:] + off[:-1]) ** 2).mean() / (2 * one / len(off))), float(
        (off[1:] * off[:-1]).sum() / one
    )
