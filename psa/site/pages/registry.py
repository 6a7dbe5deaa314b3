"""Every page of the site's own, in the order of the menu.

A further page is a row here, a template of the same name, and a function that returns what the template shows.
"""

from psa.site.addresses import SOURCES
from psa.site.pages.about import about_page
from psa.site.pages.actions import actions_page
from psa.site.pages.differences import differences_page
from psa.site.pages.explore import explore_page
from psa.site.pages.index import index_page
from psa.site.pages.methods import METHODS, methods_page
from psa.site.pages.missing import missing_page
from psa.site.pages.site_page import SitePage
from psa.site.pages.sources import sources_page
from psa.site.pages.targets import targets_page

PAGES = (
    SitePage("index", index_page, menu="All results"),
    SitePage("transformation", actions_page),
    SitePage(
        "differences", differences_page, "Published and computed ratings", menu="Published and computed"
    ),
    SitePage("targets", targets_page, "Targets and minimum standards"),
    SitePage("explore", explore_page, "Judge it yourself"),
    SitePage("missing", missing_page, "What is missing, and why", menu="What is missing"),
    SitePage("methods", methods_page, "Methods", menu="Methods", text=METHODS),
    SitePage(SOURCES.removesuffix(".html"), sources_page, "Sources", menu="Sources"),
    SitePage("about", about_page, "About these pages", menu="About"),
    SitePage("accessibility", lambda site, parts: {}, "Accessibility"),
)


def navigation() -> list[tuple[str, str]]:
    """Return the pages that every page links to, the same on each: file name and words."""
    return [(page.file, page.menu) for page in PAGES if page.menu and page.is_possible]
