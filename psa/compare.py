"""What changed between two states of a framework: which ratings, from what to what, because of which rows.

A state is a folder of tables, a folder of outputs or a git revision. Two states of the tables are both
rated with the present code, so that a difference is one of the facts; where the results of both
revisions are committed, those are compared as well, and there a change of code shows.
"""

import csv
import io
import os
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd
import yaml

from psa import paths
from psa.export import column_meaning
from psa.framework import Framework, default_settings, load_framework, read_tables
from psa.observations import current_vintage
from psa.periods import parse_date
from psa.publish import RATING_FILES, format_cell, table_text
from psa.ratings import Ratings, rate_framework
from psa.schema import FILE, ROW, TABLES, FrameworkError
from psa.tables import alike, number, percent, significant
from psa.verdicts import IMPROVE, STANDARD

LEVELS = {"indicator": "indicator_id", "agreement": "agreement_id", "department": "department_id"}
WORDS = {
    "indicator": ("rating", "verdict", "target_status"),
    "agreement": ("rating",),
    "department": ("rating", "lead_rating", "partner_rating"),
}
UNRATED_SETTINGS = {"framework", "title", "subtitle", "period_title"}
TERSE = {"survives", "changes_to_flip", "would_become", "chance_known", "expected_false", "p_improved", "p_better"}
MAX_SHOWN = 200
MAX_MOVED = 10
MAX_CELLS = 4
MAX_TEXT = 40
MAX_IDS = 5
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
class RowChange:
    """One row of a table that was added, removed or changed.

    Attributes:
        table, file, row: where it stands (in the new state, or the old one where it was removed).
        kind: added, removed or changed.
        key: the row's key, joined by |.
        cells: column, old and new text of what differs; of a row added or removed, its filled cells.
        indicators, agreements, departments: what is rated from it.
        feeds_all: it is a setting, from which everything is rated.
    """

    table: str
    file: str
    row: int
    kind: str
    key: str
    cells: tuple[tuple[str, str, str], ...]
    indicators: frozenset[str] = frozenset()
    agreements: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    feeds_all: bool = False


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
        return _markdown(self)


# ---------------------------------------------------------------------------------------- rating tables


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
        for name in sorted(before.keys() | after.keys(), key=_natural):
            was, now = before.get(name, {}), after.get(name, {})
            about = now or was
            found = []
            for column in WORDS[level]:
                if was.get(column, "") != now.get(column, ""):
                    title = about.get("name") or about.get("short_title") or ""
                    words = [state.get(column, "") for state in (was, now)]
                    found.append(Change(level, name, title, column, *words, *(_reason(column, s) for s in (was, now))))
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
    is_known = verdict not in IMPROVE or np.isfinite(_cell(row, "trend_gap"))
    if verdict in {"", "not_assessed"} or parts or not is_known:
        return f"{why} ({parts})" if why and parts else why or parts
    if verdict in IMPROVE:
        gap, lower, upper = _cells_alike(row, "trend_gap", "trend_gap_lower", "trend_gap_upper")
        scale = {"logit": " on the logit scale", "log": " on the scale of logarithms"}.get(row.get("trend_scale"), "")
        said = f"gap to the trend {gap}{scale}, interval {lower} to {upper}; above 0 is better"
    elif verdict == "moving_away":
        change, lower, upper = _cells_alike(row, "change", "change_lower", "change_upper")
        said = f"change since the baseline {change}, interval {lower} to {upper}"
    elif verdict in {"met", "not_met"}:
        said = f"figure {_cell_number(row, 'target_figure')}, target {_cell_number(row, 'target_level')}"
    elif verdict in STANDARD:
        said = f"figure {_cell_number(row, 'latest_value')}, standard {_cell_number(row, 'standard_level')}"
    else:
        said = f"the chance of meeting the target is {percent(_cell(row, 'target_chance'))}"
    return f"{said}; {why}" if why else said


def _cell(row: dict, column: str) -> float:
    text = row.get(column, "")
    return float(text) if _is_number(text) else np.nan


def _cells_alike(row: dict, *columns: str) -> list[str]:
    return alike(*(_cell(row, c) for c in columns))


def _cell_number(row: dict, column: str) -> str:
    return number(_cell(row, column))


def _natural(text: str) -> list:
    return [(1, int(part), "") if part.isdecimal() else (0, 0, part) for part in re.split("([0-9]+)", text)]


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
        ids = sorted((i for i in due.keys() | there.keys() if due.get(i) != there.get(i)), key=_natural)
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
    members = _members_of_tables(before, after)
    names = labels or (str(old), str(new))
    return Difference(*names, changes, moved, members=members, notes=tuple(notes))


def _members_of_tables(*states: dict[str, pd.DataFrame]) -> dict[tuple[str, str], frozenset[str]]:
    members: dict[tuple[str, str], set[str]] = {}
    for tables in states:
        indicators = tables.get("indicator", pd.DataFrame())
        if "agreement_id" not in indicators:
            continue
        own = indicators.groupby("agreement_id")["indicator_id"].agg(set).to_dict()
        for agreement, ids in own.items():
            members.setdefault(("agreement", agreement), set()).update(ids)
        for row in tables.get("department", pd.DataFrame()).to_dict("records"):
            led = f"{row.get('lead_agreements', '')};{row.get('partner_agreements', '')}".split(";")
            ids = set().union(*(own.get(a, set()) for a in led))
            members.setdefault(("department", row["department_id"]), set()).update(ids)
    return {k: frozenset(v) for k, v in members.items()}


# ------------------------------------------------------------------------------------------ data rows


class _Feeds:
    """Which ratings are computed from a row, as the tables of either state say."""

    def __init__(self, states: list[dict[str, pd.DataFrame]]):
        self.of_measure: dict[str, set[str]] = {}
        self.own: dict[str, set[str]] = {}
        self.agreement: dict[str, set[str]] = {}
        self.departments: dict[str, set[str]] = {}
        for tables in states:
            for row in tables["indicators"].to_dict("records"):
                self.agreement.setdefault(row["indicator_id"], set()).add(row["agreement_id"])
            for row in tables["measures"].to_dict("records"):
                said = row["is_rateable"].lower()
                if said == "true" or (not said and row["role"] in {"headline", "component", ""}):
                    self.own.setdefault(row["measure_id"], set()).add(row["indicator_id"])
                    self.of_measure.setdefault(row["measure_id"], set()).add(row["indicator_id"])
            for row in tables["derived_measures"].to_dict("records"):
                if row["is_rateable"].lower() == "true":
                    self.own.setdefault(row["measure_id"], set()).add(row["indicator_id"])
                    for part in row["input_measure_ids"].split(";"):
                        self.of_measure.setdefault(part.strip(), set()).add(row["indicator_id"])

    def find(self, table: str, rows: list[dict]) -> dict:
        """Return indicators, agreements, departments and feeds_all for the old and the new of a row."""
        out = {"indicators": set(), "agreements": set(), "departments": set(), "feeds_all": False}
        for row in rows:
            self._add(out, table, row)
        return {k: v if isinstance(v, bool) else frozenset(v) for k, v in out.items()}

    def _add(self, out: dict, table: str, row: dict) -> None:
        if table in {"observations", "measures"}:
            out["indicators"] |= self.of_measure.get(row["measure_id"], set())
        elif table == "derived_measures":
            out["indicators"] |= self.own.get(row["measure_id"], set())
        elif table == "indicators":
            out["indicators"].add(row["indicator_id"])
            out["agreements"].add(row.get("agreement_id", ""))
        elif table in {"framework", "settings"}:
            out["feeds_all"] = row["setting"] not in UNRATED_SETTINGS
        elif table == "agreements":
            out["agreements"].add(row["agreement_id"])
            out["departments"].add(row.get("lead_department", ""))
        elif table in {"agreement_departments", "objectives", "departments"}:
            out["departments"].add(row.get("department_id", ""))
        elif table == "published_ratings" and row["rating_class"] == "withheld":
            out["indicators"].add(row["indicator_id"])
            out["agreements"].add(row["agreement_id"])
            out["indicators"] |= {i for i, a in self.agreement.items() if row["agreement_id"] in a}
        elif table == "corrections" and row["table"] in TABLES and row["table"] != "corrections":
            key = TABLES[row["table"]].key
            parts = row["row_key"].split("|")
            self._add(out, row["table"], dict.fromkeys(key, "") | dict(zip(key, parts, strict=False)))
        for kind in ("indicators", "agreements", "departments"):
            out[kind].discard("")


def diff_rows(old: dict[str, pd.DataFrame], new: dict[str, pd.DataFrame]) -> tuple[RowChange, ...]:
    """Return the rows that differ between two states of the tables, as they stand in the files.

    Rows are matched by the key of their table, or as a whole where it has none; their order does not
    matter, nor in which file of a folder they stand.

    Args:
        old, new: tables of text, from `psa.framework.read_tables`.
    """
    feeds = _Feeds([old, new])
    found = []
    for name, table in TABLES.items():
        before, after = _by_key(table, old[name]), _by_key(table, new[name])
        for key in before.keys() | after.keys():
            was, now = before.get(key), after.get(key)
            if was and now:
                columns = [c for c in dict.fromkeys([*was, *now]) if c not in {FILE, ROW}]
                cells = tuple(
                    (c, was.get(c, ""), now.get(c, "")) for c in columns if was.get(c, "") != now.get(c, "")
                )
                if not cells:
                    continue
            else:
                only = now or was
                cells = tuple(
                    (c, "" if now else v, v if now else "")
                    for c, v in only.items()
                    if v and c not in {FILE, ROW}
                )
            shown = now or was
            kind = "changed" if was and now else "added" if now else "removed"
            label = "|".join(shown[c] for c in table.key).rstrip("|") if table.key else ""
            states = [r for r in (was, now) if r]
            found.append(
                RowChange(name, shown[FILE], int(shown[ROW]), kind, label, cells, **feeds.find(name, states))
            )
    order = {name: i for i, name in enumerate(TABLES)}
    kinds = ("removed", "changed", "added")
    return tuple(
        sorted(
            found,
            key=lambda r: (order[r.table], _natural(r.file), r.row, kinds.index(r.kind), r.key, r.cells),
        )
    )


def _by_key(table, frame: pd.DataFrame) -> dict[tuple, dict]:
    rows, seen = {}, Counter()
    for row in frame.to_dict("records"):
        content = tuple(v for c, v in sorted(row.items()) if c not in {FILE, ROW} and v)
        key = tuple(row[c] for c in table.key) or content
        seen[key] += 1
        rows[(*key, seen[key])] = row
    return rows


# ------------------------------------------------------------------------------------------ two states


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
    loaded = [_load(s) for s in states]
    rated = [rate_framework(f, through, rule) for f in loaded]
    changes, moved = diff_tables(*map(rating_tables, rated))
    members = _members_of_tables(*map(rating_tables, rated))
    rows = [*diff_rows(*(read_tables(s.folder)[0] for s in states)), *_diff_settings(*states)]
    return Difference(states[0].label, states[1].label, changes, moved, tuple(rows), members)


@dataclass(frozen=True)
class State:
    """A state of a framework that can be rated.

    Attributes:
        label: what the user called it.
        folder: its tables.
        settings: the defaults of its ``params/settings.yml``; None for the present ones.
        outputs: its committed results, where there are such.
        commit: the full id of the revision; None for a folder.
        root: the repository, where the state belongs to one.
    """

    label: str
    folder: Path
    settings: dict[str, str] | None = None
    outputs: Path | None = None
    commit: str | None = None
    root: Path | None = None


def _load(state: State) -> Framework:
    try:
        framework = load_framework(state.folder)
    except FrameworkError as error:
        raise FrameworkError([replace(f, file=f"{state.label}: {f.file}") for f in error.faults]) from error
    if state.settings is None:
        return framework
    own = {k: framework.settings[k] for k in framework.declared}
    return replace(framework, settings={**default_settings(), **state.settings, **own})


def _diff_settings(old: State, new: State) -> list[RowChange]:
    present = default_settings()
    before, after = ({**present, **(s.settings or {})} for s in (old, new))
    return [
        RowChange("settings", "params/settings.yml", 0, "changed", name,
                  (("default", str(before.get(name, "")), str(after.get(name, ""))),),
                  feeds_all=name not in UNRATED_SETTINGS)
        for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)
    ]  # fmt: skip


@contextmanager
def open_states(old: str, new: str, framework: str | Path | None = None) -> Iterator[tuple[State, State]]:
    """Give two states of a framework, each named by a folder of tables or a git revision.

    Files of a revision are put in a folder that is removed afterwards; the work tree is not touched.
    An empty name is the framework as it stands.

    Raises:
        ValueError: a name is neither.
    """
    with ExitStack() as stack:
        yield tuple(_open_state(name, framework, stack) for name in (old, new))


def _open_state(name: str, framework: str | Path | None, stack: ExitStack) -> State:
    wanted = str(framework or default_settings()["framework"])
    if not name:
        folder = paths.framework_folder(wanted)
        root = _toplevel(folder)
        return State(
            "the tables as they stand", folder, None, _outputs_of(root or paths.ROOT, folder.name), None, root
        )
    if is_framework(Path(name)):
        return State(name, Path(name).resolve())
    root, inside = _where(wanted)
    if root is None:
        raise ValueError(f"{name}: no folder of tables, and {wanted} is in no git repository")
    commit = _commit(root, name)
    scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="psa-diff-")))
    _materialise(root, commit, [inside, "params/settings.yml", "outputs"], scratch)
    if not is_framework(scratch / inside):
        raise ValueError(f"{name}: there is no framework in {inside} at this revision")
    settings = scratch / "params" / "settings.yml"
    values = _defaults(settings, name) if settings.is_file() else None
    label = name if commit.startswith(name) else f"{name} ({commit[:10]})"
    return State(label, scratch / inside, values, _outputs_of(scratch, Path(inside).name), commit, root)


def is_framework(folder: Path) -> bool:
    """Return whether a folder holds a framework's tables."""
    return (folder / "agreements.csv").is_file() or (folder / "indicators.csv").is_file()


def is_outputs(folder: Path) -> bool:
    """Return whether a folder holds rating tables."""
    return any((folder / name).is_file() for name in RATING_FILES)


def _defaults(path: Path, label: str) -> dict[str, str]:
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {str(k): v["default"] for k, v in found.items()}
    except (yaml.YAMLError, AttributeError, TypeError, KeyError) as error:
        raise ValueError(f"{label}: params/settings.yml cannot be read: {error}") from error


def _outputs_of(root: Path, framework: str) -> Path | None:
    folder = root / "outputs"
    if framework != default_settings()["framework"]:
        folder = folder / framework
    return folder if is_outputs(folder) else None


def _git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    environment = {
        k: v for k, v in os.environ.items() if k not in {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"}
    }
    # somebody else's repository may name a program to be run; what could run one is not used (`_blobs`) or is off
    off = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.pager="]
    command = ["git", *off, "--literal-pathspecs", "-C", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, check=False, env=environment, input=given)
    if done.returncode:
        raise ValueError(done.stderr.decode("utf-8", "replace").strip() or f"git {arguments[0]} failed")
    return done.stdout


def _toplevel(folder: Path) -> Path | None:
    try:
        return Path(_git(folder, "rev-parse", "--show-toplevel").decode("utf-8").rstrip("\n"))
    except (ValueError, FileNotFoundError):
        return None


def _where(framework: str) -> tuple[Path | None, str]:
    """Return the repository of a framework, which need not exist in the work tree, and its path inside."""
    try:
        folder = paths.framework_folder(framework)
    except FileNotFoundError:
        folder = paths.RAW / Path(framework).name
    root = _toplevel(folder if folder.is_dir() else paths.ROOT)
    if root is None or not folder.resolve().is_relative_to(root.resolve()):
        return None, ""
    return root, folder.resolve().relative_to(root.resolve()).as_posix()


def _commit(root: Path, name: str) -> str:
    try:
        found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except ValueError as error:
        raise ValueError(
            f"{name}: neither a folder of tables, nor a folder of outputs, nor a git revision of {root.name}"
        ) from error
    return found.decode("ascii").strip()


def _blobs(root: Path, commit: str, wanted: list[str]) -> dict[str, bytes]:
    """Return the files below the wanted paths of a commit, by path: as they are stored, no filters, no links."""
    names, ids = [], []
    for line in _git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *wanted).split(b"\0"):
        about, _, name = line.partition(b"\t")
        if about.startswith(b"100"):  # the mode of a plain file
            names.append(name.decode("utf-8", "surrogateescape"))
            ids.append(about.split()[2])
    if not names:
        return {}
    data, found, at = _git(root, "cat-file", "--batch", given=b"\n".join(ids) + b"\n"), {}, 0
    for name in names:
        end = data.index(b"\n", at)
        size = int(data[at:end].split()[2])
        found[name] = data[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
    return found


def _materialise(root: Path, commit: str, wanted: list[str], to: Path) -> None:
    """Write the tables among the wanted paths of a commit below a folder."""
    for path, data in _blobs(root, commit, wanted).items():
        name = PurePosixPath(path)
        is_wanted = name.suffix in {".csv", ".yml"} and (name.parts[0] != "outputs" or name.name in RATING_FILES)
        if is_wanted and not name.is_absolute() and ".." not in name.parts:
            target = to / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


CODE = ("psa", "notebooks", "params")


def _code_of(state: State) -> dict[str, bytes]:
    """Return the files of code of a state in a repository, by path; line ends as git stores them."""
    if state.commit:
        found = _blobs(state.root, state.commit, list(CODE))
    else:
        listed = _git(state.root, "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *CODE)
        names = [n for n in listed.decode("utf-8", "surrogateescape").split("\0") if n]
        found = {n: (state.root / n).read_bytes() for n in names if (state.root / n).is_file()}
    return {name: data.replace(b"\r\n", b"\n") for name, data in found.items()}


def _code_changes(old: State, new: State) -> list[str] | None:
    """Return the files of code that differ between two states; None where that cannot be known."""
    if old.root is None or new.root != old.root or old.commit is None and new.commit is None:
        return None
    before, after = _code_of(old), _code_of(new)
    names = {*before, *after} - {"params/settings.yml"}
    return sorted(n for n in names if before.get(n) != after.get(n))


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
        notes, code = [], _code_changes(*states)
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
            stale = stale_rows(rate_framework(_load(states[1])), after)
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
        some = ", ".join(map(escape, ids[:MAX_IDS])) + (", …" if len(ids) > MAX_IDS else "")
        files.append(f"{code_span(name)} ({_count(len(ids), 'row')}{f': {some}' if ids else ''})")
    renew = "`psa run`, and commit them with the change" if is_default else "`psa run --framework`"
    return f"**The rating tables in {place} are not {given}.** Rows that differ: {', '.join(files)}. Renew them with {renew}."


# ------------------------------------------------------------------------------------------- revisions


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
        framework: from `psa.framework.load_framework`.
        through, rule: as for `psa.ratings.rate_framework`.
    """
    table = framework.observations
    later = table[table["released"].notna()]
    if later.empty:
        return []
    where = {(r["measure_id"], r["period"], r["released"]): (r[FILE], int(r[ROW])) for r in
             read_tables(framework.folder)[0]["observations"].to_dict("records")}  # fmt: skip
    text = read_tables(framework.folder)[0]
    feeds = _Feeds([text])
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
    return sorted(found, key=lambda r: (parse_date(r.released), _natural(r.measure_id), _natural(r.period)))


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


# -------------------------------------------------------------------------------------------- Markdown


def escape(text: str) -> str:
    """Return a text that Markdown shows as it is: no markup, no HTML, no link, no mention."""
    flat = re.sub(r"\s+", " ", _visible(text)).strip()
    flat = flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    flat = re.sub(r"([\\`*_{}\[\]()|~$!])", r"\\\1", flat)
    flat = re.sub("[@#](?=[0-9A-Za-z])", lambda m: f"{m[0]}<!-- -->", flat)
    flat = re.sub("(?i)(https?|ftp|www)(?=[:.])", r"\1<!-- -->", flat)
    return re.sub(r"^([-+#=]|[0-9]+(?=\.))", lambda m: f"{m[0]}\\" if m[0].isdigit() else f"\\{m[0]}", flat)


_ESCAPED = re.compile(
    r"\\([\\`*_{}\[\]()|~$!\-+#=.])|(?P<fence>`+)(?!`).*?(?<!`)(?P=fence)(?!`)|<!-- -->|&(amp|lt|gt);"
)


def unescape(markdown: str) -> str:
    """Return a report without the escapes of Markdown, for a terminal; code and markup stay as they are."""
    names = {"amp": "&", "lt": "<", "gt": ">"}
    return _ESCAPED.sub(lambda m: m[1] or (m[0] if m["fence"] else names.get(m[3], "")), markdown)


def code_span(text: str) -> str:
    """Return a text as code that Markdown shows as it is, whatever backticks it holds."""
    flat = re.sub(r"\s+", " ", _visible(text)).strip()
    if not flat:
        return "*empty*"
    fence = "`" * (max((len(m) for m in re.findall("`+", flat)), default=0) + 1)
    pad = " " if flat[0] == "`" or flat[-1] == "`" else ""
    return f"{fence}{pad}{flat}{pad}{fence}"


def _visible(text: str) -> str:
    shown = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    return re.sub(shown, lambda m: f"\\u{ord(m[0]):04x}", str(text))


def _word(text: str) -> str:
    return escape(text.replace("_", " ")) if text else "*none*"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _row_line(row: RowChange) -> str:
    where = code_span(row.file) + (f", row {row.row}" if row.row else "")
    cells = [(c, old, new) for c, old, new in row.cells]
    if row.kind == "changed":
        what = "; ".join(f"{code_span(c)} {code_span(old)} → {code_span(new)}" for c, old, new in cells)
        return f"{where}, changed: {code_span(row.key)}: {what}" if row.key else f"{where}, changed: {what}"
    what = ", ".join(f"{code_span(c)} {code_span(old or new)}" for c, old, new in cells)
    place = " (row of the old state)" if row.kind == "removed" else ""
    return f"{where}{place}, {row.kind}: {what}"


def _moved_line(level: str, name: str, cells: tuple[tuple[str, str, str], ...]) -> str:
    """Return figures that moved as one line: figures before sentences, and no more than fit."""
    said = []
    for column, *states in _first_cells(cells):
        before, now = (code_span(text) for text in _shortest(*states))
        said.append(f"{code_span(column)} {before} → {now}")
    if len(cells) > MAX_CELLS:
        said.append(f"and {len(cells) - MAX_CELLS} more")
    return f"- {level} {escape(name)}: {', '.join(said)}"


def _first_cells(cells: tuple[tuple[str, str, str], ...]) -> list[tuple[str, str, str]]:
    return sorted(cells, key=lambda cell: not (_is_number(cell[1]) or _is_number(cell[2])))[:MAX_CELLS]


def _meaning_lines(columns: list[str]) -> list[str]:
    """Return what the columns mean that a report names and whose names do not say it, one a line."""
    lines = [f"- {code_span(c)}: {column_meaning(c)}" for c in sorted({*columns} & TERSE)]
    return ["", "What these columns hold:", "", *lines] if lines else []


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


def _shortest(old: str, new: str) -> tuple[str, str]:
    """Return two cells that differ as pages show them: three digits, or as many as tell them apart."""
    shown = (old, new)
    for digits in range(3, 18):
        shown = tuple(_rounded(text, digits) for text in (old, new))
        if shown[0] != shown[1]:
            break
    start = 0
    if max(map(len, shown)) > MAX_TEXT:
        start = max(len(os.path.commonprefix(shown)) - MAX_TEXT // 4, 0)
    cut = (f"{'…' if start and text else ''}{text[start:]}" for text in shown)
    return tuple(text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…" for text in cut)


def _rounded(text: str, digits: int) -> str:
    """Return a cell's text, a long decimal to so many digits; whole numbers and short decimals keep all of theirs."""
    if not _is_number(text) or re.fullmatch(r"-?[0-9]{1,4}(\.[0-9]{1,2})?", text):
        return text.replace("-", "\N{MINUS SIGN}", 1) if _is_number(text) else text
    return number(float(text)) if re.fullmatch("-?[0-9]+", text) else significant(float(text), digits)


def change_line(change: Change, with_reason: bool = True) -> str:
    """Return one change as a line of Markdown."""
    column = "" if change.column == "rating" else f" ({escape(change.column.replace('_', ' '))})"
    name = f" {escape(change.name)}" if change.name else ""
    line = f"**{escape(change.id)}**{name}{column}: {_word(change.old)} → {_word(change.new)}"
    if with_reason and (change.old_reason or change.new_reason) and change.old_reason != change.new_reason:
        before, now = (escape(reason) or "*nothing*" for reason in (change.old_reason, change.new_reason))
        line += f". Before: {before}. Now: {now}."
    return line


def _markdown(found: Difference) -> str:
    lines = [f"## Ratings: {code_span(found.old)} → {code_span(found.new)}", ""]
    rated = {level: len({c.id for c in found.changes if c.level == level}) for level in LEVELS}
    summary = ", ".join(_count(n, level) for level, n in rated.items() if n)
    lines.append(f"Rated otherwise: {summary or 'nothing'}. Changed rows of the tables: {len(found.rows)}.")
    lines += [f"\n{note}" for note in found.notes]
    named: set[int] = set()
    for level in LEVELS:
        own = [c for c in found.changes if c.level == level]
        if not own:
            continue
        lines += ["", f"### {level.capitalize()}s", ""]
        for change_id in dict.fromkeys(c.id for c in own):
            group = [c for c in own if c.id == change_id]
            lines += [f"- {change_line(c)}" for c in group]
            through, direct = found.causes(group[0])
            named |= {id(r) for r in direct}
            lines += _cause_lines(found, level, through, direct)
    rest = [r for r in found.rows if id(r) not in named]
    if rest:
        lines += ["", "### Rows that changed no rating", ""]
        lines += [f"- {_row_line(r)}" for r in rest[:MAX_SHOWN]]
        if len(rest) > MAX_SHOWN:
            counted = Counter((r.table, r.kind) for r in rest[MAX_SHOWN:])
            lines.append(f"- and {_count(len(rest) - MAX_SHOWN, 'row')} more: "
                         + ", ".join(f"{t} {n} {k}" for (t, k), n in sorted(counted.items())))  # fmt: skip
    if found.moved:
        lines += ["", "### Figures moved, ratings did not", ""]
        columns = []
        for level in LEVELS:
            own = [(name, cells) for one, name, cells in found.moved if one == level]
            lines += [_moved_line(level, name, cells) for name, cells in own[:MAX_MOVED]]
            columns += [c for _, cells in own[:MAX_MOVED] for c, _, _ in _first_cells(cells)]
            if len(own) > MAX_MOVED:
                lines.append(f"- and {_count(len(own) - MAX_MOVED, 'more ' + level)}")
        lines += _meaning_lines(columns)
    if found.committed is not None:
        lines += ["", "### Committed results", ""]
        if found.committed.is_empty:
            lines.append("The committed rating tables of the two states are the same.")
        for change in found.committed.changes:
            lines.append(f"- {change.level} {change_line(change)}")
        if found.committed.moved:
            lines.append(
                f"- figures moved without a change of rating: {_count(len(found.committed.moved), 'row')}"
            )
        lines += [f"- {note}" for note in found.committed.notes]
    return "\n".join(lines).rstrip() + "\n"


def _cause_lines(found: Difference, level: str, through: list[str], direct: list[RowChange]) -> list[str]:
    lines = []
    if through:
        lines.append(f"  - because of {', '.join(escape(i) for i in through)}")
    lines += [f"  - {_row_line(r)}" for r in direct]
    if not lines and found.rows:
        lines.append("  - no changed row of the tables feeds it")
    return lines


def revisions_markdown(found: list[Revision]) -> str:
    """Return revisions as Markdown: what was revised, from what to what, and what that changed."""
    if not found:
        return "No figure was revised.\n"
    changed = sum(bool(r.changes) for r in found)
    lines = [f"## Revisions: {_count(len(found), 'figure')}, {changed} of them with another verdict", ""]
    for r in found:
        where = f" ({code_span(r.file)}, row {r.row})" if r.file else ""
        lines.append(f"- {r.released}: {code_span(r.measure_id)} {code_span(r.period)}: "
                     f"{format_cell(r.old)} → {format_cell(r.new)}{where}")  # fmt: skip
        lines += [f"  - {c.level} {change_line(c)}" for c in r.changes] or ["  - no verdict changed"]
    return "\n".join(lines) + "\n"
