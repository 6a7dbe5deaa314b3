"""Our verdict on a target: what settles it, and how sure that is."""

import numpy as np
import pytest
from one_series import SETTINGS, TARGET, assess

from psa.methods.settings import Settings
from psa.methods.targets import OFF_COURSE, ON_COURSE

SURE = {"lower": [46.0, 48.0, 53.5], "upper": [50.0, 52.0, 57.5], "interval_level": [95.0] * 3}  # 1.02 each
MET = {"2009": 48.0, "2010": 50.0, "2013": 56.5}
OPEN = {"2005": 40.0, "2006": 41.0, "2007": 42.5, "2008": 43.0, "2009": 44.5, "2010": 45.0, "2011": 46.5}


def with_confidence(confidence: float) -> Settings:
    return Settings(SETTINGS.baseline_by, SETTINGS.through, confidence=confidence)


@pytest.mark.parametrize(("confidence", "margin"), [(0.8, "beyond"), (0.95, "within")])
def test_a_margin_is_judged_with_the_confidence_that_is_set(confidence, margin):
    # 1.5 beyond the target, with a standard error of 1.02: 1.47 of them
    found = assess(MET, with_confidence(confidence), per_row=SURE, **TARGET)
    assert (found["target_verdict"], found["target_margin"]) == ("met", margin)


def test_the_limits_of_the_path_are_those_of_the_confidence_that_is_set():
    asked = {"per_row": SURE, **TARGET, "baseline_period": "2010"}
    narrow, wide = (assess(MET, with_confidence(c), **asked) for c in (0.8, 0.99))
    assert wide["target_path_lower"] < narrow["target_path_lower"] < narrow["target_path_upper"]
    assert narrow["target_path_upper"] < wide["target_path_upper"]


@pytest.mark.parametrize(
    ("level", "verdict"), [(47.0, "on_course"), (47.8, "uncertain"), (60.0, "off_course")]
)
def test_an_open_target_is_judged_by_its_chance(level, verdict):
    found = assess(OPEN, **TARGET | {"target_value": level})
    assert found["target_verdict"] == verdict
    chance = found["target_chance"]
    assert {"on_course": chance >= ON_COURSE, "off_course": chance < OFF_COURSE}.get(verdict, True)


def test_a_target_with_too_few_figures_says_why_it_is_not_assessed():
    found = assess({"2010": 50.0, "2012": 51.0}, **TARGET)
    assert found["target_verdict"] == "not_assessed" and np.isnan(found["target_chance"])
    assert "fewer than three comparable figures" in found["verdict_reason"]


def test_a_target_by_per_cent_of_nothing_says_so():
    asked = TARGET | {"target_value": 10.0, "target_basis": "percent_change", "baseline_period": "2010"}
    found = assess({"2009": 1.0, "2010": 0.0, "2012": 3.0}, **asked)
    assert found["target_status"] == "baseline_not_positive"
    assert found["target_verdict"] == "not_assessed" and found["verdict_reason"]


def test_a_settled_target_alone_has_a_margin():
    assert assess(OPEN, **TARGET)["target_margin"] == ""
    assert assess({"2010": 50.0, "2012": 51.0}, kind="improve")["target_verdict"] == ""
