"""Read one CSV file of a framework: encoding, separator, header and rows, every fault at once."""

import csv
import difflib
import io
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd

from psa.data.cell_signs import INVISIBLE, SEPARATORS
from psa.data.check_table import cell_fault
from psa.data.faults import FILE, ROW, Fault
from psa.data.schema import Table

SAVE_AS = "Save it as UTF-8; a spreadsheet calls that CSV UTF-8 (comma delimited)"


SEPARATED = "the cells are separated by"


WHOLE_ROW = "Remove the quotation marks about each row, and write two together inside it as one"


LINE_END = re.compile(rb"\r\n|\r|\n")


_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}(\.[0-9]+)?")


_DECIMAL = re.compile("-?[0-9]+,[0-9]+")


SNIFFED_ROWS = 8  # how far down a header row is looked for


def _decode(path: Path, shown: str) -> tuple[str | None, list[Fault]]:
    data = path.read_bytes()
    if data.startswith(b"PK\x03\x04") or data.startswith(b"\xd0\xcf\x11\xe0"):
        return None, [Fault(shown, None, None, "the file is a spreadsheet's workbook, not CSV", SAVE_AS)]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, [Fault(shown, None, None, "the file is UTF-16, not UTF-8", SAVE_AS)]
    if (at := data.find(b"\x00")) >= 0:
        row = len(LINE_END.findall(data[:at])) + 1
        return None, [Fault(shown, row, None, "the file holds zero bytes: it is UTF-16 or damaged", SAVE_AS)]
    try:
        return data.decode("utf-8").lstrip("\ufeff"), []
    except UnicodeDecodeError as error:
        line = data[: error.start].rpartition(b"\n")[2] + data[error.start :].partition(b"\n")[0]
        row = len(LINE_END.findall(data[: error.start])) + 1
        near = line.strip(b"\r").decode("latin-1")[:60]
        fault = Fault(shown, row, None, f"byte {data[error.start]:#04x} is not UTF-8 (in {near!r})", SAVE_AS)
        return None, [fault]


def _records(text: str) -> list[tuple[int, list[str]]]:
    """Return the row number and the stripped cells of each record that is not blank; may raise csv.Error."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    return [(reader.line_num, cells) for raw in reader if any(cells := [c.strip() for c in raw])]


def _header_fault(table: Table, shown: str, records: list[tuple[int, list[str]]]) -> Fault | None:
    """Return what is wrong with the whole file: another separator, a title above, a header in two rows."""
    names = {c.name for c in table.columns}
    needed = {c.name for c in table.columns if c.is_required}
    row, header = records[0]
    whole = ",".join(header)
    if whole.lower().startswith("sep="):
        below = _header_fault(table, shown, records[1:]) if records[1:] else None
        if below and below.problem.startswith(SEPARATED):
            return replace(below, row=row)
        problem = f"{whole!r} is the line by which a spreadsheet names the separator, not the header row"
        return Fault(shown, row, None, problem, "Remove this line")
    if len([h for h in header if h]) == 1 or not names & set(header):
        for separator, word in {",": "commas", **SEPARATORS}.items():
            found = names & {h.strip().strip('"') for h in whole.split(separator)}
            if len(found) < min(2, len(names)):
                continue
            if separator == ",":
                problem = (
                    "the row is a single cell that holds commas: quotation marks stand about the whole row"
                )
                return Fault(shown, row, None, problem, WHOLE_ROW)
            remedy = (
                "Save it with commas between the cells and points in the numbers: set the language of "
                "the spreadsheet to English first, because others read 1.234 as 1234"
            )
            return Fault(shown, row, None, f"{SEPARATED} {word}, not by commas", remedy)
    if needed <= set(header):
        return None
    for below, cells in records[1:SNIFFED_ROWS]:
        found = names & set(cells)
        if needed <= found or len(found) > max(1, len(names & set(header)), len(names) // 3):
            above = " · ".join(h for h in header if h)[:60]
            problem = f"the header row is row {below}; above it stands {above!r}"
            return Fault(shown, row, None, problem, f"Remove what stands above row {below}")
    below, cells = records[1] if len(records) > 1 else (0, [])
    if spread := (needed - set(header)) & set(cells):
        problem = f"the header is in two rows: row {below} holds {', '.join(sorted(spread))}"
        return Fault(shown, below, None, problem, "Undo merged cells, and write all the names in one row")
    return None


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
    names = [c.name for c in table.columns]
    nothing = pd.DataFrame(columns=[*names, FILE, ROW], dtype=object)
    text, faults = _decode(path, shown)
    if text is None:
        return nothing, faults
    remedy = f"Give it the header row: {','.join(names)}"
    if not text.strip():
        return nothing, [Fault(shown, None, None, "the file is empty", remedy)]
    try:
        records = _records(text)
    except csv.Error as error:
        remedy = "Close the quotation mark, or double one inside a cell"
        return nothing, [Fault(shown, _broken_row(text), None, f"not CSV: {error}", remedy)]
    if not records:
        return nothing, [Fault(shown, None, None, "the file holds no names and no rows", remedy)]
    if wrong := _header_fault(table, shown, records):
        return nothing, [wrong]
    header_row, header = records.pop(0)
    header = [INVISIBLE.sub("", h) for h in header]
    widths = {len(header)}  # of a row as a spreadsheet saves it: empty columns at the right included
    while header and not header[-1] and not any(any(cells[len(header) - 1 :]) for _, cells in records):
        header.pop()
    widths.add(len(header))
    rows, numbers = [], []
    for number, cells in records:
        if len(cells) not in widths or any(cells[len(header) :]):
            faults.append(Fault(shown, number, None, *_width_fault(table, header, cells)))
        elif cells[: len(header)] == header:
            faults.append(Fault(shown, number, None, "the header row is there again", "Remove this row"))
        else:
            rows.append(cells[: len(header)])
            numbers.append(number)
    if "" in header:
        at = header.index("")
        held = next(((n, r[at]) for n, r in zip(numbers, rows, strict=True) if r[at]), None)
        holds = f" but holds {held[1]!r} in row {held[0]}" if held else ""
        problem = f"column {at + 1} has no name{holds}"
        remedy = "Name the column, or remove it with all its cells"
        return nothing, [*faults, Fault(shown, header_row, None, problem, remedy)]
    counted = Counter(header)
    for name in sorted(h for h, n in counted.items() if n > 1):
        faults.append(Fault(shown, header_row, name, "the column is there twice", "Remove one of the two"))
    missing = [c.name for c in table.columns if c.is_required and c.name not in header]
    unknown = [h for h in header if h not in names]
    for name in missing:
        near = difflib.get_close_matches(name, unknown, 1)
        remedy = f"Is {near[0]!r} meant? Rename it" if near else f"Add the column {name!r} to the header row"
        faults.append(Fault(shown, header_row, name, "the column is missing", remedy))
    absent = [n for n in names if n not in counted and n not in missing]
    for name in unknown:
        near = difflib.get_close_matches(name, absent, 1, 0.8) or [n for n in absent if _is_slip(name, n)]
        if near:
            remedy = f"Is {near[0]!r} meant? Rename it"
            faults.append(Fault(shown, header_row, name, "no such column", remedy))
    if len(counted) < len(header):
        return nothing, faults
    # plain Python text: the checks look at single cells, which is many times slower in Arrow's columns
    at = {name: i for i, name in enumerate(header)}
    blank = [""] * len(rows)
    data = {name: [r[at[name]] for r in rows] if name in at else blank for name in [*names, *unknown]}
    frame = pd.DataFrame(data | {FILE: [shown] * len(rows)}, dtype=object)
    frame[ROW] = numbers
    return frame, faults


def _width_fault(table: Table, header: list[str], cells: list[str]) -> tuple[str, str]:
    """Return what is wrong with a row that is longer or shorter than the header, and the remedy."""
    problem = f"{len(cells)} cell{'s' if len(cells) != 1 else ''} where the header has {len(header)}"
    if ways := _split_numbers(table, header, cells):
        pairs = " or ".join(dict.fromkeys(f"{first!r} and {second!r}" for first, second, _, _ in ways))
        remedies = [f"{text} if {first},{second} has a {word} comma" for first, second, text, word in ways]
        remedies += ["remove the comma at the end of the row if none has"] if not cells[-1] else []
        return f"{problem}: {pairs} look like one number that holds a comma", f"Write {', '.join(remedies)}"
    if len(cells) == 1 and "," in cells[0]:
        return f"{problem}: quotation marks stand about the whole row", WHOLE_ROW
    remedy = "Quote a cell that holds a comma, and give empty cells their comma"
    if len(cells) > len(header) and not any(cells[len(header) :]):
        remedy = "Quote a cell that holds a comma; where none does, remove the commas at the end of the row"
    return problem, remedy


def _split_numbers(table: Table, header: list[str], cells: list[str]) -> list[tuple[str, str, str, str]]:
    """Return the pairs of neighbouring cells that, as one number, leave a row of the right length and kinds.

    Each with the number as it is to be written and the word for its comma: thousands or decimal.
    """
    found, columns = [], [table.column(name) for name in header]
    for at in range(len(header) if len(cells) == len(header) + 1 else 0):
        if columns[at] is None or columns[at].type not in {"number", "integer"}:
            continue
        first, second = cells[at : at + 2]
        for form, joint, word in ((_THOUSANDS, "", "thousands"), (_DECIMAL, ".", "decimal")):
            text = f"{first}{joint}{second}"
            row = zip(columns, [*cells[:at], text, *cells[at + 2 :]], strict=True)
            if form.fullmatch(f"{first},{second}") and not any(cell_fault(c, t) for c, t in row if c and t):
                found.append((first, second, text, word))
    return found


def _is_slip(written: str, meant: str) -> bool:
    """Say whether two names differ by one slip: of a letter, of two neighbours, of case or of the joint.

    Likeness in proportion, which serves long names, lets ``roll`` for ``role`` pass. The first letter must
    be the same: it is seldom the wrong one, and ``power`` is not ``lower``.
    """
    a, b = (re.sub(r"[\s_-]+", "_", name.lower()) for name in (written, meant))
    if a == b:
        return True
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[same:], b[same:]
    return same > 0 and (a[1:] == b[1:] or a == b[1:] or a[1:] == b or (a[:2] == b[1::-1] and a[2:] == b[2:]))


def _broken_row(text: str) -> int:
    """Return the row at which a text stops being CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    try:
        for _ in reader:
            start = reader.line_num + 1
    except csv.Error:
        pass
    return start
