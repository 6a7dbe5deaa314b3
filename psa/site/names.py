"""Names that stand once on a page: ids of headings, names of regions."""

import re


def anchor(text: str) -> str:
    """Return the id of a heading: its letters and digits, joined by hyphens."""
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-") or "section"


class Names:
    """Give out names, each once: what asks for one that is taken gets a number after it."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def take(self, name: str, joint: str = "-") -> str:
        """Return a name that was not given yet: the one asked for, or with a joint and a number after it."""
        free, number = name, 1
        while free in self._given:
            number += 1
            free = f"{name}{joint}{number}"
        self._given.add(free)
        return free
