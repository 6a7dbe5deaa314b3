"""Standard errors of figures, from published limits or counts."""

import numpy as np
import numpy.typing as npt

from psa.data.units import ceiling_of, per_of
from psa.methods.array_types import Floats
from psa.methods.intervals import poisson_interval, wilson_interval
from psa.methods.quantiles import normal_critical
from psa.methods.scales import for_each_unit, to_scale


def se_from_limits(
    lower: npt.ArrayLike,
    upper: npt.ArrayLike,
    level: npt.ArrayLike = 0.95,
    scale: npt.ArrayLike = "identity",
    ceiling: npt.ArrayLike = 100.0,
) -> Floats:
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
    low, high, share = np.broadcast_arrays(*(np.asarray(a, float) for a in (lower, upper, level)))
    if np.any(low > high):
        raise ValueError("lower limit above upper limit")
    share = np.where(share > 1, share / 100, share)
    z = np.full(share.shape, np.nan)
    is_known = ~np.isnan(share)
    z[is_known] = normal_critical(share[is_known])
    se = (to_scale(high, scale, ceiling) - to_scale(low, scale, ceiling)) / (2 * z)
    return np.where(np.isfinite(se) & (se > 0), se, np.nan)


def se_from_counts(
    numerator: npt.ArrayLike,
    denominator: npt.ArrayLike,
    kind: str,
    design_effect: npt.ArrayLike = 1.0,
) -> Floats:
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
    z = normal_critical(0.95)
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
    return np.asarray(se * np.sqrt(effect))


def standard_errors(
    value: npt.ArrayLike,
    lower: npt.ArrayLike,
    upper: npt.ArrayLike,
    interval_level: npt.ArrayLike,
    numerator: npt.ArrayLike,
    denominator: npt.ArrayLike,
    value_kind: npt.ArrayLike,
    unit: npt.ArrayLike,
    design_effect: npt.ArrayLike = 1.0,
) -> Floats:
    """Return the sampling standard error of each published figure, in its unit; NaN where none can be had.

    The first that applies:

    1. published limits with their level, whatever the kind (the design is in them already);
    2. a proportion with a denominator, or with a numerator from which value gives it: binomial;
    3. a rate with a numerator, taken as a count of events: Poisson, value / sqrt(events). A rate in
       percent is binomial if numerator over denominator gives the value, and otherwise has none.

    A count, money, an index or a mean has no sampling error that its figures show: NaN. A denominator must be
    a number examined; where it is the population that a survey stands for, the result is far too small
    (`psa.data.populations` finds those, and `psa.methods.series_data` leaves them out).

    Args:
        value: published values.
        lower, upper: published limits, NaN where none.
        interval_level: 0.95 or 95, NaN where none.
        numerator, denominator: as published, NaN where none.
        value_kind: as for ``scale_for``; a kind that is not known has no rule but the first.
        unit: the unit's words.
        design_effect: NaN counts as 1; not applied to published limits.

    Returns:
        Array of the shape to which the inputs broadcast.
    """
    numbers = (value, lower, upper, interval_level, numerator, denominator, design_effect)
    arrays = np.broadcast_arrays(
        *(np.asarray(a, float) for a in numbers), np.asarray(value_kind, object), np.asarray(unit, object)
    )
    figure, low, high, level, events, examined, effect, kind, units = arrays
    figure = np.where(np.isfinite(figure), figure, np.nan)
    ceiling = for_each_unit(ceiling_of, units)
    with np.errstate(divide="ignore", invalid="ignore"):
        of_share, is_share = _se_of_shares(figure, events, examined, effect, ceiling)
        of_rate = figure * se_from_counts(events, 1.0, "count", effect) / events
        of_none = for_each_unit(per_of, units) * se_from_counts(events, examined, "rate", effect)
        of_rate = np.where(events == 0, of_none, of_rate)
        of_rate = np.where(np.isfinite(ceiling), np.where(is_share, of_share, np.nan), of_rate)
        of_rate = np.where(of_rate >= 0, of_rate, np.nan)
    se = np.where(kind == "proportion", of_share, np.where(kind == "rate", of_rate, np.nan))
    from_limits = se_from_limits(low, high, level)
    se = np.where(np.isfinite(from_limits), from_limits, se)
    return np.where(np.isfinite(figure) & np.isfinite(se), se, np.nan)


def _se_of_shares(
    value: Floats, numerator: Floats, denominator: Floats, effect: Floats, ceiling: Floats
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return the binomial standard error of shares, and where numerator over denominator is the value."""
    share = value / ceiling
    examined = np.where(np.isnan(denominator) & (share > 0), numerator / share, denominator)
    is_edge = (share == 0) | (share == 1)
    is_edge = is_edge & (numerator > 0) & (numerator < denominator)  # rounded to the edge, not on it
    share = np.where(is_edge, numerator / denominator, share)
    is_impossible = (share < 0) | (share > 1) | (numerator > examined * (1 + 1e-9))
    examined = np.where(is_impossible, np.nan, examined)
    se = ceiling * se_from_counts(share * examined, examined, "proportion", effect)
    return se, np.isfinite(ceiling) & (np.abs(numerator / denominator - share) * 100 <= 0.6)


def rounding_error(value: npt.ArrayLike) -> Floats:
    """Return the standard deviation that rounding alone gives to each figure of a series.

    The last published place is read off the series: the fewest decimals, up to 6, that hold all of its
    values. Rounding errors spread evenly over one unit of that place, so their standard deviation is the
    unit over sqrt(12). Trailing zeros of whole numbers are taken as published to the unit.

    Args:
        value: 2-D (series, points); NaN is skipped.

    Returns:
        1-D, in the unit of the values; 0 for series with more decimals, NaN for series without values.
    """
    values = np.asarray(value, float)
    if values.ndim != 2:
        raise ValueError("value must be 2-D: (series, points)")
    step = np.zeros(len(values))
    is_finite = np.isfinite(values)
    for decimals in range(6, -1, -1):
        is_off = np.abs(values - np.round(values, decimals)) > 1e-9 * np.maximum(np.abs(values), 1e-3)
        step = np.where(~(is_off & is_finite).any(axis=1), 10.0**-decimals, step)
    return np.where(is_finite.any(axis=1), step / np.sqrt(12), np.nan)
