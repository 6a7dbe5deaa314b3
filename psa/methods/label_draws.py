"""Rules of rated measures drawn together, rolled up to indicators and counted in each agreement.

An agreement has a stream of random numbers of its own by its name, so that another one changes nothing in it.
Several are drawn at once, as many as a processor's cache holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from psa.methods.array_types import Counts, Flags, Floats
from psa.methods.rule_chances import RuleChances

CELLS = 65_536  # numbers drawn at once: measures times draws
Drawings = NDArray[np.float32]


@dataclass(frozen=True)
class RatedMeasures:
    """The rated measures of agreements: those of one after those of the other, in the order of their labels.

    Attributes:
        rows: where each measure stands in the frame.
        is_met: whether its figures meet its rule.
        ids: the indicators.
        per_indicator: measures of each indicator.
        needed: how many of them have to meet their rules.
        per_agreement, sizes: measures and indicators of each agreement.
    """

    rows: Counts
    is_met: Flags
    ids: NDArray[np.object_]
    per_indicator: Counts
    needed: NDArray[np.int16]
    per_agreement: Counts
    sizes: Counts

    @property
    def rated_met(self) -> Flags:
        """Whether the figures of each indicator meet its rule."""
        return np.asarray(count_each(self.is_met, self.per_indicator) >= self.needed)

    def is_enough(self, count: NDArray[np.integer[Any]]) -> Flags:
        """Return whether so many measures of each indicator that meet their rules are enough: (indicators, draws)."""
        return np.asarray(count >= self.needed[:, None])


@dataclass(frozen=True)
class Drawn:
    """What the draws gave: of each indicator the share in which it met its rule, and draws of each agreement.

    Attributes:
        surely, held, possibly: share of the draws; where measures are not known, as if they do not meet their
            rules, as they are rated, and as if they do.
        is_known: whether the chance of any measure of the indicator is known.
        counts: for each agreement in turn, draws with 0, 1, ... indicators held.
        pairs: for each agreement in turn, draws with 0 surely and 0, 1, ... possibly, then 1 surely, and so on.
    """

    surely: Floats
    held: Floats
    possibly: Floats
    is_known: Flags
    counts: Counts
    pairs: Counts


def rated_measures(
    measures: pd.DataFrame, agreements: Sequence[str], component_rule: str = "majority"
) -> RatedMeasures:
    """Return the rated measures of some agreements.

    Args:
        measures: one row each: agreement_id, indicator_id, is_met; those of an indicator next to each other.
        agreements: in the order that is wanted; some may have none.
        component_rule: when a set of measures counts as improved: majority, all, any or net.
    """
    places = measures.groupby("agreement_id", sort=False).indices
    parts = [np.asarray(places.get(name, []), np.int64) for name in agreements]
    per_agreement = np.array([len(part) for part in parts], np.int64)
    rows = np.concatenate(parts)
    agreement = np.repeat(np.arange(len(parts)), per_agreement)
    ids = measures["indicator_id"].to_numpy(object)[rows]
    is_new = np.ones(len(rows), bool)
    is_new[1:] = (ids[1:] != ids[:-1]) | (np.diff(agreement) > 0)
    first = np.flatnonzero(is_new)
    size = np.diff(np.append(first, len(rows)))
    half = size // 2 + 1
    needed = {"majority": half, "net": half, "all": size, "any": np.ones_like(size)}[component_rule]
    return RatedMeasures(
        rows=rows,
        is_met=measures["is_met"].to_numpy(bool)[rows],
        ids=ids[first],
        per_indicator=size,
        needed=needed.astype(np.int16),
        per_agreement=per_agreement,
        sizes=np.bincount(agreement[first], minlength=len(parts)),
    )


def draw_rules(
    rated: RatedMeasures,
    scenarios: Mapping[str, RuleChances],
    agreements: Sequence[str],
    draws: int,
    seed: int,
) -> dict[str, Drawn]:
    """Return what the draws give in each scenario, all made with the same random numbers.

    Args:
        rated: from `rated_measures`.
        scenarios: the chances of the rules, in the order of the frame.
        agreements: their names.
        draws, seed: how many draws, from which seed.
    """
    agreement = np.repeat(np.arange(len(agreements)), rated.per_agreement)
    groups = {name: _groups_within(agreement, s.group[rated.rows]) for name, s in scenarios.items()}
    common_rows = np.zeros(len(agreements), np.int64)
    for group in groups.values():
        np.maximum.at(common_rows, agreement, group + 1)
    parts: dict[str, list[Drawn]] = {name: [] for name in scenarios}
    for block, measures, part in _blocks(rated, draws):
        own, common = _random_numbers(agreements[block], part.per_agreement, common_rows[block], draws, seed)
        before = np.repeat(np.cumsum(common_rows[block]) - common_rows[block], part.per_agreement)
        for name, chances in scenarios.items():
            met = _meets_rule(chances, part.rows, own, common, before + groups[name][measures])
            parts[name].append(_roll_up(met, np.isfinite(chances.chance[part.rows]), part))
    return {
        name: Drawn(*(np.concatenate([getattr(d, f.name) for d in drawn]) for f in fields(Drawn)))
        for name, drawn in parts.items()
    }


def _groups_within(agreement: Counts, group: Counts) -> Counts:
    """Return a number for the error group of each measure, from 0 in its agreement, by the group's number."""
    width = int(group.max(initial=-1)) + 2
    pairs, which = np.unique(agreement * width + group + 1, return_inverse=True)
    return np.asarray(which - np.searchsorted(pairs, agreement * width), np.int64)


def _blocks(rated: RatedMeasures, draws: int) -> Iterator[tuple[slice, slice, RatedMeasures]]:
    """Yield agreements that are drawn at once, where their measures are, and these themselves."""
    measures, indicators = (np.append(0, np.cumsum(n)) for n in (rated.per_agreement, rated.sizes))
    block = measures[1:] // max(CELLS // draws, 1)
    edges = [0, *(np.flatnonzero(np.diff(block)) + 1), len(block)]
    for start, stop in pairwise(edges):
        of_measures = slice(measures[start], measures[stop])
        of_indicators = slice(indicators[start], indicators[stop])
        yield (
            slice(start, stop),
            of_measures,
            RatedMeasures(
                rows=rated.rows[of_measures],
                is_met=rated.is_met[of_measures],
                ids=rated.ids[of_indicators],
                per_indicator=rated.per_indicator[of_indicators],
                needed=rated.needed[of_indicators],
                per_agreement=rated.per_agreement[start:stop],
                sizes=rated.sizes[start:stop],
            ),
        )


def _random_numbers(
    agreements: Sequence[str], own_rows: Counts, common_rows: Counts, draws: int, seed: int
) -> tuple[Drawings, Drawings]:
    """Return normal numbers for each measure, and for each error group, of some agreements: (rows, draws)."""
    own, common = (np.empty((rows.sum(), draws), np.float32) for rows in (own_rows, common_rows))
    parts = (np.split(own, np.cumsum(own_rows)[:-1]), np.split(common, np.cumsum(common_rows)[:-1]))
    for name, own_part, common_part in zip(agreements, *parts, strict=True):
        generator = np.random.default_rng([seed, *name.encode()])
        generator.standard_normal(dtype=np.float32, out=own_part)
        generator.standard_normal(dtype=np.float32, out=common_part)
    return own, common


def _meets_rule(
    chances: RuleChances, rows: Counts, own: Drawings, common: Drawings, common_row: Counts
) -> Flags:
    """Return whether each measure meets its rule in each draw: (measures, draws)."""
    load = chances.loading[rows].astype(np.float32)[:, None]
    what = own if not load.any() else load * common[common_row] + np.sqrt(1 - load**2) * own
    low, high = _single(chances.from_limit[rows], np.inf), _single(chances.to_limit[rows], -np.inf)
    met: Flags = (what >= low[:, None]) & (what <= high[:, None])
    unchanged = np.rint(own.shape[1] * np.nan_to_num(chances.chance_null[rows])).astype(np.int64)
    for count in np.unique(unchanged[unchanged > 0]):
        which = np.flatnonzero(unchanged == count)
        met[which, :count] = chances.is_met_at_null[rows][which, None]
    return met


def _single(limit: Floats, inwards: float) -> Drawings:
    """Return limits in single precision that the same numbers of single precision lie between: quicker to compare."""
    single = limit.astype(np.float32)
    is_outside = single < limit if inwards > 0 else single > limit
    return np.where(is_outside, np.nextafter(single, np.float32(inwards)), single)


def _roll_up(met: Flags, is_known: Flags, rated: RatedMeasures) -> Drawn:
    """Return what the draws of some agreements give, from whether each measure met its rule in each draw."""
    draws, n = met.shape[1], rated.sizes[:, None] + 1
    known = count_each(is_known, rated.per_indicator) > 0
    if is_known.all():
        held = met
        if (rated.per_indicator > 1).any():
            held = rated.is_enough(count_parts(met, rated.per_indicator))
        share, counted = held.sum(axis=1) / draws, count_parts(held, rated.sizes)
        return Drawn(share, share, share, known, _tally(counted, n), _tally(counted * (n + 1), n**2))
    count = count_parts(met & is_known[:, None], rated.per_indicator)
    ends = (np.zeros_like(is_known), rated.is_met & ~is_known, ~is_known)
    each = [rated.is_enough(count + count_each(end, rated.per_indicator)[:, None]) for end in ends]
    surely, held, possibly = (one.sum(axis=1) / draws for one in each)
    least, counted, most = (count_parts(one, rated.sizes) for one in each)
    return Drawn(surely, held, possibly, known, _tally(counted, n), _tally(least * n + most, n**2))


def count_each(flags: Flags, sizes: Counts) -> Counts:
    """Return how many are true in each part of so many, which may be none."""
    before, last = np.append(0, np.cumsum(flags)), np.cumsum(sizes)
    return np.asarray(before[last] - before[last - sizes])


def count_parts(met: Flags, sizes: Counts) -> NDArray[np.int16]:
    """Return the same of flags (rows, draws), for each draw: (parts, draws)."""
    number = met.astype(np.int16)
    counted = np.empty((len(sizes), met.shape[1]), np.int16)
    last = np.cumsum(sizes)
    for part, (start, stop) in enumerate(zip(last - sizes, last, strict=True)):
        np.add.reduce(number[start:stop], axis=0, out=counted[part])
    return counted


def _tally(number: NDArray[np.integer[Any]], several: Counts) -> Counts:
    """Return for each row in turn how often it holds 0, 1, ... up to its own number of possible ones."""
    start = np.cumsum(several)[:, None] - several
    return np.bincount((start + number).ravel(), minlength=int(several.sum()))
