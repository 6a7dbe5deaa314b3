"""What charts of series share: the figures drawn, the marks on them, the span that is assessed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from psa.data.periods import parse_period
from psa.methods.settings import Settings
from psa.pages.charts.look import GREY, PALE, SHADE
from psa.pages.charts.numbers import Row, text_of
from psa.pages.charts.scales import decimal


@dataclass(frozen=True)
class Mark:
    """A figure that is marked: the baseline, the latest one, or the last one where neither is known."""

    name: str
    time: float
    value: float
    is_provisional: bool


@dataclass(frozen=True)
class Span:
    """The span of time that is assessed, in decimal years."""

    begin: float
    end: float


def is_late(points: pd.DataFrame, settings: Settings) -> np.ndarray:
    """Return which figures are for a period that ends after the span assessed."""
    if settings.through is None:
        return np.zeros(len(points), dtype=bool)
    return (points["end"] > pd.Timestamp(settings.through)).to_numpy()


def series_frame(points: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return what is drawn of one or more series: one row a figure, and a row without a value where a line ends.

    Returns:
        measure_id, time (decimal year), value, lower, upper, is_late, is_provisional. The row of a break has the time
        between its neighbours; the row between two series has none.
    """
    ids, segment = points["measure_id"].to_numpy(object), points["segment"].to_numpy()
    columns: dict[str, np.ndarray] = {"measure_id": ids}
    columns |= {c: points[c].to_numpy(float) for c in ("time", "value", "lower", "upper")}
    columns["is_late"] = is_late(points, settings)
    columns["is_provisional"] = (points["status"] == "provisional").to_numpy()
    is_other = ids[1:] != ids[:-1]
    ends = np.flatnonzero(is_other | (segment[1:] != segment[:-1])) + 1
    between = np.where(is_other[ends - 1], np.nan, (columns["time"][ends] + columns["time"][ends - 1]) / 2)
    gaps: dict[str, Any] = {
        "measure_id": ids[ends],
        "time": between,
        "is_late": False,
        "is_provisional": False,
    }
    return pd.DataFrame({c: np.insert(v, ends, gaps.get(c, np.nan)) for c, v in columns.items()})


def marks_of(points: pd.DataFrame, row: Row) -> tuple[Mark, ...]:
    """Return the figures of one series that are marked: baseline first."""
    periods, times, values = (points[c].to_numpy() for c in ("period", "time", "value"))
    is_provisional = (points["status"] == "provisional").to_numpy()

    def mark(name: str, place: int) -> Mark:
        return Mark(name, float(times[place]), float(values[place]), bool(is_provisional[place]))

    marks: dict[str, Mark] = {}
    for name in ("baseline", "latest"):
        period = text_of(row[f"{name}_period"])
        places = np.flatnonzero(periods == period)
        if len(places):
            marks[name] = mark(name, places[-1])
        elif name == "baseline" and period and pd.notna(row["baseline_value"]):
            marks[name] = Mark(name, parse_period(period).time, float(row["baseline_value"]), False)
    last = mark("last figure", -1)
    if "latest" not in marks and ("baseline" not in marks or marks["baseline"].time != last.time):
        marks["last figure"] = last
    return tuple(marks.values())


def span_of(settings: Settings, end: float) -> Span:
    """Return the span assessed; one without an end goes on to `end`."""
    return Span(decimal(settings.baseline_by), decimal(settings.through) if settings.through else end)


def draw_span(ax: Axes, span: Span) -> None:
    """Shade the span that is assessed."""
    ax.axvspan(span.begin, span.end, color=SHADE, lw=0, zorder=0)


def draw_line(ax: Axes, frame: pd.DataFrame, color: str, ls: Any = "-", lw: float = 1.8) -> None:
    """Draw a series, interrupted where it breaks, and pale after the span assessed."""
    time, value = frame["time"].to_numpy(), frame["value"].to_numpy()
    late = frame["is_late"].to_numpy()
    ax.plot(time, np.where(late, np.nan, value), color=color, lw=lw, ls=ls, zorder=3)
    if late.any():
        joined = late | np.r_[late[1:], False]  # from the last figure of the span on
        ax.plot(time, np.where(joined, value, np.nan), color=PALE, lw=0.6 * lw, zorder=2.5)


def alone(known: np.ndarray) -> np.ndarray:
    """Return which of the known are between two that are not: their interval is drawn as a bar."""
    return np.asarray(known & ~np.r_[False, known[:-1]] & ~np.r_[known[1:], False])


def draw_intervals(ax: Axes, frame: pd.DataFrame, color: str) -> None:
    """Draw published intervals as a band; as a bar where neither neighbour has one."""
    time, low, high = (frame[c].to_numpy() for c in ("time", "lower", "upper"))
    known = np.isfinite(low) & np.isfinite(high)
    if not known.any():
        return
    is_alone = alone(known)
    if (known & ~is_alone).any():
        ax.fill_between(time, low, high, where=known & ~is_alone, color=color, alpha=0.2, lw=0, zorder=1.5)
    if is_alone.any():
        middle = (low + high)[is_alone] / 2
        ax.errorbar(
            time[is_alone],
            middle,
            high[is_alone] - middle,
            fmt="none",
            ecolor=color,
            elinewidth=1.2,
            capsize=3,
        )


def draw_marks(ax: Axes, marks: Iterable[Mark], color: str, size: float) -> None:
    """Mark baselines by a square and latest figures by a dot; hollow where they are provisional."""
    looks: dict[tuple[bool, bool], list[Mark]] = {}
    for mark in marks:
        looks.setdefault((mark.name == "baseline", mark.is_provisional), []).append(mark)
    for (is_baseline, is_hollow), group in looks.items():
        edge = GREY if is_baseline else color
        ax.plot(
            [mark.time for mark in group],
            [mark.value for mark in group],
            "s" if is_baseline else "o",
            ls="none",
            ms=size,
            mec=edge,
            mfc="white" if is_hollow else edge,
            mew=size / 5,
            zorder=5,
            clip_on=False,
        )
