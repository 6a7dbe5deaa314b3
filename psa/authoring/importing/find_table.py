"""Find the table among the rows of a sheet: below its title and notes, above its footnotes.

The first row that holds a figure or a marker such as [c] in a row at least half as wide as the widest begins the
table's body. Its header is the row above it, below the last blank one, with the most cells filled; of several, the
first whose names all differ, else the last. The rows above the header belong to it where it repeats names or has
gaps below theirs: the names are then joined, ``2021 | Number``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from psa.authoring.importing.published_periods import read_published_period
from psa.authoring.importing.published_values import is_figure, read_figure

TITLE_ROWS = 60  # how far down the first figure may stand
HEADER_ROWS = 4
JOINED = " | "

_MARKER = re.compile(r"\[[a-z]{1,4}\]|\.{2,3}|[:*–—-]|[cxzu]|n/?a|#n/a", re.IGNORECASE)
_NOTE = re.compile(
    r"\s*[\[(](?:foot)?notes?:?\s*[0-9]+(?:\s*(?:,|and|&)\s*(?:note )?[0-9]+)*[\])]", re.IGNORECASE
)

Rows = Sequence[Sequence[str]]
Spans = Sequence[tuple[int, int, int]]


@dataclass(frozen=True)
class Header:
    """Where the header of a table stands, and its names.

    Attributes:
        top: the place of its first row.
        bottom: of its last.
        names: of each column, empty where it has none.
        words: how many rows below it say something of the table, before the first that holds a period or a figure.
    """

    top: int
    bottom: int
    names: list[str]
    words: int = 0


@lru_cache(maxsize=200_000)
def kind(text: str) -> str:
    """Return what a cell holds: a period, a figure, a marker for none, a text, or nothing."""
    if not text:
        return ""
    if _MARKER.fullmatch(text):
        return "marker"
    if read_published_period(text):
        return "period"
    return "figure" if read_figure(text) else "text"


def find_header(rows: Rows, spans: Spans = ()) -> Header | None:
    """Return the header of the table in the rows of a sheet; None where all are empty.

    Args:
        rows: the cells, as many in each.
        spans: the merged cells of a row, where they are known.
    """
    filled = [sum(map(bool, row)) for row in rows[:TITLE_ROWS]]
    if not any(filled):
        return None
    body = _first_of_body(rows, filled)
    bottom = _lowest_of_header(rows, filled, body)
    top, names = bottom, list(rows[bottom])
    while top > 0 and bottom - top + 1 < HEADER_ROWS and _belongs(rows[top - 1], names, top - 1, spans):
        top -= 1
        upper = _spread(rows[top], names, top, spans)
        names = [JOINED.join(dict.fromkeys(filter(None, pair))) for pair in zip(upper, names, strict=True)]
    words = 0
    if body is not None and bottom < body:
        between = rows[bottom + 1 : body]
        words = next((i for i, row in enumerate(between) if not _is_words(row, rows[body])), len(between))
    return Header(top, bottom, [without_note(name) for name in names], words)


def _first_of_body(rows: Rows, filled: list[int]) -> int | None:
    widest = max((sum(map(bool, row)) for row in rows[: 4 * TITLE_ROWS]), default=0)
    least = max(2, widest / 2)
    for i, (row, number) in enumerate(zip(rows, filled, strict=False)):
        if number >= least and any(kind(cell) in {"figure", "marker"} for cell in row):
            return i
    return None


def _lowest_of_header(rows: Rows, filled: list[int], body: int | None) -> int:
    """Return the place of the last row of the header."""
    if not body:
        return filled.index(max(filled))
    start = max((i + 1 for i in range(body - 1) if not filled[i] and any(filled[i + 1 : body])), default=0)
    above = [
        i
        for i in range(start, body)
        if filled[i] and not _is_note(rows[i]) and not _is_like(rows[i], rows[body])
    ]
    if not above:
        return filled.index(max(filled))
    most = max(filled[i] for i in above)
    first, *others = [i for i in above if filled[i] == most]
    is_whole = filled[first] == len({cell for cell in rows[first] if cell}) >= filled[body] - 1
    return first if is_whole or not others else others[-1]


def _is_note(row: Sequence[str]) -> bool:
    """Say whether a row is what is said of the table, ``Period: | October 2025``."""
    return next(filter(None, row)).endswith(":")


def _is_words(row: Sequence[str], body: Sequence[str]) -> bool:
    """Say whether a row below the header is of the table, ``Unit | %``: without a figure, or a period in its place."""
    if any(map(is_figure, row)):
        return False
    return all(
        kind(cell) in {"", "text"} for cell, other in zip(row, body, strict=True) if kind(other) == "period"
    )


def _is_like(row: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether most periods of a row stand above periods, so that it is of the body too."""
    below = [kind(other[i]) == "period" for i, cell in enumerate(row) if kind(cell) == "period"]
    return bool(below) and sum(below) > len(below) / 2


def _belongs(upper: Sequence[str], names: list[str], place: int, spans: Spans) -> bool:
    """Say whether a row above a header is a part of it: it heads several columns, or fills gaps."""
    if sum(map(bool, upper)) < (1 if _spans_of(place, spans) else 2):
        return False
    if _spans_of(place, spans) and all(
        last - first + 1 >= len(names) for first, last in _spans_of(place, spans)
    ):
        return False  # a title over the whole table
    given = [name for name in names if name]
    fills = any(above and not name for above, name in zip(upper, names, strict=True))
    return fills or len(set(given)) < len(given) or bool(_spans_of(place, spans))


def _spans_of(place: int, spans: Spans) -> list[tuple[int, int]]:
    return [(first, last) for row, first, last in spans if row == place]


def _spread(upper: Sequence[str], names: list[str], place: int, spans: Spans) -> list[str]:
    """Return the cells of an upper row, each over all columns that it heads."""
    spread = list(upper)
    if known := _spans_of(place, spans):
        for first, last in known:
            spread[first : last + 1] = [upper[first]] * (last - first + 1)
        return spread
    for i in range(1, len(spread)):
        heads_one = upper[i - 1] and not names[i - 1]  # merged downwards, not to the right
        if not spread[i] and names[i] and not heads_one:
            spread[i] = spread[i - 1]
    return spread


def without_note(text: str) -> str:
    """Return a name without the marks of its notes, ``Rate [note 2]`` as ``Rate``."""
    return _NOTE.sub("", text).strip() if "note" in text.lower() else text


def note_of(text: str) -> str:
    """Return the marks of notes at a word, empty where there are none."""
    return " ".join(mark.strip() for mark in _NOTE.findall(text)) if "note" in text.lower() else ""


def last_of_body(rows: Rows, header: Header) -> int:
    """Return the place of the last row that is no footnote: one with two cells, and in them a figure."""
    for i in range(len(rows) - 1, header.bottom, -1):
        filled = [cell for cell in rows[i] if cell]
        if len(filled) > 1 and (any(kind(c) != "text" for c in filled) or any(map(is_figure, filled[1:]))):
            return i
    return len(rows) - 1
