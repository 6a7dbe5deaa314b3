"""Count, list, escape and suggest words, and write numbers as people read them: each in one place."""

import difflib
import math
import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

RECALLED = " *(recalled, no page read)*"
INFERRED = " *(partly our judgement)*"
UNKNOWN = "not known"
MOST_HINTS = 5
MOST_PLACES = 3  # decimals of a computed number, unless it would be nothing


# --- words


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: *no figures*, *1 figure*, *12 figures*."""
    words = {0: "no"}.get(number, f"{number:,}")
    return f"{words} {one if number == 1 else many or one + 's'}"


def listed(items: list[str]) -> str:
    """Return items as *a, b and c*."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def capital(text: str) -> str:
    """Return a text with its first letter large, the rest untouched."""
    return text[:1].upper() + text[1:]


def in_words(framework: Any) -> Callable[..., str]:
    """Return `Framework.word`, its words escaped."""
    return lambda term, plural=False: escape(framework.word(term, plural))


def mark(provenance: object) -> str:
    """Return the mark of a fact that was not simply read."""
    return {"recalled": RECALLED, "inferred": INFERRED}.get(str(provenance), "")


# --- did you mean


def near(wanted: str, known: Iterable[str], most: int = MOST_HINTS, likeness: float = 0.6) -> list[str]:
    """Return the ids that may be meant, the likeliest first; none where nothing is near.

    `goal-3` and `GOAL3` are near to `goal-03`, a number alone to every id of that number; else the spelling counts.

    Args:
        wanted: what was written.
        known: the ids that exist.
        most: how many to return at most.
        likeness: how alike the spelling must be, from 0 to 1 (`difflib.get_close_matches`).
    """
    ids = list(dict.fromkeys(known))
    same = [i for i in ids if _parts(i) == _parts(wanted)]
    if not same and re.fullmatch("[0-9]+", wanted):
        same = [i for i in ids if _parts(i)[1] == [int(wanted)]]
    plain = {i.casefold(): i for i in reversed(ids)}
    alike = difflib.get_close_matches(wanted.casefold(), plain, 3, likeness)
    return (same or [plain[i] for i in alike])[:most]


def hint(wanted: str, known: Iterable[str], most: int = MOST_HINTS, likeness: float = 0.6) -> str:
    """Return the question which id is meant, with a space before it; empty where none is near (`near`)."""
    found = near(wanted, known, most, likeness)
    if len(found) > 1:
        return f" Is one of these meant? {', '.join(found)}."
    return f" Is {found[0]} meant?" if found else ""


def _parts(name: str) -> tuple[str, list[int]]:
    """Return the letters of an id without case, and its numbers without leading zeros."""
    return re.sub(r"[\W\d_]+", "", name.casefold()), [int(n) for n in re.findall("[0-9]+", name)]


# --- Markdown


def escape(text: object) -> str:
    """Return a text from a table so that the Markdown of a notebook shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]#|~$])", r"\\\1", _without_tags(str(text)))


NOTHING = "<!-- -->"  # Markdown shows nothing for it, and finds no link or mention across it


def escape_report(text: str) -> str:
    """Return a text so that the Markdown of a report shows it as it is: no link and no mention either, on one line.

    A report is shown where pull requests are, which turn ``@name``, ``#1`` and bare addresses into links; a notebook
    is not, and takes ``\\(`` for mathematics. So the two are escaped apart.
    """
    flat = _without_tags(_on_one_line(text))
    flat = re.sub(r"([\\`*_{}\[\]()|~$!])", r"\\\1", flat)
    flat = re.sub("[@#](?=[0-9A-Za-z])", lambda m: f"{m[0]}{NOTHING}", flat)
    flat = re.sub("(?i)(https?|ftp|www)(?=[:.])", rf"\1{NOTHING}", flat)
    return re.sub(r"^([-+#=]|[0-9]+(?=\.))", lambda m: f"{m[0]}\\" if m[0].isdigit() else f"\\{m[0]}", flat)


_ESCAPED = re.compile(
    r"\\([\\`*_{}\[\]()|~$!\-+#=.])|(?P<fence>`+)(?!`).*?(?<!`)(?P=fence)(?!`)|"
    + re.escape(NOTHING)
    + "|&(amp|lt|gt);"
)


def unescape(markdown: str) -> str:
    """Return a report without the escapes of Markdown, for a terminal; code and markup stay as they are."""
    names = {"amp": "&", "lt": "<", "gt": ">"}
    return _ESCAPED.sub(lambda m: m[1] or (m[0] if m["fence"] else names.get(m[3], "")), markdown)


def code_span(text: str) -> str:
    """Return a text as code that Markdown shows as it is, whatever backticks it holds."""
    flat = _on_one_line(text)
    if not flat:
        return "*empty*"
    fence = "`" * (max((len(m) for m in re.findall("`+", flat)), default=0) + 1)
    pad = " " if flat[0] == "`" or flat[-1] == "`" else ""
    return f"{fence}{pad}{flat}{pad}{fence}"


def _without_tags(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _on_one_line(text: object) -> str:
    """Return a text on one line, with signs that nobody sees written out."""
    unseen = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    return re.sub(r"\s+", " ", re.sub(unseen, lambda m: f"\\u{ord(m[0]):04x}", str(text))).strip()


# --- numbers


def is_missing(value: Any) -> bool:
    """Return whether a cell holds no number: None, NaN or NA."""
    return (
        value is None
        or not isinstance(value, (int, float))
        and str(value) in {"<NA>", "nan", "NaT"}
        or value != value
    )


def places_of(value: float, digits: int, below: float) -> int:
    """Return with how many decimals a number keeps its digits: so many, and so many digits of a very small one.

    Args:
        value: the number.
        digits: decimals of most numbers, and significant digits of a very small one.
        below: from which size down a number is very small.
    """
    is_small = 0 < abs(value) < below
    return digits - 1 - math.floor(math.log10(abs(value))) if is_small else digits


def plain(value: Any, least: float = 0) -> str:
    """Return a number as short as it can be written without losing anything that was published.

    Args:
        value: the number.
        least: decimals that it has at least, as the others of its series have; NaN for none.
    """
    if is_missing(value):
        return UNKNOWN
    places = places_of(value, 6, below=1e-3)
    text = f"{round(float(value), places):.{places}f}".rstrip("0").rstrip(".")
    text = "0" if text in {"-0", ""} else text
    missing = 0 if is_missing(least) else min(int(least), 6) - len(text.partition(".")[2])
    return text if missing <= 0 else f"{text}{'' if '.' in text else '.'}{'0' * missing}"


def number(value: Any, places: int | None = None, least: float = 0) -> str:
    """Return a number for a reader: thousands separated from four digits on, a true minus sign; NaN as *not known*.

    Args:
        value: the number.
        places: decimals for a computed one; None keeps every digit that was published.
        least: decimals that a published one has at least; see `plain`.
    """
    if is_missing(value):
        return UNKNOWN
    text = plain(value, least) if places is None else f"{float(value):.{places}f}"
    if places is not None and float(text) == 0:
        text = text.lstrip("-")
    whole, point, decimals = text.lstrip("-").partition(".")
    whole = f"{int(whole):,}" if len(whole) > 3 else whole
    return ("\N{MINUS SIGN}" if text.startswith("-") else "") + whole + point + decimals


def in_text(value: Any, decimals: float = math.nan) -> str:
    """Return a figure for a sentence: with the decimals of its series; a computed tail is cut to three."""
    if is_missing(value):
        return UNKNOWN
    known = 0 if is_missing(decimals) or decimals > 3 else decimals
    places = 3 if abs(value) < 10 else 1
    if abs(value) < 0.01:
        places = places_of(value, 4, below=0.01)
    return number(round(value, max(places, int(known))), least=known)


def significant(value: Any, digits: int = 3, most_places: int = MOST_PLACES) -> str:
    """Return a computed number to so many significant digits, never in powers of ten.

    It has no more decimals than `most_places`, unless those would leave less than two digits of it.
    """
    if is_missing(value):
        return UNKNOWN
    if value == 0:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(value)))
    if abs(value) >= 10 ** (1 - most_places):
        places = min(places, most_places)
    text = number(round(float(value), places), max(places, 0))
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: Any, places: int = 0) -> str:
    """Return a share as a percentage; a chance that is not quite 0 or 1 never shows as such."""
    if is_missing(share):
        return UNKNOWN
    text, least = _half_up(100 * share, places), 10**-places
    if share > 0 and float(text) == 0:
        return f"under {least:.{places}f}%"
    if share < 1 and float(text) == 100:
        return f"over {100 - least:.{places}f}%"
    return f"{text}%"


def _half_up(value: float, places: int) -> str:
    """Return a number with so many decimals, a half rounded away from 0, as official statistics are."""
    exact = Decimal(repr(round(float(value), 9)))
    return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


def percent_range(share: Any, low: Any, high: Any) -> str:
    """Return a share as a percentage with the range that it lies in; without it where that is no wider."""
    said, ends = percent(share), [percent(end) for end in (low, high)]
    return said if ends == [said, said] else f"{said} ({ends[0]} to {ends[1]})"


def alike(*values: Any, digits: int = 3) -> list[str]:
    """Return computed numbers that stand together, such as the ends of an interval, with the same decimals.

    The largest has so many significant digits; the smallest has two, unless it is next to nothing beside it.
    """
    sizes = [abs(float(v)) for v in values if not is_missing(v) and v != 0]
    if not sizes:
        return [UNKNOWN if is_missing(v) else "0" for v in values]
    large = digits - 1 - math.floor(math.log10(max(sizes)))
    small = 1 - math.floor(math.log10(min(sizes)))
    places = max(large, min(small, large + 2))
    if max(sizes) >= 10 ** (1 - MOST_PLACES):
        places = min(places, MOST_PLACES)
    rounded = [None if is_missing(v) else round(float(v), places) for v in values]
    needed = [f"{v:.{max(places, 0)}f}".partition(".")[2].rstrip("0") for v in rounded if v is not None]
    return [number(v, max(map(len, needed))) for v in rounded]
