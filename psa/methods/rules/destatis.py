"""The weather symbols of the German Sustainable Development Strategy."""

import numpy as np

from psa.methods.rules.rule import Rated
from psa.methods.rules.series import (
    CLOSE,
    NO_FIGURES,
    NO_SIGN,
    Stack,
    answer,
    choose,
    each,
    kinds,
    pack_series,
    point,
    signs,
)


@np.errstate(all="ignore")
def destatis(time, value, sign, kind="direction", target=None, target_time=None, least_points=4) -> Rated:
    """Rate by the weather symbols of the German Sustainable Development Strategy.

    The mean yearly change runs from the first to the last of the last six points.

    - *target*: it is carried on to the target's date. The share missed is the gap then over the gap now:
      sun below 5 %, slightly_cloudy 5 to 20 %, cloud above while moving the right way, thunderstorm where
      not moving the right way. A target already met is rated as a standard.
    - *standard*: sun met and not falling back, slightly_cloudy met but falling back, cloud missed but
      nearing, thunderstorm missed and not nearing.
    - *direction*: sun mean and last change both right, slightly_cloudy only the mean, cloud only the last
      change, thunderstorm neither. No change is not right.

    The written rule asks for four consecutive points in exceptional cases; series published every second
    year were rated, so points count here, not years. In the ratings replayed none was given on fewer than
    six points. After the target's date the publisher ends the assessment; so does this.

    Args:
        time, value: series.
        sign: +1, -1; 0 or NaN is not assessed.
        kind: target, standard (minimum_standard) or direction (improve).
        target: the figure to reach or to keep, in the unit of the values.
        target_time: its date, for kind target.
        least_points: fewest points that are rated.

    Returns:
        Words sun, slightly_cloudy, cloud, thunderstorm; the statistic is the share missed where a target is
        still open, else the mean yearly change in the good direction, in units a year.

    Source: Federal Statistical Office of Germany (Destatis), Indicator status - Methodology, as in
    open-sdg-site-starter ``_pages/en/status.md`` at 2dfa9ea7 (2023).
    """
    stack = pack_series(time, value)
    sign, kind = signs(sign, stack), kinds(kind, stack)
    target, until = each(target, stack, "target"), each(target_time, stack, "target_time")
    n = stack.count
    first = np.maximum(n - 6, 0)
    y, t = point(stack.value, n - 1), point(stack.time, n - 1)
    yearly = sign * (y - point(stack.value, first)) / (t - point(stack.time, first))
    latest = sign * (y - point(stack.value, n - 2))
    is_met = sign * (y - target) >= 0
    missed = 1 - yearly * (until - t) / np.abs(target - y)

    why = choose(
        (n == 0, NO_FIGURES),
        (~(np.abs(sign) == 1), NO_SIGN),
        (n < max(least_points, 2), f"fewer than {max(least_points, 2)} points"),
        ((kind != "direction") & np.isnan(target), "no target figure"),
        ((kind == "target") & np.isnan(until), "the target has no date"),
        ((kind == "target") & (until < t), "the assessment ends with the target's date"),
    )
    by_target = choose(
        (~(yearly > 0), "thunderstorm"),
        (missed < 0.05 - CLOSE, "sun"),
        (missed <= 0.20 + CLOSE, "slightly_cloudy"),
        otherwise="cloud",
    )
    by_standard = choose(
        (is_met & (yearly >= 0), "sun"),
        (is_met, "slightly_cloudy"),
        (yearly > 0, "cloud"),
        otherwise="thunderstorm",
    )
    by_direction = choose(
        ((yearly > 0) & (latest > 0), "sun"),
        (yearly > 0, "slightly_cloudy"),
        (latest > 0, "cloud"),
        otherwise="thunderstorm",
    )
    is_open_target = (kind == "target") & ~is_met
    words = np.where(is_open_target, by_target, np.where(kind == "direction", by_direction, by_standard))
    return answer(stack, why, words, np.where(is_open_target, missed, yearly))


def ends(stack: Stack, base_time: np.ndarray) -> tuple:
    """First point at or after the base time (the first of all where NaN) and the last: y0, t0, y1, t1."""
    is_before = stack.time < np.where(np.isnan(base_time), -np.inf, base_time - 1e-6)[:, None]
    base = is_before.sum(axis=1)
    last = stack.count - 1
    return (
        point(stack.value, base),
        point(stack.time, base),
        point(stack.value, last),
        point(stack.time, last),
    )
