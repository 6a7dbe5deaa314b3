"""Arrays of series for the tests of trend: their shapes, their order and what cannot be."""

from typing import Any

import numpy as np
import numpy.typing as npt

from psa.methods.array_types import Counts, Flags, Floats, Words

NO_VARIATION = 1e-9  # spread below this share of a series' largest value is floating-point noise
MINIMUM_POINTS = 3  # of a baseline; 3 is allowed and flagged as short


def check_finite(name: str, array: Floats, is_used: Flags, first_row: int = 0) -> None:
    """Refuse an infinite number among the points that are used."""
    rows = np.flatnonzero((np.isinf(array) & is_used).any(axis=1))
    if len(rows):
        raise ValueError(f"{name} holds an infinite number in series {rows[0] + first_row}")


def check_not_negative(name: str, array: Floats, is_used: Flags | bool = True) -> None:
    """Refuse a negative number among the points that are used."""
    if np.any(is_used & (array < 0)):
        raise ValueError(f"{name} must not be negative")


def two_dimensional(**arrays: npt.ArrayLike) -> tuple[npt.NDArray, ...]:  # type: ignore[type-arg]
    """Return arrays of one shape (series, points).

    Raises:
        ValueError: they have another number of axes; the message lists their names.
    """
    out = np.broadcast_arrays(*(np.asarray(array) for array in arrays.values()))
    if out[0].ndim != 2:
        raise ValueError(f"{', '.join(arrays)} must be 2-D: (series, points)")
    return tuple(out)


def per_series(name: str, parameter: npt.ArrayLike | None, n_series: int) -> Floats:
    """Return one number a series; NaN for None."""
    array = np.asarray(np.nan if parameter is None else parameter, float)
    if array.ndim > 1 or (array.ndim == 1 and array.shape[0] not in (1, n_series)):
        raise ValueError(f"{name} must be one number, or one a series")
    return np.broadcast_to(array, (n_series,))


def in_time_order(
    is_used: Flags, time: Floats, *arrays: npt.NDArray[Any], first_row: int = 0
) -> tuple[Any, ...]:
    """Return time and arrays with the used points of each row first, by time; and how many there are.

    Raises:
        ValueError: two used points of a series at one time.
    """
    key = np.where(is_used, time, np.inf)
    count = is_used.sum(axis=1)
    if key.shape[1] < 2 or (key[:, 1:] >= key[:, :-1]).all():  # in order already: most are
        order = None
    else:
        order = np.argsort(key, axis=1, kind="stable")
        key = np.take_along_axis(key, order, axis=1)
    if key.shape[1] > 1:
        both = np.arange(1, key.shape[1]) < count[:, None]
        step = np.diff(np.where(np.isfinite(key), key, 0.0), axis=1)
        rows = np.flatnonzero((both & (step <= 0)).any(axis=1))
        if len(rows):
            raise ValueError(f"two points of series {rows[0] + first_row} have the same time")
    out = [a if order is None else np.take_along_axis(a, order, axis=1) for a in arrays]
    return np.where(np.isfinite(key), key, np.nan), *out, count


def element(array: Floats, column: Counts) -> Floats:
    """Return one element a row; NaN where the column is negative."""
    if not array.shape[1]:
        return np.full(len(array), np.nan)
    picked = np.take_along_axis(array, np.maximum(column, 0)[:, None], axis=1)[:, 0]
    return np.where(column >= 0, picked, np.nan)


def mean_over(array: Floats, mask: Flags) -> Floats:
    """Return the mean of each row where the mask is true; NaN where it nowhere is."""
    count = mask.sum(axis=1)
    return np.asarray(np.where(mask, array, 0.0).sum(axis=1) / np.where(count > 0, count, np.nan))


def verdict_words(statistic: Floats, critical: Floats, words: tuple[str, str, str]) -> Words:
    """Return which of three words each statistic earns: better, worse, or neither."""
    better, worse, neither = words
    verdict = np.where(statistic >= critical, better, np.where(statistic <= -critical, worse, neither))
    return verdict.astype("<U19")
