"""Remark on figures that stand apart in their own series: a code for *missing*, a lone sign, a jump, a new base."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from psa.data.checks.bounds import speaks_of_change
from psa.data.decimals import DIGITS, has_noise, without_noise
from psa.data.faults import Fault, Finding
from psa.data.periods import parse_period
from psa.data.remarks.once import once
from psa.data.rows import Row, Tables, numbers_of, rows_of
from psa.data.units import is_difference

CODES = {-1, -8, -9, -88, -99, -888, -999, -8888, -9999, -99999, 888, 999, 8888, 9999, 99999, 999999}
FEWEST = 4  # figures of a series from which one is told apart
# how many times the largest of the others a figure is that stands apart, or the least of them is it
BEYOND = 10
STEADY = 3  # how many times their least the others are, at most, where one far below them stands apart
STEPS = 5  # how many times the largest other step a step is that may be a new base
_BASE = re.compile(r"=\s*1(00)?\b")


class Series(NamedTuple):
    """The figures of one measure in order of time, with the row of each."""

    kind: str
    unit: str
    values: np.ndarray
    rows: np.ndarray


def odd_figures(tables: Tables) -> list[Fault]:
    """Return the remarks on figures that do not fit the rest of their series, one a measure and kind."""
    observations = tables["observations"]
    remarks = once(rows_of(observations, _has_noise(observations)), "value", _noise)
    for series in _series(tables):
        for place, say in _apart(series):
            (row,) = rows_of(observations.iloc[[series.rows[place]]])
            if finding := say(row):
                remarks.append(row.fault("value", *finding))
    return remarks


def _has_noise(observations: pd.DataFrame) -> pd.Series:
    """Return which figures are a short number with the noise of a computer's arithmetic behind it."""
    texts = observations["value"]
    long = texts[texts.str.len() > DIGITS].unique()
    return texts.isin([text for text in long if has_noise(text)])


def _noise(row: Row) -> Finding:
    problem = f"{row['value']} ends in the noise of a computer's arithmetic"
    return problem, f"Write it as published: {without_noise(row['value'])}"


def _series(tables: Tables) -> Iterator[Series]:
    observations, measures = tables["observations"], tables["measures"]
    values = numbers_of(observations, "value").to_numpy(float)
    ends = {label: parse_period(label).end.toordinal() for label in observations["period"].unique()}
    end = observations["period"].map(ends).to_numpy(float)
    names = ("measure_id", "value_kind", "unit", "label", "definition_break")
    definitions = zip(*(measures[name] for name in names), strict=True)
    places = observations.groupby("measure_id", sort=False).indices
    for measure, kind, unit, label, start_of_break in definitions:
        rows = np.asarray(places.get(measure, []), int)
        if len(rows) <= FEWEST or kind == "gap":
            continue
        rows = rows[np.argsort(end[rows], kind="stable")]
        if start_of_break:  # what changes across a declared break is said already
            rows = rows[end[rows] < parse_period(start_of_break).start.toordinal()]
        if len(rows) > FEWEST and not (is_difference(unit) or speaks_of_change(label)):
            yield Series(kind, unit, values[rows], rows)


def _apart(series: Series) -> Iterator[tuple[int, Callable[[Row], Finding | None]]]:
    """Yield the place of each figure that stands apart, and what to say of it; the first reason alone."""
    values = series.values
    lone = np.flatnonzero(values < 0)
    if len(lone) and len(lone) * FEWEST <= len(values):
        yield int(lone[0]), _code if values[lone[0]] in CODES else _sign
        return
    sizes = np.abs(values)
    largest = int(sizes.argmax())
    others = np.sort(sizes)[:-1]
    most = float(others[-1])
    if values[largest] in CODES and sizes[largest] > 2 * most:
        yield largest, _code
    elif _is_beyond(float(sizes[largest]), others):
        yield largest, lambda row: _beyond(row, most)
    elif _is_beneath(series.kind, np.sort(sizes)):
        yield int(sizes.argmin()), lambda row: _beneath(row, float(np.sort(sizes)[1]))
    elif (series.kind == "index" or _BASE.search(series.unit)) and (place := _new_base(values)):
        yield place, lambda row: _rebased(row, float(values[place - 1]))


def _is_beyond(size: float, others: np.ndarray) -> bool:
    """Say whether a figure is many times the largest of the others, sorted, which do not themselves grow so.

    One that is a thousand times the others is left to `psa.data.remarks.scale`.
    """
    least, largest = float(others[0]), float(others[-1])
    if not 0 < BEYOND * largest < size:
        return False
    is_thousandfold = size > 100 * largest and least / 2 <= size / 1000 <= largest * 2
    return largest <= BEYOND / 2 * float(np.median(others)) and not is_thousandfold


def _is_beneath(kind: str, ordered: np.ndarray) -> bool:
    """Say whether the least figure is 0, or a small part of the others, which stay near each other.

    A small count may fall to 0. What is a thousandth of the others or, of a share, a hundredth is left to
    `psa.data.remarks.scale`.
    """
    size, least, largest = (float(ordered[i]) for i in (0, 1, -1))
    if not BEYOND * size < least or largest > STEADY * least or (kind == "count" and least < 2 * BEYOND):
        return False
    factors = (100, 1000) if kind == "proportion" else (1000,)
    return not any(least / 2 <= size * factor <= largest * 2 for factor in factors)


def _new_base(values: np.ndarray) -> int:
    """Return the place of the one step that is many times every other; 0 where there is none."""
    steps = np.abs(np.diff(values))
    place = int(steps.argmax())
    others = np.delete(steps, place)
    is_one = (
        others.max() > 0 and steps[place] > STEPS * others.max() and steps[place] > 0.1 * abs(values[place])
    )
    return place + 1 if is_one else 0


def _code(row: Row) -> Finding:
    problem = (
        f"{row['value']} often stands for a figure that is missing, and the other figures are nowhere near it"
    )
    return problem, "Leave the row out where it does"


def _sign(row: Row) -> Finding:
    return (
        f"{row['value']} is below 0, which hardly any other figure of {row['measure_id']} is",
        "Correct it, or leave it",
    )


def _beyond(row: Row, largest: float) -> Finding:
    others = f"every other figure of {row['measure_id']}, at most {largest:.12g}"
    problem = f"{row['value']} is more than {BEYOND} times {others}"
    return problem, "Correct it where it is wrong; otherwise leave it"


def _beneath(row: Row, least: float) -> Finding | None:
    if row["note"]:  # somebody looked at it
        return None
    others = f"every other figure of {row['measure_id']} is {least:.12g} or more"
    if float(row["value"]) == 0:
        return (
            f"0 may stand for a figure that is missing: {others}",
            "Leave the row out where it does; where it is 0, say so in its note",
        )
    return (
        f"{row['value']} is far below the rest: {others}",
        "Correct it where it is wrong; otherwise leave it",
    )


def _rebased(row: Row, before: float) -> Finding:
    problem = f"from {before:.12g} to {row['value']} is a step many times every other of {row['measure_id']}"
    remedy = f"Is the index set to another base from {row['period']}? Write that as definition_break in measures.csv"
    return problem, remedy
