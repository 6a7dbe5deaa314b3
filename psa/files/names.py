"""Say by its name whether a file is one that tools leave lying about: hidden, a lock, a backup.

Importing this module is quick, so that a batch with nothing to do can say so at once.
"""

import re
from collections.abc import Iterator
from pathlib import Path

_LEFT_LYING = re.compile(
    r"[.~#].*|.*(~|#|\.(bak|backup|orig|old|swp|swo|tmp|temp|part|crdownload|lock|lnk|pyc))"
    r"|__pycache__|thumbs\.db|desktop\.ini|icon\r?",
    re.IGNORECASE,
)


def is_passed_over(name: str) -> bool:
    """Say whether a file or folder of this name is hidden, a lock, a backup or an editor's own: never a table."""
    return bool(_LEFT_LYING.fullmatch(name))


def names_below(folder: Path) -> Iterator[str]:
    """Yield the files below a folder that are not passed over, by their names from it, in order."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if is_passed_over(path.name):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from (f"{path.name}/{name}" for name in names_below(path))
        else:
            yield path.name
