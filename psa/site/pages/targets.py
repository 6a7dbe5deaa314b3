"""Every target and minimum standard, and what became of it."""

from psa.pages.tables.framework import targets_table
from psa.site.pages.site_page import Site, Values
from psa.site.parts import PageParts


def targets_page(site: Site, parts: PageParts) -> Values | None:
    """Return the table of targets; None where the framework has none."""
    if site.rated.scoreboard.empty:
        return None
    return {"table": parts.table(targets_table(site.rated))}
