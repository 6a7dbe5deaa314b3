"""How sure the label of an agreement is: rules of indicators drawn together and rolled up 10,000 times.

The draws are made with the errors as they are declared to be shared, and once more with nothing shared: the
range of a label's chance is what both give. Measures whose error group is not known are taken as alone in the
first, and the range also holds what comes out if they share with the others of their agreement. A measure whose
chance is not known keeps its rating in the chance, and the range holds what comes out if it were the other. Where
the figures of a framework do not tell whether anything changed in it at all, the range holds both answers.
`psa.methods.label_draws` makes the draws.

>>> measures                                                                        # doctest: +SKIP
  agreement_id indicator_id  estimate  standard_error   df  lower  upper  family error_group  is_met
0            a          a/1       7.6             0.2  inf    0.0    inf  margin      survey    True
1            a          a/2       1.0             0.5  6.0    0.0    inf  change                True
2            a          a/3      -0.2             NaN  inf    0.0    inf  change       count   False
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from psa.methods.label_draws import Drawn, RatedMeasures, count_each, draw_rules, rated_measures
from psa.methods.rule_chances import RHO, RHO_MODELLED, RuleChances, asked_rules, group_numbers, rule_chances
from psa.methods.shrinkage import Floats

Booleans = NDArray[np.bool_]
Objects = NDArray[np.object_]
DRAWS, SEED = 10_000, 2007
DOUBT = 0.05  # from here to 1 less it the figures do not tell whether anything changed
COMPONENT_RULES = ("majority", "all", "any", "net")
LABELS = ("strong_progress", "some_progress", "no_progress", "not_yet_assessed")


@dataclass(frozen=True)
class LabelChances:
    """How sure the labels of a framework are.

    Attributes:
        agreements: one row each, by agreement_id: `chance_<label>` as declared (NaN where the chance of no
            indicator is known and the label depends on them), `chance_<label>_low` and `_high`,
            `chance_known` (indicators whose chance is known), `expected_false`.
        indicators: one row each rated indicator, by indicator_id: `chance_met` as declared, `chance_met_low`
            and `_high`; NaN where it is not known.
        scenarios: what went into each: the fitted priors, for the working.
    """

    agreements: pd.DataFrame
    indicators: pd.DataFrame
    scenarios: dict[str, RuleChances]


def label_chances(
    measures: pd.DataFrame,
    labels: Mapping[str, Sequence[str]],
    component_rule: str = "majority",
    rho: float = RHO,
    rho_modelled: float = RHO_MODELLED,
    draws: int = DRAWS,
    seed: int = SEED,
) -> LabelChances:
    """Return the chance of each label of each agreement, and of each indicator to meet its own rule.

    Args:
        measures: one row a rated measure, those of an agreement and of an indicator next to each other (see
            the module's top, and `asked_rules`); `is_met`: whether its figures meet the rule.
        labels: for each agreement the label that it has if 0, 1, ... of its rated indicators improved. An
            agreement without rated measures has one entry.
        component_rule: when a set of measures counts as improved: majority, all, any or net.
        rho, rho_modelled: correlation of errors in a group, and in one of modelled series.
        draws, seed: how many draws, from which seed. An agreement has a stream of its own by its name, so
            that another one changes nothing in it.

    Raises:
        ValueError: a component rule that is not known, or labels that do not fit the rated indicators.
    """
    if component_rule not in COMPONENT_RULES:
        raise ValueError(f"component_rule {component_rule!r} is not one of {', '.join(COMPONENT_RULES)}")
    scenarios = _scenarios(measures, rho, rho_modelled)
    rated = rated_measures(measures, list(labels), component_rule)
    for (name, possible), size in zip(labels.items(), rated.sizes, strict=True):
        if len(possible) != size + 1:
            raise ValueError(f"{name} has {size} rated indicators, so {size + 1} labels")
    drawn = draw_rules(rated, scenarios, list(labels), draws, seed)
    known = count_each(drawn["declared"].is_known, rated.sizes)
    columns = _label_columns(drawn, list(labels.values()), known > 0, draws)
    columns |= {"chance_known": known, "expected_false": _expected_false(drawn["declared"], rated)}
    agreements = pd.DataFrame(columns, index=pd.Index(labels, name="agreement_id"))
    return LabelChances(agreements, _indicator_chances(drawn, rated.ids), scenarios)


def independent_chances(met: ArrayLike, labels: Sequence[str]) -> dict[str, float]:
    """Return `chance_<label>` where each indicator is met with its own chance, whatever the others are.

    Args:
        met: chance of each indicator, 0 to 1.
        labels: the label if 0, 1, ... of them are met.
    """
    chances = dict.fromkeys((f"chance_{label}" for label in LABELS), 0.0)
    for label, chance in zip(labels, count_chances(met), strict=True):
        chances[f"chance_{label}"] += float(chance)
    return chances


def count_chances(met: ArrayLike) -> Floats:
    """Return the chance that 0, 1, ... of so many come true, each with its own chance, independently."""
    of_count: Floats = np.array([1.0])
    for chance in np.asarray(met, float):
        of_count = np.convolve(of_count, [1 - chance, chance])
    return of_count


def _scenarios(measures: pd.DataFrame, rho: float, rho_modelled: float) -> dict[str, RuleChances]:
    """Return the chances of the rules as declared, with nothing shared, and with what is not declared shared."""
    asked, group = asked_rules(measures), group_numbers(measures["error_group"])
    out = {
        "declared": rule_chances(asked, group, rho, rho_modelled),
        "apart": rule_chances(asked, group, 0.0),
    }
    if (group < 0).any():
        shared = group_numbers(measures["agreement_id"]) + group.max(initial=-1) + 1
        out["undeclared"] = rule_chances(asked, np.where(group < 0, shared, group), rho, rho_modelled)
    doubt = out["declared"].chance_null
    if ((doubt > DOUBT) & (doubt < 1 - DOUBT)).any():
        for name, chance in (("something changed", 0.0), ("nothing changed", 1.0)):
            out[name] = replace(out["declared"], chance_null=np.where(doubt > 0, chance, doubt))
    return out


def _indicator_chances(drawn: Mapping[str, Drawn], ids: Objects) -> pd.DataFrame:
    """Return for each indicator the chance to meet its rule, its low and its high end."""
    low = np.min([d.surely for d in drawn.values()], axis=0)
    high = np.max([d.possibly for d in drawn.values()], axis=0)
    parts = np.column_stack([drawn["declared"].held, low, high])
    chances = np.where(drawn["declared"].is_known[:, None], parts, np.nan)
    columns = ["chance_met", "chance_met_low", "chance_met_high"]
    return pd.DataFrame(chances, index=pd.Index(ids, name="indicator_id"), columns=columns)


def _expected_false(declared: Drawn, rated: RatedMeasures) -> Floats:
    """Return how many of the indicators that are rated as improved are expected not to be, of each agreement."""
    is_counted = rated.rated_met & declared.is_known
    wrong = 1 - declared.held[is_counted]
    number = count_each(is_counted, rated.sizes)
    last = np.cumsum(number)
    return np.array([wrong[start:stop].sum() for start, stop in zip(last - number, last, strict=True)])


def _label_columns(
    drawn: Mapping[str, Drawn], labels: Sequence[Sequence[str]], is_known: Booleans, draws: int
) -> dict[str, NDArray[Any]]:
    """Return the chance of each label and its range over the scenarios, by column; one number an agreement.

    Args:
        drawn: by scenario.
        labels: of each agreement, by count.
        is_known: whether the chance of any of its indicators is.
        draws: how many there were.
    """
    alike: dict[tuple[str, ...], list[int]] = {}
    for place, possible in enumerate(labels):
        alike.setdefault(tuple(possible), []).append(place)
    size = np.array([len(possible) for possible in labels])
    start, start_of_pairs = np.cumsum(size) - size, np.cumsum(size**2) - size**2
    columns: dict[str, NDArray[Any]] = {}
    for possible, places in alike.items():
        n = len(possible)
        names, one_hot, can, only = _possible_labels(possible)
        counts = drawn["declared"].counts[start[places, None] + np.arange(n)]
        declared = counts @ one_hot / draws
        declared[~is_known[places] & (len(set(possible)) > 1)] = np.nan
        within = start_of_pairs[places, None] + np.arange(n * n)
        pairs = [d.pairs[within][:, None] / draws for d in drawn.values()]
        low, high = (
            np.min([p @ only for p in pairs], axis=0)[:, 0],
            np.max([p @ can for p in pairs], axis=0)[:, 0],
        )
        for i, name in enumerate(names):
            for end, chance in (("", declared), ("_low", low), ("_high", high)):
                column = columns.setdefault(f"chance_{name}{end}", np.full(len(labels), np.nan))
                column[places] = chance[:, i]
    return columns


@lru_cache(maxsize=256)
def _possible_labels(possible: tuple[str, ...]) -> tuple[list[str], Booleans, Floats, Floats]:
    """Return the labels' names, which one each count has, and which are possible between any two counts.

    The second is (counts, labels). The last two are (counts squared, labels), 1 or 0: whether a label
    is possible from so many to so many improved, and whether it is then the only one.
    """
    n = len(possible)
    names = list(dict.fromkeys([*LABELS, *possible]))
    code = np.array([names.index(p) for p in possible])
    one_hot = np.eye(len(names), dtype=bool)[code]
    can = np.zeros((n, n, len(names)), bool)
    for low in range(n):
        can[low, low:] = np.maximum.accumulate(one_hot[low:], axis=0)
    only = can & (can.sum(axis=2, keepdims=True) == 1)
    return names, one_hot, can.reshape(n * n, -1).astype(float), only.reshape(n * n, -1).astype(float)
