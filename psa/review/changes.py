"""What changed between two states of a framework: which ratings, from what to what, because of which rows.

A state is a folder of tables, a folder of outputs or a git revision. Two states of the tables are both
rated with the present code, so that a difference is one of the facts; where the results of both
revisions are committed, those are compared as well, and there a change of code shows.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from psa import paths
from psa.csv_text import format_cell, table_text
from psa.data.defaults import default_settings
from psa.data.load import read_tables
from psa.files import RATING_FILES
from psa.methods.ratings import Ratings, rate_framework
from psa.methods.vocabulary import IMPROVE, STANDARD
from psa.review.rows import (
    MAX_IDS,
    UNRATED_SETTINGS,
    RowChange,
    cell,
    cell_number,
    cells_alike,
    diff_rows,
    members_of_tables,
    natural,
)
from psa.review.states import State, code_changes, is_framework, is_outputs, load, open_states
from psa.words import code_span, count, escape_report, percent

LEVELS = {"indicator": "indicator_id", "agreement": "agreement_id", "department": "department_id"}


WORDS = {
    "indicator": ("rating", "verdict", "target_status"),
    "agreement": ("rating",),
    "department": ("rating", "lead_rating", "partner_rating"),
}


ONLY_CODE = (
    "No row of the tables and no setting differs. What differs is code, and both states were rated with the "
    "present code, so a change of rule cannot show in these ratings."
)


OUT_OF_DATE = "Those of the new state are out of date: see the top of this report."


CODE_AS_WELL = (
    "Code differs as well. Both states were rated with the present code: what is listed comes from the "
    "tables and the settings alone."
)


@dataclass(frozen=True)
class Change:
    """One word of one rating table that is another now; empty where the row was or is not there."""

    level: str
    id: str
    name: str
    column: str
    old: str
    new: str
    old_reason: str = ""
    new_reason: str = ""


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two states.

    Attributes:
        old, new: what the two states are called.
        changes: words that changed, in order of level and id.
        moved: level and id of rows where no word changed but some figure did, with column, old and new text.
        rows: changed rows of the tables.
        members: for each agreement and department, the indicators it is rated from, in either state.
        notes: sentences on what was compared and how.
        committed: the difference of the results that were committed, where there are such.
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    moved: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...] = ()
    rows: tuple[RowChange, ...] = ()
    members: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    committed: "Difference | None" = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all differs."""
        return not (
            self.changes or self.moved or self.rows or (self.committed and not self.committed.is_empty)
        )

    def causes(self, change: Change) -> tuple[list[str], list[RowChange]]:
        """Return what a change comes from: indicators that changed, and rows that feed it directly."""
        if change.level == "indicator":
            return [], [r for r in self.rows if r.feeds_all or change.id in r.indicators]
        own = self.members.get((change.level, change.id), frozenset())
        through = sorted(
            {c.id for c in self.changes if c.level == "indicator" and c.id in own and c.column == "rating"}
        )
        direct = [
            r
            for r in self.rows
            if change.id in (r.agreements if change.level == "agreement" else r.departments)
        ]
        return through, direct or ([] if through else [r for r in self.rows if r.feeds_all])

    def to_markdown(self) -> str:
        """Return the difference as Markdown for a pull request."""
        from psa.review.markdown import markdown

        return markdown(self)


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
        before, after = ({r[key]: r for r in t.to_dict("records")} for t in (old[level], new[level]))
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


def _reason(column: str, row: dict) -> str:
    """Return what decides a word of a rating table's row, of text, with its numbers; empty where nothing says."""
    if column != "verdict":
        return row.get("reason", "") if column == "rating" else ""
    verdict, why = row.get("verdict", ""), row.get("verdict_reason", "")
    parts = row.get("verdict_words", "")
    is_known = verdict not in IMPROVE or np.isfinite(cell(row, "trend_gap"))
    if verdict in {"", "not_assessed"} or parts or not is_known:
        return f"{why} ({parts})" if why and parts else why or parts
    if verdict in IMPROVE:
        gap, lower, upper = cells_alike(row, "trend_gap", "trend_gap_lower", "trend_gap_upper")
        scale = {"logit": " on the logit scale", "log": " on the scale of logarithms"}.get(
            row.get("trend_scale"), ""
        )
        said = f"gap to the trend {gap}{scale}, interval {lower} to {upper}; above 0 is better"
    elif verdict == "moving_away":
        change, lower, upper = cells_alike(row, "change", "change_lower", "change_upper")
        said = f"change since the baseline {change}, interval {lower} to {upper}"
    elif verdict in {"met", "not_met"}:
        said = f"figure {cell_number(row, 'target_figure')}, target {cell_number(row, 'target_level')}"
    elif verdict in STANDARD:
        said = f"figure {cell_number(row, 'latest_value')}, standard {cell_number(row, 'standard_level')}"
    else:
        said = f"the chance of meeting the target is {percent(cell(row, 'target_chance'))}"
    return f"{said}; {why}" if why else said


def _rating_frames(rated: Ratings) -> dict[str, pd.DataFrame]:
    return {"indicator": rated.indicators, "agreement": rated.agreements, "department": rated.departments}


def rating_tables(rated: Ratings) -> dict[str, pd.DataFrame]:
    """Return the three rating tables as the text that is written to CSV."""
    return {level: frame.map(format_cell) for level, frame in _rating_frames(rated).items()}


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


def diff_outputs(old: str | Path, new: str | Path, labels: tuple[str, str] | None = None) -> Difference:
    """Return what differs between the rating tables of two output folders.

    Raises:
        FileNotFoundError: a folder has no rating table.
    """
    before, after = read_rating_tables(Path(old)), read_rating_tables(Path(new))
    changes, moved = diff_tables(before, after)
    notes = [f"There is no table of {level}s in {'the old' if level not in before else 'the new'} outputs."
             for level in LEVELS if (level in before) != (level in after)]  # fmt: skip
    members = members_of_tables(before, after)
    names = labels or (str(old), str(new))
    return Difference(*names, changes, moved, members=members, notes=tuple(notes))


def diff_frameworks(
    old: "str | Path | State", new: "str | Path | State", through: str = "", rule: str = "treasury"
) -> Difference:
    """Return what differs between two framework folders: ratings, and the rows that they come from.

    Both are rated with the present code, each with its own settings.

    Args:
        old, new: folders of tables, or states from `open_state`.
        through, rule: as for `psa.ratings.rate_framework`.

    Raises:
        FrameworkError: a state cannot be used; its faults name the state.
    """
    states = [s if isinstance(s, State) else State(str(s), paths.framework_folder(s)) for s in (old, new)]
    loaded = [load(s) for s in states]
    rated = [rate_framework(f, through, rule) for f in loaded]
    changes, moved = diff_tables(*map(rating_tables, rated))
    members = members_of_tables(*map(rating_tables, rated))
    rows = [*diff_rows(*(read_tables(s.folder)[0] for s in states)), *_diff_settings(*states)]
    return Difference(states[0].label, states[1].label, changes, moved, tuple(rows), members)


def _diff_settings(old: State, new: State) -> list[RowChange]:
    present = default_settings()
    before, after = ({**present, **(s.settings or {})} for s in (old, new))
    return [
        RowChange("settings", "params/settings.yml", 0, "changed", name,
                  (("default", str(before.get(name, "")), str(after.get(name, ""))),),
                  feeds_all=name not in UNRATED_SETTINGS)
        for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)
    ]  # fmt: skip


def diff(
    old: str, new: str = "", framework: str | Path | None = None, through: str = "", rule: str = "treasury"
) -> Difference:
    """Return what differs between two states, each a git revision, a folder of tables or of outputs.

    Args:
        old, new: names of states; an empty `new` is the framework as it stands.
        framework: whose tables, by name or folder; without it, the default one.
        through, rule: as for `psa.ratings.rate_framework`.

    Raises:
        ValueError: a name is none of these, or the two are of different kinds.
        FrameworkError: the tables of a state cannot be used.
    """
    kinds = [bool(n) and is_outputs(Path(n)) and not is_framework(Path(n)) for n in (old, new)]
    if all(kinds):
        return diff_outputs(old, new)
    if any(kinds):
        raise ValueError(
            f"{old if kinds[0] else new} is a folder of outputs: name another one to compare it with"
        )
    with open_states(old, new, framework) as states:
        found = diff_frameworks(*states, through=through, rule=rule)
        notes, code = [], code_changes(*states)
        if code:
            listed = ", ".join(code_span(n) for n in code[:12]) + (
                f" and {len(code) - 12} more" if len(code) > 12 else ""
            )
            if not found.rows:
                notes.append(ONLY_CODE)
            else:
                notes.append(CODE_AS_WELL)
            notes.append(f"Code that differs: {listed}.")
        elif code is not None and not found.rows:
            notes.append("Neither the tables and settings nor the code differ.")
        before, after = states[0].outputs, states[1].outputs
        committed = None
        if before and after and (states[0].commit or states[1].commit):
            committed = diff_outputs(before, after, (found.old, found.new))
        elif code and (states[0].commit or states[1].commit):
            notes.append(
                "The results of the two states are not both committed, so what the code changed is not shown."
            )
        if after:
            # `psa run` without options writes them: by the official rule, up to the framework's own last day
            stale = stale_rows(rate_framework(load(states[1])), after)
            notes.insert(0, _describe_stale(stale, states[1]))
            if stale and committed:
                committed = replace(committed, notes=(*committed.notes, OUT_OF_DATE))
    return replace(found, notes=(*found.notes, *notes), committed=committed)


def _describe_stale(stale: dict[str, tuple[str, ...]], state: State) -> str:
    """Say whether the rating tables in a state's outputs are those that its tables give."""
    whose = f"the tables of {code_span(state.label)}" if state.commit else state.label
    is_default = state.folder.name == default_settings()["framework"]
    place = code_span("outputs/" if is_default else f"outputs/{state.folder.name}/")
    given = f"those that {whose} give with the present code"
    if not stale:
        return f"The rating tables in {place} are {given}."
    files = []
    for name, ids in stale.items():
        some = ", ".join(map(escape_report, ids[:MAX_IDS])) + (", …" if len(ids) > MAX_IDS else "")
        files.append(f"{code_span(name)} ({count(len(ids), 'row')}{f': {some}' if ids else ''})")
    renew = "`psa run`, and commit them with the change" if is_default else "`psa run --framework`"
    return f"**The rating tables in {place} are not {given}.** Rows that differ: {', '.join(files)}. Renew them with {renew}."
