"""The recent-trend marker of Fingertips, Public Health England's profiles.

The last five points are tested for a trend. They must be annual, unbroken and not overlapping.

- A proportion with counts: Cochran and Armitage's chi-squared for a trend; its direction is that of
  an unweighted line through the logits.
- Anything else: the slope of a line weighted by the published limits. The standard error of a
  figure is (upper - lower) / 3.92 for limits of 95 %; limits of another level are rescaled.

The word is getting_better or getting_worse where chi-squared exceeds 9.5495 (99.8 %) and the slope
keeps its direction when each of the five points is left out in turn; else no_significant_change.

In the body's own code the slope is never set for proportions, so that each significant trend of
theirs would read "decreasing"; its page says what is done here. A slope of exactly zero after one
point was left out counts there as a rise, here as neither.

The statistic is chi-squared.

Checked against the 5 trend markers of the body's own tests.
"""

from typing import NamedTuple

import numpy as np
from scipy import special

from psa.methods.rules.parts import Rated, Rule, Series, answer, choose, missing
from psa.methods.rules.parts.series import Bools, Floats, last_entries

CHI2 = 9.54953570608324  # one degree of freedom, 99.8 %
POINTS = 5
STEP = np.arange(1.0, POINTS + 1)
ROUNDING = 1e-12  # a slope below the floating-point error of its own sums is none


class _Latest(NamedTuple):
    """The latest points of each series: (series, POINTS).

    Attributes:
        width, level: of the published limits.
        is_inside: the count is neither none nor all.
        has_counts: (series,); a proportion, and all its counts are known.
    """

    time: Floats
    value: Floats
    numerator: Floats
    denominator: Floats
    width: Floats
    level: Floats
    months: Floats
    is_inside: Bools
    has_counts: Bools


def rate(series: Series) -> Rated:
    """Return getting_better, no_significant_change or getting_worse for each series."""
    latest = _latest_points(series)
    slope, chi2_of_line = _weighted_line(latest)
    chi2 = np.where(latest.has_counts, _cochran_armitage(latest.numerator, latest.denominator), chi2_of_line)
    is_steady = _in_all_points(np.sign(slope) == np.sign(slope[:, :1]))
    is_significant = (chi2 > CHI2) & is_steady
    is_annual = _in_all_points(np.abs(np.diff(latest.time, axis=1) - 1) <= 0.05)
    has_limits = _in_all_points(np.isfinite(latest.width))
    has_width = _in_all_points(latest.width > 0)
    why_not = choose(
        *missing(series),
        (series.count < POINTS, "fewer than five points"),
        (~is_annual, "the last five points are not one year apart"),
        (~_in_all_points(~(latest.months > 12)), "periods longer than a year overlap"),
        (latest.has_counts & ~_in_all_points(latest.is_inside), "a count of none or all has no logit"),
        (~latest.has_counts & ~has_limits, "no counts and no limits: its uncertainty is not known"),
        (~latest.has_counts & ~has_width, "limits without width"),
        (~np.isfinite(chi2), "chi-squared cannot be computed"),
    )
    words = choose(
        (is_significant & (series.sign * slope[:, 0] > 0), "getting_better"),
        (is_significant & (series.sign * slope[:, 0] < 0), "getting_worse"),
        otherwise="no_significant_change",
    )
    return answer(series, why_not, words, chi2)


def _in_all_points(flags: Bools) -> Bools:
    return np.asarray(flags.all(axis=1))


def _latest_points(series: Series) -> _Latest:
    fields = ("time", "value", "numerator", "denominator", "lower", "upper", "interval_level", "months")
    rows = {name: last_entries(getattr(series, name), series.count, POINTS) for name in fields}
    counts, totals = rows["numerator"], rows["denominator"]
    return _Latest(
        time=rows["time"],
        value=rows["value"],
        numerator=counts,
        denominator=totals,
        width=rows["upper"] - rows["lower"],
        level=np.where(np.isnan(rows["interval_level"]), 0.95, rows["interval_level"]),
        months=rows["months"],
        is_inside=(counts > 0) & (counts < totals),
        has_counts=(series.value_kind == "proportion") & np.isfinite(counts + totals).all(axis=1),
    )


def _weighted_line(latest: _Latest) -> tuple[Floats, Floats]:
    """Return the slopes of a weighted line, and chi-squared of the first.

    Returns:
        slope: (series, 1 + POINTS); of all points first, then with each left out in turn.
        chi2: (series,); the squared slope over its variance.
    """
    by_counts = latest.has_counts[:, None]
    share = np.where(latest.is_inside, latest.numerator / latest.denominator, 0.5)
    logit = np.where(latest.is_inside, special.logit(share), np.nan)
    fitted = np.where(by_counts, logit, latest.value)
    weight = np.where(by_counts, 1.0, (_widths_in_errors(latest.level) / latest.width) ** 2)
    is_kept = np.vstack([np.ones((1, POINTS)), 1 - np.eye(POINTS)])
    w, wt, wtt = (weight @ (is_kept * power).T for power in (np.ones(POINTS), STEP, STEP**2))
    wy, wty = (weight * fitted) @ is_kept.T, (weight * fitted) @ (is_kept * STEP).T
    spread = w * wtt - wt**2
    slope = (w * wty - wt * wy) / spread
    size = (np.abs(w * wty) + np.abs(wt * wy)) / np.abs(spread)
    slope = np.where(np.abs(slope) <= ROUNDING * size, 0.0, slope)
    return slope, slope[:, 0] ** 2 * spread[:, 0] / w[:, 0]


def _widths_in_errors(level: Floats) -> Floats:
    """Return how many standard errors lie between limits of a level; 3.92 for 0.95, as the body takes it."""
    level = np.where((level > 0) & (level < 1), level, np.nan)
    if (level == 0.95).all():  # most are
        return np.full(level.shape, 3.92)
    return np.where(level == 0.95, 3.92, 2 * special.ndtri(0.5 + level / 2))


def _cochran_armitage(count: Floats, total: Floats) -> Floats:
    """Return chi-squared for a trend in proportions: (series, POINTS) to (series,)."""
    counts, totals = count.sum(axis=1), total.sum(axis=1)
    spread = (totals * (total @ STEP**2) - (total @ STEP) ** 2) * counts
    crossed = totals * (count @ STEP) - counts * (total @ STEP)
    chi2: Floats = totals * crossed**2 / (spread * (totals - counts))
    return chi2


RULE = Rule(
    name="fingertips",
    title="Fingertips recent trend",
    body="Public Health England",
    country="England",
    year="2021",
    source="Public health technical guidance, Trend markers; "
    "PublicHealthEngland/fingertips-open, Analysis/TrendMarkers at 67808972",
    words={"getting_better": "good", "no_significant_change": "neutral", "getting_worse": "bad"},
    statistic="chi-squared for a trend over five points",
    reads=("value_kind", "lower", "upper", "interval_level", "numerator", "denominator", "months"),
    rate=rate,
    is_monotone=False,
    order=50,
)
