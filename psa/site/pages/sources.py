"""Every source: what it is, and which figures and facts rest on it."""

import re
from typing import Any

from psa.methods.ratings import Ratings
from psa.site.pages.site_page import Site, Values, rows_of
from psa.site.parts import PageParts
from psa.words import listed

PROVENANCES = ("read", "inferred", "recalled")


def web_address(url: object) -> str:
    """Return an address that may be linked; empty for any other than http and https."""
    return url if isinstance(url, str) and re.fullmatch(r"https?://[^\s<>\"']+", url) else ""


def sources_page(site: Site, parts: PageParts) -> Values:
    """Return every source: what it is, when it was read, which figures and facts rest on it."""
    users, figures = _users(site.rated)
    facts = _facts(site.rated)
    rows = []
    for source in rows_of(site.rated.framework.sources):
        name = source["source_id"]
        about = {
            "anchor": site.book.sources[name],
            "users": [(indicator, parts.link(indicator)) for indicator in users.get(name, ())],
            "figures": figures.get(name, 0),
            "facts": facts.get(name, ""),
        }
        rows.append(_about(source) | about)
    return {"rows": rows, "with_figures": sum(1 for row in rows if row["figures"])}


def _about(source: dict[str, Any]) -> Values:
    """Return what a source's own row says of it."""
    filled = {key: value for key, value in source.items() if isinstance(value, str) and value}
    place = " · ".join(filled[key] for key in ("repository", "path", "commit") if key in filled)
    return {"read_on": "", **filled, "link": web_address(filled.get("url")), "place": place}


def _users(rated: Ratings) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Return the indicators whose figures come from each source, in order, and how many figures do."""
    published = rated.series[~rated.series["is_derived"].astype(bool)]
    named = published[["indicator_id", "source_id"]].dropna()
    named = named.assign(source_id=named["source_id"].str.split(";")).explode("source_id")
    named["source_id"] = named["source_id"].str.strip()
    users = {str(name): list(dict.fromkeys(ids)) for name, ids in named.groupby("source_id")["indicator_id"]}
    return users, {str(name): number for name, number in named["source_id"].value_counts().items()}


def _facts(rated: Ratings) -> dict[str, str]:
    """Return how many facts other than figures rest on each source, and how each is known, in words."""
    counts: dict[str, dict[str, int]] = {}
    for name, table in rated.framework.tables.items():
        if name == "observations" or not {"source_id", "provenance"} <= set(table.columns):
            continue
        for cell, provenance in table[["source_id", "provenance"]].dropna().itertuples(index=False):
            for source in str(cell).split(";"):
                known = counts.setdefault(source.strip(), {})
                known[provenance] = known.get(provenance, 0) + 1
    return {
        source: listed([f"{known[how]} {how}" for how in PROVENANCES if how in known])
        for source, known in counts.items()
    }
