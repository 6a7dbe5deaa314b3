"""The index of a framework's site."""

import pandas as pd

from psa.methods.ratings import Ratings
from psa.methods.vocabulary import CLASSES, LABEL_CODES, LABELS
from psa.pages.sentences.framework import describe_coverage
from psa.site.links import heading_of, more_pages, site_title
from psa.site.page import script
from psa.site.template import page
from psa.words import capital, count, listed, percent, significant

# class of an indicator: its sign, which the charts draw as well, and what it means
SIGNS = {code: (row.sign, row.meaning) for code, row in CLASSES.items()}


LABEL_MEANINGS = {code: row.meaning for code, row in LABEL_CODES.items()}


KINDS = {
    "improve": "improve on the baseline trend",
    "target": "target",
    "minimum_standard": "minimum standard",
}


COVERAGE = {"all": "all indicators rated", "some": "some rated", "none": "none rated"}


def index_page(rated: Ratings, pages: list[dict], links: dict[str, str], downloads: frozenset[str]) -> str:
    """Return the index: the counts, every agreement with its indicators' ratings, departments, downloads."""
    f = rated.framework
    rows = [_agreement_row(rated, a, links) for a in rated.agreements.to_dict("records")]
    classes = _classes(rated)
    departments = rated.departments.to_dict("records") if len(rated.departments) else []
    filters = {
        "departments": {d["department_id"]: d["name"] for d in departments},
        "labels": {c: f.word(c) for c in LABELS if any(r["label"] == c for r in rows)},
        "ratings": {c: sign_words(f, c) for c in SIGNS if (classes == c).any()},
        "kinds": {k: words for k, words in KINDS.items() if (rated.indicators["kind"] == k).any()},
        "coverage": {
            c: words for c, words in COVERAGE.items() if any(r["filter"]["coverage"] == c for r in rows)
        },
    }
    return page(
        rated, "index.html", site_title(rated), framework=f, rows=rows, filters=filters, script=script(),
        labels=_counted([r["label"] for r in rows], {c: (f.word(c), LABEL_MEANINGS[c], "") for c in LABELS}),
        ratings=_counted(list(classes), {c: (sign_words(f, c), means, sign) for c, (sign, means) in SIGNS.items()}),
        n_indicators=len(rated.indicators), coverage=describe_coverage(rated),
        expected_false=significant(float(rated.agreements["expected_false"].sum()), 2),
        improved=(classes == "improvement").any(), known=rated.counted.loc[classes.to_numpy() == "improvement", "p_improved"].notna().any(),
        more=more_pages(rated, pages), departments=departments, links=links,
        others=[p for p in pages if p["for_each"] == "none" and p["page"]], failed=[p for p in pages if p["is_failed"]],
        has_actions=not f.transformation.empty, downloads=whole_files(rated, downloads),
    )  # fmt: skip


def _classes(rated: Ratings) -> pd.Series:
    """Return the class of each indicator: its rating as it is counted, with deteriorated apart."""
    counted = rated.counted.set_index("indicator_id")
    return counted["rating"].mask(counted["detail"] == "deteriorated", "deteriorated")


def sign_words(framework, code: str) -> str:
    """Return a class of indicators in the framework's own words."""
    if code == "deteriorated":
        return f"{framework.word('no_improvement')} (deteriorated)"
    return framework.word(code)


def _counted(codes: list[str], about: dict[str, tuple]) -> list[dict]:
    return [
        {"code": c, "words": words, "means": means, "sign": sign, "count": codes.count(c), "share": percent(codes.count(c) / len(codes))}
        for c, (words, means, sign) in about.items()
        if c in codes
    ]  # fmt: skip


def _agreement_row(rated: Ratings, a: dict, links: dict[str, str]) -> dict:
    """Return what the index shows of one agreement, and what its filters look at."""
    f = rated.framework
    about = f.agreement(a["agreement_id"])
    delivering = f.delivering(a["agreement_id"])
    classes = _classes(rated)
    own = rated.indicators[rated.indicators["agreement_id"] == a["agreement_id"]]
    indicators = [
        {"id": i.indicator_id, "name": heading_of(i), "code": classes[i.indicator_id], "sign": SIGNS[classes[i.indicator_id]][0],
         "words": sign_words(f, classes[i.indicator_id]), "kind": i.kind, "link": links.get(i.indicator_id, "")}
        for i in own.itertuples()
    ]  # fmt: skip
    lead = list(dict.fromkeys(delivering.loc[delivering["role"] == "lead", "name"]))
    covered = "all" if a["assessed"] == a["total"] else ("some" if a["assessed"] else "none")
    words = [
        a["agreement_id"],
        about.title,
        about.short_title or "",
        *delivering["name"],
        *(i["name"] for i in indicators),
    ]
    return {
        "id": a["agreement_id"], "title": about.title, "link": links.get(a["agreement_id"], ""), "number": about.number,
        "lead": listed(lead), "label": a["rating"], "label_words": f.word(a["rating"]), "chance": label_chance(a),
        "edge": label_edge(a, f.word), "improved": a["improved"], "deteriorated": a["deteriorated"], "assessed": a["assessed"],
        "total": a["total"], "indicators": indicators,
        "filter": {
            "text": " ".join(words).lower(), "label": a["rating"], "coverage": covered,
            "departments": sorted(set(delivering["department_id"])),
            "indicators": [[i["code"], i["kind"]] for i in indicators],
        },
    }  # fmt: skip


def label_chance(a: dict) -> str:
    """Return how sure the label of an agreement is, in a few words; empty where there is none to be sure of."""
    if a["rating"] in {"not_yet_assessed", "withheld"}:
        return ""
    if not a["chance_known"]:
        return "the chance of this label is not known"
    chance = a[f"chance_{a['rating']}"]
    return f"the chance of this label is {percent(chance)}"


def label_edge(a: dict, word) -> str:
    """Return how many indicators are between a label and another one; empty where there is none."""
    if not a["would_become"]:
        return ""
    return f"{count(int(a['changes_to_flip']), 'indicator')} from {word(a['would_become'])}"


def whole_files(rated: Ratings, downloads: frozenset[str]) -> list[tuple[str, str]]:
    """Return the downloads of the whole framework: address from the outputs folder, and words."""
    own = {
        *rated.agreements["agreement_id"],
        *(rated.departments["department_id"] if len(rated.departments) else ()),
    }
    of_one = {f"{i}{end}" for i in own for end in (".csv", ".json", "_observations.csv")}
    order = {"xlsx": 0, "csv": 1, "json": 2}
    found = []
    for name in downloads - of_one:
        stem, _, end = name.rpartition(".")
        if end not in order or name.startswith("."):
            continue
        words = {"xlsx": "Spreadsheet of the ratings", "datapackage": "Data package: what each column means"}
        text = words.get(end) or words.get(stem) or capital(stem.replace("_", " "))
        found.append((order[end] + (3 if stem == "datapackage" else 0), name, f"{text} ({end.upper()})"))
    return [(f"downloads/{name}", text) for _, name, text in sorted(found)]
