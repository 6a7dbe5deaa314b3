"""The methods, as the documentation describes them."""

from psa import paths
from psa.site.pages.site_page import Site, Values
from psa.site.parts import PageParts

METHODS = "docs/methods.md"


def methods_page(site: Site, parts: PageParts) -> Values:
    """Return the text on methods; what it links to in the documentation is not beside the page."""
    text = (paths.ROOT / METHODS).read_text(encoding="utf-8")
    return {"body": parts.markdown(text)}
