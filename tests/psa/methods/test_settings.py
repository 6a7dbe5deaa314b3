"""The choices of an assessment: who sets them, and which there are."""

from dataclasses import replace
from datetime import date

import pytest
from one_series import SETTINGS, UP, assess

from psa.methods.ratings import rate_framework
from psa.methods.settings import settings_for, settings_from


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"component_rule": "most"}, "component_rule: 'most' is not one of majority, all, any, net"),
        ({"untested_change": "ignore"}, "untested_change"),
        ({"not_yet_assessed_from": "third"}, "not_yet_assessed_from"),
        ({"confidence": 95}, "confidence: 95 is not between 0.5 and 1"),
        ({"confidence": 0}, "confidence"),
        ({"trend_points": 2}, "trend_points: 2 is less than 3"),
    ],
)
def test_choices_that_there_are_not(change, words):
    with pytest.raises(ValueError, match=words):
        replace(SETTINGS, **change)


def test_untested_changes_by_their_direction():
    asked = {"minimum_change_unit": "significance"}
    assert assess(UP, replace(SETTINGS, untested_change="direction"), **asked)["reason_code"] == "improved"
    assert assess(UP, SETTINGS, **asked)["reason_code"] == "significance_untestable"


def test_settings_of_the_command_go_before_those_of_the_framework(tiny):
    assert settings_for(tiny).through == date(2023, 12, 31)
    assert settings_for(tiny, "2022").through == date(2022, 12, 31)
    assert settings_for(tiny, "2021/22").through == date(2022, 8, 31)
    assert settings_for(tiny, date(2022, 6, 30)).through == date(2022, 6, 30)
    assert settings_for(tiny, component_rule="net").component_rule == "net"
    with pytest.raises(ValueError, match="cannot read 'soon'"):
        settings_for(tiny, "soon")
    with pytest.raises(ValueError, match="not one of"):
        settings_from({**tiny.settings, "component_rule": "most"})


def test_through_takes_later_figures_out(tiny):
    early = rate_framework(tiny, "2022").indicators.set_index("indicator_id")
    assert early.loc["pledge-a/1", "latest_period"] == "2022"
    assert early.loc["pledge-a/1", "target_status"] == "not_yet_due"
    assert early.loc["pledge-a/2", "reason_code"] == "standard_not_met"
