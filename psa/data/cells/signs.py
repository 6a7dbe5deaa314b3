"""[('spreadsheets', 'ERRORS MISSING SEPARATORS..CONTROL error_fault formula_fault _short')]"""

import re

ERRORS = re.compile(
    r"#(REF|DIV/0|N/A|NAME\?|NULL|NUM|VALUE|SPILL|CALC|GETTING_DATA|BEZUG|WERT|NV)!?|#+|Err:\d+", re.I
)


MISSING = {
    "-",
    "--",
    "–",
    "—",
    "−",
    ".",
    "..",
    "...",
    "…",
    ":",
    "*",
    "?",
    "x",
    "c",
    "z",
    "u",
    "na",
    "n/a",
    "n.a.",
    "n.a",
    "nan",
    "nil",
    "none",
    "null",
    "missing",
    "tbc",
    "[x]",
    "[c]",
    "[z]",
    "[u]",
    "[low]",
    "not available",
}


SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


MINUSES = str.maketrans(dict.fromkeys("−–—‐‑‒", "-"))


SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u2007\u202f\u205f\u3000\u200b\u2060\ufeff]")


QUOTES = "\"'`´‘’‚‛“”„‟«»"


INVISIBLE = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufffe\U000e0000-\U000e007f]"
)


CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


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


def short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
