"""What a page says of the season of months and quarters: how it is out, and what earlier years show."""

from typing import Any

from psa.data.periods import parse_period
from psa.methods.ratings import Ratings
from psa.methods.same_period import changes_on_earlier_years
from psa.pages.sentences.phrases import change_unit, when
from psa.words import count, significant

Row = Any  # a row of a table of ratings: a mapping from column to cell

NAMES = {1: "month", 3: "quarter"}
LEAST = {1: "36 months", 3: "12 quarters"}


def trend_leads(row: Row, expected: str) -> str:
    """Return of which figures the baseline trend is and where it leads, to the middle of a sentence.

    Args:
        row: of the measure or indicator: trend_season and others.
        expected: where the trend leads, with its unit.
    """
    points, latest = int(row["trend_baseline_points"]), str(row["latest_period"])
    if row["trend_season"] != "stl":
        return f"The trend of the {points} figures up to the baseline, carried on, leads to {expected} {when(latest)}"
    part = _months(latest)
    used = count(int(row["trend_season_figures"]), NAMES[part])
    block = "the last three months" if part == 1 else "the last quarter"
    return (
        f"The season is taken out of {used} (STL, robust). The trend of {block} of each of the {points} years up to "
        f"the baseline, so adjusted, leads to {expected} {when(latest)}"
    )


def how_season_is_out(row: Row) -> str:
    """Return how the season is out of the test of the trend, as a sentence with a space before it; empty for years."""
    part = NAMES.get(_months(str(row["latest_period"])), "")
    if row["trend_season"] == "same_period" and part:
        return f" Only figures of the same {part} of each year are compared: too few in a row to take the season out."
    return " The publisher has taken the season out." if row["trend_season"] == "published" else ""


def describe_same_periods(rated: Ratings, measure_id: str) -> str:
    """Return how months or quarters too few for a trend differ from those of earlier years; empty for others."""
    row = rated.measure_rows[measure_id]
    if row["trend_season"] != "same_period" or row["trend_verdict"] != "not_assessed":
        return ""
    points = rated.points(measure_id)
    period = str(row["baseline_period"]) if row["baseline_origin"] == "published" else ""
    found = changes_on_earlier_years(points, period, rated.settings)
    if found is None:
        return ""
    part = int(points["months"].iloc[-1])
    size = significant(abs(found.change), 2)
    words = f"{size}{change_unit(row['unit'], size)} {'higher' if found.change > 0 else 'lower'}"
    pairs = f"the one pair is {words}"
    if found.pairs > 1:
        rose = found.rises or "none"
        pairs = f"over all {found.pairs} pairs they are {words} on average, and {rose} of the pairs rose"
    head = "**Month by month.**" if part == 1 else "**Quarter by quarter.**"
    return (
        f"{head} To take the season out needs {LEAST[part]} in a row, which are not there. Each figure after the "
        f"baseline is compared with the same {NAMES[part]} of the years before: {pairs}."
    )


def _months(label: str) -> int:
    """Return how many months a period has; 0 for a label that is no period."""
    try:
        period = parse_period(label)
    except ValueError:
        return 0
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
