"""Our own verdict on each series, by the kind of its indicator, with the working behind it.

================= =================================================================================
kind              verdicts
================= =================================================================================
improve           better, in_line, worse, not_distinguishable: than its own baseline trend carried on;
                  depends_on_baseline_year: two of them, with and without the last year of the baseline;
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
from psa.methods.compared import Compared
from psa.methods.rated_rules import rule_columns
from psa.methods.scales import scale_for
from psa.methods.series_data import SeriesData
from psa.methods.settings import Settings
from psa.methods.stack import last_value
from psa.methods.standard_verdicts import judge_standards
from psa.methods.target_verdicts import judge_targets
from psa.methods.tested import Tested, run_tests
from psa.methods.trend_arrays import MINIMUM_POINTS, mean_over
from psa.methods.vocabulary import IMPROVE, WHY


def judge(data: SeriesData, official: pd.DataFrame, two: Compared, settings: Settings) -> pd.DataFrame:
    """Return our verdict on each series with its working, one row a series.

    Args:
        data: the series.
        official: the columns on them by the official rule (`psa.methods.official.assess_measures`).
        two: the two figures of each.
        settings: see `Settings`.

    Returns:
        The columns that `psa.methods.columns` lists for single measures: `verdict`, `verdict_reason`,
        `level_verdict`, the baseline-trend test (`trend_*`), the change with its interval, the target's
        chance and path, the standard's margin, and `p_improved`.
    """
    if not len(data.first):
        return pd.DataFrame(index=data.measure_ids)
    tested = run_tests(data, official, two, settings)
    past_edge = leads_past_edge(tested)
    trend_verdict, why = _trend_verdicts(tested, past_edge)
    target, standard = judge_targets(tested, settings), judge_standards(tested, settings)
    # a target whose level is not known is judged as an indicator that is expected to improve
    is_target = target.is_target & (official["target_status"] != "no_level").to_numpy()
    is_standard = data.definitions.kind == "minimum_standard"
    verdict = np.where(is_standard, standard.verdict, np.where(is_target, target.verdict, trend_verdict))
    why = np.where(is_standard, standard.why, np.where(is_target, target.why, why))
    return pd.DataFrame(
        {
            "verdict": verdict,
            "verdict_reason": _reasons(why, tested.trends.smooth_odds),
            **_change_columns(tested),
            "trend_verdict": trend_verdict,
            **_trend_columns(tested, past_edge),
            **target.columns(),
            **standard.columns(),
            **rule_columns(tested, settings),
        },
        index=data.measure_ids,
    )


def _trend_verdicts(tested: Tested, past_edge: Flags) -> tuple[Words, Words]:
    """Return the verdict against the baseline trend, and why there is none or what to bear in mind."""
    trend, stack = tested.trend, tested.working.stack
    verdict = np.where(past_edge, "not_assessed", _tested_or_not(trend.verdict)).astype(object)
    is_none = verdict == "not_assessed"
    why = np.where(is_none, "few_baseline", np.where(trend.is_short, "short_baseline", "")).astype(object)
    why[is_none & stack.is_broken_before] = "break_baseline"
    why[is_none & (trend.k == 0)] = "no_pair"
    is_modelled = is_none & (trend.verdict == "modelled")
    why[is_modelled] = tested.trends.modelled[is_modelled]
    why[~is_none & (verdict == "depends_on_baseline_year")] = "baseline_year"
    why[past_edge] = "past_edge"
    why[np.isnan(tested.direction)] = "no_direction"
    why[tested.data.definitions.sign == 0] = "to_be_held"
    return verdict, why


def leads_past_edge(tested: Tested) -> Flags:
    """Return whose trend leads to what no figure can be: above the whole, or a rate or count below nothing.

    The working scale has no such places; only a series that touches its edge is worked as published.
    """
    working, asked = tested.working, tested.data.definitions
    own_scale = scale_for(asked.value_kind, asked.unit)
    is_plain = (
        (working.scale == "identity") & (own_scale != "identity") & np.isin(tested.trend.verdict, IMPROVE)
    )
    out = np.zeros(len(is_plain), bool)
    if len(rows := np.flatnonzero(is_plain)):
        stack, ceiling, expected = working.stack, working.ceiling[rows], _expected(tested)[rows]
        figures = np.where(stack.allowed[rows], stack.value[rows], np.nan)
        goes_below, goes_above = (figures < 0).any(axis=1), (figures > ceiling[:, None]).any(axis=1)
        is_share = own_scale[rows] == "logit"
        out[rows] = ((expected < 0) & ~goes_below) | (is_share & (expected > ceiling) & ~goes_above)
    return out


def _reasons(why: Words, smooth_odds: Floats) -> list[str]:
    """Return the reasons in words; where series were found smooth, with the odds of it."""
    return [
        f"{WHY[code]} (odds {_odds(odds)} to 1)" if code == "smooth" else WHY[code]
        for code, odds in zip(why, smooth_odds, strict=True)
    ]


def _odds(odds: float) -> str:
    return "more than 1,000" if odds > 1000 else f"{odds:.0f}"


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
        "is_baseline_outlier": tested.trend.is_baseline_outlier,
    }


def _trend_columns(tested: Tested, past_edge: Flags) -> dict[str, Words | Floats | Flags]:
    """Return the columns on the test of the trend; without numbers where a model made the figures."""
    trend, working = tested.trend, tested.working
    is_fair = (trend.verdict != "modelled") & ~past_edge
    expected = np.where(trend.m >= MINIMUM_POINTS, _expected(tested), np.nan)

    def shown(numbers: Floats) -> Floats:
        return np.where(is_fair, numbers, np.nan)

    return {
        "trend_season": tested.trends.figures.season,
        "trend_season_figures": np.where(tested.trends.figures.used > 0, tested.trends.figures.used, np.nan),
        "trend_baseline_points": trend.m,
        "trend_later_points": trend.k,
        "trend_scale": working.scale,
        "trend_expected": shown(working.value_from_scale(expected)),
        "trend_gap": shown(trend.gap),
        "trend_gap_lower": shown(trend.lower),
        "trend_gap_upper": shown(trend.upper),
        "trend_gap_se": shown(trend.gap_se),
        "trend_df": shown(trend.df),
        "trend_statistic": shown(trend.statistic),
        "trend_critical": shown(trend.critical),
        "p_better": shown(trend.p_better),
        "trend_line_verdict": trend.line_verdict,
        "trend_models_agree": trend.models_agree,
        "trend_detectable": shown(trend.minimum_detectable_gap),
        "trend_detectable_change": shown(_in_unit(tested, expected, trend.minimum_detectable_gap)),
        "trend_important": tested.trends.important,
        "trend_without_baseline": np.where(is_fair, _tested_or_none(trend.verdict_without_baseline), ""),
        "trend_with_baseline": np.where(trend.is_baseline_outlier & is_fair, trend.verdict_with_baseline, ""),
    }


def _tested_or_none(verdict: Words) -> Words:
    return np.where(np.isin(verdict, IMPROVE), verdict, "").astype(object)


def _expected(tested: Tested) -> Floats:
    """Return where the baseline trend carried on would stand at the latest point, on the working scale."""
    figures = tested.trends.figures
    value, time, later = figures.value, figures.time, figures.later
    trend = tested.trend
    gap = trend.gap * np.where(np.isnan(tested.direction), 1.0, tested.direction)
    return (
        mean_over(np.nan_to_num(value), later)
        - gap
        + trend.drift * (last_value(time, later) - mean_over(np.nan_to_num(time), later))
    )


def _in_unit(tested: Tested, expected: Floats, gap: Floats) -> Floats:
    """Return how far a gap on the good side of an expected level is from it, in the unit."""
    working = tested.working
    beyond = working.value_from_scale(expected + np.where(tested.direction == -1, -1.0, 1.0) * gap)
    return np.abs(beyond - working.value_from_scale(expected))
