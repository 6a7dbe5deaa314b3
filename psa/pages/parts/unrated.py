"""What could not be rated: why, the figures that there are, and where to look."""

import html
from dataclasses import dataclass

import pandas as pd

from psa.methods.ratings import Ratings
from psa.pages.outcomes import outcome_of
from psa.pages.parts.part import Part
from psa.pages.sentences.answer import describe_outcome, plain_name
from psa.pages.sentences.dates import period_words
from psa.words import capital, in_text


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


def _kept_out(rated: Ratings, indicator_id: str) -> list[str]:
    """Return each series of the indicator's own figures that is kept out of the rating, and why.

    Those that could be compared, and those that the tables do not let stand in.
    """
    about = rated.framework.measures.set_index("measure_id")
    own = rated.measures[rated.measures["indicator_id"] == indicator_id]
    own = own[(own["role"] == "headline") & ~own["is_rateable"]]
    words = []
    for measure_id, row in own.iterrows():
        if not about["stands_in"].get(measure_id, True) or pd.notna(row["change"]):
            points = rated.points(str(measure_id))
            inside = points[points["end"] <= rated.settings.limit]
            points = (inside if len(inside) else points).iloc[[0, -1]]
            first, last = (
                f"{in_text(point['value'], row['decimals'])} ({period_words(point['period'])})"
                for _, point in points.iterrows()
            )
            note = about["note"].get(measure_id)
            words.append(f"Kept out: {first} to {last}. {note if isinstance(note, str) else ''}".strip())
    return words


def unrated_part(rated: Ratings, indicator_ids: list[str]) -> Unrated:
    """Return the list of some indicators."""
    settle = {}
    if "what_would_settle" in rated.framework.indicators:
        settle = rated.framework.indicators.set_index("indicator_id")["what_would_settle"].dropna().to_dict()
    entries = []
    for indicator_id in indicator_ids:
        row = rated.indicator_rows[indicator_id]
        outcome = outcome_of(rated, row)
        figures = (
            f"There is: {describe_outcome(outcome, has_name=False)}" if outcome.kind == "one-sided" else ""
        )
        kept_out = _kept_out(rated, indicator_id)
        figures = " ".join(filter(None, [figures, *kept_out]))
        is_only_kept = kept_out and row["reason_code"] == "indicative_only"
        why = "its own figures are kept out of the rating" if is_only_kept else str(row["reason"])
        reason = f"{capital(why.rstrip('.'))}."
        where = settle.get(indicator_id, "")
        entries.append(Entry(indicator_id, outcome.number, plain_name(outcome.name), reason, figures, where))
    return Unrated(entries)
