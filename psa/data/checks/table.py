"""Check one table against its definition: the type and the words of each cell, and the key."""

import pandas as pd

from psa.data.cells.cell import cell_fault
from psa.data.faults import FILE, ROW, Fault
from psa.data.rows import texts
from psa.data.schema import Column, Table


def check_table(table: Table, frame: pd.DataFrame, has_key: bool = True) -> list[Fault]:
    """Return every fault in the cells and the key of one table read by `read_table`.

    Where a column of the key is not there (`has_key`), no row is like another for that.
    References to other tables are checked by `check_references`, once all tables are read.
    """
    if frame.empty:
        return []
    places = list(zip(texts(frame, FILE), frame[ROW].tolist(), strict=True))
    faults = []
    for column in table.columns:
        faults += _check_column(column, texts(frame, column.name), places)
    return faults + (_check_key(table, frame, places) if has_key else [])


def _check_column(column: Column, cells: list[str], places: list[tuple[str, int]]) -> list[Fault]:
    different = set(cells)
    findings = {text: finding for text in different if text and (finding := cell_fault(column, text))}
    if column.is_required and "" in different:
        findings[""] = ("the cell is empty", "Fill it in")
    if not findings:
        return []
    return [
        Fault(*place, column.name, *findings[text])
        for text, place in zip(cells, places, strict=True)
        if text in findings
    ]


def _check_key(table: Table, frame: pd.DataFrame, places: list[tuple[str, int]]) -> list[Fault]:
    """Return a fault for each row whose key a row above it has; a row without the first cell has no key."""
    keys = list(zip(*(texts(frame, name) for name in table.key), strict=True))
    if len(set(keys)) == len(keys):
        return []
    faults = []
    first: dict[tuple[str, ...], tuple[str, int]] = {}
    for key, place in zip(keys, places, strict=True):
        if not key[0]:
            continue
        if key in first:
            last_column = [name for name, cell in zip(table.key, key, strict=True) if cell][-1]
            file, row = first[key]
            problem = f"{' · '.join(filter(None, key))} is there already ({file}, row {row})"
            faults.append(Fault(*place, last_column, problem, "Keep one of the two rows"))
        first.setdefault(key, place)
    return faults


def typed(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a checked frame of text with numbers and booleans as such; empty cells as NA."""
    columns = {}
    for name in frame.columns:
        if name in {FILE, ROW}:
            continue
        column = table.column(name)
        cells = frame[name]
        if column and column.type in {"number", "integer"}:
            numbers = [float(c) if c else float("nan") for c in cells]
            columns[name] = pd.Series(numbers, cells.index, dtype="float64")
        elif column and column.type == "boolean":
            columns[name] = cells.str.lower() == "true"
        else:
            columns[name] = pd.Series([c or float("nan") for c in cells], cells.index, dtype=object)
    return pd.DataFrame(columns, index=frame.index)
