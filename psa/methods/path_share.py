"""The share of the way to a target, with Fieller's interval."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from psa.methods.array_types import Flags, Floats
from psa.methods.quantiles import check_confidence, t_critical


@dataclass(frozen=True)
class PathShare:
    """The share of the required path that was covered.

    Attributes:
        share: 1 is on the path, 0 is no movement, below 0 is away from the target.
        lower, upper: its Fieller interval; -inf and inf where it has no end.
        is_bounded: False where the path itself cannot be told from none.
    """

    share: Floats
    lower: Floats
    upper: Floats
    is_bounded: Flags


def fieller_share(
    base_value: npt.ArrayLike,
    base_se: npt.ArrayLike,
    latest_value: npt.ArrayLike,
    latest_se: npt.ArrayLike,
    target: npt.ArrayLike,
    base_time: npt.ArrayLike,
    latest_time: npt.ArrayLike,
    target_time: npt.ArrayLike,
    confidence: float = 0.95,
    df: npt.ArrayLike = np.inf,
) -> PathShare:
    """Return how much of the straight path from base to target was covered by the latest time.

    share = (y1 - y0) / (f (T - y0)), f = (t1 - t0) / (Y - t0), at most 1. The base value is in both, so
    the interval is Fieller's (J. R. Stat. Soc. B 16, 1954), with covariance f se0^2.

    Args:
        base_value: y0.
        base_se: its standard error; 0 for a base that is fixed by definition.
        latest_value: y1, published or fitted.
        latest_se: its standard error.
        target: T.
        base_time: t0, decimal years.
        latest_time: t1.
        target_time: Y.
        confidence: two-sided.
        df: degrees of freedom of the standard errors.

    Returns:
        A ``PathShare``; NaN where there is no path (target equal to base, no time gone, target not later
        than base), NaN limits where a standard error is missing.
    """
    check_confidence(confidence)
    numbers = (base_value, base_se, latest_value, latest_se, target, base_time, latest_time, target_time, df)
    y0, se0, y1, se1, level, t0, t1, t_end, df = np.broadcast_arrays(*(np.asarray(a, float) for a in numbers))
    critical = t_critical(confidence, df)
    with np.errstate(divide="ignore", invalid="ignore"):
        f = np.minimum((t1 - t0) / np.where(t_end > t0, t_end - t0, np.nan), 1.0)
        n, d = y1 - y0, np.where(f > 0, f, np.nan) * (level - y0)
        d = np.where(d == 0, np.nan, d)
        # Fieller's limits are the roots of a x^2 - 2 b x + c
        a = d**2 - critical**2 * f**2 * se0**2
        b = n * d - critical**2 * f * se0**2
        c = n**2 - critical**2 * (se0**2 + se1**2)
        root = np.sqrt(np.maximum(b**2 - a * c, 0.0))
        is_bounded = a > 0
        lower, upper = (b - root) / a, (b + root) / a
    has_limits = np.isfinite(a) & np.isfinite(c)
    return PathShare(
        share=n / d,
        lower=np.where(has_limits, np.where(is_bounded, lower, -np.inf), np.nan),
        upper=np.where(has_limits, np.where(is_bounded, upper, np.inf), np.nan),
        is_bounded=has_limits & is_bounded,
    )
