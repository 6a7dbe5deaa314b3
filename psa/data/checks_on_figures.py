"""Check observations across tables: values, parts, shares and days of release."""

from contextlib import suppress
from decimal import Decimal

import pandas as pd

from psa.data.checks_on_definitions import check_days
from psa.data.faults import Fault, row_fault
from psa.data.number_cells import is_plain_number
from psa.data.periods import parse_date, parse_period
from psa.data.units import ceiling_of


def check_observations(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Check what a cell alone cannot show: intervals, and periods that are the same by another name."""
    frame, faults = tables["observations"], []
    numbers = {c: pd.to_numeric(frame[c].where(frame[c] != ""), errors="coerce") for c in
               ("value", "lower", "upper", "interval_level", "numerator", "denominator")}  # fmt: skip
    outside = (numbers["value"] < numbers["lower"]) | (numbers["value"] > numbers["upper"])
    for at in frame.index[outside]:
        low, value, high = frame.at[at, "lower"], frame.at[at, "value"], frame.at[at, "upper"]
        faults.append(row_fault(frame, at, "value", f"the interval {low} to {high} does not contain {value}",
                             "Correct the value or its limits"))  # fmt: skip
    half = numbers["lower"].isna() != numbers["upper"].isna()
    for at in frame.index[half]:
        empty = "lower" if frame.at[at, "lower"] == "" else "upper"
        faults.append(
            row_fault(frame, at, empty, "one limit without the other", "Give both limits or neither")
        )
    level = numbers["interval_level"]
    for at in frame.index[(level <= 50) | (level >= 100)]:
        faults.append(row_fault(frame, at, "interval_level", f"{frame.at[at, 'interval_level']} is not a level",
                             "Write the level in per cent, such as 95"))  # fmt: skip
    for at in frame.index[numbers["denominator"] <= 0]:
        faults.append(row_fault(frame, at, "denominator", f"{frame.at[at, 'denominator']} is not above 0",
                             "Correct it, or leave the cell empty"))  # fmt: skip
    faults += _check_proportions(tables, numbers["value"])
    faults += _check_parts(tables, numbers)
    faults += _check_releases(frame)
    spans = {}
    for label in frame["period"].unique():
        try:
            parsed = parse_period(label)
            spans[label] = (parsed.start, parsed.end)
        except ValueError:
            continue
    label = frame["period"]
    keyed = pd.DataFrame({"measure": frame["measure_id"], "span": label.map(spans), "label": label})
    keyed = keyed[keyed["span"].notna() & (keyed["measure"] != "")]
    first = keyed.groupby(["measure", "span"])["label"].transform("first")
    for at in keyed.index[keyed.duplicated(["measure", "span"]) & (first != keyed["label"])]:
        remedy = "Keep one of the two rows"
        if frame.at[at, "released"]:
            remedy = f"Write {first[at]}, as the row that it revises does"
        faults.append(row_fault(frame, at, "period", f"{frame.at[at, 'period']} is the same period as {first[at]}, "
                             f"which {frame.at[at, 'measure_id']} has already", remedy))  # fmt: skip
    return faults + check_days(tables)


def _check_proportions(tables: dict[str, pd.DataFrame], values: pd.Series) -> list[Fault]:
    """Check that a part is no more than its whole, where the measure's kind and unit say what the whole is."""
    frame, measures, faults = tables["observations"], tables["measures"], []
    parts = measures[measures["value_kind"] == "proportion"]
    wholes = {m: ceiling_of(u) for m, u in zip(parts["measure_id"], parts["unit"], strict=True)}
    whole = frame["measure_id"].map(wholes).astype(float)
    for at in frame.index[(values < 0) | (values > whole)]:
        if not whole[at] > 0:
            continue
        measure, top = frame.at[at, "measure_id"], f"{whole[at]:.0f}"
        unit = parts.loc[parts["measure_id"] == measure, "unit"].iloc[0]
        problem = (
            f"{frame.at[at, 'value']} is no proportion: {measure} is in {unit!r}, which goes from 0 to {top}"
        )
        remedy = "Correct it; or, in measures.csv, the unit or the value_kind, which is rate, ratio or gap where less than 0 or more than the whole is possible"
        faults.append(row_fault(frame, at, "value", problem, remedy))
    return faults


def _check_parts(tables: dict[str, pd.DataFrame], numbers: dict[str, pd.Series]) -> list[Fault]:
    """Check that a proportion is its numerator over its denominator, as far as the digits of all three go.

    Only of proportions: a rate may be standardised, and then is not its numerator over its denominator.
    """
    frame, measures, faults = tables["observations"], tables["measures"], []
    parts = measures[measures["value_kind"] == "proportion"]
    wholes = {m: ceiling_of(u) for m, u in zip(parts["measure_id"], parts["unit"], strict=True)}
    value, top, bottom = (numbers[c] for c in ("value", "numerator", "denominator"))
    is_known = frame["measure_id"].isin(wholes) & (value >= 0) & (top >= 0) & (bottom > 0) & (bottom < 1e12)
    remedy = "Correct the one that is wrong; of a weighted figure leave the numerator empty: its error comes from the denominator"
    for at in frame.index[is_known]:
        cells = [frame.at[at, c] for c in ("value", "numerator", "denominator")]
        whole = wholes[frame.at[at, "measure_id"]]
        if not all(map(is_plain_number, cells)):
            continue
        if top[at] > bottom[at]:
            problem = f"{cells[1]} is more than its denominator {cells[2]}"
            faults.append(row_fault(frame, at, "numerator", problem, remedy))
        elif whole > 0 and not _is_share_of(*cells, whole):
            problem = (
                f"{cells[0]} is not {cells[1]} of {cells[2]}, which is {whole * top[at] / bottom[at]:.4g}"
            )
            faults.append(row_fault(frame, at, "value", problem, remedy))
    return faults


_ROUNDINGS = [
    Decimal(step) * 10**e for e in range(12) for step in ((5, 10) if e else (1, 5, 10))
]  # 1, 5, 10, 50, …


def _is_share_of(value: str, numerator: str, denominator: str, whole: float) -> bool:
    """Say whether a published share can be its numerator over its denominator, each perhaps rounded.

    The share is rounded to its last decimal. Counts with decimals are rounded to those, others to the
    largest of 1, 5, 10, 50, … that divides both and is not above a twentieth of the denominator, because
    a table rounds alike; one of five digits or more also to what divides it alone and is not above a tenth
    of it. So 12000 of 45000 may stand for 11700 of 44600, and 641 of 1000 is what it says.
    """
    top, bottom = counts = Decimal(numerator), Decimal(denominator)
    if any(map(_decimals, counts)):
        steps = [Decimal(10) ** -_decimals(n) for n in counts]
    else:
        alike = [s for s in _ROUNDINGS if s <= bottom / 20 and not any(n % s for n in counts)]
        alone = [[s for s in _ROUNDINGS if n >= 10_000 and s <= n / 10 and not n % s] for n in counts]
        steps = [max([Decimal(1), *alike, *own]) for own in alone]
    least = max(top - steps[0] / 2, Decimal(0)) / (bottom + steps[1] / 2)
    most = (top + steps[0] / 2) / max(bottom - steps[1] / 2, bottom / 2)
    half = 0.5 * 10.0 ** -_decimals(Decimal(value)) + 1e-9 * whole
    return whole * float(least) - half <= float(value) <= whole * float(most) + half


def _decimals(number: Decimal) -> int:
    return min(max(0, -number.as_tuple().exponent), 12)


def _check_releases(frame: pd.DataFrame) -> list[Fault]:
    """Check that no figure came out before the period that it is for had begun."""
    faults = []
    for at in frame.index[frame["released"] != ""]:
        with suppress(ValueError):
            period = parse_period(frame.at[at, "period"])
            if parse_date(frame.at[at, "released"], end=True) < period.start:
                problem = f"{frame.at[at, 'released']} lies before {period.label} began, on {period.start.isoformat()}"
                remedy = "Correct the day of release or the period: what was said beforehand is no figure"
                faults.append(row_fault(frame, at, "released", problem, remedy))
    return faults
