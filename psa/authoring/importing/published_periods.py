"""Read a period in the words of its publisher, and write it as the workbook does.

============================  =============================  =============================
published                     read as                        written
============================  =============================  =============================
``2021.0``                    a year of a spreadsheet        ``2021``
``2000/01``, ``2014/2015``    a split year, as is given      ``2000-01`` or ``2000/01``
``2003-04``                   the same                       ``2003-04``
``2003-05``, ``2013/16``      years, one more than one on    ``2003 to 2005``
``1984-1988``                 an average over years          ``1984 to 1988``
``2013 Q1``, ``Q1 2013``      a quarter                      ``2013-Q1``
``1993 01``, ``Jan 1993``     a month                        ``1993-Jan``
``2018/2``, ``2018-S2``       a half-year                    ``2018-Jul to 2018-Dec``
``2011-04-01/P1Y``            ISO 8601: start and length     ``2011-12``
``17 May to 11 June 2023``    any two days                   ``2023-05-17 to 2023-06-11``
``year ending March 2020``    twelve months                  ``2019-20``
============================  =============================  =============================

What follows in brackets, an asterisk or a letter (``2015/16 [Note 3]``, ``1974a``) becomes the note of the
figure. A form that is not among these is no period: nothing is guessed.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from psa.data.cells.dates import month_of, read_date
from psa.data.cells.signs import INVISIBLE, MINUSES
from psa.data.periods import MONTHS

LONGEST = 80  # characters; what is longer is no period

_NOTE = re.compile(r"^(?P<rest>.*\S)\s*(?P<note>\[[^\[\]]*\]|\([^()]*\)|[*†‡§¹²³⁴⁵⁶⁷⁸⁹]+)$")
_LETTER = re.compile(r"^(?P<rest>.*[0-9])\s?(?P<note>[A-Za-z])$")
_JOINED = re.compile(r"\s+(?:to|until|and|bis|à|au|a|по|-)\s+|\s*(?<=[0-9])-(?=[0-9]{4}/)\s*")
_YEAR_TO = re.compile(
    r"(?:(?:financial |fiscal |academic )?year (?:ending|ended|to)(?: in)?|(?:12|twelve) months (?:to|ending)"
    r"|FYE) (?P<rest>.+)",
    re.IGNORECASE,
)

Span = tuple[date, date]


@dataclass(frozen=True)
class PublishedPeriod:
    """A period as the workbook writes it, and what was published beside it."""

    label: str
    note: str = ""


@dataclass(frozen=True)
class Reading:
    """How forms are read that can mean two things.

    Attributes:
        is_academic: whether a split year is an academic year, and not a financial one.
        is_monthly: whether ``2011-12`` is a month.
    """

    is_academic: bool = False
    is_monthly: bool = False


def is_monthly(texts: set[str]) -> bool:
    """Say whether ``2011-12`` is a month among these periods: another, such as ``2011-01``, can be nothing else."""
    forms = (re.fullmatch(r"[12][0-9]([0-9]{2})[-/](0[1-9]|1[0-2])", text.strip()) for text in texts)
    return any((int(m[2]) - int(m[1])) % 100 > 10 for m in forms if m)


@lru_cache(maxsize=100_000)
def read_published_period(text: str, reading: Reading = Reading()) -> PublishedPeriod | None:
    """Return the period that the words of a publisher name; None where they name none."""
    words = " ".join(INVISIBLE.sub("", text[: LONGEST + 1]).translate(MINUSES).split())
    notes: list[str] = []
    if not words or len(words) > LONGEST:
        return None
    while True:
        if span := _span(words, reading):
            return PublishedPeriod(period_label(*span), " ".join(notes))
        m = _NOTE.match(words) or _LETTER.match(words)
        if not m:
            return None
        notes.insert(0, m["note"])
        words = m["rest"]


def period_label(start: date, end: date) -> str:
    """Return the one label of the workbook for a span of days."""
    if start == end:
        return start.isoformat()
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return f"{start.isoformat()} to {end.isoformat()}"
    if months % 12 == 0 and start.month in {1, 4, 9}:
        first, last = (_year_label(y, start.month) for y in (start.year, start.year + months // 12 - 1))
        return first if months == 12 else f"{first} to {last}"
    if months == 12:
        return f"year to {_month_label(end)}"
    if months == 3 and start.month % 3 == 1:
        return f"{start.year}-Q{end.month // 3}"
    return _month_label(start) if months == 1 else f"{_month_label(start)} to {_month_label(end)}"


def _year_label(year: int, first_month: int) -> str:
    if first_month == 1:
        return str(year)
    return f"{year}{'-' if first_month == 4 else '/'}{(year + 1) % 100:02d}"


def _month_label(day: date) -> str:
    return f"{day.year}-{MONTHS[day.month - 1]}"


def _months(year: int, month: int, number: int = 1) -> Span:
    """Return the first and the last day of a number of months."""
    after = year * 12 + month - 1 + number
    return date(year, month, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def _split_year(year: int, reading: Reading) -> Span:
    return _months(year, 9 if reading.is_academic else 4, 12)


def _span(text: str, reading: Reading) -> Span | None:
    """Return the first and the last day of a period; None where the text is none that is known."""
    try:
        return _one(text, reading) or _length(text, reading) or _year_ending(text) or _joined(text, reading)
    except (ValueError, OverflowError):  # a day, a month or a year that does not exist
        return None


def _one(text: str, reading: Reading) -> Span | None:
    """Return the span of a single year, half, quarter, month or day."""
    if m := re.fullmatch(r"(?:FY ?)?([12][0-9]{3})(?:\.0+)?", text):
        return _months(int(m[1]), 1, 12) if not text.startswith("FY") else None
    if m := re.fullmatch(r"(?:FY ?)?([12][0-9]{3}) ?([-/]) ?([0-9]{2}|[0-9]{4})(?: FY)?", text):
        return _two_years(int(m[1]), m[2], m[3], reading)
    if m := re.fullmatch(r"([12][0-9]{3})[- /]?(?:Q|[Qq]uarter )([1-4])", text):
        return _months(int(m[1]), int(m[2]) * 3 - 2, 3)
    if m := re.fullmatch(r"(?:Q|[Qq]uarter )([1-4])[- /]?([12][0-9]{3})", text):
        return _months(int(m[2]), int(m[1]) * 3 - 2, 3)
    if m := re.fullmatch(r"([12][0-9]{3})(?:/|[- ]?[SHB])([12])", text):
        return _months(int(m[1]), int(m[2]) * 6 - 5, 6)
    if m := re.fullmatch(r"[SHB]([12])[- /]?([12][0-9]{3})", text):
        return _months(int(m[2]), int(m[1]) * 6 - 5, 6)
    if m := re.fullmatch(r"([12][0-9]{3})(?: |[- ]?M)(0[1-9]|1[0-2])", text):
        return _months(int(m[1]), int(m[2]))
    if m := re.fullmatch(r"([A-Za-z]{3,9})\.?[- ]([12][0-9]{3})|([12][0-9]{3})[- ]([A-Za-z]{3,9})\.?", text):
        month = month_of(m[1] or m[4])
        return _months(int(m[2] or m[3]), month) if month else None
    day = read_date(text) if re.search("[0-9]{4}", text) else None
    return (day, day) if day and re.match(r"[0-9]", text) else None


def _two_years(first: int, mark: str, second: str, reading: Reading) -> Span | None:
    """Return the span of two years joined by a hyphen or a stroke: a split year, a month, or an average."""
    if len(second) == 4:
        last = int(second)
        if mark == "/" and last == first + 1:
            return _split_year(first, reading)
        return _months(first, 1, 12 * (last - first + 1)) if last > first else None
    if reading.is_monthly and 1 <= int(second) <= 12:
        return _months(first, int(second))
    apart = (int(second) - first) % 100
    if apart == 1:
        return _split_year(first, reading)
    return _months(first, 1, 12 * (apart + 1)) if 2 <= apart <= 50 else None


def _length(text: str, reading: Reading) -> Span | None:
    """Return the span of ISO 8601: a start and a length, or a start and an end."""
    m = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:T[0-9:]+Z?)?/P(\d{1,3})([YMWD])", text)
    if m:
        start, number = date(int(m[1]), int(m[2]), int(m[3] or 1)), int(m[4])
        if m[5] in "WD":
            return start, start + timedelta(days=number * (7 if m[5] == "W" else 1) - 1)
        after = start.year * 12 + start.month - 1 + number * (12 if m[5] == "Y" else 1)
        return start, date(after // 12, after % 12 + 1, start.day) - timedelta(days=1)
    if m := re.fullmatch(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})", text):
        start, end = date.fromisoformat(m[1]), date.fromisoformat(m[2])
        return (start, end) if start <= end else None
    return None


def _year_ending(text: str) -> Span | None:
    """Return the twelve months that end with a month, or with the March of a financial year."""
    m = _YEAR_TO.fullmatch(text)
    if not m:
        return None
    if year := re.fullmatch(r"[12][0-9]{3}", m["rest"]):
        return _months(int(year[0]) - 1, 4, 12) if text.lower().startswith(("fi", "fye")) else None
    last = _one(m["rest"], Reading())
    if not last or (last[1] + timedelta(days=1)).day != 1 or (last[1] - last[0]).days > 31:
        return None
    month = last[1].year * 12 + last[1].month - 12
    return date(month // 12, month % 12 + 1, 1), last[1]


def _joined(text: str, reading: Reading) -> Span | None:
    """Return the span from the first of two periods to the last of the other."""
    parts = _JOINED.split(text)
    if len(parts) == 1 and (m := re.fullmatch(r"(\S*[0-9A-Za-z.]) ?- ?(\S*[0-9]{4}\S*)", text)):
        parts = [m[1], m[2]]
    if len(parts) != 2:
        return None
    first, second = parts
    year = re.search(r"[12][0-9]{3}", second)
    if re.fullmatch(r"[0-9]{2}", second) and re.fullmatch(r"[12][0-9]{3}", first):
        return _two_years(int(first), "-", second, Reading())
    start, end = _one(first, reading), _one(second, reading)
    if end and not start and year and not re.search(r"[12][0-9]{3}", first):
        start = _one(f"{first} {year[0]}", reading)
    return (start[0], end[1]) if start and end and start[0] <= end[1] else None
