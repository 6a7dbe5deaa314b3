"""What a chart draws, as a table: for its reader to take away."""

import pandas as pd

from psa.methods.ratings import Ratings
from psa.pages.charts.measure_frame import levels_of
from psa.pages.charts.numbers import Row, text_of

COLUMNS = ["what", "series", "period", "time", "value", "lower", "upper", "unit", "status", "source_id"]


def series_data(points: pd.DataFrame, row: Row, projection: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return what the chart of one series draws: its figures, the levels asked for, where the old trend pointed.

    Args:
        points: rows of the long frame for one measure.
        row: its row of `psa.methods.official.assess_measures`.
        projection: time, estimate, lower, upper of the baseline trend carried on.

    Returns:
        what, series, period, time (the middle of the period, as a decimal year), value, lower, upper, unit, status,
        source_id. A level has no source here; a computed point has a time and no period.
    """
    frames = [points_data(points)]
    frames += [
        pd.DataFrame(
            [[level.name, text_of(row.get("target_period")) if level.name == "target" else "", level.value]],
            columns=["what", "period", "value"],
        )
        for level in levels_of(row)
    ]
    if projection is not None and len(projection):
        frames.append(projection.rename(columns={"estimate": "value"}).assign(what="where the trend pointed"))
    frame = pd.concat([f.astype(object) for f in frames], ignore_index=True).reindex(columns=COLUMNS)
    unit = frame["unit"].where(frame["unit"].notna(), text_of(row["unit"]))
    series = frame["series"].where(frame["series"].notna(), text_of(row.get("label")))
    return frame.assign(unit=unit, series=series).astype(object)


def points_data(points: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of one or more series as their chart draws them; see `series_data` for the columns."""
    drawn = points[points["value"].notna()].rename(columns={"label": "series"})
    return drawn.assign(what="figure").reindex(columns=COLUMNS)


def sourced(rated: Ratings, data: pd.DataFrame) -> pd.DataFrame:
    """Return the data of a chart with the titles that the framework's sources have; see `with_sources`."""
    sources = rated.framework.sources
    return with_sources(data, dict(zip(sources["source_id"], sources["title"], strict=True)))


def with_sources(data: pd.DataFrame, titles: dict[str, str]) -> pd.DataFrame:
    """Return the data of a chart with the title of each figure's source beside its id.

    Args:
        data: with a column source_id: one id, or several joined by ;
        titles: of the sources, by id.
    """

    def title(ids: object) -> str:
        named = ids.split(";") if isinstance(ids, str) else []
        return "; ".join(titles[name.strip()] for name in named if name.strip() in titles)

    return data.assign(source=[title(ids) for ids in data["source_id"]])
