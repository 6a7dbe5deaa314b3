"""The figures that differ between two states, with the sources that they are from."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from psa.methods.ratings import Ratings
from psa.review.difference import RowChange
from psa.words import code_span, escape_report

MOST_KEYS = 8


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


def moved_points(before: Ratings, after: Ratings) -> dict[str, tuple[MovedPoint, ...]]:
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
        point = MovedPoint(str(row["measure_id"]), str(row["period"]), old, new, named_sources(rated, ids))
        found.setdefault(str(row["indicator_id"]), []).append(point)
    return {key: tuple(points) for key, points in found.items()}


def named_sources(rated: Ratings, ids: object) -> tuple[tuple[str, str], ...]:
    """Return title and address of each source that a cell names, joined by ;; nothing where it names none."""
    if not isinstance(ids, str):
        return ()
    table = rated.framework.sources.set_index("source_id")
    rows = [table.loc[name.strip()] for name in ids.split(";") if name.strip() in table.index]
    return tuple((str(row["title"]), "" if pd.isna(row["url"]) else str(row["url"])) for row in rows)


def describe_sources(before: Ratings, after: Ratings, rows: Iterable[RowChange]) -> list[str]:
    """Return each source of the published figures among changed rows: its address and what is from it, a line each.

    Args:
        before, after: both states.
        rows: that were added, removed or changed.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.table == "observations":
            for source in sources_of_row(before if row.kind == "removed" else after, row.key):
                found.setdefault(source, []).append(row.key)
    return [
        f"- {f'[{escape_report(title)}]({url})' if url else escape_report(title)}: "
        f"{', '.join(code_span(key) for key in keys[:MOST_KEYS])}"
        f"{f' and {len(keys) - MOST_KEYS} more' if len(keys) > MOST_KEYS else ''}"
        for (title, url), keys in found.items()
    ]


def sources_of_row(rated: Ratings, key: str) -> tuple[tuple[str, str], ...]:
    """Return the sources of one published figure.

    Args:
        rated: the state that it stands in.
        key: of its row of observations: measure, period and day of release, joined by |.
    """
    measure, period, released = [*key.split("|"), "", ""][:3]
    table = rated.framework.observations
    own = table[(table["measure_id"] == measure) & (table["period"] == period)]
    own = own[own["released"].fillna("").astype(str) == released]
    return named_sources(rated, own["source_id"].iloc[0]) if len(own) else ()
