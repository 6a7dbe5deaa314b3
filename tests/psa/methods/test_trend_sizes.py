"""The test of the trend is wrong as seldom as its specification says, on a small simulation with a fixed seed."""

import numpy as np
import pytest

from psa.evidence.former_trend import former_trend_test as first_test
from psa.methods.baseline_trend import baseline_trend_test
from psa.methods.moderation import fit_prior

pytestmark = pytest.mark.thorough

N, LIMIT = 4000, 3.6  # per cent; 3.0 and two Monte Carlo errors


def made(kind, points, has_error, seed, bend_at=0, bend=0.0):
    generator = np.random.default_rng(seed)
    noise = generator.normal(size=(N, points))
    alike = np.sqrt(4 / generator.chisquare(4, (N, 1)))
    value = noise if has_error else np.zeros_like(noise)
    if kind == "walk":
        value = value + np.cumsum(generator.normal(size=(N, points)), axis=1) * alike
    elif kind == "independent":
        value = value + generator.normal(size=(N, points)) * alike * (not has_error)
    elif kind == "returning":
        state = generator.normal(size=(N, points))
        for column in range(1, points):
            state[:, column] = 0.7 * state[:, column - 1] + np.sqrt(0.51) * state[:, column]
        value = value + state * alike
    time = np.broadcast_to(np.arange(float(points)), value.shape)
    value = value + bend * np.maximum(time - bend_at, 0)
    return time, value, np.ones_like(value) if has_error else None


def prior_of(kind, has_error):
    time, value, se = made(kind, 8, has_error, 99)
    mask = np.arange(8) < np.resize([3, 4, 5, 6, 8], 60)[:, None]
    return fit_prior("log", "", time[:60], value[:60], None if se is None else se[:60], mask)


@pytest.mark.parametrize("has_error", [True, False])
@pytest.mark.parametrize("kind", ["independent", "walk", "returning"])
def test_what_did_not_change_is_seldom_called_better_or_worse(kind, has_error):
    prior = prior_of(kind, has_error)
    for m, k in ((3, 1), (3, 3), (4, 3), (8, 3)):
        time, value, se = made(kind, m + k, has_error, 10 * m + k)
        early = np.broadcast_to(np.arange(m + k) < m, value.shape)
        found = baseline_trend_test(
            time, value, se, early, ~early, 1, d0=prior.d0, s0_squared=prior.s0_squared
        )
        for side in ("better", "worse"):
            assert 100 * (found.verdict == side).mean() <= LIMIT


@pytest.mark.parametrize("m", [3, 4, 6, 8])
@pytest.mark.parametrize(("kind", "has_error"), [("independent", True), ("walk", True), ("walk", False)])
def test_a_bend_is_seen_more_often_than_by_the_first_test(kind, has_error, m):
    """The first test is held to 2.5 per cent a side where it says more when nothing changed."""
    prior = prior_of(kind, has_error)
    time, value, se = made(kind, m + 3, has_error, m, m - 1, 3.0)
    early = np.broadcast_to(np.arange(m + 3) < m, value.shape)
    found = baseline_trend_test(time, value, se, early, ~early, 1, d0=prior.d0, s0_squared=prior.s0_squared)
    first = first_test(time, value, se, early)
    _, same, errors = made(kind, m + 3, has_error, 50 + m)
    nothing = first_test(time, same, errors, early)
    held = max(1.0, np.quantile(nothing.statistic / nothing.critical, 0.975))
    assert (found.verdict == "better").mean() > (first.statistic / first.critical >= held).mean()
