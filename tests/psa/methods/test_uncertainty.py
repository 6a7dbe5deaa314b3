"""Standard errors, intervals and working scales."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from psa.methods.intervals import (
    byar_interval,
    poisson_interval,
    wilson_interval,
)
from psa.methods.scales import (
    from_scale,
    proportion_ceiling,
    scale_for,
    se_from_scale,
    se_to_scale,
    to_scale,
    working_scale,
)
from psa.methods.standard_errors import rounding_error, se_from_counts, se_from_limits, standard_errors

pytestmark = pytest.mark.filterwarnings("error")

Z = stats.norm.ppf(0.975)
NAN = np.nan


# -- intervals


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
def test_wilson_limits_are_those_of_statsmodels(confidence):
    x, n = np.array([0, 1, 7, 50, 100]), np.array([10, 10, 30, 100, 100])
    ours = wilson_interval(x, n, confidence)
    theirs = proportion_confint(x, n, alpha=1 - confidence, method="wilson")
    assert_allclose(ours, theirs, atol=1e-14)


def test_wilson_limits_are_exactly_0_and_1_at_the_ends():
    lower, upper = wilson_interval([0, 20], [20, 20])
    assert lower[0] == 0
    assert upper[1] == 1
    assert upper[0] == pytest.approx(1 - lower[1])


def test_poisson_limits_below_ten_are_chi_squared_quantiles():
    x = np.arange(0.0, 10.0)
    lower, upper = poisson_interval(x)
    assert lower[0] == 0
    assert_allclose(lower[1:], stats.chi2.ppf(0.025, 2 * x[1:]) / 2)
    assert_allclose(upper, stats.chi2.ppf(0.975, 2 * x + 2) / 2)


def test_poisson_limits_from_ten_are_byars_and_close_to_exact():
    x = np.array([10.0, 11.0, 65.0, 1045.0])
    assert_array_equal(poisson_interval(x), byar_interval(x))
    assert_allclose(poisson_interval(x)[1], stats.chi2.ppf(0.975, 2 * x + 2) / 2, rtol=2e-3)


def test_a_missing_count_has_missing_limits():
    assert np.isnan(poisson_interval(NAN)).all()
    assert np.isnan(wilson_interval([1, NAN, 0], [NAN, 5, 0])).all()


def test_intervals_broadcast_and_accept_empty_arrays():
    lower, upper = wilson_interval(np.array([[1], [2]]), np.array([10, 20, 30]))
    assert lower.shape == upper.shape == (2, 3)
    assert poisson_interval([])[0].shape == (0,)
    assert wilson_interval([], [])[1].shape == (0,)


@pytest.mark.parametrize(
    "call",
    [
        lambda: wilson_interval(-1, 10),
        lambda: wilson_interval(11, 10),
        lambda: wilson_interval(1, np.inf),
        lambda: wilson_interval(1, 10, 95),
        lambda: poisson_interval(-1),
        lambda: poisson_interval(np.inf),
        lambda: se_from_limits(2, 1),
        lambda: se_from_limits(1, 2, 101),
        lambda: se_from_counts(1, 2, "share"),
        lambda: se_from_counts(1, 2, "rate", 0),
        lambda: scale_for("portion", "percent"),
        lambda: to_scale(1.0, "sqrt"),
        lambda: working_scale([1.0], "log"),
        lambda: rounding_error([1.0]),
    ],
)
def test_an_impossible_input_is_one_clear_error(call):
    with pytest.raises(ValueError, match=r"\w+ "):
        call()


# -- scales


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


# -- standard errors


def test_limits_give_back_the_standard_error_that_made_them():
    se = np.array([0.1, 2.0])
    for level in (0.95, 95.0, 0.998):
        share = level / 100 if level > 1 else level
        z = stats.norm.ppf(0.5 + share / 2)
        assert_allclose(se_from_limits(30 - z * se, 30 + z * se, level), se)


def test_limits_can_be_taken_to_the_working_scale_first():
    lower, upper = from_scale(np.array([-1 - Z * 0.2, -1 + Z * 0.2]), "logit", 100.0)
    assert se_from_limits(lower, upper, 0.95, "logit", 100.0) == pytest.approx(0.2)


def test_limits_that_coincide_or_lack_a_level_give_no_standard_error():
    assert np.isnan(se_from_limits([5.0, 4.0, NAN], [5.0, 6.0, 6.0], [95.0, NAN, 95.0])).all()


def test_a_design_effect_multiplies_the_variance():
    plain, designed = se_from_counts(30, 100, "proportion"), se_from_counts(30, 100, "proportion", 2.25)
    assert plain == pytest.approx(np.sqrt(0.3 * 0.7 / 100))
    assert designed == pytest.approx(1.5 * plain)
    assert se_from_counts(30, 100, "proportion", NAN) == plain


def test_no_events_have_a_standard_error_above_zero():
    for kind in ("proportion", "rate", "count"):
        assert se_from_counts(0, 100, kind) > 0
    assert se_from_counts(100, 100, "proportion") == pytest.approx(se_from_counts(0, 100, "proportion"))


def one(value, *, lower=NAN, upper=NAN, level=NAN, x=NAN, n=NAN, kind="proportion", unit="percent", **more):
    return float(standard_errors(value, lower, upper, level, x, n, kind, unit, **more))


@pytest.mark.parametrize(
    ("figure", "se"),
    [
        (dict(value=30.0, lower=28.0, upper=32.0, level=95.0, x=3.0, n=10.0), 2 / Z),
        (dict(value=30.0, lower=28.0, upper=32.0), NAN),
        (dict(value=30.0, n=1000.0), 100 * np.sqrt(0.21 / 1000)),
        (dict(value=30.0, x=300.0), 100 * np.sqrt(0.21 / 1000)),
        (dict(value=30.0, x=300.0, n=1000.0), 100 * np.sqrt(0.21 / 1000)),
        (dict(value=0.3, n=1000.0, unit="proportion of adults"), np.sqrt(0.21 / 1000)),
        (dict(value=30.0, n=1000.0, design_effect=4.0), 200 * np.sqrt(0.21 / 1000)),
        (dict(value=100.0, x=99_999.0, n=100_000.0), 100 * np.sqrt(0.99999 * 0.00001 / 100_000)),
        (dict(value=130.0, n=1000.0), NAN),
        (dict(value=30.0, x=2000.0, n=1000.0), NAN),
        (dict(value=30.0), NAN),
        (dict(value=NAN, n=1000.0), NAN),
        (dict(value=2.0, x=400.0, n=2e5, kind="rate", unit="rate per 1000"), 2.0 / 20),
        (dict(value=2.0, x=400.0, kind="rate", unit="rate per 1000"), 2.0 / 20),
        (
            dict(value=0.0, x=0.0, n=1000.0, kind="rate", unit="rate per 1000"),
            stats.chi2.ppf(0.975, 2) / 4 / Z,
        ),
        (dict(value=2.0, n=2e5, kind="rate", unit="rate per 1000"), NAN),
        (dict(value=30.0, x=300.0, n=1000.0, kind="rate", unit="percent"), 100 * np.sqrt(0.21 / 1000)),
        (dict(value=3.0, x=300.0, n=1000.0, kind="rate", unit="percent"), NAN),
        (dict(value=-3.0, x=300.0, kind="rate", unit="percent change"), NAN),
        (dict(value=400.0, kind="count", unit="deaths"), NAN),
        (dict(value=4.0, x=5.0, n=10.0, kind="money", unit="GBP"), NAN),
        (dict(value=4.0, x=5.0, n=10.0, kind="mean", unit="days"), NAN),
        (dict(value=4.0, lower=3.0, upper=5.0, level=0.95, kind="gap", unit="percentage points"), 1 / Z),
        (dict(value=4.0, lower=3.0, upper=5.0, level=0.95, kind="index", unit=None), 1 / Z),
    ],
)
def test_a_standard_error_comes_from_the_first_basis_that_was_published(figure, se):
    assert one(**figure) == pytest.approx(se, nan_ok=True, rel=1e-9)


def test_standard_errors_of_rows_of_mixed_kinds_are_those_of_each_row():
    kinds = np.array(["proportion", "count", "rate", "gap"], dtype=object)
    units = np.array(["percent", "persons", "rate per 100000", NAN], dtype=object)
    empty = np.full(4, NAN)
    x, n = np.array([300.0, 300.0, 400.0, NAN]), np.array([1000.0, NAN, 4e6, NAN])
    se = standard_errors(np.array([30.0, 300.0, 10.0, 1.0]), empty, empty, empty, x, n, kinds, units, empty)
    assert_allclose(se, [100 * np.sqrt(0.21 / 1000), NAN, 0.5, NAN])
    nothing = np.array([])
    assert standard_errors(*[nothing] * 6, nothing.astype(object), nothing.astype(object)).shape == (0,)


@settings(max_examples=60)
@given(thousandths=st.integers(0, 1000), n=st.integers(1, 10_000))
def test_a_share_and_its_percentage_have_the_same_standard_error(thousandths, n):
    p = thousandths / 1000
    as_share = one(p, n=float(n), unit="proportion")
    as_percent = one(100 * p, n=float(n), unit="percent")
    assert as_percent == pytest.approx(100 * as_share, rel=1e-6)
    assert as_share > 0


def test_rounding_error_is_read_off_the_last_published_place():
    value = np.array([[1.0, 20.0, NAN], [1.5, 2.0, 3.1], [0.25, 0.5, 0.75], [1 / 3, 0.5, 1.0], [NAN] * 3])
    found = rounding_error(value)
    assert_allclose(found * np.sqrt(12), [1.0, 0.1, 0.01, 0.0, NAN], atol=1e-12)


def test_the_module_imports_without_the_heavy_libraries():
    heavy = {"scipy.stats", "pandas", "statsmodels"}
    code = f"import sys, psa.methods.intervals; print(sorted({heavy} & set(sys.modules)))"
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
