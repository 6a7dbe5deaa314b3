"""The tests that every verdict goes by: of the trend, and of the change since the baseline."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from psa.methods.array_types import Floats
from psa.methods.baseline_trend import BaselineTrendTest, baseline_trend_test
from psa.methods.change import Change, change_since_baseline
from psa.methods.series_data import SeriesData, pick
from psa.methods.settings import Settings
from psa.methods.working import Working, work_on_scale

LEAST_FOR_NOISE = 4  # baseline figures, below which their irregularity stands in for no standard error


@dataclass(frozen=True)
class Tested:
    """Series with their tests, one entry a series.

    Attributes:
        data: the series.
        working: them on the scale of the test.
        official: the columns by the official rule.
        direction: +1 where up is better, -1 where down is, else NaN.
        trend: the test against the baseline trend.
        change: the change since the baseline.
        first_se, last_se: standard errors of the two figures; NaN where not known.
        noise: irregularity of one figure, in the unit, which stands in for a standard error; NaN where too
            few figures tell it.
    """

    data: SeriesData
    working: Working
    official: pd.DataFrame
    direction: Floats
    trend: BaselineTrendTest
    change: Change
    first_se: Floats
    last_se: Floats
    noise: Floats

    def numbers(self, column: str) -> Floats:
        """Return an official column as numbers."""
        return self.official[column].to_numpy(float)


def run_tests(data: SeriesData, official: pd.DataFrame, settings: Settings) -> Tested:
    """Return all series with their tests.

    Args:
        data: the series.
        official: the columns on them by the official rule.
        settings: see `Settings`.
    """
    working = work_on_scale(data, settings)
    sign = data.definitions.sign
    direction = np.where(np.abs(sign) == 1, sign, np.nan)
    by_significance = official["minimum_change_unit"] == "significance"
    least = np.where(by_significance, np.nan, official["minimum_change"].to_numpy(float))
    trend = baseline_trend_test(
        working.stack.time,
        working.value,
        working.se,
        working.stack.baseline,
        working.stack.later,
        np.where(np.isnan(direction), 0, direction),
        delta=working.amount_to_scale(least),
        confidence=settings.confidence,
        rounding=working.rounding_on_scale,
    )
    noise = np.maximum(working.amount_from_scale(trend.noise_sd), working.rounding)
    noise = np.where(trend.m >= LEAST_FOR_NOISE, noise, np.nan)
    first_se, last_se = pick(data.se, data.points.baseline), pick(data.se, data.points.latest)
    is_pair = official["change"].notna().to_numpy()
    change = change_since_baseline(
        np.where(is_pair, official["baseline_value"].to_numpy(float), np.nan),
        first_se,
        np.where(is_pair, official["latest_value"].to_numpy(float), np.nan),
        last_se,
        direction,
        settings.confidence,
        noise_sd=noise,
        noise_df=np.where(trend.m > 2, trend.m - 2.0, np.nan),
    )
    return Tested(data, working, official, direction, trend, change, first_se, last_se, noise)
