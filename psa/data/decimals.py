"""Count the decimals of figures as they are written, and compare figures as far as their decimals go."""

from decimal import Decimal

import pandas as pd

from psa.data.rows import texts


def decimals_of(number: Decimal) -> int:
    """Return the decimals that a number is written with, at most 12."""
    exponent = number.as_tuple().exponent
    return min(max(0, -exponent), 12) if isinstance(exponent, int) else 0


def figures_agree(first: float, second: float) -> bool:
    """Say whether two figures are the same, as far as the one with fewer decimals goes: 9.6 and 9.58 are."""
    places = min(decimals_of(Decimal(repr(float(f))).normalize()) for f in (first, second))
    return bool(abs(first - second) <= 0.5 * 10**-places + 1e-9 * max(abs(first), abs(second)))


def decimals_of_measures(observations: pd.DataFrame) -> dict[str, int]:
    """Return the most decimals among the figures of each measure, from the table of text."""
    most: dict[str, int] = {}
    for measure_id, text in zip(texts(observations, "measure_id"), texts(observations, "value"), strict=True):
        digits = len(text.partition(".")[2]) if "e" not in text.lower() else 0
        most[measure_id] = max(digits, most.get(measure_id, 0))
    return most
