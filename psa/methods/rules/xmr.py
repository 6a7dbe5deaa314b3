"""NHS Making Data Count: what the latest point signals on an XmR chart.

A point is a special cause where it lies outside the process limits, where it is part of seven in a
row rising or falling, where it is close to a limit and part of three in a row on one side of which
two are, or where it is part of seven in a row on one side of the mean. The word is
special_cause_improvement or special_cause_concern by the good direction, else common_cause. The
limits are the mean and 2.66 mean moving ranges either side; moving ranges of 3.267 times their mean
or more are left out, once.

With under seven points no run rule can fire; with under thirteen the limits are called trial
limits.

The statistic is the latest point's distance from the mean in the good direction, in standard
deviations (2.66 mean moving ranges are three); it is empty where all figures are equal.

Checked against all published cases of limits, run rules and assurance.
"""

import numpy as np

from psa.methods.rules.parts import Rated, Rule, Series, answer, choose, missing
from psa.methods.rules.parts.process_limits import limits_of
from psa.methods.rules.parts.run_rules import signals
from psa.methods.rules.parts.series import entry

TRIAL_POINTS = 13


def rate(series: Series) -> Rated:
    """Return special_cause_improvement, common_cause or special_cause_concern for each series."""
    count, value = series.count, series.value
    limits, tolerance = limits_of(value)
    signal = series.sign * entry(signals(value, limits, tolerance).astype(float), count - 1)
    why_not = choose(*missing(series), (count < 2, "fewer than two points"))
    words = choose(
        (signal > 0, "special_cause_improvement"),
        (signal < 0, "special_cause_concern"),
        otherwise="common_cause",
    )
    deviation = (limits.upper - limits.mean) / 3
    away = series.sign * (series.last() - limits.mean)
    caution = choose(
        (count < 7, "trial limits: fewer than thirteen points, too few for any run rule"),
        (count < TRIAL_POINTS, "trial limits: fewer than thirteen points"),
    )
    return answer(series, why_not, words, np.where(deviation > 0, away / deviation, np.nan), caution)


RULE = Rule(
    name="xmr",
    title="NHS Making Data Count, latest point",
    body="NHS England",
    country="England",
    year="2025",
    source="Making Data Count, as in nhs-r-community/NHSRplotthedots 0.2.x at 050b07d7",
    words={
        "special_cause_improvement": "good",
        "common_cause": "neutral",
        "special_cause_concern": "bad",
    },
    statistic="standard deviations from the mean in the good direction",
    reads=(),
    rate=rate,
    is_monotone=False,
    order=60,
)
