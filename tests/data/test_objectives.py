"""The objectives of departments and the actions under all agreements: what became of those with figures."""

import pytest

from psa.pages.sentences.department import describe_actions, describe_department, describe_objectives


def test_the_witnesses_of_the_prosecution_service_are_rated(csr):
    row = csr.indicators.set_index("indicator_id").loc["dso-cps-1/1b.2"]
    figures = csr.series.loc[csr.series["indicator_id"] == "dso-cps-1/1b.2", ["period", "value"]]
    assert figures.to_numpy().tolist() == [["2007-08", 85], ["2008-09", 86], ["2009-10", 87]]
    assert (row["rating"], row["baseline_value"], row["latest_value"]) == ("improvement", 85, 87)
    assert row["evidence_grade"] == "B"  # the annex names no baseline
    asked = csr.scoreboard.set_index("indicator_id").loc["dso-cps-1/1b.2"]
    assert (asked["asked"], asked["reached"]) == (90, 87)


@pytest.mark.parametrize(
    ("indicator_id", "asked", "by"),
    [("sta-close-websites/1", 100, "2010-11"), ("sta-website-convergence/1", 95, "2011-03-31")],
)
def test_the_websites_are_set_against_what_was_asked_at_the_latest_count(csr, indicator_id, asked, by):
    row = csr.scoreboard.set_index("indicator_id").loc[indicator_id]
    assert (row["asked"], row["by"], row["outcome"]) == (asked, by, "no_outturn")
    assert row["reached"] == pytest.approx(100 * 907 / 1700)
    assert row["reached_period"] == "2009-12-31"
    assert csr.indicators.set_index("indicator_id").loc[indicator_id, "rating"] == "improvement"


def test_every_figure_of_an_objective_hangs_on_a_row_of_its_objective(csr):
    framework = csr.framework
    own = set(csr.indicators["indicator_id"]) - set(csr.promised["indicator_id"])
    listed = set(framework.objective_indicators["shared_indicator_id"].dropna())
    of_actions = {i for i in own if i.rpartition("/")[0] in set(framework.transformation["action_id"])}
    assert own <= listed | of_actions
    assert len(csr.promised) == 167


def test_the_cabinet_office_has_its_agreement_its_part_in_three_and_its_six_objectives(csr):
    said = describe_department(csr, "co")
    assert "It leads 1 Public Service Agreement" in said
    assert "It is a partner of 3 Public Service Agreements" in said
    assert "Its own 6 Departmental Strategic Objectives have" in said
    text = describe_objectives(csr, "co")
    assert text.count("### ") == 6
    assert text.count("grade ") == 10
    assert describe_actions(csr, "co").count("no outturn found, 53.4 on 31 December 2009, short of it") == 2
