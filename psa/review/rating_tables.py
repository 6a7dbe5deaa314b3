"""Compare rating tables, as text: which words changed, which figures moved, which file is out of date."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from psa.files.csv_text import format_cell, table_text
from psa.files.write import RATING_FILES
from psa.methods.ratings import Ratings
from psa.methods.vocabulary import IMPROVE, STANDARD
from psa.review.difference import LEVELS, WORDS, Change
from psa.review.rows import natural
from psa.words import alike, number, percent


def diff_tables(
    old: dict[str, pd.DataFrame], new: dict[str, pd.DataFrame]
) -> tuple[tuple[Change, ...], tuple]:
    """Return the words that changed between two sets of rating tables, and rows where only figures did.

    Args:
        old, new: the table of text of each of `LEVELS`, with its id as a column; levels may be absent.
    """
    changes, moved = [], []
    for level, key in LEVELS.items():
        if level not in old or level not in new:
            continue
        before, after = (_by_id(table, key) for table in (old[level], new[level]))
        for name in sorted(before.keys() | after.keys(), key=natural):
            was, now = before.get(name, {}), after.get(name, {})
            about = now or was
            found = []
            for column in WORDS[level]:
                if was.get(column, "") != now.get(column, ""):
                    title = about.get("name") or about.get("short_title") or ""
                    words = [state.get(column, "") for state in (was, now)]
                    found.append(
                        Change(level, name, title, column, *words, *(_reason(column, s) for s in (was, now)))
                    )
            changes += found
            columns = [c for c in now if c in was and was[c] != now[c]]
            if not found and columns:
                moved.append((level, name, tuple((c, was[c], now[c]) for c in columns)))
    return tuple(changes), tuple(moved)


def _by_id(table: pd.DataFrame, key: str) -> dict[str, dict[str, str]]:
    return {row[key]: {str(c): text for c, text in row.items()} for row in table.to_dict("records")}


def _reason(column: str, row: dict[str, str]) -> str:
    """Return what decides a word of a rating table's row, of text, with its numbers; empty where nothing says."""
    if column != "verdict":
        return row.get("reason", "") if column == "rating" else ""
    verdict, why = row.get("verdict", ""), row.get("verdict_reason", "")
    parts = row.get("verdict_words", "")
    is_known = verdict not in IMPROVE or np.isfinite(_number_in(row, "trend_gap"))
    if verdict in {"", "not_assessed"} or parts or not is_known:
        return f"{why} ({parts})" if why and parts else why or parts
    if verdict in IMPROVE:
        gap, lower, upper = _cells_alike(row, "trend_gap", "trend_gap_lower", "trend_gap_upper")
        scales = {"logit": " on the logit scale", "log": " on the scale of logarithms"}
        scale = scales.get(row.get("trend_scale", ""), "")
        said = f"gap to the trend {gap}{scale}, interval {lower} to {upper}; above 0 is better"
    elif verdict == "moving_away":
        change, lower, upper = _cells_alike(row, "change", "change_lower", "change_upper")
        said = f"change since the baseline {change}, interval {lower} to {upper}"
    elif verdict in {"met", "not_met"}:
        said = f"figure {_shown_number(row, 'target_figure')}, target {_shown_number(row, 'target_level')}"
    elif verdict in STANDARD:
        said = f"figure {_shown_number(row, 'latest_value')}, standard {_shown_number(row, 'standard_level')}"
    else:
        said = f"the chance of meeting the target is {percent(_number_in(row, 'target_chance'))}"
    return f"{said}; {why}" if why else said


def _rating_frames(rated: Ratings) -> dict[str, pd.DataFrame]:
    return {"indicator": rated.indicators, "agreement": rated.agreements, "department": rated.departments}


def rating_tables(rated: Ratings) -> dict[str, pd.DataFrame]:
    """Return the three rating tables as the text that is written to CSV."""
    return {level: frame.map(format_cell) for level, frame in _rating_frames(rated).items()}


def changed_tables(old: Ratings, new: Ratings) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Return the rows of both rating tables that are not the same in both, as text: quicker than all of them."""
    before, after = {}, {}
    for level, frame in _rating_frames(old).items():
        other, key = _rating_frames(new)[level], LEVELS[level]
        was, now = (f.set_index(key, drop=False).astype(object) for f in (frame, other))
        if list(was.columns) == list(now.columns) and list(was.index) == list(now.index):
            is_other = ~((was == now) | (was.isna() & now.isna())).fillna(False).all(axis=1).to_numpy(bool)
            frame, other = frame[is_other], other[is_other]
        before[level], after[level] = frame.map(format_cell), other.map(format_cell)
    return before, after


def read_rating_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the rating tables of an outputs folder as text.

    Raises:
        FileNotFoundError: there is none.
    """
    tables = {}
    for level, name in zip(LEVELS, RATING_FILES, strict=True):
        if (folder / name).is_file():
            with (folder / name).open(encoding="utf-8-sig", newline="") as file:
                rows = _read_rows(file)
            if rows and LEVELS[level] not in rows[0]:
                raise ValueError(f"{folder / name}: there is no column {LEVELS[level]}")
            tables[level] = pd.DataFrame(rows, dtype=object)
            if not rows:
                tables[level] = pd.DataFrame(columns=[LEVELS[level]], dtype=object)
    if not tables:
        raise FileNotFoundError(f"{folder}: none of {', '.join(RATING_FILES)} is there")
    return tables


def _read_rows(file: Iterable[str]) -> list[dict[str, str]]:
    return [{k: v or "" for k, v in row.items() if k} for row in csv.DictReader(file)]


def stale_rows(rated: Ratings, folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the files of rating tables in a folder that are not those of `rated`, with the ids of rows that differ.

    A file that is not there is stale with every id.
    """
    found, held, frames = {}, read_rating_tables(folder), _rating_frames(rated)
    for (level, key), name in zip(LEVELS.items(), RATING_FILES, strict=True):
        due = {row[key]: row for row in _read_rows(io.StringIO(table_text(frames[level]), newline=""))}
        there = {row[key]: row for row in held[level].to_dict("records")} if level in held else {}
        ids = sorted((i for i in due.keys() | there.keys() if due.get(i) != there.get(i)), key=natural)
        if ids or level not in held:
            found[name] = tuple(ids)
    return found


def is_number(text: str) -> bool:
    """Return whether a cell holds a finite number."""
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


def _number_in(row: dict[str, str], column: str) -> float:
    """Return the number in a cell, NaN where it holds none."""
    text = row.get(column, "")
    return float(text) if is_number(text) else np.nan


def _cells_alike(row: dict[str, str], *columns: str) -> list[str]:
    return alike(*(_number_in(row, column) for column in columns))


def _shown_number(row: dict[str, str], column: str) -> str:
    return number(_number_in(row, column))


def members_of_tables(*states: dict[str, pd.DataFrame]) -> dict[tuple[str, str], frozenset[str]]:
    """Return the indicators that each agreement and department is rated from, in any of some states."""
    members: dict[tuple[str, str], set[str]] = {}
    for tables in states:
        indicators = tables.get("indicator", pd.DataFrame())
        if "agreement_id" not in indicators:
            continue
        own = indicators.groupby("agreement_id")["indicator_id"].agg(set).to_dict()
        for agreement, ids in own.items():
            members.setdefault(("agreement", str(agreement)), set()).update(ids)
        for row in tables.get("department", pd.DataFrame()).to_dict("records"):
            led = f"{row.get('lead_agreements', '')};{row.get('partner_agreements', '')}".split(";")
            ids = set().union(*(own.get(a, set()) for a in led))
            members.setdefault(("department", row["department_id"]), set()).update(ids)
    return {k: frozenset(v) for k, v in members.items()}
