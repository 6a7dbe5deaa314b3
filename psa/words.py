"""Count, list, escape and suggest words, and write numbers as people read them."""

import difflib
import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

RECALLED = " *(recalled, no page read)*"


INFERRED = " *(partly our judgement)*"


def escape(text) -> str:
    """Return a text from a table so that Markdown and HTML show it as it is."""
    text = str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]#|~$])", r"\\\1", text)


def in_words(framework):
    """Return `Framework.word`, its words escaped."""
    return lambda term, plural=False: escape(framework.word(term, plural))


def mark(provenance) -> str:
    """Return the mark of a fact that was not simply read."""
    return {"recalled": RECALLED, "inferred": INFERRED}.get(provenance, "")


def count(n: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: *no figures*, *1 figure*, *12 figures*."""
    words = {0: "no"}.get(n, f"{n:,}")
    return f"{words} {one if n == 1 else many or one + 's'}"


def listed(items: list[str]) -> str:
    """Return items as *a, b and c*."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def capital(text: str) -> str:
    """Return a sentence with its first letter large, the rest untouched."""
    return text[:1].upper() + text[1:]


MOST = 5


def near(wanted: str, known: Iterable[str]) -> list[str]:
    """Return the ids that may be meant, the likeliest first; none where nothing is near.

    `goal-3` and `GOAL3` are near to `goal-03`, a number alone to every id of that number; else the spelling counts.
    """
    ids = list(dict.fromkeys(known))
    same = [i for i in ids if _parts(i) == _parts(wanted)]
    if not same and re.fullmatch("[0-9]+", wanted):
        same = [i for i in ids if _parts(i)[1] == [int(wanted)]]
    return (same or difflib.get_close_matches(wanted.lower(), ids, 3))[:MOST]


def hint(wanted: str, known: Iterable[str]) -> str:
    """Return the question which id is meant, with a space before it; empty where none is near."""
    found = near(wanted, known)
    if len(found) > 1:
        return f" Is one of these meant? {', '.join(found)}."
    return f" Is {found[0]} meant?" if found else ""


def _parts(name: str) -> tuple[str, list[int]]:
    """Return the letters of an id without case, and its numbers without leading zeros."""
    return re.sub(r"[\W\d_]+", "", name.casefold()), [int(n) for n in re.findall("[0-9]+", name)]


def escape_text(text: str) -> str:
    """Return a text that Markdown shows as it is: no markup, no HTML, no link, no mention."""
    flat = re.sub(r"\s+", " ", _visible(text)).strip()
    flat = flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    flat = re.sub(r"([\\`*_{}\[\]()|~$!])", r"\\\1", flat)
    flat = re.sub("[@#](?=[0-9A-Za-z])", lambda m: f"{m[0]}<!-- -->", flat)
    flat = re.sub("(?i)(https?|ftp|www)(?=[:.])", r"\1<!-- -->", flat)
    return re.sub(r"^([-+#=]|[0-9]+(?=\.))", lambda m: f"{m[0]}\\" if m[0].isdigit() else f"\\{m[0]}", flat)


_ESCAPED = re.compile(
    r"\\([\\`*_{}\[\]()|~$!\-+#=.])|(?P<fence>`+)(?!`).*?(?<!`)(?P=fence)(?!`)|<!-- -->|&(amp|lt|gt);"
)


def unescape(markdown: str) -> str:
    """Return a report without the escapes of Markdown, for a terminal; code and markup stay as they are."""
    names = {"amp": "&", "lt": "<", "gt": ">"}
    return _ESCAPED.sub(lambda m: m[1] or (m[0] if m["fence"] else names.get(m[3], "")), markdown)


def code_span(text: str) -> str:
    """Return a text as code that Markdown shows as it is, whatever backticks it holds."""
    flat = re.sub(r"\s+", " ", _visible(text)).strip()
    if not flat:
        return "*empty*"
    fence = "`" * (max((len(m) for m in re.findall("`+", flat)), default=0) + 1)
    pad = " " if flat[0] == "`" or flat[-1] == "`" else ""
    return f"{fence}{pad}{flat}{pad}{fence}"


def _visible(text: str) -> str:
    shown = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    return re.sub(shown, lambda m: f"\\u{ord(m[0]):04x}", str(text))


def plural(text: str) -> str:
    return escape_text(text.replace("_", " ")) if text else "*none*"


def count_of(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


UNKNOWN = "not known"


def number(value, places: int | None = None, least: float = 0) -> str:
    """Return a number for a reader: thousands separated, a true minus sign; NaN as *not known*.

    Args:
        value: the number.
        places: decimals for a computed one; None keeps every digit that was published.
        least: decimals that a published one has at least; see `psa.assess.plain`.
    """
    if value is None or (isinstance(value, float) and np.isnan(value)) or value is pd.NA:
        return UNKNOWN
    text = plain(value, least) if places is None else f"{float(value):.{places}f}"
    if places is not None and float(text) == 0:
        text = text.lstrip("-")
    whole, point, decimals = text.lstrip("-").partition(".")
    whole = f"{int(whole):,}" if len(whole) > 4 else whole
    return ("\N{MINUS SIGN}" if text.startswith("-") else "") + whole + point + decimals


def in_text(value, decimals: float = np.nan) -> str:
    """Return a figure for a sentence: with the decimals of its series, but no more than four."""
    return number(
        value if pd.isna(value) else round(value, 4), least=0 if pd.isna(decimals) else min(decimals, 4)
    )


def significant(value, digits: int = 3) -> str:
    """Return a computed number to so many significant digits, never in powers of ten."""
    if value is None or pd.isna(value):
        return UNKNOWN
    if value == 0:
        return "0"
    places = max(digits - 1 - int(np.floor(np.log10(abs(value)))), 0)
    rounded = round(float(value), digits - 1 - int(np.floor(np.log10(abs(value)))))
    text = number(rounded, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float, places: int = 0) -> str:
    """Return a share as a percentage; a chance that is not quite 0 or 1 never shows as such."""
    if pd.isna(share):
        return UNKNOWN
    text, least = f"{100 * share:.{places}f}", 10**-places
    if share > 0 and float(text) == 0:
        return f"under {least:.{places}f}%"
    if share < 1 and float(text) == 100:
        return f"over {100 - least:.{places}f}%"
    return f"{text}%"


def alike(*values, digits: int = 3) -> list[str]:
    """Return computed numbers that stand together, such as the ends of an interval, with the same decimals.

    The largest has so many significant digits; the smallest has two, unless it is next to nothing beside it.
    """
    sizes = [abs(float(v)) for v in values if pd.notna(v) and v != 0]
    if not sizes:
        return [UNKNOWN if pd.isna(v) else "0" for v in values]
    large, small = (
        wanted - int(np.floor(np.log10(s))) for wanted, s in ((digits - 1, max(sizes)), (1, min(sizes)))
    )
    places = max(large, min(small, large + 2))
    rounded = [None if pd.isna(v) else round(float(v), places) for v in values]
    needed = [f"{v:.{max(places, 0)}f}".partition(".")[2].rstrip("0") for v in rounded if v is not None]
    return [number(v, max(map(len, needed))) for v in rounded]


def capital_word(text: str) -> str:
    """Return a word with its first letter large, the rest untouched."""
    return text[:1].upper() + text[1:]


def plain(value: float, least: float = 0) -> str:
    """Return a number as short as it can be written without losing anything that was published.

    Args:
        value: the number.
        least: decimals that it has at least, as the others of its series have; NaN for none.
    """
    if pd.isna(value):
        return "not known"
    text = f"{round(float(value), 6):.6f}".rstrip("0").rstrip(".")
    text = "0" if text in {"-0", ""} else text
    missing = 0 if pd.isna(least) else min(int(least), 6) - len(text.partition(".")[2])
    return text if missing <= 0 else f"{text}{'' if '.' in text else '.'}{'0' * missing}"
