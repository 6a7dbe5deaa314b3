"""Complete a long frame of figures: periods as days, every column that the methods read, no unusable value."""

import numpy as np
import pandas as pd

from psa.data.periods import period_table

# columns that may be absent, with what stands for them
_DEFAULTS: dict[str, str | float | bool] = {
    **dict.fromkeys(
        ["value_kind", "unit", "status", "provenance", "vintage", "target_basis", "target_period"], ""
    ),
    **dict.fromkeys(
        ["baseline_period", "minimum_change_unit", "figure_basis", "counts_from", "target_from"], ""
    ),
    **dict.fromkeys(["compared_with", "milestones"], ""),
    **dict.fromkeys(["important_change_unit", "error_group"], ""),
    **dict.fromkeys(["lower", "upper", "interval_level", "numerator", "denominator"], np.nan),
    **dict.fromkeys(["design_effect", "target_value", "baseline_value", "minimum_change"], np.nan),
    **dict.fromkeys(["important_change", "minimum_change_years"], np.nan),
    "segment": 0,
    "sign": 1.0,
    "kind": "improve",
    "is_derived": False,
    "seasonally_adjusted": False,
    "per_cent_of_size": False,
    "error_correlation": 0.0,
}

# of these a cell that is empty has the default too
_FILLED = {"segment", "is_derived", "seasonally_adjusted", "per_cent_of_size", "error_correlation"}


def prepare_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a long frame that is complete, sorted by measure and time, without unusable values.

    Args:
        frame: `measure_id`, `value` and either `start` and `end`, or `period` labels, or whole years in
            `time`; any other column of the long frame and of indicators may be there or not.

    Raises:
        ValueError: a column is missing, a measure has two figures for one period, or two units.
    """
    missing = [c for c in ("measure_id", "value") if c not in frame.columns]
    if missing:
        raise ValueError(f"the frame has no column {', '.join(missing)}")
    frame = _with_defaults(_with_times(_with_days(frame.reset_index(drop=True))))
    frame["value"] = pd.to_numeric(frame["value"]).astype(float)
    frame = frame[np.isfinite(frame["value"])]
    frame = frame.sort_values(["measure_id", "end", "start"], kind="stable", ignore_index=True)
    _check_series(frame)
    return frame


def _with_days(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the first and last day of each period, from its label or its year."""
    if "start" not in frame.columns or "end" not in frame.columns:
        if "period" in frame.columns:
            labels = frame["period"].astype("str")
        elif "time" in frame.columns:
            labels = frame["time"].astype(float).astype(int).astype("str")
            frame = frame.drop(columns="time").assign(period=labels)
        else:
            raise ValueError("the frame has neither start and end, nor period, nor time")
        dates = period_table(labels)
        frame = pd.concat([frame.drop(columns=[c for c in dates if c in frame]), dates], axis=1)
    if "period" not in frame.columns:
        frame["period"] = frame["end"].dt.strftime("%Y-%m-%d")
    return frame


def _with_times(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the length of each period in months, 0 for a day, and its middle in years."""
    if "months" in frame.columns and "time" in frame.columns:
        return frame
    first, last = frame["start"].dt, frame["end"].dt
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    frame["months"] = months.where(frame["start"] != frame["end"], 0)
    frame["time"] = first.year + (first.month - 1 + months / 2) / 12
    return frame


def _with_defaults(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the columns that are absent, and words in place of missing ones."""
    missing = {name: default for name, default in _DEFAULTS.items() if name not in frame.columns}
    for name, default in _DEFAULTS.items():
        if name in missing:
            continue
        if isinstance(default, str):
            frame[name] = frame[name].astype("object").where(frame[name].notna(), default)
        elif name in _FILLED and frame[name].isna().any():
            frame[name] = frame[name].where(frame[name].notna(), default).astype(type(default))
    return pd.concat([frame, pd.DataFrame(missing, index=frame.index)], axis=1)


def _check_series(frame: pd.DataFrame) -> None:
    """Refuse two figures of a measure for one period, and a measure in two units, in a frame that is sorted."""
    measure, unit = (frame[name].to_numpy(object) for name in ("measure_id", "unit"))
    start, end = (frame[name].to_numpy() for name in ("start", "end"))
    is_same = measure[1:] == measure[:-1]  # they follow each other, and so do figures for one period
    twice = np.flatnonzero(is_same & (start[1:] == start[:-1]) & (end[1:] == end[:-1]))
    if len(twice):
        row = frame.iloc[twice[0] + 1]
        raise ValueError(f"{row['measure_id']} has two figures for {row['period']}; keep one")
    other = np.flatnonzero(is_same & (unit[1:] != unit[:-1]))
    if len(other):
        name = measure[other[0]]
        words = ", ".join(map(str, dict.fromkeys(unit[measure == name])))
        raise ValueError(f"{name} has figures in several units ({words}); make a measure of each")
