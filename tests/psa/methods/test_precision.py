"""How far figures can be told apart, in the rule, in targets and standards, and in words."""

import numpy as np
import pandas as pd
import pytest

from psa.data.decimals import decimals_of_measures, has_noise, without_noise
from psa.methods.official import assess_measures
from psa.methods.precision import is_change, reaches


@pytest.mark.parametrize(
    ("first", "last", "decimals", "moved"),
    [
        (0.3, 0.1 + 0.2, 1, False),
        (0.3, 0.1 + 0.2, np.nan, False),
        (9.6, 9.64, 1, False),
        (9.6, 9.65, 1, True),
        (9.6, 9.7, 1, True),
        (2.4e-7, 2.0e-7, 8, True),
        (6.1e10, 6.1e10 + 1, 0, True),
        (6.1e10, 6.1e10 + 1, np.nan, True),
        (np.nan, 1, 0, False),
    ],
)
def test_a_change_is_half_of_the_last_published_digit_or_more(first, last, decimals, moved):
    assert bool(is_change(first, last, decimals)) is moved is bool(is_change(last, first, decimals))


def test_noise_of_arithmetic_misses_no_level():
    assert reaches(0.3, 0.1 + 0.2, 1) and reaches(0.1 + 0.2, 0.3, -1) and reaches(5.0, 5.0, 1)
    assert not reaches(0.29, 0.3, 1) and not reaches(89.6, 90, 1) and not reaches(np.nan, 1, 1)


def test_decimals_are_counted_without_noise_and_in_powers_of_ten():
    table = pd.DataFrame(
        [
            ("a", "0.30000000000000004"),
            ("a", "0.3"),
            ("b", "2.4e-7"),
            ("b", "2.0e-7"),
            ("c", "1.2e5"),
            ("d", "46.0"),
        ]
        + [("e", "2.7566666666666664")],
        columns=["measure_id", "value"],
    )
    assert decimals_of_measures(table) == {"a": 1, "b": 8, "c": 0, "d": 1, "e": 16}
    assert has_noise("0.30000000000000004") and without_noise("0.30000000000000004") == "0.3"
    assert not has_noise("2.7566666666666664") and not has_noise("12345678901234567890 of 3")


def rated(values, **about):
    rows = {"measure_id": "m", "time": range(2006, 2006 + len(values)), "value": values, "unit": "grams"}
    rows |= {"sign": -1, "value_kind": "mean"} | about
    return assess_measures(pd.DataFrame(rows)).loc["m"]


def test_the_official_rule_sees_no_change_below_half_of_the_last_digit():
    flat = rated([0.1 + 0.2, 0.1 + 0.2, 0.3], decimals=1.0)
    assert (flat["rating"], flat["reason_code"], flat["change"]) == ("no_improvement", "unchanged", 0)
    small = rated([2.4e-7, 2.4e-7, 2.0e-7], decimals=8.0)
    assert small["rating"] == "improvement" and small["change"] == pytest.approx(-4e-8)


def test_a_target_that_arithmetic_left_a_hair_away_is_met():
    asked = {"kind": "target", "target_period": "2008", "target_value": 0.2, "target_basis": "change"}
    about = {"sign": 1, "baseline_period": "2007", "decimals": 1.0}
    met = rated([0.1, 0.1, 0.3], **asked, **about)
    assert (met["target_level"], met["target_status"]) == (0.1 + 0.2, "met")
    assert rated([0.1, 0.1, 0.2], **asked, **about)["target_status"] == "not_met"


def test_a_standard_that_arithmetic_left_a_hair_away_is_met():
    asked = {"kind": "minimum_standard", "target_value": 0.3, "target_basis": "level"}
    met = rated([0.4, 0.4, 0.1 + 0.2], **asked)
    assert (met["reason_code"], met["verdict"]) == ("standard_met", "meets")
