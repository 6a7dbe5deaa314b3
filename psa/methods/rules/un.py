"""The progress chart of the UN Statistics Division: where present growth leads by the target's date.

- With a dated target, the share of the way from base to target that is covered at its date if
  growth goes on: on_track from 95 %, fair_progress from 10 %, else stagnation_or_regression.
- Without, growth a year in the good direction: on_track from 2 %, fair_progress from 0.5 %, else
  stagnation_or_regression.
- A target met at the last point, and a share within one point of its end where that end (0 or 100
  per cent) is the target, is on_track whatever the trend. After the target's date nothing is
  projected. A target that lies behind the base and was since lost is regression. A target without a
  date is rated by growth.

The base is the first point at or after ``base_time``, the first of all without it; the body takes
2015. Values of zero or below have no growth rate.

The statistic is the share of the way covered at the target's date, or growth a year as a share.

Checked by hand only: the rule as applied by Eustat, the Basque statistical office; the note itself
was not read.
"""

import numpy as np

from psa.methods.rules.parts import CLOSE, Rated, Rule, Series, answer, choose
from psa.methods.rules.parts.growth import CLOSE_GROWTH, ends, no_growth, yearly_growth
from psa.methods.rules.parts.series import Floats


def rate(series: Series) -> Rated:
    """Return on_track, fair_progress or stagnation_or_regression for each series."""
    sign, target = series.sign, series.target
    first, first_time, last, last_time = ends(series, series.base_time)
    growth = yearly_growth(first, last, last_time - first_time)
    gain = sign * growth
    share = _share_covered(series, first, last, growth)
    has_target = ~np.isnan(target)
    by_share = has_target & ~np.isnan(series.target_time)
    of_scale, has_scale = last / series.full_scale, series.full_scale > 0
    asked = target / series.full_scale
    is_for_end = np.where(sign > 0, asked >= 1 - CLOSE, asked <= CLOSE) & has_scale & has_target
    is_at_end = np.where(sign > 0, of_scale >= 0.99 - CLOSE, of_scale <= 0.01 + CLOSE) & is_for_end
    is_met = (has_target & (sign * (last - target) >= 0)) | is_at_end
    why_not = choose(
        *no_growth(series, first_time, last_time),
        (is_met, ""),
        (first == 0, "the first value is zero, so there is no growth rate"),
        ((first < 0) | (last < 0), "values below zero have no growth rate"),
    )
    words = choose(
        (is_met, "on_track"),
        (np.where(by_share, share >= 0.95 - CLOSE, gain >= 0.02 - CLOSE_GROWTH), "on_track"),
        (np.where(by_share, share >= 0.10 - CLOSE, gain >= 0.005 - CLOSE_GROWTH), "fair_progress"),
        otherwise="stagnation_or_regression",
    )
    caution = choose(
        (is_met & is_at_end, "within one point of the end that the target asks for, which counts as met"),
        (is_met, "the target is already met"),
        (has_target & ~by_share, "the target has no date: rated by growth alone"),
    )
    return answer(series, why_not, words, np.where(by_share, share, gain), caution)


def _share_covered(series: Series, first: Floats, last: Floats, growth: Floats) -> Floats:
    """Return the share of the way from base to target covered at its date if growth goes on."""
    years_ahead = np.maximum(series.target_time - series.last_time(), 0)
    exponent = np.where(last == 0, 0, years_ahead * np.log1p(growth))
    projected = last * np.exp(np.clip(exponent, -700, 600))
    is_ahead = series.sign * (series.target - first) > 0
    return np.where(is_ahead, (projected - first) / (series.target - first), -np.inf)


RULE = Rule(
    name="un",
    title="UN progress chart",
    body="UN Statistics Division",
    country="",
    year="2023",
    source="Progress Chart Technical Note; second-hand, "
    "EUSTAT-DES/site, _pages/en/metodologia.md at 10f3c702",
    words={"on_track": "good", "fair_progress": "good", "stagnation_or_regression": "bad"},
    statistic="share of the way covered at the target's date, or growth a year",
    reads=("kind", "target", "target_time", "base_time", "full_scale"),
    rate=rate,
    order=40,
)
