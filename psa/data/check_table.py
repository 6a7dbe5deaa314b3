"""Check one table against its definition: types, words, keys and references."""

import difflib
import re

import pandas as pd

from psa.data.date_cells import became_date, date_fault, period_fault
from psa.data.faults import FILE, ROW, Fault
from psa.data.number_cells import number_fault, without_leading_zeros
from psa.data.periods import FORMS, parse_date, parse_period
from psa.data.schema import TABLES, Column, Table
from psa.data.text_cells import name_fault, text_fault


def cell_fault(column: Column, text: str) -> tuple[str, str] | None:
    """Return what is wrong with one non-empty cell, and the remedy; None where it is right."""
    if column.type in {"number", "integer"}:
        wrong = number_fault(text)
        if wrong and column.is_required and wrong[1].startswith("Leave the cell empty"):
            return wrong[0], "Remove the row: a figure not published has none; write 0 only where it is 0"
        if wrong:
            return wrong
        if column.type == "integer" and not re.fullmatch(r"-?[0-9]+", text):
            return f"{text!r} is not a whole number", "Write digits only"
    elif column.type == "boolean" and text.lower() not in {"true", "false"}:
        return f"{text!r} is neither true nor false", "Write true or false"
    elif column.type == "choice" and text not in column.choices:
        near = difflib.get_close_matches(text.lower(), column.choices, 1)
        hint = f"Is {near[0]!r} meant? " if near else ""
        return f"{text!r} is not one of the known words", f"{hint}Write one of: {', '.join(column.choices)}"
    elif column.type == "period":
        try:
            parse_period(text)
        except ValueError:
            known = period_fault(text)
            return known or (f"{text!r} is not a period", f"Write it as one of: {FORMS}")
    elif column.type == "date":
        try:
            parse_date(text)
        except ValueError:
            known = date_fault(text)
            return known or (f"{text!r} is not a date", "Write 2008-12-31, 2008-12 or 2008")
    elif column.type in {"text", "ids"}:
        wrong = text_fault(text)
        if not wrong and (column.type == "ids" or column.refers_to or column.name.endswith("_id")):
            wrong = name_fault(text)
        if not wrong and column.is_code:
            wrong = became_date(text)
        return wrong
    return None


def check_table(table: Table, frame: pd.DataFrame) -> list[Fault]:
    """Return every fault in the cells and the key of one table read by `read_table`.

    References to other tables are checked by `check_references`, once all tables are read.
    """
    if frame.empty:
        return []
    faults, places = [], list(zip(frame[FILE], frame[ROW], strict=True))
    for column in table.columns:
        cells = frame[column.name].tolist()
        bad = {text: wrong for text in set(cells) if text and (wrong := cell_fault(column, text))}
        if column.is_required:
            bad[""] = ("the cell is empty", "Fill it in")
        if bad:
            both = zip(cells, places, strict=True)
            faults += [Fault(*place, column.name, *bad[text]) for text, place in both if text in bad]
    if table.key:
        first: dict[tuple, tuple] = {}
        for key, place in zip(zip(*(frame[k] for k in table.key), strict=True), places, strict=True):
            if not key[0]:
                continue
            if key in first:
                named_by = [k for k, cell in zip(table.key, key, strict=True) if cell][-1]
                named, where = " · ".join(cell for cell in key if cell), first[key]
                problem = f"{named} is there already ({where[0]}, row {where[1]})"
                faults.append(Fault(*place, named_by, problem, "Keep one of the two rows"))
            first.setdefault(key, place)
    return faults


def _that_begin(part: str, known: set[str]) -> list[str]:
    """Return the one id that a text of some length begins; nothing where several do."""
    found = [k for k in known if k.startswith(part)] if len(part) > 3 else []
    return found if len(found) == 1 else []


def check_references(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return a fault for each id that no row of the table it refers to has."""
    faults = []
    for name, frame in tables.items():
        for column in TABLES[name].columns:
            target = column.refers_to
            if not target or target not in tables:
                continue
            known = set(tables[target][TABLES[target].key[0]])
            if name == "observations" and target == "measures" and "derived_measures" in tables:
                derived = set(tables["derived_measures"]["measure_id"])
            else:
                derived = set()
            cells = frame[column.name]
            for text in cells[cells != ""].unique():
                parts = [p.strip() for p in text.split(";")] if column.type == "ids" else [text]
                for part in parts:
                    if part in known:
                        continue
                    if part in derived:
                        problem = f"{part!r} is a derived measure"
                        remedy = "Remove the row: the program computes it"
                    else:
                        bare = without_leading_zeros(part)
                        same = sorted(k for k in known if without_leading_zeros(k) == bare)
                        near = same or difflib.get_close_matches(part, known, 1) or _that_begin(part, known)
                        problem = f"{part!r} is in no row of {target}"
                        remedy = f"Is {near[0]!r} meant? " if near else ""
                        remedy += "A spreadsheet drops leading zeros. " if same else ""
                        remedy += f"Correct the id, or add it to {target}.csv"
                    for at in frame.index[cells == text]:
                        faults.append(
                            Fault(frame.at[at, FILE], frame.at[at, ROW], column.name, problem, remedy)
                        )
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
            columns[name] = cells.where(cells != "")
    return pd.DataFrame(columns, index=frame.index)
