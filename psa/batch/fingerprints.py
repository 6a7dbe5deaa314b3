"""Hash files by their content, never by their times.

Importing this module is quick, so that a batch with nothing to do can say so at once.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from psa import paths
from psa.files.names import is_passed_over, names_below


def hash_parts(parts: Iterable[bytes]) -> str:
    """Return a hash of parts, 32 hexadecimal digits; the same bytes parted elsewhere give another."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()[:32]


def hash_files(folder: Path, pattern: str = "*") -> str:
    """Return a hash of the files below a folder, with their names; hidden ones, backups and the like are left out."""
    files = sorted(
        f for f in folder.rglob(pattern) if f.is_file() and not _is_passed_over(f.relative_to(folder))
    )
    return hash_parts(
        part for f in files for part in (f.relative_to(folder).as_posix().encode(), f.read_bytes())
    )


def _is_passed_over(name: Path) -> bool:
    return any(map(is_passed_over, name.parts))


def hash_inputs(inputs: dict[str, str]) -> str:
    """Return one hash of the named hashes of a run's inputs: its key."""
    return hash_parts(part.encode() for pair in sorted(inputs.items()) for part in pair)


def package_now() -> str:
    """Return a hash of the package as it stands on the disk: modules, templates, definitions."""
    return hash_files(paths.ROOT / "psa")


@lru_cache(maxsize=1)
def package() -> str:
    """Return a hash of the package as it stood when this process first asked."""
    return package_now()


def replayed() -> str:
    """Return a hash of the figures that others published, which the methods are tried on."""
    return hash_files(paths.ROOT / "data" / "replay")


def settings() -> str:
    """Return a hash of ``params/settings.yml``."""
    return hash_parts([(paths.PARAMS / "settings.yml").read_bytes()])


def lock() -> str:
    """Return a hash of the locked versions of all libraries; of nothing where there is no such file."""
    path = paths.ROOT / "requirements.lock"
    return hash_parts([path.read_bytes()] if path.is_file() else [])


def ratings(framework_folder: Path, said: str = "") -> str:
    """Return a hash of all that a rating follows from: a framework's tables, the settings, the package.

    Args:
        framework_folder: its tables.
        said: the settings, where they are not those of ``params/settings.yml``.
    """
    tables = hash_files(framework_folder, "*.csv")
    others = "\n".join(
        names_below(framework_folder)
    )  # a table under a wrong name is a fault, which stops a batch
    return hash_parts(
        part.encode() for part in (framework_folder.name, tables, others, said or settings(), package())
    )
