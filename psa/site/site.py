"""The static site: an index and one page for each question that a reader brings, beside the notebooks' pages.

Everything here follows from a rated framework and from where things are shown. Every page stands alone: it opens from
disk, holds its own style, asks for nothing from a network, and reads with scripts off.
"""

from pathlib import Path

from psa.files.write import write_bytes, write_text
from psa.site.imprint import PICTURE
from psa.site.pages.registry import PAGES
from psa.site.pages.site_page import Site, SitePage, Values
from psa.site.parts import PageParts
from psa.site.template import page_text
from psa.words import capital, count


def write_site(site: Site, folder: Path) -> list[Path]:
    """Write the site's own pages to the outputs folder and return their paths; one without use is no longer there."""
    written = []
    for name, text in site_pages(site).items():
        if text:
            written.append(write_text(text, folder / name))
        else:
            (folder / name).unlink(missing_ok=True)
    if site.book.imprint.address:
        from psa.site.share_picture import share_picture  # with matplotlib, which nothing else here needs

        written.append(write_bytes(share_picture(site), folder / PICTURE))
    else:
        (folder / PICTURE).unlink(missing_ok=True)
    return written


def site_pages(site: Site) -> dict[str, str]:
    """Return the text of each page of the site's own by its file name; empty for one that there is no use for."""
    return {page.file: _page(page, site) for page in PAGES}


def _page(page: SitePage, site: Site) -> str:
    values = page.make(site, PageParts(page.file, site.book, has_files=False)) if page.is_possible else None
    if values is None:
        return ""
    given: Values = {
        "title": page.title,
        "word": site.rated.framework.word,
        "capital": capital,
        "count": count,
        "report": site.book.report,
    }
    shown = given | values
    about = shown.pop("about", "") or f"{page.about} {site.title}."
    shown["imprint"] = site.book.imprint.of_page(page.file, about)
    name = "" if site.title == shown["title"] else site.title
    return page_text(f"{page.name}.html.j2", current=page.file, site=name, **shown)
