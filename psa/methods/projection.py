"""Carry a series on to a date, with its uncertainty and the chance of meeting a target."""

from dataclasses import dataclass

import numpy as np

from psa.methods.baseline_trend import fit_drift
from psa.methods.trend_arrays import (
    MINIMUM_POINTS,
    check_confidence,
    check_finite,
    in_time_order,
    per_series,
    t_probability,
    t_quantile,
    two_dimensional,
)

PROJECTION_INFLATION = 1.3  # of a projection's standard error; found by back-test, see ``project``


# Projection
@dataclass(frozen=True)
class Projection:
    """A projection of each series, shaped as the times asked for; NaN where it cannot be made.

    Attributes:
        estimate: expected value.
        se: standard error of the figure that will be published, inflated as ``project`` says.
        df: degrees of freedom.
        lower, upper: limits of the interval.
    """

    estimate: np.ndarray
    se: np.ndarray
    df: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


def project(
    time, value, se, at_time, confidence=0.95, damping=0.5, rounding=None, inflation=PROJECTION_INFLATION
):
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
    se = np.nan if se is None else se
    time, value, se = (np.asarray(a, float) for a in two_dimensional(time=time, value=value, se=se))
    for name, array in (("time", time), ("value", value), ("se", se)):
        check_finite(name, array, np.isfinite(value) | np.isinf(value))
    is_used = np.isfinite(value) & np.isfinite(time)
    if np.any(is_used & (se < 0)):
        raise ValueError("se must not be negative")
    time, value, se, m = in_time_order(is_used, time, value, se)
    has_se = ((se > 0) | (np.arange(time.shape[1]) >= m[:, None])).all(axis=1) & (m > 0)
    fit = fit_drift(time, value, se, m, has_se)

    at_time = np.asarray(at_time, float)
    is_many = at_time.ndim == 2
    at_time = at_time if is_many else per_series("at_time", at_time, len(value))[:, None]
    floor = np.nan_to_num(per_series("rounding", rounding, len(value)))[:, None]

    def column(name):
        return getattr(fit, name)[:, None]

    h = at_time - column("last_time")
    h = np.where((h > 0) & (column("m") >= MINIMUM_POINTS), h, np.nan)
    ahead = damping * h / column("length")
    estimate = column("last_value") + damping * column("drift") * h
    variance = column("shock_variance") * (h + damping * h * ahead)
    variance = variance + column("last_se") ** 2 * ((1 + ahead) ** 2 + 1) + column("first_se") ** 2 * ahead**2
    variance = np.maximum(variance, floor**2 * ((1 + ahead) ** 2 + 1 + ahead**2))
    is_mute = column("is_flat") & ~has_se[:, None] & (floor == 0)
    out_se = inflation * np.where(is_mute, np.nan, np.sqrt(variance))
    df = np.where(np.isnan(h), np.nan, column("df"))
    half = np.where(np.isnan(df), np.nan, t_quantile(0.5 + confidence / 2, df)) * out_se
    out = (estimate, out_se, df, estimate - half, estimate + half)
    return Projection(*(a if is_many else a[:, 0] for a in out))


def chance_of_meeting(target, at_time, sign, time, value, se, damping=0.5, rounding=None):
    """Return the chance that the figure at a time will be at the target or better, from the projection.

    It is as good as the projection's interval, whose coverage was measured on other series: an indication.

    Args:
        target: on the working scale; one number or one a series.
        at_time: decimal year; one number or one a series.
        sign: +1 up is good, -1 down is good; 0 or NaN gives NaN.
        time: as for ``project``.
        value: as for ``project``.
        se: as for ``project``.
        damping: as for ``project``.
        rounding: as for ``project``.

    Returns:
        1-D, 0 to 1; NaN where there is no projection.
    """
    ahead = project(time, value, se, at_time, damping=damping, rounding=rounding)
    if ahead.estimate.ndim != 1:
        raise ValueError("at_time must be one number, or one a series")
    n_series = len(ahead.estimate)
    sign = per_series("sign", sign, n_series)
    beyond = (ahead.estimate - per_series("target", target, n_series)) * np.where(
        np.abs(sign) == 1, sign, np.nan
    )
    statistic = beyond / ahead.se
    return np.where(np.isnan(statistic), np.nan, t_probability(ahead.df, statistic))
