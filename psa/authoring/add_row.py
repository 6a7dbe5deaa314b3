"""Add a figure, a source, an indicator or another row: checked as a whole first, then written in one step.

Only the new row is written; every other row keeps its bytes. A row of ``observations/psa-14.csv`` and the
one that revises it::

    measure_id,period,value,status,provenance,source_id,released
    psa-14/1:neet-16-18,2007-12-31,9.4,provisional,read,dcsf-2008,
    psa-14/1:neet-16-18,2007-12-31,9.7,revised,read,dcsf-2009,2009-06-16
"""

import csv
import difflib
import io
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from psa import paths
from psa.authoring.replace import as_it_stands, copy_tables
from psa.data.faults import FILE, ROW, FrameworkError
from psa.data.load import check_framework
from psa.data.periods import parse_date, parse_period
from psa.data.remarks.find import find_remarks
from psa.data.schema import TABLES
from psa.files import write_text
from psa.methods.checks import CHECKS


@dataclass(frozen=True)
class Written:
    """One row that was added.

    Attributes:
        path: the file.
        row: its row there, as a text editor counts.
        cells: what was written, by column; empty cells left out.
        remarks: what in this row is possible and yet looks wrong.
    """

    path: Path
    row: int
    cells: dict[str, str]
    remarks: tuple[str, ...] = ()


def add_observation(
    framework_folder: str | Path,
    *,
    measure_id: str,
    period: str,
    value: str | float,
    source_id: str,
    lower: str | float | None = None,
    upper: str | float | None = None,
    interval_level: str | float | None = None,
    numerator: str | float | None = None,
    denominator: str | float | None = None,
    period_as_published: str | None = None,
    status: str | None = None,
    provenance: str = "read",
    released: str | None = None,
) -> Written:
    """Add one figure below the measure's other figures and return where it stands.

    A text is written as given, so that ``9.60`` keeps its digits. The file is that of the measure's other
    figures, else ``observations/<agreement_id>.csv``, or ``observations.csv`` where a framework has no
    such folder. A revised figure is a new row with the day of its release, and the old row stays.

    Args:
        framework_folder: a framework's name or folder.
        measure_id: a published measure; derived ones are computed.
        period: a label such as 2008, 2008-09 or 2008-12-31.
        value, lower, upper, interval_level, numerator, denominator: numbers, as published.
        source_id: a row of sources; several joined by ;.
        period_as_published: the period in the words of the source.
        status: final, provisional or revised; without it, revised where the figure is one.
        provenance: read, inferred or recalled.
        released: of a revised figure: the day it came out.

    Raises:
        FrameworkError: the tables are wrong already, or would be with this row; nothing was written.
        ValueError: the figure is there already and `released` is not given.
    """
    folder = paths.framework_folder(framework_folder)
    tables = _sound_tables(folder)
    measure_id = _known_measure(tables, measure_id.strip())
    period = period.strip()
    held = _held_figures(tables["observations"], measure_id, period)
    if len(held) and not released:
        last = held.iloc[-1]
        raise ValueError(
            f"{measure_id} has a figure for {last['period']} already: {last['value']} "
            f"({last[FILE]}, row {last[ROW]}). "
            "A revised figure is a new row: give the day that it was released (--released 2009-06-16). "
            "A figure that was copied wrongly is corrected in that row."
        )
    if len(held):
        status = status or "revised"
        _check_release(held, released)
    cells = {
        "measure_id": measure_id, "period": period, "period_as_published": period_as_published,
        "value": value, "lower": lower, "upper": upper, "interval_level": interval_level,
        "numerator": numerator, "denominator": denominator, "status": status, "provenance": provenance,
        "source_id": source_id, "released": released,
    }  # fmt: skip
    own = tables["observations"]
    own = own[own["measure_id"] == measure_id]
    file = own[FILE].iloc[-1] if len(own) else _conventional_file(folder, tables, measure_id)
    below = int(own.loc[own[FILE] == file, ROW].max()) if len(own) else None
    return _add_row(folder, TABLES["observations"], folder / file, cells, below)


def add_row(framework_folder: str | Path, table: str, **cells: str | float | None) -> Written:
    """Add one row to a table that is one file and return where it stands.

    It goes below the other rows of the same indicator (a measure) or agreement (an indicator), else to the
    end. Figures have a function of their own, `add_observation`, because a revision is a row too.

    Args:
        framework_folder: a framework's name or folder.
        table: such as sources, indicators or measures.
        cells: what is known, by column; the others stay empty.

    Raises:
        FrameworkError: the tables are wrong already, or would be with this row; nothing was written.
        ValueError: there is no such table or column.
    """
    if table not in TABLES or TABLES[table].is_folder:
        known = ", ".join(name for name, t in TABLES.items() if not t.is_folder)
        raise ValueError(f"{table!r} takes no rows here; there are: {known}")
    about = TABLES[table]
    if unknown := [name for name in cells if about.column(name) is None]:
        known = ", ".join(c.name for c in about.columns)
        raise ValueError(f"{table} has no column {unknown[0]!r}; there are: {known}")
    folder = paths.framework_folder(framework_folder)
    held = _sound_tables(folder)[table]
    owner = next((c.name for c in about.columns if c.is_required and c.refers_to), None)
    same = held[held[owner] == _text(cells.get(owner))] if owner else held.iloc[:0]
    below = int(same[ROW].max()) if len(same) else None
    ordered = {c.name: cells.get(c.name) for c in about.columns}
    return _add_row(folder, about, folder / f"{table}.csv", ordered, below)


def _sound_tables(folder: Path) -> dict[str, pd.DataFrame]:
    faults, tables = check_framework(folder, CHECKS)
    if faults:
        raise FrameworkError(faults)
    return tables


def _known_measure(tables: dict[str, pd.DataFrame], measure_id: str) -> str:
    known = set(tables["measures"]["measure_id"])
    if measure_id in known:
        return measure_id
    if measure_id in set(tables["derived_measures"]["measure_id"]):
        raise ValueError(
            f"{measure_id} is a derived measure: the program computes it; add the figures of its inputs"
        )
    near = difflib.get_close_matches(measure_id, known, 3)
    hint = f"Is one of these meant? {', '.join(near)}. Else add it" if near else "Add it"
    raise ValueError(
        f"{measure_id!r} is in no row of measures. {hint} to measures.csv first (psa add-measure)"
    )


def _held_figures(observations: pd.DataFrame, measure_id: str, period: str) -> pd.DataFrame:
    """Return the rows that a measure has for a period, whatever its label, in order of release."""
    own = observations[observations["measure_id"] == measure_id]
    try:
        wanted = parse_period(period)
    except ValueError:
        return own.iloc[:0]
    spans = [parse_period(p) for p in own["period"]]
    own = own[[(p.start, p.end) == (wanted.start, wanted.end) for p in spans]]
    return own.iloc[sorted(range(len(own)), key=lambda i: _day(own["released"].iloc[i]))]


def _day(released: str) -> str:
    return parse_date(released).isoformat() if released else ""


def _check_release(held: pd.DataFrame, released: str) -> None:
    last = held["released"].iloc[-1]
    try:
        day = _day(released)
    except ValueError:
        return  # the check of the tables says so, with what to write
    if last and day <= _day(last):
        raise ValueError(
            f"{held['measure_id'].iloc[-1]} has a figure for {held['period'].iloc[-1]} that was released on "
            f"{last} ({held[FILE].iloc[-1]}, row {held[ROW].iloc[-1]}); "
            f"a revision must come later than that, not {released}"
        )


def _conventional_file(folder: Path, tables: dict[str, pd.DataFrame], measure_id: str) -> str:
    if not (folder / "observations").is_dir() and (folder / "observations.csv").is_file():
        return "observations.csv"
    measures, indicators = tables["measures"], tables["indicators"]
    indicator = measures.loc[measures["measure_id"] == measure_id, "indicator_id"].iloc[0]
    agreement = indicators.loc[indicators["indicator_id"] == indicator, "agreement_id"].iloc[0]
    return f"observations/{agreement}.csv"


def _text(value) -> str:
    """Return a cell as it is written: a number in its shortest form, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, float):
        if value != value:
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value).strip()


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def with_row(text: str, cells: dict[str, str], below: int | None) -> tuple[str, int]:
    """Return the text of a CSV file with one row more, and that row's number.

    Columns that the file lacks are added at its right end; no other row changes but by a comma for each.
    Line endings become LF, a byte-order mark goes.

    Args:
        text: the file, with its header row.
        cells: the new row, by column; columns not named stay empty.
        below: the row after which it goes; None for the end.
    """
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    reader = csv.reader((f"{line}\n" for line in lines), strict=True)
    records, start = [], 0
    for found in reader:
        records.append((start, reader.line_num, found))
        start = reader.line_num
    header_at = next(i for i, (_, _, found) in enumerate(records) if any(c.strip() for c in found))
    header = [c.strip() for c in records[header_at][2]]
    while header and not header[-1]:
        header.pop()
    missing = [name for name, cell in cells.items() if cell and name not in header]
    blocks = []
    for i, (first, last, found) in enumerate(records):
        block = "".join(f"{line}\n" for line in lines[first:last])
        if missing and any(c.strip() for c in found):
            added = missing if i == header_at else [""] * len(missing)
            if len(found) == len(header):
                block = block[:-1] + "".join(f",{a}" for a in added) + "\n"
            else:
                block = _line([*found[: len(header)], *added])
        blocks.append((last, block))
    columns = [*header, *missing]
    new = _line([cells.get(name, "") for name in columns])
    at = next((i + 1 for i, (last, _) in enumerate(blocks) if last == below), len(blocks))
    before = "".join(block for _, block in blocks[:at])
    after = "".join(block for _, block in blocks[at:])
    row = before.count("\n") + new.count("\n")
    return before + new + after, row


def _add_row(folder: Path, table, path: Path, cells: dict, below: int | None) -> Written:
    """Check the framework with the row in a copy, then put the new file in the place of the old."""
    written = {name: _text(value) for name, value in cells.items()}
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"{path} lies outside the framework's folder")
    old = path.read_bytes() if path.is_file() else None
    text = old.decode("utf-8-sig") if old else ",".join(c.name for c in table.columns) + "\n"
    new, row = with_row(text, written, below)
    with tempfile.TemporaryDirectory() as scratch:
        copy = copy_tables(folder, Path(scratch) / folder.name)
        there = copy / path.relative_to(folder)
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_text(new, encoding="utf-8", newline="\n")
        faults, tables = check_framework(copy, CHECKS)
    file = path.relative_to(folder).as_posix()
    if faults:
        lines = 1 + sum(c.count("\n") for c in written.values())
        raise FrameworkError([as_it_stands(fault, file, row, lines) for fault in faults])
    if (path.read_bytes() if path.is_file() else None) != old:
        raise ValueError(f"{path} was changed by someone else meanwhile; nothing was written. Try again.")
    write_text(new, path.resolve(), is_lasting=True)
    remarks = tuple(str(r) for r in find_remarks(tables) if (r.file, r.row) == (file, row))
    return Written(path, row, {name: cell for name, cell in written.items() if cell}, remarks)
