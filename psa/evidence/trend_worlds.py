"""How often the test of the trend is wrong, and how often it sees a bend: in made worlds, the former test beside ours.

Series come in frameworks of 40. The prior of each framework is fitted to its own 40 baselines of 3 to 8 points, so
the error of the prior is in every figure. Counted rates and shares have a module of their own
(``counted_worlds``).
"""

import numpy as np
import pandas as pd
from numpy.random import Generator

from psa.evidence.former_trend import FormerTest, former_trend_test
from psa.methods.array_types import Flags, Floats, Words
from psa.methods.baseline_trend import baseline_trend_test
from psa.methods.moderation import fit_prior

FRAMEWORK, FRAMEWORKS = 40, 60
LENGTHS = np.resize([3, 4, 5, 6, 7, 8, 8], FRAMEWORK)
LATER = (1, 3)  # points after the baseline
BEND = 3.0  # a year, in units of the error or shock

Made = tuple[Floats, Floats, Floats | None]  # time, value and standard error: (series, points)

# error: published, in units of itself; shock, again, extra: walk, AR(1) .7 and independent noise in the same unit;
# alike: degrees of freedom of the variances' own scaled inverse chi-square, None for all the same
WORLDS = {
    "error only": {},
    "error, extra noise as large": {"extra": 1.0},
    "error, walk as large": {"shock": 1.0},
    "error, walk twice as large": {"shock": 2.0},
    "error, walk as large, unlike": {"shock": 1.0, "alike": 4.0},
    "error, AR(1) .7": {"again": 1.5, "alike": 4.0},
    "error, gaps, walk": {"shock": 1.0, "alike": 4.0, "has_gaps": True},
    "error changes, walk": {"shock": 1.0, "alike": 4.0, "changes": 0.5},
    "error changes, no walk": {"changes": 0.5},
    "none published, independent": {"alike": 4.0, "extra": 1.0, "error": 0.0},
    "none published, walk": {"alike": 4.0, "shock": 1.0, "error": 0.0},
    "none published, all walks alike": {"shock": 1.0, "error": 0.0},
    "none published, AR(1) .7": {"alike": 4.0, "again": 1.0, "error": 0.0},
    "none published, gaps, walk": {"alike": 4.0, "shock": 1.0, "error": 0.0, "has_gaps": True},
    "none published, changing noise": {"alike": 4.0, "extra": 1.0, "error": 0.0, "changes": 0.5},
    "error, variance four times as large": {"extra": 3**0.5, "alike": 4.0},
}  # fmt: skip


def make_series(
    generator: Generator,
    n: int,
    points: int,
    bend_at: int | None = None,
    bend: float = 0.0,
    error: float = 1.0,
    shock: float = 0.0,
    again: float = 0.0,
    extra: float = 0.0,
    alike: float | None = None,
    has_gaps: bool = False,
    changes: float = 0.0,
) -> Made:
    """Return time, value and standard error (None where none is published) of made series.

    Args:
        generator: of random numbers.
        n, points: how many series, and figures in each.
        bend_at: the figure after which they rise by a further ``bend`` a year; None for no change.
        error: published standard error; 0 for none.
        shock, again, extra: walk, AR(1) .7 and independent noise, in the same unit.
        alike: degrees of freedom of the variances' own scaled inverse chi-square; None for all the same.
        has_gaps: whether some steps are of two years.
        changes: spread of the logarithm of the errors.
    """
    step = np.where(generator.random((n, points)) < 0.4, 2.0, 1.0) if has_gaps else np.ones((n, points))
    time = np.cumsum(step, axis=1)
    size = np.sqrt(alike / generator.chisquare(alike, (n, 1))) if alike else np.ones((n, 1))
    change = np.exp(generator.normal(0, changes, (n, points))) if changes else np.ones((n, points))
    value = error * change * generator.normal(size=(n, points)) + extra * size * change * generator.normal(
        size=(n, points)
    )
    value = value + np.cumsum(generator.normal(size=(n, points)) * shock * size * np.sqrt(step), axis=1)
    if again:
        state = generator.normal(size=n)
        for column in range(points):
            keep = 0.7 ** step[:, column]
            state = keep * state + np.sqrt(1 - keep**2) * generator.normal(size=n)
            value[:, column] += again * size[:, 0] * state
    if bend_at is not None:
        value = value + bend * np.maximum(time - time[:, bend_at, None], 0)
    return time, value, error * change if error else None


def fit_priors(generator: Generator, world: dict, frameworks: int = FRAMEWORKS) -> Floats:
    """Return the prior of each framework of a world, one row each: d0 and s0^2."""
    found = []
    for _ in range(frameworks):
        time, value, se = make_series(generator, FRAMEWORK, 8, **world)
        prior = fit_prior("log", "", time, value, se, np.arange(8) < LENGTHS[:, None])
        if prior:
            found.append((prior.d0, prior.s0_squared))
    return np.array(found)


def judge_formerly(made: Made, m: int) -> FormerTest:
    """Return the former test of made series with m figures up to the baseline."""
    return former_trend_test(*made, is_early(made[1], m))


def judge(sets: list[Made], m: int, priors: Floats) -> list[Words]:
    """Return the verdicts of the moderated test on sets of a world, each shared among the frameworks' priors."""
    time, value = as_wide([time for time, _, _ in sets]), as_wide([value for _, value, _ in sets])
    errors = [se for _, _, se in sets if se is not None]
    sizes, early = [len(value) for _, value, _ in sets], is_early(value, m)
    one = priors[np.concatenate([np.arange(n) * len(priors) // n for n in sizes])]
    test = baseline_trend_test(
        time,
        value,
        as_wide(errors) if errors else None,
        early,
        ~early,
        1.0,
        d0=one[:, 0],
        s0_squared=one[:, 1],
    )
    return np.split(test.verdict, np.cumsum(sizes)[:-1])


def is_early(value: Floats, m: int) -> Flags:
    """Return the mask of the m figures up to the baseline."""
    return np.broadcast_to(np.arange(value.shape[1]) < m, value.shape)


def as_wide(sets: list[Floats]) -> Floats:
    """Return series below each other, NaN behind the last figure of those that have fewer."""
    points = max(one.shape[1] for one in sets)
    return np.concatenate(
        [np.pad(one, ((0, 0), (0, points - one.shape[1])), constant_values=np.nan) for one in sets]
    )


def false_shares(
    generator: Generator, n: int, m: int, k: int, world: dict, priors: Floats
) -> tuple[float, float, float, float]:
    """Return the shares better and worse of the former test, then of ours, when nothing changed; in per cent."""
    made = make_series(generator, n, m + k, **world)
    return *sides(judge_formerly(made, m).verdict), *sides(judge([made], m, priors)[0])


def power(
    generator: Generator, n: int, m: int, world: dict, priors: Floats, bend: float = BEND
) -> tuple[float, float, float]:
    """Return the share better of the former test, of it held to 2.5 per cent false, and of ours, of three later."""
    nothing = make_series(generator, n, m + 3, **world)
    bent = make_series(generator, n, m + 3, m - 1, bend, **world)
    former = judge_formerly(bent, m)
    held = share_held(judge_formerly(nothing, m), former)
    return sides(former.verdict)[0], held, sides(judge([bent], m, priors)[0])[0]


def share_held(nothing: FormerTest, bent: FormerTest) -> float:
    """Return the share better of the former test, in per cent, held to 2.5 per cent false where nothing changed."""
    held = max(1.0, float(np.quantile(np.abs(nothing.statistic / nothing.critical), 0.95)))
    return 100 * float((bent.statistic / bent.critical >= held).mean())


def sides(verdict: np.ndarray | pd.Series) -> tuple[float, float]:
    """Return the shares better and worse, in per cent."""
    return 100 * float((verdict == "better").mean()), 100 * float((verdict == "worse").mean())


def trend_table(
    n: int, seed: int, lengths: tuple[int, ...], worlds: dict | None = None, frameworks: int = FRAMEWORKS
) -> pd.DataFrame:
    """Return false verdicts and power by world and figures up to the baseline.

    Args:
        n: series made for each figure.
        seed: of the random numbers.
        lengths: figures up to the baseline.
        worlds: name -> choices for `make_series`; without it, `WORLDS`.
        frameworks: priors fitted for each world.

    Returns:
        world, points, false_better, false_worse (the larger of one and three later figures), power_former (held to
        2.5 per cent false), power; in per cent.
    """
    generator, rows = np.random.default_rng(seed), []
    for name, world in (WORLDS if worlds is None else worlds).items():
        priors = fit_priors(generator, world, frameworks)
        for m in lengths:
            unchanged = [make_series(generator, n, m + k, **world) for k in LATER]
            nothing = make_series(generator, n, m + 3, **world)
            bent = make_series(generator, n, m + 3, m - 1, BEND, **world)
            *false, ours = (sides(verdict) for verdict in judge([*unchanged, bent], m, priors))
            held = share_held(judge_formerly(nothing, m), judge_formerly(bent, m))
            rows.append((name, m, *np.max(false, axis=0), held, ours[0]))
    columns = ["world", "points", "false_better", "false_worse", "power_former", "power"]
    return pd.DataFrame(rows, columns=columns)
