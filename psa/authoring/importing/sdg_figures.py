"""Read the figures of one indicator of an Open SDG site: ``data/indicator_1-2-1.csv``."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from psa.authoring.importing.source import check_source, describe_span, read_source
from psa.data.faults import FILE, ROW, Fault
from psa.data.rows import rows_of
from psa.data.schema import Column

ATTRIBUTES = (
    "Units",
    "Series",
    "Unit multiplier",
    "Observation status",
)  # say what a figure is, and split nothing
COLUMNS = (Column("Year", "period", is_required=True), Column("Value", "number"))

Series = tuple[str, str]  # the words of Series and of Units


@dataclass(frozen=True)
class SdgFigures:
    """The headline figures of one indicator.

    Attributes:
        series: the periods and the figures, as text, of each series and unit.
        left_out: how many rows were left out because they are split.
        split_by: the columns that split them.
    """

    series: dict[Series, list[tuple[str, str]]] = field(default_factory=dict)
    left_out: int = 0
    split_by: tuple[str, ...] = ()


def read_figures(path: Path) -> tuple[SdgFigures, list[Fault]]:
    """Return the headline figures of an indicator, and the faults of their table."""
    shown = f"data/{path.name}"
    frame, faults = read_source(COLUMNS, path, shown)
    if faults:
        return SdgFigures(), faults
    splits = [c for c in frame.columns if c not in {"Year", "Value", FILE, ROW, *ATTRIBUTES}]
    is_headline = (frame[splits] == "").all(axis=1) if splits else pd.Series(True, frame.index)
    split_by = tuple(c for c in splits if (frame.loc[~is_headline, c] != "").any())
    series, twice = _series(frame[is_headline & (frame["Value"] != "")])
    figures = SdgFigures(series, int((~is_headline).sum()), split_by)
    return figures, check_source(COLUMNS, frame) + twice


def _series(frame: pd.DataFrame) -> tuple[dict[Series, list[tuple[str, str]]], list[Fault]]:
    """Return the figures of each series, and a fault for each period that a series has twice."""
    faults = []
    series: dict[Series, list[tuple[str, str]]] = {}
    first: dict[tuple[object, ...], int] = {}
    for row in rows_of(frame):
        key = (row.cells.get("Series", ""), row.cells.get("Units", ""))
        span = (*key, describe_span(row["Year"]))
        if span in first:
            problem = f"{row['Year']} has a headline figure already (row {first[span]})"
            faults.append(row.fault("Year", problem, "Keep one of the two rows"))
            continue
        first[span] = row.number
        series.setdefault(key, []).append((row["Year"], row["Value"]))
    return series, faults
