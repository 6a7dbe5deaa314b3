"""Apply the choices that a person has made (``decisions.csv``) to the tables they stand in.

A choice of ours is a cell that the framework's own documents leave open, or one that we filled. Three rows::

    decision_id,table,row_key,column,value,why,decided_by,decided_on
    streets/1.baseline_period,indicators,streets/1,baseline_period,2006,The count of 2007 was cut short,AB,2026-11-02
    streets/2:complaints.stands_in,measures,streets/2:complaints,stands_in,false,Counts letters not litter,AB,2026-11-02
    confidence,framework,confidence,value,0.9,The board asked for it,AB,2026-11-03
"""

from collections.abc import Collection

import pandas as pd

from psa.data.corrections import Corrected, rows_by_key
from psa.data.faults import FILE, ROW, Fault
from psa.data.rows import Row, Tables, rows_of
from psa.data.schema import TABLES, Table

SETTINGS = "framework"
# what may not be decided: figures are published, not chosen
_CLOSED = {"observations", "sources", "corrections", "decisions", "published_ratings"}


def decision_id(table: str, row_key: str, column: str) -> str:
    """Return how a choice is named: the row, a point and the column; a setting by its name alone."""
    return row_key if table == SETTINGS else f"{row_key}.{column}"


def apply_decisions(tables: Tables, lost: Collection[str] = ()) -> tuple[list[Fault], list[Corrected]]:
    """Put each decided value where it belongs; a fault where it names no cell that can be decided.

    Args:
        tables: all of a framework, which are changed.
        lost: those that could not be read; nothing is said of their rows.
    """
    faults, decided = [], []
    for row in rows_of(last_decisions(tables["decisions"])):
        if row["table"] in lost:
            continue
        if fault := _fault(row, tables):
            faults.append(fault)
            continue
        table = TABLES[row["table"]]
        frame = tables[table.name]
        index = rows_by_key(table, frame).get(row["row_key"])
        if index is None and table.name == SETTINGS:
            tables[SETTINGS] = _with_setting(frame, row)
        elif index is None:
            problem = f"no row of {table.name} has the key {row['row_key']!r}"
            faults.append(
                row.fault("row_key", problem, f"Write the cells of {', '.join(table.key)} joined by |")
            )
        else:
            place = str(frame.at[index, FILE]), int(str(frame.at[index, ROW]))
            decided.append(Corrected(place, row["column"], f"{row.file}, row {row.number}", row["value"]))
            frame.at[index, row["column"]] = row["value"]
    return faults, decided


def last_decisions(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the table that count: of each choice the one decided last."""
    ordered = decisions.sort_values("decided_on", kind="stable")
    return ordered.drop_duplicates("decision_id", keep="last").sort_index()


def _fault(row: Row, tables: Tables) -> Fault | None:
    table: Table | None = TABLES.get(row["table"])
    if table is None or not table.key or table.name in _CLOSED:
        known = ", ".join(n for n, t in TABLES.items() if t.key and n not in _CLOSED)
        return row.fault("table", f"nothing of {row['table']!r} can be decided", f"Write one of: {known}")
    column = row["column"]
    if column not in tables[table.name].columns or column in {FILE, ROW, *table.key}:
        problem = f"{table.name} has no column {column!r} that can be decided"
        return row.fault("column", problem, "Correct the name of the column")
    name = decision_id(table.name, row["row_key"], column)
    if row["decision_id"] != name:
        return row.fault(
            "decision_id", f"{row['decision_id']!r} is not the name of this choice", f"Write {name}"
        )
    return None


def _with_setting(frame: pd.DataFrame, row: Row) -> pd.DataFrame:
    """Return the table of settings with one that the framework's own file does not give."""
    cells: dict[str, object] = dict.fromkeys(frame.columns, "")
    cells |= {"setting": row["row_key"], "value": row["value"], FILE: row.file, ROW: row.number}
    return pd.concat([frame, pd.DataFrame([cells])], ignore_index=True)
