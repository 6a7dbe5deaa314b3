"""Minimum standards: periods, breaches, and what they need."""

import numpy as np
import pytest
from one_series import UP, assess


def test_minimum_standards_count_periods_and_breaches():
    figures = {"2010": 10.0, "2011": 95.0, "2012": 89.0, "2012-13": 88.0, "2013": 90.0, "2014": 1.0}
    found = assess(figures, kind="minimum_standard", target_value=90.0)
    assert found["reason_code"] == "standard_met"  # exactly at the level, and the last inside the period
    assert (found["standard_periods"], found["standard_met_periods"], found["standard_longest_breach"]) == (
        4,
        2,
        2,
    )


@pytest.mark.parametrize(
    ("sign", "code"), [(np.nan, "no_direction"), (0.0, "no_direction"), (-1.0, "standard_not_met")]
)
def test_minimum_standards_need_a_direction(sign, code):
    assert assess(UP, kind="minimum_standard", target_value=50.0, sign=sign)["reason_code"] == code


def test_a_minimum_standard_without_a_figure_inside_the_period():
    assert (
        assess({"2010": 99.0}, kind="minimum_standard", target_value=90.0)["reason_code"] == "no_later_figure"
    )
