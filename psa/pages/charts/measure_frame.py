"""What the chart of one series reaches to, asks for and says."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from psa.data.periods import parse_period
from psa.data.units import is_plain_percent
from psa.methods.milestones import read_milestones
from psa.methods.settings import Settings
from psa.pages.charts.numbers import Row, decimals, figure_text, level_of, text_of, unit_subtitle
from psa.pages.charts.scales import ValueTicks, decimal, spread
from psa.pages.charts.series import Mark, is_late
from psa.pages.sentences.dates import short_words
from psa.pages.sentences.phrases import when
from psa.words import alike, capital, count, number

ZERO_WITHIN = 2  # the scale begins at zero where zero is within so many times the range of the figures
LEAST_RANGE = 0.25  # the scale reaches over so much of the level at least, so that a small change looks small


@dataclass(frozen=True)
class Level:
    """A level that is asked for, target or standard, in words, and by when; empty where that is not said.

    `title` stands in place of the name where no number is set, and the level is only that of the start.
    """

    name: str
    value: float
    words: str
    by: str = ""
    title: str = ""

    @property
    def lines(self) -> list[str]:
        """What is written of it, line by line."""
        return [line for line in (self.title or self.name, self.words, self.by) if line]


@dataclass(frozen=True)
class Limits:
    """The ends of the axes of years and of values, and a ceiling above which no value is named."""

    first: float
    last: float
    low: float
    high: float
    ceiling: float = np.inf

    @property
    def ticks(self) -> ValueTicks:
        """Where values are named."""
        return ValueTicks(5, self.ceiling)

    def cut_ends(self, trend: pd.DataFrame) -> list[tuple[str, float]]:
        """Return, for each end of a trend's fan beyond the chart, its value in words and the edge where it leaves."""
        if trend.empty:
            return []
        end = trend.iloc[-1]
        _, lower, upper = alike(*end[["estimate", "lower", "upper"]])
        ends = [(f"↓ to {lower}", self.low)] if end["lower"] < self.low else []
        return [*ends, (f"↑ to {upper}", self.high)] if end["upper"] > self.high else ends


def levels_of(row: Row, settings: Settings | None = None) -> tuple[Level, ...]:
    """Return the levels that are asked for; a target with its day where the framework still runs."""
    levels = {name: level_of(row, f"{name}_level") for name in ("target", "standard")}
    due = text_of(row.get("target_period"))
    is_dated = settings is not None and settings.as_at is not None and due
    return tuple(
        Level(
            name,
            value,
            asked_figure(value, row),
            f"by {short_words(due)}" if name == "target" and is_dated else "",
            "" if row.get("kind") != "improve" else "to be below" if row["sign"] < 0 else "to be above",
        )
        for name, value in levels.items()
        if np.isfinite(value)
    )


def asked_figure(value: float, row: Row) -> str:
    """Return a level that is asked for as a chart writes it; one that is a figure of the series, as those are."""
    if value == level_of(row, "baseline_value"):
        return figure_text(value, bool(row["is_derived"]), decimals(row))
    return figure_text(value)


def path_of(row: Row, marks: tuple[Mark, ...], milestones: str = "") -> pd.DataFrame:
    """Return the path from the baseline to a target that is due later, through what is asked for on the way.

    Returns:
        A row a point: time, value, words (of what is asked for on the way; empty at both ends). No rows where there is
        no path.
    """
    target, due = level_of(row, "target_level"), text_of(row.get("target_period"))
    start = next((mark for mark in marks if mark.name == "baseline"), None)
    if start is None or not due or not np.isfinite(target) or parse_period(due).time <= start.time:
        return pd.DataFrame({"time": [], "value": [], "words": []}).astype({"words": object})
    steps = [
        (parse_period(period).time, value, f"{figure_text(value)} by {short_words(period)}")
        for period, value in read_milestones(milestones)
        if start.time < parse_period(period).time < parse_period(due).time
    ]
    rows = [(start.time, start.value, ""), *steps, (parse_period(due).time, target, "")]
    return pd.DataFrame(rows, columns=["time", "value", "words"])


def limits_of(
    points: pd.DataFrame,
    row: Row,
    settings: Settings,
    marks: tuple[Mark, ...],
    path: pd.DataFrame,
    trend: pd.DataFrame,
    zero_within: float = ZERO_WITHIN,
) -> Limits:
    """Return the ends of the axes: all figures, intervals, levels, the span and the path, and some of the fan."""
    values = [*points[["value", "lower", "upper"]].to_numpy(float).ravel(), *(mark.value for mark in marks)]
    values += [*(level.value for level in levels_of(row)), *path["value"]]
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    is_positive = low >= 0
    is_share = is_plain_percent(row["unit"]) and is_positive and high <= 100
    size = spread(low, high)
    if len(trend):  # a fan may widen the chart, but no more: it can be very wide
        ends = trend[["estimate", "lower", "upper"]].to_numpy(float)
        low, high = (
            min(low, max(float(np.nanmin(ends)), low - 0.6 * size)),
            max(high, min(float(np.nanmax(ends)), high + 0.6 * size)),
        )
        size = max(high - low, size)
    bottom = low - 0.16 * size
    if is_positive and low <= zero_within * size:
        bottom = 0.0
    elif size < LEAST_RANGE * abs(high):
        bottom = low - (LEAST_RANGE * abs(high) - size)
    begin = decimal(settings.baseline_by)
    end = decimal(settings.through) if settings.through else begin
    times = [*points["time"], *(mark.time for mark in marks), begin, end, *path["time"]]
    first, last = min(times), max(times)
    room = max(0.03 * (last - first), 0.3)
    ceiling = 100 if is_share else np.inf
    return Limits(first - room, last + room, bottom, high + 0.16 * size, ceiling)


def describe_signs(
    points: pd.DataFrame,
    settings: Settings,
    path: pd.DataFrame,
    trend: pd.DataFrame,
    limits: Limits,
    period_title: str,
) -> str:
    """Return what the picture's signs mean, of those that are in it."""
    notes = [] if limits.low <= 0 else ["The scale does not begin at zero."]
    has_interval = points["lower"].notna()
    levels = points.loc[has_interval, "interval_level"].dropna().unique()
    if has_interval.any():
        words = f"{number(levels[0])}% interval" if len(levels) == 1 else "published interval"
        notes.append(f"Band: {words}.")
    if (points["status"] == "provisional").any():
        notes.append("Hollow: provisional.")
    if is_late(points, settings).any():
        notes.append(f"Grey: after {period_title}.")
    if len(path):
        way = "the path that is needed" if path["words"].any() else "straight path to the target"
        notes.append(f"Dotted: {way}.")
    if len(trend):
        beyond = ", which goes on beyond the edge" if limits.cut_ends(trend) else ""
        notes.append(f"Shaded: where the trend before pointed{beyond}.")
    if {parse_period(p).kind for p in points["period"].unique()} & {"rolling", "span"}:
        notes.append("Each figure stands at the middle of its period.")
    return " ".join(notes)


def describe_measure(
    points: pd.DataFrame, row: Row, settings: Settings, trend: pd.DataFrame, limits: Limits
) -> str:
    """Return the alt text of the chart, from the numbers."""
    is_derived = bool(row["is_derived"])

    def figure(value: float) -> str:
        return figure_text(value, True) if is_derived else number(float(value), least=decimals(row))

    def at(place: int) -> str:
        return f"{figure(points['value'].iloc[place])} {when(points['period'].iloc[place])}"

    text = f"Line chart of {count(len(points), 'figure')}, {unit_subtitle(row['unit'], is_derived)}: {at(0)}"
    text += f", {at(-1)}." if len(points) > 1 else "."
    if len(points) > 2:
        highest, lowest = int(points["value"].argmax()), int(points["value"].argmin())
        text += f" Highest {at(highest)}, lowest {at(lowest)}."
    for name, words in (("baseline", "Baseline"), ("latest", "Latest in the span assessed")):
        period, value = text_of(row[f"{name}_period"]), row[f"{name}_value"]
        if period and pd.notna(value):
            text += f" {words} {figure(value)} {when(period)}."
    due = text_of(row.get("target_period"))
    for level in levels_of(row):
        words = f"{capital(level.title) or 'Target'} {level.words}{f' {when(due)}' if due else ''}"
        text += f" {words if level.name == 'target' else f'Minimum standard {level.words}'}."
    for i in np.flatnonzero(np.diff(points["segment"].to_numpy())):
        before, after = points["period"].iloc[i], points["period"].iloc[i + 1]
        text += f" Break in the series between the figures {when(before)} and {when(after)}."
    return text + _describe_uncertain(points, settings, trend, limits)


def _describe_uncertain(points: pd.DataFrame, settings: Settings, trend: pd.DataFrame, limits: Limits) -> str:
    """Return what the alt text says of intervals, provisional and late figures, and the trend."""
    text = ""
    intervals = int(points["lower"].notna().sum())
    provisional = int((points["status"] == "provisional").sum())
    late = int(is_late(points, settings).sum())
    if intervals:
        text += f" Published intervals for {count(intervals, 'figure')}."
    if provisional:
        text += f" {provisional} provisional."
    if late:
        text += f" {late} after the span assessed, drawn paler."
    if len(trend):
        middle, lower, upper = alike(*trend.iloc[-1][["estimate", "lower", "upper"]])
        text += f" Baseline trend carried on to {middle}, range {lower} to {upper}"
        text += f"{', more than the chart shows' if limits.cut_ends(trend) else ''}."
    return text
