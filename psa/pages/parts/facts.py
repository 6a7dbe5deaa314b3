"""The strip of facts under the answer: targets, official rating, best evidence, how sure and from where."""

import html
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psa.methods.chance_words import UNKNOWN, chance_word
from psa.methods.ratings import Ratings
from psa.pages.outcomes import EARLY, Outcome, outcomes_of
from psa.pages.parts.part import Part
from psa.pages.parts.source_kinds import kinds_of_figures
from psa.pages.sentences.today import is_running, today_facts
from psa.words import capital, count, in_words, listed


@dataclass(frozen=True)
class Fact:
    """One fact: what it is about, the fact in a few words, and a line on it; `look` is its frame."""

    name: str
    value: str
    note: str
    look: str = ""


@dataclass(frozen=True)
class Facts(Part):
    """The strip."""

    kind = "facts"
    facts: list[Fact]

    def to_html(self) -> str:
        rows = "".join(
            f'<tr><th style="text-align:left">{html.escape(f.name)}</th>'
            f'<td style="text-align:left"><strong>{html.escape(f.value)}</strong> {html.escape(f.note)}</td></tr>'
            for f in self.facts
        )
        return f"<table>{rows}</table>"

    def to_text(self) -> str:
        return "\n".join(f"{f.name}: {f.value}. {f.note}" for f in self.facts)


def facts_part(rated: Ratings, agreement_id: str) -> Facts:
    """Return the strip of facts of one agreement; only facts that there are."""
    outcomes = outcomes_of(rated, agreement_id)
    row = rated.agreements.set_index("agreement_id").loc[agreement_id].to_dict()
    if is_running(rated):
        facts = [
            Fact(name, value, note, look) for name, value, note, look in today_facts(rated, agreement_id, row)
        ]
        return Facts([*facts, *filter(None, [_sure_fact(rated, row, outcomes)])])
    found = [
        _target_fact(outcomes),
        _official_fact(rated, row),
        _best_fact(row),
        _sure_fact(rated, row, outcomes),
    ]
    return Facts([fact for fact in found if fact is not None])


def _target_fact(outcomes: list[Outcome]) -> Fact | None:
    """Return how many targets and standards were met and missed; None where there are none."""
    asked = [o for o in outcomes if o.target]
    if not asked:
        return None
    counts = Counter(o.target.code for o in asked if o.target)
    words = {"missed": "missed", "met": "met", EARLY: "reached early", "open": "open"}
    value = ", ".join(f"{counts[code]} {word}" for code, word in words.items() if counts[code])
    if len(asked) == 1 and asked[0].target:
        value = asked[0].target.words
    note = "; ".join(_asked_words(o) for o in asked if o.asked[0] and (o.is_met or o.is_missed))
    return Fact("Target" if len(asked) == 1 else f"{len(asked)} targets", value, note)


def _asked_words(outcome: Outcome) -> str:
    by = f" by {outcome.asked[1]}" if outcome.asked[1] else ""
    bound = f"{outcome.bound} " if outcome.bound else ""
    return f"asked {bound}{outcome.asked[0]}{by}, reached {outcome.reached[0] or outcome.last[0]}"


def _official_fact(rated: Ratings, row: Mapping[Any, Any]) -> Fact | None:
    if not row["total"]:
        return None
    word = in_words(rated.framework)
    note = f"{row['assessed']} of {count(int(str(row['total'])), word('indicator'), word('indicator', True))} rated"
    note += f", {row['improved']} improved" if row["assessed"] else ""
    return Fact("Official rating", capital(rated.framework.word(str(row["rating"]))), note, "official")


def _best_fact(row: Mapping[Any, Any]) -> Fact | None:
    """Return what the best evidence says; None where it says no more than the ratings."""
    if not int(str(row["best_assessed"])) > int(str(row["assessed"])):
        return None
    kinds = [(row["best_own"], "on own figures"), (row["best_proxy"], "by a close proxy")]
    kinds.append((row["best_related"], "by a related series"))
    note = listed([f"{number} {words}" for number, words in kinds if number])
    value = f"{row['best_improved']} of {row['total']} got better"
    return Fact("Best evidence: not an official rating", value, note, "best")


def _sure_fact(rated: Ratings, row: Mapping[Any, Any], outcomes: list[Outcome]) -> Fact | None:
    """Return the chance of the label where there is one, and what kinds of sources the figures come from."""
    kinds = Counter(
        kind
        for o in outcomes
        if o.kind == "own"
        for kind in dict.fromkeys(kinds_of_figures(rated, o.measure_id))
    )
    note = "Figures from: " + ", ".join(f"{kind} ({n})" for kind, n in kinds.items()) if kinds else ""
    value, label = "", str(row["rating"])
    if label not in {"not_yet_assessed", "withheld"} and row["chance_known"]:
        low, high = (float(str(row[f"chance_{label}{end}"])) for end in ("_low", "_high"))
        word = chance_word(low, high)
        value = "" if word == UNKNOWN else capital(word)
        if value:
            right = "that the label is right"
            right = f"that it turns out {rated.framework.word(label)}" if is_running(rated) else right
            note = f"{right}. {note}" if note else right
    if not value and not note:
        return None
    return Fact("How sure, and from where", value or "Chance not known", note)
