"""What stands around a chart of one series: what happened, what is measured and where, and who published it."""

from collections.abc import Iterable, Mapping
from typing import Any

from psa.data.periods import parse_period
from psa.methods.ratings import Ratings
from psa.pages.running_sum import drawn_series
from psa.pages.sentences.amounts import amount, asked_amount
from psa.pages.sentences.dates import period_words
from psa.pages.sentences.today import is_running
from psa.words import is_missing, listed

MOST_PUBLISHERS = 4
MOST_WORDS = 15  # of a title


def chart_words(rated: Ratings, measure_id: str) -> tuple[str, str, str]:
    """Return the title of a series' chart, in at most fifteen words, its subtitle and its source."""
    row = rated.measure_rows[measure_id]
    return (
        _title(rated, measure_id),
        _subtitle(rated, measure_id, str(row["label"])),
        publishers_of(rated, [measure_id]),
    )


def _title(rated: Ratings, measure_id: str) -> str:
    """Return what the figures did: from the baseline to the latest figure, else from the first to the last."""
    points, row, _ = drawn_series(rated, measure_id)
    points = points[points["value"].notna()]
    if points.empty:
        return ""
    if is_missing(row["change"]) and not is_missing(row["standard_level"]) and row["latest_period"]:
        now = f"{amount(row['latest_value'], row)} in {period_words(str(row['latest_period']))}"
        bound = {1: "at least ", -1: "at most "}.get(row["sign"], "")
        return f"{now}; {bound}{asked_amount(row['standard_level'], row)} promised"
    first, last = (points.iloc[place] for place in (0, -1))
    ends = [(first["period"], first["value"]), (last["period"], last["value"])]
    if not is_missing(row["change"]):
        ends = [(row[f"{name}_period"], row[f"{name}_value"]) for name in ("baseline", "latest")]
    change = ends[1][1] - ends[0][1]
    moved = "No change" if change == 0 else "Up" if change > 0 else "Down"
    before, now = (amount(value, row) for _, value in ends)
    year = _in_period(str(ends[1][0]))
    title = f"{moved}: {now} {year}" if change == 0 else f"{moved} from {before} to {now} {year}"
    if row["baseline_origin"] == "projected_trend":
        title = f"{now} {year}, where its trend led to {before}"
    if not is_missing(row["target_level"]):
        title += f"; {_asked(rated, row)}"
        by = (
            f" by {period_words(str(row['target_period']))}"
            if is_running(rated) and row["target_period"]
            else ""
        )
        title += by if len((title + by).split()) <= MOST_WORDS else ""
    return title if len(title.split()) <= MOST_WORDS else f"{moved} to {now}"


def _in_period(label: str) -> str:
    return f"{'on' if parse_period(label).kind == 'point' else 'in'} {period_words(label)}"


def _asked(rated: Ratings, row: Mapping[Any, Any]) -> str:
    """Return what is promised: a level, or no more than to be better than at the start."""
    if row["is_rateable"] and rated.framework.indicator(row["indicator_id"]).kind == "improve":
        return "to be lower" if row["sign"] < 0 else "to be higher"
    return f"{asked_amount(row['target_level'], row)} promised"


def _subtitle(rated: Ratings, measure_id: str, label: str) -> str:
    """Return what is measured and where."""
    table = rated.framework.measures.set_index("measure_id")
    place = table["geography"].get(measure_id) if "geography" in table.columns else None
    return f"{label}, {place}" if isinstance(place, str) and place and place not in label else label


def publishers_of(rated: Ratings, measure_ids: Iterable[str]) -> str:
    """Return who published the figures of one or more series."""
    ids = [text for measure_id in measure_ids for text in rated.points(measure_id)["source_id"].dropna()]
    named = dict.fromkeys(part.strip() for text in ids for part in str(text).split(";"))
    publishers = rated.framework.sources.set_index("source_id")["publisher"].to_dict()
    found = list(dict.fromkeys(p for name in named if isinstance(p := publishers.get(name), str)))
    if len(found) > MOST_PUBLISHERS:
        return f"{', '.join(found[:MOST_PUBLISHERS])} and others"
    return listed(found)
