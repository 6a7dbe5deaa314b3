"""The test of later figures against the baseline trend carried on.

Arrays in, arrays out; no table, no file. Series are 2-D, (series, points), with NaN for what is missing,
anywhere in a row. ``time`` is in decimal years, so that unequal spacing counts. All series are computed at
once. Values and standard errors come on the working scale (``psa.methods.scales.to_scale``); a result is on
that scale too.

The main model is a level with a yearly drift whose shocks persist (``psa.methods.drift``), the second a
straight line; how far later figures lie from either is in ``psa.methods.gaps``.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from psa.methods.array_types import Counts, Flags, Floats, Words
from psa.methods.baseline_split import split_baseline
from psa.methods.drift import fit_drift
from psa.methods.gaps import Gap, drift_gap, line_gap
from psa.methods.quantiles import check_confidence, t_critical, t_probability, t_quantile
from psa.methods.trend_arrays import MINIMUM_POINTS, NO_VARIATION, per_series, verdict_words


@dataclass(frozen=True)
class BaselineTrendTest:
    """What the test found, one element a series; NaN or 'too_few' where it could not be made.

    Attributes:
        m: baseline points used.
        k: later points used.
        is_short: True where m is 3: too short a baseline to judge its own irregularity well.
        has_se: True where every point used has a standard error.
        drift: change a year over the baseline, in the unit of the value, not turned by sign.
        gap: how far the later points lie beyond the baseline trend on average; positive is better.
        gap_se: its standard error; NaN where the series shows no variation whatever.
        df: degrees of freedom of the critical value; inf where sampling error explains all spread.
        critical: the two-sided critical value.
        lower, upper: interval of the gap.
        statistic: gap / gap_se.
        p_better: chance that the true gap is above 0, given these data and no other knowledge.
        verdict: 'better', 'worse', 'in_line', 'not_distinguishable', 'too_few' or 'no_direction'.
        line_gap, line_se, line_statistic, line_critical, line_verdict: the same under a straight line.
        models_agree: True where both models give the same verdict.
        minimum_detectable_gap: the gap that would be found with the stated power.
        shock_sd: standard deviation of yearly shocks that sampling error does not explain.
        noise_sd: irregularity of one baseline point about the drift, if shocks did not persist.
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


def baseline_trend_test(
    time: npt.ArrayLike,
    value: npt.ArrayLike,
    se: npt.ArrayLike | None,
    is_baseline: npt.ArrayLike,
    is_later: npt.ArrayLike,
    sign: npt.ArrayLike,
    delta: npt.ArrayLike | None = None,
    confidence: float = 0.95,
    rounding: npt.ArrayLike | None = None,
    power: float = 0.8,
) -> BaselineTrendTest:
    """Return whether the later points are better than the baseline trend carried on; see the module's top.

    The critical value is normal where sampling error explains all the spread of the yearly changes (s^2 = 0)
    and t with m - 2 degrees of freedom otherwise. Simulated false 'better', nominal 2.5 %, for 4 to 8
    baseline points and 3 later: 1 % under sampling error alone, up to 2.7 % with overdispersion, up to 4.6 %
    with persistent shocks (5.1 % with 5 later); 7 % with 3 baseline points, hence ``is_short``.

    A baseline exactly on a straight line has no spread from which to judge. With neither standard errors nor
    ``rounding`` its test cannot be made: 'in_line' if the later points lie on the same line, otherwise
    'not_distinguishable', without a statistic. Give ``rounding`` to let such series, and those almost so,
    be judged against the error of rounding, the least that any published figure has.

    The verdict is monotonic in each later value, its standard error held: worse never reads better.

    Args:
        time: 2-D decimal years, any order within a row.
        value: 2-D, on the working scale; NaN where missing.
        se: 2-D standard errors on the same scale, or None.
        is_baseline: 2-D mask of the points that make the trend. For overlapping periods, thin it first.
        is_later: 2-D mask of the points to judge; all after the last baseline point.
        sign: +1 up is good, -1 down is good, one a series; 0 or NaN gives 'no_direction'.
        delta: smallest gap that matters, on the working scale; makes 'in_line' possible, where the whole
            interval lies within it. One number or one a series; None or NaN for none.
        confidence: two-sided.
        rounding: standard deviation of rounding on the working scale (``rounding_error``), a floor under the
            error of each point. One number or one a series.
        power: for the minimum detectable gap.

    Raises:
        ValueError: shapes that do not fit, an infinite number, a negative standard error, two points
            at one time, a later point that is not after the baseline, another sign or confidence.
    """
    check_confidence(confidence)
    check_confidence(power, "power")
    split = split_baseline(time, value, se, is_baseline, is_later)
    n_series = len(split.m)
    direction = per_series("sign", sign, n_series)
    if not np.isin(direction[~np.isnan(direction)], (-1, 0, 1)).all():
        raise ValueError("sign must be +1, -1, 0 or NaN")
    fit = fit_drift(split.time, split.value, split.se, split.m, split.has_se)
    floor = np.nan_to_num(per_series("rounding", rounding, n_series))
    drift = drift_gap(split, fit)
    is_mute = fit.is_flat & ~split.has_se & (floor == 0)
    reach = NO_VARIATION * split.largest * (1 + np.nan_to_num(drift.ahead))
    judge = _Judge(
        direction=np.where(np.abs(direction) == 1, direction, np.nan),
        limit=per_series("delta", delta, n_series),
        floor=floor,
        can_test=(split.m >= MINIMUM_POINTS) & (split.k >= 1),
        is_mute=is_mute,
        is_on_line=is_mute & (np.abs(drift.gap) <= reach),
        confidence=confidence,
    )
    main, line = judge.judge(drift), judge.judge(line_gap(split))
    return BaselineTrendTest(
        m=split.m,
        k=split.k,
        is_short=split.m == MINIMUM_POINTS,
        has_se=split.has_se,
        drift=fit.drift,
        gap=main.gap,
        gap_se=main.se,
        df=np.where(judge.can_test, fit.df, np.nan),
        critical=main.critical,
        lower=main.gap - main.critical * main.se,
        upper=main.gap + main.critical * main.se,
        statistic=main.statistic,
        p_better=t_probability(fit.df, main.statistic),
        verdict=main.verdict,
        line_gap=line.gap,
        line_se=line.se,
        line_statistic=line.statistic,
        line_critical=line.critical,
        line_verdict=line.verdict,
        models_agree=judge.can_test & (main.verdict == line.verdict),
        minimum_detectable_gap=(main.critical + t_quantile(power, fit.df)) * main.se,
        shock_sd=np.sqrt(fit.shock_variance),
        noise_sd=np.sqrt(fit.noise_variance),
    )


@dataclass(frozen=True)
class _Judged:
    """A gap turned by sign, with its standard error, critical value, statistic and verdict."""

    gap: Floats
    se: Floats
    critical: Floats
    statistic: Floats
    verdict: Words


@dataclass(frozen=True)
class _Judge:
    """What the gap under either model is judged by, one element a series.

    Attributes:
        direction: +1, -1 or NaN.
        limit: smallest gap that matters, NaN for none.
        floor: standard deviation of rounding.
        can_test: there are enough points.
        is_mute: nothing tells how irregular the series is.
        is_on_line: it is mute, and goes on along its line.
        confidence: two-sided.
    """

    direction: Floats
    limit: Floats
    floor: Floats
    can_test: Flags
    is_mute: Flags
    is_on_line: Flags
    confidence: float

    def judge(self, found: Gap) -> _Judged:
        """Return the verdict on a gap."""
        variance = np.maximum(found.variance, self.floor**2 * found.rounding_factor)
        gap = np.where(self.can_test, found.gap * self.direction, np.nan)
        has_error = self.can_test & ~self.is_mute & (variance > 0)
        se = np.where(has_error, np.sqrt(np.where(variance > 0, variance, 1.0)), np.nan)
        critical = np.where(self.can_test, t_critical(self.confidence, found.df), np.nan)
        statistic = gap / se
        verdict = verdict_words(statistic, critical, ("better", "worse", "not_distinguishable"))
        is_within = (gap - critical * se > -self.limit) & (gap + critical * se < self.limit)
        is_in_line = (verdict == "not_distinguishable") & (is_within | self.is_on_line)
        verdict = np.where(is_in_line, "in_line", verdict)
        verdict = np.where(np.isnan(self.direction), "no_direction", verdict)
        return _Judged(gap, se, critical, statistic, np.where(self.can_test, verdict, "too_few"))
