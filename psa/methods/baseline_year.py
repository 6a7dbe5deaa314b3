"""Whether the verdict on a trend hangs on the last year of its baseline.

A figure that fell far off the ones before it tends to come back by itself. The last baseline point is set beside
the trend of the points before it, as any later figure is; where it lies more than two standard errors off, the
test is made without it too. Two, not three: the shocks that the model allows make that standard error wide, so of
figures five errors off three would miss half; and it costs one true verdict in fifty.
"""

from dataclasses import dataclass

import numpy as np

from psa.methods.array_types import Counts, Flags, Floats, Words
from psa.methods.baseline_split import BaselineSplit
from psa.methods.gaps import measure_gap
from psa.methods.trend_arrays import MINIMUM_POINTS
from psa.methods.trend_verdict import TrendChoices, judge_gaps

OUTLIER = 2.0  # standard errors
LEAST_POINTS = MINIMUM_POINTS + 1  # of a baseline, to be tested without its last


@dataclass(frozen=True)
class BaselineYear:
    """How the last baseline point lies, one element a series.

    Attributes:
        statistic: standard errors from the trend before it, turned by sign; NaN below four baseline points.
        is_outlier: True where that is more than two.
        verdict_without: the verdict without it; '' where it is no outlier.
    """

    statistic: Floats
    is_outlier: Flags
    verdict_without: Words


def judge_baseline_year(series: BaselineSplit, choices: TrendChoices) -> BaselineYear:
    """Return how far off the last baseline point is, and the verdict without it where that is too far."""
    off = np.full(len(series.m), np.nan)
    without = np.full(len(series.m), "", dtype="<U19")
    rows = np.flatnonzero((series.m >= LEAST_POINTS) & (series.k >= 1) & ~choices.is_modelled)
    if not len(rows):
        return BaselineYear(off, np.zeros(len(off), bool), without)
    before, part = _without_last(series, rows, judge_it=True), choices.part(rows)
    gap = measure_gap(before, part.d0, part.s0_squared, part.rounding, part.confidence, is_exact=False)
    with np.errstate(divide="ignore", invalid="ignore"):
        off[rows] = np.where(gap.is_mute | ~(gap.scale > 0), np.nan, gap.gap / gap.scale)
    is_outlier = np.abs(np.nan_to_num(off)) > OUTLIER
    rows = np.flatnonzero(is_outlier)
    if len(rows):
        rest, part = _without_last(series, rows, judge_it=False), choices.part(rows)
        gap = measure_gap(rest, part.d0, part.s0_squared, part.rounding, part.confidence)
        without[rows] = judge_gaps(rest, part, gap.is_mute, gap.gap, gap.scale, gap.df)[0]
    return BaselineYear(off * choices.turn, is_outlier, without)


def _without_last(series: BaselineSplit, rows: Counts, judge_it: bool) -> BaselineSplit:
    """Return the baselines without their last point, which is then judged alone or left out."""
    time, value, se = series.time[rows], series.value[rows], series.se[rows]
    m, in_fit, in_later = series.m[rows] - 1, series.in_fit[rows].copy(), series.in_later[rows]
    last = np.arange(len(rows)), m
    in_fit[last] = False
    if judge_it:
        in_later = np.zeros_like(in_fit)
        in_later[last] = True
        return BaselineSplit(time, value, se, in_fit, in_later, m, np.ones_like(m), series.has_se[rows])
    # the points after it move one place forward, so that the later ones follow the baseline at once
    columns = np.arange(time.shape[1])
    source = np.minimum(columns + (columns >= m[:, None]), time.shape[1] - 1)
    time, value, se = (np.take_along_axis(a, source, axis=1) for a in (time, value, se))
    many = m + series.k[rows]
    in_later = (columns >= m[:, None]) & (columns < many[:, None])
    is_point = columns < many[:, None]
    time, value, se = (np.where(is_point, a, np.nan) for a in (time, value, se))
    return BaselineSplit(time, value, se, in_fit, in_later, m, series.k[rows], series.has_se[rows])
