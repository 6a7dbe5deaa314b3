"""Turn a wide table into a long one: figures that stand across, under years or under what they measure.

::

    area     2020  2021          area     period  value
    Elmland  12.1  11.6    →     Elmland  2020    12.1
                                 Elmland  2021    11.6
"""

from collections.abc import Sequence
from functools import lru_cache

from psa.authoring.importing.find_table import JOINED, kind
from psa.authoring.importing.loose_csv import LooseTable, column_names
from psa.authoring.importing.published_periods import read_published_period

PERIODS = "periods"  # the word of a mapping for every column whose head is or has a period
HEADING, PERIOD, VALUE = "heading", "period", "value"


@lru_cache(maxsize=10_000)
def split_head(head: str) -> tuple[str, str]:
    """Return the period that the head of a column names, and its other words; ``2021 | Number`` names 2021."""
    if read_published_period(head):
        return head, ""
    parts = head.split(JOINED)
    if len(parts) > 1:
        period = next((part for part in parts if read_published_period(part)), "")
        return period, JOINED.join(part for part in parts if part != period)
    words = head.split()
    for number in range(len(words) - 1, 0, -1):
        for chosen, rest in ((words[:number], words[number:]), (words[-number:], words[:-number])):
            if read_published_period(text := " ".join(chosen)):
                return text, " ".join(rest).strip(" :-–,")
    return "", head


def columns_across(across: Sequence[str], header: Sequence[str]) -> list[int]:
    """Return the places of the columns whose figures stand across."""
    if tuple(across) == (PERIODS,):
        return [i for i, name in enumerate(header) if split_head(name)[0]]
    return [i for i, name in enumerate(header) if name in across]


def make_long(table: LooseTable, across: Sequence[str]) -> LooseTable:
    """Return a table with a row for each figure: its other columns, then its heading, its period and its value.

    Args:
        table: a row holds several figures.
        across: the columns that hold them, or the word `PERIODS`.
    """
    places = columns_across(across, table.header)
    if not places:
        return table
    heads = [(i, *split_head(table.header[i])) for i in places]
    has_period, has_rest = any(period for _, period, _ in heads), any(rest for _, _, rest in heads)
    others = [i for i in range(len(table.header)) if i not in set(places)]
    given = [HEADING] * has_rest + [PERIOD] * has_period + [VALUE]
    header, _ = column_names([*(table.header[i] for i in others), *given])
    rows = [
        (number, [*(cells[i] for i in others), *[rest] * has_rest, *[period] * has_period, cells[place]])
        for number, cells in table.rows
        for place, period, rest in heads
        if cells[place]
    ]
    return LooseTable(header, rows, table.aside, table.remarks, table.above)


def propose_across(table: LooseTable) -> tuple[str, ...]:
    """Return the word for periods where two columns or more are headed by one and hold figures; else nothing."""
    heads = columns_across((PERIODS,), table.header)
    filled = [i for i in heads if _share_of_figures(table, i) > 0.5]
    return (PERIODS,) if len(filled) > 1 else ()


def run_of_figures(table: LooseTable, taken: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of figures that the table ends with, where there are two or more besides those taken."""
    names: list[str] = []
    for i in range(len(table.header) - 1, -1, -1):
        if table.header[i] in taken or _share_of_figures(table, i) <= 0.5:
            break
        names.insert(0, table.header[i])
    return tuple(names) if len(names) > 1 else ()


def _share_of_figures(table: LooseTable, place: int) -> float:
    cells = [cells[place] for _, cells in table.rows[:500] if cells[place]]
    kinds = [kind(cell) for cell in cells if kind(cell) != "marker"]
    return sum(name in {"figure", "period"} for name in kinds) / len(kinds) if kinds else 0.0
