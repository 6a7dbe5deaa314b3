"""Check a changed copy of a framework before a file of it is replaced."""

import shutil
from dataclasses import replace
from pathlib import Path

from psa.data.faults import Fault
from psa.data.schema import TABLES


def as_it_stands(fault: Fault, file: str, row: int, lines: int) -> Fault:
    """Return a fault of the checked copy as it is in the folder, which has no such row."""
    said = replace(fault, problem=fault.problem.replace(f"{file}, row {row})", "the new row)"))
    if fault.file != file or not fault.row or fault.row < row:
        return said
    if fault.row == row:
        return replace(said, file=f"the new row of {file}", row=None)
    return replace(said, row=fault.row - lines)


def copy_tables(folder: Path, to: Path) -> Path:
    to.mkdir(parents=True)
    for name, table in TABLES.items():
        files = [folder / f"{name}.csv"]
        files += sorted((folder / name).glob("*.csv")) if table.is_folder else []
        for file in files:
            if file.is_file():
                target = to / file.relative_to(folder)
                target.parent.mkdir(exist_ok=True)
                shutil.copyfile(file, target)
    return to
