"""Check that a part is no more than its whole, and a share its numerator over its denominator."""

from decimal import Decimal

import numpy as np
import pandas as pd

from psa.data.cells.numbers import is_plain_number
from psa.data.decimals import decimals_of
from psa.data.faults import Fault
from psa.data.rows import Tables, rows_of
from psa.data.units import ceiling_of


def check_proportions(tables: Tables, values: pd.Series) -> list[Fault]:
    """Check that a part is no more than its whole, where the measure's kind and unit say what the whole is."""
    observations, faults = tables["observations"], []
    units = _units_of_proportions(tables["measures"])
    whole = observations["measure_id"].map({m: ceiling_of(u) for m, u in units.items()}).astype(float)
    remedy = (
        "Correct it; or, in measures.csv, the unit or the value_kind, which is rate, ratio or gap where less than 0 "
        "or more than the whole is possible"
    )
    for row in rows_of(observations, whole.notna() & ((values < 0) | (values > whole))):
        measure = row["measure_id"]
        problem = (
            f"{row['value']} is not a proportion: {measure} is in {units[measure]!r}, "
            f"which goes from 0 to {whole[row.index]:.0f}"
        )
        faults.append(row.fault("value", problem, remedy))
    return faults


def check_parts(tables: Tables, numbers: dict[str, pd.Series]) -> list[Fault]:
    """Check that a proportion is its numerator over its denominator, as far as the digits of all three go.

    Only of proportions: a rate may be standardised, and then is not its numerator over its denominator.
    """
    observations, faults = tables["observations"], []
    units = _units_of_proportions(tables["measures"])
    value, top, bottom = (numbers[c] for c in ("value", "numerator", "denominator"))
    is_known = (value >= 0) & (top >= 0) & (bottom > 0) & (bottom < 1e12)
    remedy = (
        "Correct the one that is wrong; of a weighted figure leave the numerator empty: its error comes from the "
        "denominator"
    )
    for row in rows_of(observations, is_known & observations["measure_id"].isin(list(units))):
        share, part, base = cells = (row["value"], row["numerator"], row["denominator"])
        if not all(map(is_plain_number, cells)):
            continue
        whole = ceiling_of(units[row["measure_id"]])
        if float(part) > float(base):
            faults.append(row.fault("numerator", f"{part} is more than its denominator {base}", remedy))
        elif not np.isnan(whole) and not _is_share_of(share, part, base, whole):
            exact = whole * float(part) / float(base)
            problem = f"{share} is not {part} of {base}, which is {exact:.4g}"
            faults.append(row.fault("value", problem, remedy))
    return faults


def _units_of_proportions(measures: pd.DataFrame) -> dict[str, str]:
    parts = measures[measures["value_kind"] == "proportion"]
    return dict(zip(parts["measure_id"], parts["unit"], strict=True))


_ROUNDINGS = [Decimal(1), *(Decimal(step) * 10**e for e in range(12) for step in (5, 10))]  # 1, 5, 10, 50, …


def _is_share_of(value: str, numerator: str, denominator: str, whole: float) -> bool:
    """Say whether a published share can be its numerator over its denominator, each perhaps rounded.

    The share is rounded to its last decimal. Counts with decimals are rounded to those, others to the
    largest of 1, 5, 10, 50, … that divides both and is not above a twentieth of the denominator, because
    a table rounds alike; one of five digits or more also to what divides it alone and is not above a tenth
    of it. So 12000 of 45000 may stand for 11700 of 44600, and 641 of 1000 is what it says.
    """
    half = 0.5 * 10.0 ** -decimals_of(Decimal(value)) + 1e-9 * whole
    top, bottom = counts = Decimal(numerator), Decimal(denominator)
    if abs(float(value) - whole * float(top / bottom)) <= half:
        return True
    if any(map(decimals_of, counts)):
        steps = [Decimal(10) ** -decimals_of(n) for n in counts]
    else:
        alike = [s for s in _ROUNDINGS if s <= bottom / 20 and not any(n % s for n in counts)]
        alone = [[s for s in _ROUNDINGS if n >= 10_000 and s <= n / 10 and not n % s] for n in counts]
        steps = [max([Decimal(1), *alike, *for_one]) for for_one in alone]
    least = max(top - steps[0] / 2, Decimal(0)) / (bottom + steps[1] / 2)
    most = (top + steps[0] / 2) / max(bottom - steps[1] / 2, bottom / 2)
    return whole * float(least) - half <= float(value) <= whole * float(most) + half
