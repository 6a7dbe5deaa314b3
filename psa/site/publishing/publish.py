"""Write a publication: whole or not at all, never over another, what is unchanged held on the disk once.

A file that an earlier copy holds with the same bytes is the same file on the disk, under a second name (a hard link);
where a disk knows no such links it is written again. Each copy is a folder of plain files either way, so any server of
files can show it. The copies are made read-only: an edit of one in place would change the others.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from psa.files.write import write_bytes, write_text
from psa.site.publishing.list_page import list_page
from psa.site.publishing.mark import marked
from psa.site.publishing.publication import NOTE, Publication, publications

STAGING = ".publishing"  # a copy that is not whole yet, in the folder of the publications
READ_ONLY = 0o444


@dataclass(frozen=True)
class Published:
    """What came of publishing.

    Attributes:
        publication: the dated copy.
        is_new: it was not there before.
        shared: how many of its files an earlier copy holds as well.
    """

    publication: Publication
    is_new: bool
    shared: int = 0


def publish(outputs: Path, names: Iterable[str], about: Publication, folder: Path) -> Published:
    """Copy a site to a folder of publications, under the date of its data, and list it there.

    What an interrupted command left is cleared away and made anew. A date that is published with the same bytes stays
    as it is.

    Args:
        outputs: the folder of the site.
        names: the files of the site, by their addresses from there.
        about: title, framework and date of what is published.
        folder: of the publications; made where there is none.

    Raises:
        ValueError: the folder is no place for it, or holds this date with other bytes.
    """
    known = publications(folder)
    check_place(outputs, folder, about, known)
    same = next((one for one in known if one.date == about.date), None)
    before = same.before if same else max((one.date for one in known if one.date < about.date), default="")
    contents = {
        name: marked((outputs / name).read_bytes(), name, before if name == "index.html" else "")
        for name in sorted(names)
    }
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    made = replace(about, before=before, files=digests)
    if same:
        refuse_other_bytes(same, made, folder)
        write_list(folder)
        return Published(same, is_new=False)
    staging = folder / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    try:
        shared = write_copy(contents, digests, known, folder)
        write_bytes(made.note().encode("utf-8"), staging / NOTE, READ_ONLY, is_lasting=True)
        staging.rename(folder / about.date)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    write_list(folder)
    return Published(made, is_new=True, shared=shared)


def write_copy(
    contents: dict[str, bytes], digests: dict[str, str], known: list[Publication], folder: Path
) -> int:
    """Write every file to the staging folder and return how many of them another copy holds as well."""
    held = {digest: f"{one.date}/{name}" for one in known for name, digest in one.files.items()}
    shared = 0
    for name, content in contents.items():
        place = folder / STAGING / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if link(folder / held.get(digests[name], ""), place, content):
            shared += 1
        else:
            write_bytes(content, place, READ_ONLY, is_lasting=True)
    return shared


def link(source: Path, place: Path, content: bytes) -> bool:
    """Give a file a second name if it is there and holds these bytes; return whether that was done."""
    try:
        if not source.is_file() or source.read_bytes() != content:
            return False
        os.link(source, place)
    except OSError:  # a disk without such links, or a file with too many
        return False
    return True


def check_place(outputs: Path, folder: Path, about: Publication, known: list[Publication]) -> None:
    """Refuse a folder that is no place for publications of this framework.

    Raises:
        ValueError: it lies in the outputs, holds something else, or the publications of another framework.
    """
    home, source = folder.resolve(), outputs.resolve()
    if home == source or source in home.parents or home in source.parents:
        raise ValueError(f"{folder}: lies in {outputs}, or has it in it; give a folder of its own")
    if (folder / "index.html").exists() and not known:
        raise ValueError(
            f"{folder}: has an index.html that no publication wrote; give an empty or a new folder"
        )
    if other := next((one for one in known if one.framework != about.framework), None):
        raise ValueError(
            f"{folder}: holds publications of {other.framework}; give {about.framework} a folder of its own"
        )


def refuse_other_bytes(same: Publication, made: Publication, folder: Path) -> None:
    """Refuse to change what is published.

    Raises:
        ValueError: the date is published with other files than these.
    """
    names = sorted(same.files.keys() | made.files.keys())
    other = [name for name in names if same.files.get(name) != made.files.get(name)]
    if other:
        more = f" and {len(other) - 3} more" if len(other) > 3 else ""
        raise ValueError(
            f"{folder / same.date}: is published already, with other bytes in {', '.join(other[:3])}{more}. "
            "A publication never changes: publish again when a source read or a figure released on a later day "
            "gives the data a later date, or publish to another folder."
        )


def write_list(folder: Path) -> Path:
    """Write the page that lists the publications of a folder, and return its path."""
    return write_text(list_page(publications(folder)), folder / "index.html")
