"""Check figures and definitions against what their kind and unit can be: a count stays above 0."""

import re

import pandas as pd

from psa.data.faults import Fault
from psa.data.rows import Row, Tables, numbers_of, rows_of
from psa.data.units import ceiling_of, is_difference, per_of

NEVER_NEGATIVE = {"count", "ratio", "money"}
_NET = re.compile(r"\b(net|change|difference|balance|growth|surplus|deficit)\b", re.IGNORECASE)


def stays_above_zero(kind: str, unit: str, label: str = "") -> bool:
    """Say whether figures of a kind cannot be negative: those of a count, a ratio, money or a rate per so many.

    A unit or label that speaks of a change, a balance or what is net lets them be.
    """
    if is_difference(unit) or speaks_of_change(unit) or speaks_of_change(label):
        return False
    return kind in NEVER_NEGATIVE or kind == "proportion" or (kind == "rate" and per_of(unit) > 0)


def speaks_of_change(words: str) -> bool:
    """Say whether words are of a change, a balance or what is net, which can be negative."""
    return bool(_NET.search(words))


def check_bounds(tables: Tables) -> list[Fault]:
    """Return a fault for each figure, target and factor that lies outside what it can be."""
    return [*_check_figures(tables), *_check_targets(tables), *_check_factors(tables)]


def _check_figures(tables: Tables) -> list[Fault]:
    observations, measures = tables["observations"], tables["measures"]
    is_negative = numbers_of(observations, "value") < 0
    is_asked = measures["measure_id"].isin(observations["measure_id"][is_negative].unique())
    # of a proportion its whole is checked
    kinds = _above_zero(measures[is_asked & (measures["value_kind"] != "proportion")])
    is_below = is_negative & observations["measure_id"].isin(list(kinds))
    remedy = (
        "Correct it; leave out the row of a figure that is missing; or, where less than 0 is possible, say so in "
        "measures.csv: value_kind gap, or a unit that names the change or the balance"
    )
    return [
        row.fault("value", f"{row['value']} is below 0, which a {kinds[row['measure_id']]} cannot be", remedy)
        for row in rows_of(observations, is_below)
    ]


def _above_zero(measures: pd.DataFrame) -> dict[str, str]:
    """Return the measures whose figures cannot be negative, each with its kind."""
    return {
        row["measure_id"]: row["value_kind"]
        for row in rows_of(measures)
        if stays_above_zero(row["value_kind"], row["unit"], row["label"])
    }


def _check_targets(tables: Tables) -> list[Fault]:
    """Check targets and baselines against what every series that the indicator is rated by can be."""
    indicators, measures = tables["indicators"], tables["measures"]
    is_asked = (indicators["target_value"] != "") | (indicators["baseline_value"] != "")
    is_rated = measures["role"].isin(["headline", "component", ""])
    series: dict[str, list[Row]] = {}
    for row in rows_of(
        measures, is_rated & measures["indicator_id"].isin(indicators["indicator_id"][is_asked])
    ):
        series.setdefault(row["indicator_id"], []).append(row)
    faults = []
    for row in rows_of(indicators, is_asked):
        for column in ("target_value", "baseline_value"):
            of_indicator = series.get(row["indicator_id"], [])
            problems = [_impossible(row, column, measure) for measure in of_indicator]
            if problems and all(problems):
                remedy = "Correct it, its basis, or the measure's unit and value_kind"
                faults.append(row.fault(column, problems[0], remedy))
    return faults


def _impossible(row: Row, column: str, measure: Row) -> str:
    """Return why a target or a baseline cannot be of a measure; empty where it can."""
    number = pd.to_numeric(row[column], errors="coerce")
    kind, unit = measure["value_kind"], measure["unit"]
    basis = row["target_basis"] if column == "target_value" else "level"
    is_above_zero = stays_above_zero(kind, unit, measure["label"])
    if basis == "percent_change":
        is_too_far = is_above_zero and row["direction"] == "decrease" and abs(number) > 100
        return (
            f"a fall by {row[column]} per cent leads below 0, which a {kind} cannot be" if is_too_far else ""
        )
    if basis == "change":
        return ""
    whole = ceiling_of(unit) if kind == "proportion" else float("nan")
    if number > whole:
        return f"{row[column]} is more than the whole: {measure['measure_id']} goes from 0 to {whole:.0f}"
    return f"{row[column]} is below 0, which a {kind} cannot be" if number < 0 and is_above_zero else ""


def _check_factors(tables: Tables) -> list[Fault]:
    """Check numbers that only the methods read, so that none of them ends in an error there, or says nothing."""
    measures, indicators = tables["measures"], tables["indicators"]
    factor, correlation, lag = (
        numbers_of(measures, name) for name in ("design_effect", "error_correlation", "release_lag")
    )
    least = numbers_of(indicators, "minimum_change")
    wrong = [
        (
            measures,
            factor <= 0,
            "design_effect",
            "is not above 0",
            "Correct it, or leave the cell empty for 1",
        ),
        (
            measures,
            correlation.abs() > 1,
            "error_correlation",
            "is no correlation, which lies between -1 and 1",
            "Correct it, or leave the cell empty for 0",
        ),
        (
            measures,
            lag < 0,
            "release_lag",
            "is below 0 days",
            "Write how many days after its end a figure comes out",
        ),
        (
            indicators,
            least < 0,
            "minimum_change",
            "is below 0",
            "Write its size: the way that is good is that of direction",
        ),
    ]
    return [
        row.fault(column, f"{row[column]} {problem}", remedy)
        for table, is_wrong, column, problem, remedy in wrong
        for row in rows_of(table, is_wrong)
    ]
