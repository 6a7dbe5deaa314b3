"""Make ids of names."""

import re
import unicodedata
from collections.abc import Iterable

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
    for i, name in enumerate(names, 1):
        base = slug = make_slug(name, f"{otherwise}-{i}")
        number = 2
        while slug in slugs.values():
            slug, number = f"{base}-{number}", number + 1
        slugs[name] = slug
    return slugs
