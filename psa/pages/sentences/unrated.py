"""What could not be rated: why, the figures there are, and where to look."""

from psa.methods.ratings import Ratings
from psa.pages.outcomes import outcome_of
from psa.pages.sentences.answer import describe_outcome
from psa.words import capital, escape


def describe_unrated(rated: Ratings, indicator_ids: list[str]) -> str:
    """Return a list of indicators without a rating and without a stand-in, as Markdown."""
    settle = {}
    if "what_would_settle" in rated.framework.indicators:
        settle = rated.framework.indicators.set_index("indicator_id")["what_would_settle"].dropna().to_dict()
    lines = []
    for indicator_id in indicator_ids:
        row = rated.assessment(indicator_id).row.to_dict()
        outcome = outcome_of(rated, row)
        number = f"{escape(outcome.number)}. " if outcome.number else ""
        words = f"- **{number}{escape(outcome.name)}.** {escape(capital(str(row['reason']).rstrip('.')))}."
        if outcome.kind == "one-sided":
            words += f" There is: {escape(describe_outcome(outcome, has_name=False))}"
        if indicator_id in settle:
            words += f" *Where to look:* {escape(settle[indicator_id])}"
        lines.append(words)
    return "\n".join(lines)
