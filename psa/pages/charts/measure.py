"""The chart of one series over time, with what it is judged by."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from psa.methods.settings import Settings
from psa.pages.charts.chart import Chart, EmptyChart, Margins, between, write, write_lines
from psa.pages.charts.fit import text_width, wrap
from psa.pages.charts.labels import Labels, spread_out
from psa.pages.charts.look import (
    BLUE,
    DASH_DOT,
    DASHED,
    DEEP,
    DOTTED,
    GREY,
    LINE,
    PALE,
    PINK,
    SIZE,
    TEAL,
    WIDTH,
)
from psa.pages.charts.measure_frame import (
    ZERO_WITHIN,
    Level,
    Limits,
    describe_measure,
    describe_signs,
    levels_of,
    limits_of,
    path_of,
)
from psa.pages.charts.numbers import Row, decimals, figure_text, text_of, unit_subtitle
from psa.pages.charts.scales import Years, draw_values, draw_years, years_of
from psa.pages.charts.series import (
    Mark,
    Span,
    alone,
    draw_intervals,
    draw_line,
    draw_marks,
    draw_span,
    marks_of,
    series_frame,
    span_of,
)
from psa.pages.sentences.amounts import amount
from psa.pages.sentences.dates import period_words

HEIGHT = 150.0
CROWDED = 0.3  # of the height, below which figures leave no room for words at the foot
BAR_WEIGHT = 60.0  # how much a label keeps off the bar of an interval: it would strike the label through


@dataclass(frozen=True, kw_only=True)
class MeasureChart(Chart):
    """One series.

    Attributes:
        frame: the figures, from `psa.pages.charts.series.series_frame`.
        is_derived: whether we computed them.
        marks: baseline and latest figure.
        mark_words: what is written at each.
        levels: target and standard.
        path: from the baseline to the target: time, value; empty where there is none.
        trend: time, estimate, lower, upper of the baseline trend carried on; empty where there is none.
        span: the span assessed.
        span_title: its name.
        limits: the ends of the axes.
        years: what years the axis has.
        subtitle: the unit.
        notes: what the signs mean.
        spots: each figure: time, value, words.
    """

    frame: pd.DataFrame
    is_derived: bool
    marks: tuple[Mark, ...]
    mark_words: tuple[str, ...]
    levels: tuple[Level, ...]
    path: pd.DataFrame
    trend: pd.DataFrame
    span: Span
    span_title: str
    limits: Limits
    years: Years
    subtitle: list[str]
    notes: list[str]
    spots: list[tuple[float, float, str]]

    def hints(self) -> list[tuple[float, float, str]]:
        return self.spots

    @property
    def breaks(self) -> np.ndarray:
        """When the series breaks, in decimal years."""
        return self.frame["time"].to_numpy()[self.frame["value"].isna()]

    def draw(self, ax: Axes) -> None:
        ax.set(xlim=(self.limits.first, self.limits.last), ylim=(self.limits.low, self.limits.high))
        labels = Labels(ax)
        self._draw_surroundings(ax)
        self._draw_levels(ax, labels)
        self._draw_trend(ax, labels)
        self._draw_figures(ax, labels)
        for time in self.breaks:
            ax.axvline(time, color=GREY, lw=1, ls=(0, (1, 2)), zorder=2)
            labels.avoid_line([time, time], ax.get_ylim(), 6)
        self._write_labels(labels)

    def _draw_surroundings(self, ax: Axes) -> None:
        """Draw the axes and the span assessed, and write what stands above and below."""
        draw_values(ax, self.limits.ticks)
        draw_years(ax, self.years)
        draw_span(ax, self.span)
        edge = 4 - self.margins.left
        write_lines(ax, self.subtitle, 0, 1, edge, self.margins.top - SIZE)
        write_lines(ax, self.notes, 0, 0, edge, -20 - LINE)
        scale = self.width / (self.limits.last - self.limits.first)
        begin, end = self.span.begin, min(self.span.end, self.limits.last)
        (title,) = wrap(self.span_title, WIDTH - 8, 1)
        middle = ((begin + end) / 2 - self.limits.first) * scale
        write(
            ax, 0, 1, title, between(middle, title, edge, self.width + self.margins.right - 4), 5, ha="center"
        )
        ax.plot([begin, end], [1, 1], color=PALE, lw=1.5, transform=ax.get_xaxis_transform(), clip_on=False)

    def _draw_levels(self, ax: Axes, labels: Labels) -> None:
        """Draw target and standard, named at the right, and the straight path from the baseline to the target."""
        levels = sorted(self.levels, key=lambda level: -level.value)
        scale = self.height / (self.limits.high - self.limits.low)
        heights = [(level.value - self.limits.low) * scale for level in levels]
        tall = max((len(level.lines) for level in levels), default=2)
        feet = spread_out(heights, tall * LINE, (tall - 1) * LINE, self.height - SIZE)
        for level, foot in zip(levels, feet, strict=True):
            ax.axhline(level.value, color=PINK, lw=1.2, ls=DASHED, zorder=2)
            labels.avoid_line(ax.get_xlim(), [level.value] * 2, 5)
            write_lines(ax, level.lines, 1, 0, 5, foot + 2, color=PINK)
        if len(self.path):
            time, value = self.path["time"].to_numpy(), self.path["value"].to_numpy()
            ax.plot(time, value, color=PINK, lw=1.5, ls=DOTTED, zorder=2)
            ax.plot(
                time[1:],
                value[1:],
                "D",
                ls="none",
                ms=6,
                mfc="white",
                mec=PINK,
                mew=1.3,
                zorder=4,
                clip_on=False,
            )
            labels.avoid_line(time, value, 3)
            labels.avoid_marks(time[1:], value[1:], 4)

    def _draw_figures(self, ax: Axes, labels: Labels) -> None:
        """Draw the figures, their published intervals and the marks."""
        frame = self.frame
        draw_intervals(ax, frame, BLUE)
        known = frame[["lower", "upper"]].notna().all(axis=1).to_numpy()
        intervals = frame[["time", "lower", "upper"]].to_numpy(float)[known]
        for (time, low, high), is_bar in zip(intervals, alone(known)[known], strict=True):
            labels.avoid_line([time, time], [low, high], BAR_WEIGHT if is_bar else 0.7)
        draw_line(ax, frame, BLUE, (0, (5, 1.2)) if self.is_derived else "-", 2)
        labels.avoid_line(frame["time"], frame["value"], 10)
        value, late = frame["value"], frame["is_late"]
        is_alone = value.shift().isna() & value.shift(-1).isna()
        is_shown = value.notna() & ((value.count() <= 16) | frame["is_provisional"] | is_alone)
        for is_hollow in (False, True):
            for rows, color in ((~late, BLUE), (late, PALE)):
                dots = frame[is_shown & rows & (frame["is_provisional"] == is_hollow)]
                if len(dots):
                    face = "white" if is_hollow else color
                    ax.plot(
                        dots["time"],
                        dots["value"],
                        "s" if self.is_derived else "o",
                        mfc=face,
                        mec=color,
                        ms=3.5 if self.is_derived else 4.2,
                        mew=1.2,
                        ls="none",
                        zorder=4,
                        clip_on=False,
                    )
        labels.avoid_marks(frame["time"][is_shown], value[is_shown], 2)
        draw_marks(ax, self.marks, BLUE, 7)
        labels.avoid_marks([m.time for m in self.marks], [m.value for m in self.marks], 8)

    def _draw_trend(self, ax: Axes, labels: Labels) -> None:
        """Draw the baseline trend carried on, with its fan, which the edge of the chart cuts where it is wide."""
        trend = self.trend
        time, middle, low, high = (trend[c].to_numpy(float) for c in ("time", "estimate", "lower", "upper"))
        if len(trend) == 1:
            ax.plot(
                [*time, *time], [*low, *high], color=TEAL, lw=5, alpha=0.5, solid_capstyle="butt", zorder=1.8
            )
            ax.plot(time, middle, "d", ms=7, color=TEAL, zorder=4)
            ends = np.clip([*low, *high], self.limits.low, self.limits.high)
            labels.avoid_line([*time, *time], ends, BAR_WEIGHT)
        elif len(trend):
            ax.fill_between(time, low, high, color=TEAL, alpha=0.17, lw=0, zorder=1.2)
            ax.plot(time, middle, color=TEAL, lw=1.5, ls=DASH_DOT, zorder=2.2)
            labels.avoid_line(time, middle, 5)
            for edge in (low, high):
                labels.avoid_line(time, edge, 0.5)

    def _free_height(self, time: float) -> float:
        """Return the share of the plot's height at which a word on a line through it meets no figure: foot or top."""
        frame = self.frame[self.frame["value"].notna()]
        near = frame.loc[(frame["time"] - time).abs().nsmallest(6).index, "value"]
        crowd = (near.min() - self.limits.low) / (self.limits.high - self.limits.low)
        return 0.06 if crowd > CROWDED else 0.8

    def _write_labels(self, labels: Labels) -> None:
        """Write the labels in the plot: first those with one place or none to spare."""
        low, high, trend = self.limits.low, self.limits.high, self.trend
        for words, edge in self.limits.cut_ends(trend):
            labels.place(words, trend["time"].iloc[-1], edge, DEEP)
        for mark, words in zip(self.marks[::-1], self.mark_words[::-1], strict=True):
            labels.place(words, mark.time, mark.value, is_bold=True)
        for time, value, words in self.path.loc[self.path["words"] != ""].to_numpy(object):
            labels.place(words, time, value, PINK)
        for time in self.breaks:
            labels.place("break in series", time, low + self._free_height(time) * (high - low), GREY)
        if len(trend):
            time, middle = trend[["time", "estimate"]].iloc[len(trend) * 2 // 3 if len(trend) > 3 else -1]
            labels.place("where the trend pointed", time, float(np.clip(middle, low, high)), DEEP)


def measure_chart(
    points: pd.DataFrame,
    row: Row,
    settings: Settings,
    projection: pd.DataFrame | None = None,
    period_title: str = "the period",
    since: float = -np.inf,
) -> Chart:
    """Return the chart of one series.

    Args:
        points: rows of the long frame for one measure; none gives a sheet that says so.
        row: its row of `psa.methods.official.assess_measures`; `milestones`, as `psa.methods.milestones` reads them,
            where there are some; `kind` of its indicator.
        settings: for the span that is shaded.
        projection: time, estimate, lower, upper of the baseline trend carried on.
        period_title: what the shaded span is called.
        since: the decimal year from which it is drawn; by default from the first figure.
    """
    points = points[points["value"].notna() & (points["time"] >= since)]
    if points.empty:
        return EmptyChart(alt="No figures.")
    trend = pd.DataFrame(columns=["time", "estimate", "lower", "upper"]) if projection is None else projection
    marks, levels = marks_of(points, row), levels_of(row, settings)
    path = path_of(row, marks, text_of(row.get("milestones")))
    near = ZERO_WITHIN if np.isinf(since) else ZERO_WITHIN / 2  # a part is drawn to show its own moves
    limits = limits_of(points, row, settings, marks, path, trend, near)
    subtitle = wrap(unit_subtitle(row["unit"], bool(row["is_derived"])), WIDTH - 8)
    signs = describe_signs(points, settings, path, trend, limits, period_title)
    notes = wrap(signs, WIDTH - 8) if signs else []
    names = [text_width(word) for level in levels for word in level.lines]
    return MeasureChart(
        alt=describe_measure(points, row, settings, trend, limits),
        spots=_spots(points, row),
        height=HEIGHT,
        margins=Margins(
            8 + max((text_width(w) for w in limits.ticks.words(limits.low, limits.high)), default=0),
            max(names, default=2) + 8,
            4 + LINE * (len(subtitle) + 1) + 6,
            26 + LINE * len(notes),
        ),
        frame=series_frame(points, settings),
        is_derived=bool(points["is_derived"].any()),
        marks=marks,
        mark_words=tuple(
            f"{mark.name} {figure_text(mark.value, bool(row['is_derived']), decimals(row))}" for mark in marks
        ),
        levels=levels,
        path=path,
        trend=trend,
        span=span_of(settings, limits.last),
        span_title=period_title,
        limits=limits,
        years=years_of(points),
        subtitle=subtitle,
        notes=notes,
    )


def _spots(points: pd.DataFrame, row: Row) -> list[tuple[float, float, str]]:
    """Return what is said of each figure where a pointer rests on it."""
    return [
        (float(time), float(value), f"{period_words(str(period))}: {amount(value, row)}")
        for time, value, period in points[["time", "value", "period"]].to_numpy(object)
    ]
