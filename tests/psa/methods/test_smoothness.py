import numpy as np
import pytest

from psa.methods.smoothness import judge_sources


def made(kind, series=10, points=12, seed=1):
    shocks = np.random.default_rng(seed).normal(size=(series, points))
    if kind == "smooth":
        shocks = np.cumsum(np.cumsum(shocks, axis=1), axis=1)
    if kind == "walk":
        shocks = np.cumsum(shocks, axis=1)
    return np.broadcast_to(np.arange(float(points)), shocks.shape), shocks


def judge(time, value, source="a"):
    names = [source] * len(value) if isinstance(source, str) else source
    return judge_sources(names, time, value, np.isfinite(value))


def test_a_source_of_curves_is_smooth_and_one_of_walks_or_noise_is_not():
    parts = [made(kind) for kind in ("noise", "smooth", "walk")]
    found = judge(*(np.concatenate(a) for a in zip(*parts, strict=True)), np.repeat(["n", "s", "w"], 10))
    assert found.source.tolist() == ["n", "s", "w"]
    assert found.is_smooth.tolist() == [False, True, False]
    assert found.series_count.tolist() == [10, 10, 10]
    assert found.lag_one[0] < -0.3 < found.lag_one[2] < 0.3 < found.lag_one[1]
    assert found.variance_ratio[1] > 1.2 > found.variance_ratio[0]


def test_one_short_series_cannot_tell():
    time, value = made("smooth", 1, 5)
    assert not judge(time, value).is_smooth[0]


def test_copies_of_one_series_say_no_more_than_it():
    time, value = made("smooth", 1, 8, seed=3)
    one, many = judge(time, value), judge(np.repeat(time, 20, axis=0), np.repeat(value, 20, axis=0))
    assert many.effective_count[0] == pytest.approx(1)
    assert many.odds[0] == pytest.approx(one.odds[0])


def test_the_unit_and_the_trend_do_not_matter():
    time, value = made("walk")
    assert judge(time, 1000 * value + 7 * time).odds[0] == pytest.approx(judge(time, value).odds[0])


def test_series_too_short_or_without_variation_are_left_out():
    time = np.broadcast_to(np.arange(6.0), (3, 6))
    value = np.array([[1.0, 2, 3, 4, 5, 6], [1, 5, 2, np.nan, np.nan, np.nan], [1, 5, 2, 8, 3, 9]])
    found = judge(time, value)
    assert found.series_count[0] == 1
    nothing = judge(time[:1], value[:1])
    assert nothing.odds[0] == 1 and not nothing.is_smooth[0] and np.isnan(nothing.lag_one[0])


def test_only_the_last_even_run_counts():
    time = np.array([[0.0, 1.0, 4.0, 5.0, 6.0, 7.0]])
    value = np.array([[50.0, -20.0, 0.0, 1.0, 3.0, 2.0]])
    assert judge(time, value).odds[0] == pytest.approx(judge(time[:, 2:], value[:, 2:]).odds[0])
