"""What a published rule is, and what it answers."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


@dataclass(frozen=True)
class Rule:
    """A published rule, by the name that the command line knows.

    Attributes:
        name: as on the command line.
        title: as in a table.
        source: body, document, version or commit, year.
        words: from best to worst, without not_assessed.
        good: the words for moving the right way, or there.
        neutral: the words that claim neither.
        bad: the words for not moving the right way.
        statistic: what the number beside the word is.
    """

    name: str
    title: str
    source: str
    words: tuple[str, ...]
    good: tuple[str, ...]
    neutral: tuple[str, ...]
    bad: tuple[str, ...]
    statistic: str


class Rated(NamedTuple):
    """What a rule says of each series.

    Attributes:
        words: the rule's own words, one a series.
        statistic: the number that decided, NaN where there is none; its meaning is in the rule's docstring.
        reason: why not assessed, or a caution; empty if neither.
    """

    words: np.ndarray
    statistic: np.ndarray
    reason: np.ndarray


NOT_ASSESSED = "not_assessed"
