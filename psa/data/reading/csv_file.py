"""Read one CSV file of a framework: encoding, separator, header and rows, every fault at once."""

import csv
import io
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from psa.data.cells.signs import INVISIBLE
from psa.data.faults import FILE, ROW, Fault
from psa.data.reading.header import Record, header_fault, name_faults, unnamed_column
from psa.data.reading.not_a_table import something_else
from psa.data.reading.row_width import width_finding
from psa.data.schema import Table

SAVE_AS = "Save it as UTF-8; a spreadsheet calls that CSV UTF-8 (comma delimited)"
OTHER_KINDS = {
    b"%PDF": "a PDF",
    b"PAR1": "in the form Parquet",
    b"SQLite format": "a database",
    b"{\\rtf": "a text of a word processor",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}  # by their first bytes
LINE_END = re.compile(rb"\r\n|\r|\n")


def read_table(table: Table, path: Path, shown: str) -> tuple[pd.DataFrame, list[Fault]]:
    """Read one CSV file as text and check its shape: encoding, header, width of each row.

    Args:
        table: what the file should hold.
        path: the file.
        shown: the name of the file in messages.

    Returns:
        A frame of text with every column of `table` (absent ones empty), any further columns of the
        file, and the columns `__file__` and `__row__`; and the faults found. The frame is empty
        where the file cannot be read at all.
    """
    records, fault = _read_records(table, path, shown)
    if fault or (fault := header_fault(table, shown, records)):
        return empty_table(table), [fault]
    header_row, header, rows, faults = _rows_below_header(table, shown, records)
    if "" in header:
        return empty_table(table), [*faults, unnamed_column(shown, header_row, header, rows)]
    faults += name_faults(table, shown, header_row, header)
    if len(set(header)) < len(header):
        return empty_table(table), faults
    return _frame(table, shown, header, rows), faults


def empty_table(table: Table) -> pd.DataFrame:
    """Return a frame of text with the columns of a table and no row."""
    return _empty_table(table).copy(deep=False)


@cache  # most tables of a small framework are empty
def _empty_table(table: Table) -> pd.DataFrame:
    return pd.DataFrame(columns=[*(c.name for c in table.columns), FILE, ROW], dtype=object)


def _read_records(table: Table, path: Path, shown: str) -> tuple[list[Record], Fault | None]:
    """Return the row number and the cells of each record that is not blank; or why there are none."""
    data = path.read_bytes()
    if finding := _encoding_fault(data):
        return [], Fault(shown, finding[0], None, finding[1], SAVE_AS)
    text = data.decode("utf-8").lstrip("\ufeff")
    if place := something_else(text):
        return [], Fault(shown, *place)
    remedy = f"Give it the header row: {','.join(c.name for c in table.columns)}"
    if not text.strip():
        return [], Fault(shown, None, None, "the file is empty", remedy)
    records, row = [], 1
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for raw in reader:
            row = reader.line_num + 1
            cells = [c.strip() for c in raw]
            if any(cells):
                records.append((reader.line_num, cells))
    except csv.Error as error:
        remedy = "Close the quotation mark, or double one inside a cell"
        return [], Fault(shown, row, None, f"not CSV: {error}", remedy)
    if not records:
        return [], Fault(shown, None, None, "the file has no names and no rows", remedy)
    return records, None


def _encoding_fault(data: bytes) -> tuple[int | None, str] | None:
    """Return the row, where it is known, and the reason why bytes are not text in UTF-8."""
    if data.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):
        return None, "the file is compressed, not CSV"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"\xd0\xcf\x11\xe0"):
        return None, "the file is a spreadsheet's workbook, not CSV"
    if kind := next((kind for start, kind in OTHER_KINDS.items() if data.startswith(start)), ""):
        return None, f"the file is {kind}, not CSV"
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return None, "the file is UTF-32, not UTF-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, "the file is UTF-16, not UTF-8"
    if (zero := data.find(b"\x00")) >= 0:
        return _row_at(data, zero), "the file contains zero bytes: it is UTF-16 or damaged"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].rpartition(b"\n")[2] + data[error.start :].partition(b"\n")[0]
        near = line.strip(b"\r").decode("latin-1")[:60]
        return _row_at(data, error.start), f"byte {data[error.start]:#04x} is not UTF-8 (in {near!r})"
    return None


def _row_at(data: bytes, offset: int) -> int:
    return len(LINE_END.findall(data[:offset])) + 1


def _rows_below_header(
    table: Table, shown: str, records: Sequence[Record]
) -> tuple[int, list[str], list[Record], list[Fault]]:
    """Return the row of the header, its names, the rows below it of the right width, and the faults of others."""
    (header_row, first), *below = records
    header = [INVISIBLE.sub("", name) for name in first]
    widths = {len(header)}  # of a row as a spreadsheet saves it: empty columns at the right included
    while header and not header[-1] and not any(any(cells[len(header) - 1 :]) for _, cells in below):
        header.pop()
    width = len(header)
    widths.add(width)
    rows, faults = [], []
    for number, cells in below:
        if len(cells) not in widths or any(cells[width:]):
            faults.append(Fault(shown, number, None, *width_finding(table, header, cells)))
        elif cells[:width] == header:
            faults.append(Fault(shown, number, None, "the header row is there again", "Remove this row"))
        else:
            rows.append((number, cells[:width]))
    return header_row, header, rows, faults


def _frame(table: Table, shown: str, header: list[str], rows: list[Record]) -> pd.DataFrame:
    # plain Python text: the checks look at single cells, which is many times slower in Arrow's columns
    columns = dict(zip(header, zip(*(cells for _, cells in rows), strict=True), strict=True)) if rows else {}
    known = [c.name for c in table.columns]
    blank = [""] * len(rows)
    names = [*known, *(name for name in header if table.column(name) is None)]
    data = {name: list(columns.get(name, blank)) for name in names}
    frame = pd.DataFrame(data | {FILE: [shown] * len(rows)}, dtype=object)
    frame[ROW] = [number for number, _ in rows]
    return frame
