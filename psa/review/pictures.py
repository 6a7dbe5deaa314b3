"""Every chart that a change alters, before and after, the figures that moved ringed; and no other."""

import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from psa.methods.ratings import Ratings
from psa.pages.charts.agreement import AgreementChart
from psa.pages.charts.chart import Chart
from psa.pages.charts.components import ComponentsChart
from psa.pages.charts.measure import MeasureChart
from psa.pages.charts.svg import to_svg
from psa.pages.sections import chart_of_agreement, chart_of_framework, chart_of_indicator
from psa.review.moved import MovedPoint, moved_points
from psa.review.touched import touched_indicators

RING: dict[str, Any] = {
    "marker": "o",
    "ms": 15,
    "mfc": "none",
    "mec": "#d4351c",
    "mew": 1.6,
    "ls": "",
    "zorder": 9,
}


@dataclass(frozen=True)
class ChartChange:
    """One chart that is another now; an SVG is empty where there is no chart.

    Attributes:
        id, name: of the indicator or agreement that it shows; the id is empty for the chart of all agreements.
        before, after: as SVG.
        moved: the figures of it that moved, of an indicator.
    """

    id: str
    name: str
    before: str
    after: str
    moved: tuple[MovedPoint, ...]


def changed_charts(before: Ratings, after: Ratings) -> list[ChartChange]:
    """Return the charts that are not the same in both states: of indicators, agreements, and all agreements.

    Each is in the order of the tables.
    """
    touched = touched_indicators(before, after)
    if not touched:
        return []
    moved, states = moved_points(before, after), (before, after)
    found = [
        _change(key, name, _charts(states, chart_of_indicator, "indicators", key), states, moved.get(key, ()))
        for key, name in _names(states, "indicators", "name").items()
        if key in touched
    ]
    agreements = set()
    for rated in states:
        table = rated.indicators
        agreements |= set(table.loc[table["indicator_id"].isin(touched), "agreement_id"].dropna())
    found += [
        _change(key, name, _charts(states, chart_of_agreement, "agreements", key), states)
        for key, name in _names(states, "agreements", "short_title").items()
        if key in agreements
    ]
    found.append(_change("", "All at a glance", [chart_of_framework(rated) for rated in states], states))
    return [change for change in found if change is not None]


def _names(states: Sequence[Ratings], table: str, column: str) -> dict[str, str]:
    """Return the name of each row of a table of results, as it is now or was last."""
    names: dict[str, str] = {}
    for rated in reversed(states):
        rows = getattr(rated, table)
        for key, name in zip(rows[rows.columns[0]], rows[column], strict=True):
            names.setdefault(str(key), str(name))
    return names


def _charts(
    states: Sequence[Ratings], draw: Callable[[Ratings, str], Chart | None], table: str, key: str
) -> list[Chart | None]:
    """Return the chart of one row in each state; None where there is no such row."""
    tables = [getattr(rated, table) for rated in states]
    return [
        draw(rated, key) if (rows[rows.columns[0]] == key).any() else None
        for rated, rows in zip(states, tables, strict=True)
    ]


def _change(
    key: str,
    name: str,
    charts: Sequence[Chart | None],
    states: Sequence[Ratings],
    points: tuple[MovedPoint, ...] = (),
) -> ChartChange | None:
    """Return how one chart differs; None where both draw the same."""
    old, new = charts
    if _is_same(old, new):
        return None
    plain = [chart.svg() if chart else "" for chart in charts]
    if plain[0] == plain[1]:
        return None
    wanted = {(point.measure_id, point.period) for point in points}
    drawn = [
        _ringed(chart, _places(chart, other, rated, wanted), svg) if chart else svg
        for chart, other, rated, svg in zip(charts, reversed(charts), states, plain, strict=True)
    ]
    return ChartChange(key, name, drawn[0], drawn[1], points)


def _is_same(old: Chart | None, new: Chart | None) -> bool:
    """Return whether two charts surely draw the same; what is not sure is drawn and compared."""
    if old is None or new is None:
        return old is new
    return old.alt == new.alt and pickle.dumps(old) == pickle.dumps(new)


def _places(
    chart: Chart, other: Chart | None, rated: Ratings, wanted: set[tuple[str, str]]
) -> list[tuple[float, float]]:
    """Return where on a chart the figures stand that moved."""
    if isinstance(chart, AgreementChart):
        there = other.places() if isinstance(other, AgreementChart) else {}
        return [
            (x, y) for name, (moved, x, y) in chart.places().items() if there.get(name, (None,))[0] != moved
        ]
    found = []
    for measure_id, period in sorted(wanted):
        points = rated.points(measure_id)
        row = points[points["period"] == period]
        if row.empty:
            continue
        time, value = float(row["time"].iloc[0]), float(row["value"].iloc[0])
        if isinstance(chart, ComponentsChart):
            panels = zip(chart.panels, chart.feet(), strict=True)
            ups = [foot + panel.up(value) for panel, foot in panels if panel.measure_id == measure_id]
        else:
            ups = [value] if isinstance(chart, MeasureChart) and _draws(chart, time, value) else []
        found += [(time, up) for up in ups]
    return found


def _ringed(chart: Chart, places: list[tuple[float, float]], plain: str) -> str:
    """Return a chart as SVG with a ring at each of some places; as it is where there is none."""
    if not places:
        return plain
    figure = chart.figure()
    for x, y in places:
        figure.axes[0].plot([x], [y], clip_on=False, **RING)
    return to_svg(figure, chart.alt, chart.hints())


def _draws(chart: MeasureChart, time: float, value: float) -> bool:
    frame = chart.frame
    return bool(((frame["time"] == time) & (frame["value"] == value)).any())
