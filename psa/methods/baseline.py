"""Choose the figures of each series: baseline and latest comparable figure."""

import numpy as np
import pandas as pd

from psa.data.periods import parse_period, period_table
from psa.methods.settings import Settings

_DEFAULTS = {
    "segment": 0, "sign": 1.0, "lower": np.nan, "upper": np.nan, "interval_level": np.nan,
    "numerator": np.nan, "denominator": np.nan, "design_effect": np.nan, "value_kind": "", "unit": "",
    "status": "", "provenance": "", "vintage": "", "is_derived": False, "kind": "improve",
    "target_value": np.nan, "target_basis": "", "target_period": "", "baseline_value": np.nan,
    "baseline_period": "", "minimum_change": np.nan, "minimum_change_unit": "",
}  # fmt: skip


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
    frame = frame.reset_index(drop=True)
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
    if "months" not in frame.columns or "time" not in frame.columns:
        first, last = frame["start"].dt, frame["end"].dt
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        frame["months"] = months.where(frame["start"] != frame["end"], 0)
        frame["time"] = first.year + (first.month - 1 + months / 2) / 12
    for name, default in _DEFAULTS.items():
        if name not in frame.columns:
            frame[name] = default
        elif isinstance(default, str):
            frame[name] = frame[name].astype("object").where(frame[name].notna(), default)
        elif name in {"segment", "is_derived"} and frame[name].isna().any():
            frame[name] = frame[name].where(frame[name].notna(), default).astype(type(default))
    frame["value"] = pd.to_numeric(frame["value"]).astype(float)
    frame = frame[np.isfinite(frame["value"])]
    frame = frame.sort_values(["measure_id", "end", "start"], kind="stable", ignore_index=True)
    twice = frame.duplicated(["measure_id", "start", "end"])
    if twice.any():
        row = frame[twice].iloc[0]
        raise ValueError(f"{row['measure_id']} has two figures for {row['period']}; keep one")
    units = frame.groupby("measure_id", sort=False)["unit"].nunique()
    if (units > 1).any():
        name = units.index[units > 1][0]
        found = ", ".join(map(str, frame.loc[frame["measure_id"] == name, "unit"].unique()))
        raise ValueError(f"{name} has figures in several units ({found}); make a measure of each")
    return frame


def choose_points(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return, for each measure, which figure is its baseline and which its latest, or why there is none.

    Latest: the last figure that ends after `baseline_by` and by `through`, and begins after the
    published baseline period where there is one. Baseline: the published baseline period; without one,
    the last figure that ends by `baseline_by`, before the latest begins, on the same side of every
    break, of the same length and part of the year where there is such a one.

    Args:
        frame: from `prepare_frame`.
        settings: see `Settings`.

    Returns:
        One row a measure, by measure_id: `baseline_row`, `latest_row` (positions in `frame`, -1 for
        none), `reason_code` where there is no pair, `baseline_origin` (published, definition, default).
    """
    ids = frame["measure_id"].to_numpy()
    first = np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]]) if len(ids) else np.array([], dtype=int)
    names = ids[first]
    code = np.repeat(np.arange(len(first)), np.diff(np.r_[first, len(ids)]))
    start = frame["start"].to_numpy("datetime64[D]")
    end = frame["end"].to_numpy("datetime64[D]")
    segment, months = frame["segment"].to_numpy(), frame["months"].to_numpy()
    stated = frame["baseline_period"].to_numpy()
    has_stated = (stated != "")[first]
    spans = {p: parse_period(p) for p in set(stated[first]) if p}
    base_start = np.array(
        [np.datetime64(spans[p].start) if p else np.datetime64("NaT") for p in stated[first]], "datetime64[D]"
    )
    base_end = np.array(
        [np.datetime64(spans[p].end) if p else np.datetime64("NaT") for p in stated[first]], "datetime64[D]"
    )
    base_value = frame["baseline_value"].to_numpy()[first]
    cutoff = np.datetime64(settings.baseline_by)
    limit = np.datetime64(settings.through) if settings.through else np.datetime64("9999-12-31")

    with_base = has_stated[code]
    inside = (end > cutoff) & (end <= limit) & (~with_base | (start > base_end[code]))
    latest = last_true(inside, code, len(first))
    found = latest >= 0
    at = np.where(found, latest, 0)
    latest_start, latest_segment, latest_months = start[at], segment[at], months[at]
    is_stated = with_base & (start == base_start[code]) & (end == base_end[code])
    before = ~with_base & (end <= cutoff) & found[code]
    clear = end < latest_start[code]
    same_segment = segment == latest_segment[code]
    candidate = before & clear & same_segment
    same_length = months == latest_months[code]
    month_of = frame["start"].dt.month.to_numpy()
    same_season = (months >= 12) | (month_of == month_of[at][code])
    score = np.where(candidate, 1 + 2 * same_length + (same_length & same_season), 0)
    best = np.zeros(len(first), dtype=int)
    np.maximum.at(best, code, score)
    default = last_true(candidate & (score == best[code]), code, len(first))
    published = last_true(is_stated, code, len(first))

    baseline = np.where(has_stated, published, default)
    origin = np.where(has_stated, "published", "default").astype(object)
    from_definition = has_stated & (published < 0) & np.isfinite(base_value)
    origin[from_definition] = "definition"
    reason = np.full(len(first), "", dtype=object)
    crosses = (
        has_stated
        & (published >= 0)
        & found
        & (segment[np.where(published >= 0, published, 0)] != latest_segment)
    )
    none = (baseline < 0) & ~from_definition
    any_before = _any(before, code, len(first))
    any_clear = _any(before & clear, code, len(first))
    reason[none & ~has_stated & any_clear] = "break"
    reason[none & ~has_stated & any_before & ~any_clear] = "overlap"
    reason[none & ~has_stated & ~any_before] = "no_baseline_figure"
    reason[none & has_stated] = "baseline_not_in_series"
    reason[crosses] = "break"
    reason[~found] = "no_later_figure"
    return pd.DataFrame(
        {
            "baseline_row": np.where(origin == "definition", -1, baseline),
            "latest_row": latest,
            "reason_code": reason,
            "baseline_origin": origin,
            "first_row": first,
            "baseline_end": base_end,
        },
        index=pd.Index(names, name="measure_id"),
    )


def last_true(mask: np.ndarray, code: np.ndarray, groups: int) -> np.ndarray:
    """Return the last position in each group where `mask` is true, -1 where there is none."""
    out = np.full(groups, -1)
    where = np.flatnonzero(mask)
    out[code[where]] = where
    return out


def _any(mask: np.ndarray, code: np.ndarray, groups: int) -> np.ndarray:
    return np.bincount(code, weights=mask, minlength=groups) > 0
