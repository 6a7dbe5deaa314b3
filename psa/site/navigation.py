"""The pages that every page links to."""

from pathlib import Path

from psa import paths
from psa.files import write_text

METHODS = Path("docs") / "methods.md"


def read_methods() -> str:
    """Return the text on methods; empty where the documentation is not there."""
    path = paths.ROOT / METHODS
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def navigation() -> list[tuple[str, str]]:
    """Return the pages that every page links to, the same on each: file name and words."""
    return [
        ("index.html", "All results"), ("differences.html", "Published and computed"),
        ("missing.html", "What is missing"), *([("methods.html", "Methods")] if (paths.ROOT / METHODS).is_file() else []),
        ("sources.html", "Sources"), ("about.html", "About"),
    ]  # fmt: skip


def write_pages(texts: dict[str, str], folder: Path) -> list[Path]:
    """Write pages to a folder and return their paths; a page without a text is no longer there."""
    for name in (n for n, text in texts.items() if not text):
        (folder / name).unlink(missing_ok=True)
    return [write_text(text, folder / name) for name, text in texts.items() if text]


def change_page(path: Path, change) -> None:
    """Write a page again where a function of its text gives another text; nothing where there is no page."""
    if path.is_file():
        text = path.read_text(encoding="utf-8")
        if (changed := change(text)) != text:
            write_text(changed, path)
