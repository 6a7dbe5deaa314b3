"""What every part of a page is: HTML for a notebook, text for a terminal, and its content for the page.

The page writes a part anew from its content, with links (`psa/site/templates/parts.html.j2`).
"""

from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from psa.pages.for_page import PART


@dataclass(frozen=True)
class Part(ABC):
    """One part of a page."""

    kind: ClassVar[str]

    @abstractmethod
    def to_html(self) -> str:
        """Return it as a notebook shows it: no script, no class, every text escaped."""

    @abstractmethod
    def to_text(self) -> str:
        """Return it as lines of text."""

    def to_data(self) -> dict[str, Any]:
        """Return what it holds, as JSON can say it."""
        return {"kind": self.kind, **asdict(self)}

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
        forms = {"text/html": self.to_html(), "text/plain": self.to_text()}
        return forms, {"text/html": {PART: self.to_data()}}
