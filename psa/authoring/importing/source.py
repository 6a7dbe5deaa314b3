"""Figures that lie elsewhere in another form, made into a framework's folder.

``import_long_csv`` reads one table with a row for each figure::

    Measure,Sex,Year,Rate
    Recycled waste,All,2019,43.1
    Recycled waste,All,2020,42.8

``import_open_sdg`` reads the folder of an Open SDG site: ``data/indicator_1-2-1.csv`` with the columns Year
and Value and one for each way of splitting, and ``meta/1-2-1.md`` with the names in its front matter.

What is not known stays unknown: the direction is `none` unless the source says it, so that a new framework
shows its figures and rates nothing until somebody has written which way is good. The folder is written
whole and checked, or not at all, and every fault of the source is listed with its file, row and remedy.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from psa.authoring.new_framework import framework_files, write_framework
from psa.data.faults import Fault
from psa.data.periods import parse_date, parse_period
from psa.data.schema import Column, Table

MISSING = "the column is missing"  # as `psa.schema` says it


DIRECTION_UNKNOWN = "direction not known: write increase or decrease in the column direction to have it rated"


SOURCES_AT_MOST = 12  # numbered fields of one indicator's metadata


ID_LENGTH = 60


class SourceError(ValueError):
    """What was to be imported cannot be; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: list[Fault]):
        self.faults = sorted(set(faults), key=lambda f: (f.file, f.row or 0, f.column or "", f.problem))
        super().__init__(
            "\n".join(
                [
                    f"{count(len(self.faults), 'fault')} in the source; nothing was written:",
                    *map(str, self.faults),
                ]
            )
        )


@dataclass(frozen=True)
class Imported:
    """A framework that was imported.

    Attributes:
        folder: where it lies.
        counts: rows of each table that has any.
        remarks: what was left out and what is not known, one sentence each.
    """

    folder: Path
    counts: dict[str, int]
    remarks: tuple[str, ...] = field(default=())


def one_line(text) -> str:
    return " ".join(str(text).split())


class _Words(HTMLParser):
    """Collect the words of a web page."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def plain_value(text) -> str:
    """Return a text of a web page without its tags, in one line."""
    words = _Words()
    words.feed(str(text))
    words.close()
    return one_line("".join(words.parts))


def make_slug(text: str, otherwise: str) -> str:
    """Return a text as an id of lower case letters, digits and hyphens; it cannot lead out of a folder."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:ID_LENGTH].strip("-") or otherwise


def make_slugs(names: list[str], otherwise: str) -> dict[str, str]:
    """Return an id for each of several different names; where two would be the same, a number is added."""
    found: dict[str, str] = {}
    for i, name in enumerate(names, 1):
        base = slug = make_slug(name, f"{otherwise}-{i}")
        number = 2
        while slug in found.values():
            slug, number = f"{base}-{number}", number + 1
        found[name] = slug
    return found


def count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def ask_for(types: dict[str, tuple[str, bool]]) -> Table:
    """Return a table whose columns must all be there, whether or not their cells may be empty."""
    return Table("source", tuple(Column(name, kind, True) for name, (kind, _) in types.items()))


def cells(types: dict[str, tuple[str, bool]]) -> Table:
    """Return a table for the check of cells: the type of each column, and whether a cell may be empty."""
    return Table("source", tuple(Column(name, *of) for name, of in types.items()))


def describe_span(label: str) -> tuple | str:
    """Return the days that a period begins and ends, the same for two labels of one period; else the label."""
    try:
        period = parse_period(label)
    except ValueError:
        return label
    return period.start, period.end


def some(names, at_most: int = 8) -> str:
    names = list(names)
    more = f" and {len(names) - at_most} more" if len(names) > at_most else ""
    return ", ".join(map(str, names[:at_most])) + more


def settings(title: str, through: str, baseline_by: str, periods) -> list[dict[str, str]]:
    """Return the rows of framework.csv; the period ends with the last figure unless it is given."""
    note = "" if through else "the end of the latest period that was imported"
    through = through or max(parse_period(p).end for p in periods).isoformat()
    rows = [{"setting": "title", "value": title}]
    if baseline_by:
        rows.append({"setting": "baseline_by", "value": baseline_by})
    return [*rows, {"setting": "through", "value": through, "provenance": "inferred", "note": note}]


def check_days(**days: str) -> None:
    for name, day in days.items():
        if day:
            try:
                parse_date(day)
            except ValueError as error:
                raise ValueError(f"--{name.replace('_', '-')}: {error}") from None


def write(folder: Path, tables: dict[str, list[dict[str, str]]], remarks: list[str]) -> Imported:
    directions = Counter(row["direction"] for row in tables["indicators"])
    if directions["none"]:
        remarks.append(
            f"no known direction, so shown and not rated: {count(directions['none'], 'indicator')} of "
            f"{sum(directions.values())}; write increase or decrease in indicators.csv, column direction"
        )
    if not any(row["setting"] == "baseline_by" for row in tables["framework"]):
        remarks.append(
            "no day was given by which a baseline must lie: write baseline_by in framework.csv, or the default "
            "of params/settings.yml holds, which was made for another framework"
        )
    write_framework(folder, framework_files(tables))
    return Imported(folder, {n: len(rows) for n, rows in tables.items() if rows}, tuple(remarks))


def describe_import(found: Imported) -> list[str]:
    """Return what was imported and what was left out, one line each."""
    counts = ", ".join(f"{name} {count}" for name, count in found.counts.items())
    return [f"{counts}.", *(f"{r[0].upper()}{r[1:]}." for r in found.remarks)]
