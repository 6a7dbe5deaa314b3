"""How often each rule is right, shown: made series of which the truth is known, and real ones held back.

Pure and seeded. A rule is judged by how often it says *improved* when nothing changed, and how often
when something did; a projection by how often its interval held the figure that came later.
"""

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from psa.methods.baseline_trend import baseline_trend_test
from psa.methods.change import change_since_baseline
from psa.methods.moderation import fit_prior
from psa.methods.projection import project
from psa.methods.ranks import mann_kendall
from psa.methods.rules import rate_series
from psa.methods.rules.parts import stack_series

LEVEL, SE = 30.0, 0.5  # as in the evidence that the method was chosen on


LATER = 3


BLOCK = 2500  # series judged at once: as many as a processor's cache holds


FRAMEWORK = 100  # series that the test of the baseline trend borrows from, as many as a framework has


# other bodies' rules that are judged: name in the tables, rule, the word for better
BETTER = {
    "Scotland: latest two points": ("scotland", "improving"),
    "Destatis: sun": ("destatis", "sun"),
    "Open SDG: substantial progress": ("open-sdg", "substantial_progress"),
    "Fingertips: getting better": ("fingertips", "getting_better"),
    "XmR: special cause improvement": ("xmr", "special_cause_improvement"),
}


WORLDS = {
    "sampling error only": {},
    "extra noise, as large as the sampling error": {"extra": SE},
    "persistent shocks, as large as the sampling error": {"shock": SE},
}


def make_series(
    n: int,
    points: int,
    seed: int,
    slope: float = 0.0,
    bend: float = 0.0,
    bend_at: int = 0,
    extra: float = 0.0,
    shock: float = 0.0,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return time, value and standard error of made series: each (n, points).

    Args:
        n, points: how many series, of how many yearly points.
        seed: of the generator.
        slope: rise a year throughout.
        bend: further rise a year after point `bend_at`.
        bend_at: position of the last point before the bend.
        extra: standard deviation of noise beyond sampling error.
        shock: standard deviation of yearly shocks that persist.
    """
    generator = np.random.default_rng(seed)
    time = np.broadcast_to(np.arange(points, dtype=float), (n, points))
    truth = LEVEL + slope * time + bend * np.maximum(time - bend_at, 0)
    walk = np.cumsum(generator.normal(0, shock, (n, points)), axis=1) if shock else 0.0
    noise = generator.normal(0, np.hypot(SE, extra), (n, points))
    return time, truth + walk + noise, np.full((n, points), SE)


Priors = dict[bool, dict[str, float]]  # whether sampling errors are published -> what the test borrows


@lru_cache(maxsize=64)
def priors_of(n: int, points: int, seed: int, **world: Any) -> Priors:
    """Return what the test of the baseline trend borrows in a framework of made series; arguments as `make_series`.

    As in a real framework it is fitted to the baselines of the series themselves, so its error is in each result.
    Worked out once for all bends, which come after the baseline.
    """
    time, value, se = (made[:FRAMEWORK] for made in make_series(n, points, seed, **world))
    is_baseline = np.broadcast_to(np.arange(value.shape[1]) < value.shape[1] - LATER, value.shape)
    out = {}
    for is_published in (True, False):
        prior = fit_prior("relative", "", time, value, se if is_published else None, is_baseline)
        size = LEVEL**2  # the prior is relative to the size of the figures
        out[is_published] = {"d0": prior.d0, "s0_squared": prior.s0_squared * size} if prior else {}
    return out


def says_improved(
    time: np.ndarray, value: np.ndarray, se: np.ndarray, priors: Priors
) -> dict[str, np.ndarray]:
    """Return, for each rule, whether it calls each series better; rules that cannot judge say no.

    The last `LATER` points are the later ones, where a rule needs a baseline.
    """
    n, points = value.shape
    up = np.ones(n)
    baseline = np.broadcast_to(np.arange(points) < points - LATER, value.shape)
    out = {}
    m = points - LATER
    if m >= 1:
        out["two points: any rise since the baseline"] = value[:, -1] > value[:, m - 1]
        change = change_since_baseline(value[:, m - 1], se[:, m - 1], value[:, -1], se[:, -1], up)
        out["two points: rise beyond sampling error"] = change.verdict == "improved"
    if m >= 3:
        test = baseline_trend_test(time, value, se, baseline, ~baseline, up, **priors[True])
        out["better than baseline trend (ours)"] = test.verdict == "better"
        out["better than a straight line"] = test.line_verdict == "better"
        unknown = baseline_trend_test(time, value, None, baseline, ~baseline, up, **priors[False])
        out["better than baseline trend (ours, no sampling error published)"] = unknown.verdict == "better"
    z = 1.959964
    series = stack_series(
        time + 2000, value, up, value_kind="mean", lower=value - z * se, upper=value + z * se
    )
    for words, (rule, word) in BETTER.items():
        out[words] = rate_series(rule, series).words == word
    kendall = mann_kendall(time, value)
    out["Mann-Kendall, exact, 5% two-sided"] = (kendall.p_value < 0.05) & (kendall.s > 0)
    return out


def improved_shares(points: list[int], n: int, seed: int, **world) -> pd.DataFrame:
    """Return the share of series that each rule calls improved: one row a rule, one column a length.

    Args:
        points: lengths of the series.
        n: series for each length; the Monte Carlo error of a share p is sqrt(p (1 - p) / n).
        seed: of the generator.
        world: further arguments of `make_series`; `bend_at` is counted from the end of the baseline.
    """
    found = {}
    for length in points:
        at = {"bend_at": length - LATER - 1} if "bend" in world else {}
        made = make_series(n, length, seed, **world, **at)
        times, values, errors = made
        priors = priors_of(n, length, seed, **{name: size for name, size in world.items() if name != "bend"})
        blocks = [slice(first, first + BLOCK) for first in range(0, n, BLOCK)]
        said = [says_improved(times[b], values[b], errors[b], priors) for b in blocks]
        found[length] = {rule: np.concatenate([part[rule] for part in said]).mean() for rule in said[0]}
    return pd.DataFrame(found).rename_axis("rule")


def back_test(series: dict[str, dict[float, float]], known: int = 6, ahead: int = 3) -> pd.DataFrame:
    """Return how projections did on real series: one row a window of consecutive yearly figures.

    Args:
        series: name -> year -> figure.
        known: figures that the projection may use.
        ahead: years to the figure held back.

    Returns:
        series, year, outturn, estimate, lower, upper, width, is_inside; for the interval as widened, and
        `is_inside_plain` for the one that is not.
    """
    rows = []
    for name, figures in series.items():
        years = np.array(sorted(figures))
        for start in range(len(years) - known + 1):
            window = years[start : start + known]
            target = window[-1] + ahead
            if window[-1] - window[0] != known - 1 or target not in figures:
                continue
            rows.append((name, target, window, [figures[y] for y in window], figures[target]))
    if not rows:
        return pd.DataFrame(
            columns=[
                "series",
                "year",
                "outturn",
                "estimate",
                "lower",
                "upper",
                "width",
                "is_inside",
                "is_inside_plain",
            ]
        )
    time = np.array([r[2] for r in rows], float)
    value = np.array([r[3] for r in rows], float)
    outturn = np.array([r[4] for r in rows], float)
    at = np.array([r[1] for r in rows], float)
    wide, plain = project(time, value, None, at), project(time, value, None, at, inflation=1.0)
    return pd.DataFrame(
        {
            "series": [r[0] for r in rows],
            "year": at.astype(int),
            "outturn": outturn,
            "estimate": wide.estimate,
            "lower": wide.lower,
            "upper": wide.upper,
            "width": wide.upper - wide.lower,
            "is_inside": (outturn >= wide.lower) & (outturn <= wide.upper),
            "is_inside_plain": (outturn >= plain.lower) & (outturn <= plain.upper),
        }
    )


def back_tests(origins: dict[str, dict[str, dict[float, float]]]) -> pd.DataFrame:
    """Return `back_test` of the series of each origin, below each other, with a column `origin`."""
    return pd.concat(
        [back_test(series).assign(origin=name) for name, series in origins.items()], ignore_index=True
    )


def own_series(series: pd.DataFrame) -> dict[str, dict[float, float]]:
    """Return the yearly, unbroken, rateable series of a framework as `back_test` takes them."""
    yearly = series[series["is_rateable"].astype(bool) & (series["months"] == 12)]
    out = {}
    for (measure, segment), group in yearly.groupby(["measure_id", "segment"]):
        years = np.floor(group["time"]).to_numpy()
        if len(np.unique(years)) == len(years):
            out[f"{measure} {segment}"] = dict(zip(years, group["value"], strict=True))
    return out
