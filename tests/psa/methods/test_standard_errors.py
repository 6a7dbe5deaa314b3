"""Standard errors from the first basis that was published, and the error of rounding."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from psa.methods.scales import (
    from_scale,
)
from psa.methods.standard_errors import rounding_error, se_from_counts, se_from_limits, standard_errors

pytestmark = pytest.mark.filterwarnings("error")


Z = stats.norm.ppf(0.975)


NAN = np.nan


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


@pytest.mark.parametrize(
    "call",
    [
        lambda: se_from_limits(2, 1),
        lambda: se_from_limits(1, 2, 101),
        lambda: se_from_counts(1, 2, "share"),
        lambda: se_from_counts(1, 2, "rate", 0),
        lambda: rounding_error([1.0]),
    ],
)
def test_an_impossible_input_is_one_clear_error(call):
    with pytest.raises(ValueError, match=r"\w+ "):
        call()
