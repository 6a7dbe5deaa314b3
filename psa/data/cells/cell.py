"""Check one cell by the type of its column."""

import re
from collections.abc import Callable

from psa.data.cells.dates import became_date, date_fault
from psa.data.cells.numbers import number_fault
from psa.data.cells.period_labels import period_fault
from psa.data.cells.signs import MISSING
from psa.data.cells.texts import name_fault, text_fault
from psa.data.faults import Finding
from psa.data.periods import FORMS, parse_date, parse_period
from psa.data.schema import Column
from psa.words import hint


def cell_fault(column: Column, text: str) -> Finding | None:
    """Return what is wrong with one cell that is not empty, and the remedy; None where it is right."""
    return _CHECKS[column.type](column, text)


def _check_number(column: Column, text: str) -> Finding | None:
    finding = number_fault(text)
    if finding and column.is_required and text.lower() in MISSING:
        return finding[0], "Remove the row: a figure not published has none; write 0 only where it is 0"
    return finding


def _check_integer(column: Column, text: str) -> Finding | None:
    if finding := _check_number(column, text):
        return finding
    if not re.fullmatch(r"-?[0-9]+", text):
        return f"{text!r} is not a whole number", "Write digits only"
    return None


def _check_boolean(column: Column, text: str) -> Finding | None:
    if text.lower() in {"true", "false"}:
        return None
    return f"{text!r} is neither true nor false", "Write true or false"


def _check_choice(column: Column, text: str) -> Finding | None:
    if text in column.choices:
        return None
    remedy = f"{hint(text, column.choices, 1)} Write one of: {', '.join(column.choices)}".lstrip()
    return f"{text!r} is not one of the known words", remedy


def _check_period(column: Column, text: str) -> Finding | None:
    try:
        parse_period(text)
    except ValueError:
        return period_fault(text) or (f"{text!r} is not a period", f"Write it as one of: {FORMS}")
    return None


def _check_date(column: Column, text: str) -> Finding | None:
    try:
        parse_date(text)
    except ValueError:
        return date_fault(text) or (f"{text!r} is not a date", "Write 2008-12-31, 2008-12 or 2008")
    return None


def _check_text(column: Column, text: str) -> Finding | None:
    finding = text_fault(text)
    if not finding and (column.type == "ids" or column.refers_to or column.name.endswith("_id")):
        finding = name_fault(text)
    if not finding and column.is_code:
        finding = became_date(text)
    return finding


_CHECKS: dict[str, Callable[[Column, str], Finding | None]] = {
    "text": _check_text,
    "ids": _check_text,
    "number": _check_number,
    "integer": _check_integer,
    "boolean": _check_boolean,
    "choice": _check_choice,
    "period": _check_period,
    "date": _check_date,
}
