"""Replace one file of a framework, after the whole has been checked."""

import os
import shutil
import tempfile
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


def replace_file(path: Path, text: str) -> None:
    """Write a file whole or not at all, with the old one's permissions."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, part)
        else:
            os.chmod(part, 0o644)
        os.replace(part, path)
    finally:
        Path(part).unlink(missing_ok=True)
