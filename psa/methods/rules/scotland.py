"""Scotland Performs: the latest two points."""

import numpy as np

from psa.methods.rules.rule import Rated
from psa.methods.rules.series import (
    CLOSE,
    NO_FIGURES,
    NO_SIGN,
    answer,
    choose,
    each,
    pack_series,
    point,
    signs,
)


@np.errstate(all="ignore")
def scotland(time, value, sign, criterion=None) -> Rated:
    """Rate by the change between the latest two points against a criterion set beforehand.

    Args:
        time, value: series.
        sign: +1, -1; 0 or NaN is not assessed.
        criterion: smallest change that counts, in the unit of the values; any change if None, NaN or 0.

    Returns:
        Words improving, maintaining, worsening; the statistic is the change in the good direction.

    Source: Scottish Government, Scotland Performs, Methodology of the National Indicators (2007-2018); the
    criteria are published indicator by indicator and judged by statisticians.

    Raises:
        ValueError: a criterion below zero.
    """
    stack = pack_series(time, value)
    sign, n = signs(sign, stack), stack.count
    criterion = np.nan_to_num(each(criterion, stack, "criterion"), nan=0.0)
    if (criterion < 0).any():
        raise ValueError("a criterion is a size of change and cannot be below zero")
    change = sign * (point(stack.value, n - 1) - point(stack.value, n - 2))
    is_enough = (change != 0) & (np.abs(change) >= criterion * (1 - CLOSE))
    why = choose(
        (n == 0, NO_FIGURES),
        (~(np.abs(sign) == 1), NO_SIGN),
        (n < 2, "fewer than two points"),
    )
    words = choose(
        (is_enough & (change > 0), "improving"),
        (is_enough & (change < 0), "worsening"),
        otherwise="maintaining",
    )
    caution = np.where(criterion > 0, "", "no criterion was set: any change counts")
    return answer(stack, why, words, change, caution)
