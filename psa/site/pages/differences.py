"""Published ratings beside the computed ones."""

from typing import Any

from psa.pages.sentences.phrases import reason_words
from psa.pages.tables.table import Table
from psa.site.names import anchor
from psa.site.pages.site_page import Site, Values, rows_of
from psa.site.parts import PageParts

GROUPS = {
    "no": "Where they differ",
    "cannot be compared": "What cannot be compared",
    "yes": "Where they are the same",
}
HEADERS = ("Rated", "What it is", "Report", "Published", "Computed", "Explanation")


def differences_page(site: Site, parts: PageParts) -> Values:
    """Return the published ratings beside the computed ones, those that differ first."""
    published = rows_of(site.rated.published)
    groups = []
    for agrees, title in GROUPS.items():
        rows = [_row(rating) for rating in published if rating["agrees"] == agrees]
        if rows:
            table = Table(f"{title}: published and computed ratings", HEADERS, rows)
            groups.append(
                {"title": title, "count": len(rows), "anchor": anchor(title), "table": parts.table(table)}
            )
    return {"groups": groups, "total": len(published)}


def _row(rating: dict[str, Any]) -> list[str]:
    date = f" ({rating['report_date']})" if rating["report_date"] else ""
    note = f". Note: {rating['note']}" if rating["note"] else ""
    return [
        rating["rated"],
        rating["level"],
        f"{rating['report']}{date}",
        rating["published_words"],
        rating["computed_rating"].replace("_", " "),
        f"{reason_words(rating['explanation'])}{note}",
    ]
