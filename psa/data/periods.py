"""Published period labels into ordered periods with a start, an end and a length.

========================  =======================================  ==========================
label                     what it is                               kind
========================  =======================================  ==========================
``2008``                  calendar year                            calendar
``2008-09``               financial year, 1 April to 31 March      financial
``2008-2009``             the same, century in full                financial
``2008/09``               academic year, 1 September to 31 August  academic
``2008/2009``             the same, century in full                academic
``2008-Q3``               calendar quarter                         quarter
``2008-Sep``              month                                    month
``2008-12-31``            day                                      point
``year to 2008-Sep``      the twelve months that end then          rolling
``2007-Oct to 2008-Mar``  any span, of any of the above            span
``2005 to 2007``          an average over years                    span
``2008/09 to 2010/11``    the same, over years of any kind         span
========================  =======================================  ==========================

``2008-09`` is always a financial year, never September 2008: a month is written with its name. Nor is
``2008-2009`` the two calendar years, which are ``2008 to 2009``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


# each form by an example, and what is read from it
MEANINGS = (
    ("2008", "the calendar year"),
    ("2008-09", "the financial year, April 2008 to March 2009"),
    ("2008-2009", "the same financial year, not the two calendar years"),
    ("2008/09", "the academic year, September 2008 to August 2009"),
    ("2008/2009", "the same academic year"),
    ("2008-Q3", "the calendar quarter, July to September 2008"),
    ("2008-Sep", "the month"),
    ("2008-12-31", "the day"),
    ("year to 2008-Sep", "the twelve months to September 2008"),
    ("2007-Oct to 2008-Mar", "the six months; the first and the last may be of any form above"),
    ("2008 to 2009", "the two calendar years, 24 months"),
    ("2013 to 2015", "the three calendar years"),
    ("2008/09 to 2010/11", "the three academic years, September 2008 to August 2011"),
)


FORMS = (
    "2008 · 2008-09 (financial) · 2008/09 (academic) · 2008-Q3 · 2008-Sep · 2008-12-31 · "
    "year to 2008-Sep · 2007-Oct to 2008-Mar · 2008 to 2009"
)


@dataclass(frozen=True, order=True)
class Period:
    """A period of time, ordered by its end and then by its start.

    Attributes:
        end: last day, inclusive.
        start: first day.
        kind: calendar, financial, academic, quarter, month, point, rolling or span.
        label: as it stands in the tables.
    """

    end: date
    start: date
    kind: str
    label: str

    @property
    def months(self) -> int:
        """Whole calendar months covered; 0 for a single day."""
        if self.kind == "point":
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def time(self) -> float:
        """The middle of the period as a decimal year, counted in months.

        Every year is as long as the next, so annual periods are exactly one apart.
        """
        if self.kind == "point":
            share = (self.end.day - 0.5) / _last_day(self.end.year, self.end.month).day
            return self.end.year + (self.end.month - 1 + share) / 12
        return self.start.year + (self.start.month - 1 + self.months / 2) / 12


def _last_day(year: int, month: int) -> date:
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)


def _next_year(first: str, second: str) -> bool:
    return str(int(first) + 1).endswith(second) and len(second) in (2, 4)


def _parse_single(text: str) -> tuple[str, date, date] | None:
    if re.fullmatch(r"[12][0-9]{3}", text):
        year = int(text)
        return "calendar", date(year, 1, 1), date(year, 12, 31)
    if (m := re.fullmatch(r"([12][0-9]{3})([-/])([0-9]{2}|[0-9]{4})", text)) and _next_year(m[1], m[3]):
        year = int(m[1])
        if m[2] == "-":
            return "financial", date(year, 4, 1), date(year + 1, 3, 31)
        return "academic", date(year, 9, 1), date(year + 1, 8, 31)
    if m := re.fullmatch(r"([12][0-9]{3})-Q([1-4])", text):
        year, last = int(m[1]), int(m[2]) * 3
        return "quarter", date(year, last - 2, 1), _last_day(year, last)
    if (m := re.fullmatch(r"([12][0-9]{3})-([A-Z][a-z]{2})", text)) and m[2] in MONTHS:
        year, month = int(m[1]), MONTHS.index(m[2]) + 1
        return "month", date(year, month, 1), _last_day(year, month)
    if m := re.fullmatch(r"([12][0-9]{3})-([0-9]{2})-([0-9]{2})", text):
        try:
            day = date(int(m[1]), int(m[2]), int(m[3]))
        except ValueError:
            return None
        return "point", day, day
    if (m := re.fullmatch(r"year to ([12][0-9]{3})-([A-Z][a-z]{2})", text)) and m[2] in MONTHS:
        year, month = int(m[1]), MONTHS.index(m[2]) + 1
        start = date(year, 1, 1) if month == 12 else date(year - 1, month + 1, 1)
        return "rolling", start, _last_day(year, month)
    return None


@cache
def parse_period(label: str) -> Period:
    """Return the period that a label names.

    Raises:
        ValueError: the label has none of the forms in the table above, or ends before it starts.
    """
    text = label.strip()
    single = _parse_single(text)
    if single:
        kind, start, end = single
        return Period(end, start, kind, text)
    first, joined, last = text.partition(" to ")
    if joined and not text.startswith("year to"):
        begin, finish = _parse_single(first), _parse_single(last)
        if begin and finish and begin[1] <= finish[2]:
            return Period(finish[2], begin[1], "span", text)
    raise ValueError(f"cannot read {label!r} as a period; write it as one of: {FORMS}")


def is_period(label: str) -> bool:
    """Say whether a label has one of the forms that are read."""
    try:
        parse_period(label)
    except ValueError:
        return False
    return True


def parse_date(text: str, *, end: bool = False) -> date:
    """Return a date given as ``2008-12-31``, ``2008-12``, ``2008-Dec`` or ``2008``.

    A month or a year stands for its first day, or its last where `end` is true.

    Raises:
        ValueError: it is none of these.
    """
    value = text.strip()
    if m := re.fullmatch(r"([12][0-9]{3})-(0[1-9]|1[0-2])", value):
        year, month = int(m[1]), int(m[2])
        return _last_day(year, month) if end else date(year, month, 1)
    single = _parse_single(value)
    if single and single[0] in {"calendar", "month", "point"}:
        return single[2] if end else single[1]
    raise ValueError(f"cannot read {text!r} as a date; write 2008-12-31, 2008-12 or 2008")


def period_table(labels: Iterable[str]) -> pd.DataFrame:
    """Return start, end, months, time and period_kind for each label, in the order given.

    Args:
        labels: every one readable (`parse_period` raises otherwise).
    """
    which, known = pd.factorize(pd.Series(labels, dtype="str"), use_na_sentinel=False)
    parsed = [parse_period(label) for label in known]
    table = pd.DataFrame(
        {
            "start": pd.to_datetime([p.start for p in parsed]).astype("datetime64[s]"),
            "end": pd.to_datetime([p.end for p in parsed]).astype("datetime64[s]"),
            "months": [p.months for p in parsed],
            "time": [p.time for p in parsed],
            "period_kind": [p.kind for p in parsed],
        }
    )
    return table.iloc[which].reset_index(drop=True)


def period_times(labels: Iterable[str]) -> np.ndarray:
    """Return the middle of each period as a decimal year (`Period.time`); NaN for an empty label."""
    texts: list[str] = np.asarray(labels, object).tolist()
    known = {label: parse_period(label).time if label else np.nan for label in set(texts)}
    return np.fromiter(map(known.__getitem__, texts), float, len(texts))
