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


def rule_chances(
    measures: pd.DataFrame, group: NDArray[np.int64], rho: float = RHO, rho_modelled: float = RHO_MODELLED
) -> RuleChances:
    """Return the chance of each rated measure to meet its rule, and what it takes to draw them together.

    Args:
        measures: one row a rated measure: indicator_id, estimate, standard_error, df, lower, upper, family
            (`psa.methods.own_rule.own_rules`), and, where some are, is_modelled. A standard error of 0 is that
            of a full count, whose figure is taken for the truth. Modelled series tell nothing of the others.
        group: number of the error group of each, -1 for none.
        rho: correlation of errors within a group; 0 for errors that nothing shares.
        rho_modelled: the same in a group of modelled series; nothing is shared there either where rho is 0.
    """
    n = len(measures)
    columns = ("estimate", "standard_error", "df", "lower", "upper")
    estimate, error, df, lower, upper = (measures[c].to_numpy(float) for c in columns)
    with np.errstate(divide="ignore", invalid="ignore"):
        u, low, high = (np.where(error > 0, a / error, np.nan) for a in (estimate, lower, upper))
    u = np.where(np.isnan(low) | np.isnan(high), np.nan, u)
    family = measures["family"].to_numpy(object)
    is_modelled = measures["is_modelled"].to_numpy(bool) if "is_modelled" in measures else np.zeros(n, bool)
    size = measures.groupby("indicator_id", sort=False)["indicator_id"].transform("size").to_numpy(float)
    weight = np.where(is_modelled, 0.0, 1 / size)
    rhos = np.where(is_modelled & (rho > 0), rho_modelled, rho)
    from_limit, to_limit, loading, chance_null = np.full((4, n), np.nan)
    priors, kappas = {}, {}
    for name, may_be_null in FAMILIES.items():
        at = family == name
        prior = fit_prior(u[at], df[at], weight[at], may_be_null)
        of_rest = np.where(is_modelled, -1, group)[at]
        kappa = fit_kappa(u[at], df[at], prior, of_rest, rho) if rho else 0.0
        known = posterior(u[at], df[at], prior, group[at], rhos[at], kappa)
        from_limit[at], to_limit[at] = _limits(known, low[at], high[at])
        loading[at], chance_null[at] = known.loading, prior.chance_null
        priors[name], kappas[name] = prior, kappa
    certain = (error == 0) & np.isfinite(estimate)
    met = (estimate <= upper) & (
        (estimate > lower) | ((estimate == lower) & ((lower != 0) | (family == "margin")))
    )
    from_limit = np.where(certain, np.where(met, -np.inf, np.inf), from_limit)
    to_limit = np.where(certain, np.inf, to_limit)
    loading, chance_null = np.where(certain, 0.0, loading), np.where(certain, 0.0, chance_null)
    at_null = (low < 0) & (high > 0)
    return RuleChances(from_limit, to_limit, loading, group, chance_null, at_null, priors, kappas)


def _limits(known: Posterior, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return the limits of the rule on the scale of a normal variable that stands for what is not known."""
    with np.errstate(invalid="ignore"):
        ends = [t_probability(known.df, (limit - known.mean) / known.sd) for limit in (low, high)]
    return ndtri(ends[0]), ndtri(ends[1])


def group_numbers(labels: pd.Series) -> NDArray[np.int64]:
    """Return a number for each error group by its name, -1 where the name is missing or empty."""
    words = labels.astype(object).where(labels.notna() & (labels != ""), None)
    return pd.factorize(words)[0].astype(np.int64)
