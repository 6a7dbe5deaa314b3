"""A small local authority's framework with what real ones have: gaps, odd periods, no departments, no direction."""

from pathlib import Path

import pytest

from psa.data.load import check_framework
from psa.data.schema import TABLES
from psa.data.series import load_series
from psa.methods.comparison import NAMES
from psa.methods.ratings import rate_framework
from psa.pages.sentences.agreement import describe_delivery, describe_label
from psa.pages.tables.framework import labels_table

pytestmark = pytest.mark.filterwarnings("error")

LOCAL = Path(__file__).resolve().parents[1] / "frameworks" / "local"
WITHOUT_FIGURES = {"schools/4", "streets/6"}


@pytest.fixture(scope="module")
def local(rated):
    return rated.framework


@pytest.fixture(scope="module")
def rated(frozen_ratings):
    return frozen_ratings("local")


@pytest.fixture(scope="module")
def by_id(rated):
    return rated.indicators.set_index("indicator_id")


def test_the_tables_pass_the_check_though_most_are_not_there():
    faults, tables = check_framework(LOCAL)
    assert faults == []
    there = {n for n in TABLES if len(tables[n])}
    assert there == {
        "framework",
        "agreements",
        "indicators",
        "measures",
        "observations",
        "sources",
        "published_ratings",
    }


def test_a_column_of_the_councils_own_is_kept_and_does_no_harm(local):
    assert local.indicators.set_index("indicator_id").at["schools/1", "ward_officer"] == "Officer A"


def test_what_has_no_figures_is_not_yet_assessed_and_says_why(by_id):
    assert by_id.at["schools/4", "rating"] == "not_yet_assessed"
    assert by_id.at["schools/4", "reason"] == "no figure of the indicator could be found"


def test_what_was_withheld_is_said_to_be_withheld_and_not_missing(by_id):
    assert by_id.at["streets/6", "rating"] == "withheld"
    assert by_id.at["streets/6", "reason"] == "the assessment was made but not published"


def test_an_unknown_direction_is_not_rated_by_any_rule(local):
    for rule in NAMES:
        rating = rate_framework(local, "", rule).indicators.set_index("indicator_id")["rating"]
        assert rating["schools/2"] in {"not_rateable", "not_assessed"}, rule


def test_an_unknown_direction_is_said_in_words_with_the_figures_beside(by_id):
    row = by_id.loc["schools/2"]
    assert row["reason"].startswith("no direction that would count as better is defined")
    assert (row["baseline_value"], row["latest_value"]) == (90, 95)


def test_nothing_is_compared_across_the_break_that_leaves_one_figure(by_id):
    row = by_id.loc["streets/2"]
    assert row["rating"] == "not_rateable"
    assert row["reason"] == "a declared break lies between the baseline and the later figures"


def test_periods_of_every_kind_stand_side_by_side_in_order_of_time(local):
    series = load_series(local)
    kinds = series.groupby("agreement_id")["period_kind"].agg(set)
    assert kinds["schools"] == {"academic", "calendar", "financial"}
    assert kinds["streets"] == {"quarter", "financial", "calendar", "rolling", "point"}
    assert all(g["time"].is_monotonic_increasing for _, g in series.groupby("measure_id"))


def test_the_baseline_is_looked_for_in_the_periods_of_the_series_itself(by_id):
    found = by_id["baseline_period"].fillna("")
    assert found[found != ""].to_dict() == {
        "schools/1": "2018/19",
        "schools/2": "2020",
        "schools/3": "2020-21",
        "streets/1": "2020-Q4",
        "streets/3": "2020",
        "streets/4": "year to 2021-Mar",
        "streets/5": "2021-03-31",
    }


def test_a_zero_is_a_figure_and_a_negative_figure_is_one_too(by_id):
    assert (by_id.at["streets/1", "latest_value"], by_id.at["streets/1", "rating"]) == (0, "improvement")
    assert (by_id.at["streets/4", "baseline_value"], by_id.at["streets/4", "rating"]) == (-8, "improvement")


def test_a_target_given_as_a_change_counts_from_its_baseline(by_id):
    assert by_id.at["schools/3", "target_level"] == 4
    assert by_id.at["schools/3", "target_status"] == "met"


def test_a_target_that_was_reached_before_its_day_is_not_settled_by_that(by_id):
    # due on the last day of the period, 31 March 2024; the last count is of 31 March 2023
    assert by_id.at["streets/5", "target_status"] == "no_outturn"
    assert by_id.at["streets/5", "verdict"] == "on_course"


def test_the_revised_figure_is_used_and_the_earlier_one_stays_in_the_tables(local):
    held = local.observations.query("measure_id == 'schools/3:no-place' and period == '2022-23'")
    assert list(held["value"]) == [4.8, 4.5]
    series = load_series(local)
    used = series[(series["measure_id"] == "schools/3:no-place") & (series["period"] == "2022-23")]
    assert list(used["value"]) == [4.5]


def test_an_agreement_without_indicators_is_rated_nothing(rated):
    row = rated.agreements.set_index("agreement_id").loc["listening"]
    assert (row["rating"], row["total"]) == ("not_yet_assessed", 0)


def test_an_agreement_without_indicators_says_so_and_counts_nothing(rated):
    said = describe_label(rated, "listening")
    assert said == "**Not yet assessed.** No indicator of it is in the tables."


def test_an_agreement_without_a_short_title_is_named_by_its_title(rated):
    assert [row[1] for row in labels_table(rated).rows] == [
        "Schools that every child reaches",
        "Streets and homes",
        "A council that listens",
    ]


def test_a_lead_that_no_table_explains_has_its_id_for_a_name(local, rated):
    assert list(rated.departments["department_id"]) == ["childrens-services"]
    assert local.department("childrens-services").name == "childrens-services"
    with pytest.raises(KeyError, match="'mayor' is in no row of departments"):
        local.department("mayor")


def test_an_agreement_that_nobody_leads_says_so(rated):
    assert "nobody named" in describe_delivery(rated, "streets")


def test_a_colour_of_the_councils_own_is_not_compared(rated):
    said = rated.published.set_index("published_words")
    assert said.at["Amber", "agrees"] == "cannot be compared"
