"""The change between two figures, and the smallest that would be found."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from psa.methods.change import change_since_baseline, minimum_detectable_change

pytestmark = pytest.mark.filterwarnings("error")


NAN = np.nan


Z = stats.norm.ppf(0.975)


N_SIMULATED = 20_000


@pytest.mark.parametrize(
    ("y0", "se0", "y1", "se1", "sign", "verdict"),
    [
        (10.0, 1.0, 13.0, 1.0, 1, "improved"),
        (10.0, 1.0, 13.0, 1.0, -1, "worse"),
        (10.0, 1.0, 12.0, 1.0, 1, "no_clear_change"),
        (10.0, 1.0, 10.0, 1.0, 1, "no_clear_change"),
        (10.0, NAN, 13.0, 1.0, 1, "unknown"),
        (10.0, 0.0, 13.0, 0.0, 1, "unknown"),
        (10.0, 1.0, NAN, 1.0, 1, "unknown"),
        (10.0, 1.0, 13.0, 1.0, 0, "unknown"),
        (10.0, 1.0, 13.0, 1.0, NAN, "unknown"),
    ],
)
def test_a_change_is_judged_by_its_standard_error(y0, se0, y1, se1, sign, verdict):
    found = change_since_baseline(y0, se0, y1, se1, sign)
    assert found.verdict == verdict
    if verdict != "unknown":
        assert found.change == y1 - y0
        assert found.upper - found.lower == pytest.approx(2 * Z * np.sqrt(2))


def test_irregularity_stands_in_for_a_missing_standard_error_with_its_degrees_of_freedom():
    found = change_since_baseline(
        [10.0, 10.0], [NAN, 1.0], [13.0, 13.0], [NAN, 1.0], 1, noise_sd=1.0, noise_df=3
    )
    assert found.verdict.tolist() == ["no_clear_change", "improved"]
    assert_allclose((found.upper - found.change) / found.se, [stats.t.ppf(0.975, 3), Z])


def test_an_impossible_change_is_one_clear_error():
    with pytest.raises(ValueError, match="finite"):
        change_since_baseline(np.inf, 1.0, 1.0, 1.0, 1)
    with pytest.raises(ValueError, match="negative"):
        change_since_baseline(1.0, -1.0, 1.0, 1.0, 1)


def test_the_detectable_change_is_found_in_four_of_five():
    least = minimum_detectable_change(3.0, 4.0)
    assert least == pytest.approx((Z + stats.norm.ppf(0.8)) * 5)
    y = np.random.default_rng(2).normal(size=(2, N_SIMULATED))
    found = change_since_baseline(3 * y[0], 3.0, least + 4 * y[1], 4.0, 1)
    assert np.mean(found.verdict == "improved") == pytest.approx(0.8, abs=0.01)


def test_errors_that_go_together_leave_less_of_a_change_to_chance():
    """sqrt(1 + 1 - 2 * .6) = .894; where one error is not known the covariance is not either."""
    found = change_since_baseline(
        [10.0, 10.0], [1.0, NAN], [12.0, 12.0], 1.0, 1, noise_sd=1.0, noise_df=3, covariance=0.6
    )
    assert_allclose(found.se, [np.sqrt(0.8), np.sqrt(2)])
    assert found.verdict.tolist() == ["improved", "no_clear_change"]


def test_an_error_of_the_change_itself_goes_before_those_of_its_figures():
    found = change_since_baseline(10.0, 1.0, 14.0, 1.0, 1, whole=2.0, whole_df=3)
    assert (found.se, found.df, found.verdict) == (2.0, 3.0, "no_clear_change")
    assert found.p_improved == pytest.approx(stats.t.cdf(2, 3))
