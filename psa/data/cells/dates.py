"""Read a date as it was typed, and name what a spreadsheet did to it."""

import re
from datetime import date, timedelta

from psa.data.cells.signs import MINUSES, MISSING, QUOTES, SPACES, error_fault, formula_fault
from psa.data.faults import Finding
from psa.data.periods import MONTHS

_LONG_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?Z?$")
_YEAR_FIRST = re.compile(r"([12][0-9]{3})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_DAY_MONTH_YEAR = re.compile(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)?[-/. ]*)?([A-Za-z]{3,9}\.?)[-/. ]*'?([0-9]{4}|[0-9]{2})"
)
_YEAR_MONTH = re.compile(r"([12][0-9]{3})[-/. ]*([A-Za-z]{3,9})")
_DAY_MONTH = re.compile(r"([0-9]{1,2})[-/. ]?([A-Za-z]{3,9})")


def read_date(text: str, is_american: bool = False) -> date | None:
    """Return the date that a spreadsheet's way of writing one names; None where it names none.

    ``Sep-08``, ``Sep 2008``, ``01-Sep-08``, ``01/09/2008``, ``1.9.2008``, ``2008-09-01 00:00:00``. A month
    gives its first day; ``09-Jun``, without a year, a day of the year 1900. The first number of
    ``01/09/2008`` is the day, or the month where `is_american` is true or it can be nothing else.
    """
    text = SPACES.sub(" ", text).translate(MINUSES).strip(QUOTES + " ")
    text = _TIME_OF_DAY.sub("", text)
    if m := _YEAR_FIRST.fullmatch(text):
        return _valid(int(m[1]), int(m[2]), int(m[3]))
    if m := _YEAR_LAST.fullmatch(text):
        first, second, year = int(m[1]), int(m[3]), full_year(m[4])
        ways = [(first, second), (second, first)] if is_american else [(second, first), (first, second)]
        return next(filter(None, (_valid(year, *way) for way in ways)), None)
    if m := _DAY_MONTH_YEAR.fullmatch(text):
        return _valid(full_year(m[3]), month_of(m[2]), int(m[1] or 1))
    if m := _YEAR_MONTH.fullmatch(text):
        return _valid(int(m[1]), month_of(m[2]), 1)
    if m := _DAY_MONTH.fullmatch(text):
        return _valid(1900, month_of(m[2]), int(m[1]))
    return None


def _valid(year: int, month: int | None, day: int) -> date | None:
    try:
        return date(year, month, day) if month else None
    except ValueError:
        return None


def full_year(year: str) -> int:
    """Return a year of two or four digits as a number, as a spreadsheet reads it: 29 is 2029, 30 is 1930."""
    return int(year) if len(year) == 4 else (1900 if int(year) >= 30 else 2000) + int(year)


def month_of(word: str) -> int | None:
    """Return the number of a month by its name or its first letters, at least three; None for another word."""
    word = word.lower().rstrip(".")
    if len(word) < 3:
        return None
    matches = [i for i, name in enumerate(_LONG_MONTHS, 1) if name.startswith(word)]
    return matches[0] if len(matches) == 1 else None


def serial_date(text: str) -> date | None:
    """Return the day that a spreadsheet's serial number means: 39692 is 1 September 2008."""
    if m := re.fullmatch(r"([1-7][0-9]{4})(\.[0-9]+)?", text):
        return date(1899, 12, 30) + timedelta(days=int(m[1]))
    return None


LONGEST_DATE = len("31-December-2008")


def looks_like_date(text: str) -> bool:
    """Return whether a short text is what a spreadsheet makes of ``10-14``, ``1.1`` or ``2008-09``."""
    if len(text) > LONGEST_DATE and "00:00" not in text:
        return False
    if re.fullmatch(r"[0-9]{1,2}-[A-Za-z]{3}|[A-Za-z]{3}-[0-9]{2}|[0-9]{1,2}-[A-Za-z]{3}-[0-9]{2,4}", text):
        return read_date(text) is not None
    if re.fullmatch(r"[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4}|.*\b00:00(:00)?", text):
        return read_date(text) is not None
    return False


def became_date(text: str) -> Finding | None:
    """Return the fault of a short text that a spreadsheet made a date of; None where it is none."""
    if looks_like_date(text):
        problem = f"{text!r} is a date, which a spreadsheet may have made from something else"
        return problem, "Write what was there before"
    return None


def spreadsheet_year(day: date) -> str | None:
    """Return the label such as ``2008-09`` that a spreadsheet reads as this day; None where none is.

    Only the years 2001-02 to 2011-12 (and those of 1901 to 1911) can be taken for a month.
    """
    if day.day == 1 and (day.year + 1) % 100 == day.month:
        return f"{day.year}-{day.month:02d}"
    return None


def year_from(day: date) -> str:
    """Return the label of the financial year that begins in the year of a day."""
    return f"{day.year}-{(day.year + 1) % 100:02d}"


def date_fault(text: str) -> Finding | None:
    """Return what a cell that is no date looks like, and what to write; None where it is not known."""
    if finding := error_fault(text) or formula_fault(text):
        return finding
    if text.lower() in MISSING:
        return f"{text!r} is not a date", "Leave the cell empty for not known"
    if (day := read_date(text)) and day.year > 1900:
        return f"{text!r} is not how the tables write a date", _remedy(text, day)
    if day := serial_date(text):
        return f"{text!r} is a spreadsheet's number for a date", f"Write {day.isoformat()}"
    return None


def _remedy(text: str, day: date) -> str:
    if re.fullmatch(r"[A-Za-z]{3,9}[-. ]*'?[0-9]{2,4}", text):
        return f"Write {day:%Y-%m}"
    american = read_date(text, is_american=True)
    if american is None or american == day:
        return f"Write {day.isoformat()}"
    return f"Write {_spelled_out(day)} or {_spelled_out(american)}"


def _spelled_out(day: date) -> str:
    return f"{day.isoformat()} ({day.day} {MONTHS[day.month - 1]})"
