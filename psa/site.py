"""The static site: an index and one page for each question that a reader brings, beside the notebooks' pages.

Everything here follows from a rated framework; `psa.publish` reads and writes the files. Every page stands
alone: it opens from disk, holds its own style, asks for nothing from a network, and reads with scripts off.
"""

import html
import re
from functools import partial
from pathlib import Path

import pandas as pd

from psa import annotate, publish, tables
from psa.assess import REASONS
from psa.framework import setting_reasons
from psa.ratings import LABELS, Ratings
from psa.verdicts import VERDICT_WORDS

# class of an indicator: its sign, which the charts draw as well, and what it means
SIGNS = {
    "improvement": ("▲", "moved the right way, as far as the rule asks"),
    "no_improvement": ("●", "did not move the right way, or not as far as the rule asks"),
    "deteriorated": ("▼", "no improvement: moved the wrong way"),
    "not_yet_assessed": ("○", "no figures that could be compared were found"),
    "not_rateable": ("×", "there are figures, but the rule cannot be applied to them"),
    "withheld": ("■", "an assessment was made and not published"),
}
LABEL_MEANINGS = {
    "strong_progress": "more than half of all its indicators improved",
    "some_progress": "at least one improved, but no more than half of all",
    "no_progress": "none improved",
    "not_yet_assessed": "half or more of its indicators have no rating, which says nothing about what happened",
    "withheld": "an assessment was made and not published",
}
KINDS = {"improve": "improve on the baseline trend", "target": "target", "minimum_standard": "minimum standard"}
COVERAGE = {"all": "all indicators rated", "some": "some rated", "none": "none rated"}
AGREES = {"no": "Where they differ", "cannot be compared": "What cannot be compared", "yes": "Where they are the same"}
PAGES = (
    "index.html", "transformation.html", "differences.html", "missing.html", "methods.html", "sources.html",
    "about.html", "accessibility.html",
)  # fmt: skip


def write_site(rated: Ratings, pages: list[dict], folder: Path, downloads=None) -> list[Path]:
    """Write the site's own pages, link the notebooks' pages to them, and return the paths of its own.

    Args:
        rated: a framework, rated.
        pages: one dict a run: for_each, notebook, run_id, title, page (relative address, empty where
            there is none), is_failed.
        folder: the outputs folder.
        downloads: names of the files in its folder ``downloads``; without them, those that are there.
    """
    downloads = publish.list_files(folder / "downloads") if downloads is None else frozenset(downloads)
    written = publish.write_pages(site_pages(rated, pages, downloads), folder)
    links, sources = page_links(rated, pages), source_links(rated)
    for page in (p for p in pages if p["page"]):
        files = own_files(page, downloads)
        more = further_pages(pages, page)
        publish.change_page(folder / page["page"], partial(link_page, page=page["page"], links=links, sources=sources, files=files, more=more))
    return written


def site_pages(rated: Ratings, pages: list[dict], downloads: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return the text of each of `PAGES`; empty for one that this framework has no use for."""
    links = page_links(rated, pages)
    make = {
        "index.html": lambda: index_page(rated, pages, links, downloads),
        "transformation.html": lambda: actions_page(rated),
        "differences.html": lambda: differences_page(rated, links),
        "missing.html": lambda: missing_page(rated, links),
        "methods.html": lambda: methods_page(rated),
        "sources.html": lambda: sources_page(rated, links),
        "about.html": lambda: about_page(rated),
        "accessibility.html": lambda: _page(rated, "accessibility.html", "Accessibility"),
    }
    return {name: make[name]() for name in PAGES}


def _page(rated: Ratings, name: str, title: str, **values) -> str:
    site = site_title(rated)
    template = f"{name.removesuffix('.html')}.html.j2"
    return publish.page_text(template, current=name, site="" if site == title else site, title=title,
                             word=rated.framework.word, capital=annotate.capital, count=annotate.count, **values)  # fmt: skip


def site_title(rated: Ratings) -> str:
    """Return what the framework calls itself."""
    return rated.framework.settings["title"] or rated.framework.name


# ------------------------------------------------------------------------------------------- links


def heading_of(indicator) -> str:
    """Return the heading under which an agreement's page shows an indicator."""
    return f"{indicator.number}. {indicator.name}" if isinstance(indicator.number, str) else indicator.name


def _main_notebooks(pages: list[dict]) -> dict[str, str]:
    """Return the notebook whose pages are those of the agreements, and that of the departments: the first by name."""
    return {p["for_each"]: p["notebook"] for p in sorted(pages, key=lambda p: p["notebook"], reverse=True)}


def further_pages(pages: list[dict], page: dict) -> list[tuple[str, str]]:
    """Return what other notebooks show of the same agreement or department: address from the page, and words."""
    root = "../" * page["page"].count("/")
    return [
        (root + p["page"], p["title"])
        for p in pages
        if p["page"] and p["for_each"] != "none" and p["notebook"] != page["notebook"]
        and (p["for_each"], p["run_id"]) == (page["for_each"], page["run_id"])
    ]  # fmt: skip


def _more_pages(rated: Ratings, pages: list[dict]) -> list[dict]:
    """Return each further notebook for each agreement or department, with its pages by what they are about."""
    f, main = rated.framework, _main_notebooks(pages)
    named = {a.agreement_id: a.title for a in f.agreements.itertuples()}
    found: dict[str, dict] = {}
    for p in pages:
        if p["page"] and p["for_each"] != "none" and p["notebook"] != main[p["for_each"]]:
            about = named[p["run_id"]] if p["for_each"] == "agreement" else f.department_name(p["run_id"])
            found.setdefault(p["notebook"], {"title": p["title"], "links": []})["links"].append((p["page"], about))
    return list(found.values())


def page_links(rated: Ratings, pages: list[dict]) -> dict[str, str]:
    """Return where each agreement, indicator and department is shown, from the outputs folder.

    The page of an agreement or a department is that of the first notebook, by name, that is for each of
    them; what further notebooks say of it is linked besides.
    """
    main = _main_notebooks(pages)
    at = {(p["for_each"], p["run_id"]): p["page"] for p in pages if p["page"] and p["notebook"] == main[p["for_each"]]}
    links = {run_id: page for (for_each, run_id), page in at.items() if for_each == "department"}
    links |= {run_id: page for (for_each, run_id), page in at.items() if for_each == "agreement"}
    taken: dict[tuple[str, str], int] = {}
    for i in rated.framework.indicators.itertuples():
        page = at.get(("agreement", i.agreement_id))
        if page:
            name = publish.anchor(heading_of(i))
            taken[page, name] = taken.get((page, name), 0) + 1
            again = f"-{taken[page, name]}" if taken[page, name] > 1 else ""
            links[i.indicator_id] = f"{page}#{name}{again}"
    return links


def source_anchors(rated: Ratings) -> dict[str, str]:
    """Return the id of each source on the page of sources."""
    taken: dict[str, int] = {}
    found = {}
    for source_id in rated.framework.sources["source_id"]:
        name = f"source-{publish.anchor(source_id)}"
        taken[name] = taken.get(name, 0) + 1
        found[source_id] = name if taken[name] == 1 else f"{name}-{taken[name]}"
    return found


def source_links(rated: Ratings) -> dict[str, str]:
    """Return the id of each source by the title, or the address and title, that a notebook's page shows."""
    anchors, found = source_anchors(rated), {}
    for s in rated.framework.sources.to_dict("records"):
        publisher = s["publisher"] if isinstance(s["publisher"], str) else ""
        for shown in {s["title"], f"{s['title']}, {publisher}", f"{s['url']} {s['title']}"}:
            found.setdefault(shown, anchors[s["source_id"]])
    return found


def link_page(
    text: str, page: str, links: dict[str, str], sources: dict[str, str], files: list[tuple], more: list[tuple] = ()
) -> str:
    """Return a notebook's page with its ids linked to where they are shown, its sources, and its downloads.

    A page that has its links keeps them.

    Args:
        text: the page.
        page: its address from the outputs folder.
        links: from `page_links`.
        sources: from `source_links`.
        files: the address from the page and the words of each download.
        more: the same of other notebooks' pages on the same agreement or department.
    """
    root = "../" * page.count("/")

    def row(found) -> str:
        target = links.get(html.unescape(found[2]), "")
        place, _, fragment = target.partition("#")
        if not target or (place == page and not fragment):
            return found[0]
        address = f"#{fragment}" if place == page else root + target
        return f'{found[1]}<a href="{html.escape(address)}">{found[2]}</a></th>'

    def source(found) -> str:
        address, title, rest = (html.unescape(part or "") for part in found.groups())
        at = sources.get(f"{address} {title}" if address else rest)
        if not at:
            return found[0]
        more = f' (<a href="{root}sources.html#{html.escape(at)}">more on this source</a>)'
        return found[0].removesuffix("</li>") + more + "</li>"

    text = re.sub(r'(<th scope="row"[^>]*>)([^<]+)</th>', row, text)
    text = re.sub(r'<li>(?:<a href="([^"]*)"[^>]*>([^<]*)</a>)?([^<]*)</li>', source, text)
    section = _link_list("more-pages", "More pages", more) + _link_list("downloads-of-this-page", "Downloads", files)
    return re.sub(r"(?s)(<!--downloads-->).*?(<!--/downloads-->)", lambda m: m[1] + section + m[2], text)


def _link_list(name: str, title: str, links: list[tuple]) -> str:
    items = "".join(f'<li><a href="{html.escape(a)}">{html.escape(w)}</a></li>' for a, w in links)
    return f'<h2 id="{name}">{title}</h2>\n<ul>{items}</ul>\n' if items else ""


def own_files(page: dict, downloads: frozenset[str]) -> list[tuple[str, str]]:
    """Return the downloads of one notebook's page: address from the page, and words."""
    run_id = page["run_id"]
    found = [(f"{run_id}.csv", "What this page found, as CSV"), (f"{run_id}.ipynb", "The notebook, as executed")]
    words = {".csv": "Its indicators with their ratings (CSV)", ".json": "The same as JSON", "_observations.csv": "Its figures (CSV)"}
    return found + [(f"../downloads/{run_id}{end}", text) for end, text in words.items() if f"{run_id}{end}" in downloads]


def web_address(url) -> str:
    """Return an address that may be linked; empty for any other than http and https."""
    return url if isinstance(url, str) and re.fullmatch(r"https?://[^\s<>\"']+", url) else ""


# ----------------------------------------------------------------------------------------- the index


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
        "coverage": {c: words for c, words in COVERAGE.items() if any(r["filter"]["coverage"] == c for r in rows)},
    }
    return _page(
        rated, "index.html", site_title(rated), framework=f, rows=rows, filters=filters, script=publish.script(),
        labels=_counted([r["label"] for r in rows], {c: (f.word(c), LABEL_MEANINGS[c], "") for c in LABELS}),
        ratings=_counted(list(classes), {c: (sign_words(f, c), means, sign) for c, (sign, means) in SIGNS.items()}),
        n_indicators=len(rated.indicators), coverage=annotate.describe_coverage(rated),
        expected_false=tables.significant(float(rated.agreements["expected_false"].sum()), 2),
        improved=(classes == "improvement").any(), known=rated.counted.loc[classes.to_numpy() == "improvement", "p_improved"].notna().any(),
        more=_more_pages(rated, pages), departments=departments, links=links,
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
        {"code": c, "words": words, "means": means, "sign": sign, "count": codes.count(c), "share": tables.percent(codes.count(c) / len(codes))}
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
    words = [a["agreement_id"], about.title, about.short_title or "", *delivering["name"], *(i["name"] for i in indicators)]
    return {
        "id": a["agreement_id"], "title": about.title, "link": links.get(a["agreement_id"], ""), "number": about.number,
        "lead": annotate.listed(lead), "label": a["rating"], "label_words": f.word(a["rating"]), "chance": label_chance(a),
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
    return f"the chance of this label is {tables.percent(chance)}"


def label_edge(a: dict, word) -> str:
    """Return how many indicators are between a label and another one; empty where there is none."""
    if not a["would_become"]:
        return ""
    return f"{annotate.count(int(a['changes_to_flip']), 'indicator')} from {word(a['would_become'])}"


def whole_files(rated: Ratings, downloads: frozenset[str]) -> list[tuple[str, str]]:
    """Return the downloads of the whole framework: address from the outputs folder, and words."""
    own = {*rated.agreements["agreement_id"], *(rated.departments["department_id"] if len(rated.departments) else ())}
    of_one = {f"{i}{end}" for i in own for end in (".csv", ".json", "_observations.csv")}
    order = {"xlsx": 0, "csv": 1, "json": 2}
    found = []
    for name in downloads - of_one:
        stem, _, end = name.rpartition(".")
        if end not in order or name.startswith("."):
            continue
        words = {"xlsx": "Spreadsheet of the ratings", "datapackage": "Data package: what each column means"}
        text = words.get(end) or words.get(stem) or annotate.capital(stem.replace("_", " "))
        found.append((order[end] + (3 if stem == "datapackage" else 0), name, f"{text} ({end.upper()})"))
    return [(f"downloads/{name}", text) for _, name, text in sorted(found)]


# ------------------------------------------------------------------------------------- the other pages


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
            table = tables.from_frame(own, f"Figures of {a['title']}", {"label": "What", "period": "Period", "value": "Figure", "unit": "Unit", "note": "Note"}, ("value",))  # fmt: skip
            actions.append({k: v for k, v in a.items() if isinstance(v, str)} | {
                "figures": publish.finish(table.to_html()) if len(own) else "",
                "sources": _cited(rated, [a["source_id"], *own["source_id"]]),
            })  # fmt: skip
        groups.append({"owner": owner, "actions": actions})
    title = annotate.capital(f.word("action", True))
    return _page(rated, "transformation.html", title, groups=groups, observed=int(figures["action_id"].nunique()), total=len(f.transformation))


def _cited(rated: Ratings, cells: list) -> list[tuple[str, str]]:
    """Return the anchor and the title of each source that some cells name."""
    named = dict.fromkeys(s.strip() for c in cells if isinstance(c, str) for s in c.split(";"))
    anchors = source_anchors(rated)
    titles = rated.framework.sources.set_index("source_id")["title"]
    return [(anchors[s], titles[s]) for s in named if s in anchors]


def _linked_table(table: tables.Table, links: dict[str, str]) -> str:
    """Return a table as a region of a page at the root, its row headers linked to where they are shown."""
    return link_page(publish.finish(table.to_html()), "", links, {}, [])


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
            groups.append({"title": title, "count": len(rows), "anchor": publish.anchor(title),
                           "table": _linked_table(tables.Table(f"{title}: published and computed ratings", headers, rows), links)})  # fmt: skip
    return _page(rated, "differences.html", "Published and computed ratings", groups=groups, total=len(published))


def missing_page(rated: Ratings, links: dict[str, str]) -> str:
    """Return what could not be rated, by reason, and the table of it."""
    i = rated.indicators
    unrated = i[~i["indicator_id"].isin(rated.counted.loc[rated.counted["rating"].isin(["improvement", "no_improvement"]), "indicator_id"])]
    counts = unrated["reason_code"].value_counts(sort=False)
    reasons = [[annotate.capital(REASONS[c][1] if c in REASONS else "not rated by this rule"), str(n)] for c, n in counts.items()]
    reasons.sort(key=lambda row: -int(row[1]))
    by_reason = publish.finish(tables.Table("Why indicators could not be rated", ["Reason", "Indicators"], reasons, frozenset({1})).to_html())
    whole = f"{annotate.count(len(unrated), 'indicator')} of {len(i)} could not be rated"
    return _page(
        rated, "missing.html", "What is missing, and why", coverage=annotate.describe_coverage(rated), whole=annotate.capital(whole),
        by_reason=by_reason if reasons else "", table=_linked_table(tables.missing_table(rated), links) if len(unrated) else "",
    )  # fmt: skip


def methods_page(rated: Ratings) -> str:
    """Return the text on methods as a page; empty where it is not there."""
    text = publish.read_methods()
    if not text:
        return ""
    body = re.sub(r'<a href="(?!https?://|#)[^"]*">(.*?)</a>', r"\1", publish.markdown(text))
    return _page(rated, "methods.html", "Methods", body=body)


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
    return _page(rated, "sources.html", "Sources", rows=rows, with_figures=sum(1 for r in rows if r["figures"]))


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
    return {s: annotate.listed([f"{counts[p]} {p}" for p in order if p in counts]) for s, counts in found.items()}


def about_page(rated: Ratings) -> str:
    """Return what the pages are, what their words mean, what was corrected and which choices are in force."""
    f = rated.framework
    columns = {"table": "Table", "row_key": "Row", "column": "Column", "old_value": "As it stood", "new_value": "As used", "reason": "Why"}
    corrections = tables.plain_table(f.corrections, "Corrections to the tables", columns) if len(f.corrections) else None
    return _page(
        rated, "about.html", "About these pages",
        labels=[(f.word(c), LABEL_MEANINGS[c]) for c in LABELS],
        ratings=[(sign, sign_words(f, c), means, c) for c, (sign, means) in SIGNS.items()],
        verdicts=list(VERDICT_WORDS.values()), n_agreements=len(f.agreements), n_indicators=len(f.indicators),
        n_figures=f"{len(f.observations):,}", n_sources=len(f.sources), has_methods=bool(publish.read_methods()),
        corrections=publish.finish(corrections.to_html()) if corrections else "",
        settings=publish.finish(tables.settings_table(rated, setting_reasons()).to_html()),
        facts=publish.finish(tables.counts_table(rated).to_html()),
    )  # fmt: skip
