"""What each way of writing a unit says, wherever it is asked."""

import math

import pytest

from psa.data.derived import derived_value_kind
from psa.data.units import (
    ceiling_of,
    is_difference,
    is_percent,
    is_plain_percent,
    is_share,
    per_of,
    percentage_points_in,
    times_of_ratio,
)

UNITS = {
    # unit: per cent, share, difference, whole, percentage points in one, times a ratio, kind of a derived ratio
    "percent": (True, False, False, 100, 1, 100, "proportion"),
    "per cent": (True, False, False, 100, 1, 100, "proportion"),
    "Per cent of homes": (True, False, False, 100, 1, 100, "proportion"),
    "%": (True, False, False, 100, 1, 100, "proportion"),
    "% of homes": (True, False, False, 100, 1, 100, "proportion"),
    "percentage of homes": (True, False, False, 100, 1, 100, "proportion"),
    "percentage points": (True, False, True, math.nan, 1, 100, "ratio"),
    "per centage points": (True, False, True, math.nan, 1, 100, "ratio"),
    "percent change": (True, False, True, math.nan, 1, 100, "ratio"),
    "per cent change from the baseline": (True, False, True, math.nan, 1, 100, "ratio"),
    "percent per year": (True, False, True, math.nan, 1, 100, "ratio"),
    "percentile rank (0 to 100)": (False, False, False, math.nan, 1, 1, "ratio"),
    "proportion": (False, True, False, 1, 100, 1, "proportion"),
    "share of homes": (False, True, False, 1, 100, 1, "proportion"),
    "Fraction (0 to 1)": (False, True, False, 1, 100, 1, "proportion"),
    "shares sold": (False, False, False, math.nan, 1, 1, "ratio"),
    "share of the change": (False, True, True, math.nan, 100, 1, "ratio"),
    "kilotonnes per year": (False, False, True, math.nan, 1, 1, "ratio"),
    "ratio": (False, False, False, math.nan, 1, 1, "ratio"),
    "rate per 100,000": (False, False, False, math.nan, 1, 1, "ratio"),
    "people": (False, False, False, math.nan, 1, 1, "ratio"),
}


@pytest.mark.parametrize("unit", UNITS)
def test_the_words_of_a_unit_say_the_same_everywhere(unit):
    said = (
        is_percent(unit),
        is_share(unit),
        is_difference(unit),
        ceiling_of(unit),
        percentage_points_in(unit),
        times_of_ratio(unit),
        derived_value_kind("ratio", unit, "count"),
    )
    assert said == pytest.approx(UNITS[unit], nan_ok=True)


@pytest.mark.parametrize(
    ("unit", "number"),
    [("deaths per 100,000", 100_000), ("per 1000 people", 1000), ("kilotonnes per year", math.nan)],
)
def test_a_rate_says_of_how_many_it_is(unit, number):
    assert per_of(unit) == pytest.approx(number, nan_ok=True)


@pytest.mark.parametrize("unit", UNITS)
def test_per_cent_of_something_is_more_than_per_cent(unit):
    assert is_plain_percent(unit) == (unit in {"percent", "per cent", "%"})


@pytest.mark.parametrize("unit", [None, math.nan, ""])
def test_an_unknown_unit_says_nothing(unit):
    assert not (is_percent(unit) or is_share(unit) or is_difference(unit))
    assert math.isnan(ceiling_of(unit)) and math.isnan(per_of(unit))
    assert (percentage_points_in(unit), times_of_ratio(unit)) == (1, 1)
