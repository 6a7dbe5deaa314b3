"""Write tables as CSV that no spreadsheet computes: the same text for the same table."""

import csv
import re
from pathlib import Path

import numpy as np
import pandas as pd

from psa.files.write import write_text


def format_cell(value: object) -> str:
    """Return a value as it is written in a CSV: shortest form, ten significant digits, NA empty."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return _format_number(value)
    if value is None or value is pd.NaT:
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, np.floating):
        return _format_number(float(value))
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return str(value)


def _format_number(number: float) -> str:
    if number != number:  # NaN alone
        return ""
    short = float(f"{number:.10g}")
    return str(int(short)) if short.is_integer() and abs(short) < 1e15 else repr(short)


# what a spreadsheet takes for the start of a formula (OWASP, CSV Injection), also after our own mark
_FORMULA = re.compile("'*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")


# the same after what another spreadsheet, or another language of it, takes for the end of a cell
_INNER = re.compile("([;\t|]\\s*\"*)('*[=+\\-@\uff1d\uff0b\uff0d\uff20])")


_START = re.compile("'*[\t\r\n]*")


# most cells have neither, and are quickly known to be harmless
_SUSPECT = re.compile("['=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]|.*[;\t|]", re.DOTALL)


_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def plain_text_cell(text: str) -> str:
    """Return a text as a spreadsheet shows it and never computes it: marked with a single quote if need be.

    Only a text that begins like a formula (= + - @, tab, line end) and is no number gets the mark, and one
    that has marks before such a sign gets one more. So does such a sign after a semicolon, a tab or a bar,
    where a spreadsheet may split the line into cells. To read a text back, remove one quote from each run of
    quotes that stands at the start, or after one of the three, before such a sign; all else is as it was.
    """
    if not _SUSPECT.match(text):
        return text
    begins = _START.match(text)
    start = begins[0] if begins else ""
    text = start + _INNER.sub(r"\1'\2", text[len(start) :])
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def table_lines(frame: pd.DataFrame) -> list[str]:
    """Return a frame as lines of CSV, the header first; a line may hold line ends, in quotes.

    No index, the same text for the same frame, no cell that a spreadsheet would compute.
    """
    lines = Lines()
    writer = csv.writer(lines, lineterminator="\r\n")  # so that a cell with either sign in it is quoted
    writer.writerow([plain_text_cell(str(name)) for name in frame.columns])
    columns = (_texts(frame.iloc[:, position].tolist()) for position in range(frame.shape[1]))
    writer.writerows(zip(*columns, strict=True))
    return [f"{row[:-2]}\n" for row in lines.parts]


def _texts(values: list[object]) -> list[str]:
    """Return the cells of one column; a text that comes again and again is looked at once."""
    known: dict[str, str] = {}
    cells = []
    for value in values:
        if isinstance(value, str):
            if value not in known:
                known[value] = plain_text_cell(value)
            cells.append(known[value])
        elif isinstance(value, float) and value != value:  # as most numbers of a wide table are: unknown
            cells.append("")
        else:
            cells.append(plain_text_cell(format_cell(value)))
    return cells


def table_text(frame: pd.DataFrame) -> str:
    """Return a frame as CSV (`table_lines`)."""
    return "".join(table_lines(frame))


def write_table(frame: pd.DataFrame, path: Path) -> Path:
    """Write a frame as CSV (`table_text`), whole or not at all."""
    return write_text(table_text(frame), path)


class Lines:
    """Collect what a csv.writer writes."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def write(self, text: str) -> None:
        self.parts.append(text)
