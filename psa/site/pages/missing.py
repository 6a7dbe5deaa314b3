"""What could not be rated, and why."""

from psa.methods.vocabulary import REASONS
from psa.pages.sentences.framework import describe_coverage
from psa.pages.tables.framework import missing_table
from psa.pages.tables.table import Table
from psa.site.pages.site_page import Site, Values
from psa.site.parts import PageParts
from psa.words import capital, count

RATED = ("improvement", "no_improvement")


def missing_page(site: Site, parts: PageParts) -> Values:
    """Return what could not be rated, by reason, and the table of it."""
    rated = site.rated
    indicators, counted = rated.promised, rated.counted
    has_rating = set(counted.loc[counted["rating"].isin(RATED), "indicator_id"])
    unrated = indicators[~indicators["indicator_id"].isin(has_rating)]
    apart = rated.indicators[~rated.indicators["indicator_id"].isin(indicators["indicator_id"])]
    others = missing_table(rated, apart, "Indicators of objectives and actions that could not be rated")
    whole = f"{count(len(unrated), 'indicator')} of {len(indicators)} could not be rated"
    return {
        "coverage": describe_coverage(rated),
        "whole": capital(whole),
        "by_reason": parts.table(_reasons_table(unrated["reason_code"].tolist())) if len(unrated) else "",
        "table": parts.table(missing_table(rated, indicators)) if len(unrated) else "",
        "others": parts.table(others) if others.rows else "",
    }


def _reasons_table(codes: list[str]) -> Table:
    """Return how many indicators have each reason, the commonest first."""
    words = {code: REASONS[code].words if code in REASONS else "not rated by this rule" for code in codes}
    rows = [[capital(text), str(codes.count(code))] for code, text in words.items()]
    rows.sort(key=lambda row: -int(row[1]))
    return Table("Why indicators could not be rated", ["Reason", "Indicators"], rows, frozenset({1}))
