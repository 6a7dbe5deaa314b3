"""Rows of a frame as plain records: what a cell holds is known by its column, which no type checker can see."""

from collections.abc import Iterator
from typing import Any

import pandas as pd


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a frame in order, each a named tuple with the row's label as `Index`."""
    return frame.itertuples()


def row_of(frame: pd.DataFrame, label: str) -> Any:
    """Return one row of a frame by its label; KeyError where there is none."""
    return frame.loc[label]
