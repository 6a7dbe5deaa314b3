"""Remark on figures and definitions whose size does not fit the rest."""

from decimal import Decimal
from functools import partial
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from psa.data.faults import Fault, Finding
from psa.data.remarks.once import once
from psa.data.rows import Row, Tables, numbers_of, rows_of
from psa.data.units import ceiling_of, per_of

DRIFT = (
    2  # how far beyond the other figures the one that is mended may lie: half of the least, twice the most
)


MILLION = 1_000_000  # figures one by one and a target in millions


class Slip(NamedTuple):
    """How figures may be out of scale.

    Attributes:
        factor: by how much they may be out.
        gap: how many times the figure before it the one after a gap must be, for the gap to show it.
        drift: how many times beyond the figures a target may lie once it is mended.
    """

    factor: int
    gap: int
    drift: int


class Range(NamedTuple):
    """The sizes of the figures of one series, and how they may be out."""

    least: float
    most: float
    slip: Slip


def _slip(kind: str, unit: str) -> Slip:
    """Return how figures of a kind and unit may be out.

    1.200 is read as 1.2 where 1200 is meant; a share of 0.461 as it stands where 46.1 per cent is.
    """
    is_share = kind == "proportion" and ceiling_of(unit) == 100
    return Slip(100, 20, DRIFT) if is_share else Slip(1000, 100, 5)


def figures_out_of_scale(tables: Tables) -> list[Fault]:
    """Remark on figures a thousand times too small or large for their series: 1.200, which may be 1200."""
    observations, measures = tables["observations"], tables["measures"]
    sizes = numbers_of(observations, "value").abs().to_numpy(float)
    rows_of_measure = observations.groupby("measure_id", sort=False).indices
    remarks = []
    for measure, kind, unit in _definitions(measures):
        rows = rows_of_measure.get(measure, np.array([], int))
        rows = rows[sizes[rows] > 0]
        if kind == "gap" or len(rows) < 2:  # a gap comes near 0 of itself
            continue
        slip, known = _slip(kind, unit), sizes[rows]
        if known.max() < slip.gap * known.min():  # no gap among them can be as wide
            continue
        odd, is_small = _odd_group(known, slip)
        if not odd.any():
            slip = Slip(MILLION, 100_000, 5)
            odd, is_small = _odd_group(sizes[rows], slip)
        if not odd.any():
            continue
        others = sizes[rows[~odd]]
        series = f"the other figures of its measure, {others.min():.12g} to {others.max():.12g}"
        say = partial(_figure_out_of_scale, factor=slip.factor, is_small=is_small, others=series)
        remarks += once(rows_of(observations.iloc[rows[odd]]), "value", say)
    return remarks


def _definitions(measures: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return the id, the kind and the unit of each measure."""
    return list(zip(measures["measure_id"], measures["value_kind"], measures["unit"], strict=True))


def _odd_group(sizes: np.ndarray, slip: Slip) -> tuple[np.ndarray, bool]:
    """Return which figures a gap parts from the rest and a factor would bring back, and whether they are too small.

    Args:
        sizes: figures without their sign, above 0, by row.
        slip: how they may be out.
    """
    none = np.zeros(len(sizes), bool)
    order = np.argsort(sizes, kind="stable")
    ordered = sizes[order]
    steps = ordered[1:] / ordered[:-1]
    if steps.max() < slip.gap:
        return none, False
    place = int(steps.argmax()) + 1
    is_small = place <= len(sizes) - place
    few, many = (ordered[:place], ordered[place:]) if is_small else (ordered[place:], ordered[:place])
    mended = few * slip.factor if is_small else few / slip.factor
    if mended.min() < many.min() / DRIFT or mended.max() > many.max() * DRIFT:
        return none, is_small
    none[order[:place] if is_small else order[place:]] = True
    return none, is_small


def _figure_out_of_scale(row: Row, factor: int, is_small: bool, others: str) -> Finding:
    return _out_of_scale(row["value"], factor, is_small, others)


def _out_of_scale(text: str, factor: int, is_small: bool, others: str) -> Finding:
    mended = Decimal(text) * factor if is_small else Decimal(text) / factor
    problem = f"{text} is about {factor} times {'smaller' if is_small else 'larger'} than {others}"
    reason = "A point is read as a decimal point. " if is_small and factor == 1000 else ""
    remedy = f"Is {mended.normalize():f} meant? Correct the wrong figure, or leave all as they are"
    return problem, reason + remedy


def definitions_out_of_scale(tables: Tables) -> list[Fault]:
    """Remark on a target or a baseline that is out by such a factor from every series of its indicator."""
    indicators = tables["indicators"]
    ranges = _ranges(tables)
    is_level = indicators["target_basis"].isin(["", "level", "share"])
    remarks = []
    for column, is_compared in (("target_value", is_level), ("baseline_value", True)):
        for row in rows_of(indicators, (indicators[column] != "") & is_compared):
            finding = _definition_out_of_scale(row[column], ranges.get(row["indicator_id"], []))
            if finding:
                remarks.append(row.fault(column, *finding))
    return remarks


def _ranges(tables: Tables) -> dict[str, list[Range]]:
    """Return of each indicator the range of each series that has a figure other than 0."""
    observations, measures = tables["observations"], tables["measures"]
    sizes = numbers_of(observations, "value").abs()
    spans = sizes[sizes > 0].groupby(observations["measure_id"]).agg(["min", "max"])
    known = {m: (least, most) for m, least, most in zip(spans.index, spans["min"], spans["max"], strict=True)}
    ranges: dict[str, list[Range]] = {}
    for (measure, kind, unit), indicator in zip(
        _definitions(measures), measures["indicator_id"], strict=True
    ):
        if measure in known:
            ranges.setdefault(indicator, []).append(Range(*known[measure], _slip(kind, unit)))
    return ranges


def _definition_out_of_scale(text: str, series: list[Range]) -> Finding | None:
    size = abs(float(text))
    if not size:
        return None
    for (least, most, slip), further, is_small in product(series, (0, MILLION, 100), (True, False)):
        factor, gap, drift = (
            (further, 20, 1.25) if further == 100 else (further or slip.factor, slip.gap, slip.drift)
        )
        if any(r.least / gap < size < r.most * gap for r in series):
            continue
        mended = size * factor if is_small else size / factor
        if least / drift <= mended <= most * drift:
            return _out_of_scale(text, factor, is_small, f"the figures, {least:.12g} to {most:.12g}")
    return None


def rates_of_another_scale(tables: Tables) -> list[Fault]:
    """Remark on a rate that is more than twice, or less than half, its numerator over its denominator.

    Nearer than that proves nothing: a rate may be standardised, and its numerator is not.
    """
    observations, measures = tables["observations"], tables["measures"]
    wholes = {
        measure: per_of(unit) if per_of(unit) > 0 else ceiling_of(unit)
        for measure, kind, unit in _definitions(measures)
        if kind == "rate"
    }
    whole = observations["measure_id"].map(wholes).astype(float)
    value, top, bottom = (numbers_of(observations, c) for c in ("value", "numerator", "denominator"))
    expected = whole * top / bottom
    is_off = (value > 0) & (expected > 0) & ((value > 2 * expected) | (value < expected / 2))
    remedy = (
        "Correct the one that is wrong, or the unit in measures.csv; right only for a rate that is adjusted"
    )

    def say(row: Row) -> Finding:
        scale = "per cent" if whole[row.index] == 100 else f"per {whole[row.index]:.0f}"
        parts = f"{row['numerator']} of {row['denominator']}"
        return f"{row['value']} is not {parts}, which is {expected[row.index]:.4g} {scale}", remedy

    return once(rows_of(observations, is_off), "value", say)
