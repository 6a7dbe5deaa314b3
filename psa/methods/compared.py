"""The two figures that an indicator's change is between, where its definition compares something else than two levels.

=================== ============================= =====================================================
compared_with       baseline                      latest
=================== ============================= =====================================================
baseline_level      the figure of the baseline    the latest figure
year_before         the figure a year before it   the latest figure
period_mean         the figure of the baseline    the mean of the comparable figures after it
projected_trend     where the trend of the        the latest figure
                    baseline's figures leads to
=================== ============================= =====================================================

The error of a mean is that of independent figures. A change from a projection has no published error: it has that of
the test of the trend (`psa.methods.tested`). The errors of the two figures go together as far as the table says
(`error_correlation`), but for a mean and a projection.
"""

from dataclasses import dataclass

import numpy as np

from psa.methods.array_types import Floats, Words
from psa.methods.own_rule import change_error
from psa.methods.series_data import SeriesData, pick
from psa.methods.settings import Settings
from psa.methods.stack import last_value
from psa.methods.working import Working, work_on_scale

LEAST_POINTS = 3  # that a trend is drawn through
A_YEAR = 0.05  # years, within which two figures are a year apart


@dataclass(frozen=True)
class Compared:
    """The two figures of each series, one entry a series.

    Attributes:
        first, last: the figures; NaN where there is none.
        first_period, last_period: their labels, empty where there is none.
        first_se, last_se: their standard errors; NaN where none is known.
        correlation: of their errors.
        reason: code of why there are not two of them; empty where there are.
        origin: who chose the baseline: published, definition, default, or what the definition compares with.
    """

    first: Floats
    last: Floats
    first_period: Words
    last_period: Words
    first_se: Floats
    last_se: Floats
    correlation: Floats
    reason: Words
    origin: Words

    @property
    def change_se(self) -> Floats:
        """Standard error of the difference; NaN where one of the two is not known."""
        return change_error(self.last_se, self.first_se, self.correlation)


def compared_figures(data: SeriesData, settings: Settings) -> Compared:
    """Return the two figures between which the change of each series is."""
    points, asked = data.points, data.definitions
    labels = data.frame["period"].to_numpy(object)
    is_defined = points.origin == "definition"
    first, last = pick(data.value, points.baseline), pick(data.value, points.latest)
    found = Compared(
        first=np.where(is_defined & (points.latest >= 0), asked.baseline_value, first).astype(float),
        last=last,
        first_period=np.where(is_defined, asked.baseline_period, pick(labels, points.baseline)).astype(
            object
        ),
        last_period=pick(labels, points.latest).astype(object),
        first_se=pick(data.se, points.baseline),
        last_se=pick(data.se, points.latest),
        correlation=asked.error_correlation.astype(float),
        reason=points.reason.astype(object),
        origin=points.origin.astype(object),
    )
    for number in map(int, np.flatnonzero(asked.compared_with == "year_before")):
        _a_year_before(data, number, found)
    for number in map(int, np.flatnonzero(asked.compared_with == "period_mean")):
        _mean_after(data, number, found, settings)
    rows = np.flatnonzero(asked.compared_with == "projected_trend")
    if len(rows):
        working = work_on_scale(data, settings)
        for number in map(int, rows):
            _projected(working, number, found)
    return found


def _own_rows(data: SeriesData, number: int) -> Floats:
    """Return the positions of the figures of one series."""
    return np.arange(data.first[number], data.first[number] + data.sizes[number])


def _a_year_before(data: SeriesData, number: int, found: Compared) -> None:
    """Take the figure a year before the latest, of the same length and on the same side of every break."""
    row, rows = int(data.points.latest[number]), _own_rows(data, number)
    if row < 0:
        return
    time, months, segment = (data.frame[c].to_numpy(float) for c in ("time", "months", "segment"))
    is_alike = (months[rows] == months[row]) & (segment[rows] == segment[row])
    near = rows[is_alike & (np.abs(time[row] - time[rows] - 1) < A_YEAR)]
    if not len(near):
        found.reason[number] = "no_baseline_figure"
        return
    base = int(near[-1])
    found.first[number], found.first_period[number] = data.value[base], data.frame["period"].iloc[base]
    found.first_se[number], found.last_se[number] = data.se[base], data.se[row]
    found.reason[number], found.origin[number] = "", "year_before"


def _mean_after(data: SeriesData, number: int, found: Compared, settings: Settings) -> None:
    """Take the mean of the figures that begin after the baseline, alike with the latest, by the end of the period."""
    base, row, rows = (
        int(data.points.baseline[number]),
        int(data.points.latest[number]),
        _own_rows(data, number),
    )
    if base < 0 or row < 0:
        return
    start, end = (data.frame[side].to_numpy("datetime64[D]") for side in ("start", "end"))
    months, segment = (data.frame[c].to_numpy(float) for c in ("months", "segment"))
    is_after = (start[rows] > end[base]) & (end[rows] > settings.cutoff) & (end[rows] <= settings.limit)
    kept = rows[is_after & (months[rows] == months[row]) & (segment[rows] == segment[row])]
    if len(kept) < 2:
        return
    labels = data.frame["period"].to_numpy(object)
    found.last[number] = float(data.value[kept].mean())
    found.last_period[number] = f"{labels[kept[0]]} to {labels[kept[-1]]}"
    found.last_se[number] = np.sqrt((data.se[kept] ** 2).sum()) / len(kept)
    found.correlation[number] = 0.0


def _projected(working: Working, number: int, found: Compared) -> None:
    """Take where the mean yearly drift of the baseline's figures leads by the time of the latest figure."""
    stack = working.stack
    one = slice(number, number + 1)
    used = stack.baseline[one] & np.isfinite(working.value[one])
    row = int(stack.reference[number])
    if row < 0 or used.sum() < LEAST_POINTS or not found.last_period[number]:
        found.reason[number] = found.reason[number] or "no_baseline_figure"
        return
    time, value = stack.time[one][used], working.value[one][used]
    at_time = float(last_value(stack.time[one], stack.later[one])[0])
    expected = value[-1] + (value[-1] - value[0]) / (time[-1] - time[0]) * (at_time - time[-1])
    found.first[number] = float(working.one_from_scale(number, np.array([expected]))[0])
    found.first_period[number] = found.last_period[number]
    found.first_se[number], found.origin[number] = np.nan, "projected_trend"
