"""Working scales: which follows from kind and unit, there and back, and at the edge of the domain."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from psa.methods.scales import (
    from_scale,
    proportion_ceiling,
    scale_for,
    se_from_scale,
    se_to_scale,
    to_scale,
    working_scale,
)

pytestmark = pytest.mark.filterwarnings("error")


NAN = np.nan


@pytest.mark.parametrize(
    ("value_kind", "unit", "scale"),
    [
        ("proportion", "percent", "logit"),
        ("proportion", "percent of river length", "logit"),
        ("proportion", "proportion of adults", "logit"),
        ("proportion", "share (0-1)", "logit"),
        ("proportion", "households", "identity"),
        ("proportion", None, "identity"),
        ("rate", "rate per 1000", "log"),
        ("rate", "deaths per 100000 live births", "log"),
        ("rate", "percent", "identity"),
        ("rate", "percent per year", "identity"),
        ("rate", "percent change in person journey time per mile from the baseline", "identity"),
        ("count", "million", "log"),
        ("count", "kilotonnes per year", "identity"),
        ("money", "GBP billion", "log"),
        ("ratio", "ratio", "log"),
        ("ratio", "percent change in index", "identity"),
        ("mean", "days", "identity"),
        ("index", "index (UK=100)", "identity"),
        ("gap", "percentage points", "identity"),
    ],
)
def test_the_scale_follows_from_kind_and_unit(value_kind, unit, scale):
    assert scale_for(value_kind, unit) == scale


def test_scales_and_ceilings_of_arrays_are_those_of_their_elements():
    kinds = np.array(["proportion", "rate", "gap"], dtype=object)
    units = np.array(["percent", "rate per 1000", NAN], dtype=object)
    assert scale_for(kinds, units).tolist() == ["logit", "log", "identity"]
    assert_array_equal(proportion_ceiling(units), [100.0, NAN, NAN])
    assert proportion_ceiling("proportion (0 to 1)") == 1.0
    assert scale_for(kinds[:0], units[:0]).shape == (0,)


def test_a_value_on_the_edge_of_its_domain_has_no_place_on_the_scale():
    assert np.isnan(to_scale([0.0, 100.0, -1.0, NAN, np.inf], "logit", 100.0)).all()
    assert np.isnan(to_scale([0.0, -1.0, NAN], "log")).all()


def test_one_value_on_the_edge_moves_its_whole_series_and_no_other():
    value = np.array([[10.0, 0.0], [10.0, 90.0], [10.0, NAN], [10.0, 100.0], [NAN, NAN], [-5.0, 0.0]])
    scale = np.array(["logit", "logit", "logit", "log", "logit", "identity"])
    found = working_scale(value, scale, 100.0)
    assert found.tolist() == ["identity", "logit", "logit", "log", "logit", "identity"]


def test_a_scale_for_each_series_acts_on_its_row():
    value = np.array([[50.0, 25.0], [50.0, 25.0]])
    found = to_scale(value, np.array(["logit", "log"]), np.array([100.0, NAN]))
    assert_allclose(found, [[0.0, -np.log(3)], np.log([50.0, 25.0])])


@given(
    value=st.floats(0.001, 99.999),
    scale=st.sampled_from(["logit", "log", "identity"]),
)
def test_a_value_comes_back_from_its_scale(value, scale):
    assert from_scale(to_scale(value, scale, 100.0), scale, 100.0) == pytest.approx(value)


@given(value=st.floats(1.0, 99.0), scale=st.sampled_from(["logit", "log", "identity"]))
def test_a_standard_error_moves_with_the_slope_of_the_scale(value, scale):
    step = 1e-5
    slope = (to_scale(value + step, scale, 100.0) - to_scale(value - step, scale, 100.0)) / (2 * step)
    on_scale = se_to_scale(0.7, value, scale, 100.0)
    assert on_scale == pytest.approx(0.7 * slope, rel=1e-4)
    assert se_from_scale(on_scale, value, scale, 100.0) == pytest.approx(0.7)


@pytest.mark.parametrize(
    "call",
    [
        lambda: scale_for("portion", "percent"),
        lambda: to_scale(1.0, "sqrt"),
        lambda: working_scale([1.0], "log"),
    ],
)
def test_an_impossible_input_is_one_clear_error(call):
    with pytest.raises(ValueError, match=r"\w+ "):
        call()
