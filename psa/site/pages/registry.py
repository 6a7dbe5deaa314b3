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
    SitePage(
        "transformation",
        actions_page,
        about="Each action that was promised beside the figures that were published of it.",
    ),
    SitePage(
        "differences",
        differences_page,
        "Published and computed ratings",
        menu="Published and computed",
        about="Where a rating that was published and the one computed from the figures agree, and where not, and why.",
    ),
    SitePage(
        "targets",
        targets_page,
        "Targets and minimum standards",
        about="What each target and standard asked, by when, the figure beside it, and whether it was met or missed.",
    ),
    SitePage(
        "explore",
        explore_page,
        "Judge it yourself",
        about="Judge each indicator by the rule of your choice and from any year, and see what turns on it.",
    ),
    SitePage(
        "missing",
        missing_page,
        "What is missing, and why",
        menu="What is missing",
        about="What could not be rated, and why.",
    ),
    SitePage(
        "methods",
        methods_page,
        "Methods",
        menu="Methods",
        about="How a promise is judged by its published figures: the rules, the formulas and how often they are right.",
        text=METHODS,
    ),
    SitePage(
        SOURCES.removesuffix(".html"),
        sources_page,
        "Sources",
        menu="Sources",
        about="Every source that a figure or a fact was read in, its kind, its licence and what rests on it.",
    ),
    SitePage(
        "about",
        about_page,
        "About these pages",
        menu="About",
        about="What the words of these pages mean, what was corrected, and which choices are in force.",
    ),
    SitePage(
        "accessibility",
        lambda site, parts: {},
        "Accessibility",
        about="How these pages can be read by everybody, and what is known to be in the way.",
    ),
)


def navigation() -> list[tuple[str, str]]:
    """Return the pages that every page links to, the same on each: file name and words."""
    return [(page.file, page.menu) for page in PAGES if page.menu and page.is_possible]
