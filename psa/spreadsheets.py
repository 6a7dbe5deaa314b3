"""What a spreadsheet does to a cell, recognised from the text that it leaves, and how to mend it.

A spreadsheet that opens ``2008-09`` writes ``Sep-08`` when it saves; ``9.6`` comes back as ``9,6`` from a
continental one, ``1234`` as ``1,234``, an identifier ``007`` as ``7``. Nothing here reads such a cell as
what it may have been: each function says what the text looks like and what to write in its place.
"""

import math
import re
from datetime import date, timedelta

from psa.periods import MONTHS, parse_period

ERRORS = re.compile(
    r"#(REF|DIV/0|N/A|NAME\?|NULL|NUM|VALUE|SPILL|CALC|GETTING_DATA|BEZUG|WERT|NV)!?|#+|Err:\d+", re.I
)
MISSING = {
    "-", "--", "–", "—", "−", ".", "..", "...", "…", ":", "*", "?", "x", "c", "z", "u",
    "na", "n/a", "n.a.", "n.a",
    "nan", "nil", "none", "null", "missing", "tbc", "[x]", "[c]", "[z]", "[u]", "[low]", "not available",
}  # fmt: skip
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
MINUSES = str.maketrans(dict.fromkeys("−–—‐‑‒", "-"))
SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u2007\u202f\u205f\u3000\u200b\u2060\ufeff]")
QUOTES = "\"'`´‘’‚‛“”„‟«»"
INVISIBLE = re.compile("[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufffe\U000e0000-\U000e007f]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NUMBER = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)(e[-+]?[0-9]+)?")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")
_CONTINENTAL = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
_SCIENTIFIC = re.compile(r"[-+]?[0-9]+([.,][0-9]*)?[eE][-+]?[0-9]+")
_LONG_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
                "october", "november", "december")  # fmt: skip


def is_plain_number(text: str) -> bool:
    """Return whether a text is a number that can be read exactly as it stands.

    ``1.5e-07``, as programs write it, is; ``1.23E+05``, as a spreadsheet shows what no longer fits its
    column, is not: its last digits may be gone. A number too large or too small to hold is not either.
    """
    if not NUMBER.fullmatch(text):
        return False
    value = float(text)
    is_zero = not re.search("[1-9]", text.partition("e")[0])
    return math.isfinite(value) and (value != 0 or is_zero)


def number_fault(text: str) -> tuple[str, str] | None:
    """Return what is wrong with a cell that should be a number, and the remedy; None where it is plain."""
    if is_plain_number(text):
        return None
    known = error_fault(text) or formula_fault(text)
    if known:
        return known
    if text.lower() in MISSING:
        return (
            f"{text!r} stands for a figure that is not there",
            "Leave the cell empty for not known; write 0 only where it is 0",
        )
    if day := read_date(text):
        remedy = "Type the number again from its source"
        if re.fullmatch(r"[0-9]{1,2}[-. ]?[A-Za-z]{3}", text) and day.month:
            remedy += f" ({day.day}.{day.month}?)"
        return f"{text!r} is a date, which a spreadsheet may have made of a number", remedy
    if _SCIENTIFIC.fullmatch(text):
        if NUMBER.fullmatch(text):
            return f"{text!r} is too large or too small to be held", "Write it in a larger or smaller unit"
        return (
            f"{text!r} may have lost its last digits in a spreadsheet",
            "Write all the digits of the number from its source",
        )
    return _dressed_number(text) or (
        f"{text!r} is not a number", "Write digits with a point, or leave the cell empty for not known"
    )  # fmt: skip


def _dressed_number(text: str) -> tuple[str, str] | None:
    """Recognise a number with something about it: separators, signs, currency, per cent, a marker."""
    bare = SPACES.sub("", text).translate(MINUSES).strip(QUOTES)
    percent = bare.endswith("%") or bare.startswith("%")
    bare = bare.strip("%‰")
    currency = re.search("^-?([£$€¥]|GBP|USD|EUR)|([£$€¥]|GBP|USD|EUR)$", bare)
    bare = re.sub("[£$€¥]|GBP|USD|EUR", "", bare)
    if (m := re.fullmatch(r"\(([0-9.,]+)\)", bare)) or (m := re.fullmatch(r"([0-9.,]+)-", bare)):
        bare = f"-{m[1]}"
    if marker := re.fullmatch(r"(.*[0-9])(\[[a-zA-Z0-9]+\]|\([a-zA-Z]+\)|[prePRE*†‡])", bare):
        bare = marker[1]
    bare = re.sub("(?<=[0-9])['’](?=[0-9]{3})", "", bare.removeprefix("+"))
    plain, also = _plain_digits(bare)
    if plain is None or not is_plain_number(plain):
        return None
    if percent:
        share = f"{float(plain) / 100:.12g}"
        also = f" where the measure's unit is per cent, {share} where it is a proportion"
    elif currency:
        also = "; the currency belongs in the measure's unit"
    elif marker:
        also = "; say provisional or revised in the column status"
    return f"{text!r} is not a plain number", f"Write {plain}{also}"


def _plain_digits(text: str) -> tuple[str | None, str]:
    if _GROUPED.fullmatch(text):
        plain = text.replace(",", "")
        if text.count(",") == 1 and "." not in text:
            return plain, f", or {text.replace(',', '.')} where the comma is a decimal comma"
        return plain, ""
    if _DECIMAL_COMMA.fullmatch(text):
        return text.replace(",", "."), ""
    if _CONTINENTAL.fullmatch(text):
        return text.replace(".", "").replace(",", "."), ""
    plain = text.replace(",", "")
    return (plain, "") if NUMBER.fullmatch(plain) else (None, "")


def error_fault(text: str) -> tuple[str, str] | None:
    """Return the fault of a cell that holds a spreadsheet's error, such as ``#REF!``."""
    if ERRORS.fullmatch(text):
        return (
            f"{text!r} is a spreadsheet's error, not a value",
            "Write the value itself, or leave the cell empty for not known",
        )
    return None


def formula_fault(text: str) -> tuple[str, str] | None:
    """Return the fault of a cell that holds a formula."""
    if re.match(r"=\s*[-+(A-Za-z0-9$'\"@]", text):
        return f"{text!r} is a formula", "Write its result"
    return None


# ------------------------------------------------------------------------------------------- dates


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
                return f"{text!r} is not written as a period is", f"Write {two[0]} for {two[1]}, {two[2]} for {two[3]}"
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
        return f"{text!r} is a day of no year", f"Write the year in full, such as 2008-{MONTHS[day.month - 1]}"
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


# --------------------------------------------------------------------------------------------- text


def mangled_letters(text: str) -> str | None:
    """Return what a text said before UTF-8 was read as Latin-1 and saved again; None where it is sound.

    ``CafÃ©`` was ``Café``, ``Â£5`` was ``£5``.
    """
    if text.isascii():
        return None
    for encoding in ("cp1252", "latin-1"):
        try:
            mended = text.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        return mended if mended != text else None
    return None


def text_fault(text: str) -> tuple[str, str] | None:
    """Return what is wrong with any text, whatever its column: errors, formulas, lost letters."""
    known = error_fault(text) or formula_fault(text)
    if known:
        return known
    if "\ufffd" in text:
        return (
            f"{_short(text)} has lost a letter (\ufffd)",
            "Write the letter again, and save the file as UTF-8",
        )
    if CONTROL.search(text):
        return f"{_short(text)} holds a control character", "Type the cell again"
    if mended := mangled_letters(text):
        return (
            f"{_short(text)} has letters that were read in the wrong encoding",
            f"Write {_short(mended)}, and save the file as UTF-8",
        )
    return None


def became_date(text: str) -> tuple[str, str] | None:
    """Return the fault of a short text that a spreadsheet made a date of; None where it is none."""
    if looks_like_date(text):
        problem = f"{text!r} is a date, which a spreadsheet may have made of something else"
        return problem, "Write what stood there before"
    return None


def name_fault(text: str) -> tuple[str, str] | None:
    """Return what is wrong with an id: it is a date, or holds quotation marks or characters not seen."""
    if wrong := became_date(text):
        return wrong
    plain = SPACES.sub(" ", INVISIBLE.sub("", text))
    if plain != text:
        return f"{text!r} holds a space or mark that is not seen", f"Write {plain!r} with plain characters"
    bare = re.sub("[“”„‟«»‘’‚‛\"]", "", text)
    return None if bare == text else (f"{text!r} holds a quotation mark", f"Write {bare}")


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")


def without_leading_zeros(text: str) -> str:
    """Return an id as a spreadsheet may leave it: each run of digits without its leading zeros."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", text)
