"""What a published rule is, and what it answers."""

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from psa.methods.rules.parts.series import FIELDS, Series

NOT_ASSESSED = "not_assessed"

Side = Literal["good", "neutral", "bad"]

SIDES: dict[Side, int] = {"good": 1, "neutral": 0, "bad": -1}


class Rated(NamedTuple):
    """What a rule says of each series.

    Attributes:
        words: the rule's own words, one a series.
        statistic: the number that decided, NaN where there is none.
        reason: why not assessed, or a caution; empty if neither.
    """

    words: npt.NDArray[np.str_]
    statistic: npt.NDArray[np.float64]
    reason: npt.NDArray[np.str_]


@dataclass(frozen=True)
class Rule:
    """A published rule.

    Attributes:
        name: as on the command line and in the tables: lower case, words joined by hyphens.
        title: as in a sentence.
        body: who publishes it.
        country: whose figures it is for; empty for a body of several countries.
        year: of the document.
        source: the document, its version or commit; says so where it was not read first-hand.
        words: from best to worst; good is moving the right way or being there, bad is not moving the right
            way, neutral claims neither. The word not_assessed belongs to every rule and is left out.
        statistic: what the number beside the word is.
        reads: what it reads beside time, value and sign: fields of `Series`.
        rate: the pure function. It is called with numpy's warnings off.
        is_monotone: a worse latest figure never gives a better word.
        order: its place among the rules; those of one place stand by name.

    Raises:
        ValueError: a name, word or field that cannot be.
    """

    name: str
    title: str
    body: str
    country: str
    year: str
    source: str
    words: Mapping[str, Side]
    statistic: str
    reads: tuple[str, ...]
    rate: Callable[[Series], Rated]
    is_monotone: bool = True
    order: int = 100

    def __post_init__(self) -> None:
        faults = []
        if not re.fullmatch("[a-z][a-z0-9]*(-[a-z0-9]+)*", self.name):
            faults.append("its name is not lower-case words joined by hyphens")
        if not all((self.title, self.body, self.year, self.source, self.statistic)):
            faults.append("a title, body, year, source or statistic is missing")
        sides = list(self.words.values())
        if not set(sides) <= set(SIDES):
            faults.append(f"a side is none of {', '.join(SIDES)}")
        elif not {"good", "bad"} <= set(sides) or sides != sorted(sides, key=list(SIDES).index):
            faults.append("its words do not run from good over neutral to bad")
        if NOT_ASSESSED in self.words:
            faults.append(f"{NOT_ASSESSED} is a word of every rule and is left out")
        if unknown := sorted(set(self.reads) - set(FIELDS)):
            faults.append(f"a series has no {', '.join(unknown)}; it has {', '.join(FIELDS)}")
        if faults:
            raise ValueError(f"rule {self.name!r}: {'; '.join(faults)}")

    @property
    def sides(self) -> dict[str, int | None]:
        """Return +1 for each good word, 0 for a neutral one, -1 for a bad one."""
        return {word: SIDES[side] for word, side in self.words.items()}

    @property
    def page(self) -> str:
        """Return what the documentation says of it: the docstring of its file."""
        return (sys.modules[self.rate.__module__].__doc__ or "").strip()
