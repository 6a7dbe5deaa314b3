"""Scotland Performs: the change between the latest two points, against a criterion set beforehand.

A change at least as large as the criterion is improving or worsening, a smaller one maintaining.
Without a criterion any change counts. The body publishes its criteria indicator by indicator, and
statisticians judge by them.

The statistic is the change in the good direction, in the unit of the values.

Checked by hand only.
"""

import numpy as np

from psa.methods.rules.parts import CLOSE, Rated, Rule, Series, answer, choose, missing


def rate(series: Series) -> Rated:
    """Return improving, maintaining or worsening for each series.

    Raises:
        ValueError: a criterion below zero.
    """
    criterion = np.nan_to_num(series.criterion, nan=0.0)
    if (criterion < 0).any():
        raise ValueError("a criterion is a size of change and cannot be below zero")
    change = series.sign * (series.last() - series.last(2))
    is_enough = (change != 0) & (np.abs(change) >= criterion * (1 - CLOSE))
    why_not = choose(*missing(series), (series.count < 2, "fewer than two points"))
    words = choose(
        (is_enough & (change > 0), "improving"),
        (is_enough & (change < 0), "worsening"),
        otherwise="maintaining",
    )
    caution = np.where(criterion > 0, "", "no criterion was set: any change counts")
    return answer(series, why_not, words, change, caution)


RULE = Rule(
    name="scotland",
    title="Scotland Performs, latest two points",
    body="Scottish Government",
    country="Scotland",
    year="2007-2018",
    source="Scotland Performs, Methodology of the National Indicators",
    words={"improving": "good", "maintaining": "neutral", "worsening": "bad"},
    statistic="latest change in the good direction",
    reads=("criterion",),
    rate=rate,
    order=70,
)
