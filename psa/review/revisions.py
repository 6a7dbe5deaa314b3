"""What was revised, by day of release."""

from dataclasses import dataclass, replace

import numpy as np

from psa.data.faults import FILE, ROW
from psa.data.framework import Framework
from psa.data.periods import parse_date
from psa.data.reading.folder import read_tables
from psa.data.vintages import current_vintage
from psa.methods.ratings import rate_framework
from psa.review.difference import Change
from psa.review.rating_tables import diff_tables, rating_tables
from psa.review.rows import Feeds, natural


@dataclass(frozen=True)
class Revision:
    """One figure that was revised, and what that changed.

    Attributes:
        measure_id, period, released: which figure, and when its revision came out.
        file, row: where the revision stands; file may be empty.
        old, new: the figure as it stood before, and the revision.
        changes: words that the releases of that day changed, of the indicators rated from this figure and
            of their agreements.
    """

    measure_id: str
    period: str
    released: str
    file: str
    row: int
    old: float
    new: float
    changes: tuple[Change, ...] = ()


def revisions(framework: Framework, through: str = "", rule: str = "treasury") -> list[Revision]:
    """Return every figure that was revised, in order of release, and the verdicts that this changed.

    For each day of release the framework is rated with the figures as they stood the day before, and as
    they stood on that day. A first figure with a day of release is no revision.

    Args:
        framework: from `psa.data.load.load_framework`.
        through, rule: as for `psa.methods.ratings.rate_framework`.
    """
    table = framework.observations
    later = table[table["released"].notna()]
    if later.empty:
        return []
    where = {
        (r["measure_id"], r["period"], r["released"]): (r[FILE], int(r[ROW]))
        for r in read_tables(framework.folder)[0]["observations"].to_dict("records")
    }
    text = read_tables(framework.folder)[0]
    feeds = Feeds([text])
    days = later["released"].map(parse_date)
    found = []
    for day in sorted(set(days)):
        eve = str(np.datetime64(day) - 1)
        before = current_vintage(table, eve)
        known = set(zip(before["measure_id"], before["period"], strict=True))
        rows = [r for r in later[days == day].itertuples() if (r.measure_id, r.period) in known]
        if not rows:
            continue
        fed = {r.Index: feeds.of_measure.get(r.measure_id, set()) for r in rows}
        changes = _changes_of_day(framework, set().union(*fed.values()), eve, day.isoformat(), through, rule)
        for r in rows:
            same = (before["measure_id"] == r.measure_id) & (before["period"] == r.period)
            own = {("indicator", i) for i in fed[r.Index]}
            own |= {("agreement", a) for i in fed[r.Index] for a in feeds.agreement.get(i, ())}
            file, row = where.get((r.measure_id, r.period, r.released), ("", 0))
            kept = tuple(c for c in changes if (c.level, c.id) in own)
            found.append(
                Revision(
                    r.measure_id,
                    r.period,
                    r.released,
                    file,
                    row,
                    float(before.loc[same, "value"].iloc[-1]),
                    float(r.value),
                    kept,
                )
            )
    return sorted(found, key=lambda r: (parse_date(r.released), natural(r.measure_id), natural(r.period)))


def _changes_of_day(
    framework: Framework, indicators: set[str], eve: str, day: str, through: str, rule: str
) -> tuple[Change, ...]:
    """Return the words that the releases of one day changed, looking at the agreements concerned alone."""
    if not indicators:
        return ()
    table = framework.indicators
    agreements = set(table.loc[table["indicator_id"].isin(indicators), "agreement_id"])
    part = _only(framework, agreements)
    states = []
    for as_of in (eve, day):
        tables = rating_tables(rate_framework(part, through, rule, as_of=as_of))
        states.append({level: tables[level] for level in ("indicator", "agreement")})
    return diff_tables(*states)[0]


def _only(framework: Framework, agreements: set[str]) -> Framework:
    """Return a framework cut down to some agreements."""
    tables = dict(framework.tables)
    for name in ("agreements", "indicators", "agreement_departments"):
        tables[name] = tables[name][tables[name]["agreement_id"].isin(agreements)].reset_index(drop=True)
    ids = set(tables["indicators"]["indicator_id"])
    derived = tables["derived_measures"]
    tables["derived_measures"] = derived[derived["indicator_id"].isin(ids)].reset_index(drop=True)
    inputs = {i.strip() for text in tables["derived_measures"]["input_measure_ids"] for i in text.split(";")}
    measures = tables["measures"]
    is_own = measures["indicator_id"].isin(ids) | measures["measure_id"].isin(inputs)
    owners = set(measures.loc[is_own, "indicator_id"])
    others = framework.indicators[framework.indicators["indicator_id"].isin(owners - ids)]
    if len(others):
        return _only(framework, agreements | set(others["agreement_id"]))
    tables["measures"] = measures[is_own].reset_index(drop=True)
    held = tables["observations"]
    tables["observations"] = held[held["measure_id"].isin(set(tables["measures"]["measure_id"]))].reset_index(
        drop=True
    )
    tables["published_ratings"] = tables["published_ratings"].iloc[:0]
    return replace(framework, tables=tables)
