"""Remark on figures and definitions whose size does not fit the rest."""

from decimal import Decimal

import pandas as pd

from psa.data.faults import Fault
from psa.data.remark_rows import DRIFT, Tables, once, remark, slip
from psa.data.units import ceiling_of, per_of


def _odd_group(sizes: pd.Series, factor: int, gap: int) -> tuple[pd.Index, bool] | None:
    """Return the rows that a gap parts from the rest and a factor would bring back, and whether they are too small.

    Args:
        sizes: figures without their sign, above 0, by row.
        factor: by how much they may be out.
        gap: how many times the one before the figure after the gap must be.
    """
    ordered = sizes.sort_values(kind="stable")
    steps = (ordered / ordered.shift()).iloc[1:]
    if not (steps >= gap).any():
        return None
    at = int(steps.argmax()) + 1
    low, high = ordered.iloc[:at], ordered.iloc[at:]
    few, many, is_small = (low, high, True) if len(low) <= len(high) else (high, low, False)
    mended = few * factor if is_small else few / factor
    return (few.index, is_small) if mended.between(many.min() / DRIFT, many.max() * DRIFT).all() else None


def figures_out_of_scale(tables: Tables) -> list[Fault]:
    """Remark on figures a thousand times too small or large for their series: 1.200, which may be 1200."""
    observations, measures = tables["observations"], tables["measures"]
    about = {
        m: (k, u)
        for m, k, u in zip(measures["measure_id"], measures["value_kind"], measures["unit"], strict=True)
    }
    sizes = observations["value"].astype(float).abs()
    found = []
    for measure, own in sizes[sizes > 0].groupby(observations["measure_id"], sort=False):
        if about[measure][0] == "gap":  # comes near 0 of itself
            continue
        factor, gap, _ = slip(*about[measure])
        if odd := _odd_group(own, factor, gap):
            rows, is_small = odd
            others = own.drop(rows)
            span = f"the other figures of its measure, {others.min():.12g} to {others.max():.12g}"
            found += once(observations, sorted(rows), "value", lambda at, f=factor, s=is_small, span=span: (
                _out_of_scale(observations.at[at, "value"], f, s, span)
            ))  # fmt: skip
    return found


def _out_of_scale(text: str, factor: int, is_small: bool, others: str) -> tuple[str, str]:
    mended = Decimal(text) * factor if is_small else Decimal(text) / factor
    problem = f"{text} is about {factor} times {'smaller' if is_small else 'larger'} than {others}"
    why = "A point is read as a decimal point. " if is_small and factor == 1000 else ""
    return (
        problem,
        f"{why}Is {mended.normalize():f} meant? Correct the wrong figure, or leave all as they are",
    )


def definitions_out_of_scale(tables: Tables) -> list[Fault]:
    """Remark on a target or a baseline that is out by such a factor from every series of its indicator."""
    observations, indicators, measures = (tables[n] for n in ("observations", "indicators", "measures"))
    sizes = observations["value"].astype(float).abs()
    ranges = sizes[sizes > 0].groupby(observations["measure_id"]).agg(["min", "max"])
    found = []
    for column in ("target_value", "baseline_value"):
        for at in indicators.index[indicators[column] != ""]:
            if column == "target_value" and indicators.at[at, "target_basis"] not in {"", "level", "share"}:
                continue
            text = indicators.at[at, column]
            own = measures[measures["indicator_id"] == indicators.at[at, "indicator_id"]]
            series = [(ranges.loc[m, "min"], ranges.loc[m, "max"], slip(k, u))
                      for m, k, u in zip(own["measure_id"], own["value_kind"], own["unit"], strict=True) if m in ranges.index]  # fmt: skip
            if said := _definition_out_of_scale(text, series):
                found.append(remark(indicators, at, column, *said))
    return found


def _definition_out_of_scale(text: str, series: list[tuple[float, float, tuple]]) -> tuple[str, str] | None:
    size = abs(float(text))
    for low, high, (factor, gap, drift) in series if size else []:
        is_far = all(not least / gap < size < most * gap for least, most, _ in series)
        for is_small, mended in ((True, size * factor), (False, size / factor)):
            if is_far and low / drift <= mended <= high * drift:
                return _out_of_scale(text, factor, is_small, f"the figures, {low:.12g} to {high:.12g}")
    return None


def rates_of_another_scale(tables: Tables) -> list[Fault]:
    """Remark on a rate that is more than twice, or less than half, its numerator over its denominator.

    Nearer than that proves nothing: a rate may be standardised, and its numerator is not.
    """
    observations, measures = tables["observations"], tables["measures"]
    rates = measures[measures["value_kind"] == "rate"]
    wholes = {
        m: per_of(u) if per_of(u) > 0 else ceiling_of(u)
        for m, u in zip(rates["measure_id"], rates["unit"], strict=True)
    }
    whole = observations["measure_id"].map(wholes).astype(float)
    value, top, bottom = (pd.to_numeric(observations[c]) for c in ("value", "numerator", "denominator"))
    expected = whole * top / bottom
    is_off = (value > 0) & (expected > 0) & ((value > 2 * expected) | (value < expected / 2))

    def say(at: int) -> tuple[str, str]:
        of = " of ".join(observations.at[at, c] for c in ("numerator", "denominator"))
        problem = (
            f"{observations.at[at, 'value']} is not {of}, which is {expected[at]:.4g} {_scale(whole[at])}"
        )
        return (
            problem,
            "Correct the one that is wrong, or the unit in measures.csv; right only for a rate that is adjusted",
        )

    return once(observations, observations.index[is_off], "value", say)


def _scale(whole: float) -> str:
    return "per cent" if whole == 100 else f"per {whole:.0f}"
