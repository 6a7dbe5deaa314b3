"""Standard errors of figures, from published limits or counts."""

import re

import numpy as np
from scipy.special import ndtri

from psa.data.units import ceiling_of, per_of
from psa.methods.intervals import normal_quantile, poisson_interval, wilson_interval
from psa.methods.scales import for_each_pair, to_scale

_MULTIPLE = re.compile(r"\b(thousands?|millions?|billions?)\b", re.IGNORECASE)


# Standard errors
def se_from_limits(lower, upper, level=0.95, scale="identity", ceiling=100.0):
    """Return the standard error behind published confidence limits, half their distance over z.

    z is the normal quantile of the level (1.959964 at 95 %, not 1.96). Limits that coincide tell of
    rounding, not of certainty, and give NaN.

    Args:
        lower: published lower limit.
        upper: published upper limit, same unit.
        level: two-sided level as a share (0.95) or in percent (95); NaN where none was published.
        scale: take the limits to this scale first; the result is then on that scale.
        ceiling: what a whole is, for the logit scale.

    Raises:
        ValueError: a lower limit above its upper one, or a level outside (0, 100).
    """
    lower, upper, level = np.broadcast_arrays(*(np.asarray(a, float) for a in (lower, upper, level)))
    if np.any(lower > upper):
        raise ValueError("lower limit above upper limit")
    level = np.where(level > 1, level / 100, level)
    z = np.full(level.shape, np.nan)
    is_known = ~np.isnan(level)
    z[is_known] = normal_quantile(level[is_known])
    se = (np.asarray(to_scale(upper, scale, ceiling)) - np.asarray(to_scale(lower, scale, ceiling))) / (2 * z)
    return np.where(np.isfinite(se) & (se > 0), se, np.nan)


def se_from_counts(numerator, denominator, kind, design_effect=1.0):
    """Return the standard error of x/n or of x from counts alone.

    proportion: sqrt(p(1 - p)/n), of x/n; at p = 0 or 1, where that is 0, the Wilson half-width over z.
    rate: sqrt(x)/n, of x/n (Poisson). count: sqrt(x), of x (Poisson). A rate or count of no events takes
    half the width of its exact interval over z, 0.94 of an event. Each is multiplied by the root of
    the design effect (Kish 1965).

    Args:
        numerator: events, or persons with the property.
        denominator: persons examined, or the population; ignored for a count.
        kind: 'proportion', 'rate' or 'count'.
        design_effect: variance of the design over that of simple random sampling; NaN counts as 1.

    Returns:
        Standard errors, NaN where a count that is needed is missing, 0 or impossible.

    Raises:
        ValueError: another kind, or a design effect that is not above 0.
    """
    x, n, effect = np.broadcast_arrays(
        *(np.asarray(a, float) for a in (numerator, denominator, design_effect))
    )
    effect = np.where(np.isnan(effect), 1.0, effect)
    if np.any(effect <= 0) or np.any(np.isinf(effect)):
        raise ValueError("design_effect must be a finite number above 0")
    x = np.where(np.isfinite(x) & (x >= 0), x, np.nan)
    n = np.where(np.isfinite(n) & (n > 0), n, np.nan)
    z = ndtri(0.975)
    if kind == "proportion":
        x = np.where(x <= n, x, np.nan)
        lower, upper = wilson_interval(x, np.where(np.isnan(x), np.nan, n))
        share = x / n
        is_edge = (share == 0) | (share == 1)
        se = np.where(is_edge, (upper - lower) / (2 * z), np.sqrt(share * (1 - share) / n))
    elif kind in ("rate", "count"):
        se = np.where(x == 0, poisson_interval(0.0)[1] / (2 * z), np.sqrt(x))
        se = se / n if kind == "rate" else se
    else:
        raise ValueError(f"kind {kind!r} is unknown; known: proportion, rate, count")
    return se * np.sqrt(effect)


def _events_per_unit(unit):
    """Return how many events one unit stands for: 1, 1000 for 'thousand people'."""
    found = _MULTIPLE.search(unit)
    words = {"t": 1e3, "m": 1e6, "b": 1e9}
    return words[found.group(0)[0].lower()] if found else 1.0


def standard_errors(
    value, lower, upper, interval_level, numerator, denominator, value_kind, unit, design_effect=1.0,
    count_as_poisson=False,
):  # fmt: skip
    """Return the sampling standard error of each published figure, in its unit; NaN where none can be had.

    The first that applies:

    1. published limits with their level, whatever the kind (the design is in them already);
    2. a proportion with a denominator, or with a numerator from which value gives it: binomial;
    3. a rate with a numerator, taken as a count of events: Poisson, value / sqrt(events). A rate in
       percent is binomial if numerator over denominator gives the value, and otherwise has none;
    4. a count, only if the caller says that counts are of independent events: Poisson.

    A full count of people, money, an index or a mean has no sampling error that its figures show: NaN.
    A denominator must be a number examined; where it is the population that a survey stands for, the
    result is far too small, so publish limits or a design effect.

    Args:
        value: published values.
        lower: published limits, NaN where none.
        upper: the same.
        interval_level: 0.95 or 95, NaN where none.
        numerator: as published, NaN where none.
        denominator: as published, NaN where none.
        value_kind: as for ``scale_for``; a kind that is not known has no rule but the first.
        unit: the unit's words.
        design_effect: NaN counts as 1; not applied to published limits.
        count_as_poisson: take counts as Poisson; 'thousand' and 'million' in the unit are heeded.

    Returns:
        Array of the shape to which the inputs broadcast.
    """
    numbers = (value, lower, upper, interval_level, numerator, denominator, design_effect)
    arrays = np.broadcast_arrays(
        *(np.asarray(a, float) for a in numbers), np.asarray(value_kind, object), np.asarray(unit, object)
    )
    value, lower, upper, level, x, n, effect, kind, unit = arrays
    value = np.where(np.isfinite(value), value, np.nan)
    ceiling = np.asarray(for_each_pair(lambda _, u: ceiling_of(u), "", unit, float))
    per = np.asarray(for_each_pair(lambda _, u: per_of(u), "", unit, float))
    scale = np.asarray(for_each_pair(lambda _, u: 1 / _events_per_unit(u), "", unit, float))
    is_percent = np.isfinite(ceiling)

    with np.errstate(divide="ignore", invalid="ignore"):
        share = value / ceiling
        n_implied = np.where(np.isnan(n) & (share > 0), x / share, n)
        is_edge = ((share == 0) | (share == 1)) & (x > 0) & (x < n)  # rounded to the edge, not on it
        share = np.where(is_edge, x / n, share)
        is_impossible = (share < 0) | (share > 1) | (x > n_implied * (1 + 1e-9))
        n_implied = np.where(is_impossible, np.nan, n_implied)
        of_proportion = ceiling * se_from_counts(share * n_implied, n_implied, "proportion", effect)
        is_share = is_percent & (np.abs(x / n - share) * 100 <= 0.6)
        of_rate = value * se_from_counts(x, 1.0, "count", effect) / x
        of_rate = np.where(x == 0, per * se_from_counts(x, n, "rate", effect), of_rate)
        of_rate = np.where(is_percent, np.where(is_share, of_proportion, np.nan), of_rate)
        of_rate = np.where(of_rate >= 0, of_rate, np.nan)
        events = np.where(np.isfinite(x), x, value / scale)
        of_count = scale * se_from_counts(events, 1.0, "count", effect)

    se = np.where(kind == "proportion", of_proportion, np.nan)
    se = np.where(kind == "rate", of_rate, se)
    if count_as_poisson:
        se = np.where(kind == "count", of_count, se)
    from_limits = se_from_limits(lower, upper, level)
    se = np.where(np.isfinite(from_limits), from_limits, se)
    return np.where(np.isfinite(value) & np.isfinite(se), se, np.nan)


def rounding_error(value):
    """Return the standard deviation that rounding alone gives to each figure of a series.

    The last published place is read off the series: the fewest decimals, up to 6, that hold all of its
    values. Rounding errors spread evenly over one unit of that place, so their standard deviation is the
    unit over sqrt(12). Trailing zeros of whole numbers are taken as published to the unit.

    Args:
        value: 2-D (series, points); NaN is skipped.

    Returns:
        1-D, in the unit of the values; 0 for series with more decimals, NaN for series without values.
    """
    value = np.asarray(value, float)
    if value.ndim != 2:
        raise ValueError("value must be 2-D: (series, points)")
    step = np.zeros(len(value))
    is_finite = np.isfinite(value)
    for decimals in range(6, -1, -1):
        is_off = np.abs(value - np.round(value, decimals)) > 1e-9 * np.maximum(np.abs(value), 1e-3)
        step = np.where(~(is_off & is_finite).any(axis=1), 10.0**-decimals, step)
    return np.where(is_finite.any(axis=1), step / np.sqrt(12), np.nan)
