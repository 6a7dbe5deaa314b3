"""Which changed files a reviewer has approved, by a hash of their content; continuous integration reads the file.

Three rows of ``.ci/approved.csv``::

    file,hash
    data/raw/csr2007/observations/psa-14.csv,5f2c0a...
    outputs/indicator_ratings.csv,9b41d7...
"""

import csv
import hashlib
import io
from pathlib import Path

from psa import paths
from psa.files.write import write_text
from psa.review.git import git

APPROVED = Path(".ci") / "approved.csv"
GONE = "removed"


def changed_files(base: str, root: Path | None = None) -> dict[str, str]:
    """Return the tables, params and rating tables that differ from a git revision, each with its hash now."""
    root = root or paths.ROOT
    names: set[str] = set()
    for arguments in (
        ("diff", "--name-only", "-z", base),
        ("ls-files", "--others", "--exclude-standard", "-z"),
    ):
        listed = git(root, *arguments).decode("utf-8", "surrogateescape")
        names |= {name for name in listed.split("\0") if name}
    return {name: hash_of(root / name) for name in sorted(names) if _is_looked_at(name)}


def _is_looked_at(name: str) -> bool:
    is_rating = name.startswith("outputs/") and name.endswith("_ratings.csv") and name.count("/") == 1
    return is_rating or name.startswith(("data/raw/", "params/"))


def hash_of(path: Path) -> str:
    """Return a hash of a file's content, whatever its line ends; a word where it is gone."""
    if not path.is_file():
        return GONE
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:32]


def read_approved(root: Path | None = None) -> dict[str, str]:
    """Return the approved hash of each file; empty where nothing was approved."""
    path = (root or paths.ROOT) / APPROVED
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["hash"] for row in csv.DictReader(file)}


def not_approved(base: str, root: Path | None = None) -> list[str]:
    """Return the files that differ from a git revision and are not as a reviewer approved them."""
    approved = read_approved(root)
    return [name for name, found in changed_files(base, root).items() if approved.get(name) != found]


def approve(base: str, root: Path | None = None) -> dict[str, str]:
    """Write the hashes of all that differs from a git revision to the file of what is approved, and return them."""
    changed = changed_files(base, root)
    rows = read_approved(root) | changed
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("file", "hash"), *sorted(rows.items())])
    write_text(out.getvalue(), (root or paths.ROOT) / APPROVED)
    return changed
