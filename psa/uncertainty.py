"""Standard errors and intervals of published figures, and the scales on which to work with them.

Everything here takes and returns arrays, broadcasts, and knows no table, file or framework. A missing
input gives a missing output (NaN), never zero: a figure without a published basis for its sampling error
has none here. A number that cannot be (a negative count) is an error that names the argument.

Three working scales keep intervals inside what is possible:

========  ==========================  ===================================
scale     of                          domain
========  ==========================  ===================================
logit     proportions                 strictly between 0 and the ceiling
log       rates, counts, money        strictly above 0
identity  means, indices, gaps        any number
========  ==========================  ===================================

A value on the edge of its domain (0 %, 100 %, a rate of 0) has no place on the working scale. No small
number is added to it: ``working_scale`` moves the whole series to the identity scale instead.
"""

import re

import numpy as np
from scipy.special import gammaincinv, ndtri, stdtrit

from psa.units import ceiling_of, is_difference, is_percent, per_of

SCALES = ("logit", "log", "identity")
VALUE_KINDS = ("proportion", "rate", "count", "mean", "index", "gap", "money", "ratio")
BYAR_FROM = 10  # events; below, the exact limits of Garwood (1936)

_SCALE_OF_KIND = {
    "proportion": "logit", "rate": "log", "count": "log", "ratio": "log", "money": "log",
    "mean": "identity", "index": "identity", "gap": "identity",
}  # fmt: skip
_MULTIPLE = re.compile(r"\b(thousands?|millions?|billions?)\b", re.IGNORECASE)


# ---------------------------------------------------------------------------------------------------
# Intervals


def _normal_quantile(confidence):
    confidence = np.asarray(confidence, float)
    if np.any((confidence <= 0) | (confidence >= 1)):
        raise ValueError("confidence must lie strictly between 0 and 1")
    return ndtri(0.5 + confidence / 2)


def _check_not_negative(name, array):
    if np.any(array < 0) or np.any(np.isinf(array)):
        raise ValueError(f"{name} must be a finite number, 0 or more (or NaN)")


def wilson_interval(numerator, denominator, confidence=0.95):
    """Return the score interval of a proportion.

    Source: Wilson, J. Am. Stat. Assoc. 22 (1927); as in PHEindicatormethods ``utils.R`` (UKHSA).

    Args:
        numerator: number with the property; need not be whole (weighted counts).
        denominator: number examined. NaN or 0 gives NaN limits.
        confidence: two-sided, 0 to 1.

    Returns:
        (lower, upper) as proportions, 0 to 1.

    Raises:
        ValueError: a negative or infinite number, or a numerator above its denominator.
    """
    x, n = np.broadcast_arrays(np.asarray(numerator, float), np.asarray(denominator, float))
    _check_not_negative("numerator", x)
    _check_not_negative("denominator", n)
    if np.any(x > n):
        raise ValueError("numerator must not exceed denominator")
    z = _normal_quantile(confidence)
    n = np.where(n > 0, n, np.nan)
    middle = 2 * x + z**2
    # x(1 - x/n) is exactly 0 at both ends, so the root is z there and the limit exactly 0 or 1
    half = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    total = 2 * (n + z**2)
    return np.clip((middle - half) / total, 0.0, 1.0), np.clip((middle + half) / total, 0.0, 1.0)


def byar_interval(count, confidence=0.95):
    """Return Byar's approximate limits of a Poisson count; meant for counts of 10 or more.

    Source: Breslow and Day, Statistical Methods in Cancer Research II (IARC 1987), p. 69; as in
    PHEindicatormethods ``utils.R``. A lower limit that would be negative is NaN, as there.

    Args:
        count: number of events.
        confidence: two-sided, 0 to 1.

    Returns:
        (lower, upper) in events.

    Raises:
        ValueError: a negative or infinite count.
    """
    x = np.asarray(count, float)
    _check_not_negative("count", x)
    z = _normal_quantile(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        root = 1 - 1 / (9 * x) - z / (3 * np.sqrt(x))
        lower = np.where((x > 0) & (root >= 0), x * root**3, np.nan)
    above = x + 1
    return lower, above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3


def poisson_interval(count, confidence=0.95):
    """Return the limits of a Poisson count: Byar's from 10 events up, exact below.

    The exact limits are chi-squared quantiles (Garwood 1936), written here as inverse gamma functions;
    the lower one is 0 at no events. Source of the switch at 10: PHEindicatormethods ``utils.R`` (UKHSA).

    Args:
        count: number of events.
        confidence: two-sided, 0 to 1.

    Returns:
        (lower, upper) in events. Divide by the population and multiply for a rate.

    Raises:
        ValueError: a negative or infinite count.
    """
    x = np.asarray(count, float)
    byar_lower, byar_upper = byar_interval(x, confidence)
    tail = (1 - np.asarray(confidence, float)) / 2
    few = np.where(x < BYAR_FROM, x, np.nan)
    exact_lower = np.where(few > 0, gammaincinv(np.where(few > 0, few, 1.0), tail), 0.0)
    exact_upper = gammaincinv(few + 1, 1 - tail)
    return np.where(x < BYAR_FROM, exact_lower, byar_lower), np.where(x < BYAR_FROM, exact_upper, byar_upper)


def mean_interval(mean, standard_deviation, n, confidence=0.95):
    """Return the interval of a mean by Student's t with n - 1 degrees of freedom.

    Source: Student 1908; as in PHEindicatormethods ``Means.R`` (UKHSA).

    Args:
        mean: sample mean, any unit.
        standard_deviation: of the sample, divisor n - 1, same unit.
        n: sample size; below 2 the limits are NaN.
        confidence: two-sided, 0 to 1.

    Returns:
        (lower, upper) in the unit of the mean.

    Raises:
        ValueError: a negative or infinite standard deviation or n.
    """
    mean, sd, n = (np.asarray(a, float) for a in (mean, standard_deviation, n))
    _check_not_negative("standard_deviation", sd)
    _check_not_negative("n", n)
    _normal_quantile(confidence)
    n = np.where(n >= 2, n, np.nan)
    half = stdtrit(n - 1, 0.5 + np.asarray(confidence, float) / 2) * sd / np.sqrt(n)
    return mean - half, mean + half


# ---------------------------------------------------------------------------------------------------
# Working scales


def _text(value):
    return value.strip() if isinstance(value, str) else ""


def _codes(words):
    """Return a code for each word, and the words by code."""
    words = words.tolist()
    known = {word: code for code, word in enumerate(dict.fromkeys(words))}
    codes = np.fromiter(map(known.__getitem__, words), dtype=np.int64, count=len(words))
    return codes, [_text(word) for word in known]


def _for_each_pair(rule, first, second, dtype):
    """Return rule(first, second) for every pair, computed once for each pair that differs."""
    first, second = np.asarray(first, object), np.asarray(second, object)
    shape = np.broadcast_shapes(first.shape, second.shape)
    (codes_1, words_1), (codes_2, words_2) = _codes(first.ravel()), _codes(second.ravel())
    one = np.broadcast_to(codes_1.reshape(first.shape), shape).ravel()
    two = np.broadcast_to(codes_2.reshape(second.shape), shape).ravel()
    pairs, place = np.unique(one * max(len(words_2), 1) + two, return_inverse=True)
    found = [rule(words_1[p // max(len(words_2), 1)], words_2[p % max(len(words_2), 1)]) for p in pairs]
    out = np.array(found, dtype=dtype)[place] if len(pairs) else np.empty(0, dtype=dtype)
    return out.reshape(shape) if shape else out[0]


def _scale_of(value_kind, unit):
    if not value_kind:
        return "identity"
    if value_kind not in _SCALE_OF_KIND:
        raise ValueError(f"value kind {value_kind!r} is unknown; known: {', '.join(VALUE_KINDS)}")
    scale = _SCALE_OF_KIND[value_kind]
    if is_difference(unit):
        return "identity"
    if scale == "logit" and np.isnan(ceiling_of(unit)):
        return "identity"
    if value_kind == "rate" and is_percent(unit):
        return "identity"
    return scale


def scale_for(value_kind, unit):
    """Return the working scale of figures of a kind and unit.

    Proportions with a known ceiling are taken on the logit scale; rates, counts, ratios and money on the
    log scale; the rest as they are. Whatever can be negative stays as it is: changes, growth, anything
    per year, and a rate in percent, which may be either an employment rate or a growth rate.

    Args:
        value_kind: one of ``VALUE_KINDS``, or an array of them; missing is taken as it is.
        unit: the unit's words ('percent', 'rate per 1000'), or an array; missing is allowed.

    Returns:
        'logit', 'log' or 'identity'; an array of them for array input.

    Raises:
        ValueError: a value kind that is not known.
    """
    out = _for_each_pair(_scale_of, value_kind, unit, "<U8")
    return out if out.ndim else str(out)


def proportion_ceiling(unit):
    """Return what a whole is in a unit: 100 for percent, 1 for shares, NaN where a unit has no ceiling."""
    out = _for_each_pair(lambda _, u: ceiling_of(u), "", unit, float)
    return out if out.ndim else float(out)


def _along_series(parameter, value):
    """Return a parameter shaped for a value: one a series becomes a column beside 2-D values."""
    parameter = np.asarray(parameter)
    if parameter.ndim == 1 and value.ndim == 2:
        return parameter[:, None]
    return parameter


def _on_scale(value, scale, ceiling, logit, log, identity):
    value = np.asarray(value, float)
    scale, ceiling = _along_series(scale, value), np.asarray(_along_series(ceiling, value), float)
    unknown = set(np.unique(scale).tolist()) - set(SCALES)
    if unknown:
        raise ValueError(f"scale {sorted(unknown)} is unknown; known: {', '.join(SCALES)}")
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        out = np.where(
            scale == "logit", logit(value, ceiling), np.where(scale == "log", log(value), identity(value))
        )
    return out if out.ndim else float(out)


def to_scale(value, scale, ceiling=100.0):
    """Return values on their working scale; NaN for a value that is not strictly inside the domain.

    Args:
        value: 1-D, or 2-D (series, points).
        scale: one for all, one a series, or one a value.
        ceiling: what a whole is, for the logit scale; shaped as ``scale``.

    Returns:
        ln(v / (ceiling - v)), ln(v) or v, shaped as ``value``.
    """

    def logit(v, top):
        return np.log(np.where((v > 0) & (v < top), v, np.nan) / (top - v))

    return _on_scale(value, scale, ceiling, logit, lambda v: np.log(np.where(v > 0, v, np.nan)), lambda v: v)


def from_scale(value, scale, ceiling=100.0):
    """Return values brought back from their working scale to their own unit; see ``to_scale``."""
    return _on_scale(value, scale, ceiling, lambda v, top: top / (1 + np.exp(-v)), np.exp, lambda v: v)


def se_to_scale(se, value, scale, ceiling=100.0):
    """Return standard errors on the working scale, by the delta method.

    Args:
        se: in the unit of the value.
        value: the published value, in its own unit.
        scale: as for ``to_scale``.
        ceiling: as for ``to_scale``.

    Returns:
        se times the slope of the working scale at the value; NaN where the value is outside its domain.
    """
    slope = _on_scale(
        value, scale, ceiling,
        lambda v, top: np.where((v > 0) & (v < top), top, np.nan) / (v * (top - v)),
        lambda v: 1 / np.where(v > 0, v, np.nan),
        np.ones_like,
    )  # fmt: skip
    return np.asarray(se, float) * slope


def se_from_scale(se, value, scale, ceiling=100.0):
    """Return standard errors in the value's own unit, from the working scale; inverse of ``se_to_scale``.

    Args:
        se: on the working scale.
        value: in its own unit.
        scale: as for ``to_scale``.
        ceiling: as for ``to_scale``.
    """
    return np.asarray(se, float) / se_to_scale(1.0, value, scale, ceiling)


def working_scale(value, scale, ceiling=100.0):
    """Return the scale that each series can be worked on: its own, or 'identity' where a value forbids it.

    One value at or beyond the edge of the domain moves its whole series, so that all points of a series
    stay comparable and no figure is altered.

    Args:
        value: 2-D (series, points); NaN is no obstacle.
        scale: 1-D, or one for all.
        ceiling: 1-D, or one for all.

    Returns:
        1-D array of scales.
    """
    value = np.asarray(value, float)
    if value.ndim != 2:
        raise ValueError("value must be 2-D: (series, points)")
    scale = np.broadcast_to(np.asarray(scale, "<U8"), value.shape[:1])
    ceiling = np.broadcast_to(np.asarray(ceiling, float), value.shape[:1])
    is_outside = ~np.isnan(value) & ~np.isfinite(to_scale(value, scale, ceiling))
    return np.where(is_outside.any(axis=1), "identity", scale)


# ---------------------------------------------------------------------------------------------------
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
    z[is_known] = _normal_quantile(level[is_known])
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
    ceiling = np.asarray(_for_each_pair(lambda _, u: ceiling_of(u), "", unit, float))
    per = np.asarray(_for_each_pair(lambda _, u: per_of(u), "", unit, float))
    scale = np.asarray(_for_each_pair(lambda _, u: 1 / _events_per_unit(u), "", unit, float))
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


def overdispersion(values, fitted, se, n_parameters):
    """Return H squared, by how much the spread about a fit exceeds sampling error; never below 1.

    H^2 = max(1, Q/(m - p)), Q = sum of ((value - fitted)/se)^2. Multiply variances by it. Source:
    Higgins and Thompson, Statistics in Medicine 21 (2002).

    Args:
        values: (..., points); points with a missing value, fit or standard error do not count.
        fitted: same shape.
        se: same shape.
        n_parameters: parameters of the fit, p.

    Returns:
        H squared over the last axis; NaN where no more points than parameters are left.
    """
    values, fitted, se = np.broadcast_arrays(*(np.asarray(a, float) for a in (values, fitted, se)))
    is_used = np.isfinite(values) & np.isfinite(fitted) & np.isfinite(se) & (se > 0)
    residual = np.where(is_used, values - fitted, 0.0) / np.where(is_used, se, 1.0)
    df = is_used.sum(axis=-1) - n_parameters
    return np.where(df > 0, np.maximum(1.0, (residual**2).sum(axis=-1) / np.where(df > 0, df, 1)), np.nan)
