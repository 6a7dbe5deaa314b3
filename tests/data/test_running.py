"""A framework that still runs, made by hand: what its pages say to a minister and to a critic."""

import numpy as np
import pytest
from click.testing import CliRunner

from psa import paths
from psa.cli import main
from psa.methods.ratings import Ratings, rate_framework
from psa.pages.sentences.indicator import describe_assessment
from psa.pages.sentences.today import describe_as_at, describe_briefly, describe_mission

FOLDER = paths.ROOT / "tests" / "frameworks" / "running"


@pytest.fixture(scope="module")
def framework(rated):
    return rated.framework


@pytest.fixture(scope="module")
def rated(frozen_ratings) -> Ratings:
    return frozen_ratings("running")


@pytest.fixture(scope="module")
def by_id(rated):
    return rated.indicators.set_index("indicator_id")


def test_the_day_is_that_of_the_latest_release_and_the_rule_that_of_targets_ahead(rated):
    assert (str(rated.settings.as_at), rated.rule, rated.settings.is_replayed) == (
        "2025-12-19",
        "on-track",
        False,
    )
    assert "19 December 2025" in describe_as_at(rated)


def test_nothing_that_is_due_after_the_day_is_due(by_id):
    assert set(by_id["target_status"]) == {"not_yet_due", "met_early"}


def test_a_monthly_series_stands_beside_the_path_through_its_milestones(rated, by_id):
    row = by_id.loc["calls/1"]
    path = np.interp(2025 + 10.5 / 12, [2025 + 5.5 / 12, 2026 + 5.5 / 12], [80, 86])
    assert row["target_required"] == pytest.approx(path) and row["target_standing"] == "behind"
    assert (row["milestone_period"], row["milestone_level"]) == ("2026-Jun", 86)
    said = describe_assessment(rated, "calls/1")
    assert said.startswith("**On track today, 19 December 2025? No.** 81.3% in November 2025")
    assert "86% is asked for by June 2026: its chance is under 5%" in said


def test_flows_add_up_from_the_start_of_the_target(by_id):
    row = by_id.loc["homes/1"]
    assert (row["target_figure"], row["target_share"]) == (152, pytest.approx(152 / 900))
    assert row["target_pace_needed"] == pytest.approx(748 / ((1825 + 1 - 457) / 365.25), rel=0.01)
    assert row["target_pace_recent"] == pytest.approx(124, abs=2)  # the four quarters up to September 2025


def test_a_running_total_starts_at_nothing_and_is_never_compared_with_a_level(rated, by_id):
    assert (by_id.at["homes/2", "baseline_value"], by_id.at["homes/2", "change"]) == (0, 84)
    assert "84 up to 31 October 2025, 21% of the 400 asked for by 30 June 2029" in describe_assessment(
        rated, "homes/2"
    )


def test_a_change_from_a_dated_level_is_read_on_itself(rated, by_id):
    row = by_id.loc["wardens/1"]
    assert (row["target_level"], row["target_share"], row["target_standing"]) == (120, 0.175, "ahead")
    said = describe_assessment(rated, "wardens/1")
    assert (
        "Cannot be told yet." in said
        and "What is missing to tell its chance" in said
        and "1 figure in all" in said
    )


def test_a_promise_without_a_number_is_to_be_better_than_at_its_start(rated, by_id):
    assert (by_id.at["wages/1", "baseline_period"], by_id.at["wages/1", "rating"]) == ("2024-Q2", "on_track")
    assert "No number is set: it is to be higher by 2029 than at its start" in describe_assessment(
        rated, "wages/1"
    )


def test_a_mission_whose_every_target_is_off_course_is_never_a_success(rated):
    labels = rated.agreements.set_index("agreement_id")["rating"].to_dict()
    assert labels == {
        "calls": "off_track",
        "homes": "off_track",
        "wardens": "not_yet_assessed",
        "wages": "on_track",
    }
    assert (rated.agreements["chance_off_track"][:2] > 0.7).all()


def test_a_companion_of_a_target_is_shown_and_in_no_count(rated):
    assert rated.agreements.set_index("agreement_id").loc["calls", "total"] == 1
    assert "1 official companion of it is shown and in no count" in describe_mission(rated, "calls")
    lines = describe_briefly(rated, "calls")
    assert len(lines) == 2 and "81.3% in November 2025, behind the path to 95% by June" in lines[0]


def test_the_rule_may_be_chosen(framework):
    by_change = rate_framework(framework, rule="treasury").agreements.set_index("agreement_id")["rating"]
    assert by_change["calls"] == "strong_progress"  # a rise so far, of a target that will be missed


def test_an_earlier_day_is_replayed_with_what_was_out_by_then(framework):
    then = rate_framework(framework, as_at="2025-11-30")
    before = then.points("calls/1:minute").set_index("period")["value"]
    now = rate_framework(framework).points("calls/1:minute").set_index("period")["value"]
    assert before.index[-1] == "2025-Oct" and now.index[-1] == "2025-Nov"
    assert now["2025-Sep"] == pytest.approx(before["2025-Sep"] + 0.3)  # revised in December
    assert then.points("wages/1:wage")["period"].iloc[-1] == "2025-Q2"  # 80 days after its end
    assert "Only figures that were out by then are read" in describe_as_at(then)
    early = rate_framework(framework, as_at="2025-08-01")
    assert early.points("wardens/1:growth").empty
    assert early.indicators.set_index("indicator_id").at["wardens/1", "rating"] == "not_yet_assessed"


def test_once_the_day_is_past_a_milestone_without_its_figure_is_said_to_have_none(framework):
    later = rate_framework(framework, as_at="2026-08-31")
    row = later.indicators.set_index("indicator_id").loc["calls/1"]
    assert (row["milestone_period"], row["milestone_status"]) == ("2026-Jun", "no_outturn")
    said = describe_assessment(later, "calls/1")
    assert "due, and no figure of that time is in the tables" in said and "**A figure is overdue:**" in said


def test_the_terminal_answers_on_any_day():
    said = CliRunner().invoke(main, ["show", "calls", "--framework", str(FOLDER), "--as-at", "2025-11-30"])
    assert said.exit_code == 0
    assert "On track today, 30 November 2025? No." in said.output and "in October 2025" in said.output
