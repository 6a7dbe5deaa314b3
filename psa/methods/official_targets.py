"""Set the figure of the target period beside the target."""

import numpy as np
import pandas as pd

from psa.data.periods import parse_period
from psa.methods.baseline import last_true


def judge_targets(frame, points, of, level, sign, y0, y1, settings) -> pd.DataFrame:
    """Set the latest figure beside its target: met or not, distance, share of the way, required path.

    The required path runs straight from the baseline to the target; METHODS of other bodies that use a
    growth rate are in `psa.methods.rules`. A figure for the target's own period settles the matter; before it
    the latest figure is interim.
    """
    is_target = of["kind"] == "target"
    end = frame["end"].to_numpy("datetime64[D]")
    limit = np.datetime64(settings.through) if settings.through else np.datetime64("9999-12-31")
    spans = {p: parse_period(p) for p in set(of["target_period"]) if p}
    due_time = np.array([spans[p].time if p else np.nan for p in of["target_period"]], dtype=float)
    due_end = np.array(
        [np.datetime64(spans[p].end) if p else np.datetime64("NaT") for p in of["target_period"]],
        "datetime64[D]",
    )
    b = points["baseline_row"].to_numpy()
    time = frame["time"].to_numpy() if len(frame) else np.array([np.nan])
    value = frame["value"].to_numpy() if len(frame) else np.array([np.nan])
    ids = points.index.to_numpy()
    code = pd.Categorical(frame["measure_id"], categories=ids).codes if len(frame) else np.array([], int)
    # the latest figure up to `through`, whether or not there is a baseline before it
    last = last_true(end <= limit, code, len(points))
    held = last >= 0
    final = held & (end[np.maximum(last, 0)] >= due_end if len(frame) else False)
    outturn = _outturn(frame, code, due_end, limit, len(points))
    final &= outturn >= 0
    row = np.where(final, outturn, last)
    y = np.where(held, value[np.maximum(row, 0)], np.nan)
    known = is_target & np.isfinite(level) & held & np.isfinite(sign) & (sign != 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        reached = sign * (y - level) >= 0
        distance = sign * (level - y)
        base = np.where(
            points["baseline_origin"].to_numpy(object) == "definition", of["baseline_value"].astype(float), y0
        )
        need = level - base
        share = np.where(sign * need > 0, (y - base) / need, np.nan)
        t0 = np.where(b >= 0, time[np.maximum(b, 0)], np.nan)
        t0 = np.where(b < 0, [parse_period(p).time if p else np.nan for p in of["baseline_period"]], t0)
        t1 = np.where(held, time[np.maximum(row, 0)], np.nan)
        required = base + need * np.clip((t1 - t0) / (due_time - t0), 0, 1)
        required = np.where((due_time > t0) & known & (sign * need > 0), required, np.nan)
        share_of_path = np.where(required != base, (y - base) / (required - base), np.nan)
    status = np.full(len(points), "", dtype=object)
    status[is_target] = "no_level"
    status[is_target & np.isfinite(level)] = "no_figure"
    status[known & final] = np.where(reached, "met", "not_met")[known & final]
    interim = known & ~final
    status[interim] = np.where(reached, "met_early", "not_yet_due")[interim]
    overdue = interim & (due_end <= limit)
    status[overdue] = np.where(reached, "met_early", "no_outturn")[overdue]
    status[interim & np.isnat(due_end) & ~reached] = "no_date"
    period = frame["period"].to_numpy(object) if len(frame) else np.array([""], object)
    blank = ~known

    def only(array):
        return np.where(blank, np.nan, array)

    return pd.DataFrame(
        {
            "target_level": np.where(is_target, level, np.nan), "target_period": np.where(is_target, of["target_period"], ""),
            "target_status": status, "target_figure_period": np.where(known, period[np.maximum(row, 0)], ""),
            "target_figure": only(y), "target_distance": only(distance), "target_share": only(share),
            "target_required": only(required), "target_share_of_path": only(share_of_path),
        },
        index=points.index,
    )  # fmt: skip


def _outturn(frame, code, due_end, limit, groups) -> np.ndarray:
    """Return the position of the first figure that ends on or after each target's date, by `through`."""
    end = frame["end"].to_numpy("datetime64[D]")
    mask = (end >= due_end[code]) & (end <= limit) if len(frame) else np.array([], bool)
    out = np.full(groups, -1)
    where = np.flatnonzero(mask)[::-1]
    out[code[where]] = where
    return out
