"""Words, reasons and the answer of a rule."""

import numpy as np

from psa.methods.rules.parts.rule import NOT_ASSESSED, Rated
from psa.methods.rules.parts.series import Bools, Floats, Series, Words

Choice = tuple[Bools, str]

CLOSE = 1e-9  # shares this near a threshold count as on it, so that a change of unit cannot move them


def missing(series: Series) -> tuple[Choice, Choice]:
    """Return the reasons for which no rule can rate a series, in the form that `choose` takes."""
    return (
        (series.count == 0, "no figures"),
        (~(np.abs(series.sign) == 1), "no direction is called good"),
    )


def choose(*choices: Choice, otherwise: str = "") -> Words:
    """Return the word of the first condition that holds; conditions have one entry a series."""
    conditions, words = zip(*choices, strict=True)
    code = np.select(list(conditions), list(range(len(words))), default=len(words))
    is_held = np.bincount(code.ravel(), minlength=len(words) + 1) > 0
    # only what is said: each entry of an array of words is as wide as the longest one
    said = [word for word, is_one in zip((*words, otherwise), is_held, strict=True) if is_one]
    chosen: Words = np.array(said, dtype=str)[np.cumsum(is_held)[code] - 1]
    return chosen


def answer(
    series: Series,
    why_not: Words,
    words: Words,
    statistic: Floats,
    caution: Words | str = "",
) -> Rated:
    """Return a rule's words where nothing speaks against it, else not_assessed and why.

    Args:
        series: what was rated; the answer has its shape.
        why_not: the reason not to assess, one a series; empty where there is none.
        words, statistic: as if nothing spoke against it.
        caution: what to bear in mind beside a word; empty for nothing.
    """
    is_open = why_not == ""
    return Rated(
        np.where(is_open, words, NOT_ASSESSED).reshape(series.shape),
        np.where(is_open, statistic, np.nan).reshape(series.shape),
        np.where(is_open, caution, why_not).reshape(series.shape),
    )
