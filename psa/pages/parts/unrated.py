"""What could not be rated: why, the figures that there are, and where to look."""

import html
from dataclasses import dataclass

from psa.methods.ratings import Ratings
from psa.pages.outcomes import outcome_of
from psa.pages.parts.part import Part
from psa.pages.sentences.answer import describe_outcome, plain_name
from psa.words import capital


@dataclass(frozen=True)
class Entry:
    """One indicator: why it has no rating, what figures there are, and where to look; the last two may be empty."""

    indicator_id: str
    number: str
    name: str
    reason: str
    figures: str
    where: str


@dataclass(frozen=True)
class Unrated(Part):
    """A list of indicators without a rating and without a stand-in."""

    kind = "unrated"
    entries: list[Entry]

    def to_html(self) -> str:
        items = (f"<li>{html.escape(_words(entry))}</li>" for entry in self.entries)
        return f"<ul>{''.join(items)}</ul>"

    def to_text(self) -> str:
        return "\n".join(map(_words, self.entries))


def _words(entry: Entry) -> str:
    where = f"Where to look: {entry.where}" if entry.where else ""
    head = f"{entry.number}. {entry.name}" if entry.number else entry.name
    return " ".join(part for part in (f"{head}. {entry.reason}", entry.figures, where) if part)


def unrated_part(rated: Ratings, indicator_ids: list[str]) -> Unrated:
    """Return the list of some indicators."""
    settle = {}
    if "what_would_settle" in rated.framework.indicators:
        settle = rated.framework.indicators.set_index("indicator_id")["what_would_settle"].dropna().to_dict()
    entries = []
    for indicator_id in indicator_ids:
        row = rated.assessment(indicator_id).row.to_dict()
        outcome = outcome_of(rated, row)
        figures = (
            f"There is: {describe_outcome(outcome, has_name=False)}" if outcome.kind == "one-sided" else ""
        )
        reason = f"{capital(str(row['reason']).rstrip('.'))}."
        where = settle.get(indicator_id, "")
        entries.append(Entry(indicator_id, outcome.number, plain_name(outcome.name), reason, figures, where))
    return Unrated(entries)
