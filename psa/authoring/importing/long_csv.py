"""Import a long CSV: one row a figure."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from psa.authoring.importing.imported import DIRECTION_UNKNOWN, Imported, write_import
from psa.authoring.importing.long_splits import (
    changes_within,
    describe_split_years,
    figures_there_twice,
    marks_of,
    split_year,
)
from psa.authoring.importing.slugs import make_slug, make_slugs
from psa.authoring.importing.source import (
    Origin,
    SourceError,
    check_source,
    first_few,
    one_line,
    read_source,
)
from psa.authoring.write_framework import new_folder
from psa.data.faults import Fault
from psa.data.reading.header import MISSING_COLUMN
from psa.data.schema import Column
from psa.words import count, hint


@dataclass(frozen=True)
class LongCsv:
    """How a long CSV is to be read.

    Attributes:
        indicator_column: holds the name of the indicator; each different one becomes a measure.
        period_column, value_column: hold the period and the figure; a row without a figure is left out.
        where: only rows in which these columns hold these texts.
        one_series: columns that split no series, whatever they hold.
        agreement: the title of the agreement; by default that of the source.
        unit: of every figure.
        split_years: *financial* or *academic*, what 2014/15 and 2014-15 are; by default what each mark says.
    """

    indicator_column: str
    period_column: str
    value_column: str
    where: Mapping[str, str] = field(default_factory=dict)
    one_series: Sequence[str] = ()
    agreement: str = ""
    unit: str = ""
    split_years: str = ""

    @property
    def names(self) -> list[str]:
        """The three columns that make a figure."""
        return [self.indicator_column, self.period_column, self.value_column]

    @property
    def columns(self) -> list[Column]:
        """Every column that is asked for."""
        asked = {name: Column(name) for name in (*self.one_series, *self.where)}
        asked[self.indicator_column] = Column(self.indicator_column, is_required=True)
        asked[self.period_column] = Column(self.period_column, "period", is_required=True)
        asked[self.value_column] = Column(self.value_column, "number")
        return list(asked.values())

    @property
    def options(self) -> dict[str, str]:
        """The option of the command that names each column."""
        return {
            **dict.fromkeys(self.one_series, "--one-series"),
            **dict.fromkeys(self.where, "--where"),
            self.indicator_column: "--indicator-column",
            self.period_column: "--period-column",
            self.value_column: "--value-column",
        }


def import_long_csv(
    source: str | Path, name: str, layout: LongCsv, origin: Origin, home: Path | None = None
) -> Imported:
    """Make a framework of one agreement from a CSV file with a row for each figure.

    Args:
        source: the file.
        name: of the framework: lower case letters, digits and hyphens.
        layout: how the file is to be read.
        origin: the source of every figure, and what the framework is called.
        home: the folder around the new one; data/raw by default.

    Raises:
        SourceError: something in the file is wrong; it lists every fault, and nothing was written.
        ValueError, FileNotFoundError: the name or the file cannot be used.
    """
    path = Path(source)
    folder = new_folder(name, home)
    origin.check_days()
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file")
    if len(set(layout.names)) < 3:
        raise ValueError("the indicator, the period and the value must be in three different columns")
    frame, faults = read_source(layout.columns, path, path.name)
    if faults:
        raise SourceError(_with_option(fault, path, layout.options) for fault in faults)
    rows = _chosen_rows(frame, layout, path.name)
    figures = _checked_figures(rows, layout, path.name)
    remarks = []
    if len(rows) < len(frame):
        remarks.append(f"left out by --where: {count(len(frame) - len(rows), 'row')} of {len(frame)}")
    if len(figures) < len(rows):
        remarks.append(f"left out because they hold no figure: {count(len(rows) - len(figures), 'row')}")
    remarks += describe_split_years(figures[layout.period_column], layout.split_years)
    return write_import(folder, _tables(rows, figures, layout, origin, path.name), remarks)


def _with_option(fault: Fault, path: Path, options: dict[str, str]) -> Fault:
    """Return a fault of a column that is not there with the option that names it and the columns that are."""
    if fault.problem != MISSING_COLUMN or fault.column not in options or not fault.row:
        return fault
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = next((cells for cells in reader if reader.line_num == fault.row), [])
    names = [cell.strip() for cell in header if cell.strip()]
    near = f"{hint(fault.column, names, 1)} ".lstrip()
    problem = f"{options[fault.column]} names a column that is not there"
    remedy = f"{near}The columns are {first_few(map(repr, names), 20)}"
    return Fault(fault.file, fault.row, fault.column, problem, remedy)


def _chosen_rows(frame: pd.DataFrame, layout: LongCsv, shown: str) -> pd.DataFrame:
    """Return the rows that are to be imported; a SourceError where there are none."""
    rows = frame
    for column, text in layout.where.items():
        rows = rows[rows[column] == text]
        if rows.empty:
            known = first_few(repr(cell) for cell in sorted(set(frame[column])))
            problem = f"no row is left where {column} is {text!r}"
            raise SourceError([Fault(shown, None, column, problem, f"It holds {known}")])
    if rows.empty:
        raise SourceError([Fault(shown, None, None, "the file has no rows", "Give it some")])
    return rows


def _checked_figures(rows: pd.DataFrame, layout: LongCsv, shown: str) -> pd.DataFrame:
    """Return the rows that have a figure; a SourceError with all that is wrong with them."""
    faults = check_source(layout.columns, rows)
    figures = rows[rows[layout.value_column] != ""]
    faults += figures_there_twice(figures, layout.names, shown) or changes_within(
        figures, layout.names, {*layout.where, *layout.one_series}, shown
    )
    if not faults and figures.empty:
        faults.append(Fault(shown, None, layout.value_column, "no row has a figure", "Name another column"))
    if faults:
        raise SourceError(faults)
    return figures


def _tables(
    rows: pd.DataFrame, figures: pd.DataFrame, layout: LongCsv, origin: Origin, file: str
) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each table of the new framework."""
    title = one_line(layout.agreement or origin.source_title)
    agreement = make_slug(title, "agreement")
    names = list(dict.fromkeys(rows[layout.indicator_column]))
    ids = {name: f"{agreement}/{slug}" for name, slug in make_slugs(names, "indicator").items()}
    known = {"provenance": "read", "source_id": "source"}
    indicator = {
        "agreement_id": agreement,
        "kind": "improve",
        "direction": "none",
        "unit": layout.unit,
        "publisher": origin.publisher,
        "note": DIRECTION_UNKNOWN,
        **known,
    }
    measure = {"role": "headline", "unit": layout.unit}
    periods = [split_year(label, layout.split_years) for label in figures[layout.period_column]]
    return {
        "framework": origin.framework_rows(one_line(origin.title) or title, periods),
        "agreements": [{"agreement_id": agreement, "number": "1", "title": title, **known}],
        "indicators": [
            {"indicator_id": ids[name], "number": f"1.{i}", "name": name, **indicator}
            for i, name in enumerate(names, 1)
        ],
        "measures": [
            {"measure_id": f"{ids[name]}:figure", "indicator_id": ids[name], "label": name, **measure}
            for name in names
        ],
        "observations": [
            {
                "measure_id": f"{ids[n]}:figure",
                "period": p,
                "period_as_published": o,
                "value": v,
                **known,
                **m,
            }
            for (n, o, v), p, m in zip(
                figures[layout.names].itertuples(index=False),
                periods,
                marks_of(figures, layout.names),
                strict=True,
            )
        ],
        "sources": [
            {
                "source_id": "source",
                "title": one_line(origin.source_title),
                "publisher": one_line(origin.publisher),
                "url": origin.url,
                "licence": one_line(origin.licence),
                "read_on": origin.read_on,
                "path": file,
            }
        ],
    }
