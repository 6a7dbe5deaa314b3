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

from psa.methods.baseline_trend import baseline_trend_test
from psa.methods.change import change_since_baseline
from psa.methods.projection import project
from psa.methods.scales import (
    proportion_ceiling,
    scale_for,
    se_from_scale,
    se_to_scale,
    to_scale,
    working_scale,
)
from psa.methods.stack import Stack, last_value
from psa.methods.standard_errors import rounding_error
from psa.methods.standard_verdicts import judge_standards
from psa.methods.target_verdicts import target_verdicts
from psa.methods.vocabulary import IMPROVE, WHY


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
    y_m = last_value(stack.value, stack.baseline)
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

    target = target_verdicts(
        stack, value, errors, scale, ceiling, of, official, rounding_scaled, change, turn, se1, noise
    )
    # a target whose level is not known is judged as an indicator that is expected to improve
    is_target = (of["kind"] == "target") & (official["target_status"] != "no_level").to_numpy()
    verdict = np.where(is_target, target["target_verdict"], verdict)
    why = np.where(is_target, target["target_why"], why)
    standard = judge_standards(stack, se_of, noise, of, official, turn, settings)
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
    from psa.methods.scales import from_scale

    return from_scale(value, scale, ceiling)


def _expected(stack: Stack, value: np.ndarray, test) -> np.ndarray:
    """Return, on the working scale, where the baseline trend carried on would stand at the latest point."""
    h = last_value(stack.time, stack.later) - last_value(stack.time, stack.baseline)
    return last_value(value, stack.baseline) + test.drift * h


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
    ahead = last_value(time, at) - mean_t
    off = last_value(value, at) - mean_y - slope * ahead
    error = np.sqrt(residual * (1 + 1 / many + ahead**2 / np.where(spread > 0, spread, np.nan)))
    return (n >= 4) & (np.abs(np.nan_to_num(off)) > 3 * np.nan_to_num(error, nan=np.inf)) & (error > 0)


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
        rounding_error(np.where(stack.allowed, stack.value, np.nan)),
        last_value(stack.value, mask),
        scale,
        ceiling,
    )
    ahead = project(
        stack.time, np.where(mask, value, np.nan), errors, np.asarray(times, float)[None, :], settings.confidence,
        damping=1.0, rounding=rounding, inflation=1.0,
    )  # fmt: skip
    back = [_from_scale(a, scale, ceiling)[0] for a in (ahead.estimate, ahead.lower, ahead.upper)]
    return pd.DataFrame(
        {"time": np.asarray(times, float), "estimate": back[0], "lower": back[1], "upper": back[2]}
    )
