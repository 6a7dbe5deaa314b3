"""Say what each column of an Open SDG table is: a period, a figure, what it is in, or a breakdown.

Every column that is none of those named here splits the figures, in any language. One that holds a single word
throughout splits nothing and is said in the label; so does a total, where a column is filled in every row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from psa.authoring.importing.column_words import (
    AREA_CODES,
    FIGURES,
    MULTIPLIERS,
    NOTES,
    PERIODS,
    SERIES,
    STATUSES,
    UNITS,
)
from psa.authoring.importing.published_periods import read_published_period
from psa.authoring.importing.published_values import is_figure, read_figure

TOTALS = frozenset(
    [
        "total",
        "totals",
        "_t",
        "all",
        "t",
        "overall",
        "everyone",
        "both_sexes",
        "both",
        "all_ages",
        "all_sexes",
        "insgesamt",
        "gesamt",
        "ensemble",
        "tous",
        "les_deux_sexes",
        "ambos_sexos",
        "todos",
        "total_general",
        "всего",
        "итого",
        "оба_пола",
        "барлығы",
        "totale",
        "toplam",
        "razem",
        "összesen",
        "jami",
        "jumlah",
        "totaal",
        "totalt",
        "yhteensä",
        "łącznie",
        "ogółem",
        "celkem",
        "spolu",
        "ukupno",
        "укупно",
        "общо",
        "усього",
        "kokku",
        "iš_viso",
        "kopā",
        "tổng",
        "tổng_số",
        "keseluruhan",
        "hepsi",
        "tümü",
        "σύνολο",
        "المجموع",
        "合计",
        "总计",
        "전체",
        "计",
    ]
)
LOOKED_AT = 2000  # rows, where a column is known by what it holds
NEARLY_ALL = 0.9
NOTHING_SAID = frozenset(("", "units", "unit", "0", "1", "one", "undefined", "normal value", "a", "normal"))
AREAS = (
    "country",
    "region",
    "local authority",
    "ward",
    "area",
    "city",
    "county",
    "district",
    "state",
    "province",
)


@lru_cache(maxsize=100_000)
def plain(name: str) -> str:
    """Return the name of a column in lower case, with spaces for the marks between its words."""
    return re.sub(r"[\s_-]+", " ", name).strip().lower()


@dataclass
class Columns:
    """The place of each kind of column in a row; None and empty where there is none."""

    period: int | None = None
    value: int | None = None
    units: list[int] = field(default_factory=list)
    multipliers: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    series: list[int] = field(default_factory=list)
    breakdowns: list[int] = field(default_factory=list)
    unnamed: list[int] = field(default_factory=list)
    further_values: list[int] = field(default_factory=list)


def sort_columns(header: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> Columns:
    """Return what each column of a table is, by its name.

    The period and the figure are found by what the columns hold, where no name says which they are: of several
    columns of periods the first, of several of figures that with the most different ones.

    Args:
        header: the names.
        rows: the cells.
    """
    names = [re.sub(r" \([0-9]+\)$", "", plain(name)) for name in header]
    columns = Columns(period=_first(names, PERIODS), value=_first(names, FIGURES))
    if columns.period is None:
        taken = {columns.value}
        columns.period = _of_periods(rows, [i for i in range(len(names)) if i not in taken])
        if columns.period is None and names and columns.value != 0:
            columns.period = 0
    if columns.value is None:
        columns.value = _of_figures(rows, [i for i in range(len(names)) if i != columns.period])
    kinds = (
        (columns.units, UNITS),
        (columns.multipliers, MULTIPLIERS),
        (columns.statuses, STATUSES),
        (columns.notes, NOTES),
        (columns.codes, AREA_CODES),
        (columns.series, SERIES),
    )
    for i, name in enumerate(names):
        if i in (columns.period, columns.value):
            continue
        kind = next((places for places, words in kinds if name in words), None)
        if name in FIGURES[:3]:
            kind = columns.further_values
        elif name.startswith("comment obs") or name.startswith("comment ts"):
            kind = columns.notes
        elif name.startswith("unnamed:"):
            kind = columns.unnamed
        (columns.breakdowns if kind is None else kind).append(i)
    return columns


def _of_periods(rows: Sequence[Sequence[str]], places: Sequence[int]) -> int | None:
    """Return the first column of which nearly every filled cell is a period; None where there is none."""
    for i in places:
        cells = [row[i] for row in rows[:LOOKED_AT] if row[i]]
        if cells and sum(read_published_period(cell) is not None for cell in cells) >= NEARLY_ALL * len(
            cells
        ):
            return i
    return None


def _of_figures(rows: Sequence[Sequence[str]], places: Sequence[int]) -> int | None:
    """Return the column of figures with the most different ones; None where there is none."""
    found: dict[int, int] = {}
    for i in places:
        cells = [row[i] for row in rows[:LOOKED_AT] if is_figure(row[i])]
        read = {cell for cell in cells if read_figure(cell, True) or read_figure(cell)}
        if len(cells) > len(rows[:LOOKED_AT]) / 2 and len(
            [c for c in cells if c in read]
        ) >= NEARLY_ALL * len(cells):
            found[i] = len(read)
    return max(found, key=lambda i: found[i], default=None)


def _first(names: Sequence[str], words: Sequence[str]) -> int | None:
    found = {word: names.index(word) for word in words if word in names}
    return next(iter(found.values()), None)


def is_total(word: str) -> bool:
    """Say whether a word of a breakdown stands for all its parts together."""
    return plain(word).replace(" ", "_") in TOTALS or word == "_T"
