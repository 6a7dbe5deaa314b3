"""Which figure settles a target, and what time a projection has to reach."""

import numpy as np
import pytest

from psa.data.periods import parse_period
from psa.methods.due import Due, decimal_time, due_time, settling_figures


def days(*labels: str):
    periods = [parse_period(label) for label in labels]
    return tuple(np.array([getattr(p, end) for p in periods], "datetime64[D]") for end in ("start", "end"))


def due(label: str) -> Due:
    start, end = days(label)
    return Due(start[0], end[0])


@pytest.mark.parametrize(
    ("figures", "target", "settled_by"),
    [
        (("2008", "2009", "2010"), "2009", [1]),
        (("2008", "2010"), "2009", []),  # a later year settles nothing
        (("2008-09",), "2008", []),  # nor does a financial year settle a calendar one
        (("2008-Q4", "2009-Q4"), "2009", []),  # nor one quarter a year
        (("2009-Q1", "2009-Q2", "2009-Q3", "2009-Q4"), "2009", [0, 1, 2, 3]),
        (("2009-Q1", "2009-Q2", "2009-Q4"), "2009", []),
        (("2008 to 2010",), "2009", []),  # an average over years is not that year's figure
        (("2009-12-31", "2010-12-31"), "2010", [1]),  # yearly stocks
        (("2009-09-30", "2010-09-30"), "2010", [1]),
        (("2010-06-30", "2010-09-30"), "2010", []),  # quarterly stocks, the last is to come
        (("2010-09-30", "2010-12-31"), "2010", [1]),
        (("2010-12-31",), "2010-12-31", [0]),
        (("2010-12-15", "2011-01-15", "2011-02-15"), "2010-12-31", [1]),
        (("2010-12-15", "2011-02-15"), "2010-12-31", []),
        (("2009-10", "2010-11"), "2011-03-31", [1]),  # the year that ends on the day
        (("2010", "2011"), "2011-03-31", []),
        ((), "2010", []),
    ],
)
def test_a_target_is_settled_by_the_figure_of_its_own_period_or_day(figures, target, settled_by):
    start, end = days(*figures)
    assert settling_figures(start, end, due(target)).tolist() == settled_by


@pytest.mark.parametrize(
    ("figures", "target", "time"),
    [
        (("2007", "2008"), "2010", 2010.5),
        (("2007-08", "2008-09"), "2010-11", 2010.75),
        (
            ("2007-12-31", "2008-12-31"),
            "2010",
            2011.0,
        ),  # stocks of 31 December: two years ahead, not one and a half
        (("2007-09-30", "2008-09-30"), "2010", 2010.75),
        (("2008-09-30", "2008-12-31"), "2010", 2011.0),
        (("2007-12-31", "2008-12-31"), "2010-03-31", 2010.25),
        (("2008-09", "2009-10"), "2011-03-31", 2010.75),
        (("2009-Q1", "2009-Q2"), "2010", 2010.5),
    ],
)
def test_a_projection_reaches_for_the_figure_that_will_settle_the_target(figures, target, time):
    start, end = days(*figures)
    assert due_time(start, end, due(target)) == pytest.approx(time, abs=0.005)


def test_a_year_is_as_long_as_the_next():
    times = [decimal_time(*(d[0] for d in days(label))) for label in ("2007", "2008", "2008-09", "2008-Q1")]
    assert times == pytest.approx([2007.5, 2008.5, 2008.75, 2008.125])
