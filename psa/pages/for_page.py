"""What an output of a notebook says for the page that is made of it, beside what the notebook shows.

It stands in the metadata of the output, below the form that it belongs to: the content of a table or of a part of a
page, which the page writes anew with links, the sources of a list, to which the page adds links, the figures of a
chart, which the page offers beside it, and which folds of the page an output lies in. A batch makes the page
when a notebook has been executed, and leaves these out when it writes the notebook: they are in no file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from IPython.display import Markdown, display

TABLE, SOURCES, PART, FOLDS, DATA = "table", "sources", "part", "folds", "data"
FOR_PAGE = frozenset({TABLE, SOURCES, PART, FOLDS, DATA})
CARD_FOLD = "Chart, figures, test and sources"  # the fold that lies in the card before it
METHOD = "method"  # the tag of a text cell that tells how a page is made: the page shows it with the code


_set_aside: list[Any] | None = None  # what was to be shown, where it is collected


@contextmanager
def set_aside() -> Iterator[list[Any]]:
    """Collect what is shown inside in a list, and show none of it."""
    global _set_aside
    _set_aside = []
    try:
        yield _set_aside
    finally:
        _set_aside = None


def show(shown: Any, *folds: str, **about: Any) -> None:
    """Show a text, a table, a chart or a part of a page; nothing where it is empty.

    Args:
        shown: a text is Markdown.
        folds: on a page, the titles of the folds that it lies in, the outermost first; a notebook has no folds.
        about: what a text says for the page.
    """
    if shown is None or shown == "":
        return
    if isinstance(shown, str):
        shown = Markdown(shown, metadata=about or None)
    if _set_aside is not None:
        _set_aside.append(shown)
    elif folds:
        display(shown, metadata={FOLDS: list(folds)})
    else:
        display(shown)
