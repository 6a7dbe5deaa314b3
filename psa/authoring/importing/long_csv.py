"""Import a long CSV: one row a figure."""

import csv
from pathlib import Path

import pandas as pd

from psa.authoring.importing.source import (
    DIRECTION_UNKNOWN,
    MISSING,
    Imported,
    SourceError,
    ask_for,
    cells,
    check_days,
    count,
    describe_span,
    make_slug,
    make_slugs,
    one_line,
    settings,
    some,
    write,
)
from psa.authoring.new_framework import home_of
from psa.data.checks.table import check_table
from psa.data.faults import FILE, ROW, Fault
from psa.data.reading.csv_file import read_table
from psa.words import hint


def import_long_csv(
    source: str | Path,
    name: str,
    *,
    indicator_column: str,
    period_column: str,
    value_column: str,
    where: dict[str, str] | None = None,
    source_title: str,
    agreement: str = "",
    unit: str = "",
    publisher: str = "",
    url: str = "",
    licence: str = "",
    read_on: str = "",
    title: str = "",
    through: str = "",
    baseline_by: str = "",
    home: Path | None = None,
) -> Imported:
    """Make a framework of one agreement from a CSV file with a row for each figure.

    Args:
        source: the file.
        name: of the framework: lower case letters, digits and hyphens.
        indicator_column: holds the name of the indicator; each different one becomes a measure.
        period_column, value_column: hold the period and the figure; a row without a figure is left out.
        where: only rows in which these columns hold these texts; columns not named split nothing.
        source_title, publisher, url, licence, read_on: of the source, for every figure.
        agreement: the title of the agreement; by default that of the source.
        unit: of every figure.
        title: of the framework; by default that of the agreement.
        through, baseline_by: days for framework.csv.
        home: the folder around the new one; data/raw by default.

    Raises:
        SourceError: something in the file is wrong; it lists every fault, and nothing was written.
        ValueError, FileNotFoundError: the name or the file cannot be used.
    """
    source, where = Path(source), where or {}
    folder = home_of(name, home)
    check_days(through=through, baseline_by=baseline_by, read_on=read_on)
    if not source.is_file():
        raise FileNotFoundError(f"{source}: no such file")
    named = [indicator_column, period_column, value_column]
    if len(set(named)) < len(named):
        raise ValueError("the indicator, the period and the value must be in three different columns")
    types = {c: ("text", False) for c in where}
    types |= {
        indicator_column: ("text", True),
        period_column: ("period", True),
        value_column: ("number", False),
    }
    frame, faults = read_table(ask_for(types), source, source.name)
    if faults:
        asked = {**dict.fromkeys(where, "--where"), indicator_column: "--indicator-column",
                 period_column: "--period-column", value_column: "--value-column"}  # fmt: skip
        raise SourceError([_absent(fault, source, asked) for fault in faults])
    kept = frame
    for column, text in where.items():
        kept = kept[kept[column] == text]
        if kept.empty:
            known = some(repr(c) for c in sorted(set(frame[column])))
            problem = f"no row is left where {column} is {text!r}"
            raise SourceError([Fault(source.name, None, column, problem, f"It holds {known}")])
    if kept.empty:
        raise SourceError([Fault(source.name, None, None, "the file has no rows", "Give it some")])
    faults = check_table(cells(types), kept)
    figures = kept[kept[value_column] != ""]
    faults += _twice(figures, indicator_column, period_column, value_column, source.name)
    if not faults and figures.empty:
        faults.append(Fault(source.name, None, value_column, "no row has a figure", "Name another column"))
    if faults:
        raise SourceError(faults)

    agreement = one_line(agreement or source_title)
    top = make_slug(agreement, "agreement")
    names = list(dict.fromkeys(kept[indicator_column]))
    slugs = make_slugs(names, "indicator")
    known = {"provenance": "read", "source_id": "source"}
    tables: dict[str, list[dict[str, str]]] = {
        "framework": settings(one_line(title) or agreement, through, baseline_by, figures[period_column].unique()),
        "agreements": [{"agreement_id": top, "number": "1", "title": agreement} | known],
        "indicators": [
            {"indicator_id": f"{top}/{slugs[n]}", "agreement_id": top, "number": f"1.{i}", "name": n, "kind": "improve",
             "direction": "none", "unit": unit, "publisher": publisher, "note": DIRECTION_UNKNOWN} | known
            for i, n in enumerate(names, 1)
        ],
        "measures": [
            {"measure_id": f"{top}/{slugs[n]}:figure", "indicator_id": f"{top}/{slugs[n]}", "label": n, "role": "headline",
             "unit": unit}
            for n in names
        ],
        "observations": [
            {"measure_id": f"{top}/{slugs[n]}:figure", "period": p, "period_as_published": p, "value": v} | known
            for n, p, v in figures[named].itertuples(index=False)
        ],
        "sources": [{"source_id": "source", "title": one_line(source_title), "publisher": one_line(publisher),
                     "url": url, "licence": one_line(licence), "read_on": read_on, "path": source.name}],
    }  # fmt: skip
    remarks = []
    if left := len(frame) - len(kept):
        remarks.append(f"left out by --where: {count(left, 'row')} of {len(frame)}")
    if empty := len(kept) - len(figures):
        remarks.append(f"left out because they hold no figure: {count(empty, 'row')}")
    return write(folder, tables, remarks)


def _absent(fault: Fault, source: Path, options: dict[str, str]) -> Fault:
    """Return a fault of a column that is not there with the option that names it and the columns that are."""
    if fault.problem != MISSING or fault.column not in options or not fault.row:
        return fault
    with source.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        found = [c.strip() for cells in reader if reader.line_num == fault.row for c in cells if c.strip()]
    near = f"{hint(fault.column, found, 1)} ".lstrip()
    problem = f"{options[fault.column]} names a column that is not there"
    remedy = f"{near}The columns are {some(map(repr, found), 20)}"
    return Fault(fault.file, fault.row, fault.column, problem, remedy)


def _twice(figures: pd.DataFrame, indicator: str, period: str, value: str, shown: str) -> list[Fault]:
    """Return a fault for each indicator that has two figures for a period: it is split by another column."""
    faults = []
    others = [c for c in figures.columns if c not in {indicator, period, value, FILE, ROW}]
    spans = pd.DataFrame(
        {"name": figures[indicator], "span": figures[period].map(describe_span)}, index=figures.index
    )
    is_again = spans.duplicated()
    for name, rows in figures[is_again].groupby(indicator, sort=False):
        own = figures[figures[indicator] == name]
        splits = {c: sorted(set(own[c])) for c in others if own[c].nunique() > 1}
        row = rows.iloc[0]
        more = f", and so have {count(len(rows) - 1, 'more row')}" if len(rows) > 1 else ""
        problem = f"{name!r} has a figure for {row[period]} already{more}"
        remedy = "Keep one row a period"
        if splits:
            held = "; ".join(f"{c} holds {some(map(repr, texts), 4)}" for c, texts in splits.items())
            remedy = f'Choose one with --where "{next(iter(splits))}=…": {held}'
        faults.append(Fault(shown, int(row[ROW]), period, problem, remedy))
    return faults
