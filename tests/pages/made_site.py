"""A folder of pages as the tests of the pages have it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Site:
    """A folder of pages, and the ratings that they were made from."""

    folder: Path
    rated: object

    @property
    def pages(self) -> list[str]:
        """Every page, by its address from the folder."""
        return sorted(p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*.html"))

    def address(self, page: str) -> str:
        """Return a page's address on disk."""
        return (self.folder / page).as_uri()
