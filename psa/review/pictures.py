"""Every chart of an indicator that a change alters, before and after, the figures that moved ringed; and no other."""

import pickle
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from psa.methods.ratings import Ratings
from psa.pages.charts.chart import Chart
from psa.pages.charts.components import ComponentsChart
from psa.pages.charts.measure import MeasureChart
from psa.pages.charts.svg import to_svg
from psa.pages.sections import chart_of_indicator
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
class MovedPoint:
    """One figure that is another now; None where there was or is none.

    Attributes:
        measure_id, period: which.
        before, after: its value in both states.
        sources: title and address of each source of it, as it is now or was last.
    """

    measure_id: str
    period: str
    before: float | None
    after: float | None
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ChartChange:
    """One indicator whose chart is another now; an SVG is empty where there is no chart."""

    indicator_id: str
    name: str
    before: str
    after: str
    moved: tuple[MovedPoint, ...]


def changed_charts(before: Ratings, after: Ratings) -> list[ChartChange]:
    """Return the indicators whose chart is not the same in both states, in the order of the tables."""
    moved, touched = _moved_points(before, after), touched_indicators(before, after)
    changes = []
    names: dict[str, str] = {}
    for rated in (after, before):
        names |= {
            key: name
            for key, name in zip(rated.indicators["indicator_id"], rated.indicators["name"], strict=True)
            if key not in names
        }
    for indicator_id, name in names.items():
        if indicator_id not in touched:
            continue
        charts = [_chart(rated, indicator_id) for rated in (before, after)]
        points = moved.get(indicator_id, ())
        if charts[0] is charts[1] or _is_same(*charts):
            continue
        plain = [chart.svg() if chart else "" for chart in charts]
        if plain[0] == plain[1]:
            continue
        drawn = [
            _ringed(chart, rated, points) if chart and points else svg
            for chart, rated, svg in zip(charts, (before, after), plain, strict=True)
        ]
        changes.append(ChartChange(indicator_id, name, drawn[0], drawn[1], points))
    return changes


def _chart(rated: Ratings, indicator_id: str) -> Chart | None:
    if indicator_id not in set(rated.indicators["indicator_id"]):
        return None
    return chart_of_indicator(rated, indicator_id)


def _is_same(old: Chart | None, new: Chart | None) -> bool:
    """Return whether two charts surely draw the same; what is not sure is drawn and compared."""
    if old is None or new is None:
        return old is new
    return old.alt == new.alt and pickle.dumps(old) == pickle.dumps(new)


def _moved_points(before: Ratings, after: Ratings) -> dict[str, tuple[MovedPoint, ...]]:
    """Return the figures that differ, by indicator, in order of measure and time."""
    keys = ["indicator_id", "measure_id", "period"]
    columns = [*keys, "end", "value", "source_id"]
    both = before.series[columns].merge(
        after.series[columns], on=keys, how="outer", suffixes=("_old", "_new")
    )
    both = both.assign(end=both["end_new"].fillna(both["end_old"])).sort_values(
        ["measure_id", "end"], kind="stable"
    )
    is_same = (both["value_old"] == both["value_new"]) | (both["value_old"].isna() & both["value_new"].isna())
    found: dict[str, list[MovedPoint]] = {}
    for row in both[~is_same].to_dict("records"):
        new_source, old_source = row["source_id_new"], row["source_id_old"]
        rated, ids = (before, old_source) if pd.isna(new_source) else (after, new_source)
        old, new = (None if pd.isna(row[c]) else float(row[c]) for c in ("value_old", "value_new"))
        point = MovedPoint(str(row["measure_id"]), str(row["period"]), old, new, _sources(rated, ids))
        found.setdefault(str(row["indicator_id"]), []).append(point)
    return {key: tuple(points) for key, points in found.items()}


def _sources(rated: Ratings, ids: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(ids, str):
        return ()
    table = rated.framework.sources.set_index("source_id")
    rows = [table.loc[name.strip()] for name in ids.split(";") if name.strip() in table.index]
    return tuple((str(row["title"]), "" if pd.isna(row["url"]) else str(row["url"])) for row in rows)


def _ringed(chart: Chart, rated: Ratings, points: tuple[MovedPoint, ...]) -> str:
    """Return a chart as SVG with a ring around each figure that moved."""
    figure = chart.figure()
    _draw_rings(chart, figure.axes[0], rated, {(p.measure_id, p.period) for p in points})
    return to_svg(figure, chart.alt, chart.hints())


def _draw_rings(chart: Chart, ax: Axes, rated: Ratings, wanted: set[tuple[str, str]]) -> None:
    for measure_id, period in sorted(wanted):
        series = rated.series
        row = series[(series["measure_id"] == measure_id) & (series["period"] == period)]
        if row.empty:
            continue
        time, value = float(row["time"].iloc[0]), float(row["value"].iloc[0])
        if isinstance(chart, ComponentsChart):
            places = zip(chart.panels, chart.feet(), strict=True)
            ups = [foot + panel.up(value) for panel, foot in places if panel.measure_id == measure_id]
        else:
            ups = [value] if isinstance(chart, MeasureChart) and _draws(chart, time, value) else []
        for up in ups:
            ax.plot([time], [up], clip_on=False, **RING)


def _draws(chart: MeasureChart, time: float, value: float) -> bool:
    frame = chart.frame
    return bool(((frame["time"] == time) & (frame["value"] == value)).any())
