"""Critical values and chances by the normal distribution and by Student's t."""

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from psa.methods.array_types import Floats


def check_confidence(confidence: npt.ArrayLike, name: str = "confidence") -> None:
    """Refuse a confidence, or any of several, that does not lie between 0 and 1.

    Raises:
        ValueError: the message begins with the name.
    """
    levels = np.asarray(confidence, float)
    if not np.all((levels > 0) & (levels < 1)):
        raise ValueError(f"{name} must lie strictly between 0 and 1")


def normal_critical(confidence: npt.ArrayLike) -> Floats:
    """Return how many standard errors a two-sided interval reaches: 1.959964 for a confidence of 0.95."""
    check_confidence(confidence)
    return np.asarray(ndtri(0.5 + np.asarray(confidence, float) / 2))


def t_critical(confidence: float, df: npt.ArrayLike) -> Floats:
    """Return the same by Student's t, where df is finite."""
    return t_quantile(0.5 + confidence / 2, df)


def t_quantile(probability: float, df: npt.ArrayLike) -> Floats:
    """Return the quantile of Student's t; the normal one where df is not finite."""
    # the quantile is slow, and few degrees of freedom differ
    known, which = np.unique(df, return_inverse=True)
    is_normal = ~np.isfinite(known)
    finite = np.where(is_normal, 1.0, known)
    quantiles: Floats = np.where(is_normal, ndtri(probability), stdtrit(finite, probability))
    return quantiles[which].reshape(np.shape(df))


def t_probability(df: npt.ArrayLike, statistic: npt.ArrayLike) -> Floats:
    """Return the chance of less than a statistic by Student's t; by the normal where df is not finite."""
    is_normal = ~np.isfinite(df)
    chance: Floats = np.where(is_normal, ndtr(statistic), stdtr(np.where(is_normal, 1.0, df), statistic))
    return chance
