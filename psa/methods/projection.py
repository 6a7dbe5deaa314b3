"""Carry a series on to a date, with its uncertainty and the chance of meeting a target."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from psa.methods.array_types import Floats
from psa.methods.drift import Drift, fit_drift
from psa.methods.quantiles import check_confidence, t_critical, t_probability
from psa.methods.trend_arrays import (
    MINIMUM_POINTS,
    check_finite,
    check_not_negative,
    in_time_order,
    per_series,
    two_dimensional,
)

PROJECTION_INFLATION = 1.3  # of a projection's standard error; found by back-test, see ``project``


@dataclass(frozen=True)
class Projection:
    """A projection of each series, shaped as the times asked for; NaN where it cannot be made.

    Attributes:
        estimate: expected value.
        se: standard error of the figure that will be published, inflated as ``project`` says.
        df: degrees of freedom.
        lower, upper: limits of the interval.
    """

    estimate: Floats
    se: Floats
    df: Floats
    lower: Floats
    upper: Floats


def project(
    time: npt.ArrayLike,
    value: npt.ArrayLike,
    se: npt.ArrayLike | None,
    at_time: npt.ArrayLike,
    confidence: float = 0.95,
    damping: float = 0.5,
    rounding: npt.ArrayLike | None = None,
    inflation: float = PROJECTION_INFLATION,
) -> Projection:
    """Return where each series is expected at a later time, with an interval that admits persistent shocks.

    estimate = y_m + damping a h, with h = at_time - t_m, and variance::

        s^2 (h + damping^2 h^2 / T) + se_m^2 (1 + damping h/T)^2 + se_1^2 (damping h/T)^2 + se_m^2

    The last term is the sampling error of the figure still to come, taken to be that of the latest. All
    points given are used, so pass only those to go by (six are usual). The trend is damped by half because
    that had the least error of the four tried in a back-test (no change, half, full, fitted line).

    ``inflation`` multiplies the standard error. Without it (1.0), nominal 95 % intervals at three years held
    86.9 % of outturns over 373 windows of six points in 24 series of the German sustainable development
    strategy; with 1.3 they hold 91.4 %. The price is intervals 30 % wider. The windows overlap, so the
    share itself is known to no better than about 3 points.

    Args:
        time: 2-D decimal years, any order within a row.
        value: 2-D, on the working scale; NaN where missing.
        se: 2-D, or None.
        at_time: decimal years; one number, one a series, or 2-D (series, horizons).
        confidence: two-sided.
        damping: share of the drift carried forward, 0 to 1.
        rounding: as for ``baseline_trend_test``.
        inflation: factor on the standard error, 1 or more.

    Returns:
        A ``Projection``; NaN for fewer than three points or a time not after the last point, and NaN limits
        for a series without any variation.

    Raises:
        ValueError: as for ``baseline_trend_test``, or a damping or inflation out of range.
    """
    check_confidence(confidence)
    if not 0 <= damping <= 1:
        raise ValueError("damping must lie between 0 and 1")
    if inflation < 1:
        raise ValueError("inflation must be 1 or more")
    fit, has_se = _fit(time, value, se)
    n_series = len(has_se)
    times = np.asarray(at_time, float)
    is_many = times.ndim == 2
    times = times if is_many else per_series("at_time", times, n_series)[:, None]
    floor = np.nan_to_num(per_series("rounding", rounding, n_series))[:, None]

    horizon = times - fit.last_time[:, None]
    horizon = np.where((horizon > 0) & (fit.m[:, None] >= MINIMUM_POINTS), horizon, np.nan)
    ahead = damping * horizon / fit.length[:, None]
    estimate = fit.last_value[:, None] + damping * fit.drift[:, None] * horizon
    variance = fit.shock_variance[:, None] * (horizon + damping * horizon * ahead)
    variance = variance + fit.last_se[:, None] ** 2 * ((1 + ahead) ** 2 + 1)
    variance = variance + fit.first_se[:, None] ** 2 * ahead**2
    variance = np.maximum(variance, floor**2 * ((1 + ahead) ** 2 + 1 + ahead**2))
    is_mute = fit.is_flat[:, None] & ~has_se[:, None] & (floor == 0)
    error = inflation * np.where(is_mute, np.nan, np.sqrt(variance))
    df = np.where(np.isnan(horizon), np.nan, fit.df[:, None])
    half = np.where(np.isnan(df), np.nan, t_critical(confidence, df)) * error
    parts = (estimate, error, df, estimate - half, estimate + half)
    return Projection(*(array if is_many else array[:, 0] for array in parts))


def _fit(
    time: npt.ArrayLike, value: npt.ArrayLike, se: npt.ArrayLike | None
) -> tuple[Drift, npt.NDArray[np.bool_]]:
    """Return the drift of all points of each series, and whether all of them have a standard error."""
    se = np.nan if se is None else se
    times, values, errors = (np.asarray(a, float) for a in two_dimensional(time=time, value=value, se=se))
    for name, array in (("time", times), ("value", values), ("se", errors)):
        check_finite(name, array, np.isfinite(values) | np.isinf(values))
    is_used = np.isfinite(values) & np.isfinite(times)
    check_not_negative("se", errors, is_used)
    times, values, errors, m = in_time_order(is_used, times, values, errors)
    has_se = ((errors > 0) | (np.arange(times.shape[1]) >= m[:, None])).all(axis=1) & (m > 0)
    return fit_drift(times, values, errors, m, has_se), has_se


def chance_of_meeting(
    target: npt.ArrayLike,
    at_time: npt.ArrayLike,
    sign: npt.ArrayLike,
    time: npt.ArrayLike,
    value: npt.ArrayLike,
    se: npt.ArrayLike | None,
    damping: float = 0.5,
    rounding: npt.ArrayLike | None = None,
) -> Floats:
    """Return the chance that the figure at a time will be at the target or better, from the projection.

    It is as good as the projection's interval, whose coverage was measured on other series: an indication.

    Args:
        target: on the working scale; one number or one a series.
        at_time: decimal year; one number or one a series.
        sign: +1 up is good, -1 down is good; 0 or NaN gives NaN.
        time, value, se, damping, rounding: as for ``project``.

    Returns:
        1-D, 0 to 1; NaN where there is no projection.
    """
    ahead = project(time, value, se, at_time, damping=damping, rounding=rounding)
    if ahead.estimate.ndim != 1:
        raise ValueError("at_time must be one number, or one a series")
    n_series = len(ahead.estimate)
    direction = per_series("sign", sign, n_series)
    direction = np.where(np.abs(direction) == 1, direction, np.nan)
    statistic = (ahead.estimate - per_series("target", target, n_series)) * direction / ahead.se
    return np.where(np.isnan(statistic), np.nan, t_probability(ahead.df, statistic))
