"""The rows of a table of text, each with the place where it stands in its file."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from psa.data.faults import FILE, ROW, Fault

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of text.

    Attributes:
        file: the file, as messages name it.
        number: the row in it, as a text editor counts; the header is row 1.
        index: its label in the frame.
        cells: the text of each column.
    """

    file: str
    number: int
    index: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the text of one cell."""
        return self.cells[column]

    def fault(self, column: str, problem: str, remedy: str) -> Fault:
        """Return a fault, or a remark, on one cell."""
        return Fault(self.file, self.number, column, problem, remedy)


def rows_of(frame: pd.DataFrame, is_chosen: pd.Series | None = None) -> Iterator[Row]:
    """Yield the rows of a table of text, or those of them that are chosen.

    Args:
        frame: a table as `read_table` gives it.
        is_chosen: one truth value a row; without it, every row.
    """
    if is_chosen is not None:
        if not is_chosen.any():
            return
        frame = frame[is_chosen]
    names = [name for name in frame.columns if name not in {FILE, ROW}]
    columns = [frame[name].tolist() for name in (FILE, ROW, *names)]
    for index, file, number, *cells in zip(frame.index.tolist(), *columns, strict=True):
        yield Row(file, int(number), index, dict(zip(names, cells, strict=True)))


def texts(frame: pd.DataFrame, column: str) -> list[str]:
    """Return the cells of one column of a table of text, from the top."""
    cells: list[str] = frame[column].tolist()
    return cells


def numbers_of(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return the cells of one column as numbers; NaN where a cell is empty or no number."""
    return pd.to_numeric(frame[column].where(frame[column] != ""), errors="coerce")
