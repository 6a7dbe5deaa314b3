"""Sentences about a whole framework."""

import pandas as pd

from psa.data.framework import Framework
from psa.methods.ratings import Ratings
from psa.methods.vocabulary import REASONS, VERDICT_WORDS, VERDICTS
from psa.words import capital, count, escape, in_words, listed, significant


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
    order = [
        c
        for c in ("strong_progress", "some_progress", "no_progress", "not_yet_assessed", "withheld")
        if c in labels
    ]
    said = listed([f"{labels[c]} {word(c)}" for c in order])
    i = rated.indicators
    n, indicator = len(i), (word("indicator"), word("indicator", True))
    ratings = i["rating"].value_counts()
    tests = int(rated.measures.loc[rated.measures["is_rateable"], "p_better"].notna().sum())
    better = int((rated.measures["is_rateable"] & (rated.measures["trend_verdict"] == "better")).sum())
    survive = int((i["survives"] == "yes").sum())
    return (
        f"Of {count(len(rated.agreements), word('agreement'), word('agreement', True))}: {said}.\n\n"
        f"Of {count(n, *indicator)}, {ratings.get('improvement', 0)} improved, {ratings.get('no_improvement', 0)} did not "
        f"({int((i['detail'] == 'deteriorated').sum())} of them deteriorated), {ratings.get('not_yet_assessed', 0)} {'is' if ratings.get('not_yet_assessed', 0) == 1 else 'are'} not yet assessed, "
        f"{ratings.get('not_rateable', 0)} cannot be rated and {ratings.get('withheld', 0)} "
        f"{'was' if ratings.get('withheld', 0) == 1 else 'were'} withheld.\n\n"
        f"The baseline trend could be tested for {count(tests, 'series', 'series')}; {better} came out better. At 2.5% a side, about "
        f"{significant(tests * 0.025, 2)} of so many tests would come out better if nothing had changed. "
        f"{capital(count(survive, *indicator))} {'stands' if survive == 1 else 'stand'} when no more than one in ten of those found may be false."
    )


def describe_coverage(rated: Ratings) -> str:
    """Return how many indicators have figures on both sides of the start of the period, and why others have not."""
    i = rated.indicators
    with_series = rated.measures[rated.measures["is_rateable"]]["indicator_id"].nunique()
    tested = int((i["trend_verdict"] != "not_assessed").sum())
    rated_count = int(i["rating"].isin(["improvement", "no_improvement"]).sum())
    one, all_of = (
        in_words(rated.framework)("indicator"),
        count(len(i), in_words(rated.framework)("indicator"), in_words(rated.framework)("indicator", True)),
    )
    return (f"{with_series} of {all_of} {'has' if with_series == 1 else 'have'} a series that is the {one} itself. {rated_count} could be rated by the "
            f"official rule, and {tested} {'has' if tested == 1 else 'have'} enough figures before and after to be tested against their baseline trend.")  # fmt: skip


def describe_disagreements(rated: Ratings) -> str:
    """Return where the official rating and our verdict differ, and why, as a list."""
    lines = []
    for row in rated.indicators.to_dict("records"):
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


def disagreement(row) -> str:
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
        return f"officially no improvement, ours *{said}*: the change is no more than its usual irregularity, or its trend was worse."
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
        lines.append(f"- **{capital(REASONS[code].words)}:** {', '.join(map(escape, group['indicator_id']))}")
    words = in_words(rated.framework)
    lead = f"{capital(count(len(unrated), words('indicator'), words('indicator', True)))} of {len(indicators)} could not be rated:"
    return lead + "\n\n" + "\n".join(lines)


LIMITS = """- A rating says what a figure did, not why. Nothing here is the effect of a policy.
- Where no sampling error was published, how sure a change is comes from the series' own irregularity, or is not known.
- Figures of a later vintage than the reports of the time had can differ from what was known then.
- Facts marked as recalled were not found on a page that could be read."""
