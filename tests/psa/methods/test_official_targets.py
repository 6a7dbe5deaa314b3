"""Targets: every status, the level that is asked for, the way there."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from one_series import SETTINGS, TARGET, UP, assess

from psa.methods.vocabulary import TARGET_STATUS

TARGET_CASES = {
    "met": ({**UP, "2013": 55.0}, TARGET),
    "not_met": ({**UP, "2013": 54.9}, TARGET),
    "met_early": ({**UP, "2012": 55.0}, {**TARGET, "target_period": "2015"}),
    "not_yet_due": (UP, {**TARGET, "target_period": "2015"}),
    "no_outturn": (UP, TARGET),
    "no_date": (UP, {**TARGET, "target_period": ""}),
    "no_figure": ({"2014": 60.0}, TARGET),
    "no_level": (UP, {**TARGET, "target_value": np.nan}),
    "baseline_not_positive": (
        {"2010": -5.0, "2012": -2.0},
        {**TARGET, "target_basis": "percent_change", "baseline_period": "2010"},
    ),
}


@pytest.mark.parametrize("status", TARGET_STATUS)
def test_every_target_status(status):
    figures, definition = TARGET_CASES[status]
    assert assess(figures, **definition)["target_status"] == status


def test_a_target_that_falls_is_met_from_above():
    falling = {"2010": 4.0, "2013": 3.0}
    asked = {"kind": "target", "target_value": 3.0, "target_period": "2013", "sign": -1.0}
    assert assess(falling, **asked)["target_status"] == "met"
    assert assess({**falling, "2013": 3.01}, **asked)["target_status"] == "not_met"


def test_the_figure_for_the_targets_own_period_settles_it():
    figures = {**UP, "2013": 56.0, "2014": 40.0, "2015": 41.0}
    found = assess(figures, replace(SETTINGS, through=date(2015, 12, 31)), **TARGET)
    assert (found["target_status"], found["target_figure_period"], found["latest_period"]) == (
        "met",
        "2013",
        "2015",
    )


def test_distance_share_and_required_path():
    found = assess(
        {"2010": 51.0, "2012": 54.0},
        **TARGET | {"target_period": "2014", "target_value": 59.0, "baseline_period": "2010"},
    )
    assert found["target_distance"] == pytest.approx(5.0)
    assert found["target_share"] == pytest.approx(3 / 8)
    assert found["target_required"] == pytest.approx(51 + 8 * 2 / 4)
    assert found["target_share_of_path"] == pytest.approx(3 / 4)


def test_a_target_beyond_which_the_baseline_already_was_has_no_path():
    found = assess({"2010": 60.0, "2012": 54.0}, **TARGET)
    assert pd.isna(found["target_share"])
    assert pd.isna(found["target_required"])
    assert found["target_distance"] == 1.0


@pytest.mark.parametrize(
    ("basis", "value", "sign", "level"),
    [
        ("level", 55.0, 1.0, 55.0),
        ("", 55.0, -1.0, 55.0),
        ("share", 55.0, 1.0, 55.0),
        ("change", 4.0, 1.0, 54.0),
        ("change", 4.0, -1.0, 46.0),
        ("change", -4.0, -1.0, 46.0),
        ("percent_change", 10.0, 1.0, 55.0),
        ("percent_change", 10.0, -1.0, 45.0),
        ("change", 4.0, 0.0, np.nan),
    ],
)
def test_target_levels(basis, value, sign, level):
    asked = {"target_basis": basis, "target_value": value, "sign": sign, "baseline_period": "2009"}
    figures = {"2009": 50.0, "2012": 51.0}
    np.testing.assert_allclose(assess(figures, kind="target", **asked)["target_level"], level)
    assert np.isnan(assess(figures, kind="improve", **asked)["target_level"])


def test_a_target_set_as_a_change_needs_a_published_baseline():
    asked = {"kind": "target", "target_value": 3.0, "target_basis": "change", "target_period": "2013"}
    assert assess(UP, **asked)["target_status"] == "no_level"
    assert assess(UP, **asked, baseline_period="2010")["target_level"] == 54.0
    assert assess(UP, **asked, baseline_period="2007", baseline_value=50.0)["target_level"] == 53.0


def test_a_percentage_of_a_negative_baseline_counts_by_its_size_where_the_table_says_so():
    asked = {**TARGET, "target_basis": "percent_change", "target_value": 40.0, "baseline_period": "2010"}
    found = assess({"2010": -5.0, "2012": -2.0, "2013": -2.5}, **asked, per_cent_of_size=True)
    assert (found["target_level"], found["target_status"]) == (-3.0, "met")


@pytest.mark.parametrize(
    ("figures", "due", "status"),
    [
        ({"2010": 50.0, "2013": 60.0}, "2012", "no_outturn"),  # 2013 does not settle 2012
        ({"2010": 50.0, "2012": 60.0, "2013": 40.0}, "2012", "met"),  # nor undo it
        ({"2010": 50.0, "2011-12": 60.0}, "2011", "no_outturn"),
        ({"2010-Q4": 50.0, "2012-Q4": 60.0}, "2012", "no_outturn"),  # a quarter is no year
        ({"2010": 50.0, "2012-Q1": 52.0, "2012-Q2": 56.0, "2012-Q3": 56.0, "2012-Q4": 56.0}, "2012", "met"),
        ({"2010-12-31": 50.0, "2011-12-31": 60.0}, "2011-10-31", "no_outturn"),
        ({"2010-12-31": 50.0, "2011-12-31": 60.0}, "2011-12-31", "met"),
        ({"2009": 60.0, "2010": 60.0}, "2015", "no_figure"),  # none of the period assessed
    ],
)
def test_only_the_figure_of_the_targets_own_period_or_day_settles_it(figures, due, status):
    assert assess(figures, **TARGET | {"target_period": due})["target_status"] == status


def test_without_a_figure_of_the_period_there_is_no_verdict_on_the_target():
    found = assess({"2006": 54.0, "2008": 58.0, "2010": 60.0}, **TARGET | {"target_period": "2015"})
    assert found["target_verdict"] == "not_assessed" and np.isnan(found["target_chance"])
    assert "no figure belongs to the period" in found["verdict_reason"]


def test_what_counts_from_a_start_is_read_on_itself_and_needs_no_other_baseline():
    asked = {"kind": "target", "target_basis": "change", "target_value": 13000.0, "target_period": "2015"}
    start = {"counts_from": "2010-12-31", "baseline_period": "2010-12-31", "baseline_value": 0.0}
    found = assess({"2011-06-30": 2383.0}, **asked, **start)
    assert (found["target_level"], found["change"]) == (13000.0, 2383.0)
    assert found["target_share"] == pytest.approx(2383 / 13000)
    assert found["target_share_time"] == pytest.approx(0.5 / 5, abs=0.03)
    assert found["target_standing"] == "ahead"
    assert found["target_pace_recent"] == pytest.approx(2 * 2383, rel=0.01)


def test_a_running_total_is_set_beside_the_share_of_time_gone():
    asked = {
        "kind": "target",
        "target_basis": "cumulative",
        "target_value": 100.0,
        "target_period": "2015-12-31",
    }
    start = {"counts_from": "2011-01-01", "baseline_period": "2011-01-01", "baseline_value": 0.0}
    found = assess({"2011-12-31": 12.0, "2012-12-31": 24.0}, **asked, **start)
    assert (found["target_figure"], found["target_status"], found["target_standing"]) == (
        24.0,
        "not_yet_due",
        "behind",
    )
    assert found["target_share"] == pytest.approx(0.24) and found["target_share_time"] == pytest.approx(
        0.4, abs=0.01
    )
    assert found["target_pace_needed"] == pytest.approx(76 / 3, rel=0.01)
    assert found["target_pace_recent"] == pytest.approx(12, rel=0.01)


def test_flows_of_the_period_add_up_and_those_before_it_tell_their_pace_alone():
    figures = {f"{year}": 20.0 + year % 2 for year in range(2006, 2013)}
    asked = {"kind": "target", "target_basis": "cumulative", "target_value": 100.0, "target_period": "2015"}
    found = assess(figures, **asked, target_from="2011")
    assert (found["target_figure"], found["target_share"]) == (41.0, 0.41)
    assert found["target_verdict"] in {"on_course", "uncertain"}
    assert (
        assess(figures, **asked | {"target_value": 200.0}, target_from="2011")["target_verdict"]
        == "off_course"
    )


def test_the_path_runs_through_milestones_and_the_next_one_is_judged():
    figures = {"2008": 48.0, "2009": 49.0, "2010": 50.0, "2011": 51.0, "2012": 52.0}
    asked = {"target_value": 70.0, "target_period": "2016", "baseline_period": "2010"}
    found = assess(figures, **TARGET | asked, milestones="2014=60;2012=51")
    assert (found["target_required"], found["target_standing"]) == (pytest.approx(51.0), "ahead")
    assert (found["milestone_period"], found["milestone_status"]) == ("2014", "not_yet_due")
    assert found["milestone_chance"] > found["target_chance"]
    past = assess(figures, **TARGET | asked, milestones="2012=51")
    assert (past["milestone_figure"], past["milestone_status"]) == (52.0, "met")
    assert assess(figures, **TARGET | asked, milestones="2012=53")["milestone_status"] == "not_met"
