"""Targets for a sum over a period."""

import numpy as np
import pytest

from psa.methods.cumulative import running_flows, sum_so_far
from psa.methods.due import Due


def day(text: str) -> np.datetime64:
    return np.datetime64(text, "D")


def years(first: int, last: int):
    year = np.arange(np.datetime64(str(first), "Y"), np.datetime64(str(last + 1), "Y"))
    return year.astype("datetime64[D]"), (year + 1).astype("datetime64[D]") - np.timedelta64(1, "D")


FIVE_YEARS = Due(day("2010-01-01"), day("2014-12-31"))
START = np.array(["2010-01-01", "2011-01-01"], "datetime64[D]")
END = np.array(["2010-12-31", "2011-12-31"], "datetime64[D]")


def test_the_share_done_stands_beside_the_share_of_time_and_the_pace_needed():
    so_far = sum_so_far(START, END, [20.0, 30.0], 200.0, 1, FIVE_YEARS, day("2012-06-30"))
    assert (so_far.done, so_far.share_done) == (50.0, 0.25)
    assert so_far.share_time == pytest.approx(730 / 1826)
    assert so_far.pace_needed == pytest.approx(150 / (1096 / 365.25))
    assert so_far.pace_recent == pytest.approx(30 / 365 * 365.25)
    assert np.isnan(so_far.chance)  # two flows do not tell their pace
    assert not so_far.is_settled


def test_the_sum_is_settled_once_flows_cover_the_whole_period():
    start, end = years(2010, 2014)
    met = sum_so_far(start, end, [40.0] * 5, 200.0, 1, FIVE_YEARS, day("2015-06-30"))
    assert (met.is_settled, met.chance, met.share_time) == (True, 1.0, 1.0)
    assert sum_so_far(start, end, [39.0] * 5, 200.0, 1, FIVE_YEARS, day("2015-06-30")).chance == 0.0
    assert sum_so_far(start, end, [39.0] * 5, 200.0, -1, FIVE_YEARS, day("2015-06-30")).chance == 1.0


def test_flows_from_outside_the_period_count_for_its_pace_alone():
    start, end = years(2006, 2011)
    flows = [20.0, 22.0, 21.0, 23.0, 22.0, 24.0]
    so_far = sum_so_far(start, end, flows, 110.0, 1, FIVE_YEARS, day("2012-01-31"))
    assert so_far.done == 46.0
    assert 0.5 < so_far.chance < 1
    assert sum_so_far(start, end, flows, 300.0, 1, FIVE_YEARS, day("2012-01-31")).chance < 0.01
    assert sum_so_far(start, end, flows, 110.0, -1, FIVE_YEARS, day("2012-01-31")).chance == pytest.approx(
        1 - so_far.chance
    )


def test_figures_after_the_day_as_at_are_not_read_and_a_flow_across_the_start_is_not_split():
    early = sum_so_far(START, END, [20.0, 30.0], 200.0, 1, FIVE_YEARS, day("2011-06-30"))
    assert early.done == 20.0
    straddling = Due(day("2010-07-01"), day("2014-12-31"))
    assert sum_so_far(START, END, [20.0, 30.0], 200.0, 1, straddling, day("2012-06-30")).done == 30.0


def test_a_running_total_starts_at_nothing():
    days = np.array(["2010-03-31", "2010-06-30"], "datetime64[D]")
    start, end, flow = running_flows(days, [26.0, 40.0], day("2010-01-01"))
    assert flow.tolist() == [26.0, 14.0]
    assert start.astype(str).tolist() == ["2010-01-01", "2010-04-01"]
    so_far = sum_so_far(start, end, flow, 150.0, 1, FIVE_YEARS, day("2010-12-31"))
    assert so_far.share_done == pytest.approx(40 / 150)


def test_a_running_total_counted_now_and_then_is_judged_by_its_pace():
    days = np.array(["2010-12-11", "2011-05-07", "2011-07-09", "2011-12-31"], "datetime64[D]")
    start, end, flow = running_flows(days, [20.0, 28.0, 31.5, 41.0], day("2010-01-01"))
    slow, easy = (
        sum_so_far(start, end, flow, goal, 1, FIVE_YEARS, day("2012-01-31")) for goal in (200.0, 80.0)
    )
    assert slow.chance < 0.1 and easy.chance > 0.8
