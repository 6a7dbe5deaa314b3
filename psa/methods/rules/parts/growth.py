"""Compound growth since a base, for the rules that use it."""

import numpy as np

from psa.methods.rules.parts.answer import Choice, missing
from psa.methods.rules.parts.series import Floats, Series, entry

CLOSE_GROWTH = 1e-12


def ends(series: Series, base_time: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the base and the end of each series: first figure and its time, last figure and its time.

    The base is the first point at or after `base_time`, the first of all where that is NaN.
    """
    earliest = np.where(np.isnan(base_time), -np.inf, base_time - 1e-6)
    base = (series.time < earliest[:, None]).sum(axis=1)
    return entry(series.value, base), entry(series.time, base), series.last(), series.last_time()


def yearly_growth(start: Floats, end: Floats, years: Floats) -> Floats:
    """Return compound growth a year as a share; NaN where the ends differ in sign or no time passed."""
    ratio = end / start
    return np.where((ratio >= 0) & (years > 0), np.expm1(np.log(np.abs(ratio)) / years), np.nan)


def no_growth(series: Series, first_time: Floats, last_time: Floats) -> tuple[Choice, ...]:
    """Return the reasons for which no rule of growth can rate a series."""
    return (
        *missing(series),
        (series.count < 2, "fewer than two points"),
        (~(last_time > first_time), "fewer than two points from the base year on"),
    )
