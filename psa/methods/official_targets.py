"""Set the figure of the target period beside the target."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from psa.data.periods import parse_period, period_times
from psa.methods.array_types import Counts, Days, Flags, Floats, Words
from psa.methods.baseline import last_true
from psa.methods.definitions import Definitions
from psa.methods.series_data import SeriesData, pick
from psa.methods.settings import Settings


def target_levels(asked: Definitions, baseline: Floats) -> Floats:
    """Return the level that each target or standard asks for; NaN where it cannot be worked out.

    A target given as a change or a percentage is a size; its sign is the indicator's direction. It needs
    a published baseline.

    Args:
        asked: the definitions.
        baseline: the published baseline of each series, NaN without one.
    """
    basis, value = asked.target_basis, asked.target_value
    size = np.abs(value) * np.where(asked.sign == 0, np.nan, asked.sign)
    level = np.where((basis == "level") | (basis == "share") | (basis == ""), value, np.nan)
    level = np.where(basis == "change", baseline + size, level)
    level = np.where(basis == "percent_change", baseline * (1 + size / 100), level)
    return np.where((asked.kind == "target") | (asked.kind == "minimum_standard"), level, np.nan)


@dataclass(frozen=True)
class _Outturns:
    """The figure that each target is judged by, one entry a series.

    Attributes:
        row: its position, -1 for none.
        is_final: it is that of the target's own period, or a later one; else it is the latest.
        due: last day of the target's period; NaT without one.
    """

    row: Counts
    is_final: Flags
    due: Days


def judge_targets(data: SeriesData, levels: Floats, first: Floats, settings: Settings) -> pd.DataFrame:
    """Set the latest figure beside its target: met or not, distance, share of the way, required path.

    The required path runs straight from the baseline to the target; rules of other bodies that use a
    growth rate are in `psa.methods.rules`. A figure for the target's own period settles the matter; before it
    the latest figure is interim.

    Args:
        data: the series.
        levels: what each target asks for, NaN where that is not known.
        first: the baseline figures.
        settings: the period assessed.
    """
    asked = data.definitions
    is_target = asked.kind == "target"
    outturn = _outturns(data, settings)
    has_direction = np.isfinite(asked.sign) & (asked.sign != 0)
    is_known = is_target & np.isfinite(levels) & (outturn.row >= 0) & has_direction
    figure = pick(data.value, outturn.row)
    with np.errstate(invalid="ignore"):
        is_reached = asked.sign * (figure - levels) >= 0
    columns = {
        "target_figure": figure,
        "target_distance": asked.sign * (levels - figure),
        **_path(data, outturn, levels, first, figure),
    }
    labels = pick(data.frame["period"].to_numpy(object), outturn.row)
    return pd.DataFrame(
        {
            "target_level": np.where(is_target, levels, np.nan),
            "target_period": np.where(is_target, asked.target_period, ""),
            "target_status": _statuses(is_target, is_known, is_reached, outturn, levels, settings),
            "target_figure_period": np.where(is_known, labels, ""),
            **{name: np.where(is_known, numbers, np.nan) for name, numbers in columns.items()},
        },
        index=data.measure_ids,
    )


def _outturns(data: SeriesData, settings: Settings) -> _Outturns:
    asked, number, n_series = data.definitions, data.number, len(data.first)
    labels = asked.target_period
    days = {label: np.datetime64(parse_period(label).end) for label in set(labels) if label}
    due = np.array([days.get(label, np.datetime64("NaT")) for label in labels], "datetime64[D]")
    end = data.frame["end"].to_numpy("datetime64[D]")
    # the latest figure up to the end of the period, whether or not there is a baseline before it
    last = last_true(end <= settings.limit, number, n_series)
    is_due = (end >= due[number]) & (end <= settings.limit)
    first_due = np.full(n_series, -1)
    rows = np.flatnonzero(is_due)[::-1]
    first_due[number[rows]] = rows
    return _Outturns(np.where(first_due >= 0, first_due, last), first_due >= 0, due)


def _path(
    data: SeriesData, outturn: _Outturns, levels: Floats, first: Floats, figure: Floats
) -> dict[str, Floats]:
    """Return the share of the way gone, where a straight path would be, and the share of that gone."""
    asked, points = data.definitions, data.points
    base = np.where(points.origin == "definition", asked.baseline_value, first)
    time = data.frame["time"].to_numpy(float)
    start = np.where(data.has_baseline, pick(time, points.baseline), period_times(asked.baseline_period))
    with np.errstate(invalid="ignore", divide="ignore"):
        need = levels - base
        is_ahead = asked.sign * need > 0
        gone = np.clip((pick(time, outturn.row) - start) / (asked.target_time - start), 0, 1)
        has_path = (asked.target_time > start) & is_ahead
        required = np.where(has_path, base + need * gone, np.nan)
        return {
            "target_share": np.where(is_ahead, (figure - base) / need, np.nan),
            "target_required": required,
            "target_share_of_path": np.where(required != base, (figure - base) / (required - base), np.nan),
        }


def _statuses(
    is_target: Flags,
    is_known: Flags,
    is_reached: Flags,
    outturn: _Outturns,
    levels: Floats,
    settings: Settings,
) -> Words:
    """Return the status of each target; empty where there is none."""
    status = np.full(len(levels), "", dtype=object)
    status[is_target] = "no_level"
    status[is_target & np.isfinite(levels)] = "no_figure"
    is_final, is_interim = is_known & outturn.is_final, is_known & ~outturn.is_final
    status[is_final] = np.where(is_reached, "met", "not_met")[is_final]
    status[is_interim] = np.where(is_reached, "met_early", "not_yet_due")[is_interim]
    status[is_interim & (outturn.due <= settings.limit) & ~is_reached] = "no_outturn"
    status[is_interim & np.isnat(outturn.due) & ~is_reached] = "no_date"
    return status
