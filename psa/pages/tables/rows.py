"""Rows of a frame as plain records: what a cell holds is known by its column, which no type checker can see."""

from collections import namedtuple
from collections.abc import Iterator
from functools import cache
from typing import Any

import pandas as pd


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a frame in order, each a named tuple with the row's label as `Index`.

    The same as `DataFrame.itertuples`, which takes ten times as long where there are many columns and few rows.
    """
    row = _row_type(*frame.columns)
    cells = frame.to_numpy(dtype=object).tolist()
    return (row(label, *values) for label, values in zip(frame.index, cells, strict=True))


@cache
def _row_type(*columns: str) -> type[Any]:
    return namedtuple("Row", ["Index", *columns], rename=True)


def row_of(frame: pd.DataFrame, label: str) -> Any:
    """Return one row of a frame by its label; KeyError where there is none."""
    return frame.loc[label]
