"""Our verdict on a minimum standard, within or beyond sampling error."""

import pytest
from one_series import SETTINGS, assess

from psa.methods.settings import Settings

FIGURES = {"2009": 89.0, "2010": 90.0, "2012": 91.5}
SURE = {"lower": [87.0, 88.0, 89.5], "upper": [91.0, 92.0, 93.5], "interval_level": [95.0] * 3}  # 1.02 each


@pytest.mark.parametrize(
    ("level", "confidence", "verdict"),
    [
        (90.0, 0.95, "meets_within_error"),
        (90.0, 0.80, "meets"),
        (93.0, 0.95, "below_within_error"),
        (93.0, 0.80, "below"),
        (80.0, 0.95, "meets"),
        (99.0, 0.95, "below"),
    ],
)
def test_a_standard_is_judged_with_the_confidence_that_is_set(level, confidence, verdict):
    settings = Settings(SETTINGS.baseline_by, SETTINGS.through, confidence=confidence)
    found = assess(FIGURES, settings, per_row=SURE, kind="minimum_standard", target_value=level)
    assert found["standard_verdict"] == found["verdict"] == verdict
    assert found["standard_margin"] == ("within" if "within" in verdict else "beyond")
    assert found["standard_direction"] == "improving"


@pytest.mark.parametrize(
    ("figures", "direction"),
    [
        ({"2010": 95.0, "2012": 91.0}, "worsening"),
        ({"2010": 91.0, "2012": 91.0}, "level"),
        ({"2012": 91.0}, "unknown"),
    ],
)
def test_the_direction_is_that_of_the_recent_figures(figures, direction):
    found = assess(figures, kind="minimum_standard", target_value=90.0)
    assert found["standard_direction"] == direction


def test_a_figure_at_its_very_level_meets_it():
    assert assess({"2010": 90.0, "2012": 90.0}, kind="minimum_standard", target_value=90.0)[
        "standard_verdict"
    ] in {"meets", "meets_within_error"}
