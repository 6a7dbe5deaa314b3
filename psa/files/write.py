"""Write files whole or not at all.

Importing this module is cheap: what decides that nothing is to be done needs no more of it.
"""

import contextlib
import os
import shutil
import threading
from functools import partial
from pathlib import Path

TARGETS_FILE = "targets.csv"  # beside the rating tables
RATING_FILES = ("indicator_ratings.csv", "agreement_ratings.csv", "department_ratings.csv")


def write_text(text: str, path: Path, is_lasting: bool = False) -> Path:
    """Write a text file, whole or not at all: UTF-8, LF; see `write_bytes`."""
    return write_bytes(text.encode("utf-8"), path, is_lasting=is_lasting)


def write_bytes(data: bytes, path: Path, mode: int | None = None, is_lasting: bool = False) -> Path:
    """Write a file, whole or not at all, and return its path.

    The bytes go to a file beside it, which takes its place when it is whole: whoever reads the path meanwhile
    reads either the old file or the new one, also where the program is killed.

    Args:
        data: what the file holds.
        path: where to; its folder is made where there is none.
        mode: the file's permissions; without it, those of the file that it replaces, or the usual ones.
        is_lasting: come back only when the disk has the bytes: for what cannot be made again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        with open(part, "wb", opener=partial(os.open, mode=0o666 if mode is None else mode)) as file:
            file.write(data)
            if is_lasting:
                file.flush()
                os.fsync(file.fileno())
        if mode is not None:
            part.chmod(mode)
        elif path.exists():
            shutil.copymode(path, part)
        os.replace(part, path)
    finally:
        with contextlib.suppress(OSError):  # what went wrong above is what is to be said
            part.unlink(missing_ok=True)
    return path


def list_files(folder: Path) -> frozenset[str]:
    """Return the names of the files of one folder; empty where there is none."""
    return frozenset(p.name for p in folder.iterdir() if p.is_file()) if folder.is_dir() else frozenset()
