"""Of periods that overlap those are kept that share no time."""

import numpy as np
import pytest

from psa.methods.thinning import thin_overlapping

pytestmark = pytest.mark.filterwarnings("error")


def days(*dates):
    return np.array([dates], dtype="datetime64[D]")


def test_years_that_follow_each_other_do_not_overlap():
    start = days("2005-04-01", "2006-04-01", "2007-04-01", "NaT")
    end = days("2006-03-31", "2007-03-31", "2008-03-31", "NaT")
    assert thin_overlapping(start, end).tolist() == [[True, True, True, False]]


def test_a_last_day_belongs_to_its_period():
    start, end = days("2005-04-01", "2006-04-01"), days("2006-04-01", "2007-03-31")
    assert thin_overlapping(start, end).tolist() == [[False, True]]


def test_of_three_year_averages_every_third_is_kept_counting_back_from_the_latest():
    first = np.arange(2000.0, 2008.0)[None]
    kept = thin_overlapping(first, first + 3)
    assert first[kept].tolist() == [2001.0, 2004.0, 2007.0]
    assert thin_overlapping(days("2000-01-01", "2001-01-01"), days("2002-12-31", "2003-12-31")).tolist() == [
        [False, True]
    ]


def test_of_quarterly_rolling_years_every_fourth_is_kept():
    first = 2000 + 0.25 * np.arange(9.0)[None]
    assert np.flatnonzero(thin_overlapping(first, first + 1)[0]).tolist() == [0, 4, 8]


def test_thinning_can_start_from_the_last_baseline_point():
    first = np.arange(2000.0, 2008.0)[None]
    kept = thin_overlapping(first, first + 3, first <= 2006)
    assert first[kept].tolist() == [2000.0, 2003.0, 2006.0]


def test_periods_out_of_order_or_turned_round_are_one_clear_error():
    with pytest.raises(ValueError, match="before it starts"):
        thin_overlapping([[2001.0]], [[2000.0]])
    with pytest.raises(ValueError, match="order"):
        thin_overlapping([[2001.0, 2000.0]], [[2002.0, 2001.0]])
