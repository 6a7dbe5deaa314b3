"""One quantile of the normal and one of Student's t, for every method."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from psa.methods.quantiles import check_confidence, normal_critical, t_critical, t_probability, t_quantile

DF = np.array([1.0, 3.0, 30.0, np.inf])


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_critical_values_are_two_sided(confidence):
    assert_allclose(normal_critical(confidence), stats.norm.ppf(0.5 + confidence / 2))
    finite, infinite = t_critical(confidence, DF)[:3], t_critical(confidence, DF)[3]
    assert_allclose(finite, stats.t.ppf(0.5 + confidence / 2, DF[:3]))
    assert infinite == normal_critical(confidence)


def test_a_quantile_gives_back_its_chance():
    assert_allclose(t_probability(DF, t_quantile(0.8, DF)), 0.8)


def test_an_infinite_number_of_degrees_is_the_normal_distribution():
    assert_allclose(t_probability([np.inf, 4.0], [1.959964, 2.776445]), 0.975)
    assert_allclose(t_quantile(0.975, [np.inf, 4.0]), [1.959964, 2.776445], rtol=1e-6)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, np.nan, [0.9, 1.0]])
def test_a_confidence_lies_between_0_and_1(confidence):
    with pytest.raises(ValueError, match="power must lie strictly between 0 and 1"):
        check_confidence(confidence, "power")
