"""Remark on periods that may be meant otherwise: two years read as one, years of another kind, early releases."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import partial

import pandas as pd

from psa.data.cells.period_labels import two_years
from psa.data.faults import Fault, Finding
from psa.data.periods import parse_date, parse_period
from psa.data.remarks.once import once
from psa.data.rows import Row, Tables, rows_of, texts

_YEARS = {"financial", "academic"}


def years_that_read_two_ways(tables: Tables) -> list[Fault]:
    """Remark on ``2008-2009``, which is read as one year and may be meant as two."""
    remarks = []
    for column in ("baseline_period", "target_period"):
        for row in _read_two_ways(tables["indicators"], column):
            remarks.append(row.fault(column, *_two_readings(row[column])))
    rows = _read_two_ways(tables["observations"], "period")
    return remarks + once(rows, "period", lambda row: _two_readings(row["period"]))


def _read_two_ways(frame: pd.DataFrame, column: str) -> Iterator[Row]:
    return rows_of(frame, frame[column].isin([label for label in frame[column].unique() if two_years(label)]))


def _two_readings(label: str) -> Finding:
    readings = two_years(label)
    assert readings is not None
    short, kind, pooled, years = readings
    return f"{label} is read as {kind}, 12 months", f"Write {short} for that, {pooled} for {years}"


def years_of_another_kind(tables: Tables) -> list[Fault]:
    """Remark on financial years among academic ones, or the reverse: they differ by a hyphen or a slash."""
    observations = tables["observations"]
    labels: dict[str, list[str]] = defaultdict(list)  # of each measure its years, in the order of the table
    for measure, label in zip(texts(observations, "measure_id"), texts(observations, "period"), strict=True):
        if parse_period(label).kind in _YEARS:
            labels[measure].append(label)
    remarks, usual = [], {}
    for measure, of_measure in labels.items():
        counted = Counter(parse_period(label).kind for label in of_measure)
        usual[measure] = counted.most_common(1)[0][0]  # of two as many, the first
        if len(counted) > 1:
            other = next(label for label in of_measure if parse_period(label).kind == usual[measure])
            odd = {label for label in of_measure if parse_period(label).kind != usual[measure]}
            is_odd = (observations["measure_id"] == measure) & observations["period"].isin(odd)
            rows = rows_of(observations, is_odd)
            remarks += once(rows, "period", partial(_year_of_another_kind, other=other))
    return remarks + _baselines_of_another_kind(tables, usual)


def _baselines_of_another_kind(tables: Tables, usual: dict[str, str]) -> list[Fault]:
    indicators, measures, observations = (tables[n] for n in ("indicators", "measures", "observations"))
    remarks = []
    for row in rows_of(indicators, indicators["baseline_period"] != ""):
        label = row["baseline_period"]
        kind = parse_period(label).kind
        ids = set(measures.loc[measures["indicator_id"] == row["indicator_id"], "measure_id"])
        known = {usual[m] for m in ids if m in usual}
        if kind in _YEARS and known and kind not in known:
            labels = observations.loc[observations["measure_id"].isin(ids), "period"]
            other = next(label for label in labels if parse_period(label).kind in known)
            remarks.append(row.fault("baseline_period", *_other_kind(label, other)))
    return remarks


def _year_of_another_kind(row: Row, other: str) -> Finding:
    return _other_kind(row["period"], other)


def _other_kind(label: str, other: str) -> Finding:
    kind, usual = parse_period(label).kind, parse_period(other).kind
    meant = label.replace("-", "/") if kind == "financial" else label.replace("/", "-")
    article = {"financial": "a financial", "academic": "an academic"}[kind]
    problem = f"{label} is {article} year, but other figures are for {usual} years, such as {other}"
    return problem, f"Is {meant} meant? Write it; otherwise leave it as it is"


def released_before_the_end(observations: pd.DataFrame) -> list[Fault]:
    """Remark on a figure that came out before its period had ended; before it began is a fault."""
    remedy = "Correct it; right only for an estimate, or a count that was taken within the period"

    def say(row: Row) -> Finding:
        period = parse_period(row["period"])
        end = period.end.isoformat()
        return f"{row['released']} is before the end of {period.label}, {end}", remedy

    early = (
        row
        for row in rows_of(observations, observations["released"] != "")
        if parse_date(row["released"], end=True) < parse_period(row["period"]).end
    )
    return once(early, "released", say)
