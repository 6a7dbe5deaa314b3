"""Read a date or a period as it was typed, and name what a spreadsheet did to it."""

import re
from datetime import date, timedelta

from psa.data.cell_signs import INVISIBLE, MINUSES, MISSING, QUOTES, SPACES, error_fault, formula_fault
from psa.data.periods import MONTHS, parse_period

_LONG_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
                "october", "november", "december")  # fmt: skip


def _century(year: str) -> int:
    return int(year) if len(year) == 4 else (1900 if int(year) >= 30 else 2000) + int(year)


def _month(word: str) -> int | None:
    word = word.lower().rstrip(".")
    if len(word) < 3:
        return None
    found = [
        i for i, name in enumerate(_LONG_MONTHS, 1) if name.startswith(word) or word == "sept" and i == 9
    ]
    return found[0] if len(found) == 1 else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_date(text: str, is_american: bool = False) -> date | None:
    """Return the date that a spreadsheet's way of writing one names; None where it names none.

    ``Sep-08``, ``Sep 2008``, ``01-Sep-08``, ``01/09/2008``, ``1.9.2008``, ``2008-09-01 00:00:00``. A month
    gives its first day; ``09-Jun``, without a year, a day of the year 1900. The first number of
    ``01/09/2008`` is the day, or the month where `is_american` is true or it can be nothing else.
    """
    text = SPACES.sub(" ", text).translate(MINUSES).strip(QUOTES + " ")
    text = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?Z?$", "", text)
    if m := re.fullmatch(r"([12][0-9]{3})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", text):
        return _valid(int(m[1]), int(m[2]), int(m[3]))
    if m := re.fullmatch(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})", text):
        first, second, year = int(m[1]), int(m[3]), _century(m[4])
        ways = [(second, first), (first, second)]
        return next(filter(None, (_valid(year, *w) for w in (ways[::-1] if is_american else ways))), None)
    if m := re.fullmatch(
        r"(?:([0-9]{1,2})(?:st|nd|rd|th)?[-/. ]*)?([A-Za-z]{3,9}\.?)[-/. ]*'?([0-9]{4}|[0-9]{2})", text
    ):
        month = _month(m[2])
        return _valid(_century(m[3]), month, int(m[1] or 1)) if month else None
    if m := re.fullmatch(r"([12][0-9]{3})[-/. ]*([A-Za-z]{3,9})", text):
        month = _month(m[2])
        return _valid(int(m[1]), month, 1) if month else None
    if m := re.fullmatch(r"([0-9]{1,2})[-/. ]?([A-Za-z]{3,9})", text):
        month = _month(m[2])
        return _valid(1900, month, int(m[1])) if month else None
    return None


def serial_date(text: str) -> date | None:
    """Return the day that a spreadsheet's serial number means: 39692 is 1 September 2008."""
    if m := re.fullmatch(r"([1-7][0-9]{4})(\.[0-9]+)?", text):
        return date(1899, 12, 30) + timedelta(days=int(m[1]))
    return None


def looks_like_date(text: str) -> bool:
    """Return whether a short text is what a spreadsheet makes of ``10-14``, ``1.1`` or ``2008-09``."""
    if re.fullmatch(r"[0-9]{1,2}-[A-Za-z]{3}|[A-Za-z]{3}-[0-9]{2}|[0-9]{1,2}-[A-Za-z]{3}-[0-9]{2,4}", text):
        return read_date(text) is not None
    if re.fullmatch(r"[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4}|.*\b00:00(:00)?", text):
        return read_date(text) is not None
    return False


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


def period_fault(text: str) -> tuple[str, str] | None:
    """Return what a label that is no period looks like, and what to write; None where it is not known."""
    known = error_fault(text) or formula_fault(text)
    if known:
        return known
    if text.lower() in MISSING:
        return f"{text!r} is not a period", "Write the period, or remove the row"
    for candidate in _near_labels(text):
        if _is_period(candidate):
            if two := two_years(candidate):
                return (
                    f"{text!r} is not written as a period is",
                    f"Write {two[0]} for {two[1]}, {two[2]} for {two[3]}",
                )
            return f"{text!r} is not written as a period is", f"Write {candidate}"
    if m := re.fullmatch(r"([12][0-9]{3})([-/])([0-9])", text):
        label = f"{m[1]}{m[2]}{(int(m[1]) + 1) % 100:02d}"
        if label.endswith(m[3]):
            return f"{text!r} has lost a digit", f"Write {label}"
    if m := re.fullmatch(r"([12][0-9]{3})[-/]?(0[1-9]|1[0-2])", text):
        day = date(int(m[1]), int(m[2]), 1)
        if text.count("-") + text.count("/"):
            month = f"{m[1]}-{MONTHS[day.month - 1]}"
            return (
                f"{text!r} is not a period",
                f"Write {month} for the month, {year_from(day)} for the financial year",
            )
    day, shown = read_date(text), "a date, which a spreadsheet may have made of a period"
    if day is None and (day := serial_date(text)):
        shown = f"a spreadsheet's number for {day.isoformat()}"
    if day and day.year > 1900:
        american = read_date(text, is_american=True) or day
        for one in (day, american):
            if spreadsheet_year(one):
                day = one
                break
        return f"{text!r} is {shown}", _meant(day)
    if day and (m := re.match(r"([0-9]{1,2})", text)):
        month = date(_century(m[1].zfill(2)), day.month, 1)
        if spreadsheet_year(month):
            return f"{text!r} is {shown}", _meant(month)
        return (
            f"{text!r} is a day of no year",
            f"Write the year in full, such as 2008-{MONTHS[day.month - 1]}",
        )
    if re.fullmatch(r"'?[0-9]{1,2}|[0-9]{2}[-/][0-9]{1,2}", text):
        return f"{text!r} is not a period", "Write the year in full, such as 2008, 2008-09 or 2008/09"
    return None


def two_years(label: str) -> tuple[str, str, str, str] | None:
    """Return the two readings of ``2008-2009`` or ``2008/2009``: each as it should be written, and what it is.

    First the one that the tables take, a year of twelve months; then the two calendar years. None for any
    other label, and for ``1999-2000``: few write a year that ends a century as 00.
    """
    m = re.fullmatch(r"([12][0-9]{3})([-/])([12][0-9]{3})", label)
    if not m or not _is_period(label) or m[3].endswith("00"):
        return None
    kind = "financial" if m[2] == "-" else "academic"
    return f"{m[1]}{m[2]}{m[3][2:]}", f"the {kind} year", f"{m[1]} to {m[3]}", "the two calendar years"


def _meant(day: date) -> str:
    year, month = spreadsheet_year(day), f"{day.year}-{MONTHS[day.month - 1]}"
    if year:
        academic = year.replace("-", "/")
        return f"Write {year} for the financial year, {academic} for the academic year, {month} for the month"
    if day.day == 1:
        return f"Write {month} for the month, {day.isoformat()} for the day"
    return f"Write {day.isoformat()}"


def _is_period(text: str) -> bool:
    try:
        parse_period(text)
    except ValueError:
        return False
    return True


def _near_labels(text: str):
    """Yield plain ways of writing a label: hyphens, quotes, spaces, a decimal, the order of a quarter."""
    plain = SPACES.sub(" ", INVISIBLE.sub("", text)).translate(MINUSES).strip(QUOTES + " ")
    plain = re.sub(r"\s+", " ", plain)
    yield plain
    yield re.sub(r"\s*([-/])\s*", r"\1", plain)
    yield re.sub(r"\.0+$", "", plain)
    yield re.sub(r"^([12]),([0-9]{3})(\.0+)?$", r"\1\2", plain)
    if m := re.fullmatch(r"(?:[Qq]([1-4])[- /]?([12][0-9]{3})|([12][0-9]{3})[- /]?[Qq]([1-4]))", plain):
        yield f"{m[2] or m[3]}-Q{m[1] or m[4]}"
    if m := re.fullmatch(r"([12][0-9]{3})[- ]([A-Za-z]{3,9})", plain):
        month = _month(m[2])
        if month:
            yield f"{m[1]}-{MONTHS[month - 1]}"
    yield re.sub(r"(?i)^(FY|AY|CY)[ -]?|[ ]?(\(?[pr]\)?|\*)$", "", plain)


def date_fault(text: str) -> tuple[str, str] | None:
    """Return what a cell that is no date looks like, and what to write; None where it is not known."""
    known = error_fault(text) or formula_fault(text)
    if known:
        return known
    if text.lower() in MISSING:
        return f"{text!r} is not a date", "Leave the cell empty for not known"
    day, american = read_date(text), read_date(text, is_american=True)
    if day and day.year > 1900:
        if re.fullmatch(r"[A-Za-z]{3,9}[-. ]*'?[0-9]{2,4}", text):
            return f"{text!r} is not a date as the tables write it", f"Write {day:%Y-%m}"
        remedy = f"Write {day.isoformat()}"
        if american and american != day:
            first, second = (f"({d.day} {MONTHS[d.month - 1]})" for d in (day, american))
            remedy += f" {first} or {american.isoformat()} {second}"
        return f"{text!r} is not a date as the tables write it", remedy
    if day := serial_date(text):
        return f"{text!r} is a spreadsheet's number for a date", f"Write {day.isoformat()}"
    return None


def became_date(text: str) -> tuple[str, str] | None:
    """Return the fault of a short text that a spreadsheet made a date of; None where it is none."""
    if looks_like_date(text):
        problem = f"{text!r} is a date, which a spreadsheet may have made of something else"
        return problem, "Write what stood there before"
    return None
