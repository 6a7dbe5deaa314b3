"""The recent trend of Fingertips (Public Health England)."""

import numpy as np
from scipy import special

from psa.methods.rules.rule import NOT_ASSESSED, Rated
from psa.methods.rules.series import (
    NO_FIGURES,
    NO_SIGN,
    answer,
    as_arrays,
    choose,
    last_points,
    pack_series,
    signs,
    turn_back,
)

FINGERTIPS_CHI2 = 9.54953570608324  # one degree of freedom, 99.8 %


FINGERTIPS_POINTS = 5


@np.errstate(all="ignore")
def fingertips_trend(
    time, value, sign, lower=None, upper=None, numerator=None, denominator=None, is_proportion=True,
    interval_level=0.95, months=None,
) -> Rated:  # fmt: skip
    """Rate by the recent-trend marker of Public Health England's Fingertips.

    On the last five points, which must be annual, unbroken and not overlapping. Proportions with counts:
    Cochran-Armitage chi-squared for a trend, its sign from an unweighted line through the logits. Others:
    the slope of a line weighted by the published limits, (upper - lower) / 3.92 being the standard error.
    A trend is called where chi-squared exceeds 9.5495 (99.8 %) and the sign of the slope survives leaving
    out each of the five points in turn.

    In the body's own code the slope is never set for proportions, so that every significant trend of theirs
    would read "decreasing"; its page says what is done here. A slope of exactly zero after leaving one point
    out counts there as a rise, here as neither.

    Args:
        time, value: series.
        sign: +1, -1; 0 or NaN is not assessed.
        lower, upper: published limits, shaped as value.
        numerator, denominator: counts, shaped as value; used for a proportion where all five are known.
        is_proportion: one a series; False for rates, means and the rest.
        interval_level: level of the limits, 0.95 or one entry a point; other levels are rescaled.
        months: length of each point's period; more than twelve overlaps and is not assessed.

    Returns:
        Words getting_better, no_significant_change, getting_worse; the statistic is chi-squared.

    Source: PublicHealthEngland/fingertips-open, ``Analysis/TrendMarkers`` at 67808972 (2021), and Public
    health technical guidance, Trend markers.
    """
    beside = {"lower": lower, "upper": upper, "numerator": numerator, "denominator": denominator}
    stack = pack_series(time, value, level=interval_level, months=months, **beside)
    sign, n = signs(sign, stack), stack.count
    is_proportion = np.broadcast_to(np.asarray(is_proportion, dtype=bool), n.shape)
    last = {k: last_points(rows, n, FINGERTIPS_POINTS) for k, rows in stack.beside.items()}
    y, times = (last_points(rows, n, FINGERTIPS_POINTS) for rows in (stack.value, stack.time))
    x, total = last["numerator"], last["denominator"]
    step = np.arange(1.0, FINGERTIPS_POINTS + 1)

    has_counts = is_proportion & np.isfinite(x + total).all(axis=1)
    is_inside = (x > 0) & (x < total)
    logit = np.where(is_inside, special.logit(np.where(is_inside, x / total, 0.5)), np.nan)
    width = last["upper"] - last["lower"]
    level = np.where((last["level"] > 0) & (last["level"] < 1), last["level"], np.nan)
    divisor = np.where(level == 0.95, 3.92, 2 * special.ndtri(0.5 + level / 2))
    weight = np.where(has_counts[:, None], 1.0, (divisor / width) ** 2)
    fitted = np.where(has_counts[:, None], logit, y)

    kept = np.vstack([np.ones((1, FINGERTIPS_POINTS)), 1 - np.eye(FINGERTIPS_POINTS)])
    w, wt, wtt = (weight @ (kept * p).T for p in (1, step, step**2))
    wy, wty = (weight * fitted) @ kept.T, (weight * fitted) @ (kept * step).T
    slope = (w * wty - wt * wy) / (w * wtt - wt**2)
    # a slope below the floating-point error of its own sums is none
    size = (np.abs(w * wty) + np.abs(wt * wy)) / np.abs(w * wtt - wt**2)
    slope = np.where(np.abs(slope) <= 1e-12 * size, 0.0, slope)
    is_steady = (np.sign(slope) == np.sign(slope[:, :1])).all(axis=1)

    spread = (total.sum(axis=1) * (total @ step**2) - (total @ step) ** 2) * x.sum(axis=1)
    crossed = total.sum(axis=1) * (x @ step) - x.sum(axis=1) * (total @ step)
    armitage = total.sum(axis=1) * crossed**2 / (spread * (total.sum(axis=1) - x.sum(axis=1)))
    weighted = slope[:, 0] ** 2 * (w * wtt - wt**2)[:, 0] / w[:, 0]
    chi2 = np.where(has_counts, armitage, weighted)

    is_annual = (np.abs(np.diff(times, axis=1) - 1) <= 0.05).all(axis=1)
    why = choose(
        (n == 0, NO_FIGURES),
        (~(np.abs(sign) == 1), NO_SIGN),
        (n < FINGERTIPS_POINTS, "fewer than five points"),
        (~is_annual, "the last five points are not one year apart"),
        ((last["months"] > 12).any(axis=1), "periods longer than a year overlap"),
        (has_counts & ~is_inside.all(axis=1), "a count of none or all has no logit"),
        (
            ~has_counts & ~np.isfinite(width).all(axis=1),
            "no counts and no limits: its uncertainty is not known",
        ),
        (~has_counts & ~(width > 0).all(axis=1), "limits without width"),
        (~np.isfinite(chi2), "chi-squared cannot be computed"),
    )
    is_significant = (chi2 > FINGERTIPS_CHI2) & is_steady
    words = choose(
        (is_significant & (sign * slope[:, 0] > 0), "getting_better"),
        (is_significant & (sign * slope[:, 0] < 0), "getting_worse"),
        otherwise="no_significant_change",
    )
    return answer(stack, why, words, chi2)


@np.errstate(all="ignore")
def compare_with_target(value, limit, sign, lower=None, upper=None) -> np.ndarray:
    """Return better or worse than a target; with limits also same.

    By value, at the target counts as better. By limits: lower at or above the target is above it, upper
    below the target is below it, else same. All arguments broadcast.

    Source: PublicHealthEngland/fingertips-open, ``Analysis/SingleValueTargetComparer`` at 67808972 (2021).
    """
    has_limits = lower is not None and upper is not None
    sign, value, limit, lower, upper = as_arrays(sign, value, limit, lower, upper)
    if has_limits:
        known = np.isfinite(limit + lower + upper)
        return turn_back(sign, known, (lower >= limit, "better", "worse"), (upper < limit, "worse", "better"))
    known = np.isfinite(limit + value)
    is_better = sign * (value - limit) >= 0
    return np.where(known & (np.abs(sign) == 1), np.where(is_better, "better", "worse"), NOT_ASSESSED)


@np.errstate(all="ignore")
def compare_with_range(value, lower_limit, upper_limit, sign) -> np.ndarray:
    """Return better, same or worse than a target range; the range holds its lower end, not its upper.

    Source: PublicHealthEngland/fingertips-open, ``Analysis/RangeTargetComparer`` at 67808972 (2021).

    Raises:
        ValueError: a lower limit above its upper limit.
    """
    sign, value, low, high = as_arrays(sign, value, lower_limit, upper_limit)
    if (low > high).any():
        raise ValueError("the lower limit of a range cannot be above its upper limit")
    known = np.isfinite(value + low + high)
    return turn_back(sign, known, (value < low, "worse", "better"), (value >= high, "better", "worse"))


@np.errstate(all="ignore")
def compare_with_benchmark(
    value, lower, upper, benchmark, sign, lower_wide=None, upper_wide=None
) -> np.ndarray:
    """Return best, better, same, worse or worst: where a benchmark lies in the value's own limits.

    Same inside the 95 % limits. With 99.8 % limits too (lower_wide, upper_wide): better or worse between the
    two, best or worst outside both. All arguments broadcast.

    Source: PublicHealthEngland/fingertips-open, ``Analysis/SingleOverlappingCIsForTwoCILevelsComparer`` and
    ``...ForOneCILevelComparer`` at 67808972 (2021).
    """
    is_wide = lower_wide is not None and upper_wide is not None
    sign, value, lower, upper, mark, low, high = as_arrays(
        sign, value, lower, upper, benchmark, lower_wide, upper_wide
    )
    known = np.isfinite(value + lower + upper + mark)
    if not is_wide:
        return turn_back(sign, known, (mark < lower, "better", "worse"), (mark > upper, "worse", "better"))
    known &= np.isfinite(low + high)
    is_above, is_below = mark < lower, mark > upper
    return turn_back(
        sign, known,
        (is_above & (mark >= low), "better", "worse"),
        (is_below & (mark <= high), "worse", "better"),
        (is_above, "best", "worst"),
        (is_below, "worst", "best"),
    )  # fmt: skip


@np.errstate(all="ignore")
def compare_intervals(value, lower, upper, benchmark, benchmark_lower, benchmark_upper, sign) -> np.ndarray:
    """Return better, same or worse: same where the two intervals touch or overlap.

    Source: PublicHealthEngland/fingertips-open, ``Analysis/DoubleOverlappingCIsComparer`` at 67808972 (2021).
    """
    sign, value, lower, upper, mark, mark_lower, mark_upper = as_arrays(
        sign, value, lower, upper, benchmark, benchmark_lower, benchmark_upper
    )
    known = np.isfinite(value + lower + upper + mark + mark_lower + mark_upper)
    is_below = (value < mark) & (mark_lower > upper)
    is_above = (value >= mark) & (lower > mark_upper)
    return turn_back(sign, known, (is_above, "better", "worse"), (is_below, "worse", "better"))


@np.errstate(all="ignore")
def compare_with_control_limits(value, denominator, benchmark, sign, full_scale=100.0, z=1.96) -> np.ndarray:
    """Return better, same or worse: a proportion against Wilson control limits around a benchmark.

    Args:
        value, benchmark: proportions in the unit of full_scale.
        denominator: the value's denominator, above 0.
        sign: +1, -1; 0 or NaN is not assessed.
        full_scale: 100 for percent, 1 for shares.
        z: 1.96 for 95 %, 3.0902 for 99.8 %.

    Source: PublicHealthEngland/fingertips-open, ``Analysis/SpcForProportionsComparer`` at 67808972 (2021).
    """
    sign, value, n, mark, full = as_arrays(sign, value, denominator, benchmark, full_scale)
    share = mark / full
    half = z * np.sqrt(z**2 + 4 * n * share * (1 - share))
    low, high = ((2 * n * share + z**2 + side * half) / (2 * (n + z**2)) for side in (-1, 1))
    known = np.isfinite(value + mark + low + high) & (n > 0)
    return turn_back(
        sign, known, (value / full > high, "better", "worse"), (value / full < low, "worse", "better")
    )
