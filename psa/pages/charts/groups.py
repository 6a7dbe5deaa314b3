"""Small charts of the groups of a measure, two in a row: each group's line in the span of all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from psa.methods.settings import Settings
from psa.pages.charts.chart import Chart, EmptyChart, Margins, write, write_lines
from psa.pages.charts.fit import clean, text_width, wrap
from psa.pages.charts.look import BLUE, DASHED, GREY, INK, LINE, RULE, SHADE, SIZE, WIDTH
from psa.pages.charts.numbers import Row, decimals, figure_text, unit_subtitle
from psa.pages.charts.scales import ValueTicks, padded, tick_words
from psa.pages.charts.series import series_frame
from psa.words import capital, count

PANEL, GAP, COLUMNS, NAME_LINES = 48.0, 10.0, 2, 4  # points; charts in a row; lines of a name, at most
MOST = 12  # groups that are drawn

Records = Mapping[Any, Row]  # a row of a table for each measure


@dataclass(frozen=True)
class GroupPanel:
    """One group: its measure, the lines above its chart, and its last figure: time and value."""

    measure_id: str
    name: list[str]
    last: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class GroupsChart(Chart):
    """Groups of one measure on one pair of axes, drawn again for each; the plot counts in points both ways.

    Attributes:
        panels: the groups that are drawn, the one furthest behind first.
        frame: their figures (`psa.pages.charts.series.series_frame`).
        whole: the figures of all groups together, in the same form; may be empty.
        span: time, low, high: the lowest and the highest figure of all groups at each time.
        years: first and last time of the axis.
        low, high: ends of the axis of values.
        subtitle: unit and signs.
    """

    panels: tuple[GroupPanel, ...]
    frame: pd.DataFrame
    whole: pd.DataFrame
    span: pd.DataFrame
    years: tuple[float, float]
    low: float
    high: float
    subtitle: list[str]

    @property
    def column(self) -> float:
        """How wide one chart is, in points."""
        return (self.width - (COLUMNS - 1) * GAP) / COLUMNS

    @property
    def row(self) -> float:
        """How high one chart is with its name, in points."""
        return PANEL + LINE * max(len(panel.name) for panel in self.panels)

    def across(self, time: np.ndarray, place: int) -> np.ndarray:
        """Return how far from the left some times stand in the chart of one place."""
        first, last = self.years
        return (place % COLUMNS) * (self.column + GAP) + (time - first) / (last - first) * self.column

    def up(self, value: np.ndarray, place: int) -> np.ndarray:
        """Return how high some values stand in the chart of one place."""
        foot = self.height - (place // COLUMNS) * (self.row + GAP) - self.row
        return foot + (value - self.low) / (self.high - self.low) * PANEL

    def draw(self, ax: Axes) -> None:
        ax.set(xlim=(0, self.width), ylim=(0, self.height), xticks=[], yticks=[])
        ax.spines["bottom"].set_visible(False)
        write_lines(ax, self.subtitle, 0, 1, 4 - self.margins.left, self.margins.top - SIZE)
        ticks = ValueTicks(2).tick_values(self.low, self.high)
        ticks = ticks[[0, -1]] if len(ticks) > 2 else ticks
        words = tick_words(ticks)
        for place, panel in enumerate(self.panels):
            self._draw_group(ax, place, panel)
            ends = self.across(np.array(self.years), place)
            for tick, word in zip(self.up(ticks, place), words, strict=True):
                ax.plot(ends, [tick, tick], color=RULE, lw=0.6, zorder=0.5)
                if place % COLUMNS == 0:
                    write(ax, 0, 0, word, -4 - text_width(word), tick - 4)
            if place + COLUMNS >= len(self.panels):
                self._write_years(ax, place)

    def _draw_group(self, ax: Axes, place: int, panel: GroupPanel) -> None:
        foot, left = (
            float(self.up(np.array(self.low), place)),
            float(self.across(np.array(self.years[0]), place)),
        )
        lines = panel.name
        for i, line in enumerate(lines):
            write(ax, 0, 0, line, left, foot + PANEL + LINE * (len(lines) - 1 - i) + 3, color=INK)
        span = self.span
        low, high = (self.up(span[c].to_numpy(), place) for c in ("low", "high"))
        ax.fill_between(self.across(span["time"].to_numpy(), place), low, high, color=SHADE, lw=0, zorder=0.3)
        own = self.frame[self.frame["measure_id"] == panel.measure_id]
        for frame, color, dash, lw in ((self.whole, GREY, DASHED, 1.0), (own, BLUE, "-", 1.8)):
            across, up = (
                f(frame[c].to_numpy(), place) for f, c in ((self.across, "time"), (self.up, "value"))
            )
            ax.plot(across, up, color=color, ls=dash, lw=lw, zorder=3)
        time, value = (np.array(number) for number in panel.last)
        ax.plot(
            self.across(time, place), self.up(value, place), "o", color=BLUE, ms=5, zorder=4, clip_on=False
        )

    def _write_years(self, ax: Axes, place: int) -> None:
        """Write the first and the last year under a chart with no other below it."""
        foot = float(self.up(np.array(self.low), place)) - LINE
        left, right = self.across(np.array(self.years), place)
        first, last = (str(int(np.floor(year + 1e-6))) for year in self.years)
        write(ax, 0, 0, first, left, foot)
        if first != last:
            write(ax, 0, 0, last, right - text_width(last), foot)


def groups_chart(
    rows: pd.DataFrame, points: pd.DataFrame, whole: pd.DataFrame, settings: Settings, most: int = MOST
) -> Chart:
    """Return the chart of the groups of one set.

    Args:
        rows: the ratings of the groups, by measure_id.
        points: their rows of the long frame.
        whole: the same of the measure that they are groups of; empty where there is none.
        settings: of the ratings.
        most: groups that are drawn; of more, the half furthest behind and the half furthest ahead.
    """
    points = points[points["value"].notna()]
    last = points.drop_duplicates("measure_id", keep="last").set_index("measure_id")
    if last.empty:
        return EmptyChart(alt="No figures.")
    order = _behind_first(rows.loc[rows.index.isin(last.index)], last)
    drawn = order if len(order) <= most else order[: most // 2] + order[len(order) - most // 2 :]
    whole = whole[whole["value"].notna()]
    figures = pd.concat([points, whole]) if len(whole) else points
    low, high = padded(figures["value"].min(), figures["value"].max())
    years = (float(points["time"].min()), float(points["time"].max()))
    years = (years[0] - 0.5, years[1] + 0.5) if years[0] == years[1] else years
    ticks = tick_words(ValueTicks(2).tick_values(low, high))
    left = 8 + max(map(text_width, ticks), default=0)
    column = (WIDTH - left - 8 - GAP) / COLUMNS
    usual = str(last["period"].mode().iloc[-1])
    records, figures_last = rows.to_dict("index"), last.to_dict("index")
    panels = tuple(_panel(key, records[key], figures_last[key], usual, column) for key in drawn)
    lines = wrap(_signs(rows, drawn, len(order), len(whole) > 0), WIDTH - 8)
    number = -(-len(panels) // COLUMNS)
    row = PANEL + LINE * max(len(panel.name) for panel in panels)
    return GroupsChart(
        alt=_describe(records, figures_last, len(order), drawn),
        height=number * (row + GAP) - GAP,
        margins=Margins(left, 8, 8 + LINE * len(lines), LINE + 8),
        panels=panels,
        frame=series_frame(points[points["measure_id"].isin(drawn)], settings),
        whole=series_frame(whole.loc[whole["time"].between(*years)], settings),
        span=points.groupby("time")["value"].agg(low="min", high="max").reset_index(),
        years=years,
        low=low,
        high=high,
        subtitle=lines,
    )


def _behind_first(rows: pd.DataFrame, last: pd.DataFrame) -> list[str]:
    """Return the groups by their last figure, the furthest behind first; the highest first without a direction."""
    sign = rows["sign"].iloc[0]
    good = last.loc[rows.index, "value"] * (sign if sign in (1, -1) else -1)
    return [str(key) for key in good.sort_values(kind="stable").index]


def _panel(key: str, row: Row, last: Row, usual: str, column: float) -> GroupPanel:
    """Return the panel of one group; its last figure has its period where most of the groups end elsewhere."""
    period = "" if last["period"] == usual else f" ({last['period']})"
    lines = _named(capital(clean(row["dimension_value"])), f"{_value(row, last)}{period}", column)
    return GroupPanel(key, lines, (float(last["time"]), float(last["value"])))


def _named(name: str, figure: str, width: float) -> list[str]:
    """Return a name and its figure in lines that fit a width; only a very long name is cut, the figure never."""
    whole = wrap(f"{name}: {figure}", width)
    if len(whole) <= NAME_LINES:
        return whole
    return [*wrap(name, width, NAME_LINES - 1), *wrap(figure, width)]


def _value(row: Row, last: Row) -> str:
    return figure_text(last["value"], bool(row["is_derived"]), decimals(row))


def _signs(rows: pd.DataFrame, drawn: Sequence[str], total: int, has_whole: bool) -> str:
    """Return the line under the title: unit, and what each sign is."""
    first = rows.iloc[0]
    order = "furthest behind first" if first["sign"] in (1, -1) else "highest first"
    some = f"{len(drawn)} of {total} groups" if len(drawn) < total else count(total, "group")
    dashed = " Dashed: all together." if has_whole else ""
    return f"{capital(unit_subtitle(first['unit']))}. {some}, {order}. Grey: from the lowest to the highest.{dashed}"


def _describe(records: Records, last: Records, total: int, drawn: Sequence[str]) -> str:
    """Return the alt text: each group that is drawn with its last figure."""
    named = [
        f"{records[key]['dimension_value']} {_value(records[key], last[key])} ({last[key]['period']})"
        for key in drawn
    ]
    head = f"Small line charts of {len(drawn)} of {count(total, 'group')}"
    return f"{head}, last figures: {'; '.join(named)}."
