"""What in a framework's tables is possible and yet looks wrong: remarks, which stop nothing.

Each says where it is, what was read and what to write if something else is meant. What is the same of many
rows of a measure is said once, at the first of them.
"""

import pandas as pd

from psa.data.date_cells import two_years
from psa.data.faults import ROW, Fault
from psa.data.periods import parse_date, parse_period
from psa.data.remark_rows import Tables, once, remark
from psa.data.remarks_on_scale import definitions_out_of_scale, figures_out_of_scale, rates_of_another_scale


def remarks_on_figures(tables: Tables) -> list[Fault]:
    """Return what looks wrong in figures, periods and numbers, cell by cell, in the order of the tables.

    Args:
        tables: corrected text without faults, from `framework.check_framework`.
    """
    return [
        *_numbers_there_twice(tables["indicators"]),
        *definitions_out_of_scale(tables),
        *_years_that_read_two_ways(tables),
        *_years_of_another_kind(tables),
        *figures_out_of_scale(tables),
        *rates_of_another_scale(tables),
        *_intervals_not_used(tables["observations"]),
        *_released_before_the_end(tables["observations"]),
    ]


def _numbers_there_twice(indicators: pd.DataFrame) -> list[Fault]:
    """Remark on two indicators of one agreement with one number, where it may be 1.10 cut to 1.1."""
    found, first = [], {}
    for at in indicators.index[indicators["number"].str.fullmatch(r"[0-9]+\.[0-9]+")]:
        key = (indicators.at[at, "agreement_id"], indicators.at[at, "number"])
        if key in first:
            said = f"{indicators.at[first[key], 'indicator_id']} (row {indicators.at[first[key], ROW]})"
            problem = f"{key[1]} is the number of {said} too; a spreadsheet may have made it of {key[1]}0"
            found.append(
                remark(indicators, at, "number", problem, f"Is {key[1]}0 meant? Write it; else leave both")
            )
        first.setdefault(key, at)
    return found


def _years_that_read_two_ways(tables: Tables) -> list[Fault]:
    """Remark on ``2008-2009``, which is read as one year and may be meant as two."""

    found = []
    indicators, observations = tables["indicators"], tables["observations"]
    for column in ("baseline_period", "target_period"):
        for at in indicators.index[indicators[column].map(two_years).notna()]:
            found.append(remark(indicators, at, column, *_two_readings(indicators.at[at, column])))
    rows = observations.index[observations["period"].map(two_years).notna()]
    return found + once(observations, rows, "period", lambda at: _two_readings(observations.at[at, "period"]))


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
        counted = own.value_counts(
            sort=False
        )  # in order of appearance: of two as many, the first is the usual one
        usual[measure] = counted.idxmax()
        if len(counted) > 1:
            odd = own.index[own != usual[measure]]
            others = observations.at[own.index[own == usual[measure]][0], "period"]
            found += once(
                observations,
                odd,
                "period",
                lambda at, o=others: _other_kind(observations.at[at, "period"], o),
            )
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

    return once(observations, rows, "released", say)


def _intervals_not_used(observations: pd.DataFrame) -> list[Fault]:
    """Remark on limits without their level, and on a level without limits: neither gives an error."""
    has_limits, has_level = observations["lower"] != "", observations["interval_level"] != ""
    found = once(observations, observations.index[has_limits & ~has_level], "interval_level", lambda at: (
        "the limits have no level: they are kept, and no sampling error is computed from them",
        "Write the level in per cent where the source says it, such as 95",
    ))  # fmt: skip
    return found + once(observations, observations.index[has_level & ~has_limits], "interval_level", lambda at: (
        f"the level {observations.at[at, 'interval_level']} has no limits, and nothing comes of it",
        "Give both limits, or leave the level empty",
    ))  # fmt: skip
