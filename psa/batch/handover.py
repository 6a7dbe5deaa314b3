"""Hand a rated framework over to the kernels of one batch, found again by content alone.

Every notebook of a batch needs the same framework, loaded and rated. The batch does that once and writes what
came of it to its staging folder; a kernel that is told of the folder (``PSA_HANDOVER``) and whose tables,
settings and package code are the same to the byte takes it from there. Anything else is loaded and rated as
usual, so a notebook opened by hand, an edited module or a changed figure never sees a result that was handed
over.

The folder is made by the batch, for its own kernels, and is gone with it. A second folder (`psa.paths.cache`) keeps the
last ratings of each framework between commands, found by content and versions in the same way. Only what lies in these
two, and what nobody but this user can have written, is ever unpickled.
"""

import os
import pickle
import shutil
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psa import paths
from psa.batch import fingerprints
from psa.batch.freed import give_back
from psa.files.write import write_bytes

if TYPE_CHECKING:
    from psa.data.framework import Framework
    from psa.methods.ratings import Ratings

VARIABLE = "PSA_HANDOVER"
FRAMEWORK_VARIABLE = "PSA_HANDOVER_OF"  # the folder of the framework that was handed over
KEPT = 12  # folders of what is kept between commands: two a framework
FOLDER = "handover"  # below the staging folder
MANY = 5  # agreements: fewer are shown sooner than what they have in common is worked out
Arguments = tuple[object, ...]  # what a rating is for: the settings, whose rule, the day


@dataclass(frozen=True)
class Handover:
    """A framework and its ratings, with the arguments that they are for, and the seasons that were taken out.

    `is_for_many` says that many notebooks will show them, of one agreement each.
    """

    framework: "Framework"
    arguments: Arguments
    rated: "Ratings"
    seasons: dict[Any, Any]
    is_for_many: bool = False


_opened: tuple[object, Handover] | None = None  # the last one, and which file it was


def handover_of(rated: "Ratings") -> Handover:
    """Return ratings made without an earlier day as they are handed over."""
    from psa.methods.seasonal import KNOWN

    return Handover(rated.framework, (rated.settings, rated.rule, None), rated, dict(KNOWN))


def take_over(value: Handover) -> Handover:
    """Return what was handed over; what was worked out for it need not be again for what is like it."""
    from psa.methods.seasonal import KNOWN

    KNOWN.update(value.seasons)
    return value


def hand_over(rated: "Ratings", folder: Path, agreement_ids: Collection[str] = ()) -> None:
    """Write today's ratings for the kernels of a batch, with all their tables worked out.

    Args:
        rated: from `psa.methods.ratings.rate_framework`, without an earlier day.
        folder: a folder that only this batch uses.
        agreement_ids: those that a notebook is about, which asks for its verdicts under other choices.
    """
    for part in (rated.framework, rated):
        _work_out(part)
    asked = list(agreement_ids)
    rated.under_choices(asked)
    table = rated.framework.indicators
    rated.past(table.loc[table["agreement_id"].isin(asked), "indicator_id"])
    value = replace(handover_of(rated), is_for_many=len(asked) >= MANY)
    put(folder, fingerprints.ratings(rated.framework.folder), pickle.dumps(value, protocol=5))
    give_back()


def _work_out(part: object) -> None:
    """Work out what an object keeps of itself, and what those parts of the package that come of it keep."""
    for name in _worked_out_once(type(part)):
        value = getattr(part, name)
        if type(value).__module__.startswith("psa."):
            _work_out(value)


def _worked_out_once(kind: type) -> list[str]:
    """Return the names of what a class works out when it is first asked for, and keeps."""
    members = {name: member for base in kind.__mro__ for name, member in vars(base).items()}
    return sorted(name for name, member in members.items() if isinstance(member, cached_property))


def keep(rated: "Ratings", name: str) -> None:
    """Keep a framework, rated as it stands, for the next command; nothing where that cannot be written.

    Args:
        rated: a framework, rated without further choices.
        name: `psa.batch.fingerprints.ratings` of its folder, taken before it was read: a file that was saved
            meanwhile then counts as another state.
    """
    home = _kept_in(rated.framework.folder)
    if home is None:
        return
    _ = rated.agreements, rated.departments  # what is shown first, and what a change is compared with
    value = handover_of(rated)
    try:
        put(home, name, pickle.dumps(value, protocol=5))
        _forget_others(home, name)
    except OSError:
        return


def kept_or_made(folder: Path, what: str, key: str, make: Callable[[], Any], most: int = 1) -> Any:
    """Return what follows from a framework and takes long to make: as it was kept, else made and then kept.

    Args:
        folder: of the framework.
        what: names it, once in the package.
        key: of all that it follows from, by content.
        make: returns it.
        most: how many of these, for other keys, are kept.
    """
    home = _kept_in(folder, what)
    if home is None:
        return make()
    path = home / key
    try:
        if path.is_file() and all(_is_ours(p) for p in (path, path.parent)):
            return pickle.loads(path.read_bytes())
    except Exception:  # whatever is wrong with what was kept, it can be made
        pass
    value = make()
    try:
        put(home, key, pickle.dumps(value, protocol=5))
        _forget_others(home, key, most)
    except OSError:
        pass  # it is made again the next time
    return value


def _forget_others(home: Path, name: str, most: int = 1) -> None:
    """Remove all that was kept but the last state, or states, of this framework and the last few of others."""
    others = sorted((p for p in home.iterdir() if p.name != name), key=lambda p: p.stat().st_mtime_ns)
    for other in others[: max(len(others) - most + 1, 0)]:
        other.unlink(missing_ok=True)
    for old in sorted(home.parent.iterdir(), key=lambda p: p.stat().st_mtime_ns)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def find_kept(folder: Path) -> "Framework | None":
    """Return the framework that was kept for a folder of tables with just this content; else None."""
    home = _kept_in(folder)
    try:
        return find_framework(folder, str(home)) if home else None
    except Exception:  # whatever is wrong with what was kept, the tables are there
        return None


def _kept_in(folder: Path, what: str = "ratings") -> Path | None:
    """Return where something of one framework is kept: by its place and the versions that a pickle depends on."""
    home = paths.cache()
    if home is None:
        return None
    import numpy as np
    import pandas as pd

    versions = (what, str(folder.resolve()), sys.version, np.__version__, pd.__version__)
    return home / fingerprints.hash_parts(part.encode() for part in versions)


def put(folder: Path, name: str, data: bytes) -> None:
    """Write one file whole or not at all; nobody else can change it, so that it is safe to unpickle."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    write_bytes(data, folder / name, mode=0o600)


def _is_ours(path: Path) -> bool:
    """Return whether nobody else can have written to a path; always where users are not told apart."""
    about = path.stat()
    return not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o022)


def find_framework(folder: Path, home: str | None = None) -> "Framework | None":
    """Return the framework that was handed over for a folder of tables with just this content; else None.

    Args:
        folder: of the framework.
        home: the folder that holds what was handed over; by default, the one that the environment names.
    """
    home = os.environ.get(VARIABLE) if home is None else home
    if not home or not Path(home).is_dir():
        return None
    name = fingerprints.ratings(folder)
    path = Path(home) / name
    if not path.is_file() or not all(_is_ours(p) for p in (path, path.parent)):
        return None
    framework = _open(path).framework
    return framework if framework.folder == folder else None


def shown_by_many() -> "Ratings | None":
    """Return the ratings that `find_framework` opened, where many notebooks will show them; else None."""
    return _opened[1].rated if _opened is not None and _opened[1].is_for_many else None


def _open(path: Path) -> Handover:
    """Return what a file holds; it is opened again only where it has been replaced."""
    global _opened
    about = path.stat()
    stamp = (path, about.st_ino, about.st_mtime_ns)
    if _opened is None or _opened[0] != stamp:
        with path.open("rb") as file:
            _opened = stamp, take_over(pickle.load(file))
        give_back()
    return _opened[1]


def find_ratings(framework: "Framework", arguments: Arguments) -> "Ratings | None":
    """Return the ratings of a framework that `find_framework` gave, for the same arguments; else None."""
    if _opened is None:
        return None
    value = _opened[1]
    return value.rated if value.framework is framework and value.arguments == arguments else None
