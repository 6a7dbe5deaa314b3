"""Which figures were known on a day, and the day as at which a framework's figures are read."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from psa.data.framework import Framework
from psa.data.periods import parse_date, parse_period


def known_by(framework: Framework, day: date, lag: int) -> Framework:
    """Return a framework with the figures and published ratings that were out on a day.

    A figure counts from its release. One without a day of release counts from so many days after the end of its
    period, by the `release_lag` of its measure or else by `lag`.

    Args:
        framework: with all figures.
        day: as at which.
        lag: days.
    """
    observations = framework.observations
    is_known = np.array(
        [
            release <= day if release else (day - parse_period(period).end).days >= days
            for release, period, days in zip(
                _release_days(observations), observations["period"], _lags(framework, lag), strict=True
            )
        ],
        bool,
    )
    reports = framework.published_ratings
    is_out = [not isinstance(text, str) or parse_date(text) <= day for text in reports["report_date"]]
    tables = framework.tables | {
        "observations": observations[is_known].reset_index(drop=True),
        "published_ratings": reports[np.array(is_out, bool)].reset_index(drop=True),
    }
    return replace(framework, tables=tables)


def latest_day(framework: Framework) -> date | None:
    """Return the day of the latest release, or of the latest figure's end if that is later; None without a release."""
    observations = framework.observations
    releases = [parse_date(text) for text in observations["released"].dropna().unique()]
    if not releases:
        return None
    return max([*releases, *(parse_period(label).end for label in observations["period"].unique())])


def undated_share(framework: Framework) -> float:
    """Return the share of figures without a day of release."""
    return float(framework.observations["released"].isna().mean()) if len(framework.observations) else 0.0


def _release_days(observations: pd.DataFrame) -> list[date | None]:
    days = {text: parse_date(text) for text in observations["released"].dropna().unique()}
    return [days.get(text) for text in observations["released"]]


def _lags(framework: Framework, lag: int) -> list[int]:
    measures = framework.measures.dropna(subset="release_lag")
    own = {str(m): int(days) for m, days in zip(measures["measure_id"], measures["release_lag"], strict=True)}
    return [own.get(m, lag) for m in framework.observations["measure_id"]]
