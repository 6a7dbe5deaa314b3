"""The test of the baseline trend on series of a frame: what each borrows, what matters, which are no fair game."""

from dataclasses import dataclass

import numpy as np

from psa.data.units import is_difference, whole_of_difference
from psa.methods.array_types import Counts, Flags, Floats, Words
from psa.methods.baseline_trend import BaselineTrendTest, baseline_trend_test
from psa.methods.counted import usual_shocks
from psa.methods.definitions import Definitions
from psa.methods.equivalence import important_change, stated_in_unit
from psa.methods.moderation import PRIOR_SCALES, scale_to_borrow, series_priors
from psa.methods.scales import for_each_unit, proportion_ceiling
from psa.methods.settings import Settings
from psa.methods.smoothness import judge_sources
from psa.methods.trend_figures import TrendFigures
from psa.methods.working import Working


@dataclass(frozen=True)
class TrendTests:
    """The test of each series against its baseline trend, one entry a series.

    Attributes:
        test: what it found.
        modelled: why it gives no verdict: 'modelled' or 'smoothed' as declared, 'smooth' as found; else empty.
        smooth_odds: that the series of its source are smooth, against measured; NaN where nothing is asked.
        important: the smallest change that matters, in the unit.
        figures: what it was made on.
        noise_sd, noise_points: irregularity of one figure of a part of the year, on the working scale, and how many
            figures it rests on.
        d0, s0_squared: what the series borrows from others, on its working scale.
    """

    test: BaselineTrendTest
    modelled: Words
    smooth_odds: Floats
    important: Floats
    figures: TrendFigures
    noise_sd: Floats
    noise_points: Counts
    d0: Floats
    s0_squared: Floats

    @property
    def noise_df(self) -> Floats:
        """Degrees of freedom of `noise_sd`; NaN where it has none."""
        return np.where(self.noise_points > 2, self.noise_points - 2.0, np.nan)


def run_trend_tests(
    figures: TrendFigures,
    working: Working,
    asked: Definitions,
    direction: Floats,
    least: Floats,
    settings: Settings,
) -> TrendTests:
    """Return all series with their tests.

    Args:
        figures: what the tests are made on.
        working: the series on their scale.
        asked: what is asked of them.
        direction: +1 where up is better, -1 where down is, else NaN.
        least: the smallest change that counts by the definition, in the unit; NaN for none.
        settings: see `Settings`.
    """
    modelled, odds = modelled_series(working, asked, settings)
    important = _important(working, asked, least, settings)
    d0, s0_squared = borrowed_variance(working, asked, settings)
    delta = working.amount_to_scale(important)

    def test(
        rows: Counts, time: Floats, value: Floats, se: Floats, baseline: Flags, later: Flags
    ) -> BaselineTrendTest:
        return baseline_trend_test(
            time[rows],
            value[rows],
            se[rows],
            baseline[rows],
            later[rows],
            np.where(np.isnan(direction), 0, direction)[rows],
            delta=delta[rows],
            confidence=settings.confidence,
            rounding=working.rounding_on_scale[rows],
            d0=d0[rows],
            s0_squared=s0_squared[rows],
            is_modelled=(modelled != "")[rows],
        )

    every, stack = np.arange(len(modelled)), working.stack
    found = test(every, figures.time, figures.value, figures.se, figures.baseline, figures.later)
    noise_sd, noise_points = found.noise_sd.copy(), found.m.copy()
    rows = np.flatnonzero(figures.is_adjusted)
    if len(rows):  # a single figure strays more than a block of them less their season
        single = test(rows, stack.time, working.value, working.se, stack.baseline, stack.later)
        noise_sd[rows], noise_points[rows] = single.noise_sd, single.m
    return TrendTests(found, modelled, odds, important, figures, noise_sd, noise_points, d0, s0_squared)


def modelled_series(working: Working, asked: Definitions, settings: Settings) -> tuple[Words, Floats]:
    """Return why series have no verdict, and the odds that those of undeclared basis are smooth."""
    declares = [asked.figure_basis == basis for basis in ("model", "smoothed")]
    declared = np.select(declares, ["modelled", "smoothed"], "")
    odds = np.full(len(declared), np.nan)
    is_asked = (asked.error_group != "") & (asked.figure_basis == "")
    rows = np.flatnonzero(is_asked & working.stack.before.any(axis=1))
    if len(rows):
        group = asked.error_group[rows].astype(str)
        found = judge_sources(
            group,
            working.stack.time[rows],
            working.value[rows],
            working.stack.before[rows],
            settings.smooth_odds,
        )
        odds[rows] = found.odds[np.searchsorted(found.source, group)]
    is_smooth = np.nan_to_num(odds) > settings.smooth_odds
    return np.where(is_smooth, "smooth", declared).astype(object), odds


def _important(working: Working, asked: Definitions, least: Floats, settings: Settings) -> Floats:
    """Return the smallest change that matters: as the table states it, else the least that counts, else a usual one."""
    level = working.baseline_value
    stated = stated_in_unit(asked.important_change, asked.important_change_unit, asked.unit, level)
    return important_change(
        np.where(np.isfinite(stated), stated, least),
        level,
        proportion_ceiling(asked.unit),
        points=settings.important_points / 100,
        share=settings.important_percent / 100,
        difference_whole=for_each_unit(whole_of_difference, asked.unit),
    )


def borrowed_variance(working: Working, asked: Definitions, settings: Settings) -> tuple[Floats, Floats]:
    """Return d0 and s0^2 of the prior of each series on its working scale.

    Where the framework has no prior of a scale, its counted series are expected to stray as counts do, at least.
    """
    priors = {prior.scale: prior for prior in settings.trend_priors if prior.scale in PRIOR_SCALES}
    stack, scale = working.stack, scales_to_borrow(working, asked)
    d0, s0_squared = series_priors(priors, scale, working.value, stack.baseline)
    of_counts = usual_shocks(
        working.scale, stack.value, working.se, working.is_counted, stack.baseline, asked
    )
    return d0, np.where(np.isin(scale, list(priors)), s0_squared, np.maximum(s0_squared, of_counts))


def scales_to_borrow(working: Working, asked: Definitions) -> Words:
    """Return the scale of the prior that each series may use; '' for none."""
    is_gap = (asked.value_kind == "gap") | (
        for_each_unit(lambda unit: float(is_difference(unit)), asked.unit) > 0
    )
    return scale_to_borrow(working.scale, is_gap)
