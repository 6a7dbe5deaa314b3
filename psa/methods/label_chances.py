"""How sure the label of an agreement is: rules of indicators drawn together and rolled up 10,000 times.

The draws are made with the errors as they are declared to be shared, and once more with nothing shared: the
range of a label's chance is what both give. Measures whose error group is not known are taken as alone in the
first, and the range also holds what comes out if they share with the others of their agreement. A measure whose
chance is not known keeps its rating in the chance, and the range holds what comes out if it were the other. Where
the figures of a framework do not tell whether anything changed in it at all, the range holds both answers.

>>> measures                                                                        # doctest: +SKIP
  agreement_id indicator_id  estimate  standard_error   df  lower  upper  family error_group  is_met
0            a          a/1       7.6             0.2  inf    0.0    inf  margin      survey    True
1            a          a/2       1.0             0.5  6.0    0.0    inf  change                True
2            a          a/3      -0.2             NaN  inf    0.0    inf  change       count   False
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from psa.methods.rule_chances import RHO, RHO_MODELLED, RuleChances, group_numbers, rule_chances
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
            the module's top, and `rule_chances`); `is_met`: whether its figures meet the rule.
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
    places = measures.groupby("agreement_id", sort=False).indices
    ids, is_met = measures["indicator_id"].to_numpy(object), measures["is_met"].to_numpy(bool)
    rows, indicators = [], []
    for name, possible in labels.items():
        at = np.asarray(places.get(name, []), np.int64)
        one = _Agreement(ids[at], is_met[at], at, component_rule)
        if len(possible) != len(one.ids) + 1:
            raise ValueError(f"{name} has {len(one.ids)} rated indicators, so {len(one.ids) + 1} labels")
        generator = np.random.default_rng([seed, *name.encode()])
        own = generator.standard_normal((len(at), draws), dtype=np.float32)
        groups = {k: np.unique(s.group[at], return_inverse=True)[1] for k, s in scenarios.items()}
        most = max(group.max(initial=-1) for group in groups.values()) + 1
        common = generator.standard_normal((most, draws), dtype=np.float32)
        found = {k: one.draw(c, own, common, groups[k]) for k, c in scenarios.items()}
        known = int(found["declared"].is_known.sum())
        row = _label_row(found, list(possible), known > 0)
        rows.append(row | {"chance_known": known, "expected_false": one.expected_false(found["declared"])})
        indicators.append(one.chances(found))
    agreements = pd.DataFrame(rows, index=pd.Index(labels, name="agreement_id"))
    index = pd.Index(np.concatenate([i for i, _ in indicators]), name="indicator_id")
    columns = ["chance_met", "chance_met_low", "chance_met_high"]
    chances = pd.DataFrame(np.concatenate([c for _, c in indicators]), index=index, columns=columns)
    return LabelChances(agreements, chances, scenarios)


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
    group = group_numbers(measures["error_group"])
    out = {
        "declared": rule_chances(measures, group, rho, rho_modelled),
        "apart": rule_chances(measures, group, 0.0),
    }
    if (group < 0).any():
        shared = group_numbers(measures["agreement_id"]) + group.max(initial=-1) + 1
        out["undeclared"] = rule_chances(measures, np.where(group < 0, shared, group), rho, rho_modelled)
    doubt = out["declared"].chance_null
    if ((doubt > DOUBT) & (doubt < 1 - DOUBT)).any():
        for name, chance in (("something changed", 0.0), ("nothing changed", 1.0)):
            out[name] = replace(out["declared"], chance_null=np.where(doubt > 0, chance, doubt))
    return out


@dataclass(frozen=True)
class _Drawn:
    """Whether each indicator met its rule in each draw, (indicators, draws): surely, as rated, and possibly."""

    surely: Booleans
    held: Booleans
    possibly: Booleans
    is_known: Booleans


class _Agreement:
    """The rated measures of one agreement and how they make up its indicators."""

    def __init__(self, ids: Objects, is_met: Booleans, at: NDArray[np.int64], component_rule: str) -> None:
        self.at = at
        self.first = np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]]) if len(ids) else np.array([], int)
        self.ids = ids[self.first]
        size = np.diff(np.r_[self.first, len(ids)])
        half = size // 2 + 1
        self.needed = {"majority": half, "net": half, "all": size, "any": np.ones_like(size)}[component_rule]
        self.is_met = is_met
        self.rated_met = self._count(self.is_met[:, None])[:, 0] >= self.needed

    def _count(self, met: Booleans) -> NDArray[np.int64]:
        if len(self.first) == len(met):
            return met.astype(np.int8)
        return np.add.reduceat(met.astype(np.int16), self.first, axis=0)

    def draw(
        self,
        chances: RuleChances,
        own: NDArray[np.float32],
        common: NDArray[np.float32],
        group: NDArray[np.int64],
    ) -> _Drawn:
        """Return what each draw says of each indicator; `group` says which row of `common` a measure has."""
        at = self.at
        load = chances.loading[at].astype(np.float32)[:, None]
        what = own if not load.any() else load * common[group] + np.sqrt(1 - load**2) * own
        met = (what >= chances.from_limit[at][:, None]) & (what <= chances.to_limit[at][:, None])
        for i in np.flatnonzero(chances.chance_null[at] > 0):
            met[i, : round(own.shape[1] * chances.chance_null[at][i])] = chances.is_met_at_null[at][i]
        known = np.isfinite(chances.chance[at])
        count = self._count(met & known[:, None])
        is_known = self._count(known[:, None])[:, 0] > 0
        if known.all():
            met = count >= self.needed[:, None]
            return _Drawn(met, met, met, is_known)
        ends = (np.zeros(len(at), bool), self.is_met & ~known, ~known)
        surely, held, possibly = (count + self._count(e[:, None]) >= self.needed[:, None] for e in ends)
        return _Drawn(surely, held, possibly, is_known)

    def expected_false(self, drawn: _Drawn) -> float:
        """Return how many of the indicators that are rated as improved are expected not to be."""
        wrong = 1 - drawn.held.mean(axis=1)
        return float(wrong[self.rated_met & drawn.is_known].sum())

    def chances(self, found: dict[str, _Drawn]) -> tuple[Objects, Floats]:
        """Return the indicators, and for each the chance to meet its rule, its low and its high end."""
        low = np.min([d.surely.mean(axis=1) for d in found.values()], axis=0)
        high = np.max([d.possibly.mean(axis=1) for d in found.values()], axis=0)
        parts = np.column_stack([found["declared"].held.mean(axis=1), low, high])
        return self.ids, np.where(found["declared"].is_known[:, None], parts, np.nan)


def _label_row(found: dict[str, _Drawn], possible: list[str], is_known: bool) -> dict[str, float]:
    """Return the chance of each label and its range over the scenarios."""
    n = len(possible)
    names, code, can, only = _possible_labels(tuple(possible))
    shares, lows, highs = {}, [], []
    for scenario, drawn in found.items():
        count, least, most = (a.sum(axis=0) for a in (drawn.held, drawn.surely, drawn.possibly))
        shares[scenario] = np.bincount(code[count], minlength=len(names)) / len(count)
        pairs = np.bincount(least * n + most, minlength=n * n) / len(count)
        lows.append(pairs @ only)
        highs.append(pairs @ can)
    low, high = np.min(lows, axis=0), np.max(highs, axis=0)
    declared = shares["declared"] if is_known or len(set(possible)) == 1 else np.full(len(names), np.nan)
    row: dict[str, float] = {}
    for i, name in enumerate(names):
        row |= {f"chance_{name}": declared[i], f"chance_{name}_low": low[i], f"chance_{name}_high": high[i]}
    return row


@lru_cache(maxsize=256)
def _possible_labels(possible: tuple[str, ...]) -> tuple[list[str], NDArray[np.int64], Floats, Floats]:
    """Return the labels' names, the one for each count, and which are possible between any two counts.

    The last two are (counts squared, labels), 1 or 0: whether a label is possible from so many to so many
    improved, and whether it is then the only one.
    """
    n = len(possible)
    names = list(dict.fromkeys([*LABELS, *possible]))
    code = np.array([names.index(p) for p in possible])
    one_hot = np.eye(len(names), dtype=bool)[code]
    can = np.zeros((n, n, len(names)), bool)
    for low in range(n):
        can[low, low:] = np.maximum.accumulate(one_hot[low:], axis=0)
    only = can & (can.sum(axis=2, keepdims=True) == 1)
    return names, code, can.reshape(n * n, -1).astype(float), only.reshape(n * n, -1).astype(float)
