"""Small charts of the components of one indicator, one below the other on one axis of years."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from psa.methods.settings import Settings
from psa.pages.charts.chart import Chart, EmptyChart, Margins, write, write_lines
from psa.pages.charts.fit import clean, text_width, wrap
from psa.pages.charts.look import INK, LINE, MOVES, RULE, SIZE, WIDTH
from psa.pages.charts.moves import component_name, move_of, sort_components
from psa.pages.charts.numbers import Row, decimals, figure_text, from_to, text_of, unit_subtitle
from psa.pages.charts.scales import ValueTicks, Years, draw_years, padded, tick_words, years_of
from psa.pages.charts.series import (
    Mark,
    Span,
    draw_line,
    draw_marks,
    draw_span,
    marks_of,
    series_frame,
    span_of,
)
from psa.words import capital, count, listed

PANEL, GAP = 44.0, 8.0  # height of a small chart, and between two
WORDS = 0.46 * WIDTH  # room for the words at its left, at most


@dataclass(frozen=True)
class Panel:
    """One component.

    Attributes:
        measure_id: which.
        move: what it did, in a word.
        above: its name, where names are too long to stand beside.
        beside: what is written at its left: its name, if it is not above, what it did, its figures.
        marks: baseline and latest figure.
        low, high: the ends of its axis of values.
    """

    measure_id: str
    move: str
    above: list[str]
    beside: list[str]
    marks: tuple[Mark, ...]
    low: float
    high: float

    @property
    def height(self) -> float:
        """How high it is with its words, in points."""
        return LINE * len(self.above) + max(PANEL, LINE * len(self.beside))

    @property
    def ticks(self) -> np.ndarray:
        """Which values are named: two round ones, at most."""
        ticks = ValueTicks(2).tick_values(self.low, self.high)
        return ticks[[0, -1]] if len(ticks) > 2 else ticks

    def up(self, value: float) -> float:
        """Return how high a value stands above its foot, in points."""
        return (value - self.low) / (self.high - self.low) * PANEL


@dataclass(frozen=True, kw_only=True)
class ComponentsChart(Chart):
    """The components of one indicator, the greatest change for the better first.

    Their axis of years is one; upwards each has the axis of values of its panel, and the plot counts in points.

    Attributes:
        panels: the components.
        frame: their figures in the same order, from `psa.pages.charts.series.series_frame`.
        first, last: the ends of the axis of years.
        years: what years it has.
        span: the span assessed.
        subtitle: unit and signs.
    """

    panels: tuple[Panel, ...]
    frame: pd.DataFrame
    first: float
    last: float
    years: Years
    span: Span
    subtitle: list[str]

    def feet(self) -> list[float]:
        """Return how high the foot of each panel stands."""
        tops = np.cumsum([0.0, *(panel.height + GAP for panel in self.panels[:-1])])
        heads = [LINE * len(panel.above) for panel in self.panels]
        return list(self.height - tops - heads - PANEL)

    def draw(self, ax: Axes) -> None:
        ax.set(xlim=(self.first, self.last), ylim=(0, self.height), yticks=[])
        draw_years(ax, self.years)
        draw_span(ax, self.span)
        edge = 4 - self.margins.left
        write_lines(ax, self.subtitle, 0, 1, edge, self.margins.top - SIZE)
        rules = []
        for panel, foot in zip(self.panels, self.feet(), strict=True):
            for value, word in zip(panel.ticks, tick_words(panel.ticks), strict=True):
                up = panel.up(value)
                rules.append(foot + up)
                write(
                    ax, 1, 0, word, 4, foot + up - 9 * up / PANEL
                )  # inside, so that it meets no other panel's
            lines = [*panel.above, *panel.beside]
            for i, line in enumerate(lines, -len(panel.above)):
                look = {"color": INK, "weight": "bold"} if line is lines[0] or i < 0 else {}
                write(ax, 0, 0, line, edge, foot + PANEL - SIZE - LINE * i, **look)
        ends = np.array([self.first, self.last, np.nan])
        ax.plot(np.tile(ends, len(rules)), np.repeat(rules, 3), color=RULE, lw=0.6, zorder=0.5)
        self._draw_figures(ax)

    def _draw_figures(self, ax: Axes) -> None:
        """Draw the series with their marks, all of a look at once: many small artists are slow."""
        scale = {panel.measure_id: PANEL / (panel.high - panel.low) for panel in self.panels}
        zero = {p.measure_id: foot + p.up(0) for p, foot in zip(self.panels, self.feet(), strict=True)}
        ids = self.frame["measure_id"]
        frame = self.frame.assign(value=ids.map(zero) + ids.map(scale) * self.frame["value"])
        looks: dict[tuple[str, Any], list[Panel]] = {}
        for panel in self.panels:
            looks.setdefault(MOVES[panel.move][1:], []).append(panel)
        for (color, dash), panels in looks.items():
            draw_line(ax, frame[ids.isin([panel.measure_id for panel in panels])], color, dash)
            marks = [(p.measure_id, mark) for p in panels for mark in p.marks]
            draw_marks(ax, [replace(m, value=zero[key] + scale[key] * m.value) for key, m in marks], color, 5)


def components_chart(
    points: pd.DataFrame, rows: pd.DataFrame, settings: Settings, period_title: str = "the period"
) -> Chart:
    """Return the chart of an indicator's components.

    Args:
        points: rows of the long frame for all of them.
        rows: their rows of `psa.methods.official.assess_measures`.
        settings: for the span that is shaded.
        period_title: what the shaded span is called.
    """
    points = points[points["value"].notna()]
    figures = dict(iter(points.groupby("measure_id", sort=False)))  # measure -> its rows
    ids = [key for key in sort_components(rows) if key in figures]
    if not ids:
        return EmptyChart(alt="No figures.")
    records: dict[str, Row] = {str(key): row for key, row in rows.loc[ids].to_dict("index").items()}
    units = list(dict.fromkeys(text_of(row["unit"]) for row in records.values()))
    has_one_unit = len(units) == 1
    shared = padded(points["value"].min(), points["value"].max()) if has_one_unit else None
    names = {key: capital(clean(component_name(records[key], "unnamed"))) for key in ids}
    is_above = max(map(text_width, names.values())) > WORDS - 8
    panels = [_panel(key, names[key], is_above, figures[key], records[key], shared) for key in ids]
    unit = unit_subtitle(units[0]) if has_one_unit else "in their own units"
    subtitle = wrap(f"{unit}. Shaded: {period_title}. Square: baseline. Dot: latest.", WIDTH - 8)
    span = span_of(settings, float(points["time"].max()))
    first, last = min(points["time"].min(), span.begin), max(points["time"].max(), span.end)
    room = 0.04 * (last - first)
    words = [text_width(line) for panel in panels for line in panel.beside]
    ticks = [text_width(word) for panel in panels for word in tick_words(panel.ticks)]
    return ComponentsChart(
        alt=_describe(records, len(points)),
        height=sum(panel.height + GAP for panel in panels) - GAP,
        margins=Margins(12 + max(words), 8 + max(ticks, default=0), 12 + LINE * len(subtitle), 24),
        panels=tuple(panels),
        frame=series_frame(pd.concat([figures[key] for key in ids]), settings),
        first=first - room,
        last=last + room,
        years=years_of(points),
        span=span,
        subtitle=subtitle,
    )


def _panel(
    key: str, name: str, is_above: bool, points: pd.DataFrame, row: Row, shared: tuple[float, float] | None
) -> Panel:
    """Return one component; without a shared axis of values, its figures have their unit."""
    move = move_of(row)
    if move == "not assessed" or not text_of(row["baseline_period"]):
        values = figure_text(points["value"].iloc[-1], row["is_derived"], decimals(row))
    else:
        values = from_to(row)
    if shared is None:
        values += " " + unit_subtitle(row["unit"])
    return Panel(
        key,
        move,
        wrap(name, 0.9 * WIDTH) if is_above else [],
        [*([] if is_above else [name]), f"{MOVES[move][0]} {move}", *wrap(values, WORDS)],
        marks_of(points, row),
        *(shared or padded(points["value"].min(), points["value"].max())),
    )


def _describe(records: Mapping[str, Row], figures: int) -> str:
    """Return the alt text of the chart, from the numbers."""
    moves = [move_of(row) for row in records.values()]
    said = [f"{moves.count(move)} {move}" for move in MOVES if move in moves]
    text = f"Small line charts of {count(len(moves), 'component')} with {count(figures, 'figure')}: {listed(said)}."
    told = [
        f"{component_name(row, key)} {from_to(row)}"
        for key, row in records.items()
        if move_of(row) != "not assessed"
    ]
    return f"{text} Best first, baseline to latest: {'; '.join(told)}." if told else text
