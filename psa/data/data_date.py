"""The day of the data: as of when the tables of a framework, or the rows of some agreements, say what they say."""

from collections.abc import Collection

import pandas as pd

from psa.data.framework import Framework
from psa.data.periods import parse_date, parse_period


def data_date(framework: Framework, agreement_ids: Collection[str] | None = None) -> str:
    """Return the latest day on which a figure came out or a source was read, such as 2024-05-02.

    Without any such day, the end of the latest figure's period; empty where there is no figure. It follows from the
    rows alone, never from a clock, so the same tables always have the same date.

    Args:
        framework: its tables.
        agreement_ids: whose rows count; None for every row, of all tables.
    """
    observations, read_on = framework.observations, framework.sources.set_index("source_id")["read_on"]
    if agreement_ids is not None:
        observations, used = _rows_of(framework, agreement_ids)
        read_on = read_on[read_on.index.isin(used)]
    named = {*observations["released"].dropna(), *read_on.dropna()}
    days = [parse_date(day, end=True) for day in named]
    days = days or [parse_period(label).end for label in observations["period"].dropna().unique()]
    return max(days).isoformat() if days else ""


def _rows_of(framework: Framework, agreement_ids: Collection[str]) -> tuple[pd.DataFrame, set[str]]:
    """Return the figures of some agreements, and the sources that their rows name."""
    agreements, indicators = framework.agreements, framework.indicators
    agreements = agreements[agreements["agreement_id"].isin(agreement_ids)]
    indicators = indicators[indicators["agreement_id"].isin(agreement_ids)]
    measures = framework.measures
    measures = measures[measures["indicator_id"].isin(indicators["indicator_id"])]
    observations = framework.observations
    observations = observations[observations["measure_id"].isin(measures["measure_id"])]
    published = framework.published_ratings
    is_own = published["agreement_id"].isin(agreement_ids)
    published = published[is_own | published["indicator_id"].isin(indicators["indicator_id"])]
    named = [table["source_id"] for table in (agreements, indicators, observations, published)]
    return observations, {
        source_id.strip() for cell in pd.concat(named).dropna().unique() for source_id in cell.split(";")
    }
