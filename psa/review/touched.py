"""Which indicators' charts a change could alter: those of which any row that a chart draws from differs."""

from dataclasses import replace

import pandas as pd

from psa.methods.framework_chances import MET
from psa.methods.ratings import Ratings

ID = "indicator_id"
# Tables whose rows no chart of an indicator shows; of sources, charts name the publisher.
UNDRAWN = frozenset(
    {
        "agreements",
        "departments",
        "agreement_departments",
        "objectives",
        "corrections",
        "decisions",
        "sources",
    }
)


def touched_indicators(before: Ratings, after: Ratings) -> set[str]:
    """Return the indicators of which a row of the ratings, figures or definitions differs between two states.

    Where it is not known whom a row concerns, such as a word of the framework or a setting, these are all indicators.
    """
    if before is after:
        return set()
    every = {*before.indicators[ID], *after.indicators[ID]}
    old, new = before.framework, after.framework
    if _choices(before) != _choices(after):
        return every
    owners = _owners(before) | _owners(after)
    pairs = [
        (_drawn(getattr(before, name)), _drawn(getattr(after, name)))
        for name in ("indicators", "official", "series")
    ]
    pairs.append((before.measures.reset_index(), after.measures.reset_index()))
    pairs += [
        (old.tables.get(name, pd.DataFrame()), new.tables.get(name, pd.DataFrame()))
        for name in (old.tables.keys() | new.tables.keys()) - UNDRAWN
    ]
    found = set()
    for was, now in pairs:
        rows = _rows_that_differ(was, now)
        if rows.empty:
            continue
        column = next((name for name in ("measure_id", ID) if name in rows.columns), None)
        if column is None:
            return every
        ids = set(rows[column].dropna().astype(str))
        if column == "measure_id" and not ids <= owners.keys() and ID not in rows.columns:
            return every
        found |= ids if column == ID else {owners[name] for name in ids if name in owners}
        if ID in rows.columns:
            found |= set(rows[ID].dropna().astype(str))
    return (found | _with_another_publisher(before, after, owners)) & every


def _choices(rated: Ratings) -> tuple[object, ...]:
    """Return what every chart goes by; a release makes it no other day where the period is over."""
    settings = rated.settings
    return replace(settings, as_at=None), settings.today, rated.rule, rated.framework.settings


def _drawn(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table without the chances that are reckoned from all indicators together; no chart shows them."""
    return table.drop(columns=[name for name in ("best_chance", "survives", *MET) if name in table])


def _owners(rated: Ratings) -> dict[str, str]:
    """Return the indicator of each measure, also of those without a figure."""
    tables = (rated.measures.reset_index(), rated.framework.measures, rated.framework.derived_measures)
    return {
        str(measure): str(indicator)
        for table in tables
        for measure, indicator in zip(table["measure_id"], table[ID], strict=True)
    }


def _rows_that_differ(was: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of either table that the other has not, in any order."""
    if list(was.columns) != list(now.columns):
        return pd.concat([was, now])
    old, new = (pd.util.hash_pandas_object(table, index=False) for table in (was, now))
    if len(old) == len(new) and (old.to_numpy() == new.to_numpy()).all():
        return was.iloc[:0]
    kept = [table[~numbers.isin(others)] for table, numbers, others in ((was, old, new), (now, new, old))]
    return pd.concat(kept)


def _with_another_publisher(before: Ratings, after: Ratings, owners: dict[str, str]) -> set[str]:
    """Return the indicators with a figure from a source whose publisher is another now."""
    was, now = (rated.framework.sources.set_index("source_id")["publisher"] for rated in (before, after))
    changed = {name for name in was.index.intersection(now.index) if str(was[name]) != str(now[name])}
    if not changed:
        return set()
    series = after.series[["measure_id", "source_id"]].dropna()
    named = series["source_id"].map(lambda text: not changed.isdisjoint(map(str.strip, text.split(";"))))
    return {owners[name] for name in series.loc[named.astype(bool), "measure_id"]}
