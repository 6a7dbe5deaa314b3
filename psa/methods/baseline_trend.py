"""Trends of short series: the test against a baseline trend, projections, and tests without a model.

Arrays in, arrays out; no table, no file. Series are 2-D, (series, points), with NaN for what is missing,
anywhere in a row. ``time`` is in decimal years, so that unequal spacing counts. All series are computed at
once. Values and standard errors come on the working scale (``psa.uncertainty.to_scale``); a result is on
that scale too.

The main model is a level with a yearly drift whose shocks persist: real series are not straight lines with
independent errors, and intervals that take them for such are too narrow. With baseline points y_1..y_m at
t_1..t_m, T = t_m - t_1::

    drift      a = (y_m - y_1) / T
    shocks     s^2 = max(0, sum((y_(i+1) - y_i - a dt_i)^2 / dt_i) / (m - 2)
                            - mean((se_i^2 + se_(i+1)^2) / dt_i))          per year
    gap        g = sign * mean over later points of (y - y_m - a h),  h = t - t_m
    variance   s^2 (mean over pairs of later points of min(h, h') + hbar^2 / T)
               + sum(se_later^2) / k^2 + se_m^2 (1 + hbar/T)^2 + se_1^2 (hbar/T)^2

A series in which any point that is used has no standard error, or one of 0, is taken as without: then
s^2 is the whole of the variance of the changes, and Student's t with m - 2 degrees of freedom applies.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from psa.methods.trend_arrays import (
    MINIMUM_POINTS,
    NO_VARIATION,
    at,
    check_confidence,
    check_finite,
    in_time_order,
    mean,
    per_series,
    t_probability,
    t_quantile,
    two_dimensional,
)


@dataclass(frozen=True)
class _Drift:
    """Drift and yearly variance of shocks over the first m points of each row; all 1-D."""

    m: np.ndarray
    first_time: np.ndarray
    last_time: np.ndarray
    last_value: np.ndarray
    drift: np.ndarray  # a year
    shock_variance: np.ndarray  # s^2 a year
    noise_variance: np.ndarray  # of one point, if all irregularity were independent
    first_se: np.ndarray  # 0 where the series is without standard errors
    last_se: np.ndarray
    length: np.ndarray  # T, years
    df: np.ndarray  # m - 2, or inf where sampling error explains all spread
    is_flat: np.ndarray  # no spread about the drift at all


def fit_drift(time, value, se, m, has_se):
    columns = np.arange(time.shape[1])
    in_fit = columns < m[:, None]
    t1, tm = at(time, np.minimum(m, 1) - 1), at(time, m - 1)
    y1, ym = at(value, np.minimum(m, 1) - 1), at(value, m - 1)
    length = np.where(m >= 2, tm - t1, np.nan)
    drift = (ym - y1) / np.where(length > 0, length, np.nan)
    step = np.diff(np.where(in_fit, time, 0.0), axis=1)
    change = np.diff(np.where(in_fit, value, 0.0), axis=1)
    is_step = in_fit[:, 1:]
    step = np.where(is_step, step, 1.0)
    residual = np.where(is_step, change - np.nan_to_num(drift)[:, None] * step, 0.0)
    df = np.where(m > 2, m - 2.0, np.nan)
    spread = (residual**2 / step).sum(axis=1) / df
    known = np.where(in_fit & has_se[:, None], se, 0.0)
    sampling = np.where(is_step, (known[:, 1:] ** 2 + known[:, :-1] ** 2) / step, 0.0)
    sampling = sampling.sum(axis=1) / np.where(m > 1, m - 1.0, np.nan)
    shock = np.maximum(spread - sampling, 0.0)
    largest = np.abs(np.where(in_fit, value, 0.0)).max(axis=1, initial=0.0)
    return _Drift(
        m=m, first_time=t1, last_time=tm, last_value=ym, drift=drift, shock_variance=shock,
        noise_variance=(residual**2).sum(axis=1) / df / 2,
        first_se=np.where(has_se, at(se, np.minimum(m, 1) - 1), 0.0),
        last_se=np.where(has_se, at(se, m - 1), 0.0), length=length,
        df=np.where(has_se & (shock == 0), np.inf, df), is_flat=spread <= (NO_VARIATION * largest) ** 2,
    )  # fmt: skip


def verdict_words(statistic, critical, names):
    better, worse, neither = names
    return np.where(statistic >= critical, better, np.where(statistic <= -critical, worse, neither)).astype(
        "<U19"
    )


# The test against the baseline trend
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

    m: np.ndarray
    k: np.ndarray
    is_short: np.ndarray
    has_se: np.ndarray
    drift: np.ndarray
    gap: np.ndarray
    gap_se: np.ndarray
    df: np.ndarray
    critical: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    statistic: np.ndarray
    p_better: np.ndarray
    verdict: np.ndarray
    line_gap: np.ndarray
    line_se: np.ndarray
    line_statistic: np.ndarray
    line_critical: np.ndarray
    line_verdict: np.ndarray
    models_agree: np.ndarray
    minimum_detectable_gap: np.ndarray
    shock_sd: np.ndarray
    noise_sd: np.ndarray


def _line_gap(time, value, se, in_fit, later, k, has_se):
    """Return the gap under a weighted straight line through the baseline, its variance and df.

    Last comes what the variance would be if each point had variance 1 and the weights stayed.
    """
    weight = np.where(in_fit, np.where(has_se[:, None], 1 / np.where(se > 0, se, 1.0) ** 2, 1.0), 0.0)
    t = np.where(in_fit | later, time, 0.0)
    y = np.where(in_fit | later, value, 0.0)
    m = in_fit.sum(axis=1)
    total = weight.sum(axis=1)
    total = np.where(total > 0, total, np.nan)
    t_mean, y_mean = (weight * t).sum(axis=1) / total, (weight * y).sum(axis=1) / total
    dt, dy = t - t_mean[:, None], y - y_mean[:, None]
    spread = (weight * dt**2).sum(axis=1)
    spread = np.where(spread > 0, spread, np.nan)
    slope = (weight * dt * dy).sum(axis=1) / spread
    q = (weight * (dy - slope[:, None] * dt) ** 2).sum(axis=1)
    ahead = mean(dt, later, k)
    gap = mean(dy, later, k) - slope * ahead
    df = np.where(m > 2, m - 2.0, np.nan)
    ratio = q / df
    h_squared = np.where(has_se, np.maximum(1.0, ratio), ratio)
    many = np.maximum(k, 1)
    of_later = np.where(has_se, np.where(later, se**2, 0.0).sum(axis=1) / many**2, 1 / many)
    variance = h_squared * (of_later + 1 / total + ahead**2 / spread)
    share = weight * (1 / total[:, None] + (ahead / spread)[:, None] * dt)
    df = np.where(has_se & (ratio <= 1), np.inf, df)
    return gap, variance, df, 1 / many + (share**2).sum(axis=1)


def baseline_trend_test(
    time, value, se, is_baseline, is_later, sign, delta=None, confidence=0.95, rounding=None, power=0.8
):
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
        rounding: standard deviation of rounding on the working scale (``psa.uncertainty.rounding_error``),
            a floor under the error of each point. One number or one a series.
        power: for the minimum detectable gap.

    Returns:
        A ``BaselineTrendTest``.

    Raises:
        ValueError: shapes that do not fit, an infinite number, a negative standard error, two points
            at one time, a later point that is not after the baseline, another sign or confidence.
    """
    check_confidence(confidence)
    check_confidence(power, "power")
    se = np.nan if se is None else se
    time, value, se, is_baseline, is_later = two_dimensional(
        time=time, value=value, se=se, is_baseline=is_baseline, is_later=is_later
    )
    time, value, se = (np.asarray(a, float) for a in (time, value, se))
    masked = np.asarray(is_baseline, bool) | np.asarray(is_later, bool)
    n_series = len(value)
    sign = per_series("sign", sign, n_series)
    if not np.isin(sign[~np.isnan(sign)], (-1, 0, 1)).all():
        raise ValueError("sign must be +1, -1, 0 or NaN")
    for name, array in (("time", time), ("value", value), ("se", se)):
        check_finite(name, array, masked)
    if np.any(masked & (se < 0)):
        raise ValueError("se must not be negative")

    is_used = masked & np.isfinite(value) & np.isfinite(time)
    value, se = np.where(is_used, value, np.nan), np.where(is_used, se, np.nan)
    before = (np.asarray(is_baseline, bool) & is_used).sum(axis=1)
    time, value, se, baseline, later, n = in_time_order(
        is_used, time, value, se, np.asarray(is_baseline, bool), np.asarray(is_later, bool)
    )
    columns = np.arange(time.shape[1])
    in_fit = columns < before[:, None]
    in_later = (columns < n[:, None]) & ~in_fit
    rows = np.flatnonzero(((in_fit & (later | ~baseline)) | (in_later & baseline)).any(axis=1))
    if len(rows):
        raise ValueError(f"a later point of series {rows[0]} is not after its last baseline point")
    m, k = before, n - before
    has_se = ((se > 0) | ~(in_fit | in_later)).all(axis=1) & (n > 0)

    fit = fit_drift(time, value, se, m, has_se)
    floor = np.nan_to_num(per_series("rounding", rounding, n_series))
    tail = 0.5 + confidence / 2

    h = np.where(in_later, time - fit.last_time[:, None], 0.0)
    h_mean = mean(h, in_later, k)
    # the sum over pairs of min(h, h') counts the i-th of k horizons, shortest first, 2(k - i) + 1 times
    rank = columns - m[:, None]
    pair_minimum = np.where(in_later, h * (2 * (k[:, None] - 1 - rank) + 1), 0.0).sum(axis=1)
    pair_minimum = pair_minimum / np.where(k > 0, k, np.nan) ** 2
    ahead = h_mean / fit.length
    of_later = np.where(in_later & has_se[:, None], se**2, 0.0).sum(axis=1) / np.where(k > 0, k, np.nan) ** 2
    gap = mean(value - fit.last_value[:, None], in_later, k) - fit.drift * h_mean
    variance = fit.shock_variance * (pair_minimum + h_mean * ahead)
    variance = variance + of_later + fit.last_se**2 * (1 + ahead) ** 2 + fit.first_se**2 * ahead**2
    rounding_factor = 1 / np.where(k > 0, k, np.nan) + (1 + ahead) ** 2 + ahead**2
    variance = np.maximum(variance, floor**2 * rounding_factor)

    can_test = (m >= MINIMUM_POINTS) & (k >= 1)
    largest = np.abs(np.where(in_fit | in_later, value, 0.0)).max(axis=1, initial=0.0)
    is_mute = fit.is_flat & ~has_se & (floor == 0)
    is_on_line = is_mute & (np.abs(gap) <= NO_VARIATION * largest * (1 + np.nan_to_num(ahead)))
    turn = np.where(np.abs(sign) == 1, sign, np.nan)
    limit = per_series("delta", delta, n_series)

    def judge(gap, variance, df):
        gap = np.where(can_test, gap * turn, np.nan)
        se_gap = np.where(
            can_test & ~is_mute & (variance > 0), np.sqrt(np.where(variance > 0, variance, 1.0)), np.nan
        )
        critical = np.where(can_test, t_quantile(tail, df), np.nan)
        statistic = gap / se_gap
        verdict = verdict_words(statistic, critical, ("better", "worse", "not_distinguishable"))
        is_within = (gap - critical * se_gap > -limit) & (gap + critical * se_gap < limit)
        verdict = np.where((verdict == "not_distinguishable") & (is_within | is_on_line), "in_line", verdict)
        verdict = np.where(np.isnan(turn), "no_direction", verdict)
        return gap, se_gap, critical, statistic, np.where(can_test, verdict, "too_few")

    line_gap, line_variance, line_df, factor = _line_gap(time, value, se, in_fit, in_later, k, has_se)
    line_variance = np.maximum(line_variance, floor**2 * factor)
    line_gap, line_se, line_critical, line_statistic, line_verdict = judge(line_gap, line_variance, line_df)
    gap, gap_se, critical, statistic, verdict = judge(gap, variance, fit.df)
    return BaselineTrendTest(
        m=m, k=k, is_short=m == MINIMUM_POINTS, has_se=has_se,
        drift=fit.drift, gap=gap, gap_se=gap_se, df=np.where(can_test, fit.df, np.nan), critical=critical,
        lower=gap - critical * gap_se, upper=gap + critical * gap_se, statistic=statistic,
        p_better=t_probability(fit.df, statistic), verdict=verdict,
        line_gap=line_gap, line_se=line_se, line_statistic=line_statistic, line_critical=line_critical,
        line_verdict=line_verdict, models_agree=can_test & (verdict == line_verdict),
        minimum_detectable_gap=(critical + t_quantile(power, fit.df)) * gap_se,
        shock_sd=np.sqrt(fit.shock_variance), noise_sd=np.sqrt(fit.noise_variance),
    )  # fmt: skip


def minimum_detectable_change(se0, se1, confidence=0.95, power=0.8):
    """Return the smallest true change between two figures that would be found with a stated power.

    (z of confidence + z of power) sqrt(se0^2 + se1^2); source: Cochran, Sampling Techniques (1977), ch. 4.

    Args:
        se0: standard errors of the one figure.
        se1: standard errors of the other.
        confidence: two-sided.
        power: 0 to 1.
    """
    check_confidence(confidence)
    check_confidence(power, "power")
    reach = ndtri(0.5 + confidence / 2) + ndtri(power)
    return reach * np.hypot(np.asarray(se0, float), np.asarray(se1, float))
