"""Check observations across their cells and rows: intervals, shares, days of release, periods there twice."""

from contextlib import suppress

import pandas as pd

from psa.data.checks.days import check_days
from psa.data.checks.shares import check_parts, check_proportions
from psa.data.faults import Fault
from psa.data.periods import is_period, parse_date, parse_period
from psa.data.rows import Tables, numbers_of, rows_of

NUMBERS = ("value", "lower", "upper", "interval_level", "numerator", "denominator")


def check_observations(tables: Tables) -> list[Fault]:
    """Check what a cell alone cannot show: intervals, and periods that are the same by another name."""
    observations = tables["observations"]
    numbers = {column: numbers_of(observations, column) for column in NUMBERS}
    return [
        *_check_intervals(observations, numbers),
        *_check_denominators(observations, numbers["denominator"]),
        *check_proportions(tables, numbers["value"]),
        *check_parts(tables, numbers),
        *_check_releases(observations),
        *_check_same_periods(observations),
        *check_days(tables),
    ]


def _check_intervals(observations: pd.DataFrame, numbers: dict[str, pd.Series]) -> list[Fault]:
    faults = []
    value, lower, upper = numbers["value"], numbers["lower"], numbers["upper"]
    for row in rows_of(observations, (value < lower) | (value > upper)):
        problem = f"the interval {row['lower']} to {row['upper']} does not contain {row['value']}"
        faults.append(row.fault("value", problem, "Correct the value or its limits"))
    for row in rows_of(observations, lower.isna() != upper.isna()):
        empty = "lower" if row["lower"] == "" else "upper"
        faults.append(row.fault(empty, "one limit without the other", "Give both limits or neither"))
    level = numbers["interval_level"]
    for row in rows_of(observations, (level <= 50) | (level >= 100)):
        problem = f"{row['interval_level']} is not a level"
        faults.append(row.fault("interval_level", problem, "Write the level in per cent, such as 95"))
    return faults


def _check_denominators(observations: pd.DataFrame, denominators: pd.Series) -> list[Fault]:
    return [
        row.fault(
            "denominator", f"{row['denominator']} is not above 0", "Correct it, or leave the cell empty"
        )
        for row in rows_of(observations, denominators <= 0)
    ]


def _check_releases(observations: pd.DataFrame) -> list[Fault]:
    """Check that no figure came out before the period that it is for had begun."""
    faults = []
    for row in rows_of(observations, observations["released"] != ""):
        with suppress(ValueError):
            period = parse_period(row["period"])
            if parse_date(row["released"], end=True) < period.start:
                start = period.start.isoformat()
                problem = f"{row['released']} is before {period.label} began, on {start}"
                remedy = "Correct the day of release or the period: a figure cannot come out before its period begins"
                faults.append(row.fault("released", problem, remedy))
    return faults


def _check_same_periods(observations: pd.DataFrame) -> list[Fault]:
    """Check that a measure names each of its periods in one way only."""
    periods = {label: parse_period(label) for label in observations["period"].unique() if is_period(label)}
    spans = observations["period"].map({p: f"{period.start} {period.end}" for p, period in periods.items()})
    keyed = pd.DataFrame({"measure": observations["measure_id"], "span": spans})
    keyed = keyed[keyed["span"].notna() & (keyed["measure"] != "")]
    labels = observations["period"][keyed.index]
    first = labels.groupby([keyed["measure"], keyed["span"]]).transform("first")
    is_again = (first != labels).reindex(observations.index, fill_value=False)
    faults = []
    for row in rows_of(observations, is_again):
        problem = (
            f"{row['period']} is the same period as {first[row.index]}, which {row['measure_id']} has already"
        )
        remedy = "Keep one of the two rows"
        if row["released"]:
            remedy = f"Write {first[row.index]}, as the row that it revises does"
        faults.append(row.fault("period", problem, remedy))
    return faults
