"""Where a series is heading, and the chance that its figure at a target's time will be at the target or better.

The model is a level with a yearly drift whose shocks persist. With figures y_1 ... y_m at t_1 ... t_m,
T = t_m - t_1, h years ahead::

    drift      a  = (y_m - y_1) / T
    spread     Q  = sum((dy_i - a dt_i)^2 / dt_i) / (m - 2)         moderated: (d0 s0^2 + (m - 2) Q) / (d0 + m - 2)
    shocks     s^2 = max(0, Q - m / (m - 1) mean((se_i^2 + se_(i+1)^2) / dt_i))                        a year
    trust      phi = 3/4 z^2 / (8 + z^2),  z^2 = a^2 / (s^2 / T + (se_1^2 + se_m^2) / T^2)
    estimate   y_m + phi a h
    variance   s^2 (h + phi^2 h^2 / T) + se_m^2 ((1 + phi h / T)^2 + 1) + se_1^2 (phi h / T)^2

A drift is carried on as far as it stands out from the shocks, and never by more than three quarters: trends of
real series break. Those of modelled series, which run on along smooth curves, are carried on by z^2 / (8 + z^2),
and since it is their slope that shocks change for good, h^2 takes the place of h above a year. The standard error
of what comes out is widened by a fifth. All this was found by back-test on real series
(``docs/methods/targets.md``).

Arrays in, arrays out: 2-D (series, points), NaN for what is missing, values on their working scale.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psa.methods.quantiles import t_critical, t_probability
from psa.methods.shrinkage import Floats

LEAST_POINTS = 3
TRUST = 8.0  # squared standard errors of a drift at which it is trusted by half
MOST_TRUST, MOST_TRUST_MODELLED = 0.75, 1.0
WIDENING = 1.2  # of the standard error of what comes out


@dataclass(frozen=True)
class Drift:
    """Level, drift and shocks of each series, 1-D; NaN where there are fewer than three figures.

    Attributes:
        level, time: of the last figure.
        drift: a year; trust: the share of it that is carried on.
        shock_variance: a year, without what sampling error explains.
        spread_df: degrees of freedom of the moderated spread.
        first_variance, last_variance: of the sampling error of the first and last figure; 0 where unknown.
        length: T, years.
        floor: variance of rounding.
        is_modelled: whether the figures are estimates from a model.
    """

    level: Floats
    time: Floats
    drift: Floats
    trust: Floats
    shock_variance: Floats
    spread_df: Floats
    first_variance: Floats
    last_variance: Floats
    length: Floats
    floor: Floats
    is_modelled: NDArray[np.bool_]


@dataclass(frozen=True)
class Ahead:
    """What is expected of each series at a time: estimate, its widened standard error, degrees of freedom."""

    estimate: Floats
    se: Floats
    df: Floats


def fit_drift(
    time: ArrayLike,
    value: ArrayLike,
    se: ArrayLike | None = None,
    prior_df: ArrayLike = 0.0,
    prior_variance: ArrayLike = 0.0,
    rounding: ArrayLike = 0.0,
    is_modelled: ArrayLike = False,
) -> Drift:
    """Return level, drift and shocks of each series; see the module's top.

    Args:
        time, value, se: (series, points), in order of time within a row. A series in which any figure lacks
            its standard error is taken as without.
        prior_df: d0 of the moderated spread, one number or one a series; 0 to go by the series alone, as
            modelled ones do, whose figures stray less than what they model.
        prior_variance: s0^2 a year, one number or one a series.
        rounding: standard deviation of rounding, the least error that a published figure has.
        is_modelled: whether the figures are estimates from a model, one for all or one a series.

    Raises:
        ValueError: figures of a series that are not in order of time.
    """
    y, t = np.asarray(value, float), np.asarray(time, float)
    errors = np.full_like(y, np.nan) if se is None else np.asarray(se, float)
    y, t, errors, m = _packed(y, t, errors)
    rows = np.arange(len(y))
    last = np.maximum(m - 1, 0)
    has_se = ((errors > 0) | np.isnan(y)).all(axis=1) & (m > 0)
    variance = np.where(has_se[:, None], errors**2, 0.0)
    enough = m >= LEAST_POINTS
    modelled = np.broadcast_to(np.asarray(is_modelled, bool), m.shape)
    length = np.where(enough, t[rows, last] - t[:, 0], np.nan)
    drift = (y[rows, last] - y[:, 0]) / length
    step = np.diff(t, axis=1)
    spread = np.nansum((np.diff(y, axis=1) - drift[:, None] * step) ** 2 / step, axis=1)
    sampling = np.nansum((variance[:, 1:] + variance[:, :-1]) / step, axis=1) / np.maximum(m - 1, 1)
    df = np.where(enough, m - 2.0, np.nan)
    borrowed = np.where(modelled, 0.0, np.broadcast_to(np.asarray(prior_df, float), m.shape))
    usual = np.where(borrowed > 0, np.asarray(prior_variance, float), 0.0)
    moderated = (borrowed * usual + spread) / (borrowed + df)
    shock = np.where(enough, np.maximum(moderated - sampling * m / np.maximum(m - 1, 1), 0.0), np.nan)
    floor = np.broadcast_to(np.asarray(rounding, float) ** 2, m.shape)
    first, final = np.nan_to_num(variance[:, 0]), np.nan_to_num(variance[rows, last])
    of_drift = np.maximum(shock / length + (first + final) / length**2, 2 * floor / length**2)
    z2 = drift**2 / np.where(of_drift > 0, of_drift, np.nan)
    most = np.where(modelled, MOST_TRUST_MODELLED, MOST_TRUST)
    trust = np.where(enough, most * np.where(of_drift > 0, z2 / (TRUST + z2), 1.0), np.nan)
    return Drift(
        y[rows, last],
        t[rows, last],
        drift,
        trust,
        shock,
        borrowed + df,
        first,
        final,
        length,
        floor,
        modelled,
    )


def _packed(y: Floats, t: Floats, errors: Floats) -> tuple[Floats, Floats, Floats, NDArray[np.int64]]:
    """Return the arrays with what is missing moved to the end of each row, and how many figures there are."""
    is_known = np.isfinite(y) & np.isfinite(t)
    order = np.argsort(~is_known, axis=1, kind="stable")
    is_known = np.take_along_axis(is_known, order, axis=1)
    y, t, errors = (np.where(is_known, np.take_along_axis(a, order, axis=1), np.nan) for a in (y, t, errors))
    if np.any(np.diff(t, axis=1) <= 0):
        raise ValueError("figures must be in order of time, one at a time")
    return y, t, errors, is_known.sum(axis=1)


def project_level(drift: Drift, at_time: ArrayLike) -> Ahead:
    """Return where each series is expected at a time; NaN for a time that is not after the last figure.

    Args:
        drift: from `fit_drift`.
        at_time: decimal years, one number or one a series.
    """
    h = np.asarray(at_time, float) - drift.time
    h = np.where(h > 0, h, np.nan)
    ahead = drift.trust * h / drift.length
    factor = np.where(drift.is_modelled, np.maximum(h, h**2), h) + drift.trust * h * ahead
    known = drift.last_variance * ((1 + ahead) ** 2 + 1) + drift.first_variance * ahead**2
    return _widened(
        drift, drift.level + drift.trust * drift.drift * h, factor, known, (1 + ahead) ** 2 + 1 + ahead**2
    )


def project_sum(drift: Drift, count: ArrayLike) -> Ahead:
    """Return what the next figures of each series are expected to add up to.

    The figures are flows a period apart. Of n further ones the shocks add up with the factor
    n (n + 1) (2 n + 1) / 6, the drift with n (n + 1) / 2.

    Args:
        drift: from `fit_drift`, with time counted in periods.
        count: further periods, one number or one a series; a part of one counts in proportion.
    """
    n = np.asarray(count, float)
    n = np.where(n > 0, n, np.nan)
    steps = n * (n + 1) / 2
    ahead = drift.trust * steps / drift.length
    factor = n * (n + 1) * (2 * n + 1) / 6 + drift.trust * steps * ahead
    known = drift.last_variance * ((n + ahead) ** 2 + n) + drift.first_variance * ahead**2
    estimate = n * drift.level + drift.trust * drift.drift * steps
    return _widened(drift, estimate, factor, known, (n + ahead) ** 2 + n + ahead**2)


def _widened(drift: Drift, estimate: Floats, factor: Floats, known: Floats, rounded: Floats) -> Ahead:
    shocks = drift.shock_variance * factor
    variance = np.maximum(shocks + known, drift.floor * rounded)
    share = shocks / np.where(variance > 0, variance, np.nan)
    df = np.where(share > 0, drift.spread_df / np.where(share > 0, share, 1.0) ** 2, np.inf)
    se = np.where(variance > 0, WIDENING * np.sqrt(np.maximum(variance, 0.0)), np.nan)
    return Ahead(estimate, se, np.where(np.isnan(estimate), np.nan, df))


def chance_of_target(ahead: Ahead, target: ArrayLike, sign: ArrayLike) -> Floats:
    """Return the chance that the figure to come is at the target or better; NaN where it cannot be told.

    Args:
        ahead: from `project_level` or `project_sum`.
        target: on the same scale; one number or one a series.
        sign: +1 up is good, -1 down is good; anything else gives NaN.
    """
    sign = np.asarray(sign, float)
    turn = np.where(np.abs(sign) == 1, sign, np.nan)
    statistic = turn * (ahead.estimate - np.asarray(target, float)) / ahead.se
    known = np.isfinite(statistic)
    return np.where(
        known, t_probability(np.where(known, ahead.df, 1.0), np.where(known, statistic, 0.0)), np.nan
    )


def interval(ahead: Ahead, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the limits between which the figure to come is expected."""
    known = np.isfinite(ahead.df) | np.isinf(ahead.df)
    half = t_critical(confidence, np.where(known, ahead.df, 1.0)) * ahead.se
    return ahead.estimate - half, ahead.estimate + half
