"""Read a number as it was typed, and name what a spreadsheet did to it."""

import math
import re

from psa.data.cells.dates import read_date
from psa.data.cells.signs import MINUSES, MISSING, QUOTES, SPACES, error_fault, formula_fault

NUMBER = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)(e[-+]?[0-9]+)?")


_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")


_CONTINENTAL = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")


_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")


_SCIENTIFIC = re.compile(r"[-+]?[0-9]+([.,][0-9]*)?[eE][-+]?[0-9]+")


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
            f"{text!r} stands for a missing figure",
            "Leave the cell empty for not known; write 0 only where it is 0",
        )
    if day := read_date(text):
        remedy = "Type the number again from its source"
        if re.fullmatch(r"[0-9]{1,2}[-. ]?[A-Za-z]{3}", text) and day.month:
            remedy += f" ({day.day}.{day.month}?)"
        return f"{text!r} is a date, which a spreadsheet may have made from a number", remedy
    if _SCIENTIFIC.fullmatch(text):
        if NUMBER.fullmatch(text):
            return f"{text!r} is too large or too small to be stored", "Write it in a larger or smaller unit"
        return (
            f"{text!r} may have lost its last digits in a spreadsheet",
            "Write all the digits of the number from its source",
        )
    return _dressed_number(text) or (
        f"{text!r} is not a number",
        "Write digits with a point, or leave the cell empty for not known",
    )


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


def without_leading_zeros(text: str) -> str:
    """Return an id as a spreadsheet may leave it: each run of digits without its leading zeros."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", text)
