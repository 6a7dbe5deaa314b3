"""Known answers in the frozen copy of five promises of 2007: the figures and what the rule says of them, to the digit."""

import pytest

from psa.data.load import check_framework


@pytest.fixture(scope="module")
def rows(promises):
    return promises.indicators.set_index("indicator_id")


def test_the_frozen_copy_is_whole_and_small(promises):
    assert check_framework(promises.framework.folder)[0] == []
    assert promises.agreements["agreement_id"].tolist() == ["psa-09", "psa-14", "psa-18", "psa-21", "psa-26"]
    files = [f for f in promises.framework.folder.rglob("*") if f.is_file()]
    assert sum(f.stat().st_size for f in files) < 100_000


def test_relative_low_income_halved_was_missed(rows):
    row = rows.loc["psa-09/2"]
    assert (row["baseline_value"], row["baseline_period"]) == (3.4, "1998-99")
    assert (row["latest_value"], row["latest_period"]) == (2.3, "2010-11")
    assert row["target_level"] == pytest.approx(1.7)
    assert row["target_status"] == "not_met"
    assert row["rating"] == "improvement"
    assert row["change_good"] == pytest.approx(1.1)
    assert row["target_share"] == pytest.approx(1.1 / 1.7)


def test_young_people_out_of_work_and_school_met_its_target(rows):
    row = rows.loc["psa-14/1"]
    assert (row["baseline_value"], row["latest_value"], row["latest_period"]) == (9.6, 7.5, "2010-12-31")
    assert row["target_level"] == pytest.approx(7.6)
    assert row["target_status"] == "met"


def test_the_labels_follow_from_the_ratings(promises):
    labels = promises.agreements.set_index("agreement_id")["rating"]
    assert labels["psa-14"] == "strong_progress"  # 3 of 5
    assert labels["psa-09"] == labels["psa-18"] == labels["psa-21"] == "not_yet_assessed"
    assert labels["psa-26"] == "withheld"
