"""What is known of figures that somebody counted: how far chance alone moves them, and how far they usually stray.

A count of events has the variance of a Poisson count at its expected level, not at the figure itself, which is small
just where it is low by chance. And counts stray more than that: outbreaks, campaigns, changes of practice. Where a
framework has no prior of its own, its counted series are expected to have yearly shocks of at least a part of the
variance of their counting:

- of rates and shares with a published count under them, three quarters of it beside the variance itself;
- of whole numbers without a standard error, so much as would make their steps stray as counting alone does: 2/mu on
  the scale of logarithms, 2 mu on their own.

Tried with counts of four times the Poisson variance: false verdicts at most 3.5 % a side (``docs/methods``).
"""

import numpy as np

from psa.data.units import is_multiple
from psa.methods.array_types import Flags, Floats, Words
from psa.methods.definitions import Definitions
from psa.methods.scales import for_each_unit
from psa.methods.small_counts import expected_counts
from psa.methods.trend_arrays import mean_over

SHARE_OF_COUNTING = 3 / 4


def errors_at_level(time: Floats, se: Floats, is_event_rate: Flags) -> Floats:
    """Return standard errors on the scale of logarithms, those of counted events at their expected level.

    Args:
        time: 2-D decimal years.
        se: 2-D, 1 / sqrt(events) for counted ones.
        is_event_rate: which series are counted.
    """
    rows = np.flatnonzero(is_event_rate)
    out = se.copy()
    if len(rows):
        is_known = se[rows] > 0
        events = np.where(is_known, 1 / np.where(is_known, se[rows], 1.0) ** 2, np.nan)
        level = expected_counts(time[rows], events, is_known)
        out[rows] = np.where(is_known, 1 / np.sqrt(level), se[rows])
    return out


def usual_shocks(
    scale: Words, figure: Floats, se: Floats, is_counted: Flags, in_fit: Flags, asked: Definitions
) -> Floats:
    """Return the variance a year that counted series are expected to have at least; 0 for others.

    Args:
        scale: working scale of each series.
        figure, se: 2-D, in the unit; standard errors on the working scale.
        is_counted: which series have standard errors that come from counts.
        in_fit: 2-D mask of the baseline.
        asked: what is asked of them.
    """
    of_counts = mean_over(np.nan_to_num(se) ** 2, in_fit & np.isfinite(se))
    out = np.where(is_counted, SHARE_OF_COUNTING * np.nan_to_num(of_counts), 0.0)
    is_used = in_fit & np.isfinite(figure)
    level = mean_over(np.where(is_used, figure, 0.0), is_used)
    is_whole = (~is_used | (figure == np.round(figure))).all(axis=1)
    is_single = for_each_unit(lambda unit: float(not is_multiple(unit)), asked.unit) > 0
    is_plain = (
        (asked.value_kind == "count") & is_whole & is_single & ~np.isfinite(se).any(axis=1) & (level > 0)
    )
    of_level = np.where(scale == "log", 2 / np.where(is_plain, level, 1.0), 2 * level)
    return np.where(is_plain, of_level, out)
