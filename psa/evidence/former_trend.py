"""The test of the baseline trend as it was before it borrowed, to be set beside the one of today.

Each series was judged by itself: critical values normal where sampling error explained all spread of the steps, and
Student's t with m - 2 degrees of freedom otherwise, so that a tenth of a standard error could move them from 2 to 13.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from psa.methods.array_types import Flags, Floats, Words
from psa.methods.baseline_split import split_baseline
from psa.methods.drift import fit_drift
from psa.methods.quantiles import t_critical
from psa.methods.trend_arrays import mean_over, verdict_words


@dataclass(frozen=True)
class FormerTest:
    """What the former test found, up taken as better; one element a series."""

    statistic: Floats
    critical: Floats
    verdict: Words


def former_trend_test(
    time: npt.ArrayLike, value: npt.ArrayLike, se: npt.ArrayLike | None, is_baseline: Flags
) -> FormerTest:
    """Return the former test of series whose points after the baseline are all later ones.

    Args:
        time, value, se: 2-D; se None where none is published.
        is_baseline: 2-D mask of three or more points a series.
    """
    split = split_baseline(time, value, se, is_baseline, ~np.asarray(is_baseline, bool))
    fit = fit_drift(split.time, split.value, split.se, split.m, split.has_se)
    later, k = split.in_later, split.k
    horizon = np.where(later, split.time - fit.last_time[:, None], 0.0)
    mean_horizon = mean_over(horizon, later)
    rank = np.arange(horizon.shape[1]) - split.m[:, None]
    pairs = np.where(later, horizon * (2 * (k[:, None] - 1 - rank) + 1), 0.0).sum(axis=1) / k**2
    ahead = mean_horizon / fit.length
    known = np.where(later & split.has_se[:, None], split.se**2, 0.0).sum(axis=1) / k**2
    variance = fit.shock_variance * (pairs + mean_horizon * ahead) + known
    variance = variance + fit.last_se**2 * (1 + ahead) ** 2 + fit.first_se**2 * ahead**2
    gap = mean_over(split.value - fit.last_value[:, None], later) - fit.drift * mean_horizon
    statistic = gap / np.sqrt(variance)
    critical = t_critical(0.95, fit.df)
    return FormerTest(
        statistic, critical, verdict_words(statistic, critical, ("better", "worse", "not_distinguishable"))
    )
