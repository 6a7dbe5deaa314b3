"""Compute the derived measures: difference, ratio, sum and change of published figures."""

from dataclasses import dataclass
from functools import reduce

import numpy as np
import pandas as pd

from psa.data.framework import Framework
from psa.data.units import ceiling_of, times_of_ratio


@dataclass(frozen=True)
class Formula:
    """One derived measure: its formula, unit and inputs."""

    measure_id: str
    name: str
    unit: object
    inputs: tuple[str, ...]


@dataclass(frozen=True)
class _Figures:
    """The published figures as arrays, one entry a row, with a number for each span and for the one a year later."""

    value: np.ndarray
    segment: np.ndarray
    span: np.ndarray
    span_later: np.ndarray
    source_id: np.ndarray
    status: np.ndarray
    provenance: np.ndarray


def formulas(framework: Framework) -> list[Formula]:
    """Return the derived measures of a framework, in the order of the table."""
    table = framework.derived_measures
    columns = (table[name].tolist() for name in ("measure_id", "formula", "unit", "input_measure_ids"))
    return [
        Formula(measure_id, formula, unit, tuple(i.strip() for i in inputs.split(";")))
        for measure_id, formula, unit, inputs in zip(*columns, strict=True)
    ]


def derived_value_kind(formula: str, unit: object, input_kind: str | None) -> str:
    """Return the value kind of a derived measure: a difference is a gap, a share of a whole a proportion."""
    if formula == "difference":
        return "gap"
    if formula in {"ratio", "ratio_of_sum"}:
        return "ratio" if np.isnan(ceiling_of(unit)) else "proportion"
    if formula == "percent_change":
        return "rate"
    return input_kind or "count"


def derive(framework: Framework, published: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the figures of all derived measures as one frame in a list; an empty list where there are none.

    Args:
        framework: whose measures they are.
        published: the published figures with their periods and segments.
    """
    rows_of_measure = published.groupby("measure_id").indices
    figures = _figures(published)
    taken, computed = [], []
    for formula in formulas(framework):
        if all(i in rows_of_measure for i in formula.inputs):
            inputs = [np.asarray(rows_of_measure[i]) for i in formula.inputs]
            rows, columns = _compute(formula, figures, inputs)
            taken.append(rows)
            computed.append(columns.assign(measure_id=formula.measure_id))
    if not taken:
        return []
    spans = published[["period", "period_kind", "start", "end", "months", "time"]].iloc[np.concatenate(taken)]
    return [pd.concat([spans.reset_index(drop=True), pd.concat(computed, ignore_index=True)], axis=1)]


def _figures(published: pd.DataFrame) -> _Figures:
    later = published.assign(start=_year_later(published["start"]), end=_year_later(published["end"]))
    return _Figures(
        value=published["value"].to_numpy(float),
        segment=published["segment"].to_numpy(),
        span=_span_numbers(published),
        span_later=_span_numbers(later),
        source_id=published["source_id"].to_numpy(object),
        status=published["status"].to_numpy(object),
        provenance=published["provenance"].to_numpy(object),
    )


def _span_numbers(frame: pd.DataFrame) -> np.ndarray:
    """Return one number for each period, equal for equal spans."""
    start, end = (frame[name].to_numpy("datetime64[D]").astype("int64") for name in ("start", "end"))
    return np.asarray(start * 100_000 + (end - start))


def _year_later(days: pd.Series) -> np.ndarray:
    """Return the same days a year on; the last day of a month stays the last."""
    day = days.to_numpy("datetime64[D]")
    month = day.astype("datetime64[M]")
    is_last = (day + 1).astype("datetime64[M]") != month
    later = (month + 12).astype("datetime64[D]")
    last = (month + 13).astype("datetime64[D]") - 1
    return np.where(is_last, last, np.minimum(later + (day - month.astype("datetime64[D]")), last))


def _compute(
    formula: Formula, figures: _Figures, inputs: list[np.ndarray]
) -> tuple[np.ndarray, pd.DataFrame]:
    """Return, for each period that all the inputs have, the row whose period it takes and what is computed.

    Args:
        formula: the derived measure.
        figures: the published figures.
        inputs: the rows of each input in them.
    """
    is_change = formula.name == "percent_change"
    if is_change:
        rows = inputs[0]
        parts = _rows_in_common([rows, rows], [figures.span_later[rows], figures.span[rows]])
    else:
        parts = _rows_in_common(inputs, [figures.span[rows] for rows in inputs])
    value, top, bottom = _values(formula, figures, parts)
    is_known = np.isfinite(value)
    parts = [rows[is_known] for rows in parts]
    taken = parts[-1] if is_change else parts[0]
    sources = zip(*(figures.source_id[rows] for rows in parts), strict=True)
    columns = {
        "value": value[is_known],
        "numerator": top[is_known],
        "denominator": bottom[is_known],
        "source_id": [";".join(dict.fromkeys(i for text in ids for i in text.split(";"))) for ids in sources],
        "status": _least_sure(figures.status, "provisional", parts, taken),
        "provenance": _least_sure(figures.provenance, "inferred", parts, taken),
    }
    return taken, pd.DataFrame(columns)


def _rows_in_common(inputs: list[np.ndarray], spans: list[np.ndarray]) -> list[np.ndarray]:
    """Return the rows of each input for the periods that all of them have, in order of the periods."""
    common = reduce(np.intersect1d, spans[::-1])
    parts = []
    for rows, span in zip(inputs, spans, strict=True):
        order = np.argsort(span, kind="stable")
        parts.append(rows[order[np.searchsorted(span[order], common)]])
    return parts


def _values(
    formula: Formula, figures: _Figures, parts: list[np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the computed values, and the numerator and denominator of a ratio (else NaN)."""
    values = [figures.value[rows] for rows in parts]
    none = np.full(len(values[0]), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        if formula.name == "percent_change":
            is_one_segment = figures.segment[parts[0]] == figures.segment[parts[1]]
            return np.where(is_one_segment, 100 * (values[1] / values[0] - 1), np.nan), none, none
        if formula.name == "difference":
            return values[0] - values[1], none, none
        if formula.name == "sum":
            return reduce(np.add, values), none, none
        top, bottom = reduce(np.add, values[:-1]), values[-1]
        return times_of_ratio(formula.unit) * top / bottom, top, bottom


def _least_sure(states: np.ndarray, word: str, parts: list[np.ndarray], taken: np.ndarray) -> np.ndarray:
    """Return a word where it holds of one of the inputs, else the state of the row taken."""
    is_so = np.column_stack([states[rows] == word for rows in parts]).any(axis=1)
    return np.where(is_so, word, states[taken])
