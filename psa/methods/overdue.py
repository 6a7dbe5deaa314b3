"""Which figures are overdue: by each series' own rhythm they should be out by the day as at which it is judged.

The rhythm is the usual distance between the ends of the last periods, of three figures or more; of fewer it is the
length of the last period, and there is none where that is a day. The time to publication so many days as the
measure's own `release_lag` or else the setting says. A figure is overdue once half a rhythm more than that has gone by
without it.
"""

import numpy as np
import pandas as pd

from psa.methods.settings import Settings

LAST_PERIODS = 12
LEAST_FIGURES = 3
PLAY = 0.5  # of a rhythm, that a figure may be late without being overdue


def overdue_measures(series: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the measures of which a figure is overdue.

    Args:
        series: the long frame.
        settings: the day as at which it is judged, and the usual days to a release.

    Returns:
        By measure_id: label, period (of the latest figure), expected (the day by which the next should be out).
    """
    rows = {}
    today = pd.Timestamp(settings.today) if settings.as_at else None
    if today is not None:
        for measure_id, one in series.groupby("measure_id", sort=False):
            ends = one["end"].drop_duplicates().sort_values().iloc[-LAST_PERIODS:]
            rhythm = _rhythm(one, ends)
            if not rhythm:
                continue
            lag = one["release_lag"].iloc[-1]
            days = float(settings.release_lag if pd.isna(lag) else lag)
            expected = ends.iloc[-1] + pd.Timedelta(days=round(rhythm + days))
            if expected + pd.Timedelta(days=round(PLAY * rhythm)) < today:
                rows[measure_id] = (one["label"].iloc[-1], one["period"].iloc[-1], expected.date())
    index = pd.Index(list(rows), name="measure_id", dtype="str")
    return pd.DataFrame(list(rows.values()), columns=["label", "period", "expected"], index=index)


def _rhythm(one: pd.DataFrame, ends: pd.Series) -> float:
    """Return the days from one figure of a series to the next; 0 where too few figures tell them."""
    if len(ends) >= LEAST_FIGURES:
        return float(np.median(np.diff(ends.to_numpy("datetime64[D]")).astype(int)))
    latest = one["end"] == ends.iloc[-1]
    days = float((one.loc[latest, "end"] - one.loc[latest, "start"]).dt.days.max())
    return days + 1 if days else 0.0
