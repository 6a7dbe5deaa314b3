"""Decide what is up to date, by the content of all that a run reads, and say what has changed.

There are two kinds of key. Each run has one, of just the rows that it reads, kept in the manifest; the batch
as a whole has one of every byte there is, kept beside it, so that when nothing at all has changed nothing
need be loaded to know. Importing this module is quick for the same reason.
"""

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from psa import paths
from psa.batch import fingerprints
from psa.batch.asked import Asked
from psa.batch.manifest import Rows, read_inputs, read_manifest

if TYPE_CHECKING:
    from psa.batch.params import Run

WHOLE = ".whole.json"
SUFFIXES = ("csv", "ipynb", "html")  # of what each run makes


def whole_key(framework_folder: Path, asked: Asked) -> str:
    """Return the key of the batch as a whole: tables, settings, notebooks, params, package code and lock."""
    parts = [
        fingerprints.ratings(framework_folder),
        *asked,
        str(sys.version_info[:2]),
        fingerprints.lock(),
        fingerprints.replayed(),
        fingerprints.hash_files(paths.NOTEBOOKS, "*.ipynb"),
        fingerprints.hash_files(paths.PARAMS, "*.yml"),
    ]
    return fingerprints.hash_parts(part.encode() for part in parts)


def write_whole(folder: Path, key: str) -> None:
    """Note that every file of an outputs folder is what the whole key gives.

    Args:
        folder: the outputs folder, at the end of a batch that left nothing undone.
        key: from `whole_key`.
    """
    names = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    results = (n for n in names if not any(part.startswith(".") or part == "failed" for part in n.parts))
    made = {name.as_posix(): _hash_file(folder / name) for name in results}
    (folder / WHOLE).write_text(json.dumps({"key": key, "files": made}), encoding="utf-8")


def count_whole(folder: Path, key: str) -> int:
    """Return how many runs an outputs folder holds, all up to date; 0 where something must be looked at."""
    try:
        noted = json.loads((folder / WHOLE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return 0
    if noted.get("key") != key:
        return 0
    is_whole = all(_hash_file(folder / name) == digest for name, digest in noted["files"].items())
    return len(read_manifest(folder)) if is_whole else 0


def _hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def plan(
    runs: Iterable["Run"], keys: dict[str, str], folder: Path, is_forced: bool = False
) -> dict[str, str]:
    """Return, for each run by name, why it is to be executed; empty where it is up to date.

    Args:
        runs: those that are asked for.
        keys: the key of each run, by name.
        folder: the outputs folder.
        is_forced: whether all are to be executed, whatever their state.
    """
    rows = read_manifest(folder)
    return {
        run.name: "forced" if is_forced else _reason(run.name, keys[run.name], rows, folder) for run in runs
    }


def _reason(name: str, key: str, rows: Rows, folder: Path) -> str:
    if name not in rows:
        return "never run"
    row = rows[name]
    if row["status"] in {"failed", "interrupted"}:
        return f"{row['status']} last time"
    if row["key"] != key:
        return "something that it reads has changed"
    files = [folder / f"{name}.{suffix}" for suffix in SUFFIXES]
    is_whole = all(path.is_file() for path in files) and all(path.is_file() for path in _charts(files[-1]))
    return "" if is_whole else "an output is missing"


def _charts(page: Path) -> list[Path]:
    """Return the files of charts that a page leads to, as its template writes their links."""
    *before, _ = page.read_text("utf-8").split('" download>')
    return [page.parent / text.rpartition('<a href="')[2] for text in before]


def explain(inputs: dict[str, str], name: str, folder: Path) -> list[str]:
    """Return why a run is to be executed, one line for each input that has changed; or *up to date*.

    Args:
        inputs: a hash for each input of the run, as it is now.
        name: of the run.
        folder: the outputs folder.
    """
    rows = read_manifest(folder)
    reason = _reason(name, fingerprints.hash_inputs(inputs), rows, folder)
    if not reason:
        return ["up to date"]
    before = read_inputs(folder).get(name, {})
    # what is noted may be of an earlier run, where a batch was killed before it could note what it read
    is_of_this = before and fingerprints.hash_inputs(before) == rows.get(name, {}).get("key")
    return (changed_inputs(before, inputs) if is_of_this else []) or [reason]


def changed_inputs(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return a line for each input that is not as it was, in the order in which a run reads them."""
    lines = [
        f"{name}: {'changed' if name in before else 'new'}"
        for name in after
        if before.get(name) != after[name]
    ]
    return lines + [f"{name}: gone" for name in before if name not in after]
