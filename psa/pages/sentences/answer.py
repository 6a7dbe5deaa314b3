"""The answer of a page: what was promised, what came of it, in one or two sentences made of the figures.

The first case that fits decides: withheld; a target with an outturn; a target that is not due; figures of its own;
stand-ins only; nothing. No rule is named in it.
"""

import re
from collections.abc import Mapping
from typing import Any

from psa.methods.chance_words import UNKNOWN, chance_word
from psa.methods.ratings import Ratings
from psa.methods.vocabulary import VERDICT_WORDS
from psa.pages.outcomes import EARLY, RATED, Outcome, outcomes_of
from psa.pages.sentences.dates import day_words
from psa.pages.sentences.today import is_running, today_answer, today_judgement
from psa.words import capital, count, in_words, listed

MOST = 2  # indicators that a headline tells of
LONG = 90  # letters of a name beyond which what stands in brackets is left out


def plain_name(name: str) -> str:
    """Return an indicator's name; a long one without what stands in brackets."""
    short = re.sub(r"\s*\([^()]*\)", "", name) if len(name) > LONG else name
    return capital(short.rstrip("."))


def describe_outcome(outcome: Outcome, has_name: bool = True) -> str:
    """Return what an indicator's figures did, in a sentence: from, to, and what was promised by when."""
    name = f"{plain_name(outcome.name)}: " if has_name else ""
    if outcome.kind == "parts":
        return f"{name}{outcome.moved}."
    if not outcome.last[0]:
        return f"{name}no figures." if has_name else ""
    if outcome.kind == "one-sided" or not outcome.first[0]:
        figures = f"{outcome.last[0]} ({outcome.last[1]})"
        if outcome.kind == "one-sided" and outcome.first != outcome.last:
            figures = f"{outcome.first[0]} ({outcome.first[1]}), then {figures}"
    else:
        first, last = (f"{amount} ({period})" for amount, period in (outcome.first, outcome.last))
        figures = f"{way_words(outcome.moved)} from {first} to {last}"
        if outcome.is_projected:
            figures = f"{last}, where its trend led to {outcome.first[0]}"
        figures += ", within error" if outcome.is_unclear else ""
    return f"{name}{figures}{_promised(outcome)}."


_WAYS = {"rose": "up", "fell": "down", "did not change": "no change", "hardly changed": "hardly any change"}


def way_words(moved: str) -> str:
    """Return which way a series moved, in words that follow a name of any form: *up*, *down*, *no change*.

    A name may be a thing (*under-18 conception rate*) or a task (*reduce the under-18 conception rate*): a verb after
    it reads well for the one alone.
    """
    return _WAYS.get(moved, moved)


def _promised(outcome: Outcome) -> str:
    """Return what was promised by when, and the figure of that date where a later one is told; empty for nothing."""
    if not outcome.asked[0]:
        return ""
    by = f" by {outcome.asked[1]}" if outcome.asked[1] else ""
    bound = f"{outcome.bound} " if outcome.bound else ""
    reached, period = outcome.reached
    when = "when" if period == outcome.asked[1] else f"and in {period}"
    return f"; {bound}{outcome.asked[0]} was promised{by}" + (f", {when} it was {reached}" if reached else "")


def describe_answer(rated: Ratings, agreement_id: str) -> str:
    """Return the answer of an agreement's page, as plain text."""
    return answer_of(rated, agreement_id, outcomes_of(rated, agreement_id))


def answer_of(rated: Ratings, agreement_id: str, outcomes: list[Outcome]) -> str:
    """Return the answer from what became of each indicator; see `describe_answer`."""
    if is_running(rated):
        return today_answer(rated, agreement_id)
    if any(o.kind == "withheld" for o in outcomes) and not any(o.kind == "own" for o in outcomes):
        return "The result was assessed and not published."
    due = [o for o in outcomes if o.is_missed or o.is_met]
    if due:
        told = sorted(due, key=lambda o: not o.is_missed)[:MOST]
        return f"{_count_targets(due)} {' '.join(describe_outcome(o) for o in told)}"
    rated_ones = [o for o in outcomes if o.code in {"improvement", "no_improvement", "deteriorated"}]
    open_ones = [o for o in outcomes if o.target and o.asked[0] and o.kind == "own"]
    if open_ones:
        return f"{_count_open(open_ones)} {describe_outcome(_clearest(open_ones))}"
    if rated_ones:
        return _own_answer(rated, rated_ones, len(outcomes))
    stand_ins = [o for o in outcomes if o.kind == "stand-in"]
    if stand_ins:
        start = day_words(str(rated.settings.baseline_by))
        clearest = describe_outcome(_clearest(stand_ins))
        return (
            f"No figures of its own were found on both sides of {start}. A related series, which is no rating, says: "
            f"{clearest}"
        )
    return "What became of it cannot be told from the figures that were found."


def telling(outcomes: list[Outcome]) -> Outcome | None:
    """Return the outcome that tells most of an agreement in one line; None where none has figures of its own.

    A missed target first, then one that was met, one that is open, then the clearest change; no stand-in.
    """
    for is_wanted in (lambda o: o.is_missed, lambda o: o.is_met, lambda o: o.kind == "own" and o.asked[0]):
        found = [o for o in outcomes if is_wanted(o) and o.kind != "stand-in"]
        if found:
            return _clearest(found)
    own = [o for o in outcomes if o.kind == "own" or (o.kind == "parts" and o.code != "not_yet_assessed")]
    return _clearest(own) if own else None


def brief_answer(outcomes: list[Outcome]) -> str:
    """Return what became of an agreement in one line."""
    if any(o.kind == "withheld" for o in outcomes):
        return "Assessed, and not published."
    outcome = telling(outcomes)
    if outcome is None:
        return "Nothing can be told from figures of its own."
    result = outcome.target.words if outcome.target and (outcome.is_met or outcome.is_missed) else ""
    return f"{result}. {describe_outcome(outcome)}" if result else describe_outcome(outcome)


def _count_targets(due: list[Outcome]) -> str:
    """Return how many targets and standards were met and missed: *Target missed.*"""
    met, missed = (sum(getattr(o, name) for o in due) for name in ("is_met", "is_missed"))
    if len(due) == 1:
        return _result(due[0])
    if not met or not missed:
        every = "Both" if len(due) == 2 else f"All {len(due)}"
        return f"{every} targets that were due were {'met' if met else 'missed'}."
    was = "was" if missed == 1 else "were"
    return f"Of {len(due)} targets that were due, {missed} {was} missed and {met} met."


def _count_open(outcomes: list[Outcome]) -> str:
    """Return how many targets without an outturn were reached early, are not due, or have no figure for their date."""
    if len(outcomes) == 1:
        return _result(outcomes[0])
    early = sum(o.target is not None and o.target.code == EARLY for o in outcomes)
    undue = sum(o.target is not None and o.target.is_undue for o in outcomes)
    rest = len(outcomes) - early - undue
    said = [
        (early, "was reached before its date", "were reached before their date"),
        (undue, "is not due", "are not due"),
        (rest, "has no figure for its date", "have no figure for their date"),
    ]
    parts = [(number, one if number == 1 else many) for number, one, many in said if number]
    if len(parts) == 1:
        return f"{count(len(outcomes), 'target')} {parts[0][1]}."
    return f"Of {count(len(outcomes), 'target')}, {listed([f'{number} {words}' for number, words in parts])}."


def _result(outcome: Outcome) -> str:
    return f"{outcome.target.words}." if outcome.target else ""


def _own_answer(rated: Ratings, outcomes: list[Outcome], total: int) -> str:
    """Return how many indicators improved, the clearest that did and the clearest that did not."""
    word = in_words(rated.framework)
    better = [o for o in outcomes if o.code == "improvement"]
    others = [o for o in outcomes if o.code != "improvement"]
    things = word("indicator", total != 1)
    head = f"{len(better) or 'None'} of {total} {things} improved"
    head += f"; {total - len(outcomes)} could not be rated." if total > len(outcomes) else "."
    said = [describe_outcome(_clearest(group)) for group in (better, others) if group]
    return " ".join([head, *said])


def _clearest(outcomes: list[Outcome]) -> Outcome:
    """Return the outcome that says most: a single series within no error, with the greatest change."""
    return max(outcomes, key=lambda o: (o.kind == "own", not o.is_unclear, o.change))


def describe_judgements(rated: Ratings, agreement_id: str) -> str:
    """Return the official label and our own verdicts, joined in one sentence; plain text."""
    row = rated.agreements.set_index("agreement_id").loc[agreement_id].to_dict()
    own = rated.indicators[rated.indicators["agreement_id"] == agreement_id]
    label = rated.framework.word(row["rating"])
    tested = own[own["trend_verdict"].isin(["better", "worse", "in_line", "not_distinguishable"])]
    if row["rating"] == "withheld" or not row["total"]:
        return ""
    if is_running(rated):
        return today_judgement(rated, row)
    official = (
        f"Official rating: {label} ({row['improved']} of {row['total']} improved, {row['assessed']} rated)"
    )
    if not len(tested):
        return f"{official}; none could be tested against its trend before."
    better = int((tested["trend_verdict"] == "better").sum())
    if len(tested) == 1:
        not_better = "better" if better else "no better"
        return (
            f"{official}; by our test, the one that could be tested did {not_better} than its trend before."
        )
    of_tested = f"{better or 'none'} of the {len(tested)} that could be tested"
    return f"{official}; by our test, {of_tested} did better than its trend before."


def certainty_words(row: Mapping[Any, Any]) -> str:
    """Return one phrase on how sure an indicator's change is."""
    if row["kind"] == "improve" and row["trend_verdict"] != "not_assessed":
        words = VERDICT_WORDS[str(row["trend_verdict"])].replace("its baseline trend", "its old trend")
        return capital(words.replace("not distinguishable from", "no clear break with"))
    low, high = row["chance_met_low"], row["chance_met_high"]
    if row["rating"] in RATED and low == low:
        word = chance_word(float(low), float(high))
        return "" if word == UNKNOWN else f"That it truly improved: {word}"
    return ""
