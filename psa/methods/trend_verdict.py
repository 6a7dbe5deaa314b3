"""The verdict on gaps to a baseline trend, from their intervals, and what was chosen for each series."""

from dataclasses import dataclass, fields, replace

import numpy as np

from psa.methods.array_types import Counts, Flags, Floats, Words
from psa.methods.baseline_split import BaselineSplit
from psa.methods.quantiles import t_quantile
from psa.methods.trend_arrays import MINIMUM_POINTS, NO_VARIATION


@dataclass(frozen=True)
class TrendChoices:
    """What was chosen for each series: the arguments of ``baseline_trend.baseline_trend_test``."""

    turn: Floats
    delta: Floats
    rounding: Floats
    d0: Floats
    s0_squared: Floats
    is_modelled: Flags
    confidence: float
    power: float

    def part(self, rows: slice | Counts) -> "TrendChoices":
        """Return the choices of some of the series."""
        per_row = {f.name: getattr(self, f.name)[rows] for f in fields(self)[:-2]}
        return replace(self, **per_row)


def judge_gaps(
    series: BaselineSplit, choices: TrendChoices, is_mute: Flags, gap: Floats, scale: Floats, df: Floats
) -> tuple[Words, Floats, Floats, Floats]:
    """Return verdict, gap turned by sign, its standard error and the critical value.

    Args:
        series: from ``split_baseline``.
        choices: for the same series.
        is_mute: True where nothing tells how large chance is.
        gap: not turned by sign.
        scale: its standard error.
        df: its degrees of freedom.
    """
    can_test = (series.m >= MINIMUM_POINTS) & (series.k >= 1)
    signed = np.where(can_test, gap * choices.turn, np.nan)
    has_scale = can_test & ~is_mute & (np.nan_to_num(scale) > 0)
    error = np.where(has_scale, scale, np.nan)
    tail = 0.5 + choices.confidence / 2
    critical = np.where(can_test, t_quantile(tail, df), np.nan)
    verdict = np.full(len(gap), "not_distinguishable", dtype="<U19")
    with np.errstate(invalid="ignore"):
        largest = np.abs(np.nan_to_num(series.value)).max(axis=1, initial=0.0)
        is_on_line = is_mute & (np.abs(signed) <= 10 * NO_VARIATION * largest)
        verdict[_is_within(choices, signed, error, df) | is_on_line] = "in_line"
        verdict[signed >= critical * error] = "better"
        verdict[signed <= -critical * error] = "worse"
    verdict[np.isnan(choices.turn)] = "no_direction"
    verdict[choices.is_modelled] = "modelled"
    verdict[~can_test] = "too_few"
    return verdict, signed, error, critical


def _is_within(choices: TrendChoices, signed: Floats, error: Floats, df: Floats) -> Flags:
    """Return whose gap is surely smaller than what matters, by two one-sided tests."""
    within = np.zeros(len(signed), bool)
    rows = np.flatnonzero(~np.isnan(choices.delta))
    reach = t_quantile(choices.confidence, df[rows]) * error[rows]
    within[rows] = np.abs(signed[rows]) + reach < choices.delta[rows]
    return within
