"""Results that were silly once, each with its right answer: made figures in the shape of the real ones."""

import numpy as np
import pandas as pd
import pytest

from psa.methods.official import assess_measures
from psa.methods.settings import Settings

PERIOD = {"baseline_by": pd.Timestamp("2008-03-31").date(), "through": pd.Timestamp("2011-03-31").date()}


def assess(figures, period=PERIOD, **about):
    """Return the row of one series, given as figures by period."""
    rows = {"measure_id": "m", "period": list(figures), "value": list(figures.values())}
    rows |= {"unit": "percent", "value_kind": "proportion"} | about
    return assess_measures(pd.DataFrame(rows), Settings(**period)).loc["m"]


@pytest.mark.parametrize(
    ("latest", "code"), [(1583.0, "too_small"), (1579.0, "improved"), (1610.0, "deteriorated")]
)
def test_a_rate_that_was_to_lie_below_its_trend_is_held_against_the_trend(latest, code):
    growth = 1602 / 1473
    figures = {f"{2004 + i}-{5 + i:02d}": 1473 / growth ** (3 - i) for i in range(4)} | {"2008-09": latest}
    about = {
        "unit": "rate per 100000",
        "value_kind": "rate",
        "sign": -1.0,
        "compared_with": "projected_trend",
    }
    found = assess(figures, **about, minimum_change=1.4, minimum_change_unit="percent")
    assert found["reason_code"] == code
    assert found["baseline_value"] == pytest.approx(1602) and found["minimum_change"] == pytest.approx(
        0.014 * 1602
    )


def test_three_rounded_figures_on_a_line_prove_nothing():
    found = assess({"2005": 13.0, "2006": 12.8, "2007": 12.6, "2010": 10.1}, sign=-1.0)
    assert found["trend_verdict"] == "not_distinguishable"
    assert found["trend_detectable_change"] > 2.5 - 0.6  # what it fell by beyond its trend would not be seen


def test_a_middle_figure_a_hair_off_the_line_turns_no_verdict():
    def verdict(middle):
        figures = {
            "2005": (50.0, 48.0, 52.0),
            "2006": (middle, middle - 2, middle + 2),
            "2007": (52.0, 50.0, 54.0),
        }
        figures["2010"] = (62.0, 60.0, 64.0)
        rows = [
            {"period": period, "value": v, "lower": a, "upper": b} for period, (v, a, b) in figures.items()
        ]
        frame = pd.DataFrame(rows).assign(
            measure_id="m", unit="percent", value_kind="proportion", interval_level=95
        )
        return assess_measures(frame, Settings(**PERIOD)).loc["m"]

    straight, bent = verdict(51.0), verdict(51.1)
    assert straight["trend_verdict"] == bent["trend_verdict"]
    assert bent["trend_critical"] == pytest.approx(straight["trend_critical"], rel=0.1)


def test_parts_of_one_survey_share_their_errors_so_the_chance_of_the_set_is_a_range(tiny_rated):
    row = tiny_rated.indicators.set_index("indicator_id").loc["pledge-a/3"]
    assert row["chance_met_low"] < row["chance_met_high"] and 0 < row["chance_met"] < 0.999


@pytest.mark.parametrize("target_period", ["2010-11", "2010"])
def test_a_target_has_no_verdict_from_figures_before_the_period(target_period):
    figures = {"2005-06": -1.0, "2006-07": -2.0, "2007-08": -3.0}
    asked = {"kind": "target", "target_value": 3.6, "target_basis": "level", "target_period": target_period}
    found = assess(figures, **asked, sign=-1.0, unit="percent change", value_kind="mean")
    assert found["verdict"] == "not_assessed" and np.isnan(found["target_chance"])
    assert found["target_status"] in {"no_figure", "no_outturn"}
    assert found["verdict_reason"] == "no figure belongs to the period, so nothing is met or missed yet"


def test_a_target_reached_before_its_date_is_not_met_and_has_a_chance():
    figures = {"2004-05": 100.0, "2005-06": 106.0, "2006-07": 111.8, "2007-08": 127.0, "2008-09": 143.4}
    asked = {"kind": "target", "target_value": 130.0, "target_basis": "level", "target_period": "2010-11"}
    period = PERIOD | {"through": pd.Timestamp("2010-03-31").date()}
    found = assess(figures, period, **asked, unit="thousand", value_kind="count")
    assert found["target_status"] == "met_early" and found["verdict"] != "met"
    assert 0.5 < found["target_chance"] < 1


@pytest.mark.parametrize(
    ("figure", "status"), [("2010-09-30", "no_outturn"), ("2010-12-31", "met"), ("2011-03-31", "no_outturn")]
)
def test_a_target_of_stocks_is_settled_by_the_stock_of_its_last_day(figure, status):
    stocks = {
        "2004-12-31": 101030,
        "2005-12-31": 98730,
        "2006-12-31": 89510,
        "2007-12-31": 79500,
        "2008-12-31": 67480,
    }
    asked = {"kind": "target", "target_value": 50515, "target_basis": "level", "target_period": "2010-12-31"}
    found = assess(stocks | {figure: 48010}, **asked, sign=-1.0, unit="count", value_kind="count")
    assert found["target_status"] == status


def test_a_rebound_is_no_improvement_where_the_mean_of_the_period_is_asked_for():
    figures = {"2005": 1.9, "2006": 1.7, "2007": 1.8, "2008": -1.2, "2009": -6.6, "2010": 3.7}
    about = {"unit": "percent per year", "value_kind": "mean", "sign": 1.0}
    found = assess(figures, **about, compared_with="period_mean")
    assert found["reason_code"] == "deteriorated" and found["latest_value"] == pytest.approx(-4.1 / 3)
    assert assess(figures, **about)["reason_code"] == "improved"  # the last year alone


def test_a_school_year_that_began_before_the_period_says_so():
    found = assess({"2004/05": 69.0, "2005/06": 80.0, "2006/07": 86.0, "2007/08": 90.0})
    assert "straddles" in found["caveats"].split(";")


def test_a_tenth_of_a_point_improves_by_the_rule_and_is_no_evidence():
    found = assess({"2006-07": 9.9, "2007-08": 9.9, "2008-09": 9.8}, sign=-1.0)
    assert found["rating"] == "improvement" and found["level_verdict"] == "unknown"
    assert "untested" in found["caveats"].split(";") and np.isnan(found["p_improved"])


@pytest.mark.parametrize(("latest", "code"), [(43.0, "too_small"), (43.4, "too_small"), (43.5, "improved")])
def test_a_point_every_two_years_is_a_point_and_a_half_over_three(latest, code):
    asked = {"minimum_change": 1.0, "minimum_change_unit": "percentage_points", "minimum_change_years": 2.0}
    found = assess({"2006/07": 42.0, "2009/10": latest}, **asked)
    assert (found["reason_code"], found["minimum_change"]) == (code, pytest.approx(1.5))
    assert (
        assess({"2006/07": 42.0, "2009/10": 43.0}, **asked | {"minimum_change_years": np.nan})["rating"]
        == "improvement"
    )


def test_the_design_of_a_sample_makes_its_error_larger():
    sample = {"numerator": [11200.0, 11800.0], "denominator": [20000.0, 20000.0]}
    figures = {"2007-08": 56.0001, "2009-10": 59.0001}
    simple, clustered = assess(figures, **sample), assess(figures, **sample, design_effect=1.8)
    assert clustered["change_se"] == pytest.approx(simple["change_se"] * np.sqrt(1.8), rel=1e-4)
    assert clustered["p_improved"] < simple["p_improved"]


def test_standards_met_by_far_are_met_though_they_slip():
    figures = {"2006": (98.4, 98.0, 98.8), "2007": (98.4, 98.0, 98.8), "2010": (97.6, 97.2, 98.0)}
    rows = [{"period": p, "value": v, "lower": a, "upper": b} for p, (v, a, b) in figures.items()]
    frame = pd.DataFrame(rows).assign(
        measure_id="m", unit="percent", value_kind="proportion", interval_level=95
    )
    asked = {"kind": "minimum_standard", "target_value": 90.0, "target_basis": "level"}
    found = assess_measures(frame.assign(**asked), Settings(**PERIOD)).loc["m"]
    assert (found["rating"], found["verdict"]) == ("improvement", "meets")
    assert found["own_rule"] == "standard" and found["rule_estimate"] == pytest.approx(7.6)


def test_a_baseline_of_long_before_the_period_says_so():
    found = assess({"2002-03": 20.0, "2008-09": 18.0}, sign=-1.0)
    assert "old_baseline" in found["caveats"].split(";")


def test_the_rounding_of_two_shares_adds_to_the_error_of_their_samples():
    """56 of 9,787 and 59 of 43,748: .502 and .235 of sampling, .289 of rounding each."""
    found = assess({"2007-08": 56.0, "2009-10": 59.0}, denominator=[9787.0, 43748.0])
    assert found["p_improved"] == pytest.approx(0.9999934, abs=5e-7)  # 3 / .688, not 3 / .554


@pytest.mark.parametrize(("latest", "code"), [(26.0, "too_small"), (25.6, "improved")])
def test_a_gap_is_held_to_the_threshold_of_two_gaps_not_of_a_rate(latest, code):
    gap = {"unit": "percentage points", "value_kind": "gap", "sign": -1.0}
    asked = {"minimum_change": 1.98, "minimum_change_unit": "percentage_points"}
    assert assess({"2007": 27.6, "2009": latest}, **gap, **asked)["reason_code"] == code


def test_the_smallest_growth_that_matters_is_a_point_not_a_share_of_nearly_nothing():
    figures = {"2004": 2.0, "2005": 1.0, "2006": 3.0, "2007": 0.2, "2009": 1.0, "2010": 2.0}
    found = assess(figures, unit="percent per year", value_kind="rate")
    assert found["trend_important"] == pytest.approx(1.0)


def test_a_fall_that_speeds_up_is_carried_on_as_a_fall():
    """A known limit: of real series that sped up, what was said to be about .04 came to be .11."""
    figures = dict(zip(range(2004, 2009), (101030.0, 98730, 89510, 79500, 67480), strict=True))
    frame = {f"{year}-12-31": value for year, value in figures.items()}
    asked = {
        "kind": "target",
        "target_value": 50.0,
        "target_basis": "percent_change",
        "target_period": "2010",
    }
    about = {"unit": "count", "value_kind": "count", "sign": -1.0, "baseline_value": 101030.0}
    found = assess(frame, **about, **asked, baseline_period="2004-12-31")
    assert found["verdict"] == "off_course" and 0.03 < found["target_chance"] < 0.1
