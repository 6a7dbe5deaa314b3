"""Sentences about the figures of an indicator: notes, revisions, sources, earlier years, other bodies' rules."""

import re
from typing import Any

import pandas as pd

from psa.methods.ratings import Ratings
from psa.methods.rules import RULES
from psa.methods.vocabulary import VERDICT_WORDS
from psa.words import count, escape, in_words, listed

Row = Any  # a row of a table of ratings: a mapping from column to cell


def describe_note(points: pd.DataFrame) -> str:
    """Return the note that stands in the tables beside a series; empty where there is none."""
    notes = points["measure_note"].dropna().unique()
    return f"*Note in the tables: {escape(notes[0].rstrip('.'))}.*" if len(notes) else ""


def describe_revisions(rated: Ratings, indicator_id: str) -> str:
    """Return whether an indicator's revised figures changed its rating or our verdict; empty where none was revised."""
    if rated.revised(indicator_id).empty:
        return ""
    first = rated.as_first_published(indicator_id)
    now = rated.official.set_index("indicator_id").loc[indicator_id]
    word = in_words(rated.framework)

    def rating(row: Row) -> str:
        return word(row["rating"]) + (" (deteriorated)" if row["detail"] == "deteriorated" else "")

    pairs = [
        ("the official rating", rating(first), rating(now)),
        ("our verdict", VERDICT_WORDS[str(first["verdict"])], VERDICT_WORDS[str(now["verdict"])]),
    ]
    changed = [
        f"{name} would have been *{before}*, where it is now *{after}*"
        for name, before, after in pairs
        if before != after
    ]
    if not changed:
        return "With the figures as first published, the official rating and our verdict would have been the same."
    same = next(
        (f"; {name} would have been the same" for name, before, after in pairs if before == after), ""
    )
    return f"**With the figures as first published,** {listed(changed)}{same}."


MOST_SOURCES = 8  # that a list names; what is beyond is counted


def named_sources(rated: Ratings, measure_ids: list[str]) -> list[str]:
    """Return the sources that the figures of some measures name, each once, in order."""
    ids = rated.series.loc[rated.series["measure_id"].isin(measure_ids), "source_id"].dropna()
    return list(dict.fromkeys(part.strip() for text in ids for part in text.split(";")))


def describe_earlier_years(rated: Ratings, measure_ids: list[str]) -> str:
    """Return what the test of the trend would have said of some series together in earlier years.

    Empty where none of them can be tested so.
    """
    table = rated.earlier_years.reindex(measure_ids).dropna()
    runs, better, worse = (int(table[column].sum()) for column in ("runs", "better", "worse"))
    if not runs:
        return ""
    parts = int((table["runs"] > 0).sum())
    began = f"each of {runs} earlier years" if runs > 1 else "the one earlier year that can be tested"
    if parts > 1:
        began = f"earlier years, {runs} times over {parts} parts"
    if runs == 1 or not better + worse:
        said = "better" if better else "worse" if worse else "neither better nor worse"
        said += " in any of them" if runs > 1 else ""
    else:
        said = f"better in {better or 'none'} of them and worse in {worse or 'none'}"
    return f"Run as if the period had begun in {began}, this test said {said}."


def describe_sources(rated: Ratings, measure_ids: list[str], most: int = MOST_SOURCES) -> str:
    """Return where the figures of some measures come from, as a list with links."""
    named = named_sources(rated, measure_ids)
    table = rated.framework.sources.set_index("source_id")
    lines = [f"- {_source_line(table.loc[source_id])}" for source_id in named[:most]]
    if len(named) > most:
        lines.append(f"- and {count(len(named) - most, 'further source')}, named in the table of figures")
    return "**Sources**\n\n" + "\n".join(lines) if lines else ""


def _source_line(source: Row) -> str:
    """Return a source's title, linked where it has a web address, and its publisher where the title has not."""
    title, url, publisher = escape(source["title"]), source["url"], source["publisher"]
    by = (
        f", {escape(publisher)}"
        if isinstance(publisher, str) and publisher not in str(source["title"])
        else ""
    )
    is_web = isinstance(url, str) and re.match(r"https?://[^\s<>\"')]+$", url)
    return f"[{title}]({url}){by}" if is_web else f"{title}{by}"


def describe_other_rules(rated: Ratings, indicator_id: str) -> str:
    """Return what other bodies' rules make of an indicator, by name; empty where none says anything."""
    found = rated.comparison[rated.comparison["indicator_id"] == indicator_id]
    if found.empty:
        return ""
    row = found.iloc[0].to_dict()
    sides: dict[int, list[str]] = {1: [], 0: [], -1: []}
    for name, rule in RULES.items():
        side = rule.sides.get(row[name])
        if side is not None:
            sides[side].append(rule.body)
    total = sum(map(len, sides.values()))
    if not total:
        return ""
    parts = [
        f"{len(bodies)} {words} ({escape(listed(list(dict.fromkeys(bodies))))})"
        for words, bodies in zip(
            ("the right way", "neither way", "the wrong way"), sides.values(), strict=True
        )
        if bodies
    ]
    rules = count(total, "rule of another body", "rules of other bodies")
    return f"**The same figures by {rules}:** {listed(parts)}."
