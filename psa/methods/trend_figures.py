"""The figures that the test of the trend is made on: those of one part of the year, or of all with the season out.

Monthly and quarterly series of three years or more without a gap are taken apart by STL, and the test is made on one
block a year (`psa.methods.seasonal`). Shorter ones, and those with a gap, are tested on the figures of one month or
quarter, that of the latest figure. No published figure changes; every other rule goes by them.
"""

from copy import deepcopy
from dataclasses import dataclass

import numpy as np

from psa.methods.array_types import Counts, Flags, Floats, Words
from psa.methods.seasonal import LEAST, Blocks, adjust_season, annual_blocks
from psa.methods.series_data import SeriesData
from psa.methods.settings import Settings
from psa.methods.stack import keep_last
from psa.methods.trend_arrays import MINIMUM_POINTS
from psa.methods.working import Working

STL, ALIKE, PUBLISHED = "stl", "same_period", "published"  # how the season is out; '' for yearly figures


@dataclass(frozen=True)
class TrendFigures:
    """What the test of the trend is made on, on the working scale: 2-D (series, points).

    Attributes:
        time, value, se: of the points.
        before: mask of all up to the baseline.
        baseline, later: of those, the trend's; and the points judged by it.
        season: one word a series: 'stl', 'same_period', 'published' or ''.
        used: how many figures the season was taken from; 0 for none.
    """

    time: Floats
    value: Floats
    se: Floats
    before: Flags
    baseline: Flags
    later: Flags
    season: Words
    used: Counts

    @property
    def is_adjusted(self) -> Flags:
        """Which series had their season taken out here."""
        return np.asarray(self.season == STL)


def trend_figures(data: SeriesData, working: Working, settings: Settings) -> TrendFigures:
    """Return what the test of each series' trend is made on."""
    stack, season = working.stack, _seasons(data, working)
    arrays = (stack.time, working.value, working.se, stack.before, stack.baseline, stack.later)
    places = np.flatnonzero(season == ALIKE)
    if len(places):  # many series at once have years alone: spare the memory
        arrays = deepcopy(arrays)
    found = TrendFigures(*arrays, season=season, used=np.zeros(len(data.first), int))
    for number in map(int, places):
        length = int(data.frame["months"].iloc[stack.reference[number]])
        rows = _run_of_figures(data, number, length, settings)
        blocks = _blocks(data, working, number, rows)
        if blocks is not None:
            _put(found, number, blocks, settings.trend_points)
            found.used[number] = len(rows)
    return found


def _seasons(data: SeriesData, working: Working) -> Words:
    """Return how the season of each series is out, before any is taken out here."""
    months = data.frame["months"].to_numpy(int)[np.maximum(working.stack.reference, 0)]
    is_short = (working.stack.reference >= 0) & np.isin(months, (1, 3))
    return np.select([is_short & data.definitions.is_adjusted, is_short], [PUBLISHED, ALIKE], "").astype(
        object
    )


def _run_of_figures(data: SeriesData, number: int, length: int, settings: Settings) -> Counts:
    """Return the last figures of a length in months without a gap between them, on one side of breaks."""
    rows = np.arange(data.first[number], data.first[number] + data.sizes[number])
    columns = {name: data.frame[name].iloc[rows[0] : rows[-1] + 1] for name in ("end", "value", "months")}
    is_read = columns["end"].to_numpy("datetime64[D]") <= settings.limit
    is_read &= columns["value"].notna().to_numpy()
    is_read &= columns["months"].to_numpy(int) == length  # not the one day among months, nor the year
    rows = rows[is_read]
    if not len(rows):
        return rows
    segment = data.frame["segment"].to_numpy()[rows]
    begin = data.frame["start"].iloc[rows].to_numpy("datetime64[M]").astype(int)
    follows = (np.diff(begin) == length) & (segment[:-1] == segment[-1])
    gaps = np.flatnonzero(~follows)
    return rows[gaps[-1] + 1 :] if len(gaps) else rows


def _blocks(data: SeriesData, working: Working, number: int, rows: Counts) -> Blocks | None:
    """Return the yearly blocks of a series less its season; None where it is too short on either side."""
    before = np.flatnonzero(working.stack.before[number])
    if not len(rows) or not len(before):
        return None
    last = int(data.first[number] + before[-1])  # of the baseline
    per_year = 12 // int(data.frame["months"].iloc[rows[-1]])
    if len(rows) < LEAST[per_year] or last < rows[0]:
        return None
    parts = adjust_season(working.one_to_scale(number, data.value[rows]), per_year)
    if parts.method != "stl":
        return None
    time = data.frame["time"].to_numpy(float)[rows]
    blocks = annual_blocks(time, parts, per_year, int(np.searchsorted(rows, last)))
    early = int(blocks.is_baseline.sum())
    return blocks if early >= MINIMUM_POINTS and len(blocks.time) > early else None


def _put(found: TrendFigures, number: int, blocks: Blocks, trend_points: int) -> None:
    """Put the blocks of one series in the place of its figures."""
    size = len(blocks.time)
    for name in ("time", "value", "se"):
        array = getattr(found, name)
        array[number], array[number, :size] = np.nan, getattr(blocks, name)
    for name in ("before", "baseline", "later"):
        getattr(found, name)[number] = False
    found.before[number, :size] = blocks.is_baseline
    found.baseline[number, :size] = keep_last(blocks.is_baseline[None, :], trend_points)[0]
    found.later[number, :size] = ~blocks.is_baseline
    found.season[number] = STL
