"""Projections and chances of targets: numbers worked by hand, and what must hold of every series."""

import numpy as np
import pytest
from scipy.stats import t as student

from psa.methods.target_chances import chance_of_target, fit_drift, interval, project_level, project_sum

TIME = np.array([[2004.0, 2005, 2006, 2007, 2008]])
VALUE = np.array([[10.0, 12, 13, 15, 18]])  # steps 2, 1, 2, 3: drift 2, spread (0 + 1 + 0 + 1) / 3


def test_drift_spread_and_trust_are_as_worked_by_hand():
    drift = fit_drift(TIME, VALUE)
    assert drift.drift[0] == 2
    assert drift.shock_variance[0] == pytest.approx(2 / 3)
    z2 = 4 / (2 / 3 / 4)  # 24
    assert drift.trust[0] == pytest.approx(0.75 * z2 / (8 + z2))  # .5625
    assert drift.spread_df[0] == 3


def test_a_projection_two_years_ahead_and_its_chance_are_as_worked_by_hand():
    ahead = project_level(fit_drift(TIME, VALUE), 2010.0)
    assert ahead.estimate[0] == pytest.approx(18 + 0.5625 * 2 * 2)
    se = 1.2 * np.sqrt(2 / 3 * (2 + 0.5625**2 * 4 / 4))
    assert ahead.se[0] == pytest.approx(se)
    assert chance_of_target(ahead, 20.0, 1)[0] == pytest.approx(student.cdf((20.25 - 20) / se, 3))
    assert chance_of_target(ahead, 20.0, -1)[0] == pytest.approx(student.cdf((20 - 20.25) / se, 3))
    low, high = interval(ahead)
    assert (high - low)[0] == pytest.approx(2 * student.ppf(0.975, 3) * se)


def test_sampling_error_is_taken_off_the_spread_and_added_to_what_comes_out():
    errors = np.full((1, 5), 0.4)
    drift = fit_drift(TIME, VALUE, errors)
    assert drift.shock_variance[0] == pytest.approx(2 / 3 - 2 * 0.16 * 5 / 4)
    ahead = project_level(drift, 2009.0)
    share = drift.trust[0] / 4
    shocks = drift.shock_variance[0] * (1 + drift.trust[0] * share)
    assert (ahead.se[0] / 1.2) ** 2 == pytest.approx(shocks + 0.16 * ((1 + share) ** 2 + 1) + 0.16 * share**2)
    assert ahead.df[0] > 3


def test_a_spread_that_sampling_error_explains_is_judged_by_the_normal_distribution():
    assert np.isinf(project_level(fit_drift(TIME, VALUE, np.full((1, 5), 2.0)), 2009.0).df[0])


def test_a_moderated_spread_lies_between_that_of_the_series_and_that_of_the_others():
    alone, moderated = fit_drift(TIME, VALUE), fit_drift(TIME, VALUE, prior_df=3.0, prior_variance=2.0)
    assert moderated.shock_variance[0] == pytest.approx((3 * 2 + 2) / 6)
    assert moderated.spread_df[0] == alone.spread_df[0] + 3


def test_a_modelled_series_borrows_nothing_from_measured_ones():
    alone = fit_drift(TIME, VALUE, is_modelled=True)
    offered = fit_drift(TIME, VALUE, prior_df=3.0, prior_variance=2.0, is_modelled=True)
    assert offered.shock_variance[0] == alone.shock_variance[0]
    assert offered.spread_df[0] == alone.spread_df[0]


def test_a_series_that_has_nothing_to_borrow_goes_by_itself():
    drift = fit_drift(np.vstack([TIME] * 2), np.vstack([VALUE] * 2), None, [0.0, 3.0], [np.nan, 2.0])
    assert drift.shock_variance.tolist() == pytest.approx([2 / 3, (3 * 2 + 2) / 6])


def test_the_trend_of_a_modelled_series_is_trusted_more_and_its_future_known_less():
    plain, modelled = fit_drift(TIME, VALUE), fit_drift(TIME, VALUE, is_modelled=True)
    assert modelled.trust[0] == pytest.approx(plain.trust[0] / 0.75)
    assert project_level(modelled, 2011.0).se[0] > 1.5 * project_level(plain, 2011.0).se[0]


def test_a_sum_of_one_further_flow_is_the_next_level():
    drift = fit_drift(TIME, VALUE)
    one, level = project_sum(drift, 1.0), project_level(drift, 2009.0)
    assert (one.estimate[0], one.se[0]) == pytest.approx((level.estimate[0], level.se[0]))


def test_a_sum_of_three_further_flows_is_as_worked_by_hand():
    ahead = project_sum(fit_drift(TIME, VALUE), 3.0)
    assert ahead.estimate[0] == pytest.approx(3 * 18 + 0.5625 * 2 * 6)
    assert (ahead.se[0] / 1.2) ** 2 == pytest.approx(2 / 3 * (14 + (0.5625 * 6) ** 2 / 4))


def test_shocks_of_a_flow_add_up_as_simulated():
    generator = np.random.default_rng(1)
    walk = np.cumsum(generator.normal(size=(20000, 4)), axis=1).sum(axis=1)
    assert walk.var() == pytest.approx(4 * 5 * 9 / 6, rel=0.05)


def test_missing_figures_change_nothing_wherever_they_stand():
    gaps = np.array([[np.nan, 2004.0, 2005, 2006, np.nan, 2007, 2008]])
    values = np.array([[np.nan, 10.0, 12, 13, np.nan, 15, 18]])
    assert project_level(fit_drift(gaps, values), 2010.0).estimate[0] == pytest.approx(20.25)


@pytest.mark.parametrize("value", [[[1.0, 2.0, np.nan]], [[1.0, np.nan, np.nan]], [[np.nan] * 3]])
def test_fewer_than_three_figures_tell_nothing(value):
    ahead = project_level(fit_drift([[1.0, 2.0, 3.0]], value), 5.0)
    assert np.isnan(chance_of_target(ahead, 0.0, 1)[0])


def test_a_series_without_any_variation_tells_nothing_unless_rounding_is_allowed_for():
    flat = np.full((1, 5), 7.0)
    assert np.isnan(chance_of_target(project_level(fit_drift(TIME, flat), 2009.0), 7.5, -1)[0])
    chance = chance_of_target(project_level(fit_drift(TIME, flat, rounding=0.3), 2009.0), 7.5, -1)
    assert 0.5 < chance[0] < 1


def test_a_time_that_is_past_and_a_direction_that_is_not_known_give_no_chance():
    drift = fit_drift(TIME, VALUE)
    assert np.isnan(chance_of_target(project_level(drift, 2008.0), 20.0, 1)[0])
    assert np.isnan(chance_of_target(project_level(drift, 2009.0), 20.0, 0)[0])


def test_figures_out_of_order_are_refused():
    with pytest.raises(ValueError, match="in order of time"):
        fit_drift([[2005.0, 2004.0, 2006.0]], [[1.0, 2.0, 3.0]])
