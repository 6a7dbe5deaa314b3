"""Lines about a framework that still runs: what its latest releases brought, what was revised, what is overdue."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from psa.data.periods import parse_date, parse_period
from psa.methods.overdue import overdue_measures
from psa.methods.ratings import Ratings
from psa.pages.sentences.amounts import short_amount
from psa.pages.sentences.dates import day_words
from psa.pages.sentences.phrases import when
from psa.words import count, escape, listed

LATEST = 3  # releases that are told
MOST_LED = 2  # that a department is told by in a list
MOST_SERIES = 3  # of one release, that are told each by name


def news_lines(rated: Ratings) -> list[str]:
    """Return a line for each of the latest releases, the newest first: its day, its figures, what it revised.

    Empty where no day of release is known. The series that are rated come first in a line.
    """
    figures = rated.framework.observations.dropna(subset=["released", "value"])
    figures = figures.assign(day=figures["released"].map(parse_date))
    if rated.settings.as_at is not None:
        figures = figures[figures["day"] <= rated.settings.as_at]
    days = sorted(set(figures["day"]), reverse=True)[:LATEST]
    return [f"{day_words(day.isoformat())}: {_release(rated, figures, day)}" for day in days]


def _release(rated: Ratings, figures: pd.DataFrame, day: date) -> str:
    """Return what one release brought."""
    table = rated.framework.measures.set_index("measure_id")
    rows = figures[figures["day"] == day]
    groups = {str(name): group for name, group in rows.groupby("measure_id", sort=False)}
    names = sorted(groups, key=lambda name: not bool(table.at[name, "is_rateable"]))
    said = [
        _figure(rated, dict(table.loc[name]), name, groups[name], figures) for name in names[:MOST_SERIES]
    ]
    rest = len(names) - MOST_SERIES
    return (
        "; ".join([*said, f"and {count(rest, 'further series', 'further series')}"] if rest > 0 else said)
        + "."
    )


def _figure(
    rated: Ratings, about: Mapping[Any, Any], name: str, rows: pd.DataFrame, figures: pd.DataFrame
) -> str:
    """Return the newest figure of one series in a release, what it was before, and how many others came with it."""
    row = {**about, "decimals": rated.framework.decimals.get(name, 0)}
    newest = rows.iloc[rows["period"].map(lambda period: parse_period(period).end).argmax()]
    words = f"{about['label']}, {short_amount(newest['value'], row)} {when(str(newest['period']))}"
    before = figures[
        (figures["measure_id"] == name)
        & (figures["period"] == newest["period"])
        & (figures["day"] < newest["day"])
    ]
    if len(before):
        words += f" (revised from {short_amount(before.sort_values('day')['value'].iloc[-1], row)})"
    more = len(rows) - 1
    return f"{words} and {count(more, 'figure')} of earlier periods" if more else words


def describe_overdue(rated: Ratings) -> str:
    """Return the figures of rated series that are overdue by their own rhythm, as a list; empty where none is."""
    lines = [f"- {escape(line)}" for line in overdue_lines(rated)]
    return "**Overdue**\n\n" + "\n".join(lines) if lines else ""


def overdue_lines(rated: Ratings) -> list[str]:
    """Return a line for each rated series of which a figure is overdue."""
    late = overdue_measures(rated.series[rated.series["is_rateable"].astype(bool)], rated.settings)
    return [
        f"{row['label']}: a figure was to be expected by {day_words(row['expected'].isoformat())}; "
        f"the latest is {when(row['period'])}"
        for _, row in late.iterrows()
    ]


def led_words(rated: Ratings, department_id: str) -> str:
    """Return what a department leads and how each stands, in a few words; empty where it leads more than two."""
    row = rated.departments.set_index("department_id").loc[department_id]
    labels = rated.agreements.set_index("agreement_id")
    ids = [name for name in str(row["lead_agreements"]).split(";") if name]
    if not 0 < len(ids) <= MOST_LED:
        return ""
    framework = rated.framework
    return listed(
        [
            f"{framework.agreement(i).short_title or framework.agreement(i).title}: "
            f"{framework.word(str(labels.at[i, 'rating']))}"
            for i in ids
        ]
    )
