"""The published figures of every measure, in order, with what is derived from them: the long frame.

See ``docs/design.md`` for the columns. Derived measures are computed here, period by period, from rows
of ``derived_measures.csv``; they are marked, and nothing stores them as published.
"""

import numpy as np
import pandas as pd

from psa.framework import Framework
from psa.periods import parse_date, parse_period, period_table

SIGNS = {"increase": 1.0, "decrease": -1.0, "maintain": 0.0}

COLUMNS = [
    "measure_id", "indicator_id", "agreement_id", "period", "period_kind", "start", "end", "months", "time",
    "value", "lower", "upper", "interval_level", "numerator", "denominator", "status", "provenance",
    "source_id", "segment", "is_derived", "label", "role", "is_rateable", "dimension_value", "unit",
    "value_kind", "vintage", "design_effect", "sign", "measure_note", "decimals",
]  # fmt: skip


def derived_value_kind(formula: str, unit: str | None, input_kind: str | None) -> str:
    """Return the value kind of a derived measure: a difference is a gap, a share a proportion."""
    unit = unit or ""
    if formula == "difference":
        return "gap"
    if formula in {"ratio", "ratio_of_sum"}:
        return "proportion" if unit.startswith("percent") and "per year" not in unit else "ratio"
    if formula == "percent_change":
        return "rate"
    return input_kind or "count"


def _breaks(framework: Framework) -> dict[str, list]:
    measures = framework.measures
    known = measures[measures["definition_break"].notna()]
    breaks = {m: [parse_period(p).start] for m, p in zip(known["measure_id"], known["definition_break"], strict=True)}
    for row in framework.derived_measures.itertuples():
        inputs = row.input_measure_ids.split(";")
        breaks[row.measure_id] = sorted({b for i in inputs for b in breaks.get(i.strip(), [])})
    return breaks


def _measure_table(framework: Framework) -> pd.DataFrame:
    """Return one row a measure, published or derived, with its direction resolved.

    A measure's own good direction goes before its indicator's: the gap to an average falls where the
    rate it belongs to rises. One that says `none` has no direction, whatever its indicator's is.
    """
    indicators = framework.indicators.set_index("indicator_id")
    measures = framework.measures.copy()
    measures["is_derived"] = False
    derived = framework.derived_measures.copy()
    if len(derived):
        kinds = measures.set_index("measure_id")["value_kind"].to_dict()
        vintages = measures.set_index("measure_id")["vintage"].to_dict()
        inputs = [[i.strip() for i in t.split(";")] for t in derived["input_measure_ids"]]
        derived["value_kind"] = [
            derived_value_kind(f, u if isinstance(u, str) else None, kinds.get(i[0]))
            for f, u, i in zip(derived["formula"], derived["unit"], inputs, strict=True)
        ]
        derived["vintage"] = ["later" if "later" in {vintages.get(i) for i in ids} else "original" for ids in inputs]
        siblings = derived.groupby("indicator_id")["is_rateable"].transform("sum")
        derived["role"] = np.where(derived["is_rateable"], np.where(siblings > 1, "component", "headline"), "related")
        derived["is_derived"] = True
        measures = pd.concat([measures, derived], ignore_index=True)
    own = measures["good_direction"].map(SIGNS)
    of_indicator = measures["indicator_id"].map(indicators["direction"]).map(SIGNS)
    says_none = measures["good_direction"].eq("none").fillna(False).astype(bool)
    measures["sign"] = own.where(own.notna() | says_none, of_indicator)
    measures["agreement_id"] = measures["indicator_id"].map(indicators["agreement_id"])
    measures = measures.rename(columns={"note": "measure_note"})
    return measures.set_index("measure_id")


def _keys(frame: pd.DataFrame) -> np.ndarray:
    """Return one number for each period, equal for equal spans."""
    start = frame["start"].to_numpy("datetime64[D]").astype("int64")
    return start * 100_000 + (frame["end"].to_numpy("datetime64[D]").astype("int64") - start)


def _year_later(days: pd.Series) -> np.ndarray:
    """Return the same days a year on; the last day of a month stays the last."""
    day = days.to_numpy("datetime64[D]")
    month = day.astype("datetime64[M]")
    is_last = (day + 1).astype("datetime64[M]") != month
    later = month + 12
    last = (later + 1).astype("datetime64[D]") - 1
    return np.where(is_last, last, np.minimum(later.astype("datetime64[D]") + (day - month.astype("datetime64[D]")), last))


def _compute(formula: str, unit: str | None, held: dict, inputs: list[np.ndarray]) -> tuple[np.ndarray, dict]:
    """Return, for each period that all the inputs have, the row taken over and what is computed for it.

    Args:
        formula, unit: as in the table.
        held: the columns of the published figures as arrays, `key` and `key_later` (`_keys`) among them.
        inputs: the rows of each input in them.
    """
    keys = [held["key"][rows] for rows in inputs]
    if formula == "percent_change":
        inputs, keys = [inputs[0], inputs[0]], [held["key_later"][inputs[0]], keys[0]]
    common = keys[-1]
    for other in keys[:-1]:
        common = np.intersect1d(common, other)
    parts = []
    for rows, key in zip(inputs, keys, strict=True):
        order = np.argsort(key, kind="stable")
        parts.append(rows[order[np.searchsorted(key[order], common)]])
    taken = parts[-1 if formula == "percent_change" else 0]
    values = [held["value"][rows] for rows in parts]
    top = bottom = np.full(len(common), np.nan)
    factor = 100.0 if (unit or "").startswith("percent") else 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        if formula == "percent_change":
            value = 100 * (values[1] / values[0] - 1)
            value = np.where(held["segment"][parts[0]] == held["segment"][parts[1]], value, np.nan)
        elif formula == "difference":
            value = values[0] - values[1]
        elif formula == "sum":
            value = sum(values)
        else:
            top, bottom = sum(values[:-1]), values[-1]
            value = factor * top / bottom
    keep = np.isfinite(value)

    def least_sure(column: str, word: str) -> np.ndarray:
        states = np.column_stack([held[column][rows] == word for rows in parts])
        return np.where(states.any(axis=1), word, held[column][taken])[keep]

    sources = [_union(list(ids)) for ids in zip(*(held["source_id"][rows[keep]] for rows in parts), strict=True)]
    return taken[keep], {
        "value": value[keep], "numerator": top[keep], "denominator": bottom[keep], "source_id": sources,
        "status": least_sure("status", "provisional"), "provenance": least_sure("provenance", "inferred"),
    }  # fmt: skip


def _union(ids: list[str]) -> str:
    return ";".join(dict.fromkeys(part for text in ids for part in text.split(";")))


def _derive(framework: Framework, published: pd.DataFrame) -> list[pd.DataFrame]:
    rows_of = published.groupby("measure_id").indices
    held = {c: published[c].to_numpy(object) for c in ("source_id", "status", "provenance")}
    held |= {"value": published["value"].to_numpy(float), "segment": published["segment"].to_numpy()}
    later = {c: _year_later(published[c]) for c in ("start", "end")}
    held |= {"key": _keys(published), "key_later": _keys(published.assign(**later))}
    taken, computed = [], []
    for row in framework.derived_measures.itertuples():
        ids = [i.strip() for i in row.input_measure_ids.split(";")]
        if any(i not in rows_of for i in ids):
            continue
        unit = row.unit if isinstance(row.unit, str) else None
        rows, columns = _compute(row.formula, unit, held, [rows_of[i] for i in ids])
        taken.append(rows)
        computed.append(pd.DataFrame(columns).assign(measure_id=row.measure_id))
    if not taken:
        return []
    spans = published[["period", "period_kind", "start", "end", "months", "time"]].iloc[np.concatenate(taken)]
    return [pd.concat([spans.reset_index(drop=True), pd.concat(computed, ignore_index=True)], axis=1)]


def current_vintage(observations: pd.DataFrame, as_of: str | None = None) -> pd.DataFrame:
    """Return the figures as they stood: of each measure and period, the row that was released last.

    A revised figure is a new row with the day of its release; the row that it revises stays. A row
    without a day of release came first.

    Args:
        observations: the table.
        as_of: a date; later releases are left out.
    """
    released = _release_days(observations)
    if as_of:
        known = released.isna() | (released <= pd.Timestamp(parse_date(as_of, end=True)))
        observations, released = observations[known], released[known]
    if released.isna().all():
        return observations
    return _by_release(observations).drop_duplicates(["measure_id", "period"], keep="last").sort_index()


def first_vintage(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the figures as first published: of each measure and period, the row that was released first."""
    return _by_release(observations).drop_duplicates(["measure_id", "period"], keep="first").sort_index()


def revised_figures(observations: pd.DataFrame) -> pd.DataFrame:
    """Return each revision beside what it revised, by measure, period and day of release.

    Args:
        observations: the table, or some rows of it.

    Returns:
        measure_id, period, value, released (NA where it was first published), and value_before and
        released_before of the row that it revised.
    """
    again = observations[observations.duplicated(["measure_id", "period"], keep=False)]
    ordered = _by_release(again)[["measure_id", "period", "value", "released"]]
    earlier = ordered.groupby(["measure_id", "period"], sort=False)[["value", "released"]].shift()
    found = ordered.join(earlier.add_suffix("_before"))[ordered.duplicated(["measure_id", "period"])]
    ends = found["period"].map(lambda p: parse_period(p).end)
    return found.assign(end=ends).sort_values(["measure_id", "end"], kind="stable").drop(columns="end").reset_index(drop=True)


def _release_days(observations: pd.DataFrame) -> pd.Series:
    """Return the day that each figure came out; NaT where it was first published."""
    return observations["released"].map(parse_date, na_action="ignore").astype("datetime64[s]")


def _by_release(observations: pd.DataFrame) -> pd.DataFrame:
    """Return observations in the order of their release; a row without a day of release came first."""
    return observations.loc[_release_days(observations).sort_values(kind="stable", na_position="first").index]


def load_series(framework: Framework, as_of: str | None = None) -> pd.DataFrame:
    """Return the long frame: one row for each measure and period, by measure and then by time.

    Measures without a figure have no row. `segment` counts the declared breaks at or before a period;
    `sign` is +1 where up is good, -1 where down is, 0 where the level is to be held, NaN where no
    direction is known. `decimals` are those that the measure's figures are shown with. Of a figure that
    was revised, the last release by `as_of` counts.
    """
    published = current_vintage(framework.observations, as_of).reset_index(drop=True)
    published = pd.concat([published, period_table(published["period"])], axis=1)
    breaks = _breaks(framework)
    published["segment"] = _segments(published, breaks)
    parts = _derive(framework, published)
    long = pd.concat([published, *parts], ignore_index=True) if parts else published
    long["segment"] = _segments(long, breaks)
    measures = _measure_table(framework)
    columns = [c for c in COLUMNS if c in measures.columns and c != "period_kind"]
    long = long.join(measures[columns], on="measure_id")
    long["decimals"] = long["measure_id"].map(framework.decimals).astype(float)
    long = long.sort_values(["measure_id", "end", "start"], kind="stable", ignore_index=True)
    return long.reindex(columns=COLUMNS)


def _segments(frame: pd.DataFrame, breaks: dict[str, list]) -> np.ndarray:
    segments = np.zeros(len(frame), dtype=int)
    rows_of = frame.groupby("measure_id").indices
    start = frame["start"].to_numpy("datetime64[D]")
    for measure, days in breaks.items():
        rows = rows_of.get(measure, np.array([], int))
        for day in days:
            segments[rows] += start[rows] >= np.datetime64(day)
    return segments
