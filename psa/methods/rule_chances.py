"""The chance that each rated measure of a framework truly meets its own rule.

Estimates are shrunk towards what their family shows in the framework (`psa.methods.shrinkage`), changes and
margins apart. Errors that are shared are given as groups. What is not known of a true value is then one normal
variable G a measure, and its rule is met where G lies between two limits: that is all a draw needs.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from psa.methods.array_types import Flags
from psa.methods.quantiles import t_probability
from psa.methods.shrinkage import Floats, Posterior, Prior, fit_kappa, fit_prior, posterior

RHO = 0.7  # correlation of errors in a group: those of one survey or one count
RHO_MODELLED = 0.9  # of estimates that one model made
FAMILIES = {"change": True, "margin": False}  # and whether 0 may be the true value of all of a family


@dataclass(frozen=True)
class RuleChances:
    """What is known of each measure's rule, in the order of the frame; NaN where nothing is.

    Attributes:
        from_limit, to_limit: what G has to lie between if anything of the measure's family changed at all.
        loading: correlation of G with the common part of its group.
        group: number of its error group, -1 for none.
        chance_null: chance that nothing of the measure's family changed.
        is_met_at_null: whether the rule is met then.
        priors, kappa: of each family: what its true values look like, and how they go together in a group.
    """

    from_limit: Floats
    to_limit: Floats
    loading: Floats
    group: NDArray[np.int64]
    chance_null: Floats
    is_met_at_null: NDArray[np.bool_]
    priors: dict[str, Prior]
    kappa: dict[str, float]

    @cached_property
    def chance(self) -> Floats:
        """Return the chance of each measure that its rule is truly met."""
        changed = ndtr(self.to_limit) - ndtr(self.from_limit)
        chance: Floats = (1 - self.chance_null) * changed + self.chance_null * self.is_met_at_null
        return chance


@dataclass(frozen=True)
class AskedRules:
    """What rules ask of measures, in their own standard errors, and what their families show; NaN where not known.

    Attributes:
        u, df: the estimate, and degrees of freedom of its standard error.
        low, high: limits that the true value has to lie between.
        families: of each family, which measures are of it.
        priors: of each family, what its true values look like.
        is_modelled: whether a model made the series: it tells nothing of the others.
        is_certain, is_met: whether the estimate is the truth, as that of a full count, and whether it meets the rule.
    """

    u: Floats
    df: Floats
    low: Floats
    high: Floats
    families: dict[str, Flags]
    priors: dict[str, Prior]
    is_modelled: Flags
    is_certain: Flags
    is_met: Flags


def asked_rules(measures: pd.DataFrame) -> AskedRules:
    """Return what is asked of each rated measure, with the priors of their families.

    Args:
        measures: one row a rated measure: indicator_id, estimate, standard_error, df, lower, upper, family
            (`psa.methods.own_rule.own_rules`), and, where some are, is_modelled. A standard error of 0 is that
            of a full count, whose figure is taken for the truth. Modelled series tell nothing of the others.
    """
    columns = ("estimate", "standard_error", "df", "lower", "upper")
    estimate, error, df, lower, upper = (measures[c].to_numpy(float) for c in columns)
    with np.errstate(divide="ignore", invalid="ignore"):
        u, low, high = (np.where(error > 0, a / error, np.nan) for a in (estimate, lower, upper))
    u = np.where(np.isnan(low) | np.isnan(high), np.nan, u)
    family = measures["family"].to_numpy(object)
    is_modelled = np.zeros(len(measures), bool)
    if "is_modelled" in measures:
        is_modelled = measures["is_modelled"].to_numpy(bool)
    size = measures.groupby("indicator_id", sort=False)["indicator_id"].transform("size").to_numpy(float)
    weight = np.where(is_modelled, 0.0, 1 / size)
    families = {name: np.asarray(family == name, bool) for name in FAMILIES}
    return AskedRules(
        u=u,
        df=df,
        low=low,
        high=high,
        families=families,
        priors={name: fit_prior(u[at], df[at], weight[at], FAMILIES[name]) for name, at in families.items()},
        is_modelled=is_modelled,
        is_certain=(error == 0) & np.isfinite(estimate),
        is_met=(estimate <= upper)
        & ((estimate > lower) | ((estimate == lower) & ((lower != 0) | families["margin"]))),
    )


def rule_chances(
    asked: AskedRules, group: NDArray[np.int64], rho: float = RHO, rho_modelled: float = RHO_MODELLED
) -> RuleChances:
    """Return the chance of each rated measure to meet its rule, and what it takes to draw them together.

    Args:
        asked: from `asked_rules`.
        group: number of the error group of each, -1 for none.
        rho: correlation of errors within a group; 0 for errors that nothing shares.
        rho_modelled: the same in a group of modelled series; nothing is shared there either where rho is 0.
    """
    rhos = np.where(asked.is_modelled & (rho > 0), rho_modelled, rho)
    from_limit, to_limit, loading, chance_null = np.full((4, len(group)), np.nan)
    kappas = {}
    for name, at in asked.families.items():
        u, df, prior = asked.u[at], asked.df[at], asked.priors[name]
        of_rest = np.where(asked.is_modelled, -1, group)[at]
        kappa = fit_kappa(u, df, prior, of_rest, rho) if rho else 0.0
        known = posterior(u, df, prior, group[at], rhos[at], kappa)
        from_limit[at], to_limit[at] = _limits(known, asked.low[at], asked.high[at])
        loading[at], chance_null[at] = known.loading, prior.chance_null
        kappas[name] = kappa
    certain = asked.is_certain
    from_limit = np.where(certain, np.where(asked.is_met, -np.inf, np.inf), from_limit)
    to_limit = np.where(certain, np.inf, to_limit)
    loading, chance_null = np.where(certain, 0.0, loading), np.where(certain, 0.0, chance_null)
    at_null = (asked.low < 0) & (asked.high > 0)
    return RuleChances(from_limit, to_limit, loading, group, chance_null, at_null, asked.priors, kappas)


def _limits(known: Posterior, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return the limits of the rule on the scale of a normal variable that stands for what is not known."""
    with np.errstate(invalid="ignore"):
        ends = [t_probability(known.df, (limit - known.mean) / known.sd) for limit in (low, high)]
    return ndtri(ends[0]), ndtri(ends[1])


def group_numbers(labels: pd.Series) -> NDArray[np.int64]:
    """Return a number for each error group by its name, -1 where the name is missing or empty."""
    words = labels.astype(object).where(labels.notna() & (labels != ""), None)
    return pd.factorize(words)[0].astype(np.int64)
