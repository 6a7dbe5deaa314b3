"""Set the figure of the target period beside the target."""

import numpy as np
import pandas as pd

from psa.methods.array_types import Floats, Words
from psa.methods.definitions import Definitions
from psa.methods.milestones import judge_milestones, needed_paths
from psa.methods.outturns import Outturns, outturns, start_times
from psa.methods.series_data import SeriesData, pick, published_decimals
from psa.methods.settings import Settings
from psa.methods.targets import levels_and_why, standings, statuses

YEAR = (0.9, 1.1)  # years between two figures that are a year apart


def target_levels(asked: Definitions, baseline: Floats) -> Floats:
    """Return the level that each target or standard asks for; NaN where it cannot be worked out.

    Args:
        asked: the definitions.
        baseline: the published baseline of each series, NaN without one.
    """
    return _levels(asked, baseline)[0]


def _levels(asked: Definitions, baseline: Floats) -> tuple[Floats, Words]:
    """Return the levels, and why there is none: '', 'no_level' or 'baseline_not_positive'."""
    basis = np.where(asked.target_basis == "", "level", asked.target_basis)
    # where nothing is to go up or down, the size of a change has no direction
    sign = np.where(asked.sign == 0, np.nan, asked.sign)
    level, why = levels_and_why(basis, asked.target_value, sign, baseline, asked.per_cent_of_size)
    why[why == "no_baseline"] = "no_level"
    is_asked = (asked.kind == "target") | (asked.kind == "minimum_standard")
    return np.where(is_asked, level, np.nan), why


def judge_targets(data: SeriesData, first: Floats, settings: Settings) -> pd.DataFrame:
    """Set each target beside its figure: met or not, distance, share of the way, required path, pace.

    The required path runs straight from the baseline to the target, through its milestones where there are some;
    rules of other bodies that use a growth rate are in `psa.methods.rules`. The figure for the target's own
    period or day settles the matter; before it the latest figure is interim.

    Args:
        data: the series.
        first: the baseline figures.
        settings: the period assessed, and the day as at which figures are read.
    """
    asked, found = data.definitions, outturns(data, settings)
    levels, why = _levels(asked, data.published_baseline)
    # without a number it is to be better than at the start
    is_promise = found.is_target & (asked.kind == "improve")
    levels, why = np.where(is_promise, first, levels), np.where(is_promise, "", why)
    why = np.where(np.isnan(levels) & (why == ""), "no_level", why).astype(object)
    has_direction = np.isfinite(asked.sign) & (asked.sign != 0)
    figure = np.where(has_direction, found.figure, np.nan)
    is_known = found.is_target & np.isfinite(levels) & np.isfinite(figure)
    status = statuses(
        figure, levels, asked.sign, why, found.is_settled, found.is_past, asked.target_period != "",
        found.is_in_period,
    )  # fmt: skip
    columns = {
        "target_figure": figure,
        "target_distance": asked.sign * (levels - figure),
        **_path(data, found, levels, first, figure),
        **_paces(data, found, levels, figure),
    }
    table = pd.DataFrame(
        {
            "target_level": np.where(found.is_target, levels, np.nan),
            "target_period": np.where(found.is_target, asked.target_period, ""),
            "target_status": np.where(found.is_target, status, ""),
            "target_figure_period": np.where(is_known, found.period, ""),
            **{name: np.where(is_known, numbers, np.nan) for name, numbers in columns.items()},
        },
        index=data.measure_ids,
    )
    table["target_standing"] = _standings(data, found, table)
    return pd.concat([table, judge_milestones(data, settings)], axis=1)


def _path(
    data: SeriesData, found: Outturns, levels: Floats, first: Floats, figure: Floats
) -> dict[str, Floats]:
    """Return the share of the way gone and of the time, where the path would be, and the share of that gone."""
    asked, points = data.definitions, data.points
    base = np.where(points.origin == "definition", asked.baseline_value, first)
    start = start_times(data, found.sums)
    for number in found.sums:
        base[number] = 0.0
    time = pick(data.frame["time"].to_numpy(float), found.row)
    with np.errstate(invalid="ignore", divide="ignore"):
        need = levels - base
        is_ahead = asked.sign * need > 0
        gone = np.clip((time - start) / (found.due_time - start), 0, 1)
        for number, one in found.sums.items():
            gone[number] = one.share_time
        has_path = (found.due_time > start) & is_ahead
        straight = np.where(has_path, base + need * gone, np.nan)
        required = needed_paths(data, straight, start, base, found.due_time, levels, time)
        return {
            "target_share": np.where(is_ahead & ~(time < start), (figure - base) / need, np.nan),
            "target_share_time": np.where(has_path, gone, np.nan),
            "target_required": required,
            "target_share_of_path": np.where(required != base, (figure - base) / (required - base), np.nan),
        }


def _paces(data: SeriesData, found: Outturns, levels: Floats, figure: Floats) -> dict[str, Floats]:
    """Return what a year has to bring from the last figure on, and what the last year brought.

    The last year is from the figure a year before, on the same side of every break; of what counts from a start
    less than a year ago, the whole time since.
    """
    time, segment = (data.frame[c].to_numpy(float) for c in ("time", "segment"))
    needed, recent = np.full(len(levels), np.nan), np.full(len(levels), np.nan)
    for number in map(int, np.flatnonzero(found.is_target & (found.row >= 0) & ~found.is_settled)):
        if number in found.sums:
            needed[number], recent[number] = found.sums[number].pace_needed, found.sums[number].pace_recent
            continue
        row = found.row[number]
        left = found.due_time[number] - time[row]
        if left > 0:
            needed[number] = (levels[number] - figure[number]) / left
        rows = np.arange(data.first[number], row)
        rows = rows[segment[rows] == segment[row]]
        gone = time[row] - time[rows]
        near = rows[(gone > YEAR[0]) & (gone < YEAR[1])]
        if len(near):
            one = near[np.argmin(np.abs(time[row] - time[near] - 1))]
            recent[number] = (data.value[row] - data.value[one]) / (time[row] - time[one])
        elif data.definitions.counts_from[number]:
            start = start_times(data, {})[number]
            recent[number] = figure[number] / (time[row] - start)
    return {"target_pace_needed": needed, "target_pace_recent": recent}


def _standings(data: SeriesData, found: Outturns, table: pd.DataFrame) -> Words:
    """Return where the last figure of each open target stands to its path; empty elsewhere."""
    figure, required = (table[c].to_numpy(float) for c in ("target_figure", "target_required"))
    margin = np.fmax(1.96 * pick(data.se, found.row), _half_digit(data))
    is_open = table["target_status"].isin(["not_yet_due", "met_early", "no_outturn", "no_date"]).to_numpy()
    words = standings(figure, required, data.definitions.sign, margin)
    return np.where(is_open, words, "").astype(object)


def _half_digit(data: SeriesData) -> Floats:
    """Return half of the last published digit of each series; next to nothing where that is not known."""
    decimals = published_decimals(data)
    return 0.5 * 10.0 ** -np.where(np.isnan(decimals), 12.0, decimals)
