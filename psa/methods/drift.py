"""A level with a yearly drift whose shocks persist, fitted to short series.

Real series are not straight lines with independent errors, and intervals that take them for such are too
narrow. With points y_1..y_m at t_1..t_m, T = t_m - t_1::

    drift      a = (y_m - y_1) / T
    shocks     s^2 = max(0, sum((y_(i+1) - y_i - a dt_i)^2 / dt_i) / (m - 2)
                            - mean((se_i^2 + se_(i+1)^2) / dt_i))          per year

A series in which any point that is used has no standard error, or one of 0, is taken as without: then s^2
is the whole of the variance of the changes, and Student's t with m - 2 degrees of freedom applies.
"""

from dataclasses import dataclass

import numpy as np

from psa.methods.array_types import Counts, Flags, Floats
from psa.methods.trend_arrays import NO_VARIATION, element


@dataclass(frozen=True)
class Drift:
    """Drift and yearly variance of shocks over the first m points of each row; all 1-D.

    Attributes:
        m: points.
        last_time, last_value: of the last of them.
        drift: change a year, in the unit of the values.
        shock_variance: s^2, a year.
        noise_variance: of one point, if all irregularity were independent.
        first_se, last_se: standard errors, 0 where the series is without.
        length: T, in years.
        df: m - 2, or inf where sampling error explains all spread.
        is_flat: no spread about the drift at all.
    """

    m: Counts
    last_time: Floats
    last_value: Floats
    drift: Floats
    shock_variance: Floats
    noise_variance: Floats
    first_se: Floats
    last_se: Floats
    length: Floats
    df: Floats
    is_flat: Flags


def fit_drift(time: Floats, value: Floats, se: Floats, m: Counts, has_se: Flags) -> Drift:
    """Return the drift of each row's first m points.

    Args:
        time, value, se: 2-D, from `in_time_order`.
        m: how many points of each row count.
        has_se: whether all of them have a standard error.
    """
    in_fit = np.arange(time.shape[1]) < m[:, None]
    first, last = np.minimum(m, 1) - 1, m - 1
    length = np.where(m >= 2, element(time, last) - element(time, first), np.nan)
    risen = element(value, last) - element(value, first)
    drift = risen / np.where(length > 0, length, np.nan)
    is_step = in_fit[:, 1:]
    step = np.where(is_step, np.diff(np.where(in_fit, time, 0.0), axis=1), 1.0)
    change = np.diff(np.where(in_fit, value, 0.0), axis=1)
    residual = np.where(is_step, change - np.nan_to_num(drift)[:, None] * step, 0.0)
    df = np.where(m > 2, m - 2.0, np.nan)
    spread = (residual**2 / step).sum(axis=1) / df
    known = np.where(in_fit & has_se[:, None], se, 0.0)
    sampling = np.where(is_step, (known[:, 1:] ** 2 + known[:, :-1] ** 2) / step, 0.0)
    shock = np.maximum(spread - sampling.sum(axis=1) / np.where(m > 1, m - 1.0, np.nan), 0.0)
    largest = np.abs(np.where(in_fit, value, 0.0)).max(axis=1, initial=0.0)
    return Drift(
        m=m,
        last_time=element(time, last),
        last_value=element(value, last),
        drift=drift,
        shock_variance=shock,
        noise_variance=(residual**2).sum(axis=1) / df / 2,
        first_se=np.where(has_se, element(se, first), 0.0),
        last_se=np.where(has_se, element(se, last), 0.0),
        length=length,
        df=np.where(has_se & (shock == 0), np.inf, df),
        is_flat=spread <= (NO_VARIATION * largest) ** 2,
    )
