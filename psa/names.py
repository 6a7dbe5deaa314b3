"""Which ids may be meant by one that is not there."""

import difflib
import re
from collections.abc import Iterable

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
