"""Read a CSV file as it was published: any common encoding and separator, rows that do not fit set aside."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from psa.authoring.importing.published_values import is_figure
from psa.authoring.importing.set_aside import SetAside, cut

LARGEST_CELL = 2**31 - 1  # bytes; the reader's own limit of 128 KiB would end the file
LARGEST_FILE = 512 * 2**20  # bytes
TITLE_LINES = 30  # among which the first row of the table may stand

FiguresOf = Callable[[list[str]], int]


@dataclass(frozen=True)
class LooseTable:
    """The cells of a file.

    Attributes:
        header: the names of its columns, each different.
        rows: the number and the cells of each row, as many as there are names.
        aside: what could not be read.
        remarks: what was mended, one sentence each.
        above: the words that stand above the table, in their order.
    """

    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    above: tuple[str, ...] = ()


@contextmanager
def _large_cells() -> Iterator[None]:
    before = csv.field_size_limit(LARGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def read_loose_csv(path: Path, shown: str) -> LooseTable:
    """Return the table of a file whose first row is its header, whatever is wrong with some of its rows.

    Args:
        path: the file.
        shown: its name in the table of what was set aside.
    """
    records = read_records(path, shown)
    return records if isinstance(records, LooseTable) else table_of(records, shown)


@dataclass(frozen=True)
class Records:
    """The number and the cells of each row of a file that is not blank, its separator, and what was mended."""

    rows: list[tuple[int, list[str]]]
    separator: str
    remarks: list[str]


def read_records(path: Path, shown: str) -> Records | LooseTable:
    """Return the rows of a file; where it has none, an empty table whose `aside` says why."""
    if path.stat().st_size > LARGEST_FILE:
        return LooseTable(aside=[SetAside(shown, "", "", "", "the file is larger than 512 MB", 0)])
    text, remarks = decode(path.read_bytes(), shown)
    if text is None:
        return LooseTable(aside=[SetAside(shown, "", "", "", remarks[0], 0)])
    separator = _separator(text)
    with _large_cells():
        rows = _records(text, separator, remarks, shown)
    if not rows:
        return LooseTable(aside=[SetAside(shown, "", "", "", "the file is empty", 0)], remarks=remarks)
    return Records(rows, separator, remarks)


def table_of(records: Records, shown: str, figures_of: FiguresOf | None = None) -> LooseTable:
    """Return the table of rows of which the first is the header.

    Args:
        records: the rows.
        shown: the name of the file in the table of what was set aside.
        figures_of: says how many figures a row holds that does not fit; without it, one where any cell is one.
    """
    (_, first), *below = records.rows
    width = len(first)
    while (
        width and not first[width - 1] and not any(any(cells[width - 1 : len(first)]) for _, cells in below)
    ):
        width -= 1
    header, twice = column_names(first[:width])
    remarks = records.remarks + [f"{shown}: the column {name!r} is there twice" for name in twice]
    table = LooseTable(header, remarks=remarks)
    for number, cells in below:
        if len(cells) > width and not any(cells[width:]):
            cells = cells[:width]
        if len(cells) == width:
            table.rows.append((number, cells))
        else:
            reason = f"the row has {len(cells)} cells, the header {width}"
            figures = figures_of(cells) if figures_of else int(any(map(is_figure, cells[1:])))
            words = cut(records.separator.join(cell[:40] for cell in cells))
            table.aside.append(SetAside(shown, str(number), "", words, reason, figures))
    return table


def decode(data: bytes, shown: str) -> tuple[str | None, list[str]]:
    """Return bytes as text, and what was mended; no text, with the reason, where they are none."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return None, ["the file is a spreadsheet's workbook, not CSV"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text, remark = data.decode("utf-16", "replace"), "read as UTF-16"
    else:
        try:
            text, remark = data.decode("utf-8"), ""
        except UnicodeDecodeError:
            text, remark = _by_line(data), "some bytes are not UTF-8 and were read as Windows-1252"
    if "\0" in text:
        text, remark = text.replace("\0", ""), remark or "zero bytes were left out"
    return text.removeprefix("\ufeff"), [f"{shown}: {remark}"] if remark else []


def _by_line(data: bytes) -> str:
    """Return bytes as text, each line as UTF-8 or, where it is not, as Windows-1252."""
    lines = []
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(line.decode("cp1252", "replace"))
    return "\n".join(lines)


def _separator(text: str) -> str:
    """Return the mark that is there most often in the first line that has two of one, below a title or not."""
    lines = [line for line in io.StringIO(text[:100_000]) if line.strip()][:TITLE_LINES]
    if lines and _most(lines[0])[1] > 1:
        lines = lines[:1]
    mark, number = max(map(_most, lines), key=lambda pair: pair[1] > 1, default=(",", 0))
    return mark if number else _most(lines[0])[0] if lines else ","


def _most(line: str) -> tuple[str, int]:
    counts = {mark: line.count(mark) for mark in ",\t;|"}
    mark = max(counts, key=lambda m: counts[m])
    return (mark, counts[mark]) if counts[mark] else (",", 0)


def _records(text: str, separator: str, remarks: list[str], shown: str) -> list[tuple[int, list[str]]]:
    """Return the number and the cells of each row that is not blank.

    A quotation mark that is not closed would swallow rows: such a file is read line by line.
    """
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        records = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
        is_damaged = any(_swallows_rows(cells, separator) for _, cells in records)
    except csv.Error:
        is_damaged = True
    if is_damaged:
        remarks.append(f"{shown}: a quotation mark is not closed; the file was read line by line")
        records = [
            (number, [cell.strip().strip('"') for cell in line.split(separator)])
            for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1)
        ]
    return [(number, cells) for number, cells in records if any(cells)]


def _swallows_rows(cells: list[str], separator: str) -> bool:
    """Say whether a cell holds a line that is a row of its own: a year, and cells after it."""
    many = (cell for cell in cells if "\n" in cell or "\r" in cell)
    return any(
        re.search(rf"[\r\n]\s*\"?[12][0-9]{{3}}\b[^\r\n]*{re.escape(separator)}", cell) for cell in many
    )


def column_names(cells: list[str]) -> tuple[list[str], list[str]]:
    """Return a different name for each column, and the names that were there twice."""
    names: list[str] = []
    twice = []
    for i, cell in enumerate(cells, 1):
        name = " ".join(cell[:100].split()) or f"Unnamed: {i}"
        if name in names:
            twice.append(name)
            number = 2
            while f"{name} ({number})" in names:
                number += 1
            name = f"{name} ({number})"
        names.append(name)
    return names, twice
