"""Replace one file of a framework, after a copy of the whole has been checked with the new row in it."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from psa.authoring.csv_lines import with_row
from psa.authoring.put_in_place import Edit, as_saved, open_table, put_in_place
from psa.data.faults import Fault, FrameworkError
from psa.data.load import check_framework
from psa.data.reading.folder import files_of
from psa.data.remarks.find import find_remarks
from psa.data.rows import Tables
from psa.data.schema import TABLES
from psa.files.write import write_text
from psa.methods.checks import CHECKS


@dataclass(frozen=True)
class Written:
    """One row that was added.

    Attributes:
        path: the file.
        row: its row there, as a text editor counts.
        cells: what was written, by column; empty cells left out.
        remarks: what in this row is possible and yet looks wrong.
        tables: those of the framework with the row, checked.
    """

    path: Path
    row: int
    cells: dict[str, str]
    remarks: tuple[str, ...] = ()
    tables: Tables = field(default_factory=dict, repr=False, compare=False)


def insert_row(folder: Path, path: Path, cells: dict[str, str], below: int | None) -> Written:
    """Check the framework with the row in a copy, then put the new file in the place of the old.

    Args:
        folder: the framework's folder.
        path: the file; made where there is none.
        cells: the new row, by column.
        below: the row after which it goes; None for the end.

    Raises:
        FrameworkError: the tables would be wrong with this row; nothing was written.
        ValueError: the file lies outside the folder, or was changed meanwhile; nothing was written.
    """
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"{path} is outside the framework's folder")
    old, text = open_table(path, list(cells))
    new, row = with_row(text, cells, below)
    file = path.relative_to(folder).as_posix()
    faults, tables = check_copy(folder, {file: new})
    if faults:
        lines = 1 + sum(cell.count("\n") for cell in cells.values())
        raise FrameworkError([as_it_stands(fault, file, row, lines) for fault in faults])
    put_in_place(folder, [Edit(file, old, as_saved(new, old))])
    remarks = tuple(str(r) for r in find_remarks(_near(tables, cells)) if (r.file, r.row) == (file, row))
    return Written(path, row, {name: cell for name, cell in cells.items() if cell}, remarks, tables)


def _near(tables: Tables, cells: Mapping[str, str]) -> Tables:
    """Return the tables that remarks on a new row can come from: of a figure, with its indicator's figures alone."""
    if not {"measure_id", "value", "period"} <= cells.keys():
        return tables
    measures, observations = tables["measures"], tables["observations"]
    owner = measures.loc[measures["measure_id"] == cells["measure_id"], "indicator_id"]
    near = measures.loc[measures["indicator_id"].isin(owner), "measure_id"]
    return tables | {"observations": observations[observations["measure_id"].isin(near)]}


def check_copy(folder: Path, texts: Mapping[str, str]) -> tuple[list[Fault], Tables]:
    """Return the faults and the tables of a copy of a framework in which some files have another text."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = copy_tables(folder, Path(scratch) / folder.name)
        for file, text in texts.items():
            write_text(text, copy / file)
        return check_framework(copy, CHECKS)


def as_it_stands(fault: Fault, file: str, row: int, lines: int) -> Fault:
    """Return a fault of the checked copy as it is in the folder, which has no such row."""
    named = replace(fault, problem=fault.problem.replace(f"{file}, row {row})", "the new row)"))
    if fault.file != file or not fault.row or fault.row < row:
        return named
    if fault.row == row:
        return replace(named, file=f"the new row of {file}", row=None)
    return replace(named, row=fault.row - lines)


def copy_tables(folder: Path, target: Path) -> Path:
    """Copy the tables of a framework, and nothing else of its folder, to a new folder and return it."""
    target.mkdir(parents=True)
    for table in TABLES.values():
        for file in filter(Path.is_file, files_of(table, folder)):
            copy = target / file.relative_to(folder)
            copy.parent.mkdir(exist_ok=True)
            shutil.copyfile(file, copy)
    return target
