"""The static site: an index and one page for each question that a reader brings, beside the notebooks' pages.

Everything here follows from a rated framework; `psa.publish` reads and writes the files. Every page stands
alone: it opens from disk, holds its own style, asks for nothing from a network, and reads with scripts off.
"""

from functools import partial
from pathlib import Path

from psa.files import list_files
from psa.methods.ratings import Ratings
from psa.site.index import index_page
from psa.site.links import further_pages, link_page, own_files, page_links, source_links
from psa.site.lists import (
    about_page,
    actions_page,
    differences_page,
    methods_page,
    missing_page,
    sources_page,
)
from psa.site.navigation import change_page, write_pages
from psa.site.template import page

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
    downloads = list_files(folder / "downloads") if downloads is None else frozenset(downloads)
    written = write_pages(site_pages(rated, pages, downloads), folder)
    links, sources = page_links(rated, pages), source_links(rated)
    for page in (p for p in pages if p["page"]):
        files = own_files(page, downloads)
        more = further_pages(pages, page)
        change_page(
            folder / page["page"],
            partial(link_page, page=page["page"], links=links, sources=sources, files=files, more=more),
        )
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
        "accessibility.html": lambda: page(rated, "accessibility.html", "Accessibility"),
    }
    return {name: make[name]() for name in PAGES}
