"""The error of a change that is measured from where the trend of the baseline leads, instead of from a figure.

It is that of the test of the trend (`psa.methods.baseline_trend`), made on the one figure that is compared: what the
level and the drift are not known by, the shocks until then, and the figure's own error.
"""

import numpy as np

from psa.methods.array_types import Floats
from psa.methods.baseline_trend import baseline_trend_test
from psa.methods.compared import Compared
from psa.methods.settings import Settings
from psa.methods.stack import keep_last
from psa.methods.tested_trends import TrendTests
from psa.methods.working import Working


def error_of_projection(
    working: Working, trends: TrendTests, two: Compared, settings: Settings
) -> tuple[Floats, Floats]:
    """Return the standard error, in the unit, and degrees of freedom of each change from a projection; NaN for others.

    NaN too where a model made the figures: their irregularity tells nothing of how far a trend may lead astray.

    Args:
        working: the series on their scale.
        trends: what each borrows of how irregular series are.
        two: the figures that are compared; the first is the projected one.
        settings: see `Settings`.
    """
    degrees = np.full(len(two.first), np.inf)
    rows = np.flatnonzero((two.origin == "projected_trend") & (trends.modelled == ""))
    if not len(rows):
        return np.full(len(two.first), np.nan), degrees
    stack = working.stack
    test = baseline_trend_test(
        stack.time[rows],
        working.value[rows],
        working.se[rows],
        stack.baseline[rows],
        keep_last(stack.later[rows], 1),
        np.ones(len(rows)),
        confidence=settings.confidence,
        rounding=working.rounding_on_scale[rows],
        d0=trends.d0[rows],
        s0_squared=trends.s0_squared[rows],
    )
    on_scale = np.full(len(two.first), np.nan)
    on_scale[rows] = test.gap_se
    error = working.amount_from_scale(on_scale, two.first)
    degrees[rows] = test.df
    return error, degrees
