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
    "met_early": ({**UP, "2012": 55.0}, TARGET),
    "not_yet_due": (UP, {**TARGET, "target_period": "2015"}),
    "no_outturn": (UP, TARGET),
    "no_date": (UP, {**TARGET, "target_period": ""}),
    "no_figure": ({"2014": 60.0}, TARGET),
    "no_level": (UP, {**TARGET, "target_value": np.nan}),
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
