"""The figure that each target, and each milestone on the way to it, is judged by (`psa.methods.due`).

A figure settles a target only where it covers the target's own period or day. Until there is one, the last figure
by the end of the period is what can be set beside it.
"""

from dataclasses import dataclass

import numpy as np

from psa.data.periods import parse_period, period_times
from psa.methods.array_types import Counts, Days, Flags, Floats, Words
from psa.methods.baseline import last_true
from psa.methods.cumulative import Sum, running_flows, sum_so_far
from psa.methods.due import Due, due_time, settling_figures
from psa.methods.series_data import SeriesData, pick
from psa.methods.settings import Settings

SUMMED = (
    "count",
    "money",
)  # kinds of figures that add up to that of a longer period; of others the mean counts


@dataclass(frozen=True)
class Outturns:
    """The figure that each series' target is judged by, one entry a series.

    Attributes:
        is_target: whether it has a target.
        figure: the one that settles it, else the last one; of a cumulative target the sum so far. NaN for none.
        row: position of that figure, or of its last part; -1 for none.
        period: its label, of several the span of them.
        is_settled: whether it is the figure of the target's own period or day.
        is_past: whether that lies before the day as at which figures are read.
        is_in_period: whether the figure belongs to the period assessed.
        due_time: decimal year of the figure that will settle it; NaN without a date.
        sums: of cumulative targets, by the number of the series.
    """

    is_target: Flags
    figure: Floats
    row: Counts
    period: Words
    is_settled: Flags
    is_past: Flags
    is_in_period: Flags
    due_time: Floats
    sums: dict[int, Sum]


def has_target(data: SeriesData, settings: Settings) -> Flags:
    """Return which series have a target: one is set, or, while the period runs, they are to be better by a date."""
    asked = data.definitions
    is_promise = (asked.kind == "improve") & (asked.target_period != "") & settings.is_running
    return np.asarray((asked.kind == "target") | is_promise, bool)


def outturns(data: SeriesData, settings: Settings) -> Outturns:
    """Return the figure that each target is judged by.

    Args:
        data: the series.
        settings: the period assessed, and the day as at which figures are read.
    """
    asked, labels = data.definitions, data.frame["period"].to_numpy(object)
    end = data.frame["end"].to_numpy("datetime64[D]")
    is_target = has_target(data, settings)
    last = last_true(end <= settings.limit, data.number, len(data.first))
    row, figure, period = last.copy(), pick(data.value, last), pick(labels, last)
    is_settled, is_past = np.zeros(len(last), bool), np.zeros(len(last), bool)
    times = np.full(len(last), np.nan)
    sums: dict[int, Sum] = {}
    for number in map(int, np.flatnonzero(is_target & (asked.target_period != ""))):
        due = due_of(asked.target_period[number])
        rows = rows_by_end(data, number, settings)
        is_past[number] = due.end <= settings.today
        times[number] = due_time(*days_of(data, rows), due)
        if asked.target_basis[number] == "cumulative":
            sums[number] = one = _sum(data, number, rows, due, settings)
            figure[number], is_settled[number] = one.done, one.is_settled
            continue
        if len(found := rows[settling_figures(*days_of(data, rows), due)]):
            row[number], is_settled[number] = found[-1], True
            figure[number] = together(data, found)
            period[number] = asked.target_period[number] if len(found) > 1 else labels[found[0]]
    is_in_period = (row >= 0) & (end[np.maximum(row, 0)] > settings.cutoff if len(end) else False)
    return Outturns(
        is_target,
        np.where(row >= 0, figure, np.nan),
        row,
        period,
        is_settled & (row >= 0),
        is_past,
        np.asarray(is_in_period, bool),
        times,
        sums,
    )


def due_of(label: str) -> Due:
    """Return when a target is due."""
    period = parse_period(label)
    return Due(np.datetime64(period.start), np.datetime64(period.end))


def together(data: SeriesData, rows: Counts) -> float:
    """Return the figure that some rows of a series make up: the sum of counts and money, the mean of all else."""
    value = data.value[rows]
    is_summed = data.frame["value_kind"].iloc[int(rows[0])] in SUMMED
    return float(value.sum() if is_summed else value.mean())


def start_times(data: SeriesData, sums: dict[int, Sum]) -> Floats:
    """Return from when each target's path runs: the baseline's time, or the start of what is counted."""
    asked, time = data.definitions, data.frame["time"].to_numpy(float)
    start = np.where(data.has_baseline, pick(time, data.points.baseline), period_times(asked.baseline_period))
    for number in sums:
        start[number] = period_times([asked.target_from[number] or asked.counts_from[number]])[0]
    return start


def rows_by_end(data: SeriesData, number: int, settings: Settings) -> Counts:
    """Return the positions of one series' figures by the end of the period."""
    rows = np.arange(data.first[number], data.first[number] + data.sizes[number])
    end = data.frame["end"].to_numpy("datetime64[D]")[rows]
    inside: Counts = rows[end <= settings.limit]
    return inside


def days_of(data: SeriesData, rows: Counts) -> tuple[Days, Days]:
    start, end = (data.frame[side].to_numpy("datetime64[D]")[rows] for side in ("start", "end"))
    return start, end


def _sum(data: SeriesData, number: int, rows: Counts, due: Due, settings: Settings) -> Sum:
    """Return how far a cumulative target is: a running total is taken apart, flows that overlap count once."""
    asked = data.definitions
    begins = due_of(asked.target_from[number] or asked.counts_from[number]).start
    start, end = days_of(data, rows)
    flow = data.value[rows]
    if asked.counts_from[number]:
        start, end, flow = running_flows(end, flow, due_of(asked.counts_from[number]).start)
    else:
        keep = _apart(start, end)
        start, end, flow = start[keep], end[keep], flow[keep]
    target, sign = float(asked.target_value[number]), float(asked.sign[number])
    return sum_so_far(start, end, flow, target, sign, Due(begins, due.end), settings.today)


def _apart(start: Days, end: Days) -> Counts:
    """Return the positions of periods that share no time, the earlier first."""
    kept, last = [], np.datetime64("0001-01-01")
    for place, (begin, finish) in enumerate(zip(start, end, strict=True)):
        if begin > last:
            kept.append(place)
            last = finish
    return np.array(kept, np.int64)
