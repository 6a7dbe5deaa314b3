"""The methods, as the documentation describes them."""

from psa import paths
from psa.pages.tables.evidence import grades_table, stand_ins_table
from psa.site.pages.site_page import Site, Values
from psa.site.parts import PageParts

METHODS = "docs/methods.md"


def methods_page(site: Site, parts: PageParts) -> Values:
    """Return the text on methods; what it links to in the documentation is not beside the page.

    Below it stand what the framework itself tells of them: the grades of evidence, and how far stand-ins agree.
    """
    rated = site.rated
    text = (paths.ROOT / METHODS).read_text(encoding="utf-8")
    return {
        "body": parts.markdown(text),
        "grades": parts.table(grades_table(rated)),
        "stand_ins": parts.table(stand_ins_table(rated.stand_ins)) if len(rated.stand_ins) else "",
    }
