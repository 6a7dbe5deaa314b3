"""Add many figures at once from a CSV: every fault is said at once, and all of them are written or none.

The file has the columns of ``observations``, of which measure_id, period, value and source_id must be there::

    measure_id,period,value,status,source_id,released
    streets/1:litter,2008,21.4,provisional,town-yearbook-2009,
    streets/1:litter,2007,20.9,,town-yearbook-2009,2009-06-16
"""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from psa import paths
from psa.authoring.add_row import checked_tables, place_figure
from psa.authoring.csv_lines import with_row
from psa.authoring.put_in_place import Edit, as_saved, open_table, put_in_place
from psa.authoring.replace import check_copy
from psa.data.faults import FILE, ROW, Fault, FrameworkError
from psa.data.reading.csv_file import read_table
from psa.data.rows import Row, Tables, rows_of
from psa.data.schema import TABLES

_KEY = TABLES["observations"].key
_DEFAULTS = {"provenance": "read"}


def add_observations(framework_folder: str | Path, path: Path) -> tuple[dict[str, int], Tables]:
    """Write the figures of a file below those of their measures; return how many each file of the framework got.

    Args:
        framework_folder: a framework's name or folder.
        path: the CSV.

    Returns:
        The number of rows by file, and the tables of the framework with them, checked.

    Raises:
        FileNotFoundError: there is no such file.
        FrameworkError: the tables are wrong already, or would be with these rows; it lists every fault, those of the
            file by its own rows. Nothing was written.
        ValueError: a table was changed meanwhile; nothing was written.
    """
    folder = paths.framework_folder(framework_folder)
    if not path.is_file():
        raise FileNotFoundError(f"{path}: there is no such file")
    table = TABLES["observations"]
    given, faults = read_table(table, path, path.name)
    if faults:
        raise FrameworkError(faults)
    tables = checked_tables(folder)
    rows = list(rows_of(given))
    if not rows:
        raise FrameworkError([Fault(path.name, None, None, "it holds no figure", "Give one row a figure")])
    edits, numbers, faults = _place_all(folder, tables, rows)
    texts = {edit.file: edit.text for edit in edits}
    found, after = check_copy(folder, texts)
    faults += [_as_given(fault, after, rows) for fault in found]
    if faults:
        raise FrameworkError(list(dict.fromkeys(faults)))
    put_in_place(folder, [replace(edit, text=as_saved(edit.text, edit.old)) for edit in edits])
    return numbers, after


def _place_all(
    folder: Path, tables: Tables, rows: list[Row]
) -> tuple[list[Edit], dict[str, int], list[Fault]]:
    """Return each file that rows go to with its new text, how many it gets, and what is wrong with rows at once."""
    names = [column.name for column in TABLES["observations"].columns]
    edits: dict[str, Edit] = {}
    numbers: dict[str, int] = {}
    faults = []
    for row in rows:
        cells = {name: row.cells.get(name, "").strip() or _DEFAULTS.get(name, "") for name in names}
        try:
            file, below, cells = place_figure(folder, tables, cells)
        except ValueError as error:
            faults.append(row.fault("measure_id", str(error).rstrip("."), "Nothing was written"))
            continue
        if file not in edits:
            edits[file] = Edit(file, *open_table(folder / file, names))
        text, number = with_row(edits[file].text, cells, below)
        edits[file] = replace(edits[file], text=text)
        numbers[file] = numbers.get(file, 0) + 1
        tables = tables | {"observations": _with_figure(tables["observations"], cells, file, number)}
    return list(edits.values()), numbers, faults


def _with_figure(observations: pd.DataFrame, cells: dict[str, str], file: str, number: int) -> pd.DataFrame:
    """Return the figures with a new one in its row, those below it one row further down."""
    is_below = (observations[FILE] == file) & (observations[ROW].astype(int) >= number)
    moved = observations[ROW].astype(int).where(~is_below, observations[ROW].astype(int) + 1)
    new = dict.fromkeys(observations.columns, "") | cells | {FILE: file, ROW: number}
    frame = observations.assign(**{ROW: moved.astype(object)})
    return pd.concat([frame, pd.DataFrame([new])], ignore_index=True)


def _as_given(fault: Fault, after: Tables, rows: list[Row]) -> Fault:
    """Return a fault of the checked copy as one of the row that it comes from, where that is a given one."""
    observations = after["observations"]
    if fault.table != "observations" or not fault.row:
        return fault
    is_place = (observations[FILE] == fault.file) & (observations[ROW].astype(int) == fault.row)
    for cells in observations[is_place].to_dict("records"):
        for row in rows:
            if all(row.cells.get(name, "").strip() == cells[name] for name in _KEY):
                return replace(fault, file=row.file, row=row.number)
    return fault
