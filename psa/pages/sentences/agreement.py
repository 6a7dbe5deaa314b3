"""Sentences about one agreement."""

from collections.abc import Callable, Mapping
from typing import Any

from psa.methods.chance_words import how_likely
from psa.methods.comparison import OFFICIAL
from psa.methods.ratings import Ratings
from psa.pages.sentences.today import describe_mission, is_running
from psa.words import capital, count, escape, in_words, listed, mark, percent, percent_range, significant

Word = Callable[..., str]
OUTCOMES = ("strong_progress", "some_progress", "no_progress")
NO_CHANCE = (
    "For none of the rated figures could it be told how much of the change is chance, "
    "so the chance of the label is not known."
)


def title_agreement(rated: Ratings, agreement_id: str) -> str:
    """Return the page's heading."""
    about = rated.framework.agreement(agreement_id)
    named = capital(in_words(rated.framework)("agreement"))
    numbered = f"{named} {escape(about.number)}" if about.number else named
    framework = escape(rated.framework.settings["title"] or rated.framework.name)
    parts = [numbered, escape(about.theme) if about.theme else "", framework]
    return f"# {escape(about.title)}\n\n{' · '.join(part for part in parts if part)}"


def describe_label(rated: Ratings, agreement_id: str) -> str:
    """Return the label of an agreement, the counts behind it, its edge and its chance."""
    row = rated.agreements.set_index("agreement_id").loc[agreement_id].to_dict()
    word = in_words(rated.framework)
    if is_running(rated):
        return describe_mission(rated, agreement_id)
    label = f"**{capital(word(row['rating']))}.**"
    if row["rating"] == "withheld":
        return (
            f"{label} An assessment was made at the time but not published, so there is no rating to check."
        )
    if not row["total"]:
        return f"{label} No {word('indicator')} of it is in the tables."
    neither = row["assessed"] - row["improved"] - row["deteriorated"]
    parts = [
        f"{label} Of its {_indicators(row['total'], word)}, {row['improved']} improved, {row['deteriorated']} "
        f"deteriorated, {neither} did neither, and {row['total'] - row['assessed']} could not be rated.",
        _edge(row, word),
        _chances(row, word) if row["rating"] != "not_yet_assessed" else "",
        _expected_false(row["expected_false"]),
    ]
    return " ".join(part for part in parts if part)


def describe_best_evidence(rated: Ratings, agreement_id: str) -> str:
    """Return what the best evidence says of an agreement beside its official reading; empty where it adds nothing."""
    row = rated.agreements.set_index("agreement_id").loc[agreement_id].to_dict()
    if rated.rule != OFFICIAL or row["best_assessed"] <= row["assessed"]:
        return ""
    word = in_words(rated.framework)
    how = grades_in_words(row)
    moved = f"{row['best_improved']} of {_indicators(row['total'], word)} moved the right way"
    moved += f" ({how})" if how else ""
    rest = row["total"] - row["best_assessed"]
    nothing = f"; of {rest} nothing can be said" if rest else ""
    return (
        f"Official reading: {word(row['rating'])} ({row['assessed']} of {row['total']} rated). "
        f"**Best evidence: {moved}{nothing}.** A proxy or a related series is not the {word('indicator')} itself, so "
        "this is no rating."
    )


def grades_in_words(row: Mapping[Any, Any]) -> str:
    """Return by what kind of evidence those that moved the right way did; empty where none did."""
    kinds = [
        (row["best_own"], "by its own measure" if row["best_own"] == 1 else "by their own measure"),
        (row["best_proxy"], "by a close proxy"),
        (row["best_related"], "by a related series"),
    ]
    return ", ".join(f"{number} {words}" for number, words in kinds if number)


def _indicators(number: int, word: Word) -> str:
    return count(number, word("indicator"), word("indicator", True))


def _expected_false(expected: float) -> str:
    if not expected >= 0.05:
        return ""
    known = "Of the improvements whose chance is known"
    return f"{known}, {significant(expected, 2)} would be expected to be none."


def _edge(row: Mapping[Any, Any], word: Word) -> str:
    """Return how many ratings would have to be others for the label to be another."""
    if not row["would_become"]:
        return ""
    others = _indicators(int(row["changes_to_flip"]), word)
    return f"If {others} had been rated otherwise, the label could have been *{word(row['would_become'])}*."


def _chances(row: Mapping[Any, Any], word: Word) -> str:
    known = int(row["chance_known"])
    if not known:
        return NO_CHANCE
    chance, low, high = (row[f"chance_{row['rating']}{end}"] for end in ("", "_low", "_high"))
    said = f"That the true figures would give this label {how_likely(low, high)}: {percent_range(chance, low, high)}"
    others = {c: row[f"chance_{c}"] for c in OUTCOMES if c != row["rating"]}
    rest = listed([f"{word(c)} {percent(share)}" for c, share in others.items() if share > 0])
    drawn = f"{said}; otherwise {rest}." if rest else f"{said}."
    fixed = int(row["assessed"]) - known
    if not fixed:
        return drawn
    one, many = f"rated {word('indicator')}", f"rated {word('indicator', True)}"
    verb, whose = ("is", "its") if fixed == 1 else ("are", "their")
    return (
        f"{drawn} {count(fixed, one, many)} without a measurable uncertainty {verb} held at {whose} rating, and in "
        "the range at either."
    )


def describe_delivery(rated: Ratings, agreement_id: str) -> str:
    """Return who leads an agreement and who its partners are, with dates."""
    rows = rated.framework.delivering(agreement_id).to_dict("records")
    lead = [_deliverer(row) for row in rows if row["role"] == "lead"]
    partners = [_deliverer(row) for row in rows if row["role"] == "partner"]
    text = f"**Led by** {listed(lead) or 'nobody named'}."
    return f"{text}\n\n**With** {listed(partners)}." if partners else text


def _deliverer(row: Mapping[Any, Any]) -> str:
    dates = f" from {row['valid_from']}" if isinstance(row["valid_from"], str) else ""
    dates += f" to {row['valid_to']}" if isinstance(row["valid_to"], str) else ""
    return f"{escape(row['name'])}{dates}{mark(row['provenance'])}"
