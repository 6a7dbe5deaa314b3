"""The test of the baseline trend: by hand, at the edges, what must not matter, and how often it is wrong."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from psa.methods.baseline_trend import baseline_trend_test
from psa.methods.projection import project
from psa.methods.ranks import mann_kendall
from psa.methods.thinning import thin_overlapping

pytestmark = pytest.mark.filterwarnings("error")


NAN = np.nan


Z = stats.norm.ppf(0.975)


N_SIMULATED = 20_000


RANK = {"worse": 0, "in_line": 1, "not_distinguishable": 1, "depends_on_baseline_year": 1, "better": 2}


def judge(value, m, se=None, sign=1.0, time=None, **more):
    """Test series of which the first m points are the baseline."""
    value = np.atleast_2d(np.asarray(value, float))
    is_baseline = np.arange(value.shape[1])[None] < m
    time = np.arange(2000.0, 2000 + value.shape[1])[None] if time is None else np.atleast_2d(time)
    return baseline_trend_test(time, value, se, is_baseline, ~is_baseline, sign, **more)


def test_drift_gap_and_variance_are_those_of_the_formula():
    value = np.array([10.0, 13.0, 12.0, 16.0, 20.0, 23.0])
    found = judge(value, 4)
    a = 2.0  # (16 - 10) / 3
    residuals = np.array([3.0, -1.0, 4.0]) - a
    s2 = (residuals**2).sum() / 2
    gap = ((20 - 16 - a) + (23 - 16 - 2 * a)) / 2
    hbar = 1.5
    variance = s2 * ((1 + 1 + 1 + 2) / 4 + hbar**2 / 3)
    critical = stats.t.ppf(0.975, 2)
    assert (found.m[0], found.k[0], found.is_short[0], found.has_se[0]) == (4, 2, False, False)
    assert_allclose(found.drift, a)
    assert_allclose(found.gap, gap)
    assert_allclose(found.gap_se, np.sqrt(variance))
    assert_allclose(found.df, 2)
    assert_allclose(
        [found.lower, found.upper], [[gap - critical * variance**0.5], [gap + critical * variance**0.5]]
    )
    assert_allclose(found.p_better, stats.t.cdf(gap / np.sqrt(variance), 2))
    assert_allclose(found.minimum_detectable_gap, (critical + stats.t.ppf(0.8, 2)) * np.sqrt(variance))
    assert_allclose(found.shock_sd, np.sqrt(s2))


def test_unequal_spacing_counts_in_years():
    time, value = np.array([2000.0, 2001.0, 2003.0, 2006.0, 2010.0]), np.array([1.0, 4.0, 3.0, 13.0, 30.0])
    found = judge(value, 4, time=time)
    a, step = 2.0, np.array([1.0, 2.0, 3.0])
    s2 = ((np.diff(value[:4]) - a * step) ** 2 / step).sum() / 2
    assert_allclose(found.drift, a)
    assert_allclose(found.gap, 30 - 13 - 4 * a)
    assert_allclose(found.gap_se, np.sqrt(s2 * (4 + 16 / 6)))


@pytest.mark.parametrize(("has_se", "spread"), [(True, 5.0), (True, 0.1), (False, 5.0)])
def test_the_line_is_that_of_statsmodels(has_se, spread):
    rng = np.random.default_rng(3)
    time = np.array([0.0, 1.0, 2.5, 4.0, 5.0, 6.0, 8.0])
    value, se = rng.normal(size=7) * spread, rng.uniform(0.5, 1.5, 7)
    found = judge(value, 5, se[None] if has_se else None, time=time)
    weight = 1 / se[:5] ** 2 if has_se else np.ones(5)
    fit = sm.WLS(value[:5], sm.add_constant(time[:5]), weights=weight).fit()
    ahead = sm.add_constant(time[5:])
    one = np.ones(2) / 2
    scale = fit.scale if not has_se else max(1.0, fit.scale)
    of_later = np.diag(se[5:] ** 2) if has_se else np.eye(2)
    variance = scale * one @ (of_later + ahead @ (fit.cov_params() / fit.scale) @ ahead.T) @ one
    assert_allclose(found.line_gap, np.mean(value[5:] - fit.predict(ahead)))
    assert_allclose(found.line_se, np.sqrt(variance))
    assert_allclose(found.line_critical, stats.t.ppf(0.975, 3) if scale > 1 or not has_se else Z)


def test_too_few_points_are_a_verdict():
    points = [
        [1.0, NAN, NAN, 4.0],
        [1.0, 2.0, NAN, 4.0],
        [1.0, 2.0, 4.0, NAN],
        [NAN] * 4,
        [1.0, 2.0, 4.0, 4.0],
    ]
    found = judge(points, 3)
    assert found.verdict.tolist() == ["too_few"] * 4 + ["not_distinguishable"]
    assert found.m.tolist() == [1, 2, 3, 0, 3]
    assert found.k.tolist() == [1, 1, 0, 0, 1]
    assert np.isnan(found.statistic[:4]).all()
    assert found.is_short.tolist() == [False, False, True, False, True]
    assert not found.models_agree[:4].any()


def test_empty_arrays_give_empty_results():
    empty = np.empty((0, 5))
    mask = np.zeros((0, 5), bool)
    assert baseline_trend_test(empty, empty, empty, mask, mask, 1.0).verdict.shape == (0,)
    assert (
        baseline_trend_test(empty.T, empty.T, None, mask.T, mask.T, 1.0).verdict.tolist() == ["too_few"] * 5
    )
    assert project(empty, empty, None, 2010.0).estimate.shape == (0,)
    assert mann_kendall(empty, empty).p_value.shape == (0,)
    assert thin_overlapping(empty, empty).shape == (0, 5)


@pytest.mark.parametrize("baseline", [[5.0, 5.0, 5.0, 5.0], [0.1, 0.2, 0.3, 0.4], [0.0, 0.0, 0.0, 0.0]])
def test_a_baseline_without_variation_cannot_be_judged_by_its_own_spread(baseline):
    step = baseline[1] - baseline[0]
    on_line = [*baseline, baseline[-1] + step, baseline[-1] + 2 * step]
    off_line = [*baseline, baseline[-1] + step, baseline[-1] + 2 * step + 0.01]
    found = judge([on_line, off_line], 4)
    assert found.verdict.tolist() == ["in_line", "not_distinguishable"]
    assert found.line_verdict.tolist() == ["in_line", "not_distinguishable"]
    assert np.isnan(found.gap_se).all()
    assert np.isnan(found.p_better).all()


def test_rounding_is_the_least_error_that_a_figure_has():
    rounding = 1 / np.sqrt(12)
    found = judge([[10.0, 11.0, 12.0, 13.0, 15.0], [10.0, 11.0, 12.0, 13.0, 24.0]], 4, rounding=rounding)
    assert found.verdict.tolist() == ["not_distinguishable", "better"]
    # it borrows nothing, so it is taken to be no surer than one unit of its last place
    assert_allclose(found.gap_se, np.sqrt(1 + (4 / 3) ** 2 + (1 / 3) ** 2))
    assert_allclose(found.line_se, rounding * np.sqrt(1 + 1 / 4 + 2.5**2 / 5))


def test_a_series_with_one_standard_error_missing_or_zero_counts_as_without():
    value = np.tile([3.0, 5.0, 4.0, 6.0, 9.0], (4, 1))
    se = np.tile([1.0, 1.0, 1.0, 1.0, 1.0], (4, 1))
    se[0, 1], se[1, 4], se[2] = NAN, 0.0, NAN
    found = judge(value, 4, se)
    assert found.has_se.tolist() == [False, False, False, True]
    assert_allclose(found.gap_se[:2], found.gap_se[2])


def test_points_outside_both_masks_do_not_count_whatever_they_hold():
    value = np.array([[NAN, 3.0, 5.0, np.inf, 4.0, 6.0, 9.0, -np.inf]])
    is_baseline = np.array([[True, True, True, False, True, True, False, False]])
    is_later = np.array([[False] * 6 + [True, False]])
    time = np.array([[2000.0, 2001.0, 2002.0, 2002.5, 2003.0, 2004.0, 2005.0, NAN]])
    found = baseline_trend_test(time, value, None, is_baseline, is_later, 1.0)
    plain = judge([3.0, 5.0, 4.0, 6.0, 9.0], 4, time=[2001.0, 2002.0, 2003.0, 2004.0, 2005.0])
    assert_allclose(found.statistic, plain.statistic)


def test_a_direction_that_is_not_known_is_a_verdict():
    found = judge(np.tile([3.0, 5.0, 4.0, 6.0, 9.0], (3, 1)), 4, sign=[0, NAN, -1])
    assert found.verdict.tolist()[:2] == ["no_direction", "no_direction"]
    assert np.isnan(found.gap[:2]).all()
    assert found.gap[2] == pytest.approx(-2.0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dict(value=[[1.0, np.inf, 2.0, 3.0, 4.0]]), "infinite number in series 0"),
        (dict(se=[[1.0, 1.0, -1.0, 1.0, 1.0]]), "must not be negative"),
        (dict(time=[[2000.0, 2000.0, 2001.0, 2002.0, 2003.0]]), "same time"),
        (dict(time=[[2000.0, 2001.0, 2002.0, 2004.0, 2003.0]]), "not after its last baseline point"),
        (dict(is_later=[[False, False, False, True, True]]), "not after its last baseline point"),
        (dict(sign=2.0), "sign"),
        (dict(sign=[1.0, 1.0]), "one a series"),
        (dict(confidence=95), "confidence"),
        (dict(value=[1.0, 2.0]), "shape|2-D"),
        (dict(time=[2000.0], value=[1.0], is_baseline=[True], is_later=[False]), "2-D"),
    ],
)
def test_what_cannot_be_is_one_clear_error(change, message):
    arguments = dict(
        time=[[2000.0, 2001.0, 2002.0, 2003.0, 2004.0]],
        value=[[1.0, 3.0, 2.0, 3.0, 4.0]],
        se=None,
        is_baseline=[[True, True, True, True, False]],
        is_later=[[False, False, False, False, True]],
        sign=1.0,
    )
    baseline_trend_test(**arguments)
    with pytest.raises(ValueError, match=message):
        baseline_trend_test(**arguments | change)


def test_in_line_needs_a_smallest_gap_that_matters_and_an_interval_within_it():
    value = np.tile([10.0, 10.1, 9.9, 10.0, 10.05], (3, 1))
    found = judge(value, 4, 0.2, delta=[NAN, 0.3, 3.0])
    assert found.verdict.tolist() == ["not_distinguishable", "not_distinguishable", "in_line"]
    assert judge(value[:1], 4, 0.2).verdict.tolist() == ["not_distinguishable"]


def test_a_gap_beyond_error_is_better_even_where_it_is_too_small_to_matter():
    found = judge([10.0, 10.1, 9.9, 10.0, 12.0], 4, 0.2, delta=100.0)
    assert found.verdict.tolist() == ["better"]


figures = st.floats(-100, 100).map(lambda v: round(v, 3))


one_series = st.tuples(
    st.lists(figures, min_size=7, max_size=7),
    st.lists(st.floats(0.1, 5.0), min_size=7, max_size=7),
    st.booleans(),
)


def clear_of_the_edge(found):
    """Leave out verdicts that turn on the last bits of a float."""
    for statistic, critical in (
        (found.statistic, found.critical),
        (found.line_statistic, found.line_critical),
    ):
        assume(np.isnan(statistic[0]) or abs(abs(statistic[0]) - critical[0]) > 1e-6 * critical[0])
    assume(np.isnan(found.gap_se[0]) or found.gap_se[0] > 1e-6)


def same_verdict(one, other):
    assert one.verdict.tolist() == other.verdict.tolist()
    assert one.line_verdict.tolist() == other.line_verdict.tolist()
    assert_allclose(one.statistic, other.statistic, rtol=1e-5, atol=1e-7)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    series=one_series, factor=st.sampled_from([1e-6, 0.01, 1.8, 1000.0]), shift=st.sampled_from([0.0, 32.0])
)
def test_a_change_of_units_changes_no_verdict(series, factor, shift):
    value, se, has_se = np.array(series[0]), np.array([series[1]]), series[2]
    found = judge(value, 5, se if has_se else None, delta=4.0)
    clear_of_the_edge(found)
    moved = judge(factor * (value + shift), 5, factor * se if has_se else None, delta=4.0 * factor)
    same_verdict(found, moved)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(series=one_series)
def test_mirrored_values_with_mirrored_sign_change_no_verdict(series):
    value, se = np.array(series[0]), np.array([series[1]]) if series[2] else None
    same_verdict(judge(value, 5, se, 1.0), judge(-value, 5, se, -1.0))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(series=one_series, years=st.integers(-1000, 1000))
def test_a_shift_of_years_changes_no_verdict(series, years):
    value, se = np.array(series[0]), np.array([series[1]]) if series[2] else None
    found = judge(value, 5, se)
    clear_of_the_edge(found)
    same_verdict(found, judge(value, 5, se, time=np.arange(2000.0, 2007.0) + years))


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(series=one_series, order=st.permutations(range(7)))
def test_the_order_of_the_points_changes_no_verdict(series, order):
    value, se = np.array([series[0]]), np.array([series[1]]) if series[2] else None
    time, is_baseline = np.arange(2000.0, 2007.0)[None], np.arange(7)[None] < 5
    found = baseline_trend_test(time, value, se, is_baseline, ~is_baseline, 1.0)
    order = list(order)
    moved = baseline_trend_test(
        time[:, order],
        value[:, order],
        None if se is None else se[:, order],
        is_baseline[:, order],
        ~is_baseline[:, order],
        1.0,
    )
    same_verdict(found, moved)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(
    series=one_series,
    fall=st.floats(0.0, 500.0),
    sign=st.sampled_from([1.0, -1.0]),
    delta=st.sampled_from([None, 1.0, 50.0]),
)
def test_a_worse_latest_figure_never_reads_better(series, fall, sign, delta):
    value, se = np.array(series[0]), np.array([series[1]]) if series[2] else None
    before = judge(value, 5, se, sign, delta=delta)
    value[-1] -= sign * fall
    after = judge(value, 5, se, sign, delta=delta)
    assert RANK[after.verdict[0]] <= RANK[before.verdict[0]]
    assert RANK[after.line_verdict[0]] <= RANK[before.line_verdict[0]]
    if not np.isnan(before.p_better[0]):
        assert after.p_better[0] <= before.p_better[0] + 1e-12


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(series=st.lists(one_series, min_size=2, max_size=5))
def test_series_computed_together_are_those_computed_alone(series):
    value = np.array([s[0] for s in series])
    se = np.array([s[1] if s[2] else [NAN] * 7 for s in series])
    together = judge(value, 5, se)
    for i in range(len(series)):
        alone = judge(value[i], 5, se[i : i + 1])
        assert together.verdict[i] == alone.verdict[0]
        assert_allclose(together.gap_se[i], alone.gap_se[0])


def simulate(m, shocks=0.0, noise=0.0, k=3, seed=1):
    rng = np.random.default_rng([seed, m, int(10 * shocks), int(10 * noise)])
    shape = (N_SIMULATED, m + k)
    return (
        rng.normal(size=shape)
        + noise * rng.normal(size=shape)
        + shocks * rng.normal(size=shape).cumsum(axis=1)
        + 0.7 * np.arange(m + k)
    )


def share_of(found, word):
    return np.mean(found.verdict == word)


@pytest.mark.thorough
@pytest.mark.parametrize("m", [4, *(pytest.param(m, marks=pytest.mark.slow) for m in (5, 6, 7)), 8])
@pytest.mark.parametrize(
    ("shocks", "noise", "at_most"),
    [
        (0.0, 0.0, 0.035),
        (0.0, 1.0, 0.035),
        (0.0, 2.0, 0.035),
        (0.5, 0.0, 0.05),
        (1.0, 0.0, 0.05),
        (2.0, 0.0, 0.05),
    ],
)
def test_a_trend_that_carries_on_is_seldom_called_better_or_worse(m, shocks, noise, at_most):
    found = judge(simulate(m, shocks, noise), m, 1.0)
    assert share_of(found, "better") <= at_most
    assert share_of(found, "worse") <= at_most


@pytest.mark.parametrize("m", [4, 6, 8])
@pytest.mark.parametrize(("shocks", "at_most"), [(0.0, 0.025), (1.0, 0.025), (20.0, 0.03)])
def test_without_standard_errors_a_trend_that_carries_on_is_seldom_called_better_or_worse(m, shocks, at_most):
    found = judge(simulate(m, shocks), m)
    assert share_of(found, "better") <= at_most
    assert share_of(found, "worse") <= at_most


def test_a_slope_that_breaks_upward_by_four_standard_errors_a_year_is_seen():
    value = simulate(6)
    value[:, 6:] += 4 * np.arange(1, 4)
    assert share_of(judge(value, 6, 1.0), "better") >= 0.8


def test_the_detectable_gap_is_found_as_often_as_it_says():
    value = simulate(8, shocks=20.0)
    quiet = judge(value, 8)
    value[:, 8:] += quiet.minimum_detectable_gap[:, None]
    # the gap is sized by each series' own standard error, so t with 6 df, not noncentral t: close to 0.8
    assert share_of(judge(value, 8), "better") == pytest.approx(0.8, abs=0.05)
