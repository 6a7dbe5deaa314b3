"""Made frameworks of which the truth is known, and how often stated chances of labels come true in them.

A world says how true changes, errors and rules come about. Every rate is in standard errors, so a standard
error of 1 says nothing about any unit. Pure and seeded.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from psa.methods.label_chances import LABELS, label_chances
from psa.methods.shrinkage import Floats

Stated = Callable[["Made"], pd.DataFrame]  # chance_<label> and expected_false of each agreement


@dataclass(frozen=True)
class World:
    """How a framework is made.

    Attributes:
        name: in words.
        spread, mean: of the true changes, or of the true margins where the rule is a standard.
        rho: correlation of the errors within an agreement, or within a set.
        kappa: correlation of the true values there.
        least: minimum change asked for; NaN for none.
        is_standard: the rule is a standard, and the figures slip.
        components: measures of each indicator.
        understated: true standard errors over the stated.
        df: degrees of freedom of the standard errors; inf where they are known.
        is_declared: whether the sharing of errors is told to the method.
        agreements, indicators: how many, and how many in each.
    """

    name: str
    spread: float = 1.4
    mean: float = 0.0
    rho: float = 0.0
    kappa: float = 0.0
    least: float = float("nan")
    is_standard: bool = False
    components: int = 1
    understated: float = 1.0
    df: float = float("inf")
    is_declared: bool = True
    agreements: int = 400
    indicators: int = 6


WORLDS = (
    World("minimum change", spread=3, least=2),
    World("standards met while slipping", spread=2, mean=1, is_standard=True),
    World("errors shared at .7", rho=0.7),
    World("small true changes", spread=0.5),
    World("nothing changed", spread=0),
    World("component sets, errors shared at .5", rho=0.5, components=9, indicators=4),
    World("published standard errors half too small", understated=2),
    World("errors shared at .7, not declared", rho=0.7, is_declared=False),
    World("errors and true changes shared at .7", rho=0.7, kappa=0.7),
    World("standard errors from the series itself, 4 df", df=4),
)


@dataclass(frozen=True)
class Made:
    """A made framework.

    Attributes:
        world: how it was made.
        measures: as `psa.methods.label_chances.label_chances` takes them, with `change`, the estimated change
            in standard errors, beside.
        labels: the labels by count, of each agreement.
        truth: the true label of each agreement.
        is_false: for each indicator, whether its figures meet the rule and the truth does not.
    """

    world: World
    measures: pd.DataFrame
    labels: dict[str, list[str]]
    truth: list[str]
    is_false: NDArray[np.bool_]


def progress_labels(total: int) -> list[str]:
    """Return the label for 0, 1, ... improved indicators of as many, all rated."""
    return ["no_progress"] + [
        "strong_progress" if 2 * i > total else "some_progress" for i in range(1, total + 1)
    ]


def make_framework(world: World, seed: int) -> Made:
    """Return one framework of a world: figures, rules, and what is true."""
    generator = np.random.default_rng(seed)
    a, k, c = world.agreements, world.indicators, world.components
    groups = (a, 1, 1) if c == 1 else (a, k, 1)

    def mixed(share: float) -> Floats:
        common, own = generator.standard_normal(groups), generator.standard_normal((a, k, c))
        both: Floats = np.sqrt(share) * common + np.sqrt(1 - share) * own
        return both

    true = world.mean + world.spread * mixed(world.kappa)
    estimate = true + world.understated * mixed(world.rho)
    shape = estimate.shape
    error = (
        np.sqrt(generator.chisquare(world.df, shape) / world.df) if np.isfinite(world.df) else np.ones(shape)
    )
    slip = 1.5 + generator.standard_normal(shape)
    lower = 0.0 if np.isnan(world.least) else world.least
    needed = c // 2 + 1
    meets, truly = ((x > lower).sum(axis=2) >= needed for x in (estimate, true))
    names = [f"a{i:04}" for i in range(a)]
    count = a * k * c
    agreement = np.repeat(names, k * c)
    indicator = np.repeat([f"{n}/{j}" for n in names for j in range(k)], c)
    measures = pd.DataFrame(
        {
            "agreement_id": agreement,
            "indicator_id": indicator,
            "estimate": estimate.ravel(),
            "standard_error": error.ravel(),
            "df": world.df,
            "lower": lower,
            "upper": np.inf,
            "family": "margin" if world.is_standard else "change",
            "error_group": (agreement if c == 1 else indicator)
            if world.rho and world.is_declared
            else np.repeat("", count),
            "is_met": (estimate > lower).ravel(),
            "change": (estimate - np.where(world.is_standard, true + slip, 0.0)).ravel(),
        }
    )
    possible = progress_labels(k)
    truth = [possible[n] for n in truly.sum(axis=1)]
    return Made(world, measures, dict.fromkeys(names, possible), truth, (meets & ~truly).ravel())


def state_chances(made: Made, draws: int) -> pd.DataFrame:
    """Return the chances of labels of a made framework by `label_chances`, the dependence as declared."""
    rho = made.world.rho or 0.7
    return label_chances(made.measures, made.labels, rho=rho, draws=draws).agreements


def stated_and_actual(
    world: World, state: Stated, frameworks: int, seed: int = 2007
) -> tuple[pd.DataFrame, pd.Series]:
    """Return how often each stated chance came true, and the improvements expected to be false beside the actual.

    Args:
        world: which.
        state: the method.
        frameworks: how many are made.
        seed: of the first; the next ones follow.

    Returns:
        One row a chance of a label: label, stated, low, high (where the method gives a range), is_true; and a
        series with expected_false and actual_false.
    """
    parts, expected, actual = [], 0.0, 0
    for i in range(frameworks):
        made = make_framework(world, seed + i)
        said = state(made)
        for label in LABELS[:3]:
            ends = [
                said.get(f"chance_{label}{e}", said[f"chance_{label}"]).to_numpy()
                for e in ("", "_low", "_high")
            ]
            parts.append(
                pd.DataFrame(
                    {
                        "label": label,
                        "stated": ends[0],
                        "low": ends[1],
                        "high": ends[2],
                        "is_true": np.array(made.truth) == label,
                    }
                )
            )
        expected, actual = expected + float(said["expected_false"].sum()), actual + int(made.is_false.sum())
    return pd.concat(parts, ignore_index=True), pd.Series(
        {"expected_false": expected, "actual_false": actual}
    )


def by_tenth(chances: pd.DataFrame, least: int = 200) -> pd.DataFrame:
    """Return stated chance and share that came true, by tenth of the stated chance.

    Args:
        chances: stated, low, high, is_true.
        least: cases that a tenth needs to be shown.

    Returns:
        tenth (0 to 9), cases, stated, low, high, actual, difference.
    """
    tenth = (chances["stated"] * 10).astype(int).clip(upper=9).rename("tenth")
    groups = chances.groupby(tenth)
    table = groups[["stated", "low", "high"]].mean().assign(actual=groups["is_true"].mean())
    table.insert(0, "cases", groups.size())
    table = table[table["cases"] >= least]
    return table.assign(difference=table["stated"] - table["actual"]).reset_index()


def of_size(world: World, agreements: int) -> World:
    """Return the same world with so many agreements a framework."""
    return replace(world, agreements=agreements)
