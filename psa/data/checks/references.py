"""Check that every id names a row of the table that it refers to."""

from collections.abc import Collection

import pandas as pd

from psa.data.cells.numbers import without_leading_zeros
from psa.data.faults import Fault, Finding
from psa.data.rows import Tables, rows_of, texts
from psa.data.schema import TABLES, Column
from psa.words import hint


def check_references(tables: Tables, lost: Collection[str] = ()) -> list[Fault]:
    """Return a fault for each id that no row of the table it refers to has.

    Args:
        tables: those that are checked; ids of a table that is not among them are not looked for.
        lost: tables that could not be read; an id that may be one of theirs is not looked for either.
    """
    faults = []
    for name, frame in tables.items():
        for column in TABLES[name].columns:
            if column.refers_to in tables and not set(lost).intersection(column.or_to):
                faults += _check_column(column, frame, tables, is_observed=name == "observations")
    return faults


def _check_column(column: Column, frame: pd.DataFrame, tables: Tables, is_observed: bool) -> list[Fault]:
    target = str(column.refers_to)
    targets = [target, *(name for name in column.or_to if name in tables)]
    known = dict.fromkeys(text for name in targets for text in texts(tables[name], TABLES[name].key[0]))
    derived: set[str] = set()
    if is_observed and target == "measures" and "derived_measures" in tables:
        derived = set(texts(tables["derived_measures"], "measure_id"))
    unknown: dict[str, list[Finding]] = {}
    for text in dict.fromkeys(texts(frame, column.name)):
        ids = [part.strip() for part in text.split(";")] if column.type == "ids" else [text]
        findings = [_finding(i, target, list(known), derived) for i in ids if text and i not in known]
        if findings:
            unknown[text] = findings
    rows = rows_of(frame, frame[column.name].isin(list(unknown)))
    return [row.fault(column.name, *finding) for row in rows for finding in unknown[row[column.name]]]


def _finding(unknown: str, target: str, known: list[str], derived: set[str]) -> Finding:
    """Return what is wrong with an id that no row has, and which one may be meant."""
    if unknown in derived:
        return f"{unknown!r} is a derived measure", "Remove the row: the program computes it"
    bare = without_leading_zeros(unknown)
    same = sorted(k for k in known if without_leading_zeros(k) == bare)
    begun = [k for k in known if k.startswith(unknown)] if len(unknown) > 3 else []
    near = hint(unknown, same or known, 1) or hint(unknown, begun if len(begun) == 1 else [], 1, 0)
    zeros = " A spreadsheet drops leading zeros." if same else ""
    remedy = f"{near}{zeros} Correct the id, or add it to {target}.csv".lstrip()
    return f"{unknown!r} is in no row of {target}", remedy
