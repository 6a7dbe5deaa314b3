"""The weather symbols of the German Sustainable Development Strategy.

The mean yearly change runs from the first to the last of the last six points.

- A *target* is judged at its date, to which the mean yearly change is carried on. The share missed
  is the gap then over the gap now: sun below 5 %, slightly_cloudy from 5 to 20 %, cloud above while
  moving the right way, thunderstorm where not moving the right way. A target already met is rated
  as a standard.
- A *standard* is sun where it is met and not falling back, slightly_cloudy where met but falling
  back, cloud where missed but nearing, thunderstorm where missed and not nearing.
- A *direction* is sun where the mean and the last change are both right, slightly_cloudy where only
  the mean is, cloud where only the last change is, thunderstorm where neither is. No change is not
  right.

The written rule asks for four consecutive points in exceptional cases. Series published every
second year were rated, so points count here, not years. Of the published symbols set beside ours
none was given on fewer than six points. After the target's date the publisher ends the assessment;
so does this.

The statistic is the share missed where a target is still open, else the mean yearly change in the
good direction, in units a year.

Checked against 266 published symbols, of which 250 are the same; each difference has its reason in
``data/replay/known_differences.csv``.
"""

import numpy as np

from psa.methods.rules.parts import CLOSE, Rated, Rule, Series, answer, choose, missing
from psa.methods.rules.parts.series import Bools, Floats, Words, entry

LEAST_POINTS = 4
USED_POINTS = 6


def rate(series: Series) -> Rated:
    """Return sun, slightly_cloudy, cloud or thunderstorm for each series."""
    value, target = series.last(), series.target
    first = np.maximum(series.count - USED_POINTS, 0)
    years = series.last_time() - entry(series.time, first)
    yearly = series.sign * (value - entry(series.value, first)) / years
    latest = series.sign * (value - series.last(2))
    is_met = series.sign * (value - target) >= 0
    share_missed = 1 - yearly * (series.target_time - series.last_time()) / np.abs(target - value)
    is_open_target = (series.kind == "target") & ~is_met
    words = np.select(
        [is_open_target, series.kind == "direction"],
        [_target_word(yearly, share_missed), _direction_word(yearly, latest)],
        _standard_word(yearly, is_met),
    )
    return answer(series, _why_not(series), words, np.where(is_open_target, share_missed, yearly))


def _why_not(series: Series) -> Words:
    is_target = series.kind == "target"
    return choose(
        *missing(series),
        (series.count < LEAST_POINTS, f"fewer than {LEAST_POINTS} points"),
        ((series.kind != "direction") & np.isnan(series.target), "no target figure"),
        (is_target & np.isnan(series.target_time), "the target has no date"),
        (is_target & (series.target_time < series.last_time()), "the assessment ends with the target's date"),
    )


def _target_word(yearly: Floats, share_missed: Floats) -> Words:
    return choose(
        (~(yearly > 0), "thunderstorm"),
        (share_missed < 0.05 - CLOSE, "sun"),
        (share_missed <= 0.20 + CLOSE, "slightly_cloudy"),
        otherwise="cloud",
    )


def _standard_word(yearly: Floats, is_met: Bools) -> Words:
    return choose(
        (is_met & (yearly >= 0), "sun"),
        (is_met, "slightly_cloudy"),
        (yearly > 0, "cloud"),
        otherwise="thunderstorm",
    )


def _direction_word(yearly: Floats, latest: Floats) -> Words:
    return choose(
        ((yearly > 0) & (latest > 0), "sun"),
        (yearly > 0, "slightly_cloudy"),
        (latest > 0, "cloud"),
        otherwise="thunderstorm",
    )


RULE = Rule(
    name="destatis",
    title="German weather symbols",
    body="Federal Statistical Office of Germany (Destatis)",
    country="Germany",
    year="2023",
    source="Indicator status - Methodology, open-sdg-site-starter, _pages/en/status.md at 2dfa9ea7",
    words={"sun": "good", "slightly_cloudy": "good", "cloud": "neutral", "thunderstorm": "bad"},
    statistic="share of the target missed, or mean yearly change in the good direction",
    reads=("kind", "target", "target_time"),
    rate=rate,
    order=10,
)
