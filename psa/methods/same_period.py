"""Months and quarters too few to take their season out, compared with the same part of earlier years."""

import numpy as np
import pandas as pd

from psa.data.periods import parse_period
from psa.methods.seasonal import SamePeriod, same_period_changes
from psa.methods.settings import Settings


def changes_on_earlier_years(
    points: pd.DataFrame, baseline_period: str, settings: Settings
) -> SamePeriod | None:
    """Return how the figures after the baseline differ from those of the same month or quarter before, all pairs.

    Only figures of the length of the last one and on its side of every break are compared.

    Args:
        points: the figures of one measure in order: value, start, end, months, segment.
        baseline_period: the period of its baseline as published; empty for the framework's last day before.
        settings: the period assessed.

    Returns:
        The changes in the unit; None where no two figures can be compared.
    """
    end = points["end"].to_numpy("datetime64[D]")
    points, end = points[end <= settings.limit], end[end <= settings.limit]
    if points.empty or points["months"].iloc[-1] not in (1, 3):
        return None
    last = points.iloc[-1]
    is_alike = ((points["months"] == last["months"]) & (points["segment"] == last["segment"])).to_numpy()
    points, end = points[is_alike], end[is_alike]
    known = parse_period(baseline_period).end if baseline_period else settings.baseline_by
    is_later = (end > np.datetime64(known)) & (end > settings.cutoff)
    found = same_period_changes(points["value"], points["start"].dt.month, is_later)
    return found if found.pairs else None
