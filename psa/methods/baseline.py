"""Choose the figures of each series: baseline and latest comparable figure."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from psa.data.periods import parse_period
from psa.methods.array_types import Counts, Days, Flags, Floats, Words
from psa.methods.settings import Settings


@dataclass(frozen=True)
class Points:
    """Which figures of each series are its baseline and its latest, one entry a series.

    Attributes:
        baseline, latest: positions in the frame, -1 for none.
        reason: code of why there is no pair; empty where there is one.
        origin: who chose the baseline: published, definition or default.
        baseline_end: last day of the published baseline period; NaT without one.
    """

    baseline: Counts
    latest: Counts
    reason: Words
    origin: Words
    baseline_end: Days


@dataclass(frozen=True)
class _Spans:
    """The periods of the figures, one entry a figure, and where each series begins."""

    series: Counts
    first: Counts
    start: Days
    end: Days
    segment: Counts
    months: Counts
    month: Counts
    is_adjusted: Flags

    def last_true(self, mask: Flags) -> Counts:
        return last_true(mask, self.series, len(self.first))

    def any_true(self, mask: Flags) -> Flags:
        return np.bincount(self.series, weights=mask, minlength=len(self.first)) > 0


@dataclass(frozen=True)
class _Stated:
    """The published baseline of each series: whether there is one, its days, its value in the definition."""

    is_stated: Flags
    start: Days
    end: Days
    value: Floats


def series_starts(frame: pd.DataFrame) -> Counts:
    """Return where each series of a prepared frame begins."""
    ids = frame["measure_id"].to_numpy()
    return np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]]) if len(ids) else np.array([], dtype=int)


def series_numbers(first: Counts, n_rows: int) -> Counts:
    """Return the number of the series that each row belongs to."""
    return np.repeat(np.arange(len(first)), np.diff(first, append=n_rows))


def last_true(mask: Flags, series: Counts, n_series: int) -> Counts:
    """Return the last position in each series where `mask` is true, -1 where there is none."""
    out = np.full(n_series, -1)
    rows = np.flatnonzero(mask)
    out[series[rows]] = rows
    return out


def choose_points(frame: pd.DataFrame, settings: Settings) -> Points:
    """Return, for each series, which figure is its baseline and which its latest, or why there is none.

    Latest: the last figure that ends after `baseline_by` and by `through`, and begins after the
    published baseline period where there is one; of those, where there are any, whose length and part of the
    year a baseline shares, because a quarter is no measure of a year, nor the summer of the winter.
    Baseline: the published baseline period; without one,
    the last figure that ends by `baseline_by`, before the latest begins, on the same side of every
    break, of the same length and part of the year where there is such a one; where the publisher took the seasons
    out, any part of the year is alike.

    Args:
        frame: from `psa.methods.long_frame.prepare_frame`.
        settings: see `Settings`.
    """
    spans = _spans(frame)
    stated = _stated(frame, spans.first)
    has_stated = stated.is_stated[spans.series]
    is_inside = (spans.end > settings.cutoff) & (spans.end <= settings.limit)
    is_later = is_inside & (~has_stated | (spans.start > stated.end[spans.series]))
    latest = _latest(spans, stated, is_later, ~has_stated & (spans.end <= settings.cutoff))
    is_stated_period = (spans.start == stated.start[spans.series]) & (spans.end == stated.end[spans.series])
    published = spans.last_true(has_stated & is_stated_period)
    is_before = ~has_stated & (spans.end <= settings.cutoff) & (latest >= 0)[spans.series]
    baseline = np.where(stated.is_stated, published, _default_baselines(spans, is_before, latest))
    origin = np.where(stated.is_stated, "published", "default").astype(object)
    from_definition = stated.is_stated & (published < 0) & np.isfinite(stated.value)
    origin[from_definition] = "definition"
    reason = _why_no_pair(spans, stated, is_before, latest, np.where(from_definition, 0, baseline))
    crosses = (published >= 0) & (latest >= 0) & (_at(spans.segment, published) != _at(spans.segment, latest))
    reason[stated.is_stated & crosses] = "break"
    reason[latest < 0] = "no_later_figure"
    return Points(np.where(from_definition, -1, baseline), latest, reason, origin, stated.end)


def _latest(spans: _Spans, stated: _Stated, is_later: Flags, may_be_baseline: Flags) -> Counts:
    """Return the last figure of each series that is of a baseline's length and part of the year, else the last.

    Args:
        spans, stated: the figures and the published baselines.
        is_later: which figures may be the latest.
        may_be_baseline: which may be the baseline where none is published.
    """
    last = spans.last_true(is_later)
    shape = spans.months * 100 + np.where((spans.months < 12) & ~spans.is_adjusted, spans.month, 0)
    is_stated = stated.is_stated[spans.series] & (spans.start == stated.start[spans.series])
    is_baseline = may_be_baseline | (is_stated & (spans.end == stated.end[spans.series]))
    key = spans.series * 100_000 + shape
    like = spans.last_true(is_later & np.isin(key, key[is_baseline]))
    return np.where(like >= 0, like, last)


def _spans(frame: pd.DataFrame) -> _Spans:
    first = series_starts(frame)
    return _Spans(
        series=series_numbers(first, len(frame)),
        first=first,
        start=frame["start"].to_numpy("datetime64[D]"),
        end=frame["end"].to_numpy("datetime64[D]"),
        segment=frame["segment"].to_numpy(),
        months=frame["months"].to_numpy(),
        month=frame["start"].dt.month.to_numpy(),
        is_adjusted=frame["seasonally_adjusted"].to_numpy(bool),
    )


def _stated(frame: pd.DataFrame, first: Counts) -> _Stated:
    labels = frame["baseline_period"].to_numpy()[first]
    spans = {label: parse_period(label) for label in set(labels) if label}
    none = np.datetime64("NaT")
    start = [np.datetime64(spans[label].start) if label else none for label in labels]
    end = [np.datetime64(spans[label].end) if label else none for label in labels]
    return _Stated(
        is_stated=np.asarray(labels != "", bool),
        start=np.array(start, "datetime64[D]"),
        end=np.array(end, "datetime64[D]"),
        value=frame["baseline_value"].to_numpy()[first],
    )


def _at(column: npt.NDArray[Any], rows: Counts) -> npt.NDArray[Any]:
    """Return the entry of a column at each row, whatever for -1."""
    return column[np.maximum(rows, 0)]


def _default_baselines(spans: _Spans, is_before: Flags, latest: Counts) -> Counts:
    """Return the last figure before each latest that is most like it."""
    is_clear = spans.end < _at(spans.start, latest)[spans.series]
    is_candidate = is_before & is_clear & (spans.segment == _at(spans.segment, latest)[spans.series])
    same_length = spans.months == _at(spans.months, latest)[spans.series]
    same_season = (
        (spans.months >= 12) | spans.is_adjusted | (spans.month == _at(spans.month, latest)[spans.series])
    )
    score = np.where(is_candidate, 1 + 2 * same_length + (same_length & same_season), 0)
    best = np.zeros(len(spans.first), dtype=int)
    np.maximum.at(best, spans.series, score)
    return spans.last_true(is_candidate & (score == best[spans.series]))


def _why_no_pair(spans: _Spans, stated: _Stated, is_before: Flags, latest: Counts, baseline: Counts) -> Words:
    """Return why a series has no baseline; empty where it has one."""
    is_clear = spans.end < _at(spans.start, latest)[spans.series]
    is_none = baseline < 0
    has_before, has_clear = spans.any_true(is_before), spans.any_true(is_before & is_clear)
    reason = np.full(len(spans.first), "", dtype=object)
    reason[is_none & ~stated.is_stated & has_clear] = "break"
    reason[is_none & ~stated.is_stated & has_before & ~has_clear] = "overlap"
    reason[is_none & ~stated.is_stated & ~has_before] = "no_baseline_figure"
    reason[is_none & stated.is_stated] = "baseline_not_in_series"
    return reason
