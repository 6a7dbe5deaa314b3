"""Apply the corrections of a framework to its tables, each with its old value checked."""

from dataclasses import dataclass, replace

import pandas as pd

from psa.data.faults import FILE, ROW, Fault
from psa.data.schema import TABLES


def _row_keys(table, frame: pd.DataFrame) -> pd.Series:
    cells = zip(*(frame[name] for name in table.key), strict=True) if table.key else ()
    return pd.Series(["|".join(row).rstrip("|") for row in cells], dtype=object)


@dataclass(frozen=True)
class _Corrected:
    """A cell that a correction named: where it is, where the correction is, and what it puts there.

    `new_value` is None where the correction was refused because the old value was no longer there.
    """

    row: tuple[str, int]
    column: str
    correction: str
    new_value: str | None


def apply_corrections(tables: dict[str, pd.DataFrame]) -> tuple[list[Fault], list[_Corrected]]:
    """Put each correction's new value in place of the old; a fault where the old is no longer there."""
    faults, corrected = [], []
    corrections = tables["corrections"]
    keys: dict[str, pd.Series] = {}
    for at in corrections.index:
        row = corrections.loc[at]
        shown, number = row[FILE], row[ROW]
        table = TABLES.get(row["table"])
        if table is None or row["table"] == "corrections" or not table.key:
            known = ", ".join(n for n, t in TABLES.items() if t.key and n != "corrections")
            faults.append(
                Fault(
                    shown, number, "table", f"{row['table']!r} cannot be corrected", f"Write one of: {known}"
                )
            )
            continue
        frame = tables[table.name]
        if row["column"] not in frame.columns or row["column"] in {FILE, ROW}:
            problem = f"{table.name} has no column {row['column']!r}"
            faults.append(Fault(shown, number, "column", problem, "Correct the name of the column"))
            continue
        if table.name not in keys:
            keys[table.name] = _row_keys(table, frame)
        found = frame.index[keys[table.name] == row["row_key"]] if len(frame) else []
        if len(found) == 0:
            problem = f"no row of {table.name} has the key {row['row_key']!r}"
            remedy = f"Write the cells of {', '.join(table.key)} joined by |"
            faults.append(Fault(shown, number, "row_key", problem, remedy))
            continue
        held = frame.at[found[0], row["column"]]
        new_value = row["new_value"] if held == row["old_value"] else None
        place = (frame.at[found[0], FILE], frame.at[found[0], ROW])
        corrected.append(_Corrected(place, row["column"], f"{shown}, row {number}", new_value))
        if new_value is None:
            problem = f"the old value {row['old_value']!r} is no longer there; the table has {held!r}"
            faults.append(
                Fault(
                    shown,
                    number,
                    "old_value",
                    problem,
                    "Look at the row again, then remove or rewrite the correction",
                )
            )
            continue
        frame.at[found[0], row["column"]] = row["new_value"]
        if row["column"] in table.key:
            del keys[table.name]  # a later correction finds the row by its corrected key
    return faults, corrected


# what is checked together: a fault in one of these cells may come from a correction of another
_TOGETHER = {"value", "lower", "upper", "interval_level", "numerator", "denominator"}


def with_corrections(faults: list[Fault], corrected: list[_Corrected]) -> list[Fault]:
    """Name the correction that a fault comes from; leave out a fault that a refused one may be there to mend."""
    of_row: dict[tuple[str, int], list[_Corrected]] = {}
    for one in corrected:
        of_row.setdefault(one.row, []).append(one)
    found = []
    for fault in faults:
        near = [c for c in of_row.get((fault.file, fault.row), [])
                if c.column == fault.column or {c.column, fault.column} <= _TOGETHER]  # fmt: skip
        if any(c.new_value is None for c in near):
            continue
        near = [c for c in near if c.column == fault.column or c.new_value and c.new_value in fault.problem]
        said = "; ".join(f"{c.column} is {c.new_value!r} by {c.correction}" for c in near)
        found.append(replace(fault, problem=f"{fault.problem} ({said})") if said else fault)
    return found
