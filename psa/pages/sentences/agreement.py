"""Sentences about one agreement."""

from psa.methods.label_chances import DRAWS
from psa.methods.ratings import Ratings
from psa.words import capital, count, escape, in_words, listed, mark, percent, significant


def title_agreement(rated: Ratings, agreement_id: str) -> str:
    """Return the page's heading."""
    about = rated.framework.agreement(agreement_id)
    named = in_words(rated.framework)("agreement")
    number_words = f"{capital(named)} {escape(about.number)}" if about.number else capital(named)
    return f"# {escape(about.title)}\n\n{number_words} · {escape(rated.framework.settings['title'] or rated.framework.name)}"


def describe_label(rated: Ratings, agreement_id: str) -> str:
    """Return the label of an agreement, the counts behind it, its edge and its chance."""
    row = rated.agreements.set_index("agreement_id").loc[agreement_id]
    word = in_words(rated.framework)
    label = word(row["rating"])
    indicators = word("indicator", True)
    if row["rating"] == "withheld":
        return f"**{capital(label)}.** An assessment was made at the time but not published, so there is no rating to check."
    if not row["total"]:
        return f"**{capital(label)}.** No {word('indicator')} of it is in the tables."
    parts = [
        f"**{capital(label)}.** Of its {count(row['total'], word('indicator'), indicators)}, "
        f"{row['improved']} improved, {row['deteriorated']} deteriorated, {row['assessed'] - row['improved'] - row['deteriorated']} "
        f"did neither, and {row['total'] - row['assessed']} could not be rated."
    ]
    parts.append(_edge(row, word))
    if row["rating"] != "not_yet_assessed":
        parts.append(_chances(row, word))
    if row["expected_false"] >= 0.05:
        parts.append(
            f"Of the improvements whose chance is known, {significant(row['expected_false'], 2)} would be expected to be none."
        )
    return " ".join(p for p in parts if p)


def _edge(row, word) -> str:
    if not row["would_become"]:
        return ""
    n = int(row["changes_to_flip"])
    return (f"If {count(n, word('indicator'), word('indicator', True))} had been rated otherwise, the label could have been "
            f"*{word(row['would_become'])}*.")  # fmt: skip


def _chances(row, word) -> str:
    known = int(row["chance_known"])
    if not known:
        return "None of the rated changes has an uncertainty that could be measured, so the chance of the label is not known."
    shares = {c: row[f"chance_{c}"] for c in ("strong_progress", "some_progress", "no_progress")}
    said = listed([f"{word(c)} {percent(s)}" for c, s in shares.items() if s > 0])
    held = int(row["assessed"]) - known
    tail = (
        f" {count(held, 'rated ' + word('indicator'), 'rated ' + word('indicator', True))} without a measurable uncertainty {'is' if held == 1 else 'are'} held at {'its' if held == 1 else 'their'} rating."
        if held
        else ""
    )
    return f"Drawing {DRAWS:,} times on how sure each change is, the label comes out as {said}.{tail}"


def describe_delivery(rated: Ratings, agreement_id: str) -> str:
    """Return who leads an agreement and who its partners are, with dates."""
    rows = rated.framework.delivering(agreement_id).to_dict("records")
    lead = [_deliverer(r) for r in rows if r["role"] == "lead"]
    partners = [_deliverer(r) for r in rows if r["role"] == "partner"]
    text = f"**Led by** {listed(lead) or 'nobody named'}."
    if partners:
        text += f"\n\n**With** {listed(partners)}."
    return text


def _deliverer(row: dict) -> str:
    dates = f" from {row['valid_from']}" if isinstance(row["valid_from"], str) else ""
    dates += f" to {row['valid_to']}" if isinstance(row["valid_to"], str) else ""
    return f"{escape(row['name'])}{dates}{mark(row['provenance'])}"
