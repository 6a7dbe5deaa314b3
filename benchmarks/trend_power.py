"""How often the test of the trend is wrong, and how often it sees a bend: the former test beside the moderated one.

Prints Markdown tables. Run: python benchmarks/trend_power.py [series a cell, 4000] [seed, 1]

Series come in frameworks of 40. The prior of each framework is fitted to its own 40 baselines of 3 to 8 points,
so the error of the prior is in every figure. In a cell one baseline length and number of later points is tried.
"""

import sys

import numpy as np

from psa.evidence.counted_worlds import counted_table
from psa.evidence.former_trend import former_trend_test
from psa.evidence.trend_worlds import (
    FRAMEWORK,
    FRAMEWORKS,
    LENGTHS,
    WORLDS,
    false_shares,
    fit_priors,
    make_series,
    power,
)
from psa.methods.baseline_trend import baseline_trend_test
from psa.methods.moderation import STATED_PRIORS, fit_prior
from psa.methods.overdispersion import dispersion_ratio, fit_dispersion_prior, moderate_dispersion
from psa.methods.quantiles import t_quantile
from psa.methods.seasonal import adjust_season, annual_blocks
from psa.methods.small_counts import expected_counts, power_variance, prior_on_power, to_power
from psa.methods.smoothness import judge_sources

CELLS = [(m, k) for m in (3, 4, 5, 6, 8) for k in (1, 3)]
POWER_AT = (3, 4, 6, 8)
MIXED = {
    "error only",
    "error, walk as large, unlike",
    "none published, independent",
    "none published, walk",
    "none published, AR(1) .7",
}


def row(*cells):
    print("| " + " | ".join(str(c) for c in cells) + " |")


def header(*cells):
    row(*cells)
    print("|" + "---|" * len(cells))


def size_and_power(n, seed):
    generator = np.random.default_rng(seed)
    priors = {name: fit_priors(generator, world) for name, world in WORLDS.items()}
    print(
        f"\nFalse better / false worse, per cent, nothing changed; {n:,} series a cell: former → moderated\n"
    )
    header("world", *(f"m {m}, k {k}" for m, k in CELLS))
    worst = 0.0
    for name, world in WORLDS.items():
        cells = [false_shares(generator, n, m, k, world, priors[name]) for m, k in CELLS]
        worst = max(worst, *(max(c[2:4]) for c in cells))
        row(name, *(f"{c[0]:.1f}/{c[1]:.1f} → {c[2]:.1f}/{c[3]:.1f}" for c in cells))
    print(
        f"\nLargest of the moderated test: {worst:.1f} (Monte Carlo error {100 * np.sqrt(0.025 * 0.975 / n):.1f})"
    )
    print("\nSeen better, per cent, bend of 3 a year, k 3: former (held to 2.5 % false) → moderated\n")
    header("world", *(f"m {m}" for m in POWER_AT))
    for name, world in WORLDS.items():
        cells = [power(generator, n, m, world, priors[name], 3.0) for m in POWER_AT]
        row(name, *(f"{c[0]:.0f} ({c[1]:.0f}) → {c[2]:.0f}" for c in cells))


def stated_priors(n, seed):
    """Series judged by the stated prior, their true shocks smaller, as large and larger than it says."""
    generator = np.random.default_rng(seed)
    print(
        "\nStated prior (logit), walks all alike, false better / worse by true shocks over the prior's s0, k 3\n"
    )
    header("true / stated", *(f"m {m}" for m in POWER_AT))
    stated = STATED_PRIORS["logit"]
    priors = np.array([[stated.d0, stated.s0_squared]])
    for ratio in (0.2, 1, 3, 5):
        world = {"error": 0.0, "shock": ratio * np.sqrt(stated.s0_squared)}
        cells = [false_shares(generator, n, m, 3, world, priors) for m in POWER_AT]
        row(ratio, *(f"{c[2]:.1f}/{c[3]:.1f}" for c in cells))


def outliers(n, seed):
    """Series whose last baseline figure is five errors low, or the worst of all."""
    generator = np.random.default_rng(seed)
    print(
        "\nBaseline off, m 8, k 3: better by the former → better, depends on the baseline year (moderated)\n"
    )
    header("baseline", "error published", "none published")
    for name in ("five errors low", "worst of eight"):
        cells = []
        for error in (1.0, 0.0):
            world = {"error": error, "extra": 0.0 if error else 1.0}
            priors = fit_priors(generator, world)
            time, value, se = make_series(generator, n, 11, **world)
            if name == "worst of eight":
                place = value[:, :8].argmin(axis=1)
                rows = np.arange(n)
                value[rows, place], value[:, 7] = value[:, 7].copy(), value[rows, place]
            else:
                value[:, 7] -= 5
            early = np.broadcast_to(np.arange(11) < 8, value.shape)
            one = priors[np.arange(n) * len(priors) // n]
            old = former_trend_test(time, value, se, early).verdict
            new = baseline_trend_test(
                time, value, se, early, ~early, 1.0, d0=one[:, 0], s0_squared=one[:, 1]
            ).verdict
            cells.append(
                f"{100 * (old == 'better').mean():.0f} → {100 * (new == 'better').mean():.0f}, "
                f"{100 * (new == 'depends_on_baseline_year').mean():.0f}"
            )
        row(name, *cells)


def smooth_sources(sources, seed):
    """Sources found smooth, by kind, number of series and figures up to the baseline."""
    generator = np.random.default_rng(seed)
    kinds = ("smooth", "walk", "independent", "AR(1) .7")
    print("\nSources that get no verdict as smooth, per cent; their series independent\n")
    header("series, figures", *kinds)
    for count, points in ((1, 8), (5, 8), (10, 8), (20, 8), (1, 16), (5, 16), (10, 16)):
        cells = []
        for kind in kinds:
            n = sources * count
            world = {"walk": {"shock": 1.0}, "AR(1) .7": {"again": 1.0}}.get(kind, {"extra": 1.0})
            time, value, _ = make_series(generator, n, points, error=0.0, **world)
            if kind == "smooth":
                start = generator.normal(size=(n, 1)) * 2
                value = np.cumsum(start + np.cumsum(generator.normal(size=(n, points)), axis=1), axis=1)
            names = np.repeat(np.arange(sources), count).astype(str)
            cells.append(
                f"{100 * judge_sources(names, time, value, np.ones_like(value, bool)).is_smooth.mean():.0f}"
            )
        row(f"{count}, {points}", *cells)


def few_events(n, seed):
    """Poisson counts of small mean on the power 2/3, by the moderated test; the former on logarithms beside it."""
    generator = np.random.default_rng(seed)
    print("\nSmall counts, false better / worse: former, logarithms → moderated, power 2/3\n")
    cells = [(3, 3), (4, 3), (6, 3), (8, 3), (8, 1), (3, 1)]
    header("mean", *(f"m {m}, k {k}" for m, k in cells))
    for mean in (3, 5, 15):
        out = []
        for m, k in cells:
            count = generator.poisson(mean, (n, m + k)).astype(float)
            time = np.broadcast_to(np.arange(m + k, dtype=float), count.shape)
            early = np.broadcast_to(np.arange(m + k) < m, count.shape)
            level = expected_counts(time, count, np.ones_like(early))
            value, se = to_power(count), np.sqrt(power_variance(level))
            size = np.sqrt(prior_on_power(1.0, level))[:, None]
            some = slice(0, FRAMEWORK)
            prior = fit_prior("log", "", time[some], (value / size)[some], (se / size)[some], early[some])
            new = baseline_trend_test(
                time,
                value,
                se,
                early,
                ~early,
                1.0,
                d0=prior.d0,
                s0_squared=prior_on_power(prior.s0_squared, level),
            ).verdict
            kept = (count > 0).all(axis=1)
            logs = np.log(np.where(count > 0, count, 1.0))
            error = 1 / np.sqrt(np.maximum(count, 1.0))
            old = former_trend_test(time[kept], logs[kept], error[kept], early[kept]).verdict
            part = [100 * (a == w).mean() for a in (old, new) for w in ("better", "worse")]
            out.append("{:.1f}/{:.1f} → {:.1f}/{:.1f}".format(*part))
        row(mean, *out)


def overdispersed_changes(n, seed):
    """Two counts of mean 50 compared, the last baseline one and one three years on; variance phi times Poisson's."""
    generator = np.random.default_rng(seed)
    print("\nChange of overdispersed counts, false improved / worse: Poisson alone → moderated factor\n")
    header("phi", *(f"m {m}" for m in POWER_AT))
    for phi in (1, 2, 4, "1 to 8"):
        out = []
        for m in POWER_AT:
            factor = (
                generator.choice([1.0, 2, 4, 8], (n, 1)) if phi == "1 to 8" else np.full((n, 1), float(phi))
            )
            excess = np.maximum(factor - 1, 1e-9)
            count = generator.poisson(generator.gamma(50 / excess, excess, (n, m + 3))).astype(float)
            time = np.broadcast_to(np.arange(m + 3.0), count.shape)
            early = np.broadcast_to(np.arange(m + 3) < m, count.shape)
            level = expected_counts(time, count, np.ones_like(early))
            value, variance = np.log(np.maximum(count, 1.0)), 1 / level
            ratio, degrees = dispersion_ratio(time, value, variance, early)
            found, df = np.ones(n), np.full(n, np.inf)
            for first in range(0, n, FRAMEWORK):
                some = slice(first, first + FRAMEWORK)
                prior = fit_dispersion_prior(ratio[some], degrees[some]) or (0.0, 1.0)
                one = moderate_dispersion(ratio[some], degrees[some], *prior)
                found[some], df[some] = one.phi, one.df
            plain = (value[:, -1] - value[:, m - 1]) / np.sqrt(variance[:, -1] + variance[:, m - 1])
            better = plain / np.sqrt(found) / t_quantile(0.975, df)
            part = [100 * (a >= 1).mean() for a in (plain / 1.96, -plain / 1.96, better, -better)]
            out.append("{:.1f}/{:.1f} → {:.1f}/{:.1f}".format(*part))
        row(phi, *out)


def seasons(n, seed):
    """Monthly and quarterly series of seven and eleven years with a season, tested on blocks, one a year."""
    generator = np.random.default_rng(seed)
    print(
        "\nMonths and quarters, k 3, false better / worse: blocks without → with the standard error of the rest\n"
    )
    kinds = ("noise", "walk", "walk and noise")
    header("a year, baseline years", *kinds)
    for per_year, years in ((12, 4), (12, 8), (4, 4), (4, 8)):
        out = []
        for kind in kinds:
            size = per_year * (years + 3)
            blocks = []
            for _ in range(n):
                value = np.tile(generator.normal(0, 3, per_year), years + 3)
                value += generator.normal(size=size) * ("noise" in kind)
                value += np.cumsum(generator.normal(0, per_year**-0.5, size)) * ("walk" in kind)
                parts = adjust_season(value, per_year)
                blocks.append(
                    annual_blocks(np.arange(size) / per_year, parts, per_year, years * per_year - 1)
                )
            time, value, se, early = (
                np.array([getattr(b, name) for b in blocks])
                for name in ("time", "value", "se", "is_baseline")
            )
            part = []
            for error in (None, se):
                some = slice(0, 2 * FRAMEWORK)
                prior = fit_prior(
                    "log", "", time[some], value[some], None if error is None else se[some], early[some]
                )
                test = baseline_trend_test(
                    time, value, error, early, ~early, 1.0, d0=prior.d0, s0_squared=prior.s0_squared
                )
                part += [100 * (test.verdict == word).mean() for word in ("better", "worse")]
            out.append("{:.1f}/{:.1f} → {:.1f}/{:.1f}".format(*part))
        row(f"{per_year}, {years}", *out)


def counted(n, seed):
    """Counted rates and shares the way of a page, by the framework's own priors and by the stated ones."""
    for name, frameworks in (("each framework's own priors", FRAMEWORKS // 2), ("the stated priors", 0)):
        table = counted_table(n, seed, POWER_AT, frameworks)
        print(f"\nCounted, by {name}, nothing changed: better/worse than trend, improved/worse since\n")
        header("world", *(f"m {m}" for m in POWER_AT))
        false = ["false_better", "false_worse", "false_improved", "false_deteriorated"]
        for world, one in table.groupby("world", sort=False):
            row(world, *("{:.1f}/{:.1f}, {:.1f}/{:.1f}".format(*c) for c in one[false].to_numpy()))
        print(f"\nCounted, by {name}, rising to 1.5, 2 and 2.5 times: former held to 2.5 % → today's\n")
        header("world", *(f"m {m}" for m in POWER_AT))
        for world, one in table.groupby("world", sort=False):
            row(world, *("{:.0f} → {:.0f}".format(*c) for c in one[["power_former", "power"]].to_numpy()))


def mixed_frameworks(n, seed):
    """Frameworks whose series are of five kinds, under one prior."""
    generator = np.random.default_rng(seed)
    names = [name for name in WORLDS if name in MIXED]
    priors = []
    for _ in range(FRAMEWORKS):
        parts = [make_series(generator, FRAMEWORK // len(names), 8, **WORLDS[name]) for name in names]
        time, value = (np.concatenate([p[i] for p in parts]) for i in (0, 1))
        se = np.concatenate([np.full(p[1].shape, np.nan) if p[2] is None else p[2] for p in parts])
        prior = fit_prior("log", "", time, value, se, np.arange(8) < generator.permutation(LENGTHS)[:, None])
        priors.append((prior.d0, prior.s0_squared))
    print("\nFrameworks of five kinds of series under one prior, false better / worse: former → moderated\n")
    header("world", *(f"m {m}, k {k}" for m, k in CELLS))
    for name in names:
        cells = [false_shares(generator, n, m, k, WORLDS[name], np.array(priors)) for m, k in CELLS]
        row(name, *(f"{c[0]:.1f}/{c[1]:.1f} → {c[2]:.1f}/{c[3]:.1f}" for c in cells))


if __name__ == "__main__":
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    size_and_power(draws, seed)
    stated_priors(draws, seed)
    outliers(draws, seed)
    smooth_sources(max(draws // 40, 20), seed)
    few_events(draws, seed)
    overdispersed_changes(draws, seed)
    counted(draws, seed)
    seasons(max(draws // 20, 100), seed)
    mixed_frameworks(draws, seed)
