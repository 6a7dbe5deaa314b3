"""Name what a label that is no period looks like, and what to write in its place."""

import re
from collections.abc import Iterator
from datetime import date

from psa.data.cells.dates import full_year, month_of, read_date, serial_date, spreadsheet_year, year_from
from psa.data.cells.signs import INVISIBLE, MINUSES, MISSING, QUOTES, SPACES, error_fault, formula_fault
from psa.data.cells.years_in_words import year_in_words
from psa.data.faults import Finding
from psa.data.periods import MONTHS, is_period


def period_fault(text: str) -> Finding | None:
    """Return what a label that is no period looks like, and what to write; None where it is not known."""
    if finding := error_fault(text) or formula_fault(text):
        return finding
    if text.lower() in MISSING:
        return f"{text!r} is not a period", "Write the period, or remove the row"
    ways = (year_in_words, _written_otherwise, _cut_short, _became_date)
    if finding := next(filter(None, (way(text) for way in ways)), None):
        return finding
    if re.fullmatch(r"'?[0-9]{1,2}|[0-9]{2}[-/][0-9]{1,2}", text):
        return f"{text!r} is not a period", "Write the year in full, such as 2008, 2008-09 or 2008/09"
    return None


def _written_otherwise(text: str) -> Finding | None:
    """Return the fault of a label that is a period but for its spaces, signs or order."""
    label = next(filter(is_period, _near_labels(text)), None)
    if label is None:
        return None
    remedy = f"Write {label}"
    if readings := two_years(label):
        short, kind, pooled, years = readings
        remedy = f"Write {short} for {kind}, {pooled} for {years}"
    return f"{text!r} is not how a period is written", remedy


def _near_labels(text: str) -> Iterator[str]:
    """Yield plain ways of writing a label: hyphens, quotes, spaces, a decimal, the order of a quarter."""
    plain = SPACES.sub(" ", INVISIBLE.sub("", text)).translate(MINUSES).strip(QUOTES + " ")
    plain = re.sub(r"\s+", " ", plain)
    yield plain
    yield re.sub(r"\s*([-/])\s*", r"\1", plain)
    yield re.sub(r"\.0+$", "", plain)
    yield re.sub(r"^([12]),([0-9]{3})(\.0+)?$", r"\1\2", plain)
    if m := re.fullmatch(r"(?:[Qq]([1-4])[- /]?([12][0-9]{3})|([12][0-9]{3})[- /]?[Qq]([1-4]))", plain):
        yield f"{m[2] or m[3]}-Q{m[1] or m[4]}"
    if (m := re.fullmatch(r"([12][0-9]{3})[- ]([A-Za-z]{3,9})", plain)) and (month := month_of(m[2])):
        yield f"{m[1]}-{MONTHS[month - 1]}"
    yield re.sub(r"(?i)^CY[ -]?|[ ]?(\(?[pr]\)?|\*|\[[^\]]*\])$", "", plain)


def two_years(label: str) -> tuple[str, str, str, str] | None:
    """Return the two readings of ``2008-2009`` or ``2008/2009``: each as it should be written, and what it is.

    First the one that the tables take, a year of twelve months; then the two calendar years. None for any
    other label, and for ``1999-2000``: few write a year that ends a century as 00.
    """
    m = re.fullmatch(r"([12][0-9]{3})([-/])([12][0-9]{3})", label)
    if not m or not is_period(label) or m[3].endswith("00"):
        return None
    kind = "financial" if m[2] == "-" else "academic"
    return f"{m[1]}{m[2]}{m[3][2:]}", f"the {kind} year", f"{m[1]} to {m[3]}", "the two calendar years"


def _cut_short(text: str) -> Finding | None:
    """Return the fault of ``2008-9`` and of ``2008-12``, which may be a month or a year that lost a digit."""
    if m := re.fullmatch(r"([12][0-9]{3})([-/])([0-9])", text):
        label = f"{m[1]}{m[2]}{(int(m[1]) + 1) % 100:02d}"
        if label.endswith(m[3]):
            return f"{text!r} has lost a digit", f"Write {label}"
    if m := re.fullmatch(r"([12][0-9]{3})(?: ?[-/\N{EN DASH}] ?)?([0-9]{2})", text):
        readings = []
        if 1 <= int(m[2]) <= 12:
            readings.append(f"{m[1]}-{MONTHS[int(m[2]) - 1]} for the month")
        if int(m[2]) == (int(m[1]) + 1) % 100:
            readings.append(f"{m[1]}-{m[2]} for the financial year, {m[1]}/{m[2]} for the academic year")
        elif int(m[2]) > int(m[1]) % 100:
            readings.append(f"{m[1]} to {m[1][:2]}{m[2]} for the years together")
            readings.append(f"{year_from(date(int(m[1]), 1, 1))} for the financial year")
        elif readings:
            readings.append(f"{year_from(date(int(m[1]), 1, 1))} for the financial year")
        if not readings:
            return None
        remedy = f"Write {', '.join(readings)}"
        return f"{text!r} is not a period", remedy
    return None


def _became_date(text: str) -> Finding | None:
    """Return the fault of a date, or of a spreadsheet's number for one, that was a period."""
    day, look = read_date(text), "a date, which a spreadsheet may have made from a period"
    if day is None and (day := serial_date(text)):
        look = f"a spreadsheet's number for {day.isoformat()}"
    if day is None:
        return None
    if day.year > 1900:
        other = read_date(text, is_american=True) or day
        if year := next(filter(spreadsheet_year, (day, other)), None):
            return f"{text!r} is {look}", _remedy(year)
        if other != day:
            words = " or ".join(f"{d.isoformat()} ({d.day} {MONTHS[d.month - 1]})" for d in (day, other))
            return f"{text!r} is a date that can be read two ways", f"Write {words}"
        return f"{text!r} is {look}", _remedy(day)
    if not (m := re.match(r"([0-9]{1,2})", text)):
        return None
    month = date(full_year(m[1].zfill(2)), day.month, 1)
    if spreadsheet_year(month):
        return f"{text!r} is {look}", _remedy(month)
    remedy = f"Write the year in full, such as 2008-{MONTHS[day.month - 1]}"
    return f"{text!r} is a day without a year", remedy


def _remedy(day: date) -> str:
    year, month = spreadsheet_year(day), f"{day.year}-{MONTHS[day.month - 1]}"
    if year:
        academic = year.replace("-", "/")
        return f"Write {year} for the financial year, {academic} for the academic year, {month} for the month"
    if day.day == 1:
        return f"Write {month} for the month, {day.isoformat()} for the day"
    return f"Write {day.isoformat()}"
