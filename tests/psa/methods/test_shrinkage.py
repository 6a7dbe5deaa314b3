"""Shrinkage: numbers worked by hand, and what it must never do."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtri

from psa.methods.shrinkage import Prior, fit_kappa, fit_prior, posterior

FOUR = Prior(0.0, 4.0, 0.0, 30, False)
KNOWN = np.inf


def test_an_estimate_is_drawn_to_the_mean_by_b():
    known = posterior([2.0], KNOWN, FOUR)  # B = 4/5
    assert known.mean[0] == pytest.approx(1.6)
    assert known.sd[0] == pytest.approx(0.8**0.5)
    assert known.loading[0] == 0


def test_an_error_from_the_series_itself_gives_a_student_distribution_with_one_more_degree():
    known = posterior([5.0], 4.0, FOUR)  # the variance is multiplied by (4 + 25/5) / 5 = 1.8
    assert known.mean[0] == pytest.approx(4.0)
    assert known.sd[0] == pytest.approx((0.8 * 1.8) ** 0.5)
    assert known.df[0] == 5


def test_two_estimates_that_share_errors_are_read_together_as_the_exact_formula_does():
    errors = np.array([[1, 0.7], [0.7, 1]])
    exact = 4 * np.linalg.solve(4 * np.eye(2) + errors, [2.0, 2.0])
    spread = 4 * np.eye(2) - 16 * np.linalg.inv(4 * np.eye(2) + errors)
    known = posterior([2.0, 2.0], KNOWN, FOUR, [0, 0], rho=0.7)
    assert known.mean == pytest.approx(exact)
    assert known.sd**2 == pytest.approx(np.diag(spread))
    assert known.loading[0] * known.loading[1] == pytest.approx(spread[0, 1] / spread[0, 0])


def test_the_exact_formula_holds_for_true_values_that_go_together_too():
    errors, values = np.array([[1, 0.5], [0.5, 1]]), 4 * np.array([[1, 0.2], [0.2, 1]])
    u = np.array([3.0, -1.0])
    exact = values @ np.linalg.solve(values + errors, u)
    spread = values - values @ np.linalg.solve(values + errors, values)
    known = posterior(u, KNOWN, FOUR, [0, 0], rho=0.5, kappa=0.2)
    assert known.mean == pytest.approx(exact)
    assert known.sd**2 == pytest.approx(np.diag(spread))
    assert known.loading[0] * known.loading[1] == pytest.approx(spread[0, 1] / spread[0, 0])


def test_where_true_values_go_together_as_errors_do_each_keeps_its_own_mean():
    known = posterior([3.0, -1.0, 0.5], KNOWN, FOUR, [0, 0, 0], rho=0.7, kappa=0.7)
    assert known.mean == pytest.approx([2.4, -0.8, 0.4])
    assert known.loading**2 == pytest.approx([0.7] * 3)


def test_an_estimate_without_a_group_or_alone_in_it_is_read_alone():
    known = posterior([2.0, 2.0, 2.0], KNOWN, FOUR, [-1, 0, -1], rho=0.7)
    assert known.mean == pytest.approx([1.6] * 3)
    assert known.loading == pytest.approx([0.0] * 3)


def test_an_estimate_far_from_the_rest_is_not_made_like_them():
    small = Prior(0.0, 0.25, 0.0, 30, False)
    known = posterior([1.0, 38.0], KNOWN, small)
    assert known.mean[0] == pytest.approx(0.2)
    assert known.mean[1] > 37


def test_an_estimate_that_is_not_known_says_nothing_and_disturbs_nobody():
    known = posterior([np.nan, 2.0], KNOWN, FOUR, [0, 0], rho=0.7)
    assert np.isnan(known.mean[0]) and np.isnan(known.sd[0])
    assert known.mean[1] == pytest.approx(1.6)


def test_fewer_than_eight_estimates_get_the_stated_default():
    prior = fit_prior([1.0] * 7, KNOWN)
    assert (prior.mean, prior.variance, prior.is_default) == (0.0, 4.0, True)


def test_components_of_one_set_count_once():
    assert fit_prior([1.0] * 22, KNOWN, weight=[1 / 22] * 22).is_default


@pytest.mark.parametrize("spread", [1.5, 3.0])
def test_the_variance_of_the_true_values_is_what_is_left_of_that_of_the_estimates(spread):
    u = 0.5 + spread * ndtri((np.arange(400) + 0.5) / 400)
    prior = fit_prior(u, KNOWN)
    assert prior.mean == pytest.approx(0.5, abs=0.01)
    assert prior.variance == pytest.approx(spread**2 - 1, rel=0.05)
    assert prior.chance_null < 1e-6


def test_the_variance_is_found_through_student_errors():
    u = 2 * stats.t.ppf((np.arange(400) + 0.5) / 400, 4.0)  # scale 2, so tau^2 = 3
    assert fit_prior(u, 4.0).variance == pytest.approx(3.0, rel=0.05)


def test_a_single_estimate_far_off_does_not_widen_the_prior():
    u = 1.5 * ndtri((np.arange(50) + 0.5) / 50)
    with_one_off = fit_prior(np.append(u, 300.0), KNOWN).variance
    assert with_one_off == pytest.approx(fit_prior(u, KNOWN).variance, abs=0.5)


def test_estimates_that_spread_no_more_than_chance_say_that_nothing_changed():
    u = ndtri((np.arange(2400) + 0.5) / 2400)
    assert fit_prior(u, KNOWN).chance_null > 0.95
    assert fit_prior(u, KNOWN, may_be_null=False).chance_null == 0
    assert fit_prior(u, KNOWN).variance == pytest.approx(
        (2 / 2400) ** 0.5, rel=0.01
    )  # its own standard error


def test_true_values_go_together_as_their_estimates_do_beyond_shared_errors():
    generator = np.random.default_rng(1)
    group = np.repeat(np.arange(300), 4)
    common = generator.normal(size=300)[group]
    u = 2 * (0.6**0.5 * common + 0.4**0.5 * generator.normal(size=1200)) + generator.normal(size=1200)
    prior = fit_prior(u, KNOWN)
    assert fit_kappa(u, KNOWN, prior, group, rho=0.0) == pytest.approx(0.6, abs=0.08)
    assert fit_kappa(u, KNOWN, prior, group, rho=0.7) < fit_kappa(u, KNOWN, prior, group, rho=0.0)


def test_with_few_groups_true_values_are_taken_to_go_together_as_errors_do():
    assert fit_kappa([1.0, 2.0, 3.0, 4.0], KNOWN, FOUR, [0, 0, 1, 1], rho=0.7) == 0.7
