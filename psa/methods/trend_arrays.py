"""Arrays of series for the tests of trend: shapes, order and quantiles."""

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

NO_VARIATION = 1e-9  # spread below this share of a series' largest value is floating-point noise


# Shared parts
def t_quantile(probability, df):
    is_normal = ~np.isfinite(df)
    return np.where(is_normal, ndtri(probability), stdtrit(np.where(is_normal, 1.0, df), probability))


def t_probability(df, statistic):
    is_normal = ~np.isfinite(df)
    return np.where(is_normal, ndtr(statistic), stdtr(np.where(is_normal, 1.0, df), statistic))


def check_confidence(confidence, name="confidence"):
    if not 0 < confidence < 1:
        raise ValueError(f"{name} must lie strictly between 0 and 1")


def check_finite(name, array, is_used):
    rows = np.flatnonzero((np.isinf(array) & is_used).any(axis=1))
    if len(rows):
        raise ValueError(f"{name} holds an infinite number in series {rows[0]}")


def two_dimensional(**arrays):
    out = np.broadcast_arrays(*(np.asarray(a) for a in arrays.values()))
    if out[0].ndim != 2:
        raise ValueError(f"{', '.join(arrays)} must be 2-D: (series, points)")
    return out


def per_series(name, parameter, n_series):
    parameter = np.asarray(np.nan if parameter is None else parameter, float)
    if parameter.ndim > 1 or (parameter.ndim == 1 and parameter.shape[0] not in (1, n_series)):
        raise ValueError(f"{name} must be one number, or one a series")
    return np.broadcast_to(parameter, (n_series,))


def in_time_order(is_used, time, *arrays):
    """Return time and arrays with the used points of each row first, by time; and how many there are.

    Raises:
        ValueError: two used points of a series at one time.
    """
    key = np.where(is_used, time, np.inf)
    n = is_used.sum(axis=1)
    if key.shape[1] < 2 or (key[:, 1:] >= key[:, :-1]).all():  # in order already: most are
        order = None
    else:
        order = np.argsort(key, axis=1, kind="stable")
        key = np.take_along_axis(key, order, axis=1)
    if key.shape[1] > 1:
        both = np.arange(1, key.shape[1]) < n[:, None]
        step = np.diff(np.where(np.isfinite(key), key, 0.0), axis=1)
        rows = np.flatnonzero((both & (step <= 0)).any(axis=1))
        if len(rows):
            raise ValueError(f"two points of series {rows[0]} have the same time")
    out = [a if order is None else np.take_along_axis(a, order, axis=1) for a in arrays]
    return np.where(np.isfinite(key), key, np.nan), *out, n


def at(array, column):
    """Return one element a row; NaN where the column is negative."""
    if not array.shape[1]:
        return np.full(len(array), np.nan)
    picked = np.take_along_axis(array, np.maximum(column, 0)[:, None], axis=1)[:, 0]
    return np.where(column >= 0, picked, np.nan)


def mean(array, mask, n):
    return np.where(mask, array, 0.0).sum(axis=1) / np.where(n > 0, n, np.nan)


MINIMUM_POINTS = 3  # of a baseline; 3 is allowed and flagged as short
