import numpy as np
import pytest

from psa.methods.local_level import filter_baseline, spread_of_steps

TIME = np.array([[0.0, 1.0, 2.0]])
ALL = np.ones((1, 3), bool)


def fit(value, variance, shocks):
    return filter_baseline(TIME, np.array([value], float), np.full((1, 3), variance), ALL, np.array([shocks]))


def test_without_sampling_error_the_drift_runs_from_first_to_last():
    level = fit([10, 12, 13], 0.0, [0.25, 4.0])
    assert level.drift[0] == pytest.approx([1.5, 1.5])
    assert level.level[0] == pytest.approx([3, 3])  # y_3 less y_1
    assert level.level_time[0] == pytest.approx([2, 2])
    assert level.drift_variance[0] == pytest.approx([0.25 / 2, 4.0 / 2])  # s^2 / T
    # two steps off the drift by .5 each: 1 degree of freedom, -(log s^2 + .5 / s^2) / 2, up to a constant
    expected = [-(np.log(s) + 0.5 / s) / 2 for s in (0.25, 4.0)]
    assert np.diff(level.log_likelihood[0])[0] == pytest.approx(np.diff(expected)[0])


def test_without_shocks_it_is_the_straight_line():
    level = fit([1, 2, 4], 1.0, [1e-12])
    assert level.drift[0, 0] == pytest.approx(1.5)
    assert level.drift_variance[0, 0] == pytest.approx(0.5)
    # the line stands at 7/3 in the middle year, the first value is 1
    assert level.level[0, 0] + level.drift[0, 0] * (1 - level.level_time[0, 0]) == pytest.approx(7 / 3 - 1)


def test_spread_of_steps_counts_a_step_of_two_years_as_two():
    # steps 1 and 4 in 1 and 2 years, drift 5/3 a year: (2/3)^2 + (2/3)^2 / 2 = 2/3
    spread = spread_of_steps(np.array([[0.0, 1.0, 3.0]]), np.array([[0.0, 1.0, 5.0]]), ALL)
    assert spread[0] == pytest.approx(2 / 3)
    assert np.isnan(spread_of_steps(TIME[:, :2], TIME[:, :2], ALL[:, :2])[0])
