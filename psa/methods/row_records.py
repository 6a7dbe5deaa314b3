"""Rows of a wide table as plain records: to read a cell of one takes a hundredth of what the table itself takes."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

Row = Mapping[Any, Any]  # a row's cells by the names of their columns; nobody can change them
BLOCK = 256  # rows that are made into records together: as quick as one alone


class Records(Mapping[Any, Row]):
    """The rows of a table by their label, each made into a record when one of its neighbours is first asked for.

    Args:
        table: each label stands in its index once; it is not changed afterwards.
    """

    def __init__(self, table: pd.DataFrame):
        self._table = table
        self._places = {label: place for place, label in enumerate(table.index)}
        self._blocks: dict[int, list[dict[Any, Any]]] = {}

    def __getitem__(self, label: object) -> Row:
        block, place = divmod(self._places[label], BLOCK)
        if block not in self._blocks:
            rows = self._table.iloc[block * BLOCK : (block + 1) * BLOCK]
            self._blocks[block] = rows.to_dict("records")
        return MappingProxyType(self._blocks[block][place])

    def __iter__(self) -> Iterator[Any]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
