"""What the index shows of each agreement, and what its filters look at."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from psa.data.framework import Framework
from psa.methods.chance_words import how_likely
from psa.methods.ratings import Ratings
from psa.methods.vocabulary import ON_TRACK_CLASSES
from psa.pages.outcomes import outcomes_of
from psa.pages.parts.card import sparkline_of
from psa.pages.sentences.answer import brief_answer, telling
from psa.pages.sentences.today import describe_briefly, is_running
from psa.site.addresses import heading_of
from psa.site.pages.site_page import Site, Values, rows_of
from psa.site.parts import PageParts
from psa.words import count, listed, percent_range


def indicator_classes(rated: Ratings) -> pd.Series:
    """Return the class of each indicator of an agreement: its rating as it is counted, with deteriorated apart."""
    counted = rated.framework.of_agreements(rated.counted).set_index("indicator_id")
    return counted["rating"].mask(counted["detail"] == "deteriorated", "deteriorated")


def sign_words(framework: Framework, code: str, is_ahead: bool = False) -> str:
    """Return a class of indicators in the framework's own words.

    Args:
        framework: which.
        code: the class.
        is_ahead: whether it is judged by its targets that lie ahead.
    """
    if is_ahead and code in ON_TRACK_CLASSES:
        return framework.word(ON_TRACK_CLASSES[code].words)
    if code == "deteriorated":
        return f"{framework.word('no_improvement')} (deteriorated)"
    return framework.word(code)


def agreement_rows(site: Site, parts: PageParts) -> list[Values]:
    """Return a row for each agreement, in order."""
    classes = indicator_classes(site.rated).to_dict()
    is_ahead = is_running(site.rated)
    words = {code: sign_words(site.rated.framework, code, is_ahead) for code in set(classes.values())}
    indicators: dict[str, list[Values]] = {}
    table = site.rated.framework.indicators
    search_words = table.set_index("indicator_id")["search_words"].dropna().to_dict()
    results = site.rated.scoreboard.set_index("indicator_id")["outcome"].to_dict()
    outcomes = {
        o.indicator_id: o
        for agreement_id in site.rated.agreements["agreement_id"]
        for o in outcomes_of(site.rated, agreement_id)
    }
    columns = ["indicator_id", "agreement_id", "name", "number", "kind"]
    for row in rows_of(site.rated.promised[columns]):
        code = classes[row["indicator_id"]]
        badge = outcomes[row["indicator_id"]].badge
        about = {
            "outcome": outcomes[row["indicator_id"]],
            "name": heading_of(row["number"], row["name"]),
            "text": f"{row['name']} {search_words.get(row['indicator_id'], '')}",
            "code": code,
            "look": badge.code,
            "sign": badge.sign,
            "words": words[code] if badge.code == code or is_ahead else f"{badge.words}; rated {words[code]}",
            "target": results.get(row["indicator_id"], ""),
            "kind": row["kind"],
            "link": parts.link(row["indicator_id"]),
        }
        indicators.setdefault(row["agreement_id"], []).append(about)
    return [
        _agreement_row(site, parts, agreement, indicators.get(agreement["agreement_id"], []))
        for agreement in rows_of(site.rated.agreements)
    ]


def _agreement_row(
    site: Site, parts: PageParts, agreement: dict[str, Any], indicators: list[Values]
) -> Values:
    framework, agreement_id = site.rated.framework, agreement["agreement_id"]
    about, delivering = framework.agreement(agreement_id), framework.delivering(agreement_id)
    texts = [agreement_id, about.title, about.short_title or "", about.search_words or ""]
    outcomes = [indicator["outcome"] for indicator in indicators]
    told = telling(outcomes)
    return {
        "id": agreement_id,
        "title": about.title,
        "short": heading_of(about.number, about.short_title or about.title),
        "answer": "" if is_running(site.rated) else brief_answer(outcomes),
        "today": describe_briefly(site.rated, agreement_id) if is_running(site.rated) else [],
        "spark": sparkline_of(site.rated, told.measure_id, told.edge) if told and told.measure_id else "",
        "link": parts.link(agreement_id),
        "lead": listed(list(dict.fromkeys(delivering.loc[delivering["role"] == "lead", "name"]))),
        "label_words": framework.word(agreement["rating"]),
        "chance": label_chance(agreement),
        "edge": label_edge(agreement, framework.word),
        "theme": about.theme or "",
        "best": best_evidence(agreement),
        "indicators": indicators,
        **{key: agreement[key] for key in ("improved", "deteriorated", "assessed", "total")},
        "filter": {
            "text": " ".join(texts).lower(),
            "bodies": " ".join(delivering["name"]).lower(),
            "label": agreement["rating"],
            "coverage": coverage_code(agreement),
            "departments": sorted(set(delivering["department_id"])),
            "indicators": [
                [indicator["code"], indicator["kind"], indicator["target"], indicator["text"].lower()]
                for indicator in indicators
            ],
        },
    }


def best_evidence(agreement: dict[str, Any]) -> str:
    """Return how many indicators moved the right way by the best evidence; empty where the ratings say as much."""
    if agreement["best_assessed"] <= agreement["assessed"]:
        return ""
    return f"best evidence: {agreement['best_improved']} of {agreement['total']} moved the right way"


def coverage_code(agreement: dict[str, Any]) -> str:
    """Return whether all, some or none of an agreement's indicators are rated."""
    if agreement["assessed"] == agreement["total"]:
        return "all"
    return "some" if agreement["assessed"] else "none"


def label_chance(agreement: dict[str, Any]) -> str:
    """Return how sure the label of an agreement is, in a few words; empty where there is none to be sure of."""
    if agreement["rating"] in {"not_yet_assessed", "withheld"}:
        return ""
    if not agreement["chance_known"]:
        return "the chance of this label is not known"
    chance, low, high = (agreement[f"chance_{agreement['rating']}{end}"] for end in ("", "_low", "_high"))
    return f"that this is right {how_likely(low, high)}: {percent_range(chance, low, high)}"


def label_edge(agreement: dict[str, Any], word: Callable[[str], str]) -> str:
    """Return how many indicators are between a label and another one; empty where there is none."""
    if not agreement["would_become"] or agreement["rating"] == "not_yet_assessed":
        return ""
    return f"{count(int(agreement['changes_to_flip']), 'indicator')} from {word(agreement['would_become'])}"
