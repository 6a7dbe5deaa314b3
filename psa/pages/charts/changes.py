"""The changes of indicators on one scale, and how far that reaches."""

import numpy as np
import pandas as pd


def standardise(indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the indicators with `standardised`, `lower`, `upper`: the change, better upwards.

    Where these columns are there already they stand. Else it is the change in per cent of the baseline,
    with the interval of the change where one is known.
    """
    if "standardised" in indicators:
        return indicators.assign(**{c: indicators.get(c, np.nan) for c in ("lower", "upper")})
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 100 / indicators["baseline_value"].astype(float).abs().replace(0, np.nan)
        good, change = indicators["change_good"].astype(float), indicators["change"].astype(float)
        way = np.where(change != 0, np.sign(good / change.where(change != 0)), 1.0)
    lower: pd.Series = indicators["change_lower"].astype(float) * scale * way
    upper: pd.Series = indicators["change_upper"].astype(float) * scale * way
    return indicators.assign(
        standardised=indicators["change_percent"].astype(float) * way,
        lower=np.minimum(lower, upper),
        upper=np.maximum(lower, upper),
    )


def reach_of(rated: pd.DataFrame) -> tuple[float, float]:
    """Return the ends of the scale: all changes, unless one is many times the rest; intervals up to twice."""
    rated = rated[rated["standardised"].notna()]
    if rated.empty:
        return -1.0, 1.0
    sizes = np.sort(rated["standardised"].abs().to_numpy(float))
    largest = widest = float(sizes[-1])
    if len(sizes) > 2 and sizes[-1] > 4 * sizes[-2] > 0:
        widest = 1.5 * float(sizes[-2])
    widest = widest or 1.0
    ends = rated[["standardised", "lower", "upper"]].to_numpy(float)
    low, high = max(float(np.nanmin(ends)), -2 * widest), min(float(np.nanmax(ends)), 2 * widest)
    if largest > widest:
        low, high = max(low, -widest), min(high, widest)
    low, high = min(low, -0.25 * widest), max(high, 0.25 * widest)
    room = 0.06 * (high - low)
    return low - room, high + room
