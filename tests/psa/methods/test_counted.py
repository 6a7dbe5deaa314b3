"""Figures that somebody counted: variance at the expected level, and how far they usually stray."""

import numpy as np
import pandas as pd
import pytest

from psa.data.units import is_multiple
from psa.methods.counted import errors_at_level
from psa.methods.official import assess_measures


def test_the_error_of_a_low_count_is_that_of_its_level():
    time = np.arange(4.0)[None, :]
    events = np.array([[4.0, 9, 4, 9]])  # roots 2, 3, 2, 3: the line is 2.2, 2.4, 2.6, 2.8
    found = errors_at_level(time, 1 / np.sqrt(events), np.array([True]))
    assert found[0] == pytest.approx(1 / np.array([2.2, 2.4, 2.6, 2.8]))


def test_errors_that_were_published_stay():
    se = np.array([[0.5, 0.4, np.nan]])
    assert np.array_equal(errors_at_level(np.arange(3.0)[None, :], se, np.array([False])), se, equal_nan=True)


@pytest.mark.parametrize(
    ("unit", "is_many"), [("deaths", False), ("thousand", True), ("million offences", True)]
)
def test_a_unit_that_stands_for_many_counts_no_single_things(unit, is_many):
    assert is_multiple(unit) == is_many


def counts(values: list[float], unit: str) -> pd.DataFrame:
    years = range(2005, 2005 + len(values))
    frame = {"measure_id": "a", "period": [str(y) for y in years], "value": values, "sign": 1.0, "unit": unit}
    return pd.DataFrame(frame | {"value_kind": "count"})


def test_three_small_counts_on_a_line_do_not_make_the_next_one_better():
    """10, 11, 12, then 18: the counting alone moves each by a third."""
    assert (
        assess_measures(counts([10, 11, 12, 18], "deaths"))["trend_verdict"].item() == "not_distinguishable"
    )


def test_the_same_in_thousands_is_no_count_of_single_things():
    assert assess_measures(counts([10, 11, 12, 18], "thousand"))["trend_verdict"].item() == "better"
