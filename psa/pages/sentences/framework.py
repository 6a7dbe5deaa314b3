"""Sentences about a whole framework."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from psa.data.framework import Framework
from psa.methods.on_track import LABELS as ON_TRACK_LABELS
from psa.methods.ratings import Ratings
from psa.methods.scoreboard import OUTCOMES
from psa.methods.vocabulary import LABELS, RATINGS, REASONS, VERDICT_WORDS, VERDICTS
from psa.pages.sentences.news import describe_overdue
from psa.pages.sentences.today import describe_as_at, is_running
from psa.words import capital, count, escape, in_words, listed, number, significant

Word = Callable[..., str]


def title_framework(framework: Framework, what: str) -> str:
    """Return the heading of a page on the whole framework."""
    f = framework
    subtitle = f.settings["subtitle"]
    return f"# {what}\n\n{escape(f.settings['title'] or f.name)}" + (
        f". {escape(subtitle)}." if subtitle else ""
    )


def describe_framework(rated: Ratings) -> str:
    """Return the labels of all agreements counted, and how sure they are."""
    word = in_words(rated.framework)
    labels = rated.agreements["rating"].value_counts()
    order = [code for code in (ON_TRACK_LABELS if is_running(rated) else LABELS) if code in labels]
    agreements = count(len(rated.agreements), word("agreement"), word("agreement", True))
    labelled = f"Of {agreements}: {listed([f'{labels[code]} {word(code)}' for code in order])}."
    if is_running(rated):
        parts = [labelled, describe_as_at(rated), describe_overdue(rated), _count_tests(rated, word)]
        return "\n\n".join(part for part in parts if part)
    parts = [count_targets(rated), labelled, _count_ratings(rated, word), _count_tests(rated, word)]
    return "\n\n".join(part for part in parts if part)


def count_targets(rated: Ratings) -> str:
    """Return how many targets and minimum standards came to what; empty where there are none."""
    outcomes = rated.scoreboard["outcome"].value_counts()
    told = [f"{outcomes[code]} {words}" for code, words in OUTCOMES.items() if code in outcomes]
    asked = count(len(rated.scoreboard), "target or minimum standard", "targets and minimum standards")
    return f"Of {asked}: {listed(told)}." if told else ""


def _count_ratings(rated: Ratings, word: Word) -> str:
    """Return how many indicators have each rating."""
    indicators = rated.promised
    of_rating = {code: int((indicators["rating"] == code).sum()) for code in RATINGS}
    deteriorated = int((indicators["detail"] == "deteriorated").sum())
    waiting, withheld = of_rating["not_yet_assessed"], of_rating["withheld"]
    return (
        f"Of {_indicators(len(indicators), word)}, {of_rating['improvement']} improved, "
        f"{of_rating['no_improvement']} did not ({deteriorated} of them deteriorated), "
        f"{waiting} {'is' if waiting == 1 else 'are'} not yet assessed, "
        f"{of_rating['not_rateable']} cannot be rated and {withheld} {'was' if withheld == 1 else 'were'} withheld."
    )


def _count_tests(rated: Ratings, word: Word) -> str:
    """Return how many tests of the trend came out better, and how many would have by chance."""
    measures = rated.framework.of_agreements(rated.measures[rated.measures["is_rateable"]])
    tests = int(measures["p_better"].notna().sum())
    better = int((measures["trend_verdict"] == "better").sum())
    stand = int((rated.promised["survives"] == "yes").sum())
    aside = (1 - rated.settings.confidence) / 2
    return (
        f"The baseline trend could be tested for {count(tests, 'series', 'series')}; {better} came out better. "
        f"At {number(100 * aside)}% a side, about {significant(tests * aside, 2)} of so many tests would come out "
        f"better if nothing had changed. {capital(_indicators(stand, word))} {'stands' if stand == 1 else 'stand'} "
        "when no more than one in ten of those found may be false."
    )


def _indicators(number_of: int, word: Word) -> str:
    return count(number_of, word("indicator"), word("indicator", True))


def describe_coverage(rated: Ratings) -> str:
    """Return how many indicators have figures on both sides of the start of the period, and why others have not."""
    word = in_words(rated.framework)
    indicators = rated.promised
    measures = rated.framework.of_agreements(rated.measures[rated.measures["is_rateable"]])
    with_series = measures["indicator_id"].nunique()
    tested = int((indicators["trend_verdict"] != "not_assessed").sum())
    rated_count = int(indicators["rating"].isin(["improvement", "no_improvement"]).sum())
    return (
        f"{with_series} of {_indicators(len(indicators), word)} {_has(with_series)} a series that is the "
        f"{word('indicator')} itself. {rated_count} could be rated by the official rule, and {tested} {_has(tested)} "
        "enough figures before and after to be tested against their baseline trend."
    )


def _has(number_of: int) -> str:
    return "has" if number_of == 1 else "have"


def describe_disagreements(rated: Ratings) -> str:
    """Return where the official rating and our verdict differ, and why, as a list."""
    lines = []
    for row in rated.promised.to_dict("records"):
        words = disagreement(row)
        if words:
            lines.append(f"- **{escape(row['indicator_id'])}** {escape(row['name'])}: {words}")
    if not lines:
        return "The official rating and our verdict nowhere differ."
    word = in_words(rated.framework)
    return (
        f"They differ for {count(len(lines), word('indicator'), word('indicator', True))}:\n\n"
        + "\n".join(lines)
    )


def disagreement(row: Mapping[Any, Any]) -> str:
    """Return why the official rating and our verdict on one indicator differ; empty where they do not."""
    rating, verdict = row["rating"], row["verdict"]
    said = VERDICT_WORDS[verdict]
    if verdict == "not_assessed" or rating == "withheld":
        return ""
    side = VERDICTS[verdict].side
    if rating == "improvement" and side != 1:
        why = VERDICTS[verdict].phrase or "the target or standard is judged otherwise"
        return f"officially improvement, ours *{said}*: {why}."
    if rating == "no_improvement" and side != -1:
        why = "the change is no more than its usual irregularity, or its trend was worse"
        return f"officially no improvement, ours *{said}*: {why}."
    if rating in {"not_yet_assessed", "not_rateable"}:
        return f"officially not rated ({row['reason'].split(':')[0]}), ours *{said}*."
    return ""


def describe_missing(rated: Ratings, indicators: pd.DataFrame) -> str:
    """Return what some indicators do not show, and why, grouped by reason."""
    unrated = indicators[~indicators["rating"].isin(["improvement", "no_improvement"])]
    if unrated.empty:
        return f"Every {in_words(rated.framework)('indicator')} could be rated by the official rule."
    lines = []
    for code, group in unrated.groupby("reason_code", sort=False):
        lines.append(
            f"- **{capital(REASONS[str(code)].words)}:** {', '.join(map(escape, group['indicator_id']))}"
        )
    words = in_words(rated.framework)
    lead = f"{capital(_indicators(len(unrated), words))} of {len(indicators)} could not be rated:"
    return lead + "\n\n" + "\n".join(lines)
