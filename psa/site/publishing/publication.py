"""A publication: a copy of a site under the date of its data, in a folder of that name, which nothing changes again.

```
FOLDER/index.html                    the list of all publications: the one file that is ever replaced
FOLDER/2024-05-02/publication.json   what is in this copy: title, date, and the SHA-256 of each file
FOLDER/2024-05-02/index.html         the site, as it stood
```
"""

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path

NOTE = "publication.json"
DATE = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")


@dataclass(frozen=True)
class Publication:
    """What one dated copy is, and what is in it.

    Attributes:
        date: of the data, which is also the name of its folder.
        framework: the name of the framework.
        title: what the site calls itself.
        before: the date of the publication before it; empty for the first.
        files: the SHA-256 of each file, by its address in the copy.
    """

    date: str
    framework: str
    title: str
    before: str = ""
    files: dict[str, str] = field(default_factory=dict)

    def note(self) -> str:
        """Return the text of the file that says what is in this copy."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def publications(folder: Path) -> list[Publication]:
    """Return the publications of a folder, the earliest first; none where there is no such folder."""
    if not folder.is_dir():
        return []
    notes = (home / NOTE for home in folder.iterdir() if DATE.fullmatch(home.name))
    found = (Publication(**json.loads(note.read_text(encoding="utf-8"))) for note in notes if note.is_file())
    return sorted(found, key=lambda publication: publication.date)
