"""The Plan for Change: each kind of target that it has, on the figures as they stood on 31 March 2026 (tests/frameworks/plan)."""

import pytest

from psa.data.load import load_framework
from psa.methods.ratings import rate_framework
from psa.pages.sentences.indicator import describe_assessment


@pytest.fixture(scope="module")
def framework():
    return load_framework("tests/frameworks/plan")


@pytest.fixture(scope="module")
def rated(framework):
    return rate_framework(framework, as_at="2026-03-31")


@pytest.fixture(scope="module")
def by_id(rated):
    return rated.indicators.set_index("indicator_id")


def test_a_monthly_share_with_a_milestone(rated, by_id):
    row = by_id.loc["pfc-3/1"]
    assert (row["target_figure"], row["milestone_level"], row["target_level"]) == (61.5, 65, 92)
    assert (row["target_standing"], row["rating"]) == ("behind", "off_track")
    assert row["target_required"] == pytest.approx(
        64.13, abs=0.01
    )  # of 21 months from 58.9 to 65, 18 are gone
    assert "65% was asked for by March 2026: due, and no figure of that time" in describe_assessment(
        rated, "pfc-3/1"
    )


def test_a_running_total_beside_the_time_that_is_gone(by_id):
    row = by_id.loc["pfc-2/1"]
    assert row["target_share"] == pytest.approx(309_600 / 1_500_000)
    assert row["target_share_time"] == pytest.approx(552 / 1849, abs=0.001)
    assert row["target_pace_needed"] == pytest.approx(335_000, rel=0.01)
    assert row["target_pace_recent"] == pytest.approx(123_000 / 210 * 365.25)


def test_growth_since_a_dated_level_is_no_fall(by_id):
    row = by_id.loc["pfc-4/1"]
    assert (row["target_figure"], row["target_level"], row["change"]) == (2383, 13_000, 2383)
    assert row["target_share"] == pytest.approx(0.183, abs=0.001)
    assert (row["target_standing"], row["rating"]) == ("ahead", "not_yet_assessed")


def test_an_annual_share_and_one_of_two_points(by_id):
    assert (by_id.at["pfc-5/1", "target_figure"], by_id.at["pfc-5/1", "rating"]) == (68.3, "off_track")
    assert "fewer than three comparable figures" in by_id.at["pfc-6/1", "verdict_reason"]


def test_a_promise_without_a_number_begins_in_the_last_quarter_before(by_id):
    assert (by_id.at["pfc-1/1", "baseline_period"], by_id.at["pfc-1/1", "target_level"]) == ("2024-Q2", 6236)


def test_no_mission_whose_targets_are_off_track_is_a_success(rated):
    labels = rated.agreements.set_index("agreement_id")["rating"]
    assert labels["pfc-5"] == labels["pfc-3"] == "off_track"
    assert not labels.isin(["strong_progress", "on_track"]).any()


def test_an_earlier_day_reads_what_was_known_then(framework):
    then = rate_framework(framework, as_at="2025-03-31")
    row = then.indicators.set_index("indicator_id").loc["pfc-3/1"]
    assert (row["target_figure_period"], row["milestone_status"]) == ("2025-Jan", "not_yet_due")
    assert then.points("pfc-4/1:growth").empty and then.points("pfc-2/1:since-9-july-2024").empty
    homes = then.points("pfc-2/1:net-additional-dwellings").set_index("period")["value"]
    assert homes["2023-24"] == 221_070  # 221,409 since November 2025


def test_two_days_beside_each_other_say_what_was_known_on_each(framework):
    said = []
    for day in ("2025-03-31", "2025-12-31"):
        then = rate_framework(framework, as_at=day).indicators.set_index("indicator_id")
        then["target_figure"] = then["target_figure"].fillna(0)
        said.append(then[["rating", "target_figure", "target_figure_period"]].agg(tuple, axis=1))
    first, later = said
    assert first["pfc-1/1"] == ("on_track", 6429, "2024-Q4") and later["pfc-1/1"] == (
        "uncertain",
        6315,
        "2025-Q3",
    )
    assert first["pfc-2/1"][:2] == ("not_yet_assessed", 0)
    assert later["pfc-2/1"] == ("not_yet_assessed", 275_600, "2025-11-09")
    assert first["pfc-3/1"] == ("not_yet_assessed", 58.9, "2025-Jan")
    assert later["pfc-3/1"] == ("off_track", 61.8, "2025-Oct")
    assert first["pfc-5/1"] == ("off_track", 67.7, "2023/24") and later["pfc-5/1"] == (
        "off_track",
        68.3,
        "2024/25",
    )


def test_each_release_in_the_strip_is_what_its_day_says(framework, rated):
    past = rated.past(["pfc-1/1", "pfc-3/1", "pfc-5/1"])
    assert past.groupby("indicator_id").size().to_dict() == {"pfc-1/1": 5, "pfc-3/1": 12, "pfc-5/1": 2}
    row = past[(past["indicator_id"] == "pfc-5/1")].iloc[-1]
    assert (str(row["day"]), row["is_dated"], row["target_figure"]) == ("2025-11-27", True, 68.3)
    assert not past.loc[past["indicator_id"] == "pfc-3/1", "is_dated"].any()


def test_a_framework_whose_figures_have_no_day_of_release_has_no_invented_past():
    assert rate_framework(load_framework("csr2007")).release_days.empty
