"""Read a figure as it was published: with thousands commas, per cent signs and marks, or none at all."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from psa.data.cells.numbers import is_plain_number
from psa.data.cells.signs import INVISIBLE, MINUSES, SPACES

LONGEST = 60  # characters; what is longer is no figure

_MARKED = re.compile(
    r"^(?P<rest>.*?[0-9%])\s*(?P<mark>(?:\s*\[[^\[\]]{1,20}\])+|\([A-Za-z]{1,12}\)|[*†‡§]+|[A-Za-z]"
    r"|(?<=\s)[bcdefinprsuz]{2,3})$"  # flags of Eurostat, several in a row
)
_ONLY_MARKS = re.compile(r"(\s*\[\s*[A-Za-z][^\[\]]*\])+\s*")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}([ ,'’][0-9]{3})+(\.[0-9]+)?")
_GROUPED_BY_POINTS = re.compile(r"[-+]?([0-9]{1,3}(\.[0-9]{3})+,[0-9]+|[1-9][0-9]{0,2}(\.[0-9]{3})+)")

Figure = tuple[str, str]  # a plain number, and the mark that stood at it


def has_decimal_commas(texts: set[str]) -> bool:
    """Say whether a comma parts the decimals in these figures: one of them can be read in no other way."""
    return any(
        re.fullmatch(r"\s*[-+]?[0-9]+(\.[0-9]{3})*,([0-9]{1,2}|[0-9]{4,})\s*%?", text) for text in texts
    )


def is_figure(text: str) -> bool:
    """Say whether a cell holds a figure, readable or not; ``n/a``, ``..``, ``[c]`` or ``[note 2]`` is none."""
    if text.startswith("[") and _ONLY_MARKS.fullmatch(text):
        return False
    return bool(re.search(r"\d", text)) or text.strip().lower().lstrip("-+") in {"inf", "infinity"}


@lru_cache(maxsize=200_000)
def read_figure(text: str, decimal_comma: bool = False) -> Figure | None:
    """Return a figure as a plain number and the mark that stood at it; None where it is no number.

    Args:
        text: the cell.
        decimal_comma: whether a comma parts the decimals.
    """
    if is_plain_number(text) and not (decimal_comma and _GROUPED_BY_POINTS.fullmatch(text)):
        return text, ""
    if len(text) > LONGEST:
        return None
    bare = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).translate(MINUSES).strip()
    mark = ""
    if (m := _MARKED.match(bare)) and not re.fullmatch(r"[-+]?[0-9.]+[eE]", m[0]):
        bare, mark = m["rest"], "; ".join(re.findall(r"[^\[\]()\s][^\[\]()]*", m["mark"]))
    bare = bare.removesuffix("%").strip().removeprefix("+")
    if decimal_comma:
        bare = bare.replace(".", "") if _GROUPED_BY_POINTS.fullmatch(bare) else bare
        bare = SPACES.sub("", bare).replace(",", ".")
    elif _GROUPED.fullmatch(SPACES.sub(" ", bare)):
        bare = re.sub(r"[ ,'’]", "", SPACES.sub(" ", bare))
    plain = _plain(bare)
    return (plain, mark) if plain else None


def _plain(text: str) -> str | None:
    """Return a number without an exponent; None where it is none, or too large or too small to hold."""
    if is_plain_number(text):
        return text
    if not re.fullmatch(r"-?([0-9]+\.?[0-9]*|\.[0-9]+)[eE][-+]?[0-9]{1,2}", text):
        return None
    try:
        plain = format(Decimal(text), "f")
    except InvalidOperation:
        return None
    return plain if is_plain_number(plain) else None
