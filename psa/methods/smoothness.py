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
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psa.methods.array_types import Flags, Floats
from psa.methods.baseline_split import split_baseline

ODDS = 9.0  # from which a source is taken to be smooth
LEAST_STEPS = 3
MEASURED_NEIGHBOURS, MEASURED_FADES, SMOOTH_FADES = (-0.5, -0.25, 0.0), (0.3,), (0.6, 0.8, 0.95)
PATTERNS = len(MEASURED_NEIGHBOURS) + len(MEASURED_FADES) + len(SMOOTH_FADES)


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
    runs = _even_runs(time, value, is_used)
    known, which = np.unique(np.asarray(source, str), return_inverse=True)
    # (series with enough steps, patterns and two numbers on the shape of the steps)
    of_series = np.full((len(runs), PATTERNS + 2), np.nan)
    lengths = np.array([0 if run is None else len(run[1]) for run in runs])
    for length in np.unique(lengths[lengths > 0]):
        rows = np.flatnonzero(lengths == length)
        changes = np.array([run[1] for run in (runs[row] for row in rows) if run is not None])
        of_series[rows] = np.column_stack([_log_likelihoods(changes), _shapes(changes)])
    order = np.argsort(which, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(which, minlength=len(known)))[:-1]) if len(known) else []
    found = [_judge_source([runs[row] for row in rows], of_series[rows]) for rows in members]
    count, effective, log_odds, ratio, lag = np.array(found, float).reshape(-1, 5).T
    with np.errstate(over="ignore"):
        return Smoothness(
            known, count.astype(np.int64), effective, np.exp(log_odds), log_odds > np.log(odds), ratio, lag
        )


def _even_runs(time: ArrayLike, value: ArrayLike, is_used: ArrayLike) -> list[tuple[Floats, Floats] | None]:
    """Return times and steps of the last evenly spaced run of each series; None if short or without variation."""
    mask = np.asarray(is_used, bool)
    series = split_baseline(time, value, None, mask, np.zeros_like(mask))
    gaps, steps = np.diff(series.time, axis=1), np.diff(series.value, axis=1)
    largest = np.abs(np.where(series.in_fit, series.value, 0.0)).max(axis=1, initial=0.0)
    runs: list[tuple[Floats, Floats] | None] = [None] * len(gaps)
    for row in np.flatnonzero(series.m > LEAST_STEPS):
        last = series.m[row] - 1
        gap = gaps[row, :last]
        odd = np.flatnonzero(np.abs(gap - gap[-1]) > 0.01 * gap[-1])
        first = int(odd[-1]) + 1 if len(odd) else 0
        run = steps[row, first:last]
        if len(run) >= LEAST_STEPS and run.max() - run.min() > 1e-9 * largest[row]:
            runs[row] = series.time[row, first + 1 : last + 1], run
    return runs


def _judge_source(
    runs: list[tuple[Floats, Floats] | None], of_series: Floats
) -> tuple[float, float, float, float, float]:
    """Return series, what they are worth, log odds, variance ratio and correlation of one source."""
    steps = [run for run in runs if run is not None]
    if not steps:
        return 0, 0.0, 0.0, np.nan, np.nan
    of_series = of_series[np.isfinite(of_series[:, 0])]
    measured = len(MEASURED_NEIGHBOURS) + len(MEASURED_FADES)
    shared = 1 + (len(steps) - 1) * _mean_correlation(steps)
    total = of_series[:, :PATTERNS].sum(axis=0) / shared
    log_odds = _log_mean(total[measured:]) - _log_mean(total[:measured])
    ratio, lag = np.median(of_series[:, PATTERNS:], axis=0)
    return len(steps), len(steps) / shared, log_odds, float(ratio), float(lag)


def _log_mean(logs: Floats) -> float:
    """Return the logarithm of the mean of numbers given by their logarithms."""
    largest = logs.max()
    return float(largest + np.log(np.exp(logs - largest).mean()))


@lru_cache(maxsize=64)
def _patterns(n: int) -> tuple[Floats, Floats, Floats]:
    """Return for n steps, of each pattern, measured ones first: inverse correlations, their total, log determinant."""
    lags = np.arange(n)
    rows = [np.where(lags == 0, 1.0, np.where(lags == 1, r, 0.0)) for r in MEASURED_NEIGHBOURS]
    rows += [fade ** lags.astype(float) for fade in (*MEASURED_FADES, *SMOOTH_FADES)]
    apart = np.abs(lags[:, None] - lags)
    inverse = np.linalg.inv(np.array([row[apart] for row in rows]))
    return inverse, inverse.sum(axis=(1, 2)), -np.linalg.slogdet(inverse)[1]


def _log_likelihoods(changes: Floats) -> Floats:
    """Return the log likelihood of series' steps, of one length, under each pattern, measured ones first."""
    inverse, ones, log_size = _patterns(changes.shape[1])
    weighed = np.einsum("pij,sj->spi", inverse, changes)
    rest = np.einsum("spi,si->sp", weighed, changes) - weighed.sum(axis=2) ** 2 / ones
    return np.asarray(-(log_size + np.log(ones) + (changes.shape[1] - 1) * np.log(rest)) / 2)


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


def _shapes(changes: Floats) -> Floats:
    """Return the ratio of variances of two-year to one-year steps, and the correlation of neighbours, of series."""
    off = changes - changes.mean(axis=1, keepdims=True)
    one = (off**2).sum(axis=1)
    ratio = ((off[:, 1:] + off[:, :-1]) ** 2).mean(axis=1) / (2 * one / changes.shape[1])
    return np.column_stack([ratio, (off[:, 1:] * off[:, :-1]).sum(axis=1) / one])
