"""Where each agreement, indicator, department and source is shown."""

import html
import re

from psa.methods.ratings import Ratings
from psa.site.page import anchor


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


def more_pages(rated: Ratings, pages: list[dict]) -> list[dict]:
    """Return each further notebook for each agreement or department, with its pages by what they are about."""
    f, main = rated.framework, _main_notebooks(pages)
    named = {a.agreement_id: a.title for a in f.agreements.itertuples()}
    found: dict[str, dict] = {}
    for p in pages:
        if p["page"] and p["for_each"] != "none" and p["notebook"] != main[p["for_each"]]:
            about = named[p["run_id"]] if p["for_each"] == "agreement" else f.department_name(p["run_id"])
            found.setdefault(p["notebook"], {"title": p["title"], "links": []})["links"].append(
                (p["page"], about)
            )
    return list(found.values())


def page_links(rated: Ratings, pages: list[dict]) -> dict[str, str]:
    """Return where each agreement, indicator and department is shown, from the outputs folder.

    The page of an agreement or a department is that of the first notebook, by name, that is for each of
    them; what further notebooks say of it is linked besides.
    """
    main = _main_notebooks(pages)
    at = {
        (p["for_each"], p["run_id"]): p["page"]
        for p in pages
        if p["page"] and p["notebook"] == main[p["for_each"]]
    }
    links = {run_id: page for (for_each, run_id), page in at.items() if for_each == "department"}
    links |= {run_id: page for (for_each, run_id), page in at.items() if for_each == "agreement"}
    taken: dict[tuple[str, str], int] = {}
    for i in rated.framework.indicators.itertuples():
        page = at.get(("agreement", i.agreement_id))
        if page:
            name = anchor(heading_of(i))
            taken[page, name] = taken.get((page, name), 0) + 1
            again = f"-{taken[page, name]}" if taken[page, name] > 1 else ""
            links[i.indicator_id] = f"{page}#{name}{again}"
    return links


def source_anchors(rated: Ratings) -> dict[str, str]:
    """Return the id of each source on the page of sources."""
    taken: dict[str, int] = {}
    found = {}
    for source_id in rated.framework.sources["source_id"]:
        name = f"source-{anchor(source_id)}"
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
    text: str,
    page: str,
    links: dict[str, str],
    sources: dict[str, str],
    files: list[tuple],
    more: list[tuple] = (),
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
    section = _link_list("more-pages", "More pages", more) + _link_list(
        "downloads-of-this-page", "Downloads", files
    )
    return re.sub(r"(?s)(<!--downloads-->).*?(<!--/downloads-->)", lambda m: m[1] + section + m[2], text)


def _link_list(name: str, title: str, links: list[tuple]) -> str:
    items = "".join(f'<li><a href="{html.escape(a)}">{html.escape(w)}</a></li>' for a, w in links)
    return f'<h2 id="{name}">{title}</h2>\n<ul>{items}</ul>\n' if items else ""


def own_files(page: dict, downloads: frozenset[str]) -> list[tuple[str, str]]:
    """Return the downloads of one notebook's page: address from the page, and words."""
    run_id = page["run_id"]
    found = [
        (f"{run_id}.csv", "What this page found, as CSV"),
        (f"{run_id}.ipynb", "The notebook, as executed"),
    ]
    words = {
        ".csv": "Its indicators with their ratings (CSV)",
        ".json": "The same as JSON",
        "_observations.csv": "Its figures (CSV)",
    }
    return found + [
        (f"../downloads/{run_id}{end}", text) for end, text in words.items() if f"{run_id}{end}" in downloads
    ]


def web_address(url) -> str:
    """Return an address that may be linked; empty for any other than http and https."""
    return url if isinstance(url, str) and re.fullmatch(r"https?://[^\s<>\"']+", url) else ""


def site_title(rated: Ratings) -> str:
    """Return what the framework calls itself."""
    return rated.framework.settings["title"] or rated.framework.name
