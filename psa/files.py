"""Write files whole or not at all, and tables as CSV that no spreadsheet computes."""

import csv
import os
import re
import threading
from pathlib import Path

import numpy as np
import pandas as pd

RATING_FILES = ("indicator_ratings.csv", "agreement_ratings.csv", "department_ratings.csv")


def format_cell(value) -> str:
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
    start = _START.match(text)[0]
    text = start + _INNER.sub(r"\1'\2", text[len(start) :])
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def write_text(text: str, path: Path) -> Path:
    """Write a text file, whole or not at all: UTF-8, LF."""
    return write_bytes(text.encode("utf-8"), path)


def write_bytes(data: bytes, path: Path) -> Path:
    """Write a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


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

    def __init__(self):
        self.parts: list[str] = []

    def write(self, text: str) -> None:
        self.parts.append(text)


def list_files(folder: Path) -> frozenset[str]:
    """Return the names of the files of one folder; empty where there is none."""
    return frozenset(p.name for p in folder.iterdir() if p.is_file()) if folder.is_dir() else frozenset()
