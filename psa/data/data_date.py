"""The day of the data: as of when the tables of a framework, or the rows of one agreement, say what they say."""

import pandas as pd

from psa.data.framework import Framework
from psa.data.periods import parse_date, parse_period


def data_date(framework: Framework) -> str:
    """Return the latest day on which a figure came out or a source was read, such as 2024-05-02.

    Without any such day, the end of the latest figure's period; empty where there is no figure. It follows from the
    rows alone, never from a clock, so the same tables always have the same date.
    """
    observations = framework.observations
    days = {*observations["released"].dropna(), *framework.sources["read_on"].dropna()}
    return _latest(days) or _latest_end(observations["period"])


def data_dates(framework: Framework) -> dict[str, str]:
    """Return the same for the rows of each agreement and of each department that answers for some, by its id."""
    rows = _dated_rows(framework)
    days = rows.dropna(subset=["day"]).groupby("agreement_id")["day"].agg(set).to_dict()
    periods = rows.dropna(subset=["period"]).groupby("agreement_id")["period"].agg(set).to_dict()
    ids = framework.agreements["agreement_id"]
    dates = {i: _latest(days.get(i, set())) or _latest_end(pd.Series(list(periods.get(i, [])))) for i in ids}
    roles = framework.roles()
    own = roles[["department_id", "agreement_id"]].assign(date=roles["agreement_id"].map(dates).fillna(""))
    return dates | own.groupby("department_id")["date"].max().to_dict()


def _dated_rows(framework: Framework) -> pd.DataFrame:
    """Return agreement_id, day and period of each figure and each use of a source, once each."""
    agreements, indicators = framework.agreements, framework.indicators
    owner = indicators.set_index("indicator_id")["agreement_id"]
    by_measure = framework.measures.set_index("measure_id")["indicator_id"].map(owner)
    observations = framework.observations
    observations = observations.assign(agreement_id=observations["measure_id"].map(by_measure))
    published = framework.published_ratings
    published = published.assign(
        agreement_id=published["agreement_id"].fillna(published["indicator_id"].map(owner))
    )
    tables = (agreements, indicators, observations, published)
    named = pd.concat([table[["agreement_id", "source_id"]] for table in tables]).dropna().drop_duplicates()
    named = named.assign(source_id=named["source_id"].str.split(";")).explode("source_id")
    read_on = framework.sources.set_index("source_id")["read_on"]
    used = named.assign(day=named["source_id"].str.strip().map(read_on))
    figures = observations[["agreement_id", "released", "period"]].drop_duplicates()
    figures = figures.rename(columns={"released": "day"})
    return pd.concat([used[["agreement_id", "day"]].drop_duplicates().astype(object), figures.astype(object)])


def _latest(days: set[str]) -> str:
    return max(parse_date(day, end=True) for day in days).isoformat() if days else ""


def _latest_end(periods: pd.Series) -> str:
    ends = [parse_period(label).end for label in periods.dropna().unique()]
    return max(ends).isoformat() if ends else ""
