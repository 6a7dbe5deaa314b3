"""All series of a frame with what they are judged by: their figures, chosen points, definitions, errors."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from psa.data.populations import asked_share, stand_for_a_population
from psa.data.units import ceiling_of
from psa.methods.array_types import Counts, Flags, Floats
from psa.methods.baseline import Points, choose_points, series_numbers, series_starts
from psa.methods.definitions import Definitions, definitions_of
from psa.methods.scales import for_each_unit
from psa.methods.settings import Settings
from psa.methods.standard_errors import standard_errors


@dataclass(frozen=True)
class SeriesData:
    """All series of a frame.

    Attributes:
        frame: the figures, one row each, by series and time (`psa.methods.long_frame.prepare_frame`).
        measure_ids: one a series, in order.
        first: where each series begins.
        number: which series each row belongs to.
        points: which figures are baseline and latest.
        definitions: what is asked of each series.
        se: the standard error of each figure, in its unit; NaN where none is known.
    """

    frame: pd.DataFrame
    measure_ids: pd.Index
    first: Counts
    number: Counts
    points: Points
    definitions: Definitions
    se: Floats

    @property
    def sizes(self) -> Counts:
        """How many figures each series has."""
        return np.diff(self.first, append=len(self.frame))

    @property
    def value(self) -> Floats:
        """The figures, one a row."""
        return self.frame["value"].to_numpy(float)

    @property
    def has_baseline(self) -> Flags:
        """Whether the baseline is one of the figures, one a series."""
        return self.points.baseline >= 0

    @property
    def published_baseline(self) -> Floats:
        """The published baseline: the figure of its period, else the value in the definition; one a series."""
        row = np.where(self.points.origin == "published", self.points.baseline, -1)
        return np.where(row >= 0, pick(self.value, row), self.definitions.baseline_value)


def series_data(frame: pd.DataFrame, settings: Settings) -> SeriesData:
    """Return the series of a prepared frame with what they are judged by.

    Args:
        frame: from `psa.methods.long_frame.prepare_frame`.
        settings: see `Settings`.
    """
    first = series_starts(frame)
    number = series_numbers(first, len(frame))
    definitions = definitions_of(frame, first)
    is_share = (frame["value_kind"] == "proportion").to_numpy(bool)
    # a share of all there are has no error of a draw
    is_all = (definitions.figure_basis == "count")[number] & is_share
    is_asked = ~_of_populations(frame, number, definitions)[number] & ~is_all
    se = standard_errors(
        frame["value"],
        frame["lower"],
        frame["upper"],
        frame["interval_level"],
        frame["numerator"].where(is_asked),
        frame["denominator"].where(is_asked),
        frame["value_kind"],
        definitions.unit[number],
        frame["design_effect"],
    )
    ids = pd.Index(frame["measure_id"].to_numpy()[first], name="measure_id")
    return SeriesData(frame, ids, first, number, choose_points(frame, settings), definitions, se)


def _of_populations(frame: pd.DataFrame, number: Counts, definitions: Definitions) -> Flags:
    """Return which series of shares have a population as their denominator, which tells nothing of their error."""
    out = np.zeros(len(definitions.unit), bool)
    names = ["value", "lower", "upper", "interval_level", "denominator"]
    rows = np.flatnonzero(frame["denominator"].notna() & (frame["value_kind"] == "proportion"))
    if not len(rows):
        return out
    value, lower, upper, level, examined = (frame[c].to_numpy(float)[rows] for c in names)
    series = number[rows]
    ceiling = for_each_unit(ceiling_of, definitions.unit)[series]
    share = asked_share(value / ceiling, lower / ceiling, upper / ceiling, level, examined)
    is_sample = (definitions.figure_basis == "sample")[series]
    return stand_for_a_population(series, share, examined, is_sample, len(out))


def published_decimals(data: SeriesData) -> Floats:
    """Return with how many decimals the figures of each series are published; NaN where that is not known."""
    if "decimals" not in data.frame:
        return np.full(len(data.first), np.nan)
    return pick(data.frame["decimals"].to_numpy(float), data.first)


def pick(column: npt.ArrayLike, rows: Counts) -> npt.NDArray[Any]:
    """Return the entry of a column of figures at each row; NaN, or an empty word, where a row is -1."""
    array = np.asarray(column)
    if not len(array):
        return array[rows]
    missing = np.nan if array.dtype.kind == "f" else ""
    return np.where(rows >= 0, array[np.maximum(rows, 0)], missing)
