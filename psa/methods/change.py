"""Test the change since the baseline."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from psa.methods.array_types import Floats, Words
from psa.methods.quantiles import check_confidence, normal_critical, t_critical, t_probability, t_quantile
from psa.methods.trend_arrays import check_not_negative, verdict_words


@dataclass(frozen=True)
class Change:
    """The change between two figures.

    Attributes:
        change: y1 - y0, as it is, not turned by sign.
        se: its standard error.
        df: degrees of freedom of that, inf where it was published.
        lower, upper: its interval.
        statistic: change / se, turned by sign: positive is better.
        p_improved: chance that the true change is for the better.
        verdict: 'improved', 'no_clear_change', 'worse', or 'unknown' without a standard error or direction.
    """

    change: Floats
    se: Floats
    df: Floats
    lower: Floats
    upper: Floats
    statistic: Floats
    p_improved: Floats
    verdict: Words


def change_since_baseline(
    y0: npt.ArrayLike,
    se0: npt.ArrayLike,
    y1: npt.ArrayLike,
    se1: npt.ArrayLike,
    sign: npt.ArrayLike,
    confidence: float = 0.95,
    noise_sd: npt.ArrayLike | None = None,
    noise_df: npt.ArrayLike = np.inf,
    known_df: npt.ArrayLike = np.inf,
    covariance: npt.ArrayLike = 0.0,
    whole: npt.ArrayLike = np.nan,
    whole_df: npt.ArrayLike = np.inf,
) -> Change:
    """Return the change from baseline to latest figure, with its interval and a verdict.

    A standard error of 0 is a rounded one and counts as missing.

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
        known_df: degrees of freedom of the standard errors, where the series itself had a say in them.
        covariance: of the errors of the two figures; used only where both are known.
        whole: standard error of the change itself where that is known otherwise, as of a projection; else NaN.
        whole_df: its degrees of freedom.

    Returns:
        A ``Change``, shaped as the inputs broadcast.

    Raises:
        ValueError: an infinite figure, a negative standard error.
    """
    check_confidence(confidence)
    stand_in = np.nan if noise_sd is None else noise_sd
    numbers = (y0, se0, y1, se1, sign, stand_in, noise_df, known_df, covariance, whole, whole_df)
    y0, se0, y1, se1, sign, noise_sd, noise_df, known_df, covariance, whole, whole_df = np.broadcast_arrays(
        *(np.asarray(a, float) for a in numbers)
    )
    if np.any(np.isinf(y0) | np.isinf(y1)):
        raise ValueError("y0 and y1 must be finite numbers (or NaN)")
    for array in (se0, se1, noise_sd, whole):
        check_not_negative("standard errors", array)
    is_missing0, is_missing1 = ~(se0 > 0), ~(se1 > 0)
    variance = np.where(is_missing0, noise_sd, se0) ** 2 + np.where(is_missing1, noise_sd, se1) ** 2
    variance = np.maximum(variance - np.where(is_missing0 | is_missing1, 0.0, 2 * covariance), 0.0)
    df = np.where((is_missing0 | is_missing1) & np.isfinite(noise_df), noise_df, known_df)
    is_whole = np.isfinite(whole)
    variance, df = np.where(is_whole, whole**2, variance), np.where(is_whole, whole_df, df)
    change = y1 - y0
    is_known = np.isfinite(variance) & (variance > 0) & np.isfinite(change)
    se = np.where(is_known, np.sqrt(variance), np.nan)
    critical = t_critical(confidence, df)
    statistic = change * np.where(np.abs(sign) == 1, sign, np.nan) / se
    verdict = verdict_words(statistic, critical, ("improved", "worse", "no_clear_change"))
    return Change(
        change=change,
        se=se,
        df=df,
        lower=change - critical * se,
        upper=change + critical * se,
        statistic=statistic,
        p_improved=t_probability(df, statistic),
        verdict=np.where(np.isnan(statistic), "unknown", verdict),
    )


def minimum_detectable_change(
    se0: npt.ArrayLike, se1: npt.ArrayLike, confidence: float = 0.95, power: float = 0.8
) -> Floats:
    """Return the smallest true change between two figures that would be found with a stated power.

    (z of confidence + z of power) sqrt(se0^2 + se1^2); source: Cochran, Sampling Techniques (1977), ch. 4.

    Args:
        se0: standard errors of the one figure.
        se1: standard errors of the other.
        confidence: two-sided.
        power: 0 to 1.
    """
    check_confidence(power, "power")
    reach = normal_critical(confidence) + t_quantile(power, np.inf)
    return np.asarray(reach * np.hypot(np.asarray(se0, float), np.asarray(se1, float)))
