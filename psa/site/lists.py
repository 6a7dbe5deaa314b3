"""The lists of a site: actions, differences, what is missing, sources."""

import re

from psa.data.defaults import setting_reasons
from psa.methods.ratings import Ratings
from psa.methods.vocabulary import LABELS, REASONS, VERDICT_WORDS
from psa.pages.sentences.framework import describe_coverage
from psa.pages.tables.framework import counts_table, missing_table, plain_table, settings_table
from psa.pages.tables.table import Table, from_frame
from psa.site.index import LABEL_MEANINGS, SIGNS, sign_words
from psa.site.links import link_page, source_anchors, web_address
from psa.site.navigation import read_methods
from psa.site.page import anchor, finish, markdown
from psa.site.template import page
from psa.words import capital, count, listed

AGREES = {
    "no": "Where they differ",
    "cannot be compared": "What cannot be compared",
    "yes": "Where they are the same",
}


def actions_page(rated: Ratings) -> str:
    """Return the page of the actions under all agreements, by department; empty where there are none."""
    f = rated.framework
    if f.transformation.empty:
        return ""
    figures = f.transformation_observations
    groups = []
    for department, rows in f.transformation.groupby("department_id", sort=False, dropna=False):
        if not isinstance(department, str) or department == "all":
            owner = f"Every {f.word('department')}"
        else:
            owner = f.department_name(department)
        actions = []
        for a in rows.to_dict("records"):
            own = figures[figures["action_id"] == a["action_id"]]
            table = from_frame(own, f"Figures of {a['title']}", {"label": "What", "period": "Period", "value": "Figure", "unit": "Unit", "note": "Note"}, ("value",))  # fmt: skip
            actions.append({k: v for k, v in a.items() if isinstance(v, str)} | {
                "figures": finish(table.to_html()) if len(own) else "",
                "sources": _cited(rated, [a["source_id"], *own["source_id"]]),
            })  # fmt: skip
        groups.append({"owner": owner, "actions": actions})
    title = capital(f.word("action", True))
    return page(
        rated,
        "transformation.html",
        title,
        groups=groups,
        observed=int(figures["action_id"].nunique()),
        total=len(f.transformation),
    )


def _cited(rated: Ratings, cells: list) -> list[tuple[str, str]]:
    """Return the anchor and the title of each source that some cells name."""
    named = dict.fromkeys(s.strip() for c in cells if isinstance(c, str) for s in c.split(";"))
    anchors = source_anchors(rated)
    titles = rated.framework.sources.set_index("source_id")["title"]
    return [(anchors[s], titles[s]) for s in named if s in anchors]


def _linked_table(table: Table, links: dict[str, str]) -> str:
    """Return a table as a region of a page at the root, its row headers linked to where they are shown."""
    return link_page(finish(table.to_html()), "", links, {}, [])


def differences_page(rated: Ratings, links: dict[str, str]) -> str:
    """Return the published ratings beside the computed ones, those that differ first."""
    published = rated.published
    groups = []
    for agrees, title in AGREES.items():
        own = published[published["agrees"] == agrees] if len(published) else published
        rows = [
            [p["rated"], p["level"], f"{p['report']}{' (' + p['report_date'] + ')' if p['report_date'] else ''}", p["published_words"],
             p["computed_rating"].replace("_", " "), p["explanation"] + (f". Note: {p['note']}" if p["note"] else "")]
            for p in own.to_dict("records")
        ]  # fmt: skip
        headers = ["Rated", "What it is", "Report", "Published", "Computed", "Explanation"]
        if rows:
            groups.append({"title": title, "count": len(rows), "anchor": anchor(title),
                           "table": _linked_table(Table(f"{title}: published and computed ratings", headers, rows), links)})  # fmt: skip
    return page(
        rated, "differences.html", "Published and computed ratings", groups=groups, total=len(published)
    )


def missing_page(rated: Ratings, links: dict[str, str]) -> str:
    """Return what could not be rated, by reason, and the table of it."""
    i = rated.indicators
    unrated = i[
        ~i["indicator_id"].isin(
            rated.counted.loc[rated.counted["rating"].isin(["improvement", "no_improvement"]), "indicator_id"]
        )
    ]
    counts = unrated["reason_code"].value_counts(sort=False)
    reasons = [
        [capital(REASONS[c].words if c in REASONS else "not rated by this rule"), str(n)]
        for c, n in counts.items()
    ]
    reasons.sort(key=lambda row: -int(row[1]))
    by_reason = finish(
        Table(
            "Why indicators could not be rated", ["Reason", "Indicators"], reasons, frozenset({1})
        ).to_html()
    )
    whole = f"{count(len(unrated), 'indicator')} of {len(i)} could not be rated"
    return page(
        rated, "missing.html", "What is missing, and why", coverage=describe_coverage(rated), whole=capital(whole),
        by_reason=by_reason if reasons else "", table=_linked_table(missing_table(rated), links) if len(unrated) else "",
    )  # fmt: skip


def methods_page(rated: Ratings) -> str:
    """Return the text on methods as a page; empty where it is not there."""
    text = read_methods()
    if not text:
        return ""
    body = re.sub(r'<a href="(?!https?://|#)[^"]*">(.*?)</a>', r"\1", markdown(text))
    return page(rated, "methods.html", "Methods", body=body)


def sources_page(rated: Ratings, links: dict[str, str]) -> str:
    """Return every source: what it is, when it was read, which figures and facts rest on it."""
    f = rated.framework
    anchors = source_anchors(rated)
    users, figures = _users_of_sources(rated)
    facts = _facts_of_sources(rated)
    rows = []
    for s in f.sources.to_dict("records"):
        s = {k: v for k, v in s.items() if isinstance(v, str) and v}
        name = s["source_id"]
        place = " · ".join(s[k] for k in ("repository", "path", "commit") if k in s)
        rows.append(s | {
            "anchor": anchors[name], "link": web_address(s.get("url")), "place": place, "figures": figures.get(name, 0), "read_on": s.get("read_on", ""),
            "users": [(i, links.get(i, "")) for i in users.get(name, ())], "facts": facts.get(name, ""),
        })  # fmt: skip
    return page(
        rated, "sources.html", "Sources", rows=rows, with_figures=sum(1 for r in rows if r["figures"])
    )


def _users_of_sources(rated: Ratings) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Return the indicators whose figures come from each source, in order, and how many figures do."""
    published = rated.series[~rated.series["is_derived"].astype(bool)]
    named = published[["indicator_id", "source_id"]].dropna()
    named = named.assign(source_id=named["source_id"].str.split(";")).explode("source_id")
    named["source_id"] = named["source_id"].str.strip()
    users = {s: list(dict.fromkeys(group)) for s, group in named.groupby("source_id")["indicator_id"]}
    return users, named["source_id"].value_counts().to_dict()


def _facts_of_sources(rated: Ratings) -> dict[str, str]:
    """Return how many facts other than figures rest on each source, and how each is known, in words."""
    found: dict[str, dict[str, int]] = {}
    for name, table in rated.framework.tables.items():
        if name == "observations" or not {"source_id", "provenance"} <= set(table.columns):
            continue
        for cell, provenance in table[["source_id", "provenance"]].dropna().itertuples(index=False):
            for source in str(cell).split(";"):
                counts = found.setdefault(source.strip(), {})
                counts[provenance] = counts.get(provenance, 0) + 1
    order = ("read", "inferred", "recalled")
    return {s: listed([f"{counts[p]} {p}" for p in order if p in counts]) for s, counts in found.items()}


def about_page(rated: Ratings) -> str:
    """Return what the pages are, what their words mean, what was corrected and which choices are in force."""
    f = rated.framework
    columns = {
        "table": "Table",
        "row_key": "Row",
        "column": "Column",
        "old_value": "As it stood",
        "new_value": "As used",
        "reason": "Why",
    }
    corrections = (
        plain_table(f.corrections, "Corrections to the tables", columns) if len(f.corrections) else None
    )
    return page(
        rated, "about.html", "About these pages",
        labels=[(f.word(c), LABEL_MEANINGS[c]) for c in LABELS],
        ratings=[(sign, sign_words(f, c), means, c) for c, (sign, means) in SIGNS.items()],
        verdicts=list(VERDICT_WORDS.values()), n_agreements=len(f.agreements), n_indicators=len(f.indicators),
        n_figures=f"{len(f.observations):,}", n_sources=len(f.sources), has_methods=bool(read_methods()),
        corrections=finish(corrections.to_html()) if corrections else "",
        settings=finish(settings_table(rated, setting_reasons()).to_html()),
        facts=finish(counts_table(rated).to_html()),
    )  # fmt: skip
