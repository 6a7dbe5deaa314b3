import numpy as np
import pytest

from psa.methods.moderation import (
    STATED_PRIORS,
    VariancePrior,
    fit_prior,
    mean_size,
    scale_to_borrow,
    series_priors,
)

BASELINE = np.arange(8) < np.resize([3, 4, 6, 8], 40)[:, None]


def walks(seed, alike=None, size=1.0):
    generator = np.random.default_rng(seed)
    own = np.sqrt(alike / generator.chisquare(alike, (40, 1))) if alike else 1.0
    value = np.cumsum(generator.normal(size=(40, 8)), axis=1) * own * size
    return np.broadcast_to(np.arange(8.0), value.shape), value


def test_series_that_stray_alike_give_a_strong_prior_at_their_variance():
    time, value = walks(1)
    prior = fit_prior("log", "2020-01-01", time, value, None, BASELINE)
    assert prior.d0 > 5 and 0.6 < prior.s0_squared < 1.4
    assert (prior.scale, prior.series_count, prior.date) == ("log", 40, "2020-01-01")


def test_series_that_stray_unlike_give_a_weak_one():
    time, value = walks(1, alike=1.5)
    assert fit_prior("log", "", time, value, None, BASELINE).d0 < 3


def test_known_sampling_error_is_not_taken_for_shocks():
    time, value = walks(2, size=0.1)
    seen = value + np.random.default_rng(3).normal(size=value.shape)
    known = fit_prior("log", "", time, seen, np.ones_like(seen), BASELINE)
    blind = fit_prior("log", "", time, seen, None, BASELINE)
    assert known.s0_squared < 0.4 < 1 < blind.s0_squared


def test_a_line_of_rounded_figures_does_not_rule_the_prior():
    time, value = walks(4)
    value = value.copy()
    value[0] = np.arange(8.0)  # no spread at all
    rounded = fit_prior("log", "", time, value, None, BASELINE, rounding=0.03)
    assert rounded.series_count == 40 and 0.5 < rounded.s0_squared < 1.5
    assert fit_prior("log", "", time, value, None, BASELINE).series_count == 39


def test_fewer_than_ten_series_give_none():
    time, value = walks(5)
    assert fit_prior("log", "", time[:9], value[:9], None, BASELINE[:9]) is None


def test_relative_priors_do_not_change_with_the_unit_of_one_series():
    time, value = walks(6)
    level = 100 + value
    changed = level.copy()
    changed[7] *= 1000
    one, other = (fit_prior("relative", "", time, v, None, BASELINE) for v in (level, changed))
    assert other.s0_squared == pytest.approx(one.s0_squared) and other.d0 == pytest.approx(one.d0)


def test_mean_size_is_unknown_where_the_sign_changes():
    value = np.array([[2.0, 4.0, np.nan], [-2.0, -4.0, -6.0], [1.0, -1.0, 1.0], [0.0, 1.0, 1.0]])
    size = mean_size(value, np.isfinite(value))
    assert size[:2].tolist() == [3, 4] and np.isnan(size[2:]).all()


def test_each_series_borrows_on_its_own_scale():
    scale = scale_to_borrow(np.array(["log", "identity", "identity", "logit"]), [False, False, True, False])
    assert scale.tolist() == ["log", "relative", "", "logit"]
    value = np.array([[1.0, 1.0], [10.0, 30.0], [10.0, 30.0], [0.5, 0.5]])
    priors = {
        "log": VariancePrior("log", 4, 0.01, 12, ""),
        "relative": VariancePrior("relative", 3, 0.01, 12, ""),
    }
    d0, s0_squared = series_priors(priors, scale, value, np.ones_like(value, bool))
    assert d0.tolist() == [4, 3, 0, STATED_PRIORS["logit"].d0]
    assert s0_squared[:2] == pytest.approx([0.01, 4.0])  # .01 of 20 squared
    assert np.isnan(s0_squared[2])


@pytest.mark.parametrize("wrong", [("log10", 1, 1), ("log", -1, 1), ("log", 1, 0), ("log", np.inf, 1)])
def test_a_prior_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError):
        VariancePrior(*wrong, 12, "")
