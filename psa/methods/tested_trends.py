"""The test of the baseline trend on series of a frame: what each borrows, what matters, which are no fair game."""

from dataclasses import dataclass

import numpy as np

from psa.data.units import is_difference
from psa.methods.array_types import Floats, Words
from psa.methods.baseline_trend import BaselineTrendTest, baseline_trend_test
from psa.methods.definitions import Definitions
from psa.methods.equivalence import important_change, stated_in_unit
from psa.methods.moderation import PRIOR_SCALES, scale_to_borrow, series_priors
from psa.methods.scales import for_each_unit, proportion_ceiling
from psa.methods.settings import Settings
from psa.methods.smoothness import judge_sources
from psa.methods.working import Working


@dataclass(frozen=True)
class TrendTests:
    """The test of each series against its baseline trend, one entry a series.

    Attributes:
        test: what it found.
        modelled: why it gives no verdict: 'modelled' or 'smoothed' as declared, 'smooth' as found; else empty.
        smooth_odds: that the series of its source are smooth, against measured; NaN where nothing is asked.
        important: the smallest change that matters, in the unit.
        d0, s0_squared: what the series borrows from others, on its working scale.
    """

    test: BaselineTrendTest
    modelled: Words
    smooth_odds: Floats
    important: Floats
    d0: Floats
    s0_squared: Floats


def run_trend_tests(
    working: Working, asked: Definitions, direction: Floats, least: Floats, settings: Settings
) -> TrendTests:
    """Return all series with their tests.

    Args:
        working: the series on their scale.
        asked: what is asked of them.
        direction: +1 where up is better, -1 where down is, else NaN.
        least: the smallest change that counts by the definition, in the unit; NaN for none.
        settings: see `Settings`.
    """
    stack = working.stack
    modelled, odds = _modelled(working, asked, settings)
    important = _important(working, asked, least, settings)
    d0, s0_squared = borrowed_variance(working, asked, settings)
    test = baseline_trend_test(
        stack.time,
        working.value,
        working.se,
        stack.baseline,
        stack.later,
        np.where(np.isnan(direction), 0, direction),
        delta=working.amount_to_scale(important),
        confidence=settings.confidence,
        rounding=working.rounding_on_scale,
        d0=d0,
        s0_squared=s0_squared,
        is_modelled=modelled != "",
    )
    return TrendTests(test, modelled, odds, important, d0, s0_squared)


def _modelled(working: Working, asked: Definitions, settings: Settings) -> tuple[Words, Floats]:
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
    )


def borrowed_variance(working: Working, asked: Definitions, settings: Settings) -> tuple[Floats, Floats]:
    """Return d0 and s0^2 of the prior of each series on its working scale."""
    is_gap = (asked.value_kind == "gap") | (
        for_each_unit(lambda unit: float(is_difference(unit)), asked.unit) > 0
    )
    priors = {prior.scale: prior for prior in settings.trend_priors if prior.scale in PRIOR_SCALES}
    return series_priors(
        priors, scale_to_borrow(working.scale, is_gap), working.value, working.stack.baseline
    )
