"""Read the file of a release: the columns of observations.csv, or the few of them that a release needs.

Three rows of one::

    measure_id,period,value,status
    calls/1:minute,2025-Nov,84.1,provisional
    calls/1:minute,2025-Dec,84.6,provisional

``unit`` may stand beside them: it is compared with the measure's, and not written. A framework that came in by a
mapping takes its publisher's own table as well.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from psa.authoring.importing.mapped_series import MAPPING_FILE
from psa.authoring.importing.set_aside import SetAside
from psa.authoring.updating.mapped_release import is_mapped, mapped_frame
from psa.data.cells.cell import cell_fault
from psa.data.checks.references import check_references
from psa.data.checks.table import check_table
from psa.data.faults import FILE, ROW, Fault
from psa.data.reading.csv_file import read_table
from psa.data.reading.header import MISSING_COLUMN
from psa.data.rows import Row, Tables, rows_of, texts
from psa.data.schema import TABLES, Column, Table
from psa.words import count

_NEEDED = ("measure_id", "period", "value")


class ReleaseError(ValueError):
    """A release cannot be taken in; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(dict.fromkeys(faults), key=lambda f: (f.file, f.row or 0, f.column or ""))
        title = f"{count(len(self.faults), 'fault')} in the release; nothing was written:"
        super().__init__("\n".join([title, *map(str, self.faults)]))


@dataclass(frozen=True)
class Release:
    """The rows of a release.

    Attributes:
        file: its name, as messages say it.
        rows: those without a fault.
        further: columns of the file that no table of figures has; they are not taken in.
        faults: what is wrong with the other rows.
        aside: figures of a publisher's own table that could not be taken in.
        remarks: what is to be said of that table.
    """

    file: str
    rows: list[Row]
    further: tuple[str, ...]
    faults: list[Fault]
    aside: tuple[SetAside, ...] = ()
    remarks: tuple[str, ...] = ()


def release_day(text: str) -> str:
    """Return a day of release as it is written; nothing for an empty text.

    Raises:
        ValueError: it is no day.
    """
    if text and (finding := cell_fault(Column("released", "date"), text)):
        raise ValueError(f"--released: {finding[0]}. {finding[1]}.")
    return text


def read_release(path: Path, tables: Tables, folder: Path) -> Release:
    """Return the rows of a release, and every fault of the others.

    Args:
        path: the file; in its publisher's own shape where the framework has a mapping.
        tables: those of the framework, as text.
        folder: of the framework.

    Raises:
        SourceError: the file does not have the columns that the mapping names.
        FileNotFoundError: there is no such file.
    """
    if not path.exists():
        raise FileNotFoundError(f"{path}: no such file")
    table = _table()
    if is_mapped(path, folder):
        return _read_mapped(path, tables, folder, table)
    if not path.is_file():
        raise FileNotFoundError(
            f"{path}: no file, and the framework has no {MAPPING_FILE} to read a folder by"
        )
    frame, faults = read_table(table, path, path.name)
    missing = {f.column for f in faults if f.problem == MISSING_COLUMN}
    faults += [f for f in check_table(table, frame) if f.column not in missing]
    if frame.empty and not faults:
        faults.append(Fault(path.name, None, None, "the file has no rows", "Give it some"))
    faults += [f for f in _references(frame, tables) if f.column not in missing and f not in faults]
    faulty = {fault.row for fault in faults}
    further = tuple(name for name in frame.columns if not table.column(name) and name not in {FILE, ROW})
    rows = [] if missing else list(rows_of(frame, ~frame[ROW].isin(faulty)))
    return Release(path.name, rows, further, faults)


def _read_mapped(path: Path, tables: Tables, folder: Path, table: Table) -> Release:
    frame, aside, remarks = mapped_frame(path, folder, texts(tables["measures"], "measure_id"), table)
    faults = check_table(table, frame)
    if frame.empty:
        problem = "no figure of it belongs to a measure of the framework"
        faults.append(Fault(path.name, None, None, problem, "; ".join(remarks) or "Look at the mapping"))
    faulty = {fault.row for fault in faults}
    rows = list(rows_of(frame, ~frame[ROW].isin(faulty)))
    return Release(path.name, rows, (), faults, tuple(aside), tuple(remarks))


def _table() -> Table:
    """Return what the file of a release may hold: the columns of observations.csv, and the unit."""
    columns = [replace(c, is_required=c.name in _NEEDED) for c in TABLES["observations"].columns]
    return Table("release", (*columns, Column("unit")), ("measure_id", "period", "released"))


def _references(frame: pd.DataFrame, tables: Tables) -> list[Fault]:
    known = {name: tables[name] for name in ("measures", "derived_measures", "sources")}
    faults = check_references({**known, "observations": frame})
    files = set(texts(frame, FILE))
    return [fault for fault in faults if fault.file in files and fault.row]
