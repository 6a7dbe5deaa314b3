"""One indicator: figures in, an assessment out. Many indicators: one call on the long frame.

The official rule of the framework that the workbook was first made for (its ``rules.csv`` says where
each part was read): the change from the baseline to the latest comparable figure inside the period, in
the indicator's direction, against its minimum change where one is set.

=================== ==============================================================================
rating              when
=================== ==============================================================================
improvement         moved the right way, by at least the minimum change where one is set
no_improvement      did not; `detail` keeps *deteriorated* apart from *unchanged* and *too_small*
not_yet_assessed    no figure after the baseline, or no baseline yet
withheld            assessed at the time, but not published
not_rateable        there are figures, but the rule cannot be applied to them
=================== ==============================================================================

No change is ever computed across a declared break, between two vintages (they are two measures), from
a proxy, or between periods that overlap.
"""

import numpy as np
import pandas as pd

from psa.data.defaults import default_settings
from psa.data.periods import period_times
from psa.methods.baseline import prepare_frame
from psa.methods.caveats import caveats
from psa.methods.definitions import definitions
from psa.methods.official_targets import judge_targets
from psa.methods.settings import Settings, settings_from
from psa.methods.verdicts import judge
from psa.methods.vocabulary import REASONS


def target_levels(kind, basis, value, sign, baseline) -> np.ndarray:
    """Return the level that each target asks for; NaN where it cannot be worked out.

    A target given as a change or a percentage is a size; its sign is the indicator's direction. It needs
    a published baseline.

    Args:
        kind, basis: arrays of words, as in the indicators table.
        value, sign, baseline: arrays of numbers, one a series.
    """
    value, sign = np.asarray(value, float), np.asarray(sign, float)
    baseline, basis = np.asarray(baseline, float), np.asarray(basis, object)
    size = np.abs(value) * np.where(sign == 0, np.nan, sign)
    level = np.where((basis == "level") | (basis == "share") | (basis == ""), value, np.nan)
    level = np.where(basis == "change", baseline + size, level)
    level = np.where(basis == "percent_change", baseline * (1 + size / 100), level)
    return np.where(np.isin(np.asarray(kind, object), ["target", "minimum_standard"]), level, np.nan)


def _rate_changes(change, sign, kind, least, least_unit, se_change, settings):
    """Return the reason code of each change: arrays in, array out."""
    good = sign * change
    significance = least_unit == "significance"
    z = _quantile(settings.confidence)
    with np.errstate(invalid="ignore"):
        code = np.select([good > 0, good < 0], ["improved", "deteriorated"], default="unchanged").astype(
            object
        )
        small = (good > 0) & (good < least * (1 - 1e-9))
        code[small] = "too_small"
        tested = significance & np.isfinite(se_change)
        code[tested & (good > 0) & (good < z * se_change)] = "not_significant"
    untestable = significance & ~np.isfinite(se_change) & (good > 0)
    if settings.untested_change == "not_rateable":
        code[untestable] = "significance_untestable"
    held = sign == 0
    code[held & (np.abs(change) <= np.where(np.isfinite(least), least, 0))] = "maintained"
    code[held & ~(np.abs(change) <= np.where(np.isfinite(least), least, 0))] = "deteriorated"
    code[np.isnan(sign)] = "no_direction"
    return code


def _quantile(confidence: float) -> float:
    from scipy.special import ndtri

    return float(ndtri((1 + confidence) / 2))


def assess_measures(frame: pd.DataFrame, settings: Settings | None = None) -> pd.DataFrame:
    """Assess every measure of a long frame at once, by the official rule and by our own verdicts.

    Args:
        frame: see `prepare_frame`; one row a measure and period, with the definition of the measure's
            indicator in further columns (kind, target_value, target_basis, target_period,
            baseline_value, baseline_period, minimum_change, minimum_change_unit).
        settings: see `Settings`; without it, the defaults of ``params/settings.yml``.

    Returns:
        One row a measure, by measure_id, in order of id: the figures used (`baseline_period`,
        `baseline_value`, `baseline_origin`, `latest_period`, `latest_value`, `n_points`), `change` (in
        the unit of the measure), `change_good` (positive is better), `change_percent`, `rating`,
        `reason_code`, `target_*` and `standard_*` columns, `caveats` (codes joined by ;), and the
        verdicts of `psa.verdicts.judge` with their working.

    Raises:
        ValueError: see `prepare_frame`.
    """
    settings = settings or settings_from(default_settings())
    frame = prepare_frame(frame)
    points, of, se = definitions(frame, settings)
    n = len(points)
    first = points["first_row"].to_numpy()
    b, e = points["baseline_row"].to_numpy(), points["latest_row"].to_numpy()
    origin, reason = points["baseline_origin"].to_numpy(object), points["reason_code"].to_numpy(object).copy()
    value = frame["value"].to_numpy()

    def pick(array, rows):
        array = np.asarray(array)
        empty = np.nan if array.dtype.kind == "f" else ""
        return np.where(rows >= 0, array[np.maximum(rows, 0)], empty) if len(array) else array

    y0, y1 = pick(value, b), pick(value, e)
    defined = origin == "definition"
    y0 = np.where(defined & (e >= 0), of["baseline_value"].astype(float), y0)
    period = frame["period"].to_numpy(object)
    p0, p1 = pick(period, b), pick(period, e)
    p0 = np.where(defined, of["baseline_period"], p0)
    sign = of["sign"].astype(float)
    change = np.where(reason == "", y1 - y0, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = np.where((y0 != 0), 100 * change / np.abs(y0), np.nan)
    least = _minimum_in_units(of, y0)
    se_change = np.sqrt(pick(se, b) ** 2 + pick(se, e) ** 2)
    codes = _rate_changes(change, sign, of["kind"], least, of["minimum_change_unit"], se_change, settings)
    reason = np.where(reason == "", codes, reason)

    published_base = np.where(origin == "default", np.nan, y0)
    # a target set as a change needs the baseline even before there is a later figure
    stated_row = np.where((origin == "published") & (b >= 0), b, -1)
    stated_value = np.where(stated_row >= 0, pick(value, stated_row), of["baseline_value"].astype(float))
    published_base = np.where(np.isnan(published_base), stated_value, published_base)
    level = target_levels(of["kind"], of["target_basis"], of["target_value"], sign, published_base)
    is_standard = of["kind"] == "minimum_standard"
    standards = _standards(frame, points, level, sign, is_standard, settings)
    if is_standard.any():
        reason = np.where(is_standard, standards["reason_code"], reason)
    targets = judge_targets(frame, points, of, level, sign, y0, y1, settings)
    table = pd.DataFrame(
        {
            "n_points": np.diff(np.r_[first, len(frame)]) if n else np.array([], int),
            "baseline_period": p0, "baseline_value": y0, "baseline_origin": np.where(p0 == "", "", origin),
            "latest_period": p1, "latest_value": y1, "change": change, "change_good": np.where(sign == 0, -np.abs(change), sign * change),
            "change_percent": percent, "change_se": np.where(reason == "", np.nan, se_change), "minimum_change": least,
            "minimum_change_unit": of["minimum_change_unit"], "sign": sign, "unit": of["unit"], "kind": of["kind"],
            "rating": [REASONS[c].rating for c in reason], "reason_code": reason,
        },
        index=points.index,
    )  # fmt: skip
    table = pd.concat([table, targets, standards.drop(columns="reason_code")], axis=1)
    table["caveats"] = caveats(frame, table, b, e, of, settings)
    of["se_baseline"], of["baseline_time"] = pick(se, b), period_times(p0)
    of["figure_time"], of["all_values"] = (
        period_times(table["target_figure_period"]),
        value if len(value) else np.array([np.nan]),
    )
    verdicts = judge(frame, points, of, se, table, settings)
    return pd.concat([_more_caveats(table, verdicts), verdicts], axis=1)


def _more_caveats(table: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the caveats that only the test of the trend can tell."""
    if table.empty:
        return table
    rated = table["change"].notna().to_numpy()
    flags = {
        "few_points": rated & (verdicts["trend_baseline_points"] < 4).to_numpy(),
        "overlap": rated & verdicts["has_overlap"].to_numpy(),
        "baseline_outlier": rated & verdicts["is_baseline_outlier"].to_numpy(),
    }
    text = table["caveats"].to_numpy(object)
    for name, flag in flags.items():
        text = np.where(flag, np.where(text == "", name, text + f";{name}"), text)
    return table.assign(caveats=text)


def _minimum_in_units(of: dict, y0: np.ndarray) -> np.ndarray:
    """Return each minimum change in the unit of its measure."""
    least, word = of["minimum_change"].astype(float), of["minimum_change_unit"]
    share = np.array([str(u).startswith("proportion") for u in of["unit"]], dtype=bool)
    least = np.where((word == "percentage_points") & share, least / 100, least)
    return np.where(word == "percent", np.abs(y0) * least / 100, least)


def _standards(frame, points, level, sign, is_standard, settings) -> pd.DataFrame:
    """Judge minimum standards: met in the latest period, share of periods met, longest breach."""
    n = len(points)
    out = {
        k: np.full(n, np.nan)
        for k in ("standard_level", "standard_periods", "standard_met_periods", "standard_longest_breach")
    }
    code = np.full(n, "", dtype=object)
    start = frame["end"].to_numpy("datetime64[D]")
    limit = np.datetime64(settings.through) if settings.through else np.datetime64("9999-12-31")
    inside = (start > np.datetime64(settings.baseline_by)) & (start <= limit)
    value, ends = frame["value"].to_numpy(), np.r_[points["first_row"].to_numpy()[1:], len(frame)]
    for i in np.flatnonzero(is_standard):
        rows = slice(points["first_row"].iloc[i], ends[i])
        judged = value[rows][inside[rows]]
        if not np.isfinite(level[i]):
            code[i] = "no_standard_level"
        elif np.isnan(sign[i]) or sign[i] == 0:
            code[i] = "no_direction"
        elif not len(judged):
            code[i] = "no_later_figure"
        else:
            met = sign[i] * (judged - level[i]) >= 0
            breaches = "".join("m" if m else "b" for m in met).split("m")
            out["standard_periods"][i], out["standard_met_periods"][i] = len(met), met.sum()
            out["standard_longest_breach"][i] = max(map(len, breaches))
            code[i] = "standard_met" if met[-1] else "standard_not_met"
        out["standard_level"][i] = level[i]
    return pd.DataFrame({"reason_code": code, **out}, index=points.index)
