"""Keep the two files of a notebook's pair in step, and never lose an edit that was made in either.

The last state that both files had is known by a hash of its cells: the one noted in ``notebooks/.pairs/`` when they
were last seen in step, and that of the last commit. No file time counts. Where one file has left that state, the
other follows it; where both have, nothing is written until a person says which to take. Before a file is written
over, a copy of it is kept in ``notebooks/.pairs/``, which git ignores.

Importing this module is quick, so that a batch with nothing to do can say so at once.
"""

import difflib
import hashlib
import json
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psa import paths
from psa.files.names import is_passed_over
from psa.files.write import write_bytes, write_text

HOME, NOTED = ".pairs", "states.json"
# as the tools write them, so that saving without an edit changes no header
JUPYTEXT = {
    "cell_metadata_filter": "tags,-all",
    "formats": "ipynb,py:percent",
    "notebook_metadata_filter": "kernelspec,jupytext,-all",
}
SIDES = ("ipynb", "py")
MOST_COMMITS = 20  # how far back a state is looked for that both files had
MOST_SHOWN = 5  # differing cells that a refusal names
Cells = list[tuple[str, str, tuple[str, ...]]]


class PairError(ValueError):
    """A pair cannot be brought in step; the message says which and why."""


class BothChangedError(PairError):
    """Both files of a pair were changed; the message says where, and how to take one of them."""


@dataclass(frozen=True)
class Pair:
    """The two files of one notebook, either of which may be missing."""

    folder: Path
    stem: str

    def path(self, side: str) -> Path:
        """Return the file of a side: ipynb or py."""
        return self.folder / f"{self.stem}.{side}"

    @property
    def sides(self) -> list[str]:
        """The files that are there."""
        return [side for side in SIDES if self.path(side).is_file()]


def pairs(stems: Iterable[str] = ()) -> list[Pair]:
    """Return the pairs of these names, or all, in order.

    Raises:
        FileNotFoundError: there is no such notebook; the message lists those that there are.
    """
    folder = paths.NOTEBOOKS
    files = [path for path in folder.iterdir() if path.suffix[1:] in SIDES and not is_passed_over(path.name)]
    known = sorted({path.stem for path in files})
    wanted = set(stems)
    if unknown := sorted(wanted.difference(known)):
        raise FileNotFoundError(f"no notebook {', '.join(unknown)}; there are {', '.join(known)}")
    return [Pair(folder, stem) for stem in known if not wanted or stem in wanted]


def settle(wanted: Sequence[Pair], source: str = "", refused: dict[str, str] | None = None) -> list[str]:
    """Let the file that was not changed follow the one that was, in every pair; return a line for each that did.

    Args:
        wanted: the pairs.
        source: which file to take where both were changed: ipynb, py, or empty to refuse.
        refused: takes the reason for each pair that is left as it is; without it, such a pair is an error.

    Raises:
        PairError: both files of a pair were changed and `source` does not say which to take; or one cannot be read.
    """
    noted, lines, reasons = _noted(), [], {} if refused is None else refused
    changed: dict[str, dict[str, Any]] = {}
    for pair in wanted:
        stamp = {side: _hash(pair.path(side).read_bytes()) for side in pair.sides}
        entry = noted.get(pair.stem, {})
        if len(stamp) == len(SIDES) and entry.get("files") == stamp:
            continue
        try:
            winner = _winner(pair, entry.get("cells", ""), source)
        except PairError as error:
            reasons[pair.stem] = str(error)
            if isinstance(error, BothChangedError):
                changed[pair.stem] = entry | {"refused": keep_both(pair)}
            continue
        kept = entry.pop("refused", [])
        lines += [_follow(pair, winner)] if winner else _passed_over(pair, kept)
        changed[pair.stem] = entry | _state(pair)
    if changed:
        note(changed)
    if reasons and refused is None:
        raise PairError("\n".join(reasons.values()))
    return lines


def _winner(pair: Pair, noted: str, source: str) -> str:
    """Return the side that the other is to follow; empty where the two are in step."""
    if len(pair.sides) == 1:
        return pair.sides[0]
    cells = {side: cells_of(pair.path(side)) for side in SIDES}
    hashes = {side: _hash_cells(cells[side]) for side in SIDES}
    if hashes["ipynb"] == hashes["py"]:
        return ""
    before = {noted, _committed(pair)} - {""}
    changed = [side for side in SIDES if hashes[side] not in before]
    if len(changed) == 1:
        return changed[0]
    if source:
        return source
    raise BothChangedError(_where(pair.stem, cells))


def _where(stem: str, cells: dict[str, Cells]) -> str:
    """Say in which cells the two files differ, and how to take one of them."""
    matcher = difflib.SequenceMatcher(None, cells["ipynb"], cells["py"], autojunk=False)
    places = [
        f"cell {i1 + 1} to {i2} of the .ipynb, {j1 + 1} to {j2} of the .py"
        if i2 - i1 > 1 or j2 - j1 > 1
        else f"cell {i1 + 1}"
        for kind, i1, i2, j1, j2 in matcher.get_opcodes()
        if kind != "equal"
    ]
    shown = "; ".join(places[:MOST_SHOWN]) + ("; …" if len(places) > MOST_SHOWN else "")
    return (
        f"{stem}: the .ipynb and the .py differ, and no state is known that one of them still has ({shown}). "
        f"Nothing was written. Take one: psa refresh {stem} --from ipynb, or --from py; "
        f"copies of both are kept in {HOME}/"
    )


def _passed_over(pair: Pair, kept: list[str]) -> list[str]:
    """Say where an edit is kept that another program left out when it brought a refused pair in step."""
    lines = []
    for name in kept:
        with suppress(OSError, PairError):
            if cells_of(pair.folder / HOME / name) != cells_of(pair.path("ipynb")):
                lines.append(f"{pair.stem}: the edit that was not taken is kept as {HOME}/{name}")
    return lines


def cells_of(path: Path) -> Cells:
    """Return the kind, source and tags of each cell of a notebook or its text.

    Raises:
        PairError: it cannot be read; the message has its name.
    """
    from psa.batch.notebook import odd_notebook

    if why := odd_notebook(path):
        raise PairError(f"notebooks/{path.name}: {why}")
    try:
        notebook = read_any(path)
    except Exception as error:  # whatever a reader makes of a broken file
        raise PairError(
            f"notebooks/{path.name}: cannot be read: {' '.join(str(error).split())[:200]}"
        ) from error
    return [(c.cell_type, c.source.rstrip(), tuple(c.metadata.get("tags", []))) for c in notebook.cells]


def read_any(path: Path) -> Any:
    """Return a notebook, from its .ipynb or its .py."""
    if path.suffix == ".ipynb":
        from psa.batch.notebook import read_notebook

        return read_notebook(path)
    import jupytext

    return jupytext.read(path)


def _follow(pair: Pair, winner: str) -> str:
    """Write the other file of a pair from the one that was changed, and say so; outputs of equal cells stay."""
    import jupytext

    from psa.batch.notebook import KERNELSPEC, as_node, carry_over, write_notebook

    loser = next(side for side in SIDES if side != winner)
    copy = keep_copy(pair.path(loser))
    notebook = read_any(pair.path(winner))
    header = {"jupytext": JUPYTEXT, "kernelspec": KERNELSPEC, "language_info": {"name": "python"}}
    notebook.metadata |= as_node(header)
    if winner == "ipynb":
        write_text(jupytext.writes(notebook, fmt="py:percent"), pair.path("py"))
    else:
        if pair.path("ipynb").is_file():
            carry_over(read_any(pair.path("ipynb")), notebook)
        write_notebook(notebook, pair.path("ipynb"))
    kept = f"; a copy of what it was is {HOME}/{copy.name}" if copy else ""
    return f"{pair.stem}.{loser} follows {pair.stem}.{winner}{kept}"


def keep_copy(path: Path) -> Path | None:
    """Copy a file to where git does not look, under a name of its content; None where there is no file."""
    if not path.is_file():
        return None
    data = path.read_bytes()
    return write_bytes(data, path.parent / HOME / f"{path.stem}.{_hash(data)[:8]}{path.suffix}")


def keep_both(pair: Pair) -> list[str]:
    """Keep a copy of both files of a pair and return the names of the copies."""
    copies = [keep_copy(pair.path(side)) for side in pair.sides]
    return [copy.name for copy in copies if copy]


def keep_where_they_differ(notebook: Path) -> None:
    """Keep a copy of both files of a pair that is not in step, before another program writes over them.

    Args:
        notebook: its .ipynb; one elsewhere or without a twin is let be.
    """
    pair = Pair(notebook.parent, notebook.stem)
    if pair.folder.resolve() != paths.NOTEBOOKS.resolve() or len(pair.sides) < len(SIDES):
        return
    try:
        is_in_step = cells_of(pair.path("ipynb")) == cells_of(pair.path("py"))
    except PairError:
        is_in_step = False
    if not is_in_step:
        keep_both(pair)


def _committed(pair: Pair) -> str:
    """Return the hash of the cells that both files had in the last commit in which they were in step; else nothing."""
    files = [f"{pair.stem}.{side}" for side in SIDES]
    listed = _git(pair, "log", f"-{MOST_COMMITS}", "--format=%H", "--", *files)
    for commit in (listed or b"").decode().split():
        contents = [_git(pair, "show", f"{commit}:./{name}") for name in files]
        if None in contents:
            continue
        with tempfile.TemporaryDirectory() as scratch, suppress(PairError):
            hashes = set()
            for name, content in zip(files, contents, strict=True):
                path = Path(scratch) / name
                path.write_bytes(content or b"")
                hashes.add(_hash_cells(cells_of(path)))
            if len(hashes) == 1:
                return hashes.pop()
    return ""


def _git(pair: Pair, *arguments: str) -> bytes | None:
    """Return what git says; None where it cannot, or there is no repository."""
    try:
        done = subprocess.run(["git", "-C", str(pair.folder), *arguments], capture_output=True, check=False)
    except OSError:
        return None
    return None if done.returncode else done.stdout


def _state(pair: Pair) -> dict[str, Any]:
    """Return what is noted of a pair that is in step: the hash of its cells and of both files."""
    return {
        "cells": _hash_cells(cells_of(pair.path("ipynb"))),
        "files": {side: _hash(pair.path(side).read_bytes()) for side in SIDES},
    }


def note_in_step(pair: Pair, **more: str) -> None:
    """Note that the files of a pair are in step as they stand, and what else is to be known of that state."""
    note({pair.stem: _state(pair) | more})


def note(entries: dict[str, dict[str, Any]]) -> None:
    """Write what is known of some pairs beside what is noted of others; nothing where the folder is read-only."""
    text = json.dumps(_noted() | entries, indent=1, sort_keys=True)
    with suppress(OSError):
        write_text(text + "\n", paths.NOTEBOOKS / HOME / NOTED)


def noted_of(pair: Pair) -> dict[str, Any]:
    """Return what is noted of a pair; empty for nothing."""
    entry: dict[str, Any] = _noted().get(pair.stem, {})
    return entry


def _noted() -> dict[str, Any]:
    try:
        noted: dict[str, Any] = json.loads((paths.NOTEBOOKS / HOME / NOTED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def _hash_cells(cells: Cells) -> str:
    return _hash(json.dumps(cells, ensure_ascii=False).encode())
