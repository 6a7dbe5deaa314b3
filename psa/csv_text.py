"""Write tables as CSV that no spreadsheet computes: the same text for the same table."""

import csv
import re
from pathlib import Path

import numpy as np
import pandas as pd

from psa.files import write_text


def format_cell(value: object) -> str:
    """Return a value as it is written in a CSV: shortest form, ten significant digits, NA empty."""
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (float, np.floating)):
        short = float(f"{float(value):.10g}")
        return str(int(short)) if short.is_integer() and abs(short) < 1e15 else repr(short)
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return str(value)


# what a spreadsheet takes for the start of a formula (OWASP, CSV Injection), also after our own mark
_FORMULA = re.compile("'*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")


# the same after what another spreadsheet, or another language of it, takes for the end of a cell
_INNER = re.compile("([;\t|]\\s*\"*)('*[=+\\-@\uff1d\uff0b\uff0d\uff20])")


_START = re.compile("'*[\t\r\n]*")


_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def plain_text_cell(text: str) -> str:
    """Return a text as a spreadsheet shows it and never computes it: marked with a single quote if need be.

    Only a text that begins like a formula (= + - @, tab, line end) and is no number gets the mark, and one
    that has marks before such a sign gets one more. So does such a sign after a semicolon, a tab or a bar,
    where a spreadsheet may split the line into cells. To read a text back, remove one quote from each run of
    quotes that stands at the start, or after one of the three, before such a sign; all else is as it was.
    """
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
    columns = (
        [plain_text_cell(format_cell(v)) for v in frame.iloc[:, i].tolist()] for i in range(frame.shape[1])
    )
    writer.writerows(zip(*columns, strict=True))
    return [f"{row[:-2]}\n" for row in lines.parts]


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
