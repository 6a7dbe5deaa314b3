"""Hand a rated framework over to the kernels of one batch, found again by content alone.

Every notebook of a batch needs the same framework, loaded and rated. The batch does that once and writes what
came of it to its staging folder; a kernel that is told of the folder (``PSA_HANDOVER``) and whose tables,
settings and package code are the same to the byte takes it from there. Anything else is loaded and rated as
usual, so a notebook opened by hand, an edited module or a changed figure never sees a result that was handed
over.

The folder is made by the batch, for its own kernels, and is gone with it: nothing else is ever unpickled.
"""

import os
import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from psa.batch import fingerprints
from psa.files import write_bytes

if TYPE_CHECKING:
    from psa.data.framework import Framework
    from psa.methods.ratings import Ratings

VARIABLE = "PSA_HANDOVER"
FOLDER = "handover"  # below the staging folder
Arguments = tuple[object, ...]  # what a rating is for: the settings, whose rule, the day


@dataclass(frozen=True)
class Handover:
    """A framework and its ratings, with the arguments that they are for."""

    framework: "Framework"
    arguments: Arguments
    rated: "Ratings"


_opened: dict[str, Handover] = {}


def hand_over(rated: "Ratings", folder: Path, agreement_ids: Iterable[str] = ()) -> None:
    """Write today's ratings for the kernels of a batch, with all their tables worked out.

    Args:
        rated: from `psa.methods.ratings.rate_framework`, without an earlier day.
        folder: a folder that only this batch uses.
        agreement_ids: those that a notebook is about, which asks for its verdicts under other choices.
    """
    for name in ("agreements", "departments", "published", "comparison"):
        getattr(rated, name)
    rated.under_choices(agreement_ids)
    value = Handover(rated.framework, (rated.settings, rated.rule, None), rated)
    put(folder, fingerprints.ratings(rated.framework.folder), pickle.dumps(value, protocol=5))


def put(folder: Path, name: str, data: bytes) -> None:
    """Write one file whole or not at all; nobody else can change it, so that it is safe to unpickle."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    write_bytes(data, folder / name, mode=0o600)


def _is_ours(path: Path) -> bool:
    """Return whether nobody else can have written to a path; always where users are not told apart."""
    about = path.stat()
    return not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o022)


def find_framework(folder: Path) -> "Framework | None":
    """Return the framework that was handed over for a folder of tables with just this content; else None."""
    home = Path(os.environ.get(VARIABLE, ""))
    if not os.environ.get(VARIABLE) or not home.is_dir():
        return None
    name = fingerprints.ratings(folder)
    path = home / name
    if not path.is_file() or not all(_is_ours(p) for p in (path, home)):
        return None
    if name not in _opened:
        _opened[name] = pickle.loads(path.read_bytes())
    framework = _opened[name].framework
    return framework if framework.folder == folder else None


def find_ratings(framework: "Framework", arguments: Arguments) -> "Ratings | None":
    """Return the ratings of a framework that `find_framework` gave, for the same arguments; else None."""
    for value in _opened.values():
        if value.framework is framework and value.arguments == arguments:
            return value.rated
    return None
