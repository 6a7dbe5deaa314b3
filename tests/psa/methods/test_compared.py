"""What is compared is data: level, projected trend, mean of the period, year on year; errors that are shared."""

import numpy as np
import pytest
from one_series import assess

FIGURES = {
    "2007": 100.0,
    "2008": 104.0,
    "2009": 108.0,
    "2010": 112.0,
    "2011": 113.0,
    "2012": 115.0,
    "2013": 117.0,
}


def test_without_a_word_the_levels_are_compared():
    found = assess(FIGURES)
    assert (found["baseline_value"], found["latest_value"], found["rating"]) == (112.0, 117.0, "improvement")


def test_a_rise_that_falls_short_of_the_trend_before_is_none_where_the_trend_is_compared_with():
    found = assess(
        FIGURES,
        compared_with="projected_trend",
        value_kind="mean",
        minimum_change=1.4,
        minimum_change_unit="percent",
    )
    assert found["baseline_value"] == pytest.approx(112 + 3 * 4)
    assert (found["baseline_origin"], found["rating"]) == ("projected_trend", "no_improvement")
    falls = assess(FIGURES, compared_with="projected_trend", value_kind="mean", sign=-1.0)
    assert (falls["change"], falls["rating"]) == (pytest.approx(-7.0), "improvement")


def test_a_trend_needs_three_figures():
    found = assess({"2009": 108.0, "2010": 112.0, "2013": 117.0}, compared_with="projected_trend")
    assert (found["rating"], found["reason_code"]) == ("not_yet_assessed", "no_baseline_figure")


def test_the_mean_of_the_period_outweighs_one_good_year():
    growth = {"2007": 1.6, "2008": 2.0, "2009": 1.9, "2010": 1.8, "2011": -6.6, "2012": 0.2, "2013": 3.7}
    assert assess(growth)["rating"] == "improvement"
    found = assess(growth, compared_with="period_mean")
    assert (found["latest_value"], found["latest_period"]) == (pytest.approx(-0.9), "2011 to 2013")
    assert found["rating"] == "no_improvement"


def test_year_on_year_takes_the_same_part_of_the_year_before():
    figures = {"2010-Q4": 50.0, "2011-Q4": 72.0, "2012-Q3": 90.0, "2012-Q4": 70.0}
    found = assess(figures, compared_with="year_before")
    assert (found["baseline_period"], found["change"], found["rating"]) == ("2011-Q4", -2.0, "no_improvement")
    assert (
        assess({"2010": 1.0, "2013": 2.0}, compared_with="year_before")["reason_code"] == "no_baseline_figure"
    )


def test_errors_that_two_overlapping_averages_share_are_not_counted_twice():
    limits = {"lower": [46.0, 51.0], "upper": [54.0, 59.0], "interval_level": [95.0] * 2}
    apart = assess({"2010": 50.0, "2013": 55.0}, per_row=limits)["change_se"]
    shared = assess({"2010": 50.0, "2013": 55.0}, per_row=limits, error_correlation=2 / 3)["change_se"]
    assert shared == pytest.approx(apart * np.sqrt(1 / 3))


LIMITS = {
    "lower": [48.0, 49.0, 50.0, 52.0, 51.0],
    "upper": [52.0, 53.0, 54.0, 60.0, 55.0],
    "interval_level": [95.0] * 5,
}
SAMPLED = {"2008": 50.0, "2009": 51.0, "2010": 52.0, "2011": 56.0, "2012": 53.0}
ONE, TWO = 2 / 1.959964, 4 / 1.959964  # standard errors: 2011 has twice that of the others


@pytest.mark.parametrize(
    ("compared_with", "change", "error"),
    [
        ("baseline_level", 1.0, np.sqrt(2) * ONE),
        ("year_before", -3.0, np.hypot(ONE, TWO)),
        ("period_mean", 2.5, np.hypot(ONE, np.hypot(ONE, TWO) / 2)),
    ],
)
def test_a_change_has_the_errors_of_the_two_figures_that_it_lies_between(compared_with, change, error):
    found = assess(SAMPLED, per_row=LIMITS, unit="score", value_kind="mean", compared_with=compared_with)
    assert found["change"] == pytest.approx(change) and found["change_se"] == pytest.approx(error)
    rounding = 1 / np.sqrt(12)
    wide = 1.959964 * np.sqrt(error**2 + 2 * rounding**2)
    assert found["change_upper"] - found["change"] == pytest.approx(wide, rel=1e-6)


def test_shared_errors_narrow_the_interval_and_raise_the_chance():
    def found(correlation):
        return assess(SAMPLED, per_row=LIMITS, unit="score", value_kind="mean", error_correlation=correlation)

    apart, shared = found(0.0), found(0.6)
    assert shared["change_upper"] < apart["change_upper"] and shared["p_improved"] > apart["p_improved"]
    assert shared["rule_standard_error"] == pytest.approx(np.sqrt(0.8 * ONE**2 + 2 / 12))


def test_a_change_from_a_projection_has_the_chance_of_the_test_of_the_trend():
    """One later figure: whether it lies above the trend is the same question in both."""
    figures = {"2007": 100.0, "2008": 103.0, "2009": 109.0, "2010": 112.0, "2011": 118.0}
    found = assess(figures, compared_with="projected_trend", value_kind="mean")
    assert found["change"] == pytest.approx(2.0)
    assert found["p_improved"] == pytest.approx(found["p_better"], abs=1e-6) and found["p_improved"] < 0.9


def test_the_spread_of_figures_of_a_model_stands_in_for_no_error():
    found = assess(FIGURES, figure_basis="model")
    assert found["level_verdict"] == "unknown" and np.isnan(found["rule_standard_error"])


def test_the_return_from_a_far_baseline_has_no_chance_of_its_own():
    figures = {
        str(2003 + i): v for i, v in enumerate([50.2, 50.4, 50.1, 50.3, 50.2, 50.4, 50.3, 42.0, 50.3, 50.5])
    }
    found = assess(figures, unit="index", value_kind="index")
    assert found["trend_verdict"] == "depends_on_baseline_year" and np.isnan(found["rule_standard_error"])
