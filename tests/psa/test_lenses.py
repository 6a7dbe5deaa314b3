"""Other bodies' rules on hand-made series: words, edges, and what must not change them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psa.methods.rules.eurostat import eurostat
from psa.methods.rules.fingertips import (
    FINGERTIPS_CHI2,
    compare_intervals,
    compare_with_benchmark,
    compare_with_control_limits,
    compare_with_range,
    compare_with_target,
)
from psa.methods.rules.open_sdg import open_sdg, open_sdg_limit_factor, open_sdg_overall
from psa.methods.rules.registry import RULES, count_agreement, rate, rate_all, side_of
from psa.methods.rules.rule import NOT_ASSESSED
from psa.methods.rules.sdsn import sdsn_points, sdsn_roll_up, sdsn_score
from psa.methods.rules.xmr import xmr, xmr_assurance, xmr_limits, xmr_signals

pytestmark = pytest.mark.filterwarnings("error")

NAN, INF = np.nan, np.inf
YEARS = np.arange(2001.0, 2013.0)


def words(rule, value, sign=1, time=None, **given):
    """Words of one rule for series that start in 2001, one point a year."""
    value = np.asarray(value, dtype=float)
    time = 2001.0 + np.arange(value.shape[-1]) if time is None else time
    return rate(rule, time, value, sign, **given).words


# ---- each rule, case by case ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "sign", "target", "expected"),
    [
        ([0, 1, 2, 3, 4, 5], 1, 9.0, "sun"),  # 1 a year for 4 years: reaches 9
        ([0, 1, 2, 3, 4, 5], 1, 9.2, "sun"),  # misses 0.2 of 4.2, 4.8 %
        ([0, 1, 2, 3, 4, 5], 1, 9.25, "slightly_cloudy"),  # 5.9 %
        ([0, 1, 2, 3, 4, 5], 1, 10.0, "slightly_cloudy"),  # misses 1 of 5, just 20 %
        ([0, 1, 2, 3, 4, 5], 1, 10.1, "cloud"),
        ([5, 4, 3, 2, 1, 0], 1, 10.0, "thunderstorm"),
        ([5, 5, 5, 5, 5, 5], 1, 10.0, "thunderstorm"),  # no change is not the right way
        ([5, 4, 3, 2, 1, 0], -1, -4.0, "sun"),
        ([0, 1, 2, 3, 4, 5], 1, 5.0, "sun"),  # met already: rated as a standard
        ([9, 8, 7, 6, 5, 5], 1, 5.0, "slightly_cloudy"),
        ([0, 1, 2, 3, 4, 5], 1, 3.0, "sun"),  # target on the wrong side of the figures: met
        ([0, 1, 2, 3, 4, 5], -1, 9.0, "slightly_cloudy"),
    ],
)
def test_the_weather_of_a_dated_target_is_the_share_missed(values, sign, target, expected):
    assert words("destatis", values, sign, kind="target", target=target, target_time=2010) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([7, 8, 9, 10], "sun"),
        ([10, 10, 10, 10], "sun"),
        ([13, 12, 11, 10], "slightly_cloudy"),
        ([6, 7, 8, 9], "cloud"),
        ([9, 8, 7, 6], "thunderstorm"),
        ([9, 9, 9, 9], "thunderstorm"),
    ],
)
@pytest.mark.parametrize("kind", ["standard", "minimum_standard"])
def test_the_weather_of_a_standard_is_level_and_then_direction(values, expected, kind):
    assert words("destatis", values, 1, kind=kind, target=10) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4], "sun"),
        ([1, 2, 4, 3], "slightly_cloudy"),
        ([1, 2, 4, 4], "slightly_cloudy"),
        ([4, 2, 1, 3], "cloud"),
        ([2, 3, 1, 2], "cloud"),
        ([4, 3, 2, 1], "thunderstorm"),
        ([2, 2, 2, 2], "thunderstorm"),
    ],
)
@pytest.mark.parametrize("kind", ["direction", "improve"])
def test_the_weather_of_a_direction_is_mean_and_last_change(values, expected, kind):
    assert words("destatis", values, 1, kind=kind) == expected


def test_the_weather_uses_the_last_six_points_only():
    assert words("destatis", [99, 1, 2, 3, 4, 5, 6], 1) == "sun"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"values": [1, 2, 3]}, "fewer than 4 points"),
        ({"kind": "target", "target_time": 2010}, "no target figure"),
        ({"kind": "target", "target": 9}, "the target has no date"),
        ({"kind": "target", "target": 9, "target_time": 2003}, "the assessment ends with the target's date"),
        ({"sign": 0}, "no direction is called good"),
        ({"sign": NAN}, "no direction is called good"),
        ({"values": [NAN] * 4}, "no figures"),
    ],
)
def test_no_weather_comes_with_its_reason(given, reason):
    given = {"values": [1, 2, 3, 4], "sign": 1} | given
    values, sign = given.pop("values"), given.pop("sign")
    found = rate("destatis", 2001.0 + np.arange(len(values)), values, sign, **given)
    assert (found.words, found.reason) == (NOT_ASSESSED, reason)
    assert np.isnan(found.statistic)


@pytest.mark.parametrize(
    ("end", "expected", "score"),
    [
        (1.02, "substantial_progress", 5.0),
        (1.015, "substantial_progress", 2.5),
        (1.01, "moderate_progress", 1.25),
        (1.005, "moderate_progress", 0.0),
        (1.004, "limited_progress", -0.5),
        (1.0, "limited_progress", -2.5),
        (0.99, "deterioration", -3.75),
        (0.9, "deterioration", -5.0),
    ],
)
def test_open_sdg_growth_without_a_target_is_cut_at_its_thresholds(end, expected, score):
    found = open_sdg([2015, 2016], [100, 100 * end], 1)
    assert found.words == expected
    assert found.score == pytest.approx(score, abs=1e-9)


@pytest.mark.parametrize(
    ("values", "sign", "target", "expected"),
    [
        ([100, 110], 1, 110.0, "target_achieved"),
        ([100, 105], 1, 105.0**10 / 100**9, "substantial_progress"),  # just the growth required
        ([100, 104], 1, 105.0**10 / 100**9, "moderate_progress"),
        ([100, 101], 1, 105.0**10 / 100**9, "limited_progress"),
        ([100, 99], 1, 150.0, "deterioration"),
        ([100, 90], 1, 95.0, "deterioration"),  # the target lay behind the base and was lost
        ([100, 90], 1, 100.0, "deterioration"),  # the base was the target: nothing to divide by
        ([100, 90], -1, 0.0, "limited_progress"),
        ([10, 0], -1, 0.0, "target_achieved"),
        ([-100, -90], 1, -50.0, "substantial_progress"),
        ([-100, -110], 1, -50.0, "deterioration"),
        ([-5, 3], 1, None, NOT_ASSESSED),
        ([-5, -4], 1, 3.0, NOT_ASSESSED),
        ([0, 0], 1, None, NOT_ASSESSED),
        ([0, 1], 1, None, "substantial_progress"),
    ],
)
def test_open_sdg_growth_with_a_target_is_held_against_the_growth_required(values, sign, target, expected):
    found = open_sdg([2015, 2016], values, sign, target, 2025 if target is not None else None)
    assert found.words == expected
    assert np.isnan(found.score) == (expected == NOT_ASSESSED) == np.isnan(found.statistic)


def test_open_sdg_starts_at_the_base_year_or_the_next_with_data():
    time, value = [2013.5, 2014.5, 2016.5, 2018.5], [200, 150, 100, 110]
    found = open_sdg(time, value, 1, base_time=2015)
    assert found.statistic == pytest.approx(1.1**0.5 - 1)
    assert open_sdg(time, value, 1).words == "deterioration"
    late = open_sdg(time, value, 1, base_time=2018)
    assert (late.words, late.reason) == (NOT_ASSESSED, "fewer than two points from the base year on")


def test_a_natural_limit_lowers_the_thresholds_only_in_the_good_direction():
    factor = open_sdg_limit_factor(
        [99, 99, 50, 250, 150, 100, 99], [100] * 5 + [100, NAN], [1, -1, 1, -1, -1, 1, 1]
    )
    near, half = 1 - 0.99**4.44, 1 - 0.5**4.44
    np.testing.assert_allclose(factor, [near, 1, half, 1, half, 0, 1])


def test_open_sdg_groups_take_the_mean_score_and_need_every_target_achieved():
    some = ["target_achieved", "substantial_progress", "deterioration", NOT_ASSESSED]
    word, mean = open_sdg_overall(some, [5, 3, -5, NAN])
    assert (word, mean) == ("moderate_progress", 1.0)
    assert open_sdg_overall(["target_achieved", NOT_ASSESSED], [5, NAN])[0] == "target_achieved"
    assert open_sdg_overall([NOT_ASSESSED], [NAN])[0] == NOT_ASSESSED
    scores = [[2.5, 2.5], [0, 0], [-2.5, -2.5], [-2.6, -2.5]]
    found, _ = open_sdg_overall(np.full((4, 2), "x"), scores)
    assert found.tolist() == [
        "substantial_progress",
        "moderate_progress",
        "limited_progress",
        "deterioration",
    ]


@pytest.mark.parametrize(
    ("end", "sign", "expected"),
    [
        (1.01, 1, "significant_progress"),
        (1.005, 1, "moderate_progress"),
        (1.0, 1, "moderate_progress"),
        (0.995, 1, "moderate_movement_away"),
        (0.99, 1, "significant_movement_away"),
        (0.99, -1, "significant_progress"),
    ],
)
def test_eurostat_growth_without_a_target_is_cut_at_one_percent(end, sign, expected):
    assert words("eurostat", [100, 100 * end], sign) == expected


@pytest.mark.parametrize(
    ("values", "sign", "target", "expected"),
    [
        ([100, 104.8], 1, 105.0**10 / 100**9, "significant_progress"),
        ([100, 103.1], 1, 105.0**10 / 100**9, "moderate_progress"),
        ([100, 100], 1, 150.0, "insufficient_progress"),
        ([100, 99], 1, 150.0, "movement_away"),
        ([100, 120], 1, 110.0, "significant_progress"),
        ([100, 90], 1, 95.0, "movement_away"),
        ([100, 90], -1, 0.0, NOT_ASSESSED),
        ([0, 1], 1, None, NOT_ASSESSED),
        ([-2, -1], 1, None, NOT_ASSESSED),
    ],
)
def test_eurostat_growth_with_a_target_is_a_ratio(values, sign, target, expected):
    assert words("eurostat", values, sign, kind="target", target=target, target_time=2011) == expected


def test_eurostat_looks_back_fifteen_years_or_five():
    time, value = (
        np.arange(1990.0, 2011.0),
        np.r_[np.linspace(300, 100, 6), np.full(10, 120), np.full(5, 110)],
    )
    assert eurostat(time, value, 1).statistic == pytest.approx(1.1 ** (1 / 15) - 1)
    assert eurostat(time, value, 1, years=5).statistic == pytest.approx((110 / 120) ** 0.2 - 1)


@pytest.mark.parametrize(
    ("values", "target", "until", "expected"),
    [
        ([100, 102], None, None, "on_track"),
        ([100, 101], None, None, "fair_progress"),
        ([100, 100.4], None, None, "stagnation_or_regression"),
        ([100, 110], 115.0, 2003, "on_track"),  # 121 by then
        ([100, 110], 160.0, 2003, "fair_progress"),  # 21 of 60
        ([100, 110], 400.0, 2003, "stagnation_or_regression"),  # 21 of 300
        ([100, 110], 105.0, 2003, "on_track"),
        ([110, 100], 105.0, 2003, "stagnation_or_regression"),  # behind the base, and lost since
        ([100, 110], 120.0, 2001, "fair_progress"),  # date passed: half of the way, nothing projected
    ],
)
def test_the_un_chart_projects_the_present_growth(values, target, until, expected):
    kind = "direction" if target is None else "target"
    assert words("un", values, 1, kind=kind, target=target, target_time=until) == expected


def test_the_un_chart_counts_a_share_within_one_point_of_its_end_as_met():
    found = words("un", [[99.5, 99.2], [97, 96], [0.5, 0.9]], [1, 1, -1], full_scale=100)
    assert found.tolist() == ["on_track", "stagnation_or_regression", "on_track"]
    assert words("un", [99.5, 99.2]) == "stagnation_or_regression"


def test_growth_rules_rate_a_standard_by_growth_until_it_is_met():
    for rule, met in (
        ("eurostat", "significant_progress"),
        ("open-sdg", "target_achieved"),
        ("un", "on_track"),
    ):
        found = rate(rule, [2001, 2002], [[100, 99], [100, 99]], 1, kind="minimum_standard", target=[90, 110])
        assert found.words[0] == met
        assert side_of(rule, found.words)[1] == -1
        assert found.reason[1] == "the target has no date: rated by growth alone"


def trend(values, sign=1, half=1.0, **given):
    values = np.asarray(values, dtype=float)
    return rate(
        "fingertips",
        2001.0 + np.arange(values.shape[-1]),
        values,
        sign,
        lower=values - half,
        upper=values + half,
        **given,
    )


def test_a_fingertips_trend_is_turned_by_the_sign():
    assert trend([1, 2, 3, 4, 5]).words == "getting_better"
    assert trend([1, 2, 3, 4, 5], -1).words == "getting_worse"
    assert trend([1, 2, 1, 2, 1]).words == "no_significant_change"


def test_chi_squared_of_equal_weights_is_the_squared_slope_over_its_variance():
    # standard error 2 / 3.92 a point, sum of squares about the middle year 10, slope 1
    assert trend([1, 2, 3, 4, 5]).statistic == pytest.approx(10 / (2 / 3.92) ** 2)
    wider = trend([1, 2, 3, 4, 5], interval_level=0.998)
    assert wider.statistic == pytest.approx(10 / (1 / 3.0902323) ** 2, rel=1e-6)


def test_a_fingertips_trend_that_hangs_on_one_point_is_none():
    values = [3, 3, 3, 2.9, 30]
    assert trend(values, half=0.5).statistic > FINGERTIPS_CHI2
    assert trend(values, half=0.5).words == "no_significant_change"


def test_a_fingertips_proportion_is_tested_on_its_counts():
    x, n = np.array([40.0, 50, 60, 70, 80]), np.full(5, 200.0)
    found = rate("fingertips", YEARS[:5], x / n, 1, numerator=x, denominator=n, value_kind="proportion")
    p = x.sum() / n.sum()
    t = np.arange(5) - 2.0
    assert found.statistic == pytest.approx((t @ x) ** 2 / (p * (1 - p) * 200 * (t @ t)))
    assert found.words == "getting_better"
    down = rate("fingertips", YEARS[:5], 1 - x / n, 1, numerator=n - x, denominator=n)
    assert (down.words, down.statistic) == ("getting_worse", pytest.approx(found.statistic))
    other = rate("fingertips", YEARS[:5], x / n, 1, numerator=x, denominator=n, value_kind="rate")
    assert other.reason == "no counts and no limits: its uncertainty is not known"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"values": [1, 2, 3, 4]}, "fewer than five points"),
        ({"values": [1, 2, NAN, 3, 4, 5]}, "the last five points are not one year apart"),
        ({"months": 36}, "periods longer than a year overlap"),
        ({"half": 0.0}, "limits without width"),
        ({"half": NAN}, "no counts and no limits: its uncertainty is not known"),
        ({"numerator": [0, 1, 2, 3, 4], "denominator": 9}, "a count of none or all has no logit"),
        ({"numerator": [5, 6, 7, 8, 9], "denominator": 9}, "a count of none or all has no logit"),
    ],
)
def test_no_fingertips_trend_comes_with_its_reason(given, reason):
    given = {"values": [1, 2, 3, 4, 5]} | given
    found = trend(given.pop("values"), **given)
    assert (found.words, found.reason) == (NOT_ASSESSED, reason)


def test_fingertips_comparisons_need_a_direction_and_every_figure():
    assert compare_with_target([9, NAN], 10, [0, 1]).tolist() == [NOT_ASSESSED] * 2
    assert compare_with_target(9, 10, -1, lower=8, upper=NAN) == NOT_ASSESSED
    assert compare_with_control_limits(10, 0, 10, 1) == NOT_ASSESSED
    assert compare_intervals(3, 2, 4, 9, NAN, 10, 1) == NOT_ASSESSED
    assert compare_with_benchmark(3, 2, 4, 5, 1) == "worse"
    with pytest.raises(ValueError, match="lower limit"):
        compare_with_range(1, 3, 2, 1)


def test_an_xmr_point_outside_the_limits_is_a_special_cause():
    values = [5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 12]
    assert words("xmr", values, 1) == "special_cause_improvement"
    assert words("xmr", values, -1) == "special_cause_concern"
    assert words("xmr", values[:-1], 1) == "common_cause"


def test_an_xmr_trend_takes_its_direction_from_the_steps_and_not_from_the_side():
    value = np.r_[np.tile([40.0, 60.0], 5), [41, 42, 43, 44, 45, 46, 47]]
    signals = xmr_signals(value, 1)
    assert value[-1] < xmr_limits(value).mean
    assert signals[-7:].tolist() == ["special_cause_improvement"] * 7
    assert xmr_signals(value, -1)[-1] == "special_cause_concern"


def test_xmr_limits_may_be_fixed_on_the_first_points():
    limits = xmr_limits([1, 3, 1, 3, 50], fix_after=4)
    assert (limits.mean, limits.upper) == (2, pytest.approx(2 + 2.66 * 2))
    assert limits.near_upper == pytest.approx(2 + 2.66 * 2 * 2 / 3)
    assert xmr([1, 2, 3, 4, 5], [1, 3, 1, 3, 50], 1, fix_after=4).words == "special_cause_improvement"


def test_xmr_says_how_few_points_its_limits_rest_on():
    reasons = [rate("xmr", np.arange(n), np.arange(n) % 2, 1).reason for n in (1, 6, 12, 13)]
    assert reasons[0] == "fewer than two points"
    assert "run rule" in str(reasons[1]) and str(reasons[2]).startswith("trial limits")
    assert reasons[3] == ""


def test_xmr_signals_stay_beside_their_points_when_figures_are_missing():
    value = [5, 6, 5, NAN, 6, 5, 6, 5, 6, 12, NAN]
    found = xmr_signals(value, 1)
    assert (found == NOT_ASSESSED).tolist() == np.isnan(value).tolist()
    assert found[9] == "special_cause_improvement"


@pytest.mark.parametrize(
    ("change", "criterion", "expected"),
    [
        (0.5, 0.5, "improving"),
        (0.4, 0.5, "maintaining"),
        (-0.4, 0.5, "maintaining"),
        (-0.5, 0.5, "worsening"),
        (0.001, None, "improving"),
        (0.0, None, "maintaining"),
        (0.0, 0.0, "maintaining"),
    ],
)
def test_scotland_compares_the_latest_two_points_with_a_criterion(change, criterion, expected):
    assert words("scotland", [50, 7, 7 + change], 1, criterion=criterion) == expected
    mirrored = {"improving": "worsening", "worsening": "improving"}.get(expected, expected)
    assert words("scotland", [50, 7, 7 + change], -1, criterion=criterion) == mirrored


def test_a_criterion_below_zero_is_an_error():
    with pytest.raises(ValueError, match="criterion"):
        words("scotland", [1, 2], criterion=-1)


@pytest.mark.parametrize(
    ("points", "colour"),
    [
        ([2.0, 3.0, 2.5], "green"),
        ([1.0, 2.0, 2.5], "yellow"),
        ([0.9, 1.9, 3.0], "orange"),
        ([0.9, 0.9, 3.0], "red"),
        ([0.9, 1.0, 3.0], "orange"),
        ([0.5, NAN, 2.9], "yellow"),
        ([0.5, NAN, NAN], "grey"),
        ([NAN, NAN, NAN], "grey"),
    ],
)
def test_a_goal_has_the_colour_of_its_two_worst_indicators(points, colour):
    assert sdsn_roll_up(points)[0] == colour


def test_sdsn_points_and_scores_run_from_worst_to_best_either_way():
    up = sdsn_points([0, 10, 15, 20, 30, 99, NAN], 30, 20, 10, 0)
    np.testing.assert_array_equal(up, [0, 1, 1.5, 2, 3, 3, NAN])
    down = sdsn_points([30, 20, 15, 10, 0, -9], 0, 10, 20, 30)
    np.testing.assert_array_equal(down, [0, 1, 1.5, 2, 3, 3])
    np.testing.assert_array_equal(sdsn_points([20, 19], 20, 20, 10, 10), [3, 1.9])
    np.testing.assert_array_equal(sdsn_score([0, 5, 20, -1, NAN], 10, 0), [0, 50, 100, 0, NAN])


@pytest.mark.parametrize("sign", [0, NAN])
def test_assurance_needs_a_direction_and_a_target(sign):
    assert xmr_assurance(1, 3, 4, sign) == NOT_ASSESSED
    assert xmr_assurance(1, 3, NAN, 1) == NOT_ASSESSED


# ---- edges, for every rule --------------------------------------------------------------------------------

EDGES = {
    "all missing": [NAN] * 8,
    "one point": [5] + [NAN] * 7,
    "one late point": [NAN] * 7 + [5],
    "two points": [5, 6] + [NAN] * 6,
    "all equal": [5.1] * 8,
    "all zero": [0] * 8,
    "from zero": [0, 1, 2, 3, 4, 5, 6, 7],
    "to zero": [7, 6, 5, 4, 3, 2, 1, 0],
    "negative": [-8, -7, -6, -5, -4, -3, -2, -1],
    "changing sign": [-4, -3, -2, -1, 1, 2, 3, 4],
    "infinite": [1, INF, 2, -INF, 3, 4, 5, 6],
    "all infinite": [INF, -INF] * 4,
    "huge": [1e308, -1e308] * 4,
    "rising hugely": [1e-300, 1, 1e100, 1e200, 1e250, 1e300, 1e305, 1e308],
    "tiny": [1e-308, 2e-308, 3e-308, 1e-308, 2e-308, 3e-308, 1e-308, 5e-324],
    "gaps": [1, NAN, 2, NAN, 3, 4, NAN, 5],
}


@pytest.mark.parametrize("kind", ["target", "standard", "direction"])
@pytest.mark.parametrize("sign", [1, -1, 0, NAN])
@pytest.mark.parametrize("rule", RULES)
def test_every_edge_has_a_word_of_the_rule_or_a_reason(rule, sign, kind):
    value = np.array(list(EDGES.values()), dtype=float)
    for target in (NAN, 0, 5.1, -3, 1e308, INF):
        found = rate(
            rule, YEARS[:8], value, sign, kind=kind, target=target, target_time=2010, lower=value - 1,
            upper=value + 1, full_scale=100, limit=100, base_time=2001, criterion=1,
        )  # fmt: skip
        is_open = found.words != NOT_ASSESSED
        assert set(found.words[is_open]) <= set(RULES[rule].words)
        assert (found.reason[~is_open] != "").all()
        assert np.isnan(found.statistic[~is_open]).all()
        assert not is_open[:2].any()


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("shape", [(0, 5), (3, 0), (0, 0), (0,)])
def test_empty_arrays_give_empty_or_no_assessment(rule, shape):
    found = rate(rule, np.full(shape, NAN), np.full(shape, NAN), 1)
    assert found.words.shape == found.statistic.shape == found.reason.shape == shape[:-1]
    assert (found.words == NOT_ASSESSED).all()


@pytest.mark.parametrize("shape", [(0, 5), (3, 0), (0,)])
def test_empty_arrays_have_empty_limits_and_signals(shape):
    assert xmr_signals(np.full(shape, NAN), 1).shape == shape
    assert xmr_limits(np.full(shape, NAN)).mean.shape == shape[:-1]


@pytest.mark.parametrize("rule", RULES)
def test_one_series_is_rated_as_within_a_stack(rule):
    rng = np.random.default_rng(4)
    value = 50 + rng.normal(size=(40, 9)).cumsum(axis=1)
    value[rng.random(value.shape) < 0.1] = NAN
    sign, target = rng.choice([-1, 1], 40), 50 + rng.normal(size=40)
    kind = rng.choice(["target", "minimum_standard", "improve"], 40)
    stacked = rate(
        rule,
        YEARS[:9],
        value,
        sign,
        kind=kind,
        target=target,
        target_time=2013,
        lower=value - 0.5,
        upper=value + 0.5,
    )
    for i in range(40):
        alone = rate(
            rule, YEARS[:9], value[i], sign[i], kind=kind[i], target=target[i], target_time=2013,
            lower=value[i] - 0.5, upper=value[i] + 0.5,
        )  # fmt: skip
        assert alone.words.shape == ()
        assert (alone.words, alone.reason) == (stacked.words[i], stacked.reason[i])
        np.testing.assert_allclose(alone.statistic, stacked.statistic[i], rtol=1e-9)


@pytest.mark.parametrize("rule", RULES)
def test_all_equal_figures_are_never_good_or_bad_news_beyond_the_rules_own_flat_word(rule):
    flat = {
        "destatis": "thunderstorm", "eurostat": "moderate_progress", "open-sdg": "limited_progress",
        "un": "stagnation_or_regression", "fingertips": "no_significant_change", "xmr": "common_cause",
        "scotland": "maintaining",
    }  # fmt: skip
    for level in (0.1, 1 / 3, 5.1, 1e9):
        value = np.full(12, level)
        assert rate(rule, YEARS, value, 1, lower=value * 0.9, upper=value * 1.1).words == flat[rule]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("time", "value", "given", "message"),
    [
        ([2001, 2001, 2002], [1, 2, 3], {}, "rise strictly"),
        ([2003, 2002, 2001], [1, 2, 3], {}, "rise strictly"),
        ([2001, 2002], [1, 2, 3], {}, "time has shape"),
        ([2001, 2002, 2003], [1, 2, 3], {"sign": 2}, "sign must be"),
        ([2001, 2002, 2003], [1, 2, 3], {"sign": [1, 1]}, "sign has shape"),
        ([[[2001]]], [[[1]]], {}, "axes"),
    ],
)
def test_faulty_input_is_one_clear_error(rule, time, value, given, message):
    with pytest.raises(ValueError, match=message):
        rate(rule, time, value, **({"sign": 1} | given))


def test_unknown_names_are_errors_that_list_the_known_ones():
    with pytest.raises(ValueError, match="use one of destatis, eurostat, open-sdg, un"):
        rate("horoscope", [1], [1], 1)
    with pytest.raises(ValueError, match="kind wish is not known"):
        rate("destatis", [1], [1], 1, kind="wish")
    with pytest.raises(ValueError, match="has no word"):
        side_of("destatis", ["drizzle"])


# ---- what must not change a verdict -----------------------------------------------------------------------

FIGURES = st.lists(st.integers(1, 2000).map(lambda n: n / 10), min_size=1, max_size=12)
STEPS = st.lists(st.sampled_from([0.5, 1.0, 1.0, 1.0, 2.0]), min_size=12, max_size=12)


@st.composite
def series(draw):
    """One series of positive figures with all that any rule asks for."""
    value = np.array(draw(FIGURES))
    half = np.array(draw(st.lists(st.integers(1, 400), min_size=len(value), max_size=len(value)))) / 10
    time = 2000.5 + np.cumsum(draw(STEPS))[: len(value)] if draw(st.booleans()) else YEARS[: len(value)] + 0.5
    return time, value, draw(st.sampled_from([-1, 1])), {
        "kind": draw(st.sampled_from(["target", "standard", "direction"])),
        "target": draw(st.integers(1, 2000)) / 10,
        "target_time": draw(st.integers(2001, 2030)) + 0.5,
        "lower": value - half,
        "upper": value + half,
        "base_time": draw(st.sampled_from([None, 2003.0])),
        "criterion": draw(st.integers(0, 50)) / 10,
        "limit": draw(st.sampled_from([None, 250.0])),
    }  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(series(), st.sampled_from([1e-4, 0.01, 7.3, 1000.0, 2.0**20]))
@pytest.mark.parametrize("rule", RULES)
def test_a_change_of_unit_changes_no_word(rule, one, unit):
    time, value, sign, extra = one
    scaled = {k: extra[k] * unit for k in ("target", "lower", "upper", "criterion")}
    scaled["limit"] = extra["limit"] and extra["limit"] * unit
    there = rate(rule, time, value * unit, sign, **(extra | scaled)).words
    assert rate(rule, time, value, sign, **extra).words == there


@settings(max_examples=60, deadline=None)
@given(series(), st.integers(-500, 500))
@pytest.mark.parametrize("rule", RULES)
def test_a_shift_of_years_changes_nothing(rule, one, years):
    time, value, sign, extra = one
    moved = {
        "target_time": extra["target_time"] + years,
        "base_time": extra["base_time"] and extra["base_time"] + years,
    }
    here, there = (
        rate(rule, time, value, sign, **extra),
        rate(rule, time + years, value, sign, **(extra | moved)),
    )
    assert (here.words, here.reason) == (there.words, there.reason)
    np.testing.assert_array_equal(here.statistic, there.statistic)


@settings(max_examples=60, deadline=None)
@given(series())
@pytest.mark.parametrize("rule", ["destatis", "open-sdg", "fingertips", "xmr", "scotland"])
def test_turning_values_and_sign_changes_no_word(rule, one):
    """Eurostat and the UN chart are left out: growth of values below zero is not defined there."""
    time, value, sign, extra = one
    turned = {"target": -extra["target"], "lower": -extra["upper"], "upper": -extra["lower"], "limit": None}
    here = rate(rule, time, value, sign, **(extra | {"limit": None}))
    assert here.words == rate(rule, time, -value, -sign, **(extra | turned)).words


@settings(max_examples=60, deadline=None)
@given(series(), st.data())
@pytest.mark.parametrize("rule", RULES)
def test_padding_and_missing_points_change_nothing(rule, one, data):
    time, value, sign, extra = one
    place = data.draw(st.integers(0, len(value)))
    wide = {k: np.insert(extra[k], place, NAN) for k in ("lower", "upper")}
    here = rate(rule, time, value, sign, **extra)
    there = rate(rule, np.insert(time, place, NAN), np.insert(value, place, NAN), sign, **(extra | wide))
    assert (here.words, here.reason) == (there.words, there.reason)


@settings(max_examples=80, deadline=None)
@given(series(), st.integers(1, 1000))
@pytest.mark.parametrize("rule", ["destatis", "eurostat", "open-sdg", "un", "scotland"])
def test_a_worse_latest_figure_never_makes_the_word_better(rule, one, tenths):
    """Fingertips and XmR are left out: a worse point also widens what counts as chance."""
    time, value, sign, extra = one
    worse = value.copy()
    worse[-1] = max(value[-1] - sign * tenths / 10, 0.1)
    order = [*RULES[rule].words, NOT_ASSESSED]
    before, after = (order.index(rate(rule, time, v, sign, **extra).words) for v in (value, worse))
    assert after >= before


# ---- the registry -----------------------------------------------------------------------------------------


def test_every_word_of_a_rule_is_good_neutral_or_bad_and_only_one():
    assert list(RULES) == ["destatis", "eurostat", "open-sdg", "un", "fingertips", "xmr", "scotland"]
    for name, rule in RULES.items():
        assert rule.name == name and rule.title and rule.source and rule.statistic
        assert sorted(rule.words) == sorted(rule.good + rule.neutral + rule.bad)
        assert rule.good[0] == rule.words[0] and rule.bad[-1] == rule.words[-1]
        assert NOT_ASSESSED not in rule.words


def test_rules_that_agree_are_counted_series_by_series():
    time, value = YEARS[:6], np.array([np.arange(1, 7) * 10.0, np.arange(6, 0, -1) * 10.0, np.full(6, NAN)])
    rated = rate_all(time, value, 1, lower=value - 1, upper=value + 1)
    counts = count_agreement(rated)
    assert counts["good"].tolist() == [6, 0, 0]  # all but XmR, whose last point is within its limits
    assert counts["bad"].tolist() == [0, 6, 0]
    assert counts["neutral"].tolist() == [1, 1, 0]
    assert counts[NOT_ASSESSED].tolist() == [0, 0, 7]
    by_words = count_agreement({name: r.words for name, r in rated.items()})
    assert all((by_words[k] == counts[k]).all() for k in counts)
