import numpy as np
import pytest

from psa.methods.equivalence import important_change


def test_a_stated_change_goes_first_and_proportions_have_a_point():
    found = important_change(
        [2.0, np.nan, np.nan, np.nan, np.nan], [50, 50, 4, 200, -40], [100, 100, 100, np.nan, np.nan]
    )
    assert found == pytest.approx([2, 1, 0.2, 10, 2])


def test_a_share_of_one_has_the_same_point():
    assert important_change(np.nan, 0.5, 1.0) == pytest.approx(0.01)


def test_a_level_of_nought_has_no_usual_change():
    assert np.isnan(important_change(np.nan, 0.0, np.nan))


def test_gaps_and_growth_are_judged_by_points_however_near_nothing_they_are():
    found = important_change(np.nan, [0.2, 0.2], np.nan, difference_whole=[100.0, np.nan])
    assert found.tolist() == pytest.approx([1.0, 0.01])
