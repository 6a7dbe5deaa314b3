"""The card of one indicator: what happened, from what to what, what was asked, and how far that can be trusted."""

import base64
import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from psa.methods.evidence_grades import GRADES
from psa.methods.ratings import Ratings
from psa.methods.vocabulary import CLASSES
from psa.pages.charts.sparkline import sparkline
from psa.pages.outcomes import Badge, Outcome, outcome_of
from psa.pages.parts.part import Part
from psa.pages.parts.source_kinds import kinds_of_figures
from psa.pages.running_sum import drawn_series
from psa.pages.sentences.answer import certainty_words, plain_name, way_words
from psa.pages.sentences.choices import describe_choices
from psa.pages.sentences.past import Said, past_heading, said_before
from psa.pages.sentences.today import is_running, today_badges, today_title
from psa.words import capital, is_missing


@dataclass(frozen=True)
class Card(Part):
    """One indicator.

    Attributes:
        indicator_id, number, name: which.
        title: what happened.
        first, last, asked: amounts with their periods; empty where there are none.
        badges: target, rating, certainty, grade of evidence, kind of source: those that say something.
        edge: *good*, *bad* or *none*.
        is_stand_in: its figures are of a series that stands in for it.
        series: what that series is.
        spark: a small line of the figures; empty where they are few.
        choices: which choices of ours the answer rests on; empty for none of its own.
        past: what was said at its past releases, in runs; may be empty.
        past_heading: what stands before it.
    """

    kind = "card"
    indicator_id: str
    number: str
    name: str
    title: str
    first: tuple[str, str] = ("", "")
    last: tuple[str, str] = ("", "")
    asked: tuple[str, str] = ("", "")
    badges: list[Badge] = field(default_factory=list)
    edge: str = "none"
    is_stand_in: bool = False
    series: str = ""
    spark: str = ""
    choices: str = ""
    past: list[Said] = field(default_factory=list)
    past_heading: str = ""

    def to_html(self) -> str:
        number = f"{self.number}. " if self.number else ""
        lines = [f"<h3>{html.escape(number + self.name)}: {html.escape(self.title)}</h3>"]
        if self.spark:
            data = base64.b64encode(self.spark.encode()).decode()
            lines.append(f'<img alt="" width="150" height="48" src="data:image/svg+xml;base64,{data}">')
        lines += [f"<p>{html.escape(line)}</p>" for line in self._lines()]
        return "".join(lines)

    def to_text(self) -> str:
        return "\n".join([f"{self.number} {self.name}: {self.title}".strip(), *self._lines()])

    def _lines(self) -> list[str]:
        pairs = [f"{amount} ({period})" for amount, period in (self.first, self.last) if amount]
        figures = " → ".join(pairs)
        asked = f"; asked: {self.asked[0]} {self.asked[1]}".rstrip() if self.asked[0] else ""
        series = f"Stands in: {self.series}" if self.series else ""
        badges = " · ".join(f"{b.sign} {b.words}".strip() for b in self.badges)
        said = "; ".join(run.text for run in self.past)
        past = f"{self.past_heading}: {said}." if said else ""
        lines = (f"{figures}{asked}".lstrip("; "), series, badges, self.choices, past)
        return [line for line in lines if line]


def card_of(rated: Ratings, indicator_id: str) -> Card | None:
    """Return the card of an indicator; None where there is nothing to say of it but why."""
    row = rated.indicator_rows[indicator_id]
    outcome = outcome_of(rated, row)
    is_told = is_running(rated) and not is_missing(row["target_figure"])
    if (
        not is_told
        and outcome.kind in {"nothing", "one-sided", "withheld"}
        and outcome.code
        not in {
            "improvement",
            "no_improvement",
        }
    ):
        return None
    if outcome.kind == "parts" and not int(row["components_assessed"]):
        return None
    is_stand_in = outcome.kind == "stand-in"
    spark = ""
    if outcome.measure_id:
        spark = sparkline_of(rated, outcome.measure_id, outcome.edge)
    return Card(
        indicator_id=indicator_id,
        number=outcome.number,
        name=plain_name(outcome.name),
        title=_today(rated, row) if is_told else title_of(outcome),
        first=outcome.first,
        last=outcome.last,
        asked=outcome.asked,
        badges=_badges(rated, row, outcome),
        edge="none" if is_stand_in else outcome.edge,
        is_stand_in=is_stand_in,
        series=str(rated.measures.at[outcome.measure_id, "label"]) if is_stand_in else "",
        spark=spark,
        choices=describe_choices(rated, indicator_id),
        past=said_before(rated, indicator_id),
        past_heading=past_heading(rated, indicator_id),
    )


def _today(rated: Ratings, row: Mapping[Any, Any]) -> str:
    return today_title(
        row, _measure_of(rated, row), rated.framework.indicator(str(row["indicator_id"])).is_for_a_sum
    )


def _measure_of(rated: Ratings, row: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Return the row of the measure that an indicator is rated by; the indicator's own where it has none."""
    measure_id = row["measure_id"]
    return rated.measure_rows.get(measure_id, row)


def sparkline_of(rated: Ratings, measure_id: str, edge: str) -> str:
    """Return the small line of a series; arguments as for `sparkline`."""
    points, row, _ = drawn_series(rated, measure_id)
    return sparkline(points, row, edge)


def title_of(outcome: Outcome) -> str:
    """Return what happened, in a few words: *down 32%, target missed*."""
    if outcome.kind == "parts":
        words = outcome.moved
    elif outcome.moved in {"rose", "fell"} and outcome.size:
        words = f"{way_words(outcome.moved)} {outcome.size}" + (
            ", within error" if outcome.is_unclear else ""
        )
    elif outcome.is_projected:
        words = f"{outcome.size} {outcome.moved} its trend" + (", within error" if outcome.is_unclear else "")
    elif outcome.moved == "hardly changed":
        words = f"hardly any change ({outcome.size}, within error)"
    else:
        words = way_words(outcome.moved) if outcome.moved else ""
    if outcome.target and (outcome.is_met or outcome.is_missed):
        result = outcome.target.words.lower()
        words = f"{words}, {result}" if words else result
    return words if outcome.kind != "stand-in" else f"{words}, of a related series"


def _badges(rated: Ratings, row: Mapping[Any, Any], outcome: Outcome) -> list[Badge]:
    """Return the badges of a card: a target's result first, five at most."""
    found = [outcome.target] if outcome.target else []
    if outcome.stand_in:
        found.append(Badge("stand-in", outcome.stand_in.sign, f"Best evidence: {outcome.stand_in.words}"))
    if is_running(rated):
        is_beside = row["indicator_id"] not in set(rated.in_labels["indicator_id"])
        beside = ["Stands beside the promise, in no count"] if is_beside else []
        return found + [Badge("plain", "", words) for words in [*today_badges(row), *beside]]
    if outcome.kind != "stand-in":
        words = f"Official rating: {rated.framework.word(str(row['rating']))}"
        words += " (deteriorated)" if outcome.code == "deteriorated" else ""
        found.append(Badge(outcome.code, CLASSES[outcome.code].sign, words))
    certainty = certainty_words(row)
    if certainty:
        found.append(Badge("plain", "", certainty))
    if outcome.grade in {"C", "D"}:
        found.append(Badge("plain", outcome.grade, capital(GRADES[outcome.grade])))
    kinds = list(dict.fromkeys(kinds_of_figures(rated, outcome.measure_id))) if outcome.measure_id else []
    if kinds:
        found.append(Badge("plain", "", f"Figures: {', '.join(kinds)}"))
    return found
