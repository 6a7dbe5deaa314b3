"""Our own verdict on each series, by the kind of its indicator, with the working behind it.

================= =================================================================================
kind              verdicts
================= =================================================================================
improve           better, in_line, worse, not_distinguishable: than its own baseline trend carried on;
                  beside it improved, no_clear_change, worse: since the baseline
target            met, not_met, on_course, uncertain, off_course, moving_away
minimum_standard  meets, meets_within_error, below_within_error, below
================= =================================================================================

`not_assessed` stands where no verdict can be given; `verdict_reason` says why. Arrays in, a frame out;
the formulas are in `psa.trend`, their evidence in ``docs/methods.md``.
"""

import numpy as np
import pandas as pd

from psa.trend import (
    baseline_trend_test,
    chance_of_meeting,
    change_since_baseline,
    fieller_share,
    project,
    thin_overlapping,
)
from psa.uncertainty import (
    proportion_ceiling,
    rounding_error,
    scale_for,
    se_from_scale,
    se_to_scale,
    to_scale,
    working_scale,
)

IMPROVE = ("better", "in_line", "not_distinguishable", "worse")
TARGET = ("met", "on_course", "uncertain", "off_course", "moving_away", "not_met")
STANDARD = ("meets", "meets_within_error", "below_within_error", "below")
LEVEL = ("improved", "no_clear_change", "worse", "unknown")
ON_COURSE, OFF_COURSE = 2 / 3, 1 / 3  # chance of meeting the target; METHODS of the project, step (i)

VERDICT_WORDS = {
    "better": "better than its baseline trend",
    "in_line": "in line with its baseline trend",
    "worse": "worse than its baseline trend",
    "not_distinguishable": "not distinguishable from its baseline trend",
    "met": "target met",
    "not_met": "target not met",
    "on_course": "on course for its target",
    "uncertain": "uncertain whether it will meet its target",
    "off_course": "off course for its target",
    "moving_away": "moving away from its target",
    "meets": "meets its minimum standard",
    "meets_within_error": "meets its minimum standard, by no more than sampling error",
    "below_within_error": "below its minimum standard, by no more than sampling error",
    "below": "below its minimum standard",
    "not_assessed": "not assessed",
}

WHY = {
    "no_pair": "there is no comparable figure on both sides of the start of the period",
    "few_baseline": "fewer than three comparable figures up to the baseline, so there is no trend to test against",
    "break_baseline": "a declared break leaves fewer than three comparable figures up to the baseline, so there is no trend to test against",
    "no_direction": "no direction that would count as better is defined",
    "no_level": "the level that the target or standard asks for is not known",
    "few_points": "fewer than three comparable figures, so nothing can be projected",
    "break_points": "a declared break leaves fewer than three comparable figures, so nothing can be projected",
    "no_date": "the date of the target is not known",
    "no_figure": "there is no figure inside the period",
    "short_baseline": "the baseline trend rests on three figures only",
    "": "",
}


def _matrix(array, code, position, shape, fill=np.nan):
    out = np.full(shape, fill, dtype=np.result_type(np.asarray(array).dtype, np.asarray(fill).dtype))
    out[code, position] = array
    return out


class Stack:
    """The comparable points of every series as 2-D arrays (series, points), in time order.

    Comparable with the latest figure: on the same side of every break, of the same length and, below a
    year, of the same part of the year; by the last day of the period.

    Attributes:
        time, value, se: decimal years, figures, standard errors in the figures' unit.
        allowed, baseline, later: masks; of overlapping periods only those that share no time are kept.
        base_end: the last day of the baseline, one a series.
        is_broken, is_broken_before: where a declared break is why fewer than three figures are comparable, of
            all and of those up to the baseline, one a series.
    """

    def __init__(self, frame: pd.DataFrame, points: pd.DataFrame, se: np.ndarray, settings):
        first = points["first_row"].to_numpy()
        n, rows = len(first), len(frame)
        size = np.diff(np.r_[first, rows])
        code = np.repeat(np.arange(n), size)
        position = np.arange(rows) - first[code]
        shape = (n, int(size.max()) if n else 0)
        start, end = frame["start"].to_numpy("datetime64[D]"), frame["end"].to_numpy("datetime64[D]")
        months, segment = frame["months"].to_numpy(), frame["segment"].to_numpy()
        month = start.astype("datetime64[M]").astype(int) % 12
        limit = np.datetime64(settings.through) if settings.through else np.datetime64("9999-12-31")
        cutoff = np.datetime64(settings.baseline_by)
        last = np.full(n, -1)
        within = np.flatnonzero(end <= limit)
        last[code[within]] = within
        ref = np.where(points["latest_row"].to_numpy() >= 0, points["latest_row"].to_numpy(), last)
        at = np.maximum(ref, 0)
        alike = (ref >= 0)[code] & (end <= limit) if rows else np.zeros(0, bool)
        if rows:
            alike &= months == months[at][code]
            alike &= (months >= 12) | (month == month[at][code])
        allowed = alike & (segment == segment[at][code]) if rows else alike
        base = points["baseline_row"].to_numpy()
        stated = points["baseline_end"].to_numpy("datetime64[D]")
        has_row = base >= 0
        self.base_end = np.where(
            has_row, end[np.maximum(base, 0)] if rows else cutoff, np.where(np.isnat(stated), cutoff, stated)
        )
        before = allowed & (end <= self.base_end[code])
        after = allowed & (start > self.base_end[code]) & (end > cutoff)
        nat = np.datetime64("NaT")
        starts, ends = (_matrix(a, code, position, shape, nat) for a in (start, end))
        self.time = _matrix(frame["time"].to_numpy(float), code, position, shape)
        self.value = _matrix(frame["value"].to_numpy(float), code, position, shape)
        self.se = _matrix(se, code, position, shape)
        self.allowed = _matrix(allowed, code, position, shape, False)
        self.baseline = thin_overlapping(starts, ends, _matrix(before, code, position, shape, False))
        self.later = thin_overlapping(starts, ends, _matrix(after, code, position, shape, False))
        self.clear = thin_overlapping(starts, ends, self.allowed)
        keep = np.cumsum(self.baseline[:, ::-1], axis=1)[:, ::-1] <= settings.trend_points
        self.baseline &= keep
        # of overlapping periods some were left out: the errors of those would not be independent
        self.has_overlap = (self.allowed & ~self.clear).any(axis=1)
        self.reference = ref
        self.is_broken, self.is_broken_before = (
            (np.bincount(code, alike & part, n) >= 3) & (np.bincount(code, allowed & part, n) < 3)
            for part in (np.ones(rows, bool), end <= self.base_end[code])
        )
        self._place = (code, position, shape)

    def spread(self, column: np.ndarray) -> np.ndarray:
        """Return a column of the frame as a 2-D array beside `value`, NaN where there is no point."""
        return _matrix(np.asarray(column, float), *self._place)


def judge(
    frame: pd.DataFrame, points: pd.DataFrame, of: dict, se: np.ndarray, official: pd.DataFrame, settings
) -> pd.DataFrame:
    """Return our verdict on each series with its working, one row a series.

    Args:
        frame: from `psa.assess.prepare_frame`.
        points: from `psa.assess.choose_points`.
        of: one array a column, one entry a series: kind, sign, unit, value_kind, minimum_change,
            minimum_change_unit, target_period_time.
        se: standard error of each row of the frame, in its unit.
        official: the official columns (baseline_value, latest_value, target_level, target_status,
            target_figure, standard_level, minimum_change).
        settings: `psa.assess.Settings`.

    Returns:
        The columns that ``docs/methods.md`` lists: `verdict`, `verdict_reason`, `level_verdict`, the
        baseline-trend test (`trend_*`), the change with its interval (`change_lower`, `change_upper`),
        the target's chance and path, the standard's margin, and `p_improved`.
    """
    n = len(points)
    if not n:
        return pd.DataFrame(index=points.index)
    stack = Stack(frame, points, se, settings)
    scale, ceiling, value, errors = _working(stack, of)
    sign = of["sign"].astype(float)
    turn = np.where(np.abs(sign) == 1, sign, np.nan)
    y_m = _last(stack.value, stack.baseline)
    rounding = rounding_error(np.where(stack.allowed, stack.value, np.nan))
    with np.errstate(invalid="ignore"):
        rounding_scaled = _to(rounding, y_m, scale, ceiling)
        least = np.where(
            official["minimum_change_unit"] == "significance",
            np.nan,
            official["minimum_change"].to_numpy(float),
        )
        delta = _to(least, y_m, scale, ceiling)
    test = baseline_trend_test(
        stack.time, value, errors, stack.baseline, stack.later, np.where(np.isnan(turn), 0, turn), delta=delta,
        confidence=settings.confidence, rounding=rounding_scaled,
    )  # fmt: skip

    # the plain change since the baseline
    ref = points["latest_row"].to_numpy()
    se_of = np.asarray(se, float) if len(se) else np.array([np.nan])
    se0 = np.where(
        points["baseline_row"].to_numpy() >= 0,
        se_of[np.maximum(points["baseline_row"].to_numpy(), 0)],
        np.nan,
    )
    se1 = np.where(ref >= 0, se_of[np.maximum(ref, 0)], np.nan)
    y0, y1 = official["baseline_value"].to_numpy(float), official["latest_value"].to_numpy(float)
    paired = official["change"].notna().to_numpy()
    noise = np.maximum(_from(test.noise_sd, y_m, scale, ceiling), rounding)
    noise = np.where(test.m >= 4, noise, np.nan)
    change = change_since_baseline(
        np.where(paired, y0, np.nan), se0, np.where(paired, y1, np.nan), se1, turn, settings.confidence,
        noise_sd=noise, noise_df=np.where(test.m > 2, test.m - 2.0, np.nan),
    )  # fmt: skip

    verdict = np.where(np.isin(test.verdict, IMPROVE), test.verdict, "not_assessed").astype(object)
    why = np.where(
        verdict != "not_assessed", np.where(test.is_short, "short_baseline", ""), "few_baseline"
    ).astype(object)
    why[(why == "few_baseline") & stack.is_broken_before] = "break_baseline"
    why[(test.k == 0) & (verdict == "not_assessed")] = "no_pair"
    why[np.isnan(turn)] = "no_direction"
    expected = _from_scale(_expected(stack, value, test), scale, ceiling)

    target = _judge_targets(
        stack, value, errors, scale, ceiling, of, official, rounding_scaled, change, turn, se1, noise
    )
    # a target whose level is not known is judged as an indicator that is expected to improve
    is_target = (of["kind"] == "target") & (official["target_status"] != "no_level").to_numpy()
    verdict = np.where(is_target, target["target_verdict"], verdict)
    why = np.where(is_target, target["target_why"], why)
    standard = _judge_standards(stack, se_of, noise, of, official, turn, settings)
    is_standard = of["kind"] == "minimum_standard"
    verdict = np.where(is_standard, standard["standard_verdict"], verdict)
    why = np.where(is_standard, standard["standard_why"], why)

    return pd.DataFrame(
        {
            "verdict": verdict, "verdict_reason": [WHY[w] for w in why],
            "level_verdict": np.where(paired, change.verdict, "unknown"),
            "change_lower": change.lower, "change_upper": change.upper, "p_improved": change.p_improved,
            "has_sampling_error": np.isfinite(se0) & np.isfinite(se1),
            "has_overlap": stack.has_overlap, "is_baseline_outlier": _baseline_outliers(stack.time, value, stack.baseline),
            "trend_verdict": np.where(np.isin(test.verdict, IMPROVE), test.verdict, "not_assessed"),
            "trend_baseline_points": test.m, "trend_later_points": test.k, "trend_scale": scale,
            "trend_expected": np.where(test.m >= 3, expected, np.nan), "trend_gap": test.gap, "trend_gap_lower": test.lower,
            "trend_gap_upper": test.upper, "trend_gap_se": test.gap_se, "trend_df": test.df, "trend_statistic": test.statistic,
            "trend_critical": test.critical, "p_better": test.p_better, "trend_line_verdict": test.line_verdict,
            "trend_models_agree": test.models_agree, "trend_detectable": test.minimum_detectable_gap,
            "target_verdict": target["target_verdict"], "target_chance": target["target_chance"],
            "target_margin": target["target_margin"], "target_path_lower": target["target_path_lower"],
            "target_path_upper": target["target_path_upper"], "standard_verdict": standard["standard_verdict"],
            "standard_margin": standard["standard_margin"], "standard_direction": standard["standard_direction"],
        },
        index=points.index,
    )  # fmt: skip


def _working(stack: Stack, of: dict):
    """Return scale and ceiling of each series, and its values and standard errors on that scale."""
    scale = np.asarray(scale_for(of["value_kind"], of["unit"]), dtype="<U8")
    ceiling = np.asarray(proportion_ceiling(of["unit"]), float)
    ceiling = np.where(np.isfinite(ceiling), ceiling, 100.0)
    used = np.where(stack.allowed, stack.value, np.nan)
    scale = working_scale(used, scale, ceiling)
    errors = se_to_scale(stack.se, used, scale, ceiling)
    return scale, ceiling, to_scale(used, scale, ceiling), errors


def gap_in_unit(row) -> float:
    """Return about how large the gap to the trend is in the unit of the figures, near where the trend leads.

    Args:
        row: `trend_gap`, `trend_expected`, `trend_scale` and `unit` of one series.
    """
    ceiling = proportion_ceiling(row["unit"])
    ceiling = ceiling if np.isfinite(ceiling) else 100.0
    return float(_from(row["trend_gap"], row["trend_expected"], row["trend_scale"], ceiling))


def _to(amount, value, scale, ceiling):
    return np.asarray(se_to_scale(amount, value, scale, ceiling), float)


def _from(amount, value, scale, ceiling):
    return np.asarray(se_from_scale(amount, value, scale, ceiling), float)


def _from_scale(value, scale, ceiling):
    from psa.uncertainty import from_scale

    return from_scale(value, scale, ceiling)


def _last(array: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return the last value of each row where the mask is true; NaN where it nowhere is."""
    if not array.shape[1]:
        return np.full(len(array), np.nan)
    column = array.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    return np.where(mask.any(axis=1), array[np.arange(len(array)), column], np.nan)


def _expected(stack: Stack, value: np.ndarray, test) -> np.ndarray:
    """Return, on the working scale, where the baseline trend carried on would stand at the latest point."""
    h = _last(stack.time, stack.later) - _last(stack.time, stack.baseline)
    return _last(value, stack.baseline) + test.drift * h


def _baseline_outliers(time: np.ndarray, value: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return where the baseline lies far off its own earlier figures: regression to the mean is likely.

    A straight line through the earlier points of the baseline (four or more) is carried to the baseline;
    the figure is an outlier beyond three standard errors of prediction.
    """
    at = mask & (np.cumsum(mask[:, ::-1], axis=1)[:, ::-1] == 1)
    earlier = mask & ~at
    n = earlier.sum(axis=1)
    many = np.maximum(n, 1)
    t = np.where(mask, time, 0.0)
    y = np.where(mask, np.nan_to_num(value), 0.0)
    mean_t, mean_y = (np.where(earlier, a, 0.0).sum(axis=1) / many for a in (t, y))
    dt, dy = (np.where(earlier, a - m[:, None], 0.0) for a, m in ((t, mean_t), (y, mean_y)))
    spread = (dt**2).sum(axis=1)
    slope = (dt * dy).sum(axis=1) / np.where(spread > 0, spread, np.nan)
    residual = ((dy - np.nan_to_num(slope)[:, None] * dt) ** 2).sum(axis=1) / np.where(n > 2, n - 2.0, np.nan)
    ahead = _last(time, at) - mean_t
    off = _last(value, at) - mean_y - slope * ahead
    error = np.sqrt(residual * (1 + 1 / many + ahead**2 / np.where(spread > 0, spread, np.nan)))
    return (n >= 4) & (np.abs(np.nan_to_num(off)) > 3 * np.nan_to_num(error, nan=np.inf)) & (error > 0)


def _judge_targets(
    stack, value, errors, scale, ceiling, of, official, rounding, change, turn, se1, noise
) -> dict:
    status = official["target_status"].to_numpy(object)
    level = official["target_level"].to_numpy(float)
    due = of["target_period_time"].astype(float)
    n = len(level)
    recent = stack.clear & (np.cumsum(stack.clear[:, ::-1], axis=1)[:, ::-1] <= 6)
    used = np.where(recent, value, np.nan)
    goal = to_scale(level, scale, ceiling)
    open_ = np.isin(status, ["not_yet_due", "no_outturn"]) & np.isfinite(due)
    chance = np.full(n, np.nan)
    if open_.any():
        with np.errstate(invalid="ignore"):
            chance[open_] = chance_of_meeting(
                goal[open_],
                due[open_],
                turn[open_],
                stack.time[open_],
                used[open_],
                errors[open_],
                rounding=rounding[open_],
            )
    figure = official["target_figure"].to_numpy(float)
    spread = np.where(np.isfinite(se1), se1, noise)
    z = turn * (figure - level) / np.where(spread > 0, spread, np.nan)
    reached = np.isin(status, ["met", "met_early"])
    known = reached | (status == "not_met")
    margin = np.full(n, "", dtype=object)
    margin[known] = np.where(
        np.isnan(z), "unknown", np.where(np.abs(np.nan_to_num(z)) >= 1.959964, "beyond", "within")
    )[known]
    moving = change.verdict == "worse"
    verdict = np.full(n, "not_assessed", dtype=object)
    by_chance = np.select(
        [chance >= ON_COURSE, chance >= OFF_COURSE, chance < OFF_COURSE],
        ["on_course", "uncertain", "off_course"],
        "not_assessed",
    )
    verdict[open_] = by_chance[open_]
    verdict[open_ & moving] = "moving_away"
    verdict[reached] = "met"
    verdict[status == "not_met"] = "not_met"
    why = np.full(n, "", dtype=object)
    why[verdict == "not_assessed"] = np.where(stack.is_broken, "break_points", "few_points")[verdict == "not_assessed"]
    why[(verdict == "not_assessed") & (status == "no_level")] = "no_level"
    why[(verdict == "not_assessed") & (status == "no_figure")] = "no_figure"
    why[
        (verdict == "not_assessed")
        & ((status == "no_date") | (np.isin(status, ["not_yet_due", "no_outturn"]) & np.isnan(due)))
    ] = "no_date"
    base, base_time = official["baseline_value"].to_numpy(float), of["baseline_time"].astype(float)
    share = fieller_share(
        base, np.where(np.isfinite(of["se_baseline"]), of["se_baseline"], np.nan), figure, se1, level, base_time,
        of["figure_time"].astype(float), due,
    )  # fmt: skip
    return {"target_verdict": np.where(of["kind"] == "target", verdict, ""), "target_why": why, "target_chance": chance,
            "target_margin": margin, "target_path_lower": share.lower, "target_path_upper": share.upper}  # fmt: skip


def _judge_standards(stack, se_of, noise, of, official, turn, settings) -> dict:
    from scipy.special import ndtri

    level = official["standard_level"].to_numpy(float)
    inside = stack.reference
    y1 = np.where(inside >= 0, of["all_values"][np.maximum(inside, 0)], np.nan)
    judged = official["standard_periods"].to_numpy(float) > 0
    spread = np.where(inside >= 0, se_of[np.maximum(inside, 0)], np.nan)
    spread = np.where(np.isfinite(spread) & (spread > 0), spread, noise)
    distance = turn * (y1 - level)
    z = distance / np.where(spread > 0, spread, np.nan)
    c = float(ndtri((1 + settings.confidence) / 2))
    beyond = np.isnan(z) | (np.abs(np.nan_to_num(z)) >= c)
    verdict = np.select(
        [distance >= 0, distance < 0],
        [np.where(beyond, "meets", "meets_within_error"), np.where(beyond, "below", "below_within_error")],
        "not_assessed",
    ).astype(object)
    verdict[~judged] = "not_assessed"
    why = np.where(verdict != "not_assessed", "", np.where(np.isfinite(level), "no_figure", "no_level"))
    recent = stack.clear & (np.cumsum(stack.clear[:, ::-1], axis=1)[:, ::-1] <= 6)
    first = _last(stack.value[:, ::-1], recent[:, ::-1])
    last = _last(stack.value, recent)
    moved = turn * (last - first)
    enough = recent.sum(axis=1) >= 2
    direction = np.where(
        ~enough | np.isnan(moved),
        "unknown",
        np.where(moved > 0, "improving", np.where(moved < 0, "worsening", "level")),
    )
    is_standard = of["kind"] == "minimum_standard"
    return {
        "standard_verdict": np.where(is_standard, verdict, ""), "standard_why": why,
        "standard_margin": np.where(is_standard & judged, np.where(np.isnan(z), "unknown", np.where(beyond, "beyond", "within")), ""),
        "standard_direction": np.where(is_standard, direction, ""),
    }  # fmt: skip


def projection(
    frame: pd.DataFrame, points: pd.DataFrame, of: dict, se: np.ndarray, settings, times: np.ndarray
) -> pd.DataFrame:
    """Return the baseline trend carried on, with its interval, for one series: what a chart's fan shows.

    Args:
        frame, points, of, se, settings: as for `judge`, for a single series.
        times: decimal years after the baseline.

    Returns:
        time, estimate, lower, upper in the unit of the series; empty where there is no trend.
    """
    stack = Stack(frame, points, se, settings)
    scale, ceiling, value, errors = _working(stack, of)
    empty = pd.DataFrame(columns=["time", "estimate", "lower", "upper"], dtype=float)
    if stack.baseline.sum() < 3 or not len(times):
        return empty
    mask = stack.baseline
    rounding = _to(
        rounding_error(np.where(stack.allowed, stack.value, np.nan)), _last(stack.value, mask), scale, ceiling
    )
    ahead = project(
        stack.time, np.where(mask, value, np.nan), errors, np.asarray(times, float)[None, :], settings.confidence,
        damping=1.0, rounding=rounding, inflation=1.0,
    )  # fmt: skip
    back = [_from_scale(a, scale, ceiling)[0] for a in (ahead.estimate, ahead.lower, ahead.upper)]
    return pd.DataFrame(
        {"time": np.asarray(times, float), "estimate": back[0], "lower": back[1], "upper": back[2]}
    )
