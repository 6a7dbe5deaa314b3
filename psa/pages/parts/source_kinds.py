"""What kind of source a figure was read from, in the words of its badge."""

from psa.methods.ratings import Ratings

KINDS = {
    "official release": "official release",
    "parliament": "Parliament",
    "archive": "web archive",
    "public repository": "public data file",
    "mirror": "copy of a release",
    "press": "press or charity",
}


def kinds_of_figures(rated: Ratings, measure_id: str) -> list[str]:
    """Return the kinds of source of the two figures of a series that are compared, in their order; none is left out."""
    if measure_id not in rated.measure_rows:
        return []
    row, points = rated.measure_rows[measure_id], rated.points(measure_id)
    kinds = rated.framework.sources.set_index("source_id")["kind"].to_dict()
    found = []
    for period in (row["baseline_period"], row["latest_period"]):
        sources = points.loc[points["period"] == period, "source_id"].dropna()
        first = str(sources.iloc[-1]).split(";")[0].strip() if len(sources) else ""
        kind = kinds.get(first)
        if isinstance(kind, str):
            found.append(KINDS.get(kind, kind))
    return found
