"""Choose the vintage of each figure: current, first published, or as of a day."""

import pandas as pd

from psa.data.periods import parse_date, parse_period


def current_vintage(observations: pd.DataFrame, as_of: str | None = None) -> pd.DataFrame:
    """Return the figures as they stood: of each measure and period, the row that was released last.

    A revised figure is a new row with the day of its release; the row that it revises stays. A row
    without a day of release came first.

    Args:
        observations: the table.
        as_of: a date; later releases are left out.
    """
    released = _release_days(observations)
    if as_of:
        known = released.isna() | (released <= pd.Timestamp(parse_date(as_of, end=True)))
        observations, released = observations[known], released[known]
    if released.isna().all():
        return observations
    return _by_release(observations).drop_duplicates(["measure_id", "period"], keep="last").sort_index()


def first_vintage(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the figures as first published: of each measure and period, the row that was released first."""
    return _by_release(observations).drop_duplicates(["measure_id", "period"], keep="first").sort_index()


def revised_figures(observations: pd.DataFrame) -> pd.DataFrame:
    """Return each revision beside what it revised, by measure, period and day of release.

    Args:
        observations: the table, or some rows of it.

    Returns:
        measure_id, period, value, released (NA where it was first published), and value_before and
        released_before of the row that it revised.
    """
    again = observations[observations.duplicated(["measure_id", "period"], keep=False)]
    ordered = _by_release(again)[["measure_id", "period", "value", "released"]]
    earlier = ordered.groupby(["measure_id", "period"], sort=False)[["value", "released"]].shift()
    found = ordered.join(earlier.add_suffix("_before"))[ordered.duplicated(["measure_id", "period"])]
    ends = found["period"].map(lambda p: parse_period(p).end)
    return (
        found.assign(end=ends)
        .sort_values(["measure_id", "end"], kind="stable")
        .drop(columns="end")
        .reset_index(drop=True)
    )


def _release_days(observations: pd.DataFrame) -> pd.Series:
    """Return the day that each figure came out; NaT where it was first published."""
    return observations["released"].map(parse_date, na_action="ignore").astype("datetime64[s]")


def _by_release(observations: pd.DataFrame) -> pd.DataFrame:
    """Return observations in the order of their release; a row without a day of release came first."""
    return observations.loc[_release_days(observations).sort_values(kind="stable", na_position="first").index]
