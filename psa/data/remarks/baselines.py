"""Remark on baselines that do not fit the figures of their indicator."""

import pandas as pd

from psa.data.checks.bounds import stays_above_zero
from psa.data.checks.definitions import baselines, is_rateable
from psa.data.decimals import figures_agree
from psa.data.faults import Fault
from psa.data.periods import Period, parse_date, parse_period
from psa.data.rows import Row, Tables, rows_of
from psa.data.units import ceiling_of


def remarks_on_baselines(tables: Tables) -> list[Fault]:
    """Remark on three kinds of baseline.

    Figures that all end before the baseline begins, because more are to come or because the baseline is wrong;
    and a published baseline that is not the figure in the tables for its period, because that was revised since
    or because one of the two is wrong. The second is looked for where one series alone is rated: of several,
    the definition does not say whose baseline it gives.
    """
    remarks = []
    measures, observations = tables["measures"], tables["observations"]
    indicator = dict(zip(measures["measure_id"], measures["indicator_id"], strict=True))
    positions = observations.groupby(observations["measure_id"].map(indicator)).indices
    rated = _rated_measures(tables)
    about = {row["measure_id"]: row for row in rows_of(measures)}
    for row, baseline in baselines(tables["indicators"]):
        if row["indicator_id"] not in positions:
            continue
        figures = list(rows_of(observations.iloc[positions[row["indicator_id"]]]))
        remarks += _not_above_zero(row, baseline, figures)
        remarks += _not_yet_reached(row, baseline, figures)
        if len(rated.get(row["indicator_id"], ())) == 1:
            (measure,) = rated[row["indicator_id"]]
            same = [f for f in figures if f["measure_id"] == measure]
            remarks += _not_the_figure(row, baseline, same)
            remarks += _leads_beyond(row, baseline, same, about.get(measure))
    return remarks


def _not_above_zero(row: Row, baseline: Period, figures: list[Row]) -> list[Fault]:
    """Remark on a target in per cent of a baseline that is not above 0, which cannot be assessed."""
    if row["target_basis"] != "percent_change" or row["per_cent_of_size"].lower() == "true":
        return []
    same = [f["value"] for f in figures if f["period"] == baseline.label]
    value = row["baseline_value"] or (same[-1] if same else "")
    if not value or float(value) > 0:
        return []
    problem = f"the target is a change in per cent, and the baseline is {value}: it cannot be assessed"
    return [row.fault("target_basis", problem, "Give it as a change or a level, or per_cent_of_size as true")]


def _leads_beyond(row: Row, baseline: Period, figures: list[Row], about: Row | None) -> list[Fault]:
    """Remark on a change from the baseline that leads below 0 or above the whole, where that cannot be."""
    if not about or row["target_basis"] not in {"change", "percent_change"} or not row["target_value"]:
        return []
    starts = [row["baseline_value"]] if row["baseline_value"] else []
    starts += [f["value"] for f in figures if f["period"] == baseline.label][-1:]
    if not starts:
        return []
    start, size = float(starts[0]), abs(float(row["target_value"]))
    step = size if row["target_basis"] == "change" else abs(start) * size / 100
    level = start - step if row["direction"] == "decrease" else start + step
    whole = ceiling_of(about["unit"]) if about["value_kind"] == "proportion" else float("nan")
    is_below = level < 0 and stays_above_zero(about["value_kind"], about["unit"], about["label"])
    if not is_below and not level > whole:
        return []
    beyond = "below 0" if is_below else f"above the whole, {whole:.0f}"
    problem = f"from {start:.12g} in {baseline.label} the target leads to {level:.12g}, which is {beyond}"
    return [row.fault("target_value", problem, "Correct it, its basis, or the baseline")]


def _rated_measures(tables: Tables) -> dict[str, list[str]]:
    """Return of each indicator the measures, published and derived, that it is rated by."""
    published, derived = tables["measures"], tables["derived_measures"]
    rated = pd.concat(
        [published[is_rateable(published)], derived[derived["is_rateable"].str.lower() == "true"]]
    )
    measures: dict[str, list[str]] = {}
    for indicator, measure in zip(rated["indicator_id"], rated["measure_id"], strict=True):
        measures.setdefault(indicator, []).append(measure)
    return measures


def _not_yet_reached(row: Row, baseline: Period, figures: list[Row]) -> list[Fault]:
    last = max(parse_period(figure["period"]).end for figure in figures)
    if baseline.start <= last:
        return []
    problem = f"the figures of {row['indicator_id']} end on {last.isoformat()}, before its baseline {baseline.label}"
    remedy = f"Add the figure for {baseline.label} and later ones, or correct the baseline"
    return [row.fault("baseline_period", problem, remedy)]


def _not_the_figure(row: Row, baseline: Period, figures: list[Row]) -> list[Fault]:
    """Remark on a published baseline that is not the figure for its period, the last that was released."""
    if not row["baseline_value"]:
        return []
    span = (baseline.start, baseline.end)
    same = [f for f in figures if (parse_period(f["period"]).start, parse_period(f["period"]).end) == span]
    if not same:
        return []
    figure = sorted(same, key=_release_day)[-1]
    if figures_agree(float(row["baseline_value"]), float(figure["value"])):
        return []
    problem = (
        f"{row['baseline_value']}, but the figure of {figure['measure_id']} for {figure['period']} "
        f"is {figure['value']} ({figure.file}, row {figure.number})"
    )
    remedy = (
        "Correct the one that is wrong; where the figure was revised since, leave both: "
        "the change is measured from the figure"
    )
    return [row.fault("baseline_value", problem, remedy)]


def _release_day(figure: Row) -> str:
    return parse_date(figure["released"]).isoformat() if figure["released"] else ""
