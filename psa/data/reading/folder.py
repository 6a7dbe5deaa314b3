"""Read every table of a framework's folder as the text in its files."""

import os
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from psa import paths
from psa.data.faults import Fault
from psa.data.reading.csv_file import empty_table, read_table
from psa.data.rows import Tables
from psa.data.schema import TABLES, Table
from psa.files.names import is_passed_over

UNFINISHED = (
    ".release"  # the folder of what a command still has to put in place (`psa.authoring.put_in_place`)
)


def read_tables(
    name_or_path: str | Path, names: Collection[str] = TABLES, naming: str = ""
) -> tuple[Tables, list[Fault]]:
    """Return every table of a framework folder as the text in its files, and the faults of reading.

    Nothing is corrected, checked or typed; absent tables are empty.

    Args:
        name_or_path: of the framework.
        names: which tables; by default all.
        naming: of a table that is a folder, read only the files in which this text stands.

    Raises:
        FileNotFoundError: there is no such folder.
    """
    folder = paths.framework_folder(name_or_path)
    tables: Tables = {}
    faults = _unfinished(folder)
    for table in (TABLES[name] for name in names):
        tables[table.name], wrong = _read_one(table, folder, naming)
        faults += wrong
    return tables, faults


def _unfinished(folder: Path) -> list[Fault]:
    """Return a fault where a command was stopped when some of its files stood in their place and others did not."""
    if not (folder / UNFINISHED).is_dir():
        return []
    problem = "an update was stopped while its files were put in place; some are of before it, some of after"
    return [
        Fault(UNFINISHED, None, None, problem, "Run psa update again with the same file: it does the rest")
    ]


def files_of(table: Table, folder: Path) -> list[Path]:
    """Return whatever stands where the files of a table should, in order: one file, and those of its folder."""
    single = folder / f"{table.name}.csv"
    parts = (
        sorted((folder / table.name).iterdir()) if table.is_folder and (folder / table.name).is_dir() else []
    )
    parts = [path for path in parts if path.name.endswith(".csv") and not is_passed_over(path.name)]
    return [*([single] if os.path.lexists(single) else []), *parts]


def _read_one(table: Table, folder: Path, naming: str = "") -> tuple[pd.DataFrame, list[Fault]]:
    paths_of_table = files_of(table, folder)
    if naming and table.is_folder:
        paths_of_table = [p for p in paths_of_table if p.is_file() and naming.encode() in p.read_bytes()]
        if not paths_of_table:
            return empty_table(table), []
    if not paths_of_table:
        return empty_table(table), [_missing_table(table)] if table.is_required else []
    frames, faults = [], []
    for path in paths_of_table:
        shown = path.relative_to(folder).as_posix()
        if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
            problem = (
                "the file is a link that leads out of the folder" if path.is_file() else "it is not a file"
            )
            faults.append(Fault(shown, None, None, problem, "Put the file itself in its place"))
            continue
        frame, wrong = read_table(table, path, shown)
        frames.append(frame)
        faults += wrong
    if len(frames) < 2:
        return (frames[0] if frames else empty_table(table)), faults
    return pd.concat(frames, ignore_index=True), faults


def _missing_table(table: Table) -> Fault:
    name = f"{table.name}.csv" + (f" or the folder {table.name}/" if table.is_folder else "")
    remedy = f"Add it, with the header row: {','.join(c.name for c in table.columns)}"
    return Fault(name, None, None, "a required table is missing", remedy)
