"""Intervals of proportions and counts: beside statsmodels and scipy, at the ends, and what cannot be."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from psa.methods.intervals import (
    byar_interval,
    poisson_interval,
    wilson_interval,
)

pytestmark = pytest.mark.filterwarnings("error")


NAN = np.nan


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
    ],
)
def test_an_impossible_input_is_one_clear_error(call):
    with pytest.raises(ValueError, match=r"\w+ "):
        call()


def test_the_module_imports_without_the_heavy_libraries():
    heavy = {"scipy.stats", "pandas", "statsmodels"}
    code = f"import sys, psa.methods.intervals; print(sorted({heavy} & set(sys.modules)))"
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
