"""Compound growth over the last 15 years, as Eurostat's monitoring of the EU's sustainable development does.

The base is the first point within the 15 years before the latest one.

- With a dated target, growth is held against the growth required: significant_progress from 95 %,
  moderate_progress from 60 %, insufficient_progress from 0, movement_away below.
- Without: significant_progress from 1 % a year, moderate_progress from 0, moderate_movement_away
  above -1 %, else significant_movement_away.
- A target met is significant_progress; one without a date is rated by growth.

Values of zero or below have no growth rate. Figures that span fewer than ten years make no long-term trend: only a
target that is met is rated.

The statistic is growth over growth required, or growth a year as a share.

Checked by hand only: the rule as described by Statistics Canada. The cuts without a target, the
word for a met target and the ten years are recalled; the annex was not read.
"""

import numpy as np

from psa.methods.rules.parts import CLOSE, Rated, Rule, Series, answer, choose
from psa.methods.rules.parts.growth import CLOSE_GROWTH, ends, no_growth, yearly_growth
from psa.methods.rules.parts.series import Floats, Words

YEARS = 15.0
LEAST_YEARS = 10.0  # between the first and the last figure, of a long-term trend
ROUND = 1e-6  # years


def rate(series: Series) -> Rated:
    """Return one of the six words for each series."""
    target, target_time = series.target, series.target_time
    first, first_time, last, last_time = ends(series, series.last_time() - YEARS)
    has_target = ~np.isnan(target)
    by_ratio = has_target & ~np.isnan(target_time)
    is_met = has_target & (series.sign * (last - target) >= 0)
    growth = series.sign * yearly_growth(first, last, last_time - first_time)
    required = np.abs(yearly_growth(first, target, target_time - first_time))
    ratio = np.where(required > 0, growth / required, np.where(growth < 0, -np.inf, np.inf))
    why_not = choose(
        *no_growth(series, first_time, last_time),
        (is_met, ""),
        (first == 0, "the first value is zero, so there is no growth rate"),
        ((first < 0) | (last < 0), "values below zero have no growth rate"),
        (by_ratio & ~(target_time > first_time), "the target's date is not after the first point"),
        (by_ratio & ~(target > 0), "no growth rate leads to a target of zero or below"),
        (
            last_time - first_time < LEAST_YEARS - ROUND,
            "fewer than ten years from the first figure to the last",
        ),
    )
    words = np.select([is_met, by_ratio], ["significant_progress", _ratio_word(ratio)], _growth_word(growth))
    caution = choose(
        (is_met, "the target is already met"),
        (has_target & ~by_ratio, "the target has no date: rated by growth alone"),
    )
    return answer(series, why_not, words, np.where(by_ratio & (target > 0), ratio, growth), caution)


def _ratio_word(ratio: Floats) -> Words:
    return choose(
        (ratio >= 0.95 - CLOSE, "significant_progress"),
        (ratio >= 0.60 - CLOSE, "moderate_progress"),
        (ratio >= -CLOSE, "insufficient_progress"),
        otherwise="movement_away",
    )


def _growth_word(growth: Floats) -> Words:
    return choose(
        (growth >= 0.01 - CLOSE_GROWTH, "significant_progress"),
        (growth >= -CLOSE_GROWTH, "moderate_progress"),
        (growth > -0.01 + CLOSE_GROWTH, "moderate_movement_away"),
        otherwise="significant_movement_away",
    )


RULE = Rule(
    name="eurostat",
    title="Eurostat growth over 15 years",
    body="Eurostat",
    country="",
    year="2014, 2021",
    source="Sustainable development in the European Union, monitoring report, annex; second-hand",
    words={
        "significant_progress": "good",
        "moderate_progress": "good",
        "insufficient_progress": "neutral",
        "moderate_movement_away": "bad",
        "movement_away": "bad",
        "significant_movement_away": "bad",
    },
    statistic="growth over growth required, or growth a year",
    reads=("kind", "target", "target_time"),
    rate=rate,
    order=20,
)
