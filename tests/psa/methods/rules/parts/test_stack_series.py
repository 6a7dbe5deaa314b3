"""What is given of some series: checked, widened, packed to the left."""

import numpy as np
import pytest

from psa.methods.rules.parts import stack_series
from psa.methods.rules.parts.series import entry, last_entries

NAN, INF = np.nan, np.inf


def test_a_gap_joins_its_neighbours_and_what_stands_beside_them():
    series = stack_series([2001, 2002, 2003, 2004], [1, NAN, INF, 4], 1, lower=[0, 1, 2, 3])
    assert series.count.tolist() == [2]
    np.testing.assert_array_equal(series.time, [[2001, 2004, NAN, NAN]])
    np.testing.assert_array_equal(series.value, [[1, 4, NAN, NAN]])
    np.testing.assert_array_equal(series.lower, [[0, 3, NAN, NAN]])
    np.testing.assert_array_equal(series.upper, [[NAN] * 4])


def test_the_latest_figures_are_counted_from_the_end():
    series = stack_series([2001, 2002, 2003], [[1, 2, 3], [4, NAN, NAN]], 1)
    np.testing.assert_array_equal(series.last(), [3, 4])
    np.testing.assert_array_equal(series.last(2), [2, NAN])
    np.testing.assert_array_equal(series.last_time(3), [2001, NAN])
    np.testing.assert_array_equal(last_entries(series.value, series.count, 2), [[2, 3], [NAN, 4]])
    np.testing.assert_array_equal(entry(series.value, np.array([3, -1])), [NAN, NAN])


def test_one_number_serves_all_series_and_one_row_all_times():
    series = stack_series([2001, 2002], [[1, 2], [3, 4]], [1, -1], target=9, kind="target", target_time=INF)
    assert series.shape == (2,)
    assert (series.target.tolist(), series.sign.tolist()) == ([9, 9], [1, -1])
    assert np.isnan(series.target_time).all()
    assert stack_series([2001, 2002], [1, 2], 1).shape == ()


def test_a_standard_has_no_date_and_a_direction_no_target():
    kinds = ["target", "standard", "minimum_standard", "direction", "improve"]
    series = stack_series([2001], np.ones((5, 1)), 1, kind=kinds, target=9, target_time=2010)
    assert series.kind.tolist() == ["target", "standard", "standard", "direction", "direction"]
    np.testing.assert_array_equal(series.target, [9, 9, 9, NAN, NAN])
    np.testing.assert_array_equal(series.target_time, [2010, NAN, NAN, NAN, NAN])


@pytest.mark.parametrize(
    ("time", "value", "given", "message"),
    [
        ([2001, 2001, 2002], [1, 2, 3], {}, "rise strictly"),
        ([2003, 2002, 2001], [1, 2, 3], {}, "rise strictly within a series; series 0"),
        ([2001, 2002], [1, 2, 3], {}, "time has shape"),
        ([2001, 2002], [1, 2], {"upper": [1, 2, 3]}, "upper has shape"),
        ([2001, 2002], [1, 2], {"target": [1, 2]}, "target has shape"),
        ([2001, 2002], [1, 2], {"sign": 2}, "sign must be"),
        ([2001, 2002], [1, 2], {"sign": [1, 1]}, "sign has shape"),
        ([2001, 2002], [1, 2], {"kind": "wish"}, "kind wish is not known; use one of target, standard"),
        ([[[2001]]], [[[1]]], {}, "axes"),
    ],
)
def test_faulty_input_is_one_clear_error(time, value, given, message):
    with pytest.raises(ValueError, match=message):
        stack_series(time, value, **({"sign": 1} | given))


def test_a_field_that_no_series_has_is_an_error():
    with pytest.raises(TypeError, match="a series has no wish"):
        stack_series([2001], [1], 1, wish=2)
