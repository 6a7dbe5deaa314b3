"""What a source is, how its tables are read, and the error that lists everything that is wrong with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from psa.data.checks.table import check_table
from psa.data.faults import Fault
from psa.data.periods import is_period, parse_date, parse_period
from psa.data.reading.csv_file import read_table
from psa.data.schema import Column, Table
from psa.words import count


@dataclass(frozen=True)
class Origin:
    """Where figures come from, and what the new framework is called; an empty text is not known.

    Attributes:
        source_title, publisher, url, licence, read_on: of the source.
        title: of the framework.
        through: the last day of the period assessed; without it, that of the last figure.
        baseline_by: the last day of a baseline.
    """

    source_title: str = ""
    publisher: str = ""
    url: str = ""
    licence: str = ""
    read_on: str = ""
    title: str = ""
    through: str = ""
    baseline_by: str = ""

    def check_days(self) -> None:
        """Raise ValueError where one of the days is none; the message names the option."""
        for name in ("through", "baseline_by", "read_on"):
            day: str = getattr(self, name)
            try:
                if day:
                    parse_date(day)
            except ValueError as error:
                raise ValueError(f"--{name.replace('_', '-')}: {error}") from None

    def framework_rows(self, title: str, periods: Iterable[str]) -> list[dict[str, str]]:
        """Return the rows of framework.csv; the period ends with the last figure unless it is given.

        Args:
            title: of the framework.
            periods: those of the figures.
        """
        last = self.through or max(parse_period(p).end for p in periods).isoformat()
        note = "" if self.through else "the end of the latest period that was imported"
        rows = [{"setting": "title", "value": title}]
        if self.baseline_by:
            rows.append({"setting": "baseline_by", "value": self.baseline_by})
        return [*rows, {"setting": "through", "value": last, "provenance": "inferred", "note": note}]


class SourceError(ValueError):
    """What was to be imported cannot be; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        different = dict.fromkeys(faults)
        self.faults = sorted(different, key=lambda f: (f.file, f.row or 0, f.column or "", f.problem))
        title = f"{count(len(self.faults), 'fault')} in the source; nothing was written:"
        super().__init__("\n".join([title, *map(str, self.faults)]))


def read_source(columns: Sequence[Column], path: Path, shown: str) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the text of a table of a source, and its faults; every column must be there.

    Args:
        columns: those that are asked for.
        path: the file.
        shown: the name of the file in messages.
    """
    needed = tuple(replace(column, is_required=True) for column in columns)
    return read_table(Table("source", needed), path, shown)


def check_source(columns: Sequence[Column], frame: pd.DataFrame) -> list[Fault]:
    """Return the faults of the cells of a table of a source; those of a column that is not required may be empty."""
    return check_table(Table("source", tuple(columns)), frame)


def describe_span(label: str) -> tuple[date, date] | str:
    """Return the days that a period begins and ends, the same for two labels of one period; else the label."""
    if not is_period(label):
        return label
    period = parse_period(label)
    return period.start, period.end


def one_line(text: object) -> str:
    """Return a text in one line, with single spaces."""
    return " ".join(str(text).split())


def first_few(names: Iterable[object], most: int = 8) -> str:
    """Return the first of several names, and how many more there are."""
    texts = [str(name) for name in names]
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return ", ".join(texts[:most]) + more
