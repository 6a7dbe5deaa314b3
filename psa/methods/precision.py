"""How far figures can be told apart: by the last digit that was published, and beyond the noise of arithmetic.

0.1 + 0.2 is 0.30000000000000004 in a computer. It is 0.3, and no change from 0.3.
"""

import numpy as np
from numpy.typing import ArrayLike

from psa.methods.array_types import Flags

NOISE = 1e-12  # of a number's size: what arithmetic may have left behind its last digit
SURELY = 1 - 1e-6  # of half a digit, so that half a digit itself is no noise


def is_change(first: ArrayLike, last: ArrayLike, decimals: ArrayLike) -> Flags:
    """Return whether two figures differ by half of the last published digit or more; False where one is not known.

    Args:
        first, last: the figures.
        decimals: with which they were published; NaN where that is not known, as of computed ones, which differ
            by what is more than the noise of arithmetic.
    """
    one, other, places = (np.asarray(array, float) for array in (first, last, decimals))
    noise = NOISE * np.fmax(np.abs(one), np.abs(other))
    with np.errstate(invalid="ignore"):
        half = np.where(np.isfinite(places), 0.5 * SURELY * 10.0 ** -np.nan_to_num(places), 0.0)
        return np.asarray(np.abs(other - one) > np.fmax(half, noise))


def reaches(figure: ArrayLike, level: ArrayLike, sign: ArrayLike) -> Flags:
    """Return whether a figure is at a level or on its good side, whatever noise arithmetic left in either.

    Args:
        figure, level: in the unit; False where one is NaN.
        sign: +1 up is good, -1 down is good.
    """
    one, other = np.asarray(figure, float), np.asarray(level, float)
    noise = NOISE * np.fmax(np.abs(one), np.abs(other))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.asarray(sign, float) * (one - other) >= -noise)
