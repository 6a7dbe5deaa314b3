"""Read a long table as text, whatever file holds it: CSV, Parquet, or a sheet of an Excel or ODS workbook."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from psa.authoring.importing.loose_csv import LARGEST_FILE, LooseTable, column_names, read_loose_csv
from psa.authoring.importing.set_aside import SetAside
from psa.authoring.importing.source import one_line
from psa.files.names import is_passed_over

TEXTS, WORKBOOKS = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
ENDINGS = (*TEXTS, ".parquet", *WORKBOOKS)
TITLE_ROWS = 30  # how far down a sheet its header row may stand


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


def read_any_table(path: Path, shown: str, sheet: str = "") -> LooseTable:
    """Return the table of a file as text; where it cannot be read at all, what was set aside says why.

    Args:
        path: the file; its ending says its form.
        shown: its name in the table of what was set aside.
        sheet: of a workbook; by default the first.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        return _unread(shown, f"{ending or 'no ending'} is not the ending of a table that is read")
    if path.stat().st_size > LARGEST_FILE:
        return _unread(shown, "the file is larger than 512 MB")
    if ending in TEXTS:
        return read_loose_csv(path, shown)
    return _read_parquet(path, shown) if ending == ".parquet" else _read_sheet(path, shown, sheet)


def _unread(shown: str, reason: str) -> LooseTable:
    return LooseTable(aside=[SetAside(shown, "", "", "", reason, 0)])


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


def _read_sheet(path: Path, shown: str, sheet: str) -> LooseTable:
    try:
        import python_calamine
    except ImportError:
        return _unread(
            shown, "a workbook is read with python-calamine, which is not installed (psa-workbook[sheets])"
        )
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        name = sheet or book.sheet_names[0]
        if name not in book.sheet_names:
            return _unread(shown, f"there is no sheet {name!r}; there are: {', '.join(book.sheet_names)}")
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as error:
        return _unread(shown, f"not a workbook: {one_line(error)[:100]}")
    texts = [[cell_text(cell) for cell in row] for row in rows]
    place = _header_place(texts)
    if place is None:
        return _unread(shown, f"the sheet {name!r} is empty")
    wide = [i for i, cell in enumerate(texts[place]) if cell or any(row[i] for row in texts[place + 1 :])]
    header, twice = column_names([texts[place][i] for i in wide])
    below = [(n, [row[i] for i in wide]) for n, row in _numbered(texts, place)]
    remarks = [f"{shown}: the column {name!r} is there twice" for name in twice]
    if place:
        remarks.append(f"{shown}: the header was found in row {place + 1}; what stands above it was left out")
    return LooseTable(header, below, remarks=remarks)


def _numbered(texts: list[list[str]], place: int) -> Iterator[tuple[int, list[str]]]:
    return ((number, row) for number, row in enumerate(texts[place + 1 :], place + 2) if any(row))


def _header_place(texts: list[list[str]]) -> int | None:
    """Return the place of the header: the first of the upper rows with the most cells filled."""
    filled = [sum(map(bool, row)) for row in texts[:TITLE_ROWS]]
    return filled.index(max(filled)) if any(filled) else None


def cell_text(cell: Any) -> str:
    """Return the cell of a workbook or of Parquet as a CSV file would have it: 2021 for 2021.0, days as ISO 8601."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
