"""The comparable points of every series as padded arrays."""

import numpy as np
import pandas as pd

from psa.methods.thinning import thin_overlapping


def _matrix(array, code, position, shape, fill=np.nan):
    out = np.full(shape, fill, dtype=np.result_type(np.asarray(array).dtype, np.asarray(fill).dtype))
    out[code, position] = array
    return out


class Stack:
    """The comparable points of every series as 2-D arrays (series, points), in time order.

    Comparable with the latest figure: on the same side of every break, of the same length and, below a
    year, of the same part of the year; by the last day of the period.

    Attributes:
        time, value, se: decimal years, figures, standard errors in the figures' unit.
        allowed, baseline, later: masks; of overlapping periods only those that share no time are kept.
        base_end: the last day of the baseline, one a series.
        is_broken, is_broken_before: where a declared break is why fewer than three figures are comparable, of
            all and of those up to the baseline, one a series.
    """

    def __init__(self, frame: pd.DataFrame, points: pd.DataFrame, se: np.ndarray, settings):
        first = points["first_row"].to_numpy()
        n, rows = len(first), len(frame)
        size = np.diff(np.r_[first, rows])
        code = np.repeat(np.arange(n), size)
        position = np.arange(rows) - first[code]
        shape = (n, int(size.max()) if n else 0)
        start, end = frame["start"].to_numpy("datetime64[D]"), frame["end"].to_numpy("datetime64[D]")
        months, segment = frame["months"].to_numpy(), frame["segment"].to_numpy()
        month = start.astype("datetime64[M]").astype(int) % 12
        limit = np.datetime64(settings.through) if settings.through else np.datetime64("9999-12-31")
        cutoff = np.datetime64(settings.baseline_by)
        last = np.full(n, -1)
        within = np.flatnonzero(end <= limit)
        last[code[within]] = within
        ref = np.where(points["latest_row"].to_numpy() >= 0, points["latest_row"].to_numpy(), last)
        at = np.maximum(ref, 0)
        alike = (ref >= 0)[code] & (end <= limit) if rows else np.zeros(0, bool)
        if rows:
            alike &= months == months[at][code]
            alike &= (months >= 12) | (month == month[at][code])
        allowed = alike & (segment == segment[at][code]) if rows else alike
        base = points["baseline_row"].to_numpy()
        stated = points["baseline_end"].to_numpy("datetime64[D]")
        has_row = base >= 0
        self.base_end = np.where(
            has_row, end[np.maximum(base, 0)] if rows else cutoff, np.where(np.isnat(stated), cutoff, stated)
        )
        before = allowed & (end <= self.base_end[code])
        after = allowed & (start > self.base_end[code]) & (end > cutoff)
        nat = np.datetime64("NaT")
        starts, ends = (_matrix(a, code, position, shape, nat) for a in (start, end))
        self.time = _matrix(frame["time"].to_numpy(float), code, position, shape)
        self.value = _matrix(frame["value"].to_numpy(float), code, position, shape)
        self.se = _matrix(se, code, position, shape)
        self.allowed = _matrix(allowed, code, position, shape, False)
        self.baseline = thin_overlapping(starts, ends, _matrix(before, code, position, shape, False))
        self.later = thin_overlapping(starts, ends, _matrix(after, code, position, shape, False))
        self.clear = thin_overlapping(starts, ends, self.allowed)
        keep = np.cumsum(self.baseline[:, ::-1], axis=1)[:, ::-1] <= settings.trend_points
        self.baseline &= keep
        # of overlapping periods some were left out: the errors of those would not be independent
        self.has_overlap = (self.allowed & ~self.clear).any(axis=1)
        self.reference = ref
        self.is_broken, self.is_broken_before = (
            (np.bincount(code, alike & part, n) >= 3) & (np.bincount(code, allowed & part, n) < 3)
            for part in (np.ones(rows, bool), end <= self.base_end[code])
        )
        self._place = (code, position, shape)

    def spread(self, column: np.ndarray) -> np.ndarray:
        """Return a column of the frame as a 2-D array beside `value`, NaN where there is no point."""
        return _matrix(np.asarray(column, float), *self._place)


def last_value(array: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return the last value of each row where the mask is true; NaN where it nowhere is."""
    if not array.shape[1]:
        return np.full(len(array), np.nan)
    column = array.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    return np.where(mask.any(axis=1), array[np.arange(len(array)), column], np.nan)
