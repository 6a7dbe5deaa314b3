"""What each choice of ours would turn over under its other values, by rating with them.

A choice of one indicator touches no other's rating, so one choice each of many indicators is tried in one rating, and
each agreement's label is then made anew with that one row in its place. A setting is tried alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from psa.data.decisions import SETTINGS
from psa.data.framework import Framework
from psa.data.schema import TABLES
from psa.methods.agreements import rate_group
from psa.methods.best_evidence import best_of_group
from psa.methods.by_rule import IndicatorRatings, rate_by_rule, rating_settings
from psa.methods.judgements import WHOLE, Judgement
from psa.methods.ratings import counted_in_labels

COMPARED = {
    "rating": "rating",
    "verdict": "verdict",
    "target_status": "target",
    "best_evidence": "best evidence",
}
LABELS = {"label": "label", "best_label": "label by best evidence"}
ROUNDS = 60  # at most so many ratings for choices of single indicators; what is left over has no weight

Results = dict[str, dict[str, str]]  # by id: what is compared, in the words of a code


@dataclass(frozen=True)
class Move:
    """One answer that is another under another value: whose, which, from what to what."""

    level: str
    id: str
    what: str
    old: str
    new: str


@dataclass(frozen=True)
class Weight:
    """What a choice would turn over.

    Attributes:
        judgement: the choice.
        moves: for each other value that was tried, the answers that would be others.
    """

    judgement: Judgement
    moves: Mapping[str, tuple[Move, ...]]

    @property
    def is_tried(self) -> bool:
        """Whether every other value was tried."""
        return len(self.moves) == len(self.judgement.others)

    @property
    def most(self) -> tuple[Move, ...]:
        """The moves under the value that turns over the most."""
        return max(self.moves.values(), key=len, default=())


@dataclass(frozen=True)
class _State:
    """The compared results of a rated framework: its own rows, and its labels."""

    rated: IndicatorRatings
    indicators: Results
    labels: Results


def weigh(rated: IndicatorRatings, judgements: Iterable[Judgement], rounds: int = ROUNDS) -> list[Weight]:
    """Return each choice with what it would turn over, the heaviest first.

    Args:
        rated: the framework as it is rated.
        judgements: from `psa.methods.judgements.list_judgements`.
        rounds: how many ratings at most are made for choices of single indicators.
    """
    listed = list(judgements)
    base = _state(rated, rated.framework)
    moves: dict[str, dict[str, tuple[Move, ...]]] = {j.id: {} for j in listed}
    waiting: dict[str, list[tuple[Judgement, str]]] = defaultdict(list)
    for judgement in listed:
        for value in judgement.others:
            if judgement.indicator_id != WHOLE:
                waiting[judgement.indicator_id].append((judgement, value))
            elif changed := _try(base, [(judgement, value)]):
                moves[judgement.id][value] = _moves(base, changed.indicators, changed.labels)
    for number in range(min(rounds, max(map(len, waiting.values()), default=0))):
        flips = [several[number] for several in waiting.values() if number < len(several)]
        for judgement, value, found in _tried_together(base, flips):
            moves[judgement.id][value] = found
    weights = [Weight(judgement, moves[judgement.id]) for judgement in listed]
    return sorted(weights, key=lambda w: (-len(w.most), w.judgement.id))


def flipped(framework: Framework, flips: Iterable[tuple[Judgement, str]]) -> Framework:
    """Return a framework in which some choices are others."""
    tables, settings, declared = dict(framework.tables), dict(framework.settings), set(framework.declared)
    for judgement, value in flips:
        if judgement.table == SETTINGS:
            settings[judgement.row_key] = value
            declared.add(judgement.row_key)
            continue
        name, column = judgement.table, judgement.column
        if name == "directions":
            name, column = "indicators", "direction"
        frame = tables[name]
        is_row = frame[TABLES[name].key[0]] == judgement.row_key
        tables[name] = frame.assign(**{column: frame[column].mask(is_row, _typed(name, column, value))})
    return replace(framework, tables=tables, settings=settings, declared=frozenset(declared))


def _typed(table: str, column: str, value: str) -> Any:
    about = TABLES[table].column(column)
    kind = about.type if about else "text"
    if kind == "boolean":
        return value == "true"
    return float(value) if kind == "number" else value


def _tried_together(
    base: _State, flips: list[tuple[Judgement, str]]
) -> Iterable[tuple[Judgement, str, tuple[Move, ...]]]:
    """Yield what each of several choices of different indicators turns over, all tried in one rating."""
    changed = _try(base, flips)
    if changed is None:
        for flip in flips if len(flips) > 1 else []:
            yield from _tried_together(base, [flip])
        return
    rows = changed.rated.counted.set_index("indicator_id", drop=False)
    for judgement, value in flips:
        name = judgement.indicator_id
        if name not in base.indicators:
            continue
        after = base.indicators | {name: changed.indicators[name]}
        labels = base.labels
        if after[name] != base.indicators[name]:
            labels = labels | _labels_with(base, rows.loc[[name]])
        yield judgement, value, _moves(base, after, labels)


def _try(base: _State, flips: list[tuple[Judgement, str]]) -> _State | None:
    """Return the results under other choices; None where they cannot be rated."""
    framework = flipped(base.rated.framework, flips)
    try:
        settings = rating_settings(framework, None, base.rated.rule)
        same = {name: getattr(base.rated.settings, name) for name in ("as_at", "is_replayed")}
        if all(judgement.table != SETTINGS for judgement, _ in flips):
            settings = base.rated.settings
        else:
            settings = replace(settings, **same)
        return _state(rate_by_rule(framework, settings), framework)
    except (ValueError, KeyError):
        return None


def _state(rated: IndicatorRatings, framework: Framework) -> _State:
    counted = counted_in_labels(framework, rated.counted)
    groups = counted.groupby("agreement_id", sort=False)
    agreements = set(framework.agreements["agreement_id"])
    labels = {str(name): _label(group, rated) for name, group in groups if name in agreements}
    rows = rated.official.set_index("indicator_id")[list(COMPARED)].astype(str).to_dict("index")
    return _State(rated, {str(name): row for name, row in rows.items()}, labels)  # type: ignore[misc]


def _label(group: pd.DataFrame, rated: IndicatorRatings) -> dict[str, str]:
    best = best_of_group(group, rated.settings)["best_label"]
    return {"label": str(rate_group(group, rated.settings)["rating"]), "best_label": str(best)}


def _labels_with(base: _State, row: pd.DataFrame) -> Results:
    """Return the label of one indicator's agreement with another row in the place of its own."""
    counted = counted_in_labels(base.rated.framework, base.rated.counted)
    name, agreement = row["indicator_id"].iloc[0], str(row["agreement_id"].iloc[0])
    if agreement not in base.labels or name not in set(counted["indicator_id"]):
        return {}
    group = counted[(counted["agreement_id"] == agreement) & (counted["indicator_id"] != name)]
    return {agreement: _label(pd.concat([group, row]), base.rated)}


def _moves(base: _State, indicators: Results, labels: Results) -> tuple[Move, ...]:
    """Return what differs: labels first, then what is said of indicators."""
    pairs = (("agreement", LABELS, base.labels, labels), ("indicator", COMPARED, base.indicators, indicators))
    return tuple(
        Move(level, name, words, old[name][code], new[name][code])
        for level, names, old, new in pairs
        for name in old
        if name in new and new[name] is not old[name]
        for code, words in names.items()
        if old[name][code] != new[name][code]
    )
