"""Of periods that overlap keep those that share no time."""

import numpy as np

from psa.methods.trend_arrays import two_dimensional


# Overlapping periods
def thin_overlapping(start, end, is_used=None):
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
    start, end = two_dimensional(start=start, end=end)
    is_dated = np.issubdtype(start.dtype, np.datetime64)
    if is_dated:
        missing = np.isnat(start) | np.isnat(end)
        start = start.astype("datetime64[D]").astype(float)
        end = end.astype("datetime64[D]").astype(float) + 1
    else:
        start, end = start.astype(float), end.astype(float)
        missing = ~(np.isfinite(start) & np.isfinite(end))
    is_used = (
        ~missing if is_used is None else np.broadcast_to(np.asarray(is_used, bool), start.shape) & ~missing
    )
    if np.any(is_used & (end < start)):
        raise ValueError("a period ends before it starts")
    is_kept = np.zeros(start.shape, bool)
    free_before, last_end = np.full(len(start), np.inf), np.full(len(start), np.inf)
    for column in range(start.shape[1] - 1, -1, -1):
        mine = is_used[:, column]
        if np.any(mine & (end[:, column] > last_end)):
            raise ValueError("periods must be in order of their end")
        last_end = np.where(mine, end[:, column], last_end)
        is_kept[:, column] = mine & (end[:, column] <= free_before + 1e-6)
        free_before = np.where(is_kept[:, column], start[:, column], free_before)
    return is_kept
