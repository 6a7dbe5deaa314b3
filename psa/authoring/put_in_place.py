"""Put new texts in the place of some files of a framework: all of them, or none.

One file is replaced in one step. Several are first written whole to the folder ``.release`` in the framework's
own, which comes into being in one step: from then on they count as written. Where the program is stopped before
each stands in its place, `psa check` and every command that rates refuse the folder, and the next command that
writes to it does the rest.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from psa.data.reading.folder import UNFINISHED
from psa.files.write import write_bytes, write_text


@dataclass(frozen=True)
class Edit:
    """One file that is to have another text.

    Attributes:
        file: its path from the framework's folder.
        old: the bytes that it had when the new text was made; None where there was none.
        text: what it is to hold.
    """

    file: str
    old: bytes | None
    text: str


def put_in_place(folder: Path, edits: Sequence[Edit]) -> None:
    """Write the new texts, all or none.

    Raises:
        ValueError: one of the files was changed meanwhile; nothing was written.
    """
    with ExitStack() as locks:
        for edit in sorted(edits, key=lambda e: e.file):
            locks.enter_context(FileLock(_lock_of(folder / edit.file)))
        for edit in edits:
            if _bytes_of(folder / edit.file) != edit.old:
                raise ValueError(
                    f"{folder / edit.file} was changed by someone else meanwhile; nothing was written. Try again."
                )
        if len(edits) == 1:
            write_text(edits[0].text, (folder / edits[0].file).resolve(), is_lasting=True)
        elif edits:
            _write_several(folder, edits)


def finish_writing(folder: Path) -> bool:
    """Put in place what an interrupted command had left to do, and say whether there was anything.

    Raises:
        ValueError: a file was edited since; nothing more was written.
    """
    staged = folder / UNFINISHED
    if not staged.is_dir():
        return False
    files = [
        path.relative_to(staged / "new") for path in sorted((staged / "new").rglob("*")) if path.is_file()
    ]
    for file in files:
        new, current = (staged / "new" / file).read_bytes(), _bytes_of(folder / file)
        if current not in (new, _bytes_of(staged / "old" / file)):
            raise ValueError(
                f"{folder / file} was edited after an update had been interrupted. What the update was to write is in "
                f"{staged / 'new'}: put it in by hand, then remove {staged}."
            )
    for file in files:
        write_bytes((staged / "new" / file).read_bytes(), (folder / file).resolve(), is_lasting=True)
    shutil.rmtree(staged)
    return True


def open_table(path: Path, names: Sequence[str]) -> tuple[bytes | None, str]:
    """Return the bytes of a table's file and its text; None and the header alone where there is no file yet."""
    old = _bytes_of(path)
    return old, old.decode("utf-8-sig") if old else f"{','.join(names)}\n"


def as_saved(text: str, old: bytes | None) -> str:
    """Return a text with the line ends and the byte-order mark that its file had before."""
    before = old or b""
    lines = text.replace("\n", "\r\n") if b"\r\n" in before else text
    return "\ufeff" + lines if before.startswith(b"\xef\xbb\xbf") else lines


def _write_several(folder: Path, edits: Sequence[Edit]) -> None:
    with FileLock(_lock_of(folder / UNFINISHED)):
        _stage(folder, edits)
    finish_writing(folder)


def _stage(folder: Path, edits: Sequence[Edit]) -> None:
    """Write the files to be, whole, to the folder of what is unfinished; what a killed command left there goes."""
    for left in folder.glob(f"{UNFINISHED}.*.part"):
        shutil.rmtree(left, ignore_errors=True)
    part = Path(tempfile.mkdtemp(prefix=f"{UNFINISHED}.", suffix=".part", dir=folder))
    try:
        for edit in edits:
            write_text(edit.text, part / "new" / edit.file, is_lasting=True)
            if edit.old is not None:
                write_bytes(edit.old, part / "old" / edit.file, is_lasting=True)
        os.rename(part, folder / UNFINISHED)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _bytes_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _lock_of(path: Path) -> Path:
    """Return the file that is locked while a table is compared and replaced; it lies outside the tables' folder."""
    name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"psa-{name}.lock"
