"""Test the change since the baseline."""

from dataclasses import dataclass

import numpy as np

from psa.methods.baseline_trend import verdict_words
from psa.methods.trend_arrays import check_confidence, t_probability, t_quantile


# Two points
@dataclass(frozen=True)
class Change:
    """The change between two figures.

    Attributes:
        change: y1 - y0, as it is, not turned by sign.
        se: its standard error.
        lower, upper: its interval.
        statistic: change / se, turned by sign: positive is better.
        p_improved: chance that the true change is for the better.
        verdict: 'improved', 'no_clear_change', 'worse', or 'unknown' without a standard error or direction.
    """

    change: np.ndarray
    se: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    statistic: np.ndarray
    p_improved: np.ndarray
    verdict: np.ndarray


def change_since_baseline(y0, se0, y1, se1, sign, confidence=0.95, noise_sd=None, noise_df=np.inf):
    """Return the change from baseline to latest figure, with its interval and a verdict.

    The two figures are taken as independent. A standard error of 0 is a rounded one and counts as missing.

    Args:
        y0: baseline figures.
        se0: their standard errors, NaN where none is known.
        y1: latest figures.
        se1: their standard errors.
        sign: +1 up is good, -1 down is good.
        confidence: two-sided.
        noise_sd: stands in for a standard error that is missing: the irregularity of one point of the
            series (``BaselineTrendTest.noise_sd``); None or NaN for no stand-in.
        noise_df: its degrees of freedom, m - 2; used only where it stands in.

    Returns:
        A ``Change``, shaped as the inputs broadcast.

    Raises:
        ValueError: an infinite figure, a negative standard error.
    """
    check_confidence(confidence)
    noise_sd = np.nan if noise_sd is None else noise_sd
    numbers = (y0, se0, y1, se1, sign, noise_sd, noise_df)
    y0, se0, y1, se1, sign, noise_sd, noise_df = np.broadcast_arrays(*(np.asarray(a, float) for a in numbers))
    if np.any(np.isinf(y0) | np.isinf(y1)):
        raise ValueError("y0 and y1 must be finite numbers (or NaN)")
    if np.any((se0 < 0) | (se1 < 0) | (noise_sd < 0)):
        raise ValueError("standard errors must not be negative")
    lacks0, lacks1 = ~(se0 > 0), ~(se1 > 0)
    variance = np.where(lacks0, noise_sd, se0) ** 2 + np.where(lacks1, noise_sd, se1) ** 2
    df = np.where((lacks0 | lacks1) & np.isfinite(noise_df), noise_df, np.inf)
    change = y1 - y0
    se = np.where(np.isfinite(variance) & (variance > 0) & np.isfinite(change), np.sqrt(variance), np.nan)
    critical = t_quantile(0.5 + confidence / 2, df)
    statistic = change * np.where(np.abs(sign) == 1, sign, np.nan) / se
    verdict = verdict_words(statistic, critical, ("improved", "worse", "no_clear_change"))
    return Change(
        change=change, se=se, lower=change - critical * se, upper=change + critical * se, statistic=statistic,
        p_improved=t_probability(df, statistic), verdict=np.where(np.isnan(statistic), "unknown", verdict),
    )  # fmt: skip
