"""The test of the trend made as if the period had begun in each earlier year, when nothing had been promised.

A test that calls many of those years better or worse would call the real one so too often. Only figures up to the
baseline are used, so what came of the promise plays no part.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psa.methods.array_types import Counts, Floats, Words
from psa.methods.baseline_split import split_baseline
from psa.methods.baseline_trend import baseline_trend_test
from psa.methods.trend_arrays import MINIMUM_POINTS

MOST_POINTS = 8  # of a baseline, as in the test itself


@dataclass(frozen=True)
class Placebo:
    """The test in each earlier year.

    Attributes:
        start_time: (series, starts) the time of the last point that served as baseline; NaN for no test.
        statistic: (series, starts) as in the test, positive is better.
        verdict: (series, starts) 'better', 'worse', 'not_distinguishable' and so on; '' for no test.
        runs: tests made, one number a series.
        better, worse: how many of them said so.
    """

    start_time: Floats
    statistic: Floats
    verdict: Words
    runs: Counts
    better: Counts
    worse: Counts

    def share_as_large(self, statistic: ArrayLike) -> Floats:
        """Return the share of earlier years whose statistic is as far from 0; NaN where none was tested."""
        real = np.abs(np.asarray(statistic, float))[:, None]
        with np.errstate(invalid="ignore"):
            as_large = (np.abs(self.statistic) >= real).sum(axis=1)
        has = (self.runs > 0) & ~np.isnan(real[:, 0])
        return np.where(has, as_large / np.where(self.runs > 0, self.runs, 1), np.nan)


def placebo_tests(
    time: ArrayLike,
    value: ArrayLike,
    se: ArrayLike | None,
    is_baseline: ArrayLike,
    sign: ArrayLike,
    later_points: int = 3,
    most_points: int = MOST_POINTS,
    **choices: ArrayLike,
) -> Placebo:
    """Return the test with each earlier point as the last of the baseline, three or more points before it.

    Args:
        time: 2-D decimal years.
        value: 2-D, on the working scale.
        se: 2-D standard errors, or None.
        is_baseline: 2-D mask of all comparable figures up to the real baseline, not only those of its trend.
        sign: +1 up is good, -1 down is good, one a series.
        later_points: how many points after each start are judged, where there are so many.
        most_points: of the baseline of each test.
        choices: d0, s0_squared, rounding and others of ``baseline_trend_test``.
    """
    mask = np.asarray(is_baseline, bool)
    series = split_baseline(time, value, se, mask, np.zeros_like(mask))
    count, columns = series.value.shape
    starts = range(MINIMUM_POINTS, max(columns, MINIMUM_POINTS))
    shape = (count, len(starts))
    start_time, statistic = np.full(shape, np.nan), np.full(shape, np.nan)
    verdict = np.full(shape, "", dtype="<U24")
    place = np.arange(columns)
    for number, size in enumerate(starts):
        early = series.in_fit & (place < size) & (place >= size - most_points)
        late = series.in_fit & (place >= size) & (place < size + later_points)
        test = baseline_trend_test(series.time, series.value, series.se, early, late, sign, **choices)  # type: ignore[arg-type]
        made = (test.verdict != "too_few") & (test.verdict != "no_direction")
        start_time[:, number] = np.where(made, series.time[:, size - 1], np.nan)
        statistic[:, number] = np.where(made, test.statistic, np.nan)
        verdict[:, number] = np.where(made, test.verdict, "")
    return Placebo(
        start_time=start_time,
        statistic=statistic,
        verdict=verdict,
        runs=(verdict != "").sum(axis=1),
        better=(verdict == "better").sum(axis=1),
        worse=(verdict == "worse").sum(axis=1),
    )
