"""Mann-Kendall's test: every order by hand, and beside scipy and pymannkendall."""

from itertools import permutations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from psa.methods.ranks import mann_kendall

pytestmark = pytest.mark.filterwarnings("error")


NAN = np.nan


def kendall_by_hand(values):
    def s(v):
        return sum(np.sign(b - a) for i, a in enumerate(v) for b in v[i + 1 :])

    return s(values), np.mean([abs(s(order)) >= abs(s(values)) for order in permutations(values)])


@pytest.mark.parametrize(
    "values",
    [
        [1, 2],
        [3, 1, 2],
        [1, 1, 2, 3, 3],
        [1, 2, 3, 4, 5],
        [2, 1, 1, 2, 1],
        [4, 4, 4, 4],
        [1, 3, 2, 3, 5, 6],
        [5, 5, 5, 1, 1, 2],
    ],
)
def test_the_exact_p_value_counts_all_orders_of_the_same_values(values):
    found = mann_kendall(np.arange(len(values))[None], np.array([values], float))
    s, p = kendall_by_hand(values)
    assert found.s[0] == s
    assert found.p_value[0] == pytest.approx(p)
    assert found.is_exact[0]


@pytest.mark.parametrize("n", [4, 5, 8, 12, 30])
def test_without_ties_the_p_value_is_scipys_exact_one(n):
    value = np.random.default_rng(n).normal(size=(20, n)) + 0.1 * np.arange(n)
    found = mann_kendall(np.arange(n)[None], value)
    exact = [stats.kendalltau(np.arange(n), row, method="exact").pvalue for row in value]
    assert_allclose(found.p_value, exact)


def test_missing_points_and_tied_values_are_taken_series_by_series():
    value = np.array(
        [[1.0, NAN, 2.0, 2.0, 5.0], [1.0, 2.0, 2.0, 5.0, NAN], [NAN, NAN, NAN, NAN, 1.0], [NAN] * 5]
    )
    found = mann_kendall(np.arange(5)[None], value)
    assert found.n.tolist() == [4, 4, 1, 0]
    assert found.p_value[0] == found.p_value[1] == pytest.approx(kendall_by_hand([1, 2, 2, 5])[1])
    assert np.isnan(found.p_value[2:]).all()


def test_long_series_use_the_normal_distribution_with_ties_corrected():
    import pymannkendall

    value = np.random.default_rng(9).integers(0, 6, size=(4, 60)).astype(float)
    value[3] = 1.0
    found = mann_kendall(np.arange(60)[None], value)
    theirs = [pymannkendall.original_test(row) for row in value[:3]]
    assert_allclose(found.p_value, [*(t.p for t in theirs), 1.0])
    assert_array_equal(found.s, [*(t.s for t in theirs), 0])
    assert not found.is_exact.any()
