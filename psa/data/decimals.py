"""Count the decimals of figures as they are written, and compare figures as far as their decimals go."""

import re
from decimal import Decimal

import pandas as pd

from psa.data.rows import texts

DIGITS = 15  # what a number of a computer keeps
SURE = 13  # of those, the digits that arithmetic leaves alone
SHORT = 8  # digits that a published figure has at most
FEW = 4  # figures; so many of one series are not all whole by chance, where they have a decimal
WHOLE = re.compile(r"-?[0-9]+\.0")  # as programs write a whole number


def decimals_of(number: Decimal) -> int:
    """Return the decimals that a number is written with, at most 12."""
    exponent = number.as_tuple().exponent
    return min(max(0, -exponent), 12) if isinstance(exponent, int) else 0


def figures_agree(first: float, second: float) -> bool:
    """Say whether two figures are the same, as far as the one with fewer decimals goes: 9.6 and 9.58 are."""
    places = min(decimals_of(Decimal(repr(float(f))).normalize()) for f in (first, second))
    return bool(abs(first - second) <= 0.5 * 10**-places + 1e-9 * max(abs(first), abs(second)))


def has_noise(text: str) -> bool:
    """Say whether a number has more digits than a computer keeps, of which the first few are the number.

    A figure that a publisher computed, such as 2.7566666666666664, has digits throughout.
    """
    if len(text) <= DIGITS or not re.fullmatch(r"-?[0-9.]+([eE][-+]?[0-9]+)?", text):
        return False
    return len(_digits(text)) > DIGITS and len(_digits(without_noise(text)).strip("0")) <= SHORT


def without_noise(text: str) -> str:
    """Return a number without the noise of a computer's arithmetic: 0.3 for 0.30000000000000004."""
    return f"{float(text):.{SURE}g}"


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", re.split("[eE]", text)[0]).lstrip("0")


def decimals_of_measures(observations: pd.DataFrame) -> dict[str, int]:
    """Return the most decimals among the figures of each measure, from the table of text.

    Noise of a computer's arithmetic is none; a figure in powers of ten has those that it stands for, 2.4e-7 eight.
    A program that writes whole numbers as 12.0 does so throughout, and none of them was published with a decimal.
    """
    figures: dict[str, list[str]] = {}
    for measure_id, text in zip(texts(observations, "measure_id"), texts(observations, "value"), strict=True):
        figures.setdefault(measure_id, []).append(text)
    return {measure_id: _most_decimals([t for t in own if t]) for measure_id, own in figures.items()}


def _most_decimals(figures: list[str]) -> int:
    if len(figures) >= FEW and all(WHOLE.fullmatch(text) for text in figures):
        return 0
    return max(map(_decimals_as_written, figures), default=0)


def _decimals_as_written(text: str) -> int:
    short = without_noise(text) if has_noise(text) else text
    if "e" in short.lower():
        return decimals_of(Decimal(short))
    return len(short.partition(".")[2])
