"""The comparable figures of every series as padded arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from psa.methods.array_types import Counts, Days, Flags, Floats
from psa.methods.series_data import SeriesData
from psa.methods.settings import Settings
from psa.methods.thinning import thin_overlapping


@dataclass(frozen=True)
class Stack:
    """The figures of every series as 2-D arrays (series, points), in time order, with which are comparable.

    Comparable with the latest figure: on the same side of every break, of the same length and, below a
    year, of the same part of the year; by the last day of the period.

    Attributes:
        time, value, se: decimal years, figures, standard errors in the figures' unit.
        allowed: mask of the comparable figures.
        clear, baseline, later: of those, of overlapping periods only those that share no time; of the whole
            series, up to the baseline and after it.
        before: of the clear ones, all up to the baseline.
        reference: position of the latest figure of each series, or the last by the end of the period; -1.
        is_broken, is_broken_before: where a declared break is why fewer than three figures are comparable,
            of all and of those up to the baseline, one a series.
        place: series and position in it of each figure.
    """

    time: Floats
    value: Floats
    se: Floats
    allowed: Flags
    clear: Flags
    baseline: Flags
    later: Flags
    before: Flags
    reference: Counts
    is_broken: Flags
    is_broken_before: Flags
    place: tuple[Counts, Counts]

    @property
    def has_overlap(self) -> Flags:
        """Whether comparable figures share time, so that not all count: their errors are not independent."""
        return np.asarray((self.allowed & ~self.clear).any(axis=1))

    @property
    def recent(self) -> Flags:
        """The last six clear figures of each series."""
        return keep_last(self.clear, RECENT_POINTS)

    def spread(self, column: npt.ArrayLike) -> Floats:
        """Return a column of the frame as a 2-D array beside `value`, NaN where there is no point."""
        return _spread(np.asarray(column, float), self.place, self.value.shape)


RECENT_POINTS = 6  # that a projection and the direction of a standard go by


def stack_figures(data: SeriesData, settings: Settings) -> Stack:
    """Return the figures of all series as padded arrays, with which of them are comparable."""
    frame, number = data.frame, data.number
    place = (number, np.arange(len(frame)) - data.first[number])
    shape = (len(data.first), int(data.sizes.max(initial=0)))
    start, end = frame["start"].to_numpy("datetime64[D]"), frame["end"].to_numpy("datetime64[D]")
    reference = _references(data, end <= settings.limit)
    is_alike, allowed = _comparable(data, reference, end <= settings.limit)
    baseline_end = _baseline_ends(data, end, settings)[number]
    is_before = allowed & (end <= baseline_end)
    is_after = allowed & (start > baseline_end) & (end > settings.cutoff)
    starts, ends = (_spread(days, place, shape, np.datetime64("NaT")) for days in (start, end))

    def thin(mask: Flags) -> Flags:
        return thin_overlapping(starts, ends, _spread(mask, place, shape, False))

    before = thin(is_before)

    def is_broken(mask: Flags) -> Flags:
        counts = [np.bincount(number[rows & mask], minlength=shape[0]) for rows in (is_alike, allowed)]
        return (counts[0] >= 3) & (counts[1] < 3)

    return Stack(
        time=_spread(frame["time"].to_numpy(float), place, shape),
        value=_spread(data.value, place, shape),
        se=_spread(data.se, place, shape),
        allowed=_spread(allowed, place, shape, False),
        clear=thin(allowed),
        baseline=keep_last(before, settings.trend_points),
        later=thin(is_after),
        before=before,
        reference=reference,
        is_broken=is_broken(np.ones(len(frame), bool)),
        is_broken_before=is_broken(end <= baseline_end),
        place=place,
    )


def _references(data: SeriesData, is_inside: Flags) -> Counts:
    """Return the latest figure of each series; without one, the last inside the period."""
    last = np.full(len(data.first), -1)
    rows = np.flatnonzero(is_inside)
    last[data.number[rows]] = rows
    return np.where(data.points.latest >= 0, data.points.latest, last)


def _comparable(data: SeriesData, reference: Counts, is_inside: Flags) -> tuple[Flags, Flags]:
    """Return which figures are like the reference of their series, and which on its side of every break too."""
    row = np.maximum(reference, 0)[data.number]
    months, segment = data.frame["months"].to_numpy(), data.frame["segment"].to_numpy()
    month = data.frame["start"].to_numpy("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    is_alike = (reference >= 0)[data.number] & is_inside & (months == months[row])
    is_alike &= (months >= 12) | data.definitions.is_adjusted[data.number] | (month == month[row])
    return is_alike, is_alike & (segment == segment[row])


def _baseline_ends(data: SeriesData, end: Days, settings: Settings) -> Days:
    """Return the last day of each series' baseline: of its figure, its published period, or the default's."""
    stated = data.points.baseline_end
    ends = np.where(np.isnat(stated), settings.cutoff, stated)
    rows = np.flatnonzero(data.has_baseline)
    ends[rows] = end[data.points.baseline[rows]]
    return ends


def _spread(
    column: npt.NDArray[Any], place: tuple[Counts, Counts], shape: tuple[int, int], fill: Any = np.nan
) -> npt.NDArray[Any]:
    """Return a column of figures as a 2-D array, filled where a series has no further figure."""
    out = np.full(shape, fill, dtype=np.result_type(column.dtype, np.asarray(fill).dtype))
    out[place] = column
    return out


def keep_last(mask: Flags, count: int) -> Flags:
    """Return the last true entries of each row, at most so many."""
    return mask & (np.cumsum(mask[:, ::-1], axis=1)[:, ::-1] <= count)


def last_value(array: Floats, mask: Flags) -> Floats:
    """Return the last value of each row where the mask is true; NaN where it nowhere is."""
    if not array.shape[1]:
        return np.full(len(array), np.nan)
    column = array.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    return np.where(mask.any(axis=1), array[np.arange(len(array)), column], np.nan)
