import numpy as np
import pytest

from psa.methods.baseline_trend import BLOCK, baseline_trend_test


def judge(value, baseline, se=None, **choices):
    value = np.atleast_2d(np.asarray(value, float))
    time = np.broadcast_to(np.arange(value.shape[1], dtype=float), value.shape)
    early = np.broadcast_to(np.arange(value.shape[1]) < baseline, value.shape)
    errors = None if se is None else np.broadcast_to(np.asarray(se, float), value.shape)
    choices.setdefault("sign", 1)
    return baseline_trend_test(time, value, errors, early, ~early, choices.pop("sign"), **choices)


def test_a_short_series_borrows_by_the_formula():
    """a = 1.5, Q = .5, s~^2 = (4 * .25 + .5) / 5 = .3, C = 1 + 1/2, V = .45, g = 16 - 13 - 1.5."""
    found = judge([10, 12, 13, 16], 3, d0=4, s0_squared=0.25)
    assert (found.drift[0], found.gap[0], found.df[0]) == pytest.approx((1.5, 1.5, 5))
    assert found.gap_se[0] == pytest.approx(np.sqrt(0.45))
    assert found.statistic[0] == pytest.approx(2.2361, abs=1e-4)
    assert found.critical[0] == pytest.approx(2.5706, abs=1e-4)
    assert found.verdict[0] == "not_distinguishable"
    assert found.minimum_detectable_gap[0] == pytest.approx((2.5706 + 0.9195) * np.sqrt(0.45), abs=1e-3)
    assert judge([10, 12, 13, 17], 3, d0=4, s0_squared=0.25).verdict[0] == "better"  # 2.5 / .671 = 3.73


def test_without_a_prior_it_has_its_own_degrees_of_freedom():
    found = judge([10, 12, 13, 16], 3)
    assert found.df[0] == 1 and found.critical[0] == pytest.approx(12.706, abs=1e-3)
    assert found.gap_se[0] == pytest.approx(np.sqrt(0.5 * 1.5))


def test_with_errors_known_and_no_shocks_it_is_the_weighted_line():
    """Line through 1, 2, 4: 5.333 in year 3, variance 1/3 + 2^2 / 2; the figure's own is 1."""
    found = judge([1, 2, 4, 8], 3, se=1.0, d0=100, s0_squared=1e-8)
    assert found.gap[0] == pytest.approx(8 - 16 / 3, abs=1e-4)
    assert found.gap_se[0] == pytest.approx(np.sqrt(10 / 3), abs=1e-3)
    assert found.critical[0] == pytest.approx(1.96, abs=0.01)


def test_with_large_shocks_it_is_the_drift_from_first_to_last():
    found = judge([10, 12, 13, 16], 3, se=1e-4, d0=4, s0_squared=0.25)
    assert found.gap[0] == pytest.approx(1.5, abs=1e-3)
    assert found.gap_se[0] == pytest.approx(np.sqrt(0.45), rel=0.01)
    assert found.df[0] == pytest.approx(5, rel=0.1)


def test_a_tenth_of_a_standard_error_does_not_change_the_critical_value():
    values = [[10, 12 + 0.1 * i, 14, 20] for i in range(-15, 16)]
    critical = judge(values, 3, se=1.0, d0=4, s0_squared=0.5).critical
    assert np.abs(np.diff(critical)).max() < 0.05 and critical.max() < 2.6


def test_down_is_good_where_the_sign_says_so():
    up, down = (judge([10, 12, 13, 17], 3, sign=s, d0=4, s0_squared=0.25) for s in (1, -1))
    assert (up.verdict[0], down.verdict[0]) == ("better", "worse")
    assert up.p_better[0] == pytest.approx(1 - down.p_better[0])
    assert judge([10, 12, 13, 17], 3, sign=0).verdict[0] == "no_direction"


@pytest.mark.parametrize("se", [None, 0.5])
def test_a_thousand_times_the_unit_changes_no_verdict(se):
    generator = np.random.default_rng(1)
    value = 50 + np.cumsum(generator.normal(size=(300, 8)), axis=1)
    value[:, 5:] += generator.normal(0, 4, (300, 1))
    one = judge(value, 5, se, d0=3, s0_squared=1.0, rounding=0.1, delta=1.0)
    many = judge(1000 * value, 5, se and 1000 * se, d0=3, s0_squared=1e6, rounding=100, delta=1000)
    assert (one.verdict == many.verdict).all() and len(set(one.verdict)) >= 3
    assert many.gap == pytest.approx(1000 * one.gap, rel=1e-9, abs=1e-9)


def test_in_line_is_where_the_interval_of_ninety_per_cent_lies_within_what_matters():
    """V = .45, t(5, .95) = 2.015: half width 1.352; the gap is .5."""
    for delta, verdict in ((1.86, "in_line"), (1.84, "not_distinguishable"), (None, "not_distinguishable")):
        assert judge([10, 12, 13, 15], 3, d0=4, s0_squared=0.25, delta=delta).verdict[0] == verdict


def test_a_baseline_far_off_its_own_past_makes_the_verdict_depend_on_it():
    found = judge([10, 10.2, 9.9, 10.1, 10, 5, 10, 10.2, 10.1], 6, d0=4, s0_squared=0.04)
    assert found.is_baseline_outlier[0] and found.baseline_statistic[0] < -3
    assert found.verdict_with_baseline[0] == "better"
    assert found.verdict_without_baseline[0] == "not_distinguishable"
    assert found.verdict[0] == "depends_on_baseline_year"


def test_a_verdict_that_stands_without_the_baseline_year_stands():
    found = judge([10, 10.2, 9.9, 10.1, 10, 15, 30, 35, 40], 6, d0=4, s0_squared=0.04)
    assert found.is_baseline_outlier[0] and found.verdict[0] == found.verdict_without_baseline[0] == "better"


def test_modelled_series_and_short_ones_get_no_verdict():
    found = judge([[10, 12, 13, 20], [10, 12, 13, 20]], 3, is_modelled=[True, False], d0=9, s0_squared=0.1)
    assert found.verdict.tolist() == ["modelled", "better"]
    assert judge([10, 12, 13], 2).verdict[0] == "too_few"
    assert judge([10, 12, 13], 3).verdict[0] == "too_few"


def test_rounding_alone_does_not_make_three_figures_on_a_line_speak():
    found = judge([13.0, 12.8, 12.6, 10.1], 3, sign=-1, rounding=0.1 / np.sqrt(12))
    assert found.verdict[0] == "not_distinguishable"  # 2.3 / (.1 sqrt(3.5)) = 12.3 < 12.7
    assert found.statistic[0] == pytest.approx(2.3 / (0.1 * np.sqrt(3.5)))


def test_no_variation_and_no_error_gives_no_statistic():
    found = judge([[1, 2, 3, 4], [1, 2, 3, 9]], 3)
    assert found.verdict.tolist() == ["in_line", "not_distinguishable"] and np.isnan(found.statistic).all()


def test_points_in_any_order_and_gaps_give_the_same():
    time = np.array([[2001.0, 2004.0, 2002.0, 2006.0, 2003.0]])
    value = np.array([[1.0, 5.0, 2.0, 9.0, np.nan]])
    early = time < 2005
    found = baseline_trend_test(time, value, None, early, ~early, 1, d0=2, s0_squared=0.5)
    order = [[0, 2, 1, 3]]
    again = baseline_trend_test(
        *(np.take_along_axis(a, np.array(order), axis=1) for a in (time, value)), None,
        np.take_along_axis(early, np.array(order), axis=1), ~np.take_along_axis(early, np.array(order), axis=1), 1,
        d0=2, s0_squared=0.5,
    )  # fmt: skip
    assert found.m[0] == 3 and found.statistic[0] == again.statistic[0]


def test_many_series_are_judged_as_each_alone():
    generator = np.random.default_rng(2)
    value = np.cumsum(generator.normal(size=(BLOCK + 3, 9)), axis=1)
    together = judge(value, 6, 0.5, d0=4, s0_squared=1.0)
    for row in (0, BLOCK - 1, BLOCK, BLOCK + 2):
        alone = judge(value[row], 6, 0.5, d0=4, s0_squared=1.0)
        assert alone.statistic[0] == pytest.approx(together.statistic[row], rel=1e-5)
        assert alone.verdict[0] == together.verdict[row]


def test_no_series_give_no_verdicts():
    assert len(judge(np.empty((0, 5)), 3).verdict) == 0


def test_what_cannot_be_is_refused_with_the_number_of_the_series():
    value = np.ones((BLOCK + 2, 5))
    value[BLOCK + 1, 2] = np.inf
    with pytest.raises(ValueError, match=f"value holds an infinite number in series {BLOCK + 1}"):
        judge(value, 3)
    with pytest.raises(ValueError, match="se must not be negative"):
        judge([1, 2, 3, 4], 3, se=-1.0)
    with pytest.raises(ValueError, match="d0"):
        judge([1, 2, 3, 4], 3, d0=2)
    with pytest.raises(ValueError, match="sign"):
        judge([1, 2, 3, 4], 3, sign=2)
    time = np.array([[1.0, 2.0, 2.0, 3.0]])
    early = np.array([[True, True, True, False]])
    with pytest.raises(ValueError, match="same time"):
        baseline_trend_test(time, time, None, early, ~early, 1)
    with pytest.raises(ValueError, match="not after its last baseline point"):
        baseline_trend_test(np.array([[1.0, 2.0, 4.0, 3.0]]), time, None, early, ~early, 1)
