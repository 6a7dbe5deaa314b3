"""The official rule: every reason, on frames made by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from one_series import SETTINGS, UP, assess

from psa.methods.vocabulary import RATINGS, REASONS

# reason code -> the series and its definition, each found with the default choices
MEASURE_CASES = {
    "improved": (UP, {}),
    "maintained": ({"2010": 50.0, "2012": 50.0}, {"sign": 0.0}),
    "standard_met": ({"2010": 80.0, "2012": 91.0}, {"kind": "minimum_standard", "target_value": 90.0}),
    "unchanged": ({"2010": 50.0, "2012": 50.0}, {}),
    "too_small": (UP, {"minimum_change": 3.1, "minimum_change_unit": "percentage_points"}),
    "deteriorated": (UP, {"sign": -1.0}),
    "not_held": (UP, {"sign": 0.0}),
    "other_lengths": ({"2010": 40.0, "2012-Q4": 14.0}, {"value_kind": "count"}),
    "no_least_change": (
        {"2010": 0.0, "2012": 1.0},
        {"minimum_change": 5.0, "minimum_change_unit": "percent", "value_kind": "count"},
    ),
    "standard_not_met": ({"2010": 95.0, "2012": 89.0}, {"kind": "minimum_standard", "target_value": 90.0}),
    "no_later_figure": ({"2009": 50.0, "2010": 51.0, "2014": 60.0}, {}),
    "no_baseline_figure": ({"2011": 50.0, "2012": 51.0}, {}),
    "baseline_not_in_series": (UP, {"baseline_period": "2008"}),
    "no_direction": (UP, {"sign": np.nan}),
    "significance_untestable": (UP, {"minimum_change_unit": "significance"}),
    "no_standard_level": (UP, {"kind": "minimum_standard"}),
}


@pytest.mark.parametrize("code", MEASURE_CASES)
def test_reason_of_a_measure(code):
    figures, definition = MEASURE_CASES[code]
    found = assess(figures, **definition)
    assert found["reason_code"] == code
    assert found["rating"] == REASONS[code].rating


def test_break_between_baseline_and_later_figures():
    figures = {"2009": 50.0, "2010": 51.0, "2012": 54.0}
    assert assess(figures, per_row={"segment": [0, 0, 1]})["reason_code"] == "break"
    assert assess(figures, per_row={"segment": [0, 0, 1]}, baseline_period="2010")["reason_code"] == "break"
    # the break before the baseline is no harm, whether the baseline is published or not
    assert assess(figures, per_row={"segment": [0, 1, 1]})["reason_code"] == "improved"
    assert pd.isna(assess(figures, per_row={"segment": [0, 0, 1]})["change"])


def test_a_default_baseline_is_never_taken_from_before_the_break():
    found = assess({"2009": 10.0, "2010": 51.0, "2012": 54.0}, per_row={"segment": [1, 0, 1]})
    assert (found["baseline_period"], found["change"]) == ("2009", 44.0)


def test_overlapping_periods_are_no_change():
    figures = {"2008 to 2010": 50.0, "2009 to 2011": 52.0}
    assert assess(figures)["reason_code"] == "overlap"
    figures["2006 to 2008"] = 47.0
    found = assess(figures)
    assert (found["reason_code"], found["baseline_period"]) == ("improved", "2006 to 2008")


def test_a_few_months_of_overlap_are_too_many():
    assert assess({"2010": 50.0, "2010-11": 52.0})["reason_code"] == "overlap"
    assert assess({"2009-10": 49.0, "2010": 50.0, "2010-11": 52.0})["baseline_period"] == "2009-10"


def test_a_mean_of_a_quarter_stands_beside_that_of_a_year():
    """Only what is counted over a span grows with it."""
    found = assess({"2010": 40.0, "2012-Q4": 44.0}, value_kind="mean")
    assert found["reason_code"] == "improved" and "period_length" in found["caveats"].split(";")
    stocks = {"2010-12-31": 40.0, "2012-12-31": 44.0}
    assert assess(stocks, value_kind="count")["reason_code"] == "improved"


def test_a_change_within_sampling_error_is_not_significant():
    limits = {
        "lower": [48.0, 49.0, 50.0, 52.0],
        "upper": [52.0, 53.0, 54.0, 56.0],
        "interval_level": [95.0] * 4,
    }
    found = assess(UP, per_row=limits, minimum_change_unit="significance")
    assert found["change_se"] == pytest.approx(np.sqrt(2) * 2 / 1.959964, rel=1e-5)  # 3 against 1.96 x 1.44
    assert found["reason_code"] == "improved"
    wide = {
        "lower": [46.0, 47.0, 48.0, 50.0],
        "upper": [54.0, 55.0, 56.0, 58.0],
        "interval_level": [95.0] * 4,
    }
    assert assess(UP, per_row=wide, minimum_change_unit="significance")["reason_code"] == "not_significant"
    # sampling error plays no part where the definition does not ask for significance, nor in a deterioration
    assert assess(UP, per_row=wide)["reason_code"] == "improved"
    assert (
        assess(UP, per_row=wide, minimum_change_unit="significance", sign=-1.0)["reason_code"]
        == "deteriorated"
    )


def test_significance_turns_on_the_confidence_asked_for():
    limits = {
        "lower": [x - 2.3 for x in UP.values()],
        "upper": [x + 2.3 for x in UP.values()],
        "interval_level": [95.0] * 4,
    }
    asked = {"per_row": limits, "minimum_change_unit": "significance"}
    assert assess(UP, **asked)["reason_code"] == "not_significant"  # 3 against 1.96 x 1.66 = 3.25
    assert (
        assess(UP, replace(SETTINGS, confidence=0.90), **asked)["reason_code"] == "improved"
    )  # 1.645 x 1.66 = 2.73


def test_every_reason_has_a_case():
    by_indicator = {"mixed", "no_figures", "indicative_only", "too_few_components", "withheld"}  # below
    by_frame = {*MEASURE_CASES, "break", "overlap", "not_significant"}
    assert by_frame | by_indicator == set(REASONS)
    assert not by_frame & by_indicator
    assert {reason.rating for reason in REASONS.values()} == set(RATINGS)


@pytest.mark.parametrize(
    ("least", "unit", "code"),
    [
        (3.0, "percentage_points", "improved"),
        (3.001, "percentage_points", "too_small"),
        (3.0, "absolute", "improved"),
        (5.8, "percent", "improved"),
        (5.9, "percent", "too_small"),
        (3.1, "absolute", "too_small"),
    ],
)
def test_minimum_changes_in_their_unit(least, unit, code):
    assert assess(UP, minimum_change=least, minimum_change_unit=unit)["reason_code"] == code


def test_percentage_points_of_a_proportion_are_hundredths():
    figures = {k: v / 100 for k, v in UP.items()}
    asked = {"minimum_change": 2.9, "minimum_change_unit": "percentage_points", "unit": "proportion"}
    assert assess(figures, **asked)["reason_code"] == "improved"
    assert assess(figures, **asked | {"minimum_change": 3.1})["reason_code"] == "too_small"


def test_a_level_to_be_held_may_move_by_the_minimum_change_either_way():
    for last, code in (
        (52.0, "maintained"),
        (48.0, "maintained"),
        (52.1, "not_held"),
        (47.9, "not_held"),
    ):
        found = assess(
            {"2010": 50.0, "2012": last}, sign=0.0, minimum_change=2.0, minimum_change_unit="absolute"
        )
        assert found["reason_code"] == code


@pytest.mark.parametrize(
    ("unit", "least"),
    [
        ("percent", 2.0),
        ("per cent", 2.0),
        ("% of homes", 2.0),
        ("percentage points", 2.0),
        ("percent change", 2.0),
        ("index", 2.0),
        ("proportion", 0.02),
        ("share of homes", 0.02),
        ("Fraction (0 to 1)", 0.02),
    ],
)
def test_a_minimum_change_in_points_stands_in_the_unit_of_the_figures(unit, least):
    found = assess(UP, unit=unit, minimum_change=2.0, minimum_change_unit="percentage_points")
    assert found["minimum_change"] == least


@pytest.mark.parametrize(("sign", "good"), [(1.0, 3.0), (-1.0, -3.0), (0.0, -3.0)])
def test_a_change_is_counted_in_the_good_direction_and_any_change_is_bad_where_none_is_wanted(sign, good):
    found = assess(UP, sign=sign, baseline_period="2010")
    assert (found["change"], found["change_good"]) == (3.0, good)


def test_the_standard_error_of_a_change_is_that_of_both_figures():
    half = 1.959963984540054  # of an interval of a figure whose standard error is 1
    sure = {"lower": [v - half for v in UP.values()], "upper": [v + half for v in UP.values()]}
    found = assess(UP, per_row=sure | {"interval_level": [95.0] * 4})
    assert found["change_se"] == pytest.approx(2**0.5)
