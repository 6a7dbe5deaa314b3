"""The share of the path to a target, with its interval."""

import numpy as np
import pytest
from scipy import stats

from psa.methods.path_share import fieller_share

pytestmark = pytest.mark.filterwarnings("error")


NAN = np.nan


Z = stats.norm.ppf(0.975)


N_SIMULATED = 20_000


def share_of_path(**change):
    arguments = dict(
        base_value=10.0,
        base_se=1.0,
        latest_value=20.0,
        latest_se=1.0,
        target=50.0,
        base_time=2000.0,
        latest_time=2005.0,
        target_time=2010.0,
    )
    return fieller_share(**arguments | change)


def test_the_share_of_the_path_and_its_interval_hold_the_truth_as_often_as_they_say():
    assert share_of_path().share == pytest.approx(0.5)
    rng = np.random.default_rng(4)
    base, latest = 10 + 4 * rng.normal(size=N_SIMULATED), 20 + 4 * rng.normal(size=N_SIMULATED)
    found = share_of_path(base_value=base, base_se=4.0, latest_value=latest, latest_se=4.0)
    assert np.mean((found.lower <= 0.5) & (found.upper >= 0.5)) == pytest.approx(0.95, abs=0.005)
    assert found.is_bounded.all()


def test_a_share_with_a_base_fixed_by_definition_has_the_plain_interval():
    found = share_of_path(base_se=0.0)
    assert [found.lower, found.upper] == pytest.approx([0.5 - Z / 20, 0.5 + Z / 20])


def test_a_path_that_cannot_be_told_from_none_has_no_end():
    found = share_of_path(base_se=30.0)
    assert (found.lower, found.upper, found.is_bounded) == (-np.inf, np.inf, False)


@pytest.mark.parametrize("change", [dict(target=10.0), dict(latest_time=2000.0), dict(target_time=2000.0)])
def test_without_a_path_there_is_no_share(change):
    found = share_of_path(**change)
    assert np.isnan([found.share, found.lower, found.upper]).all()
    assert not found.is_bounded


def test_after_the_target_date_the_whole_path_is_required():
    assert share_of_path(latest_time=2015.0).share == pytest.approx(0.25)


def test_a_share_without_standard_errors_has_no_limits():
    found = share_of_path(base_se=NAN)
    assert found.share == pytest.approx(0.5)
    assert np.isnan([found.lower, found.upper]).all()
