import numpy as np
import pytest

from psa.methods.overdispersion import dispersion_ratio, fit_dispersion_prior, moderate_dispersion


def test_the_ratio_is_about_a_weighted_line():
    # line through 1, 2, 4 leaves 1/6, -1/3, 1/6: sum of squares 1/6, over one degree of freedom and v = .1
    time = np.array([[0.0, 1.0, 2.0, 3.0]])
    value = np.array([[1.0, 2.0, 4.0, 99.0]])
    ratio, degrees = dispersion_ratio(
        time, value, np.full((1, 4), 0.1), np.array([[True, True, True, False]])
    )
    assert ratio[0] == pytest.approx(1 / 6 / 0.1) and degrees[0] == 1


def test_two_points_tell_nothing():
    pair = np.array([[0.0, 1.0]])
    ratio, degrees = dispersion_ratio(pair, pair, np.ones((1, 2)), np.ones((1, 2), bool))
    assert np.isnan(ratio[0]) and np.isnan(degrees[0])


def test_each_series_leans_on_the_others():
    found = moderate_dispersion(np.array([6.0, 0.5, np.nan]), np.array([2.0, 2.0, np.nan]), d0=4, phi0=3.0)
    assert found.phi == pytest.approx([(4 * 3 + 2 * 6) / 6, (4 * 3 + 1) / 6, 1.0])
    assert found.df.tolist() == [6, 6, np.inf]  # what cannot be told of the last is left as published


def test_the_factor_is_never_below_one():
    found = moderate_dispersion(np.array([0.2, np.nan]), np.array([3.0, np.nan]), d0=2, phi0=1.0)
    assert found.phi.tolist() == [1, 1] and found.df[0] == 5 and np.isinf(found.df[1])


def test_the_usual_factor_of_a_kind_is_found_again():
    generator = np.random.default_rng(1)
    degrees = np.resize([1.0, 2, 4, 6], 60)
    ratio = 4 * generator.chisquare(degrees) / degrees
    d0, phi0 = fit_dispersion_prior(ratio, degrees)
    assert d0 > 6 and 3 < phi0 < 5
    assert fit_dispersion_prior(ratio[:9], degrees[:9]) is None
