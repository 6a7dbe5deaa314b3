"""The agreements that a department answers for: those that it leads with their figures, the others as a list."""

import html
from dataclasses import dataclass

from psa.methods.ratings import Ratings
from psa.pages.outcomes import Badge, Outcome, outcomes_of
from psa.pages.parts.card import sparkline_of
from psa.pages.parts.part import Part
from psa.pages.sentences.answer import brief_answer, plain_name, telling
from psa.pages.sentences.today import is_running, today_answer
from psa.words import capital, count, in_words


@dataclass(frozen=True)
class Promise:
    """One agreement.

    Attributes:
        agreement_id, title: which.
        answer: what became of it, in one line.
        label: its label, in words.
        badges: of each indicator, with its name and result as words.
        coverage: how many indicators are rated, and how many improved.
        spark: a small line of the figures that the answer tells of; may be empty.
        targets: of the targets that were due, each result once.
    """

    agreement_id: str
    title: str
    answer: str
    label: str
    badges: list[Badge]
    coverage: str
    spark: str
    targets: list[Badge]


@dataclass(frozen=True)
class Promises(Part):
    """Agreements of which a department has one role.

    Attributes:
        role: *lead* or *partner*; those that it leads are shown whole, the others as a list.
        title: of the part.
        promises: in order.
    """

    kind = "promises"
    role: str
    title: str
    promises: list[Promise]

    def to_html(self) -> str:
        items = "".join(
            f"<li><strong>{html.escape(p.title)}.</strong> {html.escape(p.answer)} {html.escape(p.label)}, "
            f"{html.escape(p.coverage)}.</li>"
            for p in self.promises
        )
        return f"<h3>{html.escape(self.title)}</h3><ul>{items}</ul>"

    def to_text(self) -> str:
        lines = [f"{p.title}. {p.answer} {p.label}, {p.coverage}." for p in self.promises]
        return "\n".join([self.title, *lines])


def promises_part(rated: Ratings, department_id: str, role: str) -> Promises | None:
    """Return the agreements of which a department has a role; None where it has it in none."""
    roles = rated.framework.roles()
    own = set(roles.loc[(roles["department_id"] == department_id) & (roles["role"] == role), "agreement_id"])
    rows = rated.agreements[rated.agreements["agreement_id"].isin(own)].to_dict("records")
    if not rows:
        return None
    word = in_words(rated.framework)
    led = count(len(rows), word("agreement"), word("agreement", True))
    title = f"It leads {led}" if role == "lead" else f"It is a partner of {led}"
    return Promises(role, title, [_promise(rated, row) for row in rows])


def _promise(rated: Ratings, row: dict[object, object]) -> Promise:
    agreement_id = str(row["agreement_id"])
    about, outcomes = rated.framework.agreement(agreement_id), outcomes_of(rated, agreement_id)
    told = telling(outcomes)
    title = about.short_title or about.title
    return Promise(
        agreement_id,
        f"{about.number}. {title}" if about.number else title,
        today_answer(rated, agreement_id) if is_running(rated) else brief_answer(outcomes),
        capital(rated.framework.word(str(row["rating"]))),
        [_named(o) for o in outcomes],
        _coverage(rated, row),
        sparkline_of(rated, told.measure_id, told.edge) if told and told.measure_id else "",
        list(dict.fromkeys(o.target for o in outcomes if o.target and (o.is_missed or o.is_met))),
    )


def _coverage(rated: Ratings, row: dict[object, object]) -> str:
    if is_running(rated):
        return f"{row['improved']} of {row['total']} on track"
    return f"{row['assessed']} of {row['total']} rated" + (
        f", {row['improved']} improved" if row["assessed"] else ""
    )


def _named(outcome: Outcome) -> Badge:
    """Return an indicator's badge with its name."""
    badge = outcome.badge
    return Badge(badge.code, badge.sign, f"{plain_name(outcome.name)}: {badge.words}")
