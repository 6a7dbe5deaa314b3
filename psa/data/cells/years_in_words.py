"""Name a period that publishers write in words or codes, and say how it is written here."""

import re

from psa.data.cells.dates import month_of
from psa.data.cells.signs import MINUSES, SPACES
from psa.data.faults import Finding
from psa.data.periods import MONTHS

_YEAR = r"([12][0-9]{3})"
_ROLLING = re.compile(
    rf"(?:(?:the )?(?:12|twelve) months|year) (?:to|ending|ended|end)(?: (?:in|the end of))? "
    rf"(?:[0-9]{{1,2}} )?([a-z]{{3,9}}\.?) {_YEAR}",
    re.IGNORECASE,
)
_QUARTER = re.compile(rf"{_YEAR}[-/](?:[12][0-9])?([0-9]{{2}}),? ?q(?:uarter)? ?([1-4])", re.IGNORECASE)
_QUARTER_FIRST = re.compile(rf"q([1-4]),? {_YEAR}[-/](?:[12][0-9])?([0-9]{{2}})", re.IGNORECASE)


def year_in_words(text: str) -> Finding | None:
    """Return what a label in a publisher's own form is, and what to write; None for any other."""
    plain = re.sub(r"\s+", " ", SPACES.sub(" ", text)).translate(MINUSES).strip()
    readers = (_financial_year, _rolling_year, _quarter_of_year, _month_in_code, _mid_year)
    for read in (*readers, _months_together, _half_year, _years_together, _year_with_words):
        if remedy := read(plain):
            return f"{text!r} is not how a period is written", f"Write {remedy}"
    return None


def _financial_year(text: str) -> str:
    """FY means a financial year, here one from April to March; FY2009 may begin or end in 2009."""
    if m := re.fullmatch(rf"(?i)(?:FY|financial year)[ -]?{_YEAR}[-/]([12][0-9])?([0-9]{{2}})", text):
        return f"{m[1]}-{m[3]} for the financial year" if int(m[3]) == (int(m[1]) + 1) % 100 else ""
    if m := re.fullmatch(r"(?i)(?:FY|financial year)[ -]?'?([12][0-9]{3}|[0-9]{2})", text):
        year = int(m[1]) if len(m[1]) == 4 else 2000 + int(m[1])
        before, after = f"{year - 1}-{year % 100:02d}", f"{year}-{(year + 1) % 100:02d}"
        return f"{before} for the financial year that ends in {year}, {after} for the one that begins in it"
    if m := re.fullmatch(rf"(?i)(?:AY|academic year)[ -]?{_YEAR}[-/]([12][0-9])?([0-9]{{2}})", text):
        return f"{m[1]}/{m[3]} for the academic year"
    return ""


def _rolling_year(text: str) -> str:
    m = _ROLLING.fullmatch(text)
    return f"year to {m[2]}-{MONTHS[month - 1]}" if m and (month := month_of(m[1])) else ""


def _quarter_of_year(text: str) -> str:
    """Return the calendar quarter of a financial year's quarter: the first is from April to June."""
    if m := _QUARTER.fullmatch(text):
        year, last, quarter = int(m[1]), int(m[2]), int(m[3])
    elif m := _QUARTER_FIRST.fullmatch(text):
        year, last, quarter = int(m[2]), int(m[3]), int(m[1])
    else:
        return ""
    if last != (year + 1) % 100:
        return ""
    calendar = f"{year + quarter // 4}-Q{quarter % 4 + 1}"
    first = MONTHS[3 * (quarter % 4)]
    return f"{calendar} for quarter {quarter} of the financial year, which begins in {first} {calendar[:4]}"


def _month_in_code(text: str) -> str:
    if (m := re.fullmatch(rf"(?i){_YEAR}-?M([0-9]{{1,2}})", text)) and 1 <= int(m[2]) <= 12:
        return f"{m[1]}-{MONTHS[int(m[2]) - 1]}"
    return ""


def _mid_year(text: str) -> str:
    if m := re.fullmatch(rf"(?i)mid[- ]?(?:year )?{_YEAR}", text):
        return f"{m[1]}-06-30 for the middle of the year"
    return ""


def _months_together(text: str) -> str:
    """Return a span of months: *Jan-Mar 2009* is a quarter, *Apr 2008 to Mar 2009* a year."""
    m = re.fullmatch(rf"(?i)([a-z]{{3,9}}\.?)(?: {_YEAR})? ?(?:-|to) ?([a-z]{{3,9}}\.?) {_YEAR}", text)
    if not m or not (first := month_of(m[1])) or not (last := month_of(m[3])):
        return ""
    start, end = int(m[2] or m[4]), int(m[4])
    length = 12 * (end - start) + last - first + 1
    if length == 3 and last % 3 == 0:
        return f"{end}-Q{last // 3}"
    if length == 12:
        return f"year to {end}-{MONTHS[last - 1]}"
    return f"{start}-{MONTHS[first - 1]} to {end}-{MONTHS[last - 1]}" if length > 1 else ""


def _half_year(text: str) -> str:
    m = re.fullmatch(rf"(?i)h([12])[- ]?{_YEAR}|{_YEAR}[-/ ]?h([12])", text)
    if not m:
        return ""
    year, half = m[2] or m[3], m[1] or m[4]
    return f"{year}-Jan to {year}-Jun" if half == "1" else f"{year}-Jul to {year}-Dec"


def _years_together(text: str) -> str:
    """Return several years as one period; two that follow each other are a year of twelve months as well."""
    m = re.fullmatch(rf"{_YEAR} ?[-/] ?{_YEAR}", text)
    return f"{m[1]} to {m[2]} for the years together" if m and int(m[2]) > int(m[1]) + 1 else ""


def _year_with_words(text: str) -> str:
    if m := re.fullmatch(rf"(?i)(?:calendar year|calendar|year) {_YEAR}|{_YEAR} (?:calendar year|CY)", text):
        return m[1] or m[2]
    guess = r"e|f|est\.?|estimated?|forecast|projected|projection|prov\.?|provisional|prelim\.?"
    if m := re.fullmatch(rf"(?i)(?:c\.?|ca\.?|circa|about) ?{_YEAR}|{_YEAR} ?\(?(?:{guess})\)?", text):
        return f"{m[1] or m[2]}, and what is said of the figure in its status or note"
    return ""
