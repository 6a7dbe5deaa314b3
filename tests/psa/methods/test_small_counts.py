import numpy as np
import pytest

from psa.methods.small_counts import (
    expected_counts,
    from_power,
    is_few,
    noise_level,
    power_variance,
    prior_on_power,
    to_power,
)

TIME = np.array([[0.0, 1.0, 2.0]])
ALL = np.ones((1, 3), bool)


def test_the_expected_count_is_a_line_through_square_roots():
    assert expected_counts(TIME, np.array([[1.0, 4.0, 9.0]]), ALL)[0] == pytest.approx([1, 4, 9])
    level = expected_counts(TIME, np.array([[0.0, 4.0, 16.0]]), np.array([[True, True, False]]))
    assert level[0, :2] == pytest.approx([0.25, 4]) and np.isnan(level[0, 2])  # never below a quarter


def test_a_poisson_count_has_the_stated_variance_on_the_power_scale():
    count = np.random.default_rng(1).poisson(8, 40_000)
    assert to_power(count).var() == pytest.approx(power_variance(np.array([8.0]))[0], rel=0.06)
    skew = ((to_power(count) - to_power(count).mean()) ** 3).mean() / to_power(count).std() ** 3
    assert abs(skew) < 0.1 < 0.3 < ((count - 8) ** 3).mean() / 8**1.5


def test_nought_has_a_place_and_comes_back():
    assert from_power(to_power([0.0, 8.0])) == pytest.approx([0, 8])
    assert from_power(-1.0) == 0


def test_the_prior_of_logarithms_is_brought_to_the_level():
    # d(x^(2/3)) = 2/3 x^(2/3) d(log x); at 8 that is 8/3
    assert prior_on_power(0.09, np.array([[8.0, 8.0]])) == pytest.approx([0.09 * (8 / 3) ** 2])


def test_few_are_below_twenty_expected():
    assert is_few(np.array([[10.0, 29.0], [21.0, 20.0], [5.0, np.nan]])).tolist() == [True, False, True]


def test_noise_is_brought_to_the_level_of_what_is_compared():
    # baseline mean 4, the two figures 2 and 6
    assert noise_level([[2.0, 6.0, 9.0]], [[True, True, False]], [2.0], [6.0]) == pytest.approx([4])


def test_small_counts_are_called_worse_and_better_alike():
    """Counts of mean 5 about nothing, their own noise at the compared level: each side below 3.5 per cent."""
    count = np.random.default_rng(2).poisson(5, (20_000, 11)).astype(float)
    count = count[(count > 0).all(axis=1)]
    early = np.broadcast_to(np.arange(11) < 8, count.shape)
    steps = np.diff(np.log(count[:, :8]), axis=1)
    noise = np.sqrt(((steps - steps.mean(axis=1, keepdims=True)) ** 2).sum(axis=1) / 6 / 2)
    change = (count[:, -1] - count[:, 7]) / np.sqrt(2) / noise
    by_level, by_last = (
        change / a for a in (noise_level(count, early, count[:, 7], count[:, -1]), count[:, 7])
    )
    shares = [100 * (a >= 2.447).mean() for a in (by_level, -by_level, by_last, -by_last)]
    assert max(shares[:2]) < 3.5 and abs(shares[0] - shares[1]) < 1
    assert shares[2] - shares[3] > 5  # at the last baseline figure it is lopsided
