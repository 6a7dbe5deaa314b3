"""What in a framework's tables is possible and yet looks wrong: remarks, which stop nothing.

Each says where it is, what was read and what to write if something else is meant. What is the same of many
rows of a measure is said once, at the first of them.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

import pandas as pd

from psa.periods import parse_date, parse_period
from psa.schema import FILE, ROW, Fault
from psa.spreadsheets import two_years
from psa.units import ceiling_of, per_of

Tables = dict[str, pd.DataFrame]
DRIFT = 2  # how far beyond the other figures the one that is mended may lie: half of the least, twice the most


def remark(frame: pd.DataFrame, at: int, column: str, problem: str, remedy: str) -> Fault:
    """Return a remark on one cell of a table."""
    return Fault(frame.at[at, FILE], frame.at[at, ROW], column, problem, remedy)


def remarks_on_figures(tables: Tables) -> list[Fault]:
    """Return what looks wrong in figures, periods and numbers, cell by cell, in the order of the tables.

    Args:
        tables: corrected text without faults, from `framework.check_framework`.
    """
    return [
        *_numbers_there_twice(tables["indicators"]),
        *_definitions_out_of_scale(tables),
        *_years_that_read_two_ways(tables),
        *_years_of_another_kind(tables),
        *_figures_out_of_scale(tables),
        *_rates_of_another_scale(tables),
        *_intervals_not_used(tables["observations"]),
        *_released_before_the_end(tables["observations"]),
    ]


def _once(frame: pd.DataFrame, rows: Iterable[int], column: str, say: Callable[[int], tuple[str, str]]) -> list[Fault]:
    """Return one remark a measure, at the first of its rows, with the number of the others."""
    of_measure: dict[str, list[int]] = {}
    for at in rows:
        of_measure.setdefault(frame.at[at, "measure_id"], []).append(at)
    found = []
    for measure, (first, *others) in of_measure.items():
        problem, remedy = say(first)
        if others:
            problem += f" ({len(others)} more row{'s' if len(others) != 1 else ''} of {measure} so)"
        found.append(remark(frame, first, column, problem, remedy))
    return found


def _numbers_there_twice(indicators: pd.DataFrame) -> list[Fault]:
    """Remark on two indicators of one agreement with one number, where it may be 1.10 cut to 1.1."""
    found, first = [], {}
    for at in indicators.index[indicators["number"].str.fullmatch(r"[0-9]+\.[0-9]+")]:
        key = (indicators.at[at, "agreement_id"], indicators.at[at, "number"])
        if key in first:
            said = f"{indicators.at[first[key], 'indicator_id']} (row {indicators.at[first[key], ROW]})"
            problem = f"{key[1]} is the number of {said} too; a spreadsheet may have made it of {key[1]}0"
            found.append(remark(indicators, at, "number", problem, f"Is {key[1]}0 meant? Write it; else leave both"))
        first.setdefault(key, at)
    return found


# ------------------------------------------------------------------------------------------ periods


def _years_that_read_two_ways(tables: Tables) -> list[Fault]:
    """Remark on ``2008-2009``, which is read as one year and may be meant as two."""

    found = []
    indicators, observations = tables["indicators"], tables["observations"]
    for column in ("baseline_period", "target_period"):
        for at in indicators.index[indicators[column].map(two_years).notna()]:
            found.append(remark(indicators, at, column, *_two_readings(indicators.at[at, column])))
    rows = observations.index[observations["period"].map(two_years).notna()]
    return found + _once(observations, rows, "period", lambda at: _two_readings(observations.at[at, "period"]))


def _two_readings(label: str) -> tuple[str, str]:
    short, kind, pooled, years = two_years(label)
    return f"{label} is read as {kind}, 12 months", f"Write {short} for that, {pooled} for {years}"


def _years_of_another_kind(tables: Tables) -> list[Fault]:
    """Remark on financial years among academic ones, or the reverse: they differ by a hyphen or a slash."""
    observations, indicators, measures = (tables[n] for n in ("observations", "indicators", "measures"))
    kinds = observations["period"].map({p: parse_period(p).kind for p in observations["period"].unique()})
    years = kinds[kinds.isin(["financial", "academic"])]
    found, usual = [], {}
    for measure, own in years.groupby(observations["measure_id"], sort=False):
        counted = own.value_counts(sort=False)  # in order of appearance: of two as many, the first is the usual one
        usual[measure] = counted.idxmax()
        if len(counted) > 1:
            odd = own.index[own != usual[measure]]
            others = observations.at[own.index[own == usual[measure]][0], "period"]
            found += _once(observations, odd, "period", lambda at, o=others: _other_kind(observations.at[at, "period"], o))
    for at in indicators.index[indicators["baseline_period"] != ""]:
        label = indicators.at[at, "baseline_period"]
        own = measures.loc[measures["indicator_id"] == indicators.at[at, "indicator_id"], "measure_id"]
        known = {usual[m] for m in own if m in usual}
        kind = parse_period(label).kind
        if kind in {"financial", "academic"} and known and kind not in known:
            others = next(p for p, m in zip(observations["period"], observations["measure_id"], strict=True)
                          if m in set(own) and parse_period(p).kind in known)  # fmt: skip
            found.append(remark(indicators, at, "baseline_period", *_other_kind(label, others)))
    return found


def _other_kind(label: str, other: str) -> tuple[str, str]:
    kind, usual = parse_period(label).kind, parse_period(other).kind
    meant = label.replace("-", "/") if kind == "financial" else label.replace("/", "-")
    article = {"financial": "a financial", "academic": "an academic"}[kind]
    problem = f"{label} is {article} year, but other figures are for {usual} years, such as {other}"
    return problem, f"Is {meant} meant? Write it; else leave it as it is"


def _released_before_the_end(observations: pd.DataFrame) -> list[Fault]:
    """Remark on a figure that came out before its period had ended; before it began is a fault."""
    rows = [at for at in observations.index[observations["released"] != ""]
            if parse_date(observations.at[at, "released"], end=True) < parse_period(observations.at[at, "period"]).end]  # fmt: skip

    def say(at: int) -> tuple[str, str]:
        period = parse_period(observations.at[at, "period"])
        problem = f"{observations.at[at, 'released']} lies before the end of {period.label}, {period.end.isoformat()}"
        return problem, "Correct it; right only for an estimate, or a count that was taken within the period"

    return _once(observations, rows, "released", say)


# ---------------------------------------------------------------------------------------- intervals


def _intervals_not_used(observations: pd.DataFrame) -> list[Fault]:
    """Remark on limits without their level, and on a level without limits: neither gives an error."""
    has_limits, has_level = observations["lower"] != "", observations["interval_level"] != ""
    found = _once(observations, observations.index[has_limits & ~has_level], "interval_level", lambda at: (
        "the limits have no level: they are kept, and no sampling error is computed from them",
        "Write the level in per cent where the source says it, such as 95",
    ))  # fmt: skip
    return found + _once(observations, observations.index[has_level & ~has_limits], "interval_level", lambda at: (
        f"the level {observations.at[at, 'interval_level']} has no limits, and nothing comes of it",
        "Give both limits, or leave the level empty",
    ))  # fmt: skip


# ------------------------------------------------------------------------------------------- scales


def _slip(kind: str, unit: str) -> tuple[int, int, int]:
    """Return by how much figures may be out, the gap that shows it, and how far beyond them a target may lie.

    1.200 is read as 1.2 where 1200 is meant; a share of 0.461 as it stands where 46.1 per cent is.
    """
    is_share = kind == "proportion" and ceiling_of(unit) == 100
    return (100, 20, DRIFT) if is_share else (1000, 100, 5)


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


def _figures_out_of_scale(tables: Tables) -> list[Fault]:
    """Remark on figures a thousand times too small or large for their series: 1.200, which may be 1200."""
    observations, measures = tables["observations"], tables["measures"]
    about = {m: (k, u) for m, k, u in zip(measures["measure_id"], measures["value_kind"], measures["unit"], strict=True)}
    sizes = observations["value"].astype(float).abs()
    found = []
    for measure, own in sizes[sizes > 0].groupby(observations["measure_id"], sort=False):
        if about[measure][0] == "gap":  # comes near 0 of itself
            continue
        factor, gap, _ = _slip(*about[measure])
        if odd := _odd_group(own, factor, gap):
            rows, is_small = odd
            others = own.drop(rows)
            span = f"the other figures of its measure, {others.min():.12g} to {others.max():.12g}"
            found += _once(observations, sorted(rows), "value", lambda at, f=factor, s=is_small, span=span: (
                _out_of_scale(observations.at[at, "value"], f, s, span)
            ))  # fmt: skip
    return found


def _out_of_scale(text: str, factor: int, is_small: bool, others: str) -> tuple[str, str]:
    mended = Decimal(text) * factor if is_small else Decimal(text) / factor
    problem = f"{text} is about {factor} times {'smaller' if is_small else 'larger'} than {others}"
    why = "A point is read as a decimal point. " if is_small and factor == 1000 else ""
    return problem, f"{why}Is {mended.normalize():f} meant? Correct the wrong figure, or leave all as they are"


def _definitions_out_of_scale(tables: Tables) -> list[Fault]:
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
            series = [(ranges.loc[m, "min"], ranges.loc[m, "max"], _slip(k, u))
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


def _rates_of_another_scale(tables: Tables) -> list[Fault]:
    """Remark on a rate that is more than twice, or less than half, its numerator over its denominator.

    Nearer than that proves nothing: a rate may be standardised, and its numerator is not.
    """
    observations, measures = tables["observations"], tables["measures"]
    rates = measures[measures["value_kind"] == "rate"]
    wholes = {m: per_of(u) if per_of(u) > 0 else ceiling_of(u) for m, u in zip(rates["measure_id"], rates["unit"], strict=True)}
    whole = observations["measure_id"].map(wholes).astype(float)
    value, top, bottom = (pd.to_numeric(observations[c]) for c in ("value", "numerator", "denominator"))
    expected = whole * top / bottom
    is_off = (value > 0) & (expected > 0) & ((value > 2 * expected) | (value < expected / 2))

    def say(at: int) -> tuple[str, str]:
        of = " of ".join(observations.at[at, c] for c in ("numerator", "denominator"))
        problem = f"{observations.at[at, 'value']} is not {of}, which is {expected[at]:.4g} {_scale(whole[at])}"
        return problem, "Correct the one that is wrong, or the unit in measures.csv; right only for a rate that is adjusted"

    return _once(observations, observations.index[is_off], "value", say)


def _scale(whole: float) -> str:
    return "per cent" if whole == 100 else f"per {whole:.0f}"
