"""A chance in words, and the word that fits a whole range of chances."""

from bisect import bisect_right

import numpy as np

from psa.words import percent

CUTS = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)  # a chance at a cut belongs to the word above it
WORDS = (
    "almost ruled out",
    "very unlikely",
    "unlikely",
    "as likely as not",
    "likely",
    "very likely",
    "almost certain",
)
UNKNOWN = "cannot be told"


def chance_in_percent(chance: float) -> str:
    """Return the chance of a target to come as it is printed: none below the first cut or above the last is told apart.

    Chances said to be below 2 per cent came true in 1 to 4 of 100 (``docs/methods/targets.md``).
    """
    if chance < CUTS[0]:
        return f"under {percent(CUTS[0])}"
    return f"over {percent(CUTS[-1])}" if chance > CUTS[-1] else percent(chance)


def chance_word(low: float, high: float) -> str:
    """Return the word that fits a chance from low to high, or the two that it lies between.

    A range from the first word to the last says nothing, as does one that is not known.
    """
    if np.isnan(low) or np.isnan(high):
        return UNKNOWN
    first, last = bisect_right(CUTS, low), bisect_right(CUTS, high)
    if first == last:
        return WORDS[first]
    if (first, last) == (0, len(CUTS)):
        return UNKNOWN
    return f"between {WORDS[first]} and {WORDS[last]}"


def how_likely(low: float, high: float) -> str:
    """Return the word for a chance from low to high with its verb, to follow "that it is so"."""
    word = chance_word(low, high)
    return word if word == UNKNOWN else f"is {word}"
