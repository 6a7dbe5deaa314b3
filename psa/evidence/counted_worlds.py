"""How often the test of the trend is wrong about counted rates and shares, and how often it sees them rise.

Made counts go the way of a page, through all that is done to its figures: by the priors that each made framework
fits to its own 40 baselines, as `psa priors` does, or by the stated ones of a framework that has no table of them.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.random import Generator

from psa.evidence.former_trend import FormerTest, former_trend_test
from psa.evidence.trend_worlds import LATER, LENGTHS, as_wide, share_held, sides
from psa.methods.array_types import Floats
from psa.methods.fitted_priors import fitted_priors
from psa.methods.official import assess_measures
from psa.methods.settings import Settings, usual_settings

RISE = (1.5, 2.0, 2.5)  # three later figures beside the level before
PEOPLE = 100_000.0  # under each rate


@dataclass(frozen=True)
class CountedWorld:
    """Counts about one level.

    Attributes:
        mean: events, or people with a trait.
        factor: their variance over Poisson's; None for 1, 2, 4 or 8, one of each series.
        is_share: whether they are counted among 20 times the mean, and not among 100,000.
    """

    mean: float
    factor: float | None
    is_share: bool

    @property
    def base(self) -> float:
        """Return how many people they are counted among."""
        return 20.0 * self.mean if self.is_share else PEOPLE


COUNTED = {
    "rate, mean 5 events": CountedWorld(5, 1, False),
    "share, mean 5 of 100": CountedWorld(5, 1, True),
    "rate, mean 50": CountedWorld(50, 1, False),
    "share, mean 50 of 1,000": CountedWorld(50, 1, True),
    "rate, mean 50, variance 4 times Poisson": CountedWorld(50, 4, False),
    "share, mean 50 of 1,000, variance 4 times binomial": CountedWorld(50, 4, True),
    "rate, mean 50, variance 1 to 8 times Poisson": CountedWorld(50, None, False),
    "rate, mean 50, variance 8 times Poisson": CountedWorld(50, 8, False),
    "share, mean 50 of 1,000, variance 8 times binomial": CountedWorld(50, 8, True),
}
FEW_WORLDS = (
    "rate, mean 5 events",
    "rate, mean 50",
    "rate, mean 50, variance 4 times Poisson",
    "share, mean 50 of 1,000, variance 8 times binomial",
)  # enough for a page


def counted_table(
    n: int,
    seed: int,
    lengths: tuple[int, ...],
    frameworks: int,
    worlds: dict[str, CountedWorld] | None = None,
) -> pd.DataFrame:
    """Return false verdicts and power on counted rates and shares, the way of a page.

    Args:
        n: series made for each figure.
        seed: of the random numbers.
        lengths: figures up to the baseline.
        frameworks: how many fit priors of their own, shared among the n series; 0 for the stated priors.
        worlds: name -> choices; without it, `COUNTED`.

    Returns:
        world, points, false_better, false_worse (the larger of one and three later figures), false_improved and
        false_deteriorated (of the change since the baseline, likewise), power_former (the former test held to 2.5
        per cent false) and power (a rise to `RISE` times the level called better); in per cent.
    """
    generator, rows = np.random.default_rng(seed), []
    for name, world in (COUNTED if worlds is None else worlds).items():
        settings = _settings_of(generator, world, frameworks)
        rows += [(name, m, *_shares(generator, n, m, world, settings)) for m in lengths]
    columns = ["false_better", "false_worse", "false_improved", "false_deteriorated", "power_former", "power"]
    return pd.DataFrame(rows, columns=["world", "points", *columns])


def _settings_of(generator: Generator, world: CountedWorld, frameworks: int) -> list[Settings]:
    """Return the settings of each framework, with the priors fitted to its own baselines; one alone for 0."""
    usual, longest = usual_settings(), int(LENGTHS.max())
    is_there = (np.arange(longest) >= longest - LENGTHS[:, None]).ravel()
    found = []
    for _ in range(frameworks):
        frame = _frame(_counts(generator, len(LENGTHS), longest, world), longest, world)
        priors = fitted_priors(frame[is_there].reset_index(drop=True), usual, "2026-11-28")
        found.append(replace(usual, trend_priors=priors))
    return found or [usual]


def _shares(
    generator: Generator, n: int, m: int, world: CountedWorld, settings: list[Settings]
) -> tuple[float, ...]:
    """Return the false verdicts and the power of a world at m figures up to the baseline; in per cent."""
    unchanged = [_counts(generator, n, m + k, world) for k in LATER]
    still = _counts(generator, n, m + 3, world)
    risen = _counts(generator, n, m + 3, world, np.concatenate([np.ones(m), RISE]))
    *found, found_risen = _assess([*unchanged, risen], m, world, settings)
    false = np.array(
        [
            (*sides(one["trend_verdict"]), *sides(one["level_verdict"].replace({"improved": "better"})))
            for one in found
        ]
    )
    former = share_held(_former(still, m, world), _former(risen, m, world))
    return *false.max(axis=0), former, sides(found_risen["trend_verdict"])[0]


def _counts(
    generator: Generator, n: int, points: int, world: CountedWorld, level: Floats | float = 1.0
) -> Floats:
    """Return made counts, (n, points), about ``level`` times the world's mean."""
    shape = (n, points)
    factor = (
        generator.choice([1.0, 2, 4, 8], (n, 1)) if world.factor is None else np.full((n, 1), world.factor)
    )
    excess = np.broadcast_to(np.maximum(factor - 1.0, 1e-9), shape)
    mean = np.broadcast_to(np.asarray(level) * world.mean, shape)
    expected = np.where(factor > 1, generator.gamma(mean / excess, excess, shape), mean)
    return generator.poisson(expected).astype(float)


def _assess(sets: list[Floats], m: int, world: CountedWorld, settings: list[Settings]) -> list[pd.DataFrame]:
    """Return the assessments of sets of made counts, each shared among the frameworks, which have a part of all."""
    wide = np.split(as_wide(sets), np.cumsum([len(count) for count in sets])[:-1])
    shares = zip(*(np.array_split(count, len(settings)) for count in wide), strict=True)
    found: list[list[pd.DataFrame]] = [[] for _ in sets]
    for parts, one in zip(shares, settings, strict=True):
        table = assess_measures(_frame(np.concatenate(parts), m, world), one)
        ends = np.cumsum([len(part) for part in parts])
        for place, (part, end) in enumerate(zip(parts, ends, strict=True)):
            found[place].append(table.iloc[end - len(part) : end])
    return [pd.concat(tables) for tables in found]


def _frame(count: Floats, m: int, world: CountedWorld) -> pd.DataFrame:
    """Return counted figures as a long frame, m of each series up to the default baseline; NaN where there is none."""
    n, points = count.shape
    return pd.DataFrame(
        {
            "measure_id": np.repeat(np.char.zfill(np.arange(n).astype(str), 6), points),
            "period": np.tile(np.arange(2008 - m, 2008 - m + points).astype(str), n),
            "value": (count / world.base * (100 if world.is_share else PEOPLE)).ravel(),
            "numerator": count.ravel(),
            "denominator": world.base,
            "sign": 1.0,
            "unit": "percent" if world.is_share else "per 100,000",
            "value_kind": "proportion" if world.is_share else "rate",
        }
    )


def _former(count: Floats, m: int, world: CountedWorld) -> FormerTest:
    """Return the former test of made counts, by logarithms or logits with each figure's own error."""
    events = np.maximum(count, 0.5)
    rest = np.maximum(world.base - events, 0.5) if world.is_share else np.full(count.shape, world.base)
    error = np.sqrt(1 / events + (1 / rest if world.is_share else 0.0))
    time = np.broadcast_to(np.arange(count.shape[1], dtype=float), count.shape)
    return former_trend_test(time, np.log(events / rest), error, np.broadcast_to(time < m, count.shape))
