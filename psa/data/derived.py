"""Compute the derived measures: difference, ratio, sum and change of published figures."""

import numpy as np
import pandas as pd

from psa.data.framework import Framework
from psa.data.units import ceiling_of, times_of_ratio


def derived_value_kind(formula: str, unit: object, input_kind: str | None) -> str:
    """Return the value kind of a derived measure: a difference is a gap, a share of a whole a proportion."""
    if formula == "difference":
        return "gap"
    if formula in {"ratio", "ratio_of_sum"}:
        return "ratio" if np.isnan(ceiling_of(unit)) else "proportion"
    if formula == "percent_change":
        return "rate"
    return input_kind or "count"


def measure_keys(frame: pd.DataFrame) -> np.ndarray:
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
    return np.where(
        is_last, last, np.minimum(later.astype("datetime64[D]") + (day - month.astype("datetime64[D]")), last)
    )


def _compute(formula: str, unit: object, held: dict, inputs: list[np.ndarray]) -> tuple[np.ndarray, dict]:
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
            value = times_of_ratio(unit) * top / bottom
    keep = np.isfinite(value)

    def least_sure(column: str, word: str) -> np.ndarray:
        states = np.column_stack([held[column][rows] == word for rows in parts])
        return np.where(states.any(axis=1), word, held[column][taken])[keep]

    sources = [
        _union(list(ids)) for ids in zip(*(held["source_id"][rows[keep]] for rows in parts), strict=True)
    ]
    return taken[keep], {
        "value": value[keep], "numerator": top[keep], "denominator": bottom[keep], "source_id": sources,
        "status": least_sure("status", "provisional"), "provenance": least_sure("provenance", "inferred"),
    }  # fmt: skip


def _union(ids: list[str]) -> str:
    return ";".join(dict.fromkeys(part for text in ids for part in text.split(";")))


def derive(framework: Framework, published: pd.DataFrame) -> list[pd.DataFrame]:
    rows_of = published.groupby("measure_id").indices
    held = {c: published[c].to_numpy(object) for c in ("source_id", "status", "provenance")}
    held |= {"value": published["value"].to_numpy(float), "segment": published["segment"].to_numpy()}
    later = {c: _year_later(published[c]) for c in ("start", "end")}
    held |= {"key": measure_keys(published), "key_later": measure_keys(published.assign(**later))}
    taken, computed = [], []
    for row in framework.derived_measures.itertuples():
        ids = [i.strip() for i in row.input_measure_ids.split(";")]
        if any(i not in rows_of for i in ids):
            continue
        rows, columns = _compute(row.formula, row.unit, held, [rows_of[i] for i in ids])
        taken.append(rows)
        computed.append(pd.DataFrame(columns).assign(measure_id=row.measure_id))
    if not taken:
        return []
    spans = published[["period", "period_kind", "start", "end", "months", "time"]].iloc[np.concatenate(taken)]
    return [pd.concat([spans.reset_index(drop=True), pd.concat(computed, ignore_index=True)], axis=1)]
