"""Make ids of names."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import chain, count

ID_LENGTH = 60


def make_slug(text: str, otherwise: str) -> str:
    """Return a text as an id of lower case letters, digits and hyphens; it cannot lead out of a folder.

    Args:
        text: the name.
        otherwise: the id where no letter or digit is left.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:ID_LENGTH].strip("-") or otherwise


def make_slugs(names: Iterable[str], otherwise: str) -> dict[str, str]:
    """Return an id for each of several different names; where two would be the same, a number is added."""
    slugs: dict[str, str] = {}
    taken: set[str] = set()
    for i, name in enumerate(names, 1):
        base = slug = make_slug(name, f"{otherwise}-{i}")
        number = 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        slugs[name] = slug
        taken.add(slug)
    return slugs


def combination_slugs(combinations: Sequence[tuple[str, ...]], otherwise: str = "headline") -> list[str]:
    """Return an id for each of several different combinations of words, the same whatever stands beside them.

    Where the words are too long for an id, or hold signs that two of them may differ by, a sum of all their letters
    follows, so that a release with further combinations changes no id. Of two that differ in capitals or in where
    one word ends alone, the first keeps the short id.
    """
    ids: list[str] = []
    taken: set[str] = set()
    for words in combinations:
        text = " ".join(words)
        slug = make_slug(text, "x")
        plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") == slug and text.isascii()
        digest = sha256("\x1f".join(words).encode()).hexdigest()[:8]
        long = f"{slug[: ID_LENGTH - 12].strip('-')}-{digest}"
        is_short = plain and len(slug) < ID_LENGTH and re.fullmatch(r"[A-Za-z0-9 ]*", text)
        choices = [otherwise] if not words else [slug] if is_short else []
        numbered = (f"{long}-{number}" for number in count(2))
        ids.append(next(name for name in chain(choices, [long], numbered) if name not in taken))
        taken.add(ids[-1])
    return ids
