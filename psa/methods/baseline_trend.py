"""Whether figures are better than their baseline trend carried on: the test, for all series at once.

The model is a level with a steady drift whose yearly shocks persist (``local_level``); how large the shocks
are, a series says together with others of its framework (``moderation``); ``gaps`` has the formulas.
Arrays in, arrays out. Values and standard errors are on the working scale, and so is the result.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from psa.methods.array_types import Counts, Flags, Floats, Words
from psa.methods.baseline_split import BaselineSplit, split_baseline
from psa.methods.baseline_year import judge_baseline_year
from psa.methods.gaps import measure_gap
from psa.methods.quantiles import t_probability, t_quantile
from psa.methods.straight_line import measure_line_gap
from psa.methods.trend_arrays import MINIMUM_POINTS, per_series, two_dimensional
from psa.methods.trend_verdict import TrendChoices, judge_gaps

BLOCK = 2048  # series judged at once: the work of a block stays in a processor's cache


@dataclass(frozen=True)
class BaselineTrendTest:
    """What the test found, one element a series; NaN or 'too_few' where it could not be made.

    Attributes:
        m: baseline points used.
        k: later points used.
        is_short: True where m is 3.
        has_se: True where every point used has a standard error.
        drift: change a year over the baseline, not turned by sign.
        gap: how far the later points lie beyond the baseline trend on average; positive is better.
        gap_se: its standard error; NaN where the series shows no variation whatever.
        df: degrees of freedom of the critical value.
        critical: the two-sided critical value.
        lower, upper: interval of the gap.
        statistic: gap / gap_se.
        p_better: chance that the true gap is above 0.
        verdict: 'better', 'worse', 'in_line', 'not_distinguishable', 'depends_on_baseline_year', 'modelled',
            'too_few' or 'no_direction'.
        line_gap, line_se, line_statistic, line_critical, line_verdict: the same under a straight line.
        models_agree: True where both models give the same verdict.
        minimum_detectable_gap: the gap that would be found with the stated power.
        shock_sd: standard deviation of yearly shocks, as expected.
        noise_sd: irregularity of one baseline point about the drift, if shocks did not persist.
        baseline_statistic: how many standard errors the last baseline point lies from the trend before it,
            turned by sign; NaN below four baseline points.
        is_baseline_outlier: True where that is more than two.
        verdict_with_baseline, verdict_without_baseline: the verdict on all figures, and without the last
            baseline point; the second is '' where the baseline is no outlier.
    """

    m: Counts
    k: Counts
    is_short: Flags
    has_se: Flags
    drift: Floats
    gap: Floats
    gap_se: Floats
    df: Floats
    critical: Floats
    lower: Floats
    upper: Floats
    statistic: Floats
    p_better: Floats
    verdict: Words
    line_gap: Floats
    line_se: Floats
    line_statistic: Floats
    line_critical: Floats
    line_verdict: Words
    models_agree: Flags
    minimum_detectable_gap: Floats
    shock_sd: Floats
    noise_sd: Floats
    baseline_statistic: Floats
    is_baseline_outlier: Flags
    verdict_with_baseline: Words
    verdict_without_baseline: Words


def baseline_trend_test(
    time: ArrayLike,
    value: ArrayLike,
    se: ArrayLike | None,
    is_baseline: ArrayLike,
    is_later: ArrayLike,
    sign: ArrayLike,
    delta: ArrayLike | None = None,
    confidence: float = 0.95,
    rounding: ArrayLike | None = None,
    power: float = 0.8,
    d0: ArrayLike | None = None,
    s0_squared: ArrayLike | None = None,
    is_modelled: ArrayLike | None = None,
) -> BaselineTrendTest:
    """Return whether the later points are better than the baseline trend carried on.

    Args:
        time: 2-D decimal years, any order within a row.
        value: 2-D, on the working scale; NaN where missing.
        se: 2-D standard errors on the same scale, or None. A series in which a point that is used has none
            is judged by its own irregularity alone.
        is_baseline: 2-D mask of the points that make the trend. For overlapping periods, thin it first.
        is_later: 2-D mask of the points to judge; all after the last baseline point.
        sign: +1 up is good, -1 down is good, one a series; 0 or NaN gives 'no_direction'.
        delta: smallest gap that matters, on the working scale: 'in_line' where the interval at the level
            1 - 2 (1 - confidence) lies within it (two one-sided tests; Schuirmann 1987). None or NaN for none.
        confidence: two-sided.
        rounding: standard deviation of rounding on the working scale, a floor under the error of each point.
        power: for the minimum detectable gap.
        d0: degrees of freedom borrowed from other series, from ``moderation.series_priors``; None for 0.
        s0_squared: the variance that goes with them.
        is_modelled: True for series that a model made or smoothed; they get the verdict 'modelled'.

    Raises:
        ValueError: shapes that do not fit, an infinite number, a negative standard error or d0, two points at
            one time, a later point that is not after the baseline, another sign or confidence.
    """
    if not (0.5 < confidence < 1 and 0 < power < 1):
        raise ValueError("confidence must lie strictly between 0.5 and 1, power between 0 and 1")
    arrays = two_dimensional(
        time=time, value=value, se=np.nan if se is None else se, is_baseline=is_baseline, is_later=is_later
    )
    count = len(arrays[0])
    turn = per_series("sign", sign, count)
    if not np.isin(turn[~np.isnan(turn)], (-1, 0, 1)).all():
        raise ValueError("sign must be +1, -1, 0 or NaN")
    borrowed = np.nan_to_num(per_series("d0", d0, count))
    usual = per_series("s0_squared", s0_squared, count)
    if np.any(borrowed < 0) or np.any((borrowed > 0) & ~(usual > 0)):
        raise ValueError("d0 must be 0 or more, and where it is above 0 s0_squared must be above 0")
    choices = TrendChoices(
        turn=np.where(np.abs(turn) == 1, turn, np.nan),
        delta=per_series("delta", delta, count),
        rounding=np.nan_to_num(per_series("rounding", rounding, count)),
        d0=borrowed,
        s0_squared=usual,
        is_modelled=np.nan_to_num(per_series("is_modelled", is_modelled, count)).astype(bool),
        confidence=confidence,
        power=power,
    )
    parts = []
    for first in range(0, max(count, 1), BLOCK):
        rows = slice(first, first + BLOCK)
        times, values, errors, early, late = (a[rows] for a in arrays)
        series = split_baseline(times, values, errors, early, late, first_row=first)
        parts.append(_test_block(series, choices.part(rows)))
    return BaselineTrendTest(
        *(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(BaselineTrendTest))
    )


def _test_block(series: BaselineSplit, choices: TrendChoices) -> BaselineTrendTest:
    gap = measure_gap(series, choices.d0, choices.s0_squared, choices.rounding, choices.confidence)
    line = measure_line_gap(series, choices.rounding)
    can_test = (series.m >= MINIMUM_POINTS) & (series.k >= 1)
    verdict, signed, scale, critical = judge_gaps(series, choices, gap.is_mute, gap.gap, gap.scale, gap.df)
    line_verdict, line_gap, line_scale, line_critical = judge_gaps(
        series, choices, gap.is_mute, line.gap, line.scale, line.df
    )
    last = judge_baseline_year(series, choices)
    depends = last.is_outlier & (last.verdict_without != verdict)
    df = np.where(can_test, gap.df, np.nan)
    return BaselineTrendTest(
        m=series.m,
        k=series.k,
        is_short=series.m == MINIMUM_POINTS,
        has_se=series.has_se,
        drift=gap.drift,
        gap=signed,
        gap_se=scale,
        df=df,
        critical=critical,
        lower=signed - critical * scale,
        upper=signed + critical * scale,
        statistic=signed / scale,
        p_better=t_probability(df, signed / scale),
        verdict=np.where(depends, "depends_on_baseline_year", verdict).astype("<U24"),
        line_gap=line_gap,
        line_se=line_scale,
        line_statistic=line_gap / line_scale,
        line_critical=line_critical,
        line_verdict=line_verdict,
        models_agree=can_test & (verdict == line_verdict),
        minimum_detectable_gap=(critical + t_quantile(choices.power, df)) * scale,
        shock_sd=np.sqrt(gap.shock_variance),
        noise_sd=np.sqrt(gap.noise_variance),
        baseline_statistic=last.statistic,
        is_baseline_outlier=last.is_outlier,
        verdict_with_baseline=verdict,
        verdict_without_baseline=last.verdict_without,
    )
