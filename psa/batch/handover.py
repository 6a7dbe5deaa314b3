"""Hold a rated framework for the other processes of one batch, found again by content alone.

Every notebook of a batch loads and rates the same framework. The batch does it once and writes what came of
it to its staging folder; a kernel that finds the folder (``PSA_HELD``) and whose tables, settings and package
code are the same to the byte takes it from there. Anything else is loaded and rated as usual, so a notebook
opened by hand, an edited module or a changed figure never sees a held result.

The folder is made by the batch, for its own kernels, and is gone with it: nothing else is ever unpickled.
"""

import hashlib
import os
import pickle
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from psa import paths
from psa.files import write_bytes

if TYPE_CHECKING:
    from psa.methods.ratings import Ratings

_found: dict[str, dict] = {}


def digest(folder: Path) -> str:
    """Return a hash of all that a rating follows from: a framework's tables, the settings, the package code."""
    whole = hashlib.sha256()
    parts = [
        (f.relative_to(folder).as_posix(), f.read_bytes())
        for f in sorted(folder.rglob("*.csv"))
        if f.is_file()
    ]
    parts += [
        (folder.name, b""),
        ("settings", (paths.PARAMS / "settings.yml").read_bytes()),
        ("code", _code()),
    ]
    for name, data in parts:
        whole.update(f"{name}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()


@lru_cache(maxsize=1)
def _code() -> bytes:
    """Return a hash of the package's modules and definitions, as they stood when this process first asked."""
    files = sorted(f for f in (paths.ROOT / "psa").rglob("*") if f.suffix in {".py", ".yml"})
    return hashlib.sha256(b"\0".join(f.name.encode() + b"\0" + f.read_bytes() for f in files)).digest()


def hold(folder: Path, framework, arguments: tuple, rated) -> None:
    """Write a framework and its ratings to a folder, under the digest of what they follow from.

    Args:
        folder: a folder that only this batch uses.
        framework: from `psa.framework.load_framework`.
        arguments: the settings, the rule and the day that the ratings are for.
        rated: what it returned.
    """
    value = {"framework": framework, "arguments": arguments, "rated": rated}
    put(folder, digest(framework.folder), pickle.dumps(value, protocol=5))


def hold_ratings(rated: "Ratings", folder: Path, agreement_ids: Iterable[str] = ()) -> None:
    """Write today's ratings for the kernels of a batch, with all their tables worked out.

    Args:
        rated: from `psa.methods.ratings.rate_framework`, without an earlier day.
        folder: a folder that only this batch uses.
        agreement_ids: those that a notebook is about, which asks for its verdicts under other choices.
    """
    for name in ("agreements", "departments", "published", "comparison"):
        getattr(rated, name)
    rated.under_choices(agreement_ids)
    hold(folder, rated.framework, (rated.settings, rated.rule, None), rated)


def put(folder: Path, name: str, data: bytes) -> None:
    """Write one held file, whole or not at all, so that nobody else can change it: that makes it safe to open again."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    write_bytes(data, folder / name, mode=0o600)


def _is_ours(path: Path) -> bool:
    """Return whether nobody else can have written a file or to a folder; always where users are not told apart."""
    about = path.stat()
    return not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o022)


def find_framework(folder: Path):
    """Return the held framework of a folder of tables; None where none is held for just this content."""
    home = os.environ.get("PSA_HELD")
    if not home or not Path(home).is_dir():
        return None
    name = digest(folder)
    path = Path(home) / name
    if not path.is_file() or not all(_is_ours(p) for p in (path, path.parent)):
        return None
    if name not in _found:
        _found[name] = pickle.loads(path.read_bytes())
    kept = _found[name]["framework"]
    return kept if kept.folder == folder else None


def find_ratings(framework, arguments: tuple):
    """Return the held ratings of a framework that `find_framework` gave, for the same arguments; else None."""
    for value in _found.values():
        if value["framework"] is framework and value["arguments"] == arguments:
            return value["rated"]
    return None
