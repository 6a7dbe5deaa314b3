"""The answer at the head of an agreement's page: what came of the promise, and who answers for it."""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psa.methods.ratings import Ratings
from psa.pages.outcomes import Badge, label_badge, outcomes_of
from psa.pages.parts.part import Part
from psa.pages.sentences.answer import answer_of, describe_judgements
from psa.pages.sentences.dates import day_words
from psa.pages.sentences.today import is_running


@dataclass(frozen=True)
class Deliverer:
    """A department that answers for an agreement: its id, its name, the time it did so, and how that is known."""

    department_id: str
    name: str
    dates: str
    provenance: str


@dataclass(frozen=True)
class Answer(Part):
    """The answer.

    Attributes:
        answer: one or two sentences.
        judgements: the official label and our own verdicts, in one sentence.
        badges: of the targets that were due, each result once; while a framework runs, its label.
        leads, partners: who answers for it.
    """

    kind = "answer"
    answer: str
    judgements: str
    badges: list[Badge]
    leads: list[Deliverer]
    partners: list[Deliverer]

    def to_html(self) -> str:
        lines = [f"<strong>{html.escape(self.answer)}</strong>", html.escape(self.judgements)]
        lines += [html.escape(line) for line in self._delivery()]
        return "".join(f"<p>{line}</p>" for line in lines if line)

    def to_text(self) -> str:
        return "\n".join(line for line in [self.answer, self.judgements, *self._delivery()] if line)

    def _delivery(self) -> list[str]:
        roles = (("Led by", self.leads), ("With", self.partners))
        return [
            f"{words} {', '.join(_deliverer_words(d) for d in group)}." for words, group in roles if group
        ]


def _deliverer_words(deliverer: Deliverer) -> str:
    return deliverer.name + deliverer.dates + {"recalled": "†", "inferred": "‡"}.get(deliverer.provenance, "")


def answer_part(rated: Ratings, agreement_id: str) -> Answer:
    """Return the answer of one agreement."""
    outcomes = outcomes_of(rated, agreement_id)
    badges = [o.target for o in outcomes if o.target and (o.is_missed or o.is_met)]
    if is_running(rated):
        badges = [
            label_badge(rated, str(rated.agreements.set_index("agreement_id").at[agreement_id, "rating"]))
        ]
    rows = rated.framework.delivering(agreement_id).to_dict("records")

    def of_role(role: str) -> list[Deliverer]:
        return [
            Deliverer(row["department_id"], row["name"], _dates(row), str(row["provenance"]))
            for row in rows
            if row["role"] == role
        ]

    return Answer(
        answer_of(rated, agreement_id, outcomes),
        describe_judgements(rated, agreement_id),
        list(dict.fromkeys(badges)),
        of_role("lead"),
        of_role("partner"),
    )


def _dates(row: Mapping[Any, Any]) -> str:
    """Return from when to when a department answered for an agreement; empty for the whole time."""
    start, end = day_words(row["valid_from"]), day_words(row["valid_to"])
    return (f" from {start}" if start else "") + (f" to {end}" if end else "")
