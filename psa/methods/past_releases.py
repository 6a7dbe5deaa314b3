"""What was said of each indicator at each past release of its figures: by today's targets, with what was known then.

A figure is released on its day of release. One without such a day counts as released so many days after the end of its
period as its own measure states (``release_lag``), and that is marked. A figure with neither has no day. Where that is
so of half or more of an indicator's figures since the start, the indicator has no past: one that is invented is worse
than none. Each day is judged as ``--as-at`` judges it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from psa.data.framework import Framework
from psa.data.periods import parse_date, parse_period
from psa.methods.by_rule import rate_by_rule
from psa.methods.settings import Settings

MOST_RELEASES = 12  # of one indicator, the latest
MOST_FIGURES = 1_000_000  # that are read again for it, all days together
SAID = [
    "rating",
    "target_figure",
    "target_figure_period",
    "target_standing",
    "target_chance",
    "verdict",
    "measure_id",
]


def said_on(framework: Framework, day: date, settings: Settings) -> pd.DataFrame:
    """Return what was said of each indicator on a day, by indicator_id: the columns of `SAID`.

    Args:
        framework: with all figures that are known today.
        day: as at which.
        settings: of the ratings of today.
    """
    rated = rate_by_rule(framework, replace(settings, as_at=day, is_replayed=True))
    return rated.indicators.set_index("indicator_id")[SAID]


def release_days(framework: Framework, measures: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the days after the start on which figures of each indicator came out, the latest of them.

    Args:
        framework: with all figures that are known today.
        measures: the ratings of its measures, by measure_id; those that are rated give an indicator its releases.
        settings: of the ratings.

    Returns:
        indicator_id, day, and is_dated: whether a figure of that day bears it as its day of release. At most
        `MOST_RELEASES` an indicator, and no more days in all than `MOST_FIGURES` allow.
    """
    owner = measures.loc[measures["is_rateable"].astype(bool), "indicator_id"]
    figures = framework.observations[["measure_id", "period", "released"]]
    figures = figures[figures["measure_id"].isin(owner.index)]
    ends = {label: parse_period(label).end for label in figures["period"].unique()}
    figures = figures[[ends[label] > settings.baseline_by for label in figures["period"]]]
    rows = pd.DataFrame(
        {
            "indicator_id": figures["measure_id"].map(owner).to_numpy(object),
            "day": _days(framework, figures, [ends[label] for label in figures["period"]]),
            "is_dated": figures["released"].notna().to_numpy(bool),
        }
    )
    has_day = rows["day"].notna()
    is_told = has_day.groupby(rows["indicator_id"]).transform("mean") > 0.5
    rows = rows[is_told & has_day]
    if settings.as_at:
        rows = rows[rows["day"] <= settings.as_at]
    days = rows.groupby(["indicator_id", "day"])["is_dated"].any().reset_index()
    days = days.groupby("indicator_id").tail(MOST_RELEASES)
    most = max(MOST_FIGURES // max(len(framework.observations), 1), 1)
    return days[days["day"].isin(sorted(days["day"].unique())[-most:])].reset_index(drop=True)


def _days(framework: Framework, figures: pd.DataFrame, ends: Iterable[date]) -> np.ndarray:
    """Return the day on which each figure came out; None where neither it nor its measure says."""
    about = framework.measures.set_index("measure_id")["release_lag"]
    lags = {str(key): int(days) for key, days in about.dropna().items()}
    days = [
        parse_date(released)
        if isinstance(released, str)
        else end + timedelta(lags[measure_id])
        if measure_id in lags
        else None
        for measure_id, released, end in zip(figures["measure_id"], figures["released"], ends, strict=True)
    ]
    return np.array(days, object)
