import numpy as np
import pytest

from psa.methods.baseline_trend import baseline_trend_test
from psa.methods.placebo import placebo_tests

TIME = np.arange(9.0)[None, :]
VALUE = np.array([[1.0, 2.1, 2.9, 4.0, 9.0, 9.9, 11.1, 12.0, 99.0]])
BASELINE = TIME < 8


def test_each_earlier_year_is_tested_as_if_the_period_had_begun_after_it():
    found = placebo_tests(TIME, VALUE, None, BASELINE, 1, d0=4, s0_squared=0.01)
    assert found.start_time[0, :5].tolist() == [2, 3, 4, 5, 6] and np.isnan(found.start_time[0, 5])
    assert found.runs[0] == 5
    early, late = TIME < 4, (TIME >= 4) & (TIME < 7)
    alone = baseline_trend_test(TIME, VALUE, None, early, late, 1, d0=4, s0_squared=0.01)
    assert found.statistic[0, 1] == alone.statistic[0] and found.verdict[0, 1] == "better"
    assert found.better[0] == (found.verdict == "better").sum() == 2 and found.worse[0] == 0


def test_figures_of_the_real_period_play_no_part():
    changed = VALUE.copy()
    changed[0, 8] = -99
    one, other = (placebo_tests(TIME, v, None, BASELINE, 1, d0=4, s0_squared=0.01) for v in (VALUE, changed))
    assert np.array_equal(one.statistic, other.statistic, equal_nan=True)


def test_the_share_of_years_as_large_as_the_real_one():
    found = placebo_tests(TIME, VALUE, None, BASELINE, 1, d0=4, s0_squared=0.01)
    size = np.sort(np.abs(found.statistic[0, :5]))
    assert found.share_as_large(size[3:4])[0] == pytest.approx(2 / 5)
    assert np.isnan(found.share_as_large([np.nan])[0])


def test_a_series_of_three_points_has_no_earlier_year():
    found = placebo_tests(TIME[:, :3], VALUE[:, :3], None, BASELINE[:, :3], 1)
    assert found.runs.tolist() == [0] and np.isnan(found.share_as_large([1.0])[0])
