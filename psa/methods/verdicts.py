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
the formulas are in `psa.methods.baseline_trend`, their evidence in ``docs/methods.md``.
"""

import numpy as np
import pandas as pd

from psa.methods.array_types import Flags, Floats, Words
from psa.methods.rated_rules import rule_columns
from psa.methods.series_data import SeriesData
from psa.methods.settings import Settings
from psa.methods.stack import keep_last, last_value
from psa.methods.standard_verdicts import judge_standards
from psa.methods.target_verdicts import judge_targets
from psa.methods.tested import Tested, run_tests
from psa.methods.trend_arrays import MINIMUM_POINTS
from psa.methods.vocabulary import IMPROVE, WHY

LEAST_FOR_OUTLIERS = 4  # earlier figures of a baseline, below which none is called an outlier
OUTLIER_FROM = 3  # standard errors of prediction


def judge(data: SeriesData, official: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return our verdict on each series with its working, one row a series.

    Args:
        data: the series.
        official: the columns on them by the official rule (`psa.methods.official.assess_measures`).
        settings: see `Settings`.

    Returns:
        The columns that `psa.methods.columns` lists for single measures: `verdict`, `verdict_reason`,
        `level_verdict`, the baseline-trend test (`trend_*`), the change with its interval, the target's
        chance and path, the standard's margin, and `p_improved`.
    """
    if not len(data.first):
        return pd.DataFrame(index=data.measure_ids)
    tested = run_tests(data, official, settings)
    verdict, why = _trend_verdicts(tested)
    target, standard = judge_targets(tested, settings), judge_standards(tested, settings)
    # a target whose level is not known is judged as an indicator that is expected to improve
    is_target = target.is_target & (official["target_status"] != "no_level").to_numpy()
    is_standard = data.definitions.kind == "minimum_standard"
    verdict = np.where(is_standard, standard.verdict, np.where(is_target, target.verdict, verdict))
    why = np.where(is_standard, standard.why, np.where(is_target, target.why, why))
    return pd.DataFrame(
        {
            "verdict": verdict,
            "verdict_reason": [WHY[code] for code in why],
            **_change_columns(tested),
            **_trend_columns(tested),
            **target.columns(),
            **standard.columns(),
            **rule_columns(tested, settings),
        },
        index=data.measure_ids,
    )


def _trend_verdicts(tested: Tested) -> tuple[Words, Words]:
    """Return the verdict against the baseline trend, and why there is none or what to bear in mind."""
    trend, stack = tested.trend, tested.working.stack
    verdict = _tested_or_not(trend.verdict)
    is_none = verdict == "not_assessed"
    why = np.where(is_none, "few_baseline", np.where(trend.is_short, "short_baseline", "")).astype(object)
    why[is_none & stack.is_broken_before] = "break_baseline"
    why[is_none & (trend.k == 0)] = "no_pair"
    why[np.isnan(tested.direction)] = "no_direction"
    return verdict, why


def _tested_or_not(verdict: Words) -> Words:
    return np.where(np.isin(verdict, IMPROVE), verdict, "not_assessed").astype(object)


def _change_columns(tested: Tested) -> dict[str, Words | Floats | Flags]:
    """Return the columns on the change since the baseline, and on its figures."""
    change, stack = tested.change, tested.working.stack
    is_pair = tested.official["change"].notna().to_numpy()
    return {
        "level_verdict": np.where(is_pair, change.verdict, "unknown"),
        "change_lower": change.lower,
        "change_upper": change.upper,
        "p_improved": change.p_improved,
        "has_sampling_error": np.isfinite(tested.first_se) & np.isfinite(tested.last_se),
        "has_overlap": stack.has_overlap,
        "is_baseline_outlier": _baseline_outliers(stack.time, tested.working.value, stack.baseline),
    }


def _trend_columns(tested: Tested) -> dict[str, Words | Floats | Flags]:
    """Return the columns on the test of the trend."""
    trend = tested.trend
    return {
        "trend_verdict": _tested_or_not(trend.verdict),
        "trend_baseline_points": trend.m,
        "trend_later_points": trend.k,
        "trend_scale": tested.working.scale,
        "trend_expected": np.where(trend.m >= MINIMUM_POINTS, _expected(tested), np.nan),
        "trend_gap": trend.gap,
        "trend_gap_lower": trend.lower,
        "trend_gap_upper": trend.upper,
        "trend_gap_se": trend.gap_se,
        "trend_df": trend.df,
        "trend_statistic": trend.statistic,
        "trend_critical": trend.critical,
        "p_better": trend.p_better,
        "trend_line_verdict": trend.line_verdict,
        "trend_models_agree": trend.models_agree,
        "trend_detectable": trend.minimum_detectable_gap,
    }


def _expected(tested: Tested) -> Floats:
    """Return where the baseline trend carried on would stand at the latest point, in the unit."""
    working, stack = tested.working, tested.working.stack
    ahead = last_value(stack.time, stack.later) - last_value(stack.time, stack.baseline)
    return working.value_from_scale(last_value(working.value, stack.baseline) + tested.trend.drift * ahead)


def _baseline_outliers(time: Floats, value: Floats, baseline: Flags) -> Flags:
    """Return where the baseline lies far off its own earlier figures: regression to the mean is likely.

    A straight line through the earlier points of the baseline (four or more) is carried to the baseline;
    the figure is an outlier beyond three standard errors of prediction.
    """
    last = keep_last(baseline, 1)
    earlier = baseline & ~last
    n = earlier.sum(axis=1)
    many = np.maximum(n, 1)
    times, values = np.where(baseline, time, 0.0), np.where(baseline, np.nan_to_num(value), 0.0)
    mean_time, mean_value = (np.where(earlier, a, 0.0).sum(axis=1) / many for a in (times, values))
    from_time = np.where(earlier, times - mean_time[:, None], 0.0)
    from_value = np.where(earlier, values - mean_value[:, None], 0.0)
    spread = (from_time**2).sum(axis=1)
    spread = np.where(spread > 0, spread, np.nan)
    slope = (from_time * from_value).sum(axis=1) / spread
    squares = ((from_value - np.nan_to_num(slope)[:, None] * from_time) ** 2).sum(axis=1)
    ahead = last_value(time, last) - mean_time
    off = last_value(value, last) - mean_value - slope * ahead
    variance = squares / np.where(n > 2, n - 2.0, np.nan)
    error = np.sqrt(variance * (1 + 1 / many + ahead**2 / spread))
    is_far = np.abs(np.nan_to_num(off)) > OUTLIER_FROM * np.nan_to_num(error, nan=np.inf)
    is_outlier: Flags = (n >= LEAST_FOR_OUTLIERS) & is_far & (error > 0)
    return is_outlier
