"""The tests that every verdict goes by: of the trend, and of the change since the baseline."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from psa.methods.array_types import Floats
from psa.methods.baseline_trend import BaselineTrendTest
from psa.methods.change import Change, change_since_baseline
from psa.methods.compared import Compared
from psa.methods.moderation import DISPERSION
from psa.methods.overdispersion import (
    STATED_D0,
    STATED_PHI,
    Overdispersion,
    dispersion_ratio,
    moderate_dispersion,
)
from psa.methods.projected_error import error_of_projection
from psa.methods.series_data import SeriesData, pick
from psa.methods.settings import Settings
from psa.methods.small_counts import noise_level
from psa.methods.tested_trends import TrendTests, run_trend_tests
from psa.methods.trend_figures import trend_figures
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
        trends: the tests against the baseline trends.
        change: the change since the baseline.
        first_se, last_se: standard errors of the figures of the baseline and of the latest period; NaN where not known.
        noise: irregularity of one figure, in the unit, which stands in for a standard error; NaN where too
            few figures tell it, or a model made them.
    """

    data: SeriesData
    working: Working
    official: pd.DataFrame
    direction: Floats
    trends: TrendTests
    change: Change
    first_se: Floats
    last_se: Floats
    noise: Floats

    @property
    def trend(self) -> BaselineTrendTest:
        """What the test against the baseline trend found."""
        return self.trends.test

    def numbers(self, column: str) -> Floats:
        """Return an official column as numbers."""
        return self.official[column].to_numpy(float)


def run_tests(data: SeriesData, official: pd.DataFrame, two: Compared, settings: Settings) -> Tested:
    """Return all series with their tests.

    Args:
        data: the series.
        official: the columns on them by the official rule.
        two: the two figures of each, with their errors.
        settings: see `Settings`.
    """
    working = work_on_scale(data, settings)
    sign = data.definitions.sign
    direction = np.where(np.abs(sign) == 1, sign, np.nan)
    by_significance = official["minimum_change_unit"] == "significance"
    least = np.where(by_significance, np.nan, official["minimum_change"].to_numpy(float))
    figures = trend_figures(data, working, settings)
    trends = run_trend_tests(figures, working, data.definitions, direction, least, settings)
    first_se, last_se = pick(data.se, data.points.baseline), pick(data.se, data.points.latest)
    is_pair = official["change"].notna().to_numpy()
    first, last = (
        np.where(is_pair, official[column].to_numpy(float), np.nan)
        for column in ("baseline_value", "latest_value")
    )
    noise = _noise(working, trends, first, last)
    spread = _dispersion(data, working, settings)
    whole, whole_df = error_of_projection(working, trends, two, settings)
    change = change_since_baseline(
        first,
        np.hypot(two.first_se * np.sqrt(spread.phi), working.rounding),
        last,
        np.hypot(two.last_se * np.sqrt(spread.phi), working.rounding),
        direction,
        settings.confidence,
        noise_sd=noise,
        noise_df=trends.noise_df,
        known_df=spread.df,
        covariance=np.nan_to_num(two.correlation * two.first_se * two.last_se * spread.phi),
        whole=whole,
        whole_df=whole_df,
    )
    return Tested(data, working, official, direction, trends, change, first_se, last_se, noise)


def _noise(working: Working, trends: TrendTests, first: Floats, last: Floats) -> Floats:
    """Return how irregular one figure of each series is, in the unit, at the level of the two that are compared.

    NaN where too few figures tell it, or a model made them: how those stray says nothing of chance.
    """
    pair = np.where(np.isfinite(first + last), first, working.baseline_value)
    level = noise_level(
        working.stack.value,
        working.stack.baseline,
        pair,
        np.where(np.isfinite(first + last), last, working.baseline_value),
    )
    noise = np.maximum(working.amount_from_scale(trends.noise_sd, level), working.rounding)
    is_told = (trends.noise_points >= LEAST_FOR_NOISE) & (trends.modelled == "")
    return np.where(is_told, noise, np.nan)


def _dispersion(data: SeriesData, working: Working, settings: Settings) -> Overdispersion:
    """Return by how much the variance of counted rates and shares grows, as they stray more than chance makes them."""
    ratio, degrees = dispersion_of(data, working)
    stated = [(prior.d0, prior.s0_squared) for prior in settings.trend_priors if prior.scale == DISPERSION]
    return moderate_dispersion(ratio, degrees, *(stated[0] if stated else (STATED_D0, STATED_PHI)))


def dispersion_of(data: SeriesData, working: Working) -> tuple[Floats, Floats]:
    """Return how much more than by chance each counted series strays, and degrees of freedom; NaN for others."""
    variance = np.where(working.is_counted[:, None], working.se**2, np.nan)
    return dispersion_ratio(
        working.stack.time, working.value, variance, working.stack.baseline & np.isfinite(variance)
    )
