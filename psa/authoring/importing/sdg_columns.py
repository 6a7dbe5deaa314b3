"""Say what each column of an Open SDG table is: a period, a figure, what it is in, or a breakdown.

Every column that is none of those named here splits the figures, in any language. One that holds a single word
throughout splits nothing and is said in the label; so does a total, where a column is filled in every row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

PERIODS = ("year", "time_period", "timeperiod", "time period", "period", "année", "jahr", "año", "ano", "год")
FIGURES = ("value", "obs_value", "obsvalue", "valeur", "wert", "valor", "значение")
UNITS = (
    "units", "unit measure", "unit", "unit of measure", "unit of measurement", "einheit", "einheiten",
    "unité", "unités", "unidad", "unidades", "единица измерения", "ед. изм.",
)  # fmt: skip
MULTIPLIERS = ("unit multiplier", "unit mult")
STATUSES = ("observation status", "obs status", "obs flag")
NOTES = ("footnote", "footnotes", "note", "notes", "comment", "comments")
AREA_CODES = ("geocode", "geo code", "areacd")
SERIES = ("series", "measure", "time series", "progress", "indicator")
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
    ]
)
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


def sort_columns(header: Sequence[str]) -> Columns:
    """Return what each column of a table is, by its name; the first is the period where none is called so."""
    names = [re.sub(r" \([0-9]+\)$", "", plain(name)) for name in header]
    columns = Columns(period=_first(names, PERIODS), value=_first(names, FIGURES))
    if columns.period is None and names and columns.value != 0:
        columns.period = 0
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
        if name in FIGURES[:2]:
            kind = columns.further_values
        elif name.startswith("comment obs") or name.startswith("comment ts"):
            kind = columns.notes
        elif name.startswith("unnamed:"):
            kind = columns.unnamed
        (columns.breakdowns if kind is None else kind).append(i)
    return columns


def _first(names: Sequence[str], words: Sequence[str]) -> int | None:
    found = {word: names.index(word) for word in words if word in names}
    return next(iter(found.values()), None)


def is_total(word: str) -> bool:
    """Say whether a word of a breakdown stands for all its parts together."""
    return plain(word).replace(" ", "_") in TOTALS or word == "_T"
