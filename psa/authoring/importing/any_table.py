"""Read the long tables of a file as text, whatever holds them: CSV, Parquet, or an Excel or ODS workbook."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from psa.authoring.importing.find_table import find_header, kind, last_of_body
from psa.authoring.importing.loose_csv import (
    LARGEST_FILE,
    LooseTable,
    Records,
    column_names,
    read_records,
    table_of,
)
from psa.authoring.importing.set_aside import SetAside
from psa.authoring.importing.source import one_line
from psa.authoring.importing.workbook import ENDINGS as WORKBOOKS
from psa.authoring.importing.workbook import NotWorkbook, Sheet, cell_text, read_workbook
from psa.files.names import is_passed_over

TEXTS = (".csv", ".tsv", ".txt")
ENDINGS = (*TEXTS, ".parquet", *WORKBOOKS)


@dataclass(frozen=True)
class SheetTable:
    """The table of one file or of one sheet of a workbook.

    Attributes:
        shown: its name in the table of what was set aside.
        table: its cells.
        sheet: the name of the sheet; empty where the file is no workbook.
    """

    shown: str
    table: LooseTable
    sheet: str = ""

    @property
    def figures(self) -> int:
        """How many cells hold a figure, years left out."""
        return figures_of_cells(cell for _, cells in self.table.rows for cell in cells)


def figures_of_cells(cells: Iterable[str]) -> int:
    """Return how many of several cells hold a figure that is no year."""
    return sum(kind(cell) == "figure" for cell in cells)


def tables_below(source: Path) -> list[Path]:
    """Return a file alone, or each table below a folder in order of its name.

    Raises:
        FileNotFoundError: there is none.
    """
    if source.is_file():
        return [source]
    if not source.is_dir():
        raise FileNotFoundError(f"{source}: no such file or folder")
    found = [
        path
        for path in sorted(source.rglob("*"))
        if path.suffix.lower() in ENDINGS
        and path.is_file()
        and not any(is_passed_over(part) for part in path.relative_to(source).parts)
    ]
    if not found:
        raise FileNotFoundError(f"{source}: no table in it; those read end in {', '.join(ENDINGS)}")
    return found


def read_any_tables(path: Path, shown: str, is_wide: bool = False) -> list[SheetTable]:
    """Return the table of a file, or of each sheet of a workbook; where it cannot be read, `aside` says why.

    Args:
        path: the file; its ending says its form.
        shown: its name in the table of what was set aside.
        is_wide: whether a row holds several figures.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        reason = f"{ending or 'no ending'} is not the ending of a table that is read"
        return [SheetTable(shown, _unread(shown, reason))]
    if path.stat().st_size > LARGEST_FILE:
        return [SheetTable(shown, _unread(shown, "the file is larger than 512 MB"))]
    if ending in TEXTS:
        return [SheetTable(shown, _read_text(path, shown, is_wide))]
    if ending == ".parquet":
        return [SheetTable(shown, _read_parquet(path, shown))]
    try:
        return [_table_of_sheet(sheet, shown) for sheet in read_workbook(path)]
    except NotWorkbook as error:
        return [SheetTable(shown, _unread(shown, str(error)))]


def _unread(shown: str, reason: str) -> LooseTable:
    return LooseTable(aside=[SetAside(shown, "", "", "", reason, 0)])


def _read_text(path: Path, shown: str, is_wide: bool) -> LooseTable:
    """Return the table of a text file, below its title where it has one."""
    records = read_records(path, shown)
    if isinstance(records, LooseTable):
        return records
    width = max(len(cells) for _, cells in records.rows[:1000])
    header = find_header([[*cells, *[""] * (width - len(cells))][:width] for _, cells in records.rows[:300]])
    figures_of = figures_of_cells if is_wide else None
    if header is None or not (header.bottom or header.words):
        return _parts_of_first(table_of(records, shown, figures_of))
    number = records.rows[header.bottom][0]
    below = Records(
        [(number, header.names), *records.rows[header.bottom + header.words + 1 :]],
        records.separator,
        records.remarks,
    )
    table = table_of(below, shown, figures_of)
    said = [*records.rows[: header.top], *records.rows[header.bottom + 1 :][: header.words]]
    above = tuple(cell for _, cells in said for cell in cells if cell)
    return LooseTable(
        table.header, table.rows, table.aside, [*table.remarks, *_place(shown, number, above)], above
    )


def _parts_of_first(table: LooseTable) -> LooseTable:
    """Return a table whose first column holds several joined by commas, ``freq,geo\\TIME``, with one for each."""
    names, mark, _ = table.header[0].partition("\\") if table.header else ("", "", "")
    parts = names.split(",")
    if not mark or any(cells[0].count(",") != len(parts) - 1 for _, cells in table.rows):
        return table
    header, _ = column_names([*parts, *table.header[1:]])
    rows = [
        (number, [*(part.strip() for part in first.split(",")), *cells])
        for number, (first, *cells) in table.rows
    ]
    return LooseTable(header, rows, table.aside, table.remarks)


def _place(shown: str, row: int, above: Sequence[str]) -> list[str]:
    said = f"{shown}: the header was found in row {row}; what is said of the table beside it was left out"
    return [said] if above else []


def _read_parquet(path: Path, shown: str) -> LooseTable:
    try:
        import pyarrow.parquet as parquet
    except ImportError:
        return _unread(shown, "Parquet is read with pyarrow, which is not installed")
    try:
        table = parquet.read_table(path)
        columns = [column.to_pylist() for column in table.columns]
    except (OSError, ValueError, ArithmeticError, NotImplementedError) as error:
        return _unread(shown, f"not Parquet: {one_line(error)[:100]}")
    header, twice = column_names([str(name) for name in table.column_names])
    cells = ([cell_text(cell) for cell in row] for row in zip(*columns, strict=True))
    remarks = [f"{shown}: the column {name!r} is there twice" for name in twice]
    return LooseTable(header, list(enumerate(cells, 1)), remarks=remarks)


def _table_of_sheet(sheet: Sheet, shown: str) -> SheetTable:
    """Return the table of a sheet, without its title, its notes, its footnotes and its empty rows and columns."""
    shown = f"{shown}, sheet {sheet.name}"
    header = find_header(sheet.rows, sheet.spans)
    if header is None:
        return SheetTable(shown, _unread(shown, "the sheet is empty"), sheet.name)
    last, first = last_of_body(sheet.rows, header), header.bottom + header.words + 1
    body = sheet.rows[first : last + 1]
    wide = [i for i, name in enumerate(header.names) if name or any(row[i] for row in body)]
    names, twice = column_names([header.names[i] for i in wide])
    rows = [(n, [row[i] for i in wide]) for n, row in enumerate(body, first + 1) if any(row)]
    said = [*sheet.rows[: header.top], *sheet.rows[header.bottom + 1 : first]]
    above = tuple(cell for row in said for cell in row if cell)
    remarks = [f"{shown}: the column {name!r} is there twice" for name in twice]
    remarks += _place(shown, header.bottom + 1, above)
    if below := sum(map(any, sheet.rows[last + 1 :])):
        remarks.append(f"{shown}: rows under the table that hold no figure were left out: {below}")
    return SheetTable(shown, LooseTable(names, rows, [], remarks, above), sheet.name)
