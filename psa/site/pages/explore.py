"""Judge it yourself: each indicator under every rule and from every baseline, worked out before a reader chooses."""

import json
from typing import Any

import pandas as pd

from psa.methods.by_baseline import under_baselines
from psa.methods.comparison import NAMES, OFFICIAL, OURS, SIDES
from psa.methods.ratings import Ratings
from psa.methods.rules.parts import NOT_ASSESSED
from psa.methods.vocabulary import VERDICT_WORDS
from psa.pages.sentences.amounts import amount
from psa.pages.sentences.dates import period_words
from psa.pages.sentences.phrases import reason_words
from psa.pages.sentences.rule_names import rule_name
from psa.pages.sentences.today import is_running
from psa.site.addresses import heading_of
from psa.site.pages.site_page import Site, Values, rows_of
from psa.site.parts import PageParts
from psa.site.template import script
from psa.words import capital

MOST_INDICATORS = 400  # a larger framework has too much for one page, and takes too long to work out
UNRATED = {NOT_ASSESSED, "not_yet_assessed", "not_rateable", "withheld"}


def can_explore(rated: Ratings) -> bool:
    """Return whether a framework has this page: its baselines matter, and all of it goes on one page."""
    return not is_running(rated) and bool(len(rated.official)) and len(rated.official) <= MOST_INDICATORS


def explore_page(site: Site, parts: PageParts) -> Values | None:
    """Return the choices that a reader has, and the answer to each; None where a framework has no use for them."""
    if not can_explore(site.rated):
        return None
    baselines = under_baselines(site.rated) if site.baselines is None else site.baselines
    data = explore_data(site.rated, baselines, parts)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    groups: dict[str, list[tuple[str, str]]] = {}
    for item in data["items"]:
        groups.setdefault(item["of"], []).append((item["id"], item["name"]))
    links = [(item["link"], item["name"]) for item in data["items"] if item["link"] and item["from"]]
    return {
        "data": text,
        "groups": groups,
        "rules": data["rules"],
        "links": links,
        "script": script("explore.js"),
    }


def explore_data(rated: Ratings, baselines: pd.DataFrame, parts: PageParts) -> dict[str, Any]:
    """Return every answer: the rules, their words with the side that each is on, and each indicator's baselines.

    A baseline is [year, its words, the sentence with both figures, the place of each rule's word].
    """
    words: dict[tuple[str, int | None], int] = {}
    by_id = {str(name): group for name, group in baselines.groupby("indicator_id", sort=False)}
    about = rated.framework.agreements.set_index("agreement_id")
    items = [
        {
            "id": row["indicator_id"],
            "name": heading_of(row["number"], row["name"]),
            "of": _agreement(about, row["agreement_id"]),
            "link": parts.link(row["indicator_id"]),
            "why": capital(reason_words(str(row["reason"]))),
            "used": period_words(row["baseline_period"]) if isinstance(row["baseline_period"], str) else "",
            "from": _baselines(rated, by_id[row["indicator_id"]], words)
            if row["indicator_id"] in by_id
            else [],
        }
        for row in rows_of(rated.framework.of_agreements(rated.official))
    ]
    return {
        "rules": [{"id": name, "name": rule_name(name)} for name in NAMES],
        "words": [list(word) for word in words],
        "year": rated.settings.baseline_by.year,
        "items": items,
    }


def _agreement(about: pd.DataFrame, agreement_id: str) -> str:
    row = about.loc[agreement_id].to_dict()
    short = row["short_title"]
    return heading_of(row["number"], str(short if isinstance(short, str) else row["title"]))


def _baselines(
    rated: Ratings, years: pd.DataFrame, words: dict[tuple[str, int | None], int]
) -> list[list[Any]]:
    """Return what every rule says from each baseline, the latest year of those with one baseline; words are added."""
    found: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows_of(years):
        codes = tuple(words.setdefault(_word(rated, name, row[name]), len(words)) for name in NAMES)
        has_nothing_later = bool(row["measure_id"]) and not row["latest_period"]
        if has_nothing_later or all(SIDES[name].get(row[name]) is None for name in NAMES):
            continue
        label, figures = _figures(rated, row)
        found[label, figures, codes] = [
            row["year"],
            label or f"figures to {row['year']}",
            figures,
            list(codes),
        ]
    return list(found.values())


def _figures(rated: Ratings, row: dict[str, Any]) -> tuple[str, str]:
    """Return a baseline as it is chosen from, and both figures in words; empty for a set of components."""
    if not isinstance(row["baseline_period"], str) or not row["baseline_period"] or not row["measure_id"]:
        return "", ""
    measure = rated.measure_rows[row["measure_id"]]
    first, last = (amount(row[f"{end}_value"], measure) for end in ("baseline", "latest"))
    start, stop = (period_words(row[f"{end}_period"]) for end in ("baseline", "latest"))
    return start, f"from {first} ({start}) to {last} ({stop})"


def _word(rated: Ratings, rule: str, code: str) -> tuple[str, int | None]:
    """Return a rule's word for a reader, and its side: 1 the right way, 0 neither, -1 the wrong way, None unrated."""
    if code in UNRATED:
        return "cannot say", None
    text = (
        rated.framework.word(code)
        if rule == OFFICIAL
        else VERDICT_WORDS.get(code, "")
        if rule == OURS
        else ""
    )
    return text or code.replace("_", " "), SIDES[rule].get(code)
