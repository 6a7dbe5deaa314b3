"""Look through a workbook's XML for what its reader does not say: which cells show per cent, and how large it is.

An .xlsx file keeps 0.125 for a cell that shows 12.5%, and says so in the cell's style; an .ods file in its type. A
cell far below and to the right makes a reader fill all cells before it: such a sheet is refused before it is read.
"""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

MOST_BYTES = 1024 * 2**20  # unpacked
MOST_CELLS = 30_000_000  # of a sheet, empty ones among them
PER_CENT_FORMATS = {9, 10}  # those that every workbook has

Attributes = dict[str, str]


class WorkbookTooLarge(ValueError):
    """A workbook that would fill the memory."""


@dataclass
class Cells:
    """What was seen of a sheet's cells.

    Attributes:
        per_cent: the row and the column, from 0, of each that shows per cent.
        height, width: up to the last filled cell.
    """

    per_cent: set[tuple[int, int]] = field(default_factory=set)
    height: int = 0
    width: int = 0

    def reach(self, row: int, column: int, name: str) -> None:
        """Take in a filled cell.

        Raises:
            WorkbookTooLarge: it lies so far out that the sheet would have too many cells.
        """
        self.height, self.width = max(self.height, row + 1), max(self.width, column + 1)
        if self.height * self.width > MOST_CELLS:
            raise WorkbookTooLarge(
                f"the sheet {name!r} has more than {MOST_CELLS:,} cells up to its last one"
            )


def look_through(path: Path) -> dict[str, Cells]:
    """Return what was seen of each sheet of an .xlsx or .ods file.

    Raises:
        WorkbookTooLarge: it would fill the memory.
        ValueError, KeyError, zipfile.BadZipFile: it is no workbook.
    """
    with zipfile.ZipFile(path) as book:
        if sum(part.file_size for part in book.infolist()) > MOST_BYTES:
            raise WorkbookTooLarge(f"it unpacks to more than {MOST_BYTES // 2**20} MB")
        if path.suffix.lower() == ".ods":
            return _ods(book)
        per_cent = _per_cent_styles(book) if "xl/styles.xml" in book.namelist() else set()
        return {name: _xlsx_sheet(book, part, name, per_cent) for name, part in _sheet_parts(book).items()}


def _parse(book: zipfile.ZipFile, part: str, start: Callable[[str, Attributes], None]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
    with book.open(part) as file:
        try:
            parser.ParseFile(file)
        except expat.ExpatError as error:
            raise ValueError(f"{part}: {error}") from None


def _sheet_parts(book: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of the archive that holds each sheet."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            identity = next((text for name, text in attributes.items() if name.endswith(":id")), "")
            sheets[attributes.get("name", "")] = targets.get(identity, "")

    _parse(book, "xl/_rels/workbook.xml.rels", relation)
    _parse(book, "xl/workbook.xml", sheet)
    parts = {n: part.lstrip("/") if part.startswith("/") else f"xl/{part}" for n, part in sheets.items()}
    return {name: part for name, part in parts.items() if part in book.namelist()}


def _per_cent_styles(book: zipfile.ZipFile) -> set[str]:
    """Return the numbers of the cell styles that show per cent."""
    formats, styles = set(PER_CENT_FORMATS), []
    inside = False

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal inside
        if tag == "numFmt" and "%" in re.sub(r'"[^"]*"|\\.', "", attributes.get("formatCode", "")):
            formats.add(int(attributes["numFmtId"]))
        elif tag in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            styles.append(int(attributes.get("numFmtId", 0)))

    _parse(book, "xl/styles.xml", start)
    return {str(number) for number, style in enumerate(styles) if style in formats}


def _xlsx_sheet(book: zipfile.ZipFile, part: str, name: str, per_cent: set[str]) -> Cells:
    seen = Cells()
    row = column = -1

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal row, column
        if tag == "row":
            row, column = int(attributes.get("r", row + 2)) - 1, -1
        elif tag == "c":
            place = re.fullmatch(r"([A-Z]{1,3})[0-9]{1,7}", attributes.get("r", ""))
            column = _column(place[1]) if place else column + 1
            if attributes.get("s") in per_cent:
                seen.per_cent.add((row, column))
        elif tag in {"v", "is"}:
            seen.reach(row, column, name)

    _parse(book, part, start)
    return seen


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _ods(book: zipfile.ZipFile) -> dict[str, Cells]:
    seen: dict[str, Cells] = {}
    name = ""
    row = column = after = 0
    rows = 1

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal name, row, column, after, rows
        if tag == "table":
            name, row, after = attributes.get("table:name", ""), 0, 0
            seen[name] = Cells()
        elif tag == "table-row" and name:
            row, column = after, 0
            rows = int(attributes.get("table:number-rows-repeated", 1))
            after = row + rows
        elif tag in {"table-cell", "covered-table-cell"} and name:
            columns = int(attributes.get("table:number-columns-repeated", 1))
            kind = attributes.get("office:value-type", "")
            if kind:
                seen[name].reach(row + rows - 1, column + columns - 1, name)
            if kind == "percentage":
                places = ((row + i, column + j) for i in range(rows) for j in range(columns))
                seen[name].per_cent.update(places)
            column += columns

    _parse(book, "content.xml", start)
    return seen
