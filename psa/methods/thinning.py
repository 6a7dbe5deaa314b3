"""Of periods that overlap keep those that share no time."""

from typing import Any

import numpy as np
import numpy.typing as npt

from psa.methods.array_types import Flags, Floats
from psa.methods.trend_arrays import two_dimensional


def thin_overlapping(start: npt.ArrayLike, end: npt.ArrayLike, is_used: npt.ArrayLike | None = None) -> Flags:
    """Return a mask of points that do not share time, counted back from each series' latest.

    The latest point is kept, then the next earlier one that ends before it starts, and so on: of yearly
    three-year averages every third, of quarterly rolling years every fourth. Points that overlap share
    observations, so their errors are not independent.

    Thin baseline and later points by themselves (``is_used``), so that the last baseline year is kept;
    then drop a later point that overlaps it.

    Args:
        start: 2-D (series, points) in time order; first days (datetime64) or decimal years.
        end: the same; last days, inclusive, or the decimal year at which the period ends, exclusive.
        is_used: 2-D mask of the points to choose from; None for all with both dates.

    Returns:
        2-D boolean mask; False where a date is missing.

    Raises:
        ValueError: a period that ends before it starts, or rows that are not in order of their end.
    """
    begins, ends = _as_numbers(*two_dimensional(start=start, end=end))
    is_dated = np.isfinite(begins) & np.isfinite(ends)
    chosen = (
        is_dated if is_used is None else np.broadcast_to(np.asarray(is_used, bool), is_dated.shape) & is_dated
    )
    if np.any(chosen & (ends < begins)):
        raise ValueError("a period ends before it starts")
    is_kept = np.zeros(begins.shape, bool)
    free_before, last_end = np.full(len(begins), np.inf), np.full(len(begins), np.inf)
    for column in range(begins.shape[1] - 1, -1, -1):
        is_here = chosen[:, column]
        if np.any(is_here & (ends[:, column] > last_end)):
            raise ValueError("periods must be in order of their end")
        last_end = np.where(is_here, ends[:, column], last_end)
        is_kept[:, column] = is_here & (ends[:, column] <= free_before + 1e-6)
        free_before = np.where(is_kept[:, column], begins[:, column], free_before)
    return is_kept


def _as_numbers(start: npt.NDArray[Any], end: npt.NDArray[Any]) -> tuple[Floats, Floats]:
    """Return when periods begin and end, the end exclusive, as numbers; NaN where a date is missing."""
    if not np.issubdtype(start.dtype, np.datetime64):
        return start.astype(float), end.astype(float)
    begins, ends = start.astype("datetime64[D]").astype(float), end.astype("datetime64[D]").astype(float) + 1
    return np.where(np.isnat(start), np.nan, begins), np.where(np.isnat(end), np.nan, ends)
