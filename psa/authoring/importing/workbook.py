"""Read the sheets of an Excel or ODS workbook as text, as a reader sees them: 12.5% and not 0.125.

A workbook is looked through before it is opened: one that unpacks to more than memory holds is refused.
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from psa.authoring.importing.source import one_line
from psa.authoring.importing.workbook_cells import Cells, WorkbookTooLarge, look_through

ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
Span = tuple[int, int, int]  # a row, and the first and the last column of cells that were merged there


class NotWorkbook(ValueError):
    """A workbook that cannot be read; the message says why."""


@dataclass(frozen=True)
class Sheet:
    """The cells of a sheet.

    Attributes:
        name: of the sheet.
        rows: the text of each cell, from the first on.
        spans: the cells of a row that were merged.
    """

    name: str
    rows: list[list[str]]
    spans: tuple[Span, ...] = ()


def read_workbook(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook in their order.

    Raises:
        NotWorkbook: it cannot be read.
    """
    seen = _look_through(path)
    sheets = []
    with _opened(path) as book:
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            cells = seen.get(name, Cells())
            rows = [
                [cell_text(cell, (i, j) in cells.per_cent) for j, cell in enumerate(row)]
                for i, row in enumerate(sheet.to_python(skip_empty_area=False))
            ]
            ranges = getattr(sheet, "merged_cell_ranges", None) or ()
            spans = [(row, first, last) for (row, first), (_, last) in ranges if last > first]
            for (top, column), (bottom, _) in ranges:
                for row in rows[top + 1 : bottom + 1]:  # merged downwards: the word holds for each row
                    row[column] = rows[top][column]
            sheets.append(Sheet(name, rows, tuple(spans)))
    return sheets


def _look_through(path: Path) -> dict[str, Cells]:
    if path.suffix.lower() in {".xls", ".xlsb"}:
        return {}
    try:
        return look_through(path)
    except WorkbookTooLarge as error:
        raise NotWorkbook(str(error)) from None
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        KeyError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as error:
        raise NotWorkbook(f"not a workbook: {one_line(error)[:100]}") from None


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Give the workbook of the library, whose own errors become one."""
    try:
        import python_calamine
    except ImportError:
        raise NotWorkbook(
            "a workbook is read with python-calamine, which is not installed (psa-workbook[sheets])"
        ) from None
    try:
        yield python_calamine.CalamineWorkbook.from_path(str(path))
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as error:
        raise NotWorkbook(f"not a workbook: {one_line(error)[:100]}") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a fault of the library, which is no Exception
            raise
        raise NotWorkbook("not a workbook: the library that reads it stopped") from None


def cell_text(cell: Any, is_per_cent: bool = False) -> str:
    """Return the cell of a workbook or of Parquet as a CSV file would have it: 2021 for 2021.0, days as ISO 8601."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float | int) and is_per_cent and abs(cell) < 1e15:
        return f"{(Decimal(repr(cell)) * 100).normalize():f}%"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
