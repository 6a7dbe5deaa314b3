import numpy as np
import pytest

from psa.methods.seasonal import Adjusted, adjust_season, annual_blocks, block_variance, same_period_changes


def test_a_steady_season_is_taken_off():
    season = np.tile([3.0, -1.0, -4.0, 2.0], 4)
    trend = np.arange(16) * 0.5
    parts = adjust_season(trend + season, 4)
    assert parts.method == "stl"
    assert parts.adjusted == pytest.approx(trend, abs=0.05)
    assert parts.adjusted + parts.season == pytest.approx(trend + season)


def test_too_short_a_series_or_one_with_a_gap_is_left_as_it_is():
    value = np.arange(35.0)
    assert adjust_season(value, 12).method == "none" and adjust_season(np.arange(36.0), 12).method == "stl"
    gap = np.arange(40.0)
    gap[5] = np.nan
    parts = adjust_season(gap, 12)
    assert parts.method == "none" and np.isnan(parts.season).all()
    assert np.array_equal(parts.adjusted, gap, equal_nan=True)
    with pytest.raises(ValueError, match="12 or 4"):
        adjust_season(value, 6)


def test_a_series_that_does_not_move_has_no_season():
    parts = adjust_season(np.full(12, 7.0), 4)
    assert parts.adjusted.tolist() == [7.0] * 12 and not parts.rest.any()


def test_one_block_a_year_ends_where_the_baseline_ends():
    parts = Adjusted(np.arange(40.0), np.zeros(40), np.resize([1.0, -1.0], 40), "stl")
    blocks = annual_blocks(2000 + np.arange(40) / 12, parts, 12, baseline_end=26)
    # ends at 2, 14, 26 up to the baseline, 38 after it; each the mean of three months
    assert blocks.value.tolist() == [1, 13, 25, 37]
    assert blocks.is_baseline.tolist() == [True, True, True, False]
    assert blocks.time == pytest.approx(2000 + np.array([1, 13, 25, 37]) / 12)


def test_rests_that_turn_back_are_averaged_as_independent_and_lasting_ones_are_not():
    turning = np.resize([1.0, -1.0], 40)
    assert block_variance(turning, 3) == pytest.approx(40 / 39 / 3)
    lasting = np.repeat([1.0, -1.0], 20)
    assert block_variance(lasting, 3) > 0.9
    assert block_variance(np.zeros(5), 3) == 0


def test_short_series_are_compared_month_by_month_all_pairs():
    # January 1, 2 then 4; February 10 then 9; March has no later figure
    found = same_period_changes(
        [1, 10, 5, 2, 4, 9], [1, 2, 3, 1, 1, 2], np.array([False, False, False, False, True, True])
    )
    assert (found.pairs, found.rises) == (3, 2)
    assert found.change == pytest.approx((3 + 2 - 1) / 3)
    assert found.by_part == pytest.approx([2.5, -1])
    assert np.isnan(same_period_changes([1.0], [1], [True]).change)
