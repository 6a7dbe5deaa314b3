"""Remark on definitions that do not fit their series: another scale of unit, per cent of nothing, one name twice."""

import re
from collections import Counter
from datetime import date

import pandas as pd

from psa.data.checks.definitions import is_rateable
from psa.data.faults import Fault
from psa.data.periods import Period, is_period, parse_date, parse_period
from psa.data.rows import Row, Tables, rows_of
from psa.data.units import is_difference, is_percent, is_share
from psa.words import count

_SCALE = re.compile(r"\b(thousand|million|billion)s?\b|\b([mb]n)\b|[0-9£$€](m|bn|k)\b", re.IGNORECASE)


def remarks_on_definitions(tables: Tables) -> list[Fault]:
    """Return the remarks on targets in another unit, on per cent of no baseline, on names and on lengths."""
    return [
        *_other_scales(tables),
        *_percent_of_nothing(tables),
        *_signs_against_the_direction(tables["indicators"]),
        *_changes_of_no_use(tables),
        *_one_name_twice(tables["indicators"]),
        *_slashes_alone(tables),
        *_mixed_lengths(tables),
    ]


def _scale_of(unit: str) -> str:
    """Return on what scale figures in a unit are: million, per cent, a share of 1; empty for as they are."""
    if match := _SCALE.search(unit):
        word = match[0].lower().strip("0123456789£$€")
        return {"mn": "million", "m": "million", "bn": "billion", "k": "thousand"}.get(word, word.rstrip("s"))
    return "per cent" if is_percent(unit) else "a share of 1" if is_share(unit) else ""


def _other_scales(tables: Tables) -> list[Fault]:
    """Remark on a number of a definition whose unit is on another scale than that of the series."""
    measures, derived = tables["measures"], tables["derived_measures"]
    units: dict[str, dict[str, str]] = {}
    for frame, is_rated in (
        (measures, is_rateable(measures)),
        (derived, derived["is_rateable"].str.lower() == "true"),
    ):
        for row in rows_of(frame, is_rated.astype(bool)):
            units.setdefault(row["indicator_id"], {})[row["unit"]] = row["measure_id"]
    remarks = []
    for row in rows_of(tables["indicators"]):
        column = next((c for c in ("target_value", "baseline_value", "minimum_change") if row[c]), "")
        of_series = units.get(row["indicator_id"], {})
        if not column or not row["unit"] or not of_series or row["target_basis"] == "percent_change":
            continue
        scale = _scale_of(row["unit"])
        if scale and all(_scale_of(unit) != scale for unit in of_series):
            unit, measure = next(iter(of_series.items()))
            problem = f"{row[column]} is in {row['unit']!r}, but the figures of {measure} are in {unit!r}"
            remedy = f"Write {column} in the unit of the figures, by which it is read, and the same unit in both tables"
            remarks.append(row.fault(column, problem, remedy))
    return remarks


def _percent_of_nothing(tables: Tables) -> list[Fault]:
    """Remark on a minimum change in per cent of a baseline that is not above 0."""
    indicators, observations = tables["indicators"], tables["observations"]
    owners = dict(zip(tables["measures"]["measure_id"], tables["measures"]["indicator_id"], strict=True))
    asks = indicators["minimum_change_unit"] == "percent"
    remarks = []
    for row in rows_of(indicators, asks & (indicators["baseline_period"] != "")):
        is_own = observations["measure_id"].map(owners) == row["indicator_id"]
        figures = list(rows_of(observations, is_own & (observations["period"] == row["baseline_period"])))
        texts = (
            [row["baseline_value"]] if row["baseline_value"] else [figure["value"] for figure in figures[-1:]]
        )
        if texts and float(texts[0]) <= 0:
            problem = f"{row['minimum_change']} per cent of the baseline {texts[0]} means nothing: it is not above 0"
            remedy = "Give it as a change or a level; it cannot be assessed as it is"
            remarks.append(row.fault("minimum_change", problem, remedy))
    return remarks


def _signs_against_the_direction(indicators: pd.DataFrame) -> list[Fault]:
    """Remark on a change that is asked for with the sign of the other direction: its size alone is read."""
    is_change = indicators["target_basis"].isin(["change", "percent_change"])
    remarks = []
    for row in rows_of(indicators, is_change & indicators["target_value"].str.startswith("-")):
        if row["direction"] == "increase" and float(row["target_value"]) < 0:
            problem = (
                f"{row['target_value']} is a fall, and direction is increase: the size is read, not the sign"
            )
            remarks.append(row.fault("target_value", problem, "Write the size; or correct direction"))
    return remarks


def _changes_of_no_use(tables: Tables) -> list[Fault]:
    """Remark on a smallest change without its number, and on one in points that no share could reach."""
    indicators = tables["indicators"]
    size, unit = indicators["minimum_change"], indicators["minimum_change_unit"]
    remarks = [
        row.fault(
            "minimum_change_unit",
            f"{row['minimum_change_unit']} of no number: it is not used",
            "Write minimum_change, or empty both",
        )
        for row in rows_of(indicators, (size == "") & (unit != "") & (unit != "significance"))
    ]
    units: dict[str, list[str]] = {}
    for table in ("measures", "derived_measures"):
        for row in rows_of(tables[table]):
            words = "percent" if row.cells.get("value_kind") == "proportion" else row["unit"]
            units.setdefault(row["indicator_id"], []).append(words)
    for row in rows_of(indicators, (unit == "percentage_points") & (size != "")):
        if float(row["minimum_change"]) > 100:
            problem = f"{row['minimum_change']} percentage points are more than any share can change"
            remarks.append(row.fault("minimum_change", problem, "Correct it, or its unit"))
        elif not any(map(_is_in_points, units.get(row["indicator_id"], [""]))):
            problem = "percentage points of figures that are no percentages"
            remedy = "Write absolute for a change in the unit of the figures, or correct their unit"
            remarks.append(row.fault("minimum_change_unit", problem, remedy))
    return remarks


def _is_in_points(unit: str) -> bool:
    return not unit or "percent" in unit or is_percent(unit) or is_share(unit) or is_difference(unit)


def _one_name_twice(indicators: pd.DataFrame) -> list[Fault]:
    """Remark on two indicators of one agreement whose names differ by case, spaces or signs alone."""
    first: dict[tuple[str, str], Row] = {}
    remarks = []
    for row in rows_of(indicators):
        plain = re.sub(r"[\W_]+", " ", row["name"].casefold()).strip()
        other = first.setdefault((row["agreement_id"], plain), row)
        if other is row or not plain or other["name"] == row["name"]:
            continue
        problem = f"{row['name']!r} differs from {other['name']!r} (row {other.number}) by case, spaces or signs alone"
        remarks.append(
            row.fault("name", problem, "Is it one indicator? Put its figures together under one id")
        )
    return remarks


def _slashes_alone(tables: Tables) -> list[Fault]:
    """Remark on years such as 2007/08 in a framework that knows no other, where the reading moves a figure.

    A slash is read as an academic year; publishers write financial years so too, which end five months earlier.
    """
    observations = tables["observations"]
    labels = [label for label in observations["period"].unique() if is_period(label)]
    kinds = {label: parse_period(label) for label in labels}
    if not kinds or any(period.kind == "financial" for period in kinds.values()):
        return []
    days = [
        parse_date(row["value"], end=True)
        for row in rows_of(
            tables["framework"], tables["framework"]["setting"].isin(["baseline_by", "through"])
        )
    ]
    moved = {
        label
        for label, period in kinds.items()
        if period.kind == "academic" and any(_as_financial(period) <= day < period.end for day in days)
    }
    for row in rows_of(observations, observations["period"].isin(moved)):
        label = row["period"]
        problem = f"{label} is read as the academic year, which ends on {kinds[label].end.isoformat()}"
        remedy = f"Is the financial year meant, to the end of March? Write {label.replace('/', '-')}, and all others so"
        return [row.fault("period", problem, remedy)]
    return []


def _as_financial(period: Period) -> date:
    return period.end.replace(month=3, day=31)


def _mixed_lengths(tables: Tables) -> list[Fault]:
    """Remark on a count or a sum of money whose figures are for periods of different length."""
    observations, measures = tables["observations"], tables["measures"]
    totals = set(measures.loc[measures["value_kind"].isin(["count", "money"]), "measure_id"])
    months: dict[str, dict[str, int]] = {}
    for row in rows_of(observations, observations["measure_id"].isin(list(totals))):
        period = parse_period(row["period"])
        if period.kind != "point":
            months.setdefault(row["measure_id"], {})[row["period"]] = period.months
    usual = {m: Counter(lengths.values()).most_common(1)[0][0] for m, lengths in months.items()}
    remarks = []
    seen = set()
    for row in rows_of(observations, observations["measure_id"].isin(list(months))):
        measure, length = row["measure_id"], months[row["measure_id"]].get(row["period"], 0)
        if not length or length == usual[measure] or measure in seen:
            continue
        seen.add(measure)
        problem = (
            f"{row['period']} is {count(length, 'month')} long, "
            f"most other figures of {measure} are for {usual[measure]}"
        )
        remedy = "Right where it counts what is there at one time; of a total, make a measure of each length"
        remarks.append(row.fault("period", problem, remedy))
    return remarks
