"""Apply the corrections of a framework to its tables, each with its old value checked."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import pandas as pd

from psa.data.faults import FILE, ROW, Fault
from psa.data.rows import Row, Tables, rows_of, texts
from psa.data.schema import TABLES, Table

_OPEN_TO_NONE = {"corrections", "decisions"}  # a row of these is changed where it stands


@dataclass(frozen=True)
class Corrected:
    """A cell that a correction named.

    Attributes:
        place: the file and the row of the cell.
        column: its column.
        correction: the file and the row of the correction, in words.
        new_value: what stands there now; None where the correction was refused, because the old value was no
            longer there.
    """

    place: tuple[str, int]
    column: str
    correction: str
    new_value: str | None


def apply_corrections(tables: Tables, lost: Collection[str] = ()) -> tuple[list[Fault], list[Corrected]]:
    """Put each correction's new value in place of the old; a fault where the old is no longer there.

    Args:
        tables: all of a framework, which are changed.
        lost: those that could not be read; nothing is said of their rows.
    """
    faults, corrected = [], []
    known_rows: dict[str, dict[str, int]] = {}
    for correction in rows_of(tables["corrections"]):
        if correction["table"] in lost:
            continue
        table = TABLES.get(correction["table"])
        if fault := _name_fault(correction, table, tables):
            faults.append(fault)
            continue
        assert table is not None
        frame = tables[table.name]
        if table.name not in known_rows:
            known_rows[table.name] = rows_by_key(table, frame)
        index = known_rows[table.name].get(correction["row_key"])
        if index is None:
            problem = f"no row of {table.name} has the key {correction['row_key']!r}"
            remedy = f"Write the cells of {', '.join(table.key)} joined by |"
            faults.append(correction.fault("row_key", problem, remedy))
            continue
        result, fault = _correct(frame, index, correction)
        corrected.append(result)
        if fault:
            faults.append(fault)
        elif correction["column"] in table.key:
            del known_rows[table.name]  # a later correction finds the row by its corrected key
    return faults, corrected


def _name_fault(correction: Row, table: Table | None, tables: Tables) -> Fault | None:
    """Return the fault of a correction that names no table or no column of it."""
    if table is None or table.name in _OPEN_TO_NONE or not table.key:
        known = ", ".join(n for n, t in TABLES.items() if t.key and n not in _OPEN_TO_NONE)
        problem = f"{correction['table']!r} cannot be corrected"
        return correction.fault("table", problem, f"Write one of: {known}")
    column = correction["column"]
    if column not in tables[table.name].columns or column in {FILE, ROW}:
        problem = f"{table.name} has no column {column!r}"
        return correction.fault("column", problem, "Correct the name of the column")
    return None


def rows_by_key(table: Table, frame: pd.DataFrame) -> dict[str, int]:
    """Return where the first row of each key stands; a correction writes the cells of a key joined by |."""
    cells = zip(*(texts(frame, name) for name in table.key), strict=True)
    keys = ["|".join(row).rstrip("|") for row in cells]  # empty cells at the end may be left out
    return {key: index for index, key in reversed(list(zip(frame.index, keys, strict=True)))}


def _correct(frame: pd.DataFrame, index: int, correction: Row) -> tuple[Corrected, Fault | None]:
    """Write the new value where the old one stands; a fault where it no longer does."""
    column = correction["column"]
    cell = str(frame.at[index, column])
    is_there = cell == correction["old_value"]
    result = Corrected(
        (str(frame.at[index, FILE]), int(str(frame.at[index, ROW]))),
        column,
        f"{correction.file}, row {correction.number}",
        correction["new_value"] if is_there else None,
    )
    if is_there:
        frame.at[index, column] = correction["new_value"]
        return result, None
    problem = f"the old value {correction['old_value']!r} is no longer there; the table has {cell!r}"
    remedy = "Look at the row again, then remove or rewrite the correction"
    return result, correction.fault("old_value", problem, remedy)


# what is checked together: a fault in one of these cells may come from a correction of another
_TOGETHER = {"value", "lower", "upper", "interval_level", "numerator", "denominator"}


def with_corrections(faults: list[Fault], corrected: list[Corrected]) -> list[Fault]:
    """Name the correction that a fault comes from; leave out a fault that a refused one may be there to mend."""
    of_place: dict[tuple[str, int | None], list[Corrected]] = {}
    for one in corrected:
        of_place.setdefault(one.place, []).append(one)
    kept = []
    for fault in faults:
        near = [c for c in of_place.get((fault.file, fault.row), []) if _may_cause(c, fault)]
        if any(c.new_value is None for c in near):
            continue
        causes = [c for c in near if c.column == fault.column or c.new_value and c.new_value in fault.problem]
        words = "; ".join(f"{c.column} is {c.new_value!r} by {c.correction}" for c in causes)
        kept.append(replace(fault, problem=f"{fault.problem} ({words})") if words else fault)
    return kept


def _may_cause(corrected: Corrected, fault: Fault) -> bool:
    return corrected.column == fault.column or {corrected.column, fault.column} <= _TOGETHER
