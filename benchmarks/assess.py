"""One call for many series, beside a loop over series: seconds, memory, growth. Run: python benchmarks/assess.py

The loops are what one would write with well-known libraries: a straight line through the baseline by
statsmodels with its prediction of the later mean, and the original Mann-Kendall test of pymannkendall.
They run on a sample and are scaled up. Every figure is of one run on one machine; only the ratios travel.
"""

import multiprocessing
import resource
import sys
import time

import numpy as np
import pandas as pd

SERIES, POINTS, SAMPLE = 100_000, 12, 300


def make_frame(n: int) -> pd.DataFrame:
    """Return n series of yearly figures as a long frame, from 1999 to 2010."""
    generator = np.random.default_rng(2007)
    value = 30 + np.cumsum(generator.normal(0.1, 0.5, (n, POINTS)), axis=1)
    return pd.DataFrame(
        {
            "measure_id": np.repeat(np.char.zfill(np.arange(n).astype(str), 6), POINTS),
            "period": np.tile(np.arange(1999, 1999 + POINTS).astype(str), n),
            "value": value.round(2).ravel(),
            "lower": (value - 1).round(2).ravel(),
            "upper": (value + 1).round(2).ravel(),
            "interval_level": 95.0,
            "sign": 1.0,
            "unit": "index",
            "value_kind": "index",
        }
    )


def ours(n: int) -> tuple[float, float]:
    """Return seconds and peak memory in MB of one call on n series."""
    from psa.methods.official import assess_measures

    assess_measures(make_frame(100))  # what is imported or compiled at first use is not the work
    frame = make_frame(n)
    begun = time.perf_counter()
    table = assess_measures(frame)
    seconds = time.perf_counter() - begun
    assert len(table) == n and table["trend_verdict"].ne("not_assessed").all()
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def tests_alone(n: int) -> tuple[float, float]:
    """Return seconds and peak memory of what the two loops do, and no more, on n series as arrays."""
    from psa.methods.baseline_trend import baseline_trend_test
    from psa.methods.ranks import mann_kendall

    def call(value):
        time_, se = np.tile(np.arange(POINTS, dtype=float), (len(value), 1)), np.full(value.shape, 0.51)
        early = np.tile(np.arange(POINTS) < 9, (len(value), 1))
        baseline_trend_test(time_, value, se, early, ~early, np.ones(len(value)))
        mann_kendall(time_, value)

    call(np.arange(POINTS * 2.0).reshape(2, POINTS) % 5)
    value = make_frame(n)["value"].to_numpy().reshape(n, POINTS)
    begun = time.perf_counter()
    call(value)
    return time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def by_statsmodels(n: int) -> tuple[float, float]:
    """Return seconds and peak memory of a loop that fits a line to each baseline and predicts."""
    import statsmodels.api as sm

    frame = make_frame(n)
    begun = time.perf_counter()
    for _, group in frame.groupby("measure_id"):
        x = sm.add_constant(np.arange(POINTS, dtype=float))
        fit = sm.WLS(group["value"].to_numpy()[:9], x[:9], weights=1 / 0.51**2).fit()
        fit.get_prediction(x[9:].mean(axis=0)[None, :]).summary_frame()
    return time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def by_pymannkendall(n: int) -> tuple[float, float]:
    """Return seconds and peak memory of a loop that runs the Mann-Kendall test on each series."""
    import pymannkendall

    frame = make_frame(n)
    begun = time.perf_counter()
    for _, group in frame.groupby("measure_id"):
        pymannkendall.original_test(group["value"].to_numpy())
    return time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(function, n: int) -> tuple[float, float]:
    """Run in a process of its own, so that peak memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, (n,))


def main() -> None:
    """Print the tables."""
    seconds, memory = apart(ours, SERIES)
    print(f"{SERIES:,} series of {POINTS} points\n")
    print(f"{'way':34}{'seconds':>10}{'to ours':>9}{'MB':>7}")
    print(f"{'one call of assess_measures':34}{seconds:10.1f}{1:9.0f}{memory:7.0f}")
    both = 0.0
    for name, loop in (
        ("loop with statsmodels (scaled)", by_statsmodels),
        ("loop with pymannkendall (scaled)", by_pymannkendall),
    ):
        taken, used = apart(loop, SAMPLE)
        scaled = taken * SERIES / SAMPLE
        both += scaled
        print(f"{name:34}{scaled:10.1f}{scaled / seconds:9.0f}{used:7.0f}")
    print(f"{'both loops':34}{both:10.1f}{both / seconds:9.0f}")
    alone, used = apart(tests_alone, SERIES)
    shown = f"{alone:10.1f}{alone / seconds:9.1f}{used:7.0f}"
    print(f"{'the tests alone, on arrays':34}{shown}   both loops: {both / alone:.0f} to 1")
    print("\ngrowth of one call")
    for n in (10_000, 30_000, 100_000):
        taken, used = apart(ours, n)
        print(f"{n:10,} series {taken:6.2f} s  {1e6 * taken / n:6.1f} microseconds a series  {used:5.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
