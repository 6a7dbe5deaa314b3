"""A level with a steady drift whose yearly shocks persist, seen through sampling error of known size.

Baseline points y_1..y_m at t_1..t_m with sampling variances v_1..v_m; nothing is known beforehand of level
and drift. For a given variance s^2 of the yearly shocks one pass over the points (Kalman's filter; Harvey,
Forecasting, Structural Time Series Models and the Kalman Filter, 1989, sections 2.3 and 3.4) gives the level
and drift that fit best and how likely the points are. Values y and times t go through the same filter,
because the drift enters as a regression on time::

    start    L = y_1, l = t_1, P = v_1
    step     P = P + s^2 dt,  F = P + v_i,  K = P / F
             e = y_i - L,  d = t_i - l                     how far the point lies from what was expected
             L = L + K e,  l = l + K d,  P = P (1 - K)
             A = A + d^2 / F,  B = B + d e / F,  E = E + e^2 / F,  G = G + log F
    end      drift b = B / A, with variance 1 / A
             log likelihood = -(G + log A + E - B^2 / A) / 2

With no sampling error K is 1: the drift is (y_m - y_1) / (t_m - t_1) and the level is y_m. With no shocks it
is the straight line fitted with weights 1 / v.
"""

from dataclasses import dataclass

import numpy as np

from psa.methods.array_types import Flags, Floats


@dataclass(frozen=True)
class LocalLevel:
    """Level and drift at the last baseline point, for each series and each shock variance: (series, variances).

    Attributes:
        log_likelihood: of the baseline, level and drift integrated out, up to a constant of the series.
        level: filtered value L, less the first value.
        level_time: filtered time l, less the first time; the expected level at time t is L + b (t - l).
        level_variance: P.
        drift: b, a year.
        drift_variance: 1 / A.
    """

    log_likelihood: Floats
    level: Floats
    level_time: Floats
    level_variance: Floats
    drift: Floats
    drift_variance: Floats


def filter_baseline(
    time: Floats, value: Floats, variance: Floats, in_fit: Flags, shock_variance: Floats
) -> LocalLevel:
    """Return level, drift and likelihood of baselines for several shock variances at once.

    Args:
        time: (series, points), in order, the baseline first.
        value: the same.
        variance: sampling variance of each point; 0 for none.
        in_fit: mask of the baseline; at least two points.
        shock_variance: (series, variances) above 0, a year.
    """
    shape = shock_variance.shape
    level, level_time, cross, square, fall, logs = (np.zeros(shape) for _ in range(6))
    level_variance = np.broadcast_to(variance[:, :1], shape).copy()
    for column in range(1, time.shape[1]):
        live = in_fit[:, column]
        if not live.any():
            break
        rows = slice(None) if live.all() else np.flatnonzero(live)
        step = (time[rows, column] - time[rows, column - 1])[:, None]
        expected = level_variance[rows] + shock_variance[rows] * step
        total = expected + variance[rows, column, None]
        share = expected / total
        off = (value[rows, column] - value[rows, 0])[:, None] - level[rows]
        off_time = (time[rows, column] - time[rows, 0])[:, None] - level_time[rows]
        level[rows] += share * off
        level_time[rows] += share * off_time
        level_variance[rows] = expected * (1 - share)
        square[rows] += off_time**2 / total
        cross[rows] += off_time * off / total
        fall[rows] += off**2 / total
        logs[rows] += np.log(total)
    drift = cross / square
    return LocalLevel(
        log_likelihood=-(logs + np.log(square) + fall - cross * drift) / 2,
        level=level,
        level_time=level_time,
        level_variance=level_variance,
        drift=drift,
        drift_variance=1 / square,
    )


def spread_of_steps(time: Floats, value: Floats, in_fit: Flags) -> Floats:
    """Return Q, the variance a year of the steps about the mean drift; NaN below three points.

    Q = sum((y_(i+1) - y_i - a dt_i)^2 / dt_i) / (m - 2), a = (y_m - y_1) / (t_m - t_1).
    """
    is_step = in_fit[:, 1:]
    step = np.where(is_step, np.diff(np.where(in_fit, time, 0.0), axis=1), 1.0)
    change = np.where(is_step, np.diff(np.where(in_fit, value, 0.0), axis=1), 0.0)
    length = np.where(is_step, step, 0.0).sum(axis=1)
    drift = change.sum(axis=1) / np.where(length > 0, length, np.nan)
    residual = np.where(is_step, change - drift[:, None] * step, 0.0)
    degrees = in_fit.sum(axis=1) - 2.0
    spread: Floats = (residual**2 / step).sum(axis=1) / np.where(degrees > 0, degrees, np.nan)
    return spread
