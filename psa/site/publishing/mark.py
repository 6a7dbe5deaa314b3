"""Say on every page of a publication that it is one, and lead to the others.

The words are the same in every copy but on the page of all results, so that a page that is unchanged has the same bytes
in two publications.
"""

from html import escape

from psa.pages.sentences.dates import day_words
from psa.site.addresses import root_of

PLACE = b"</header>"  # of the head of every page (base.html.j2)


def marked(content: bytes, name: str, before: str = "") -> bytes:
    """Return a file of a publication: a page with its mark, anything else as it is.

    Args:
        content: of the file.
        name: its address in the copy.
        before: the date of the publication before, to be linked; empty for none.

    Raises:
        ValueError: a page has no head to put the mark behind.
    """
    if not name.endswith(".html"):
        return content
    head, place, rest = content.partition(PLACE)
    if not place:
        raise ValueError(f"{name}: is no page of the site: it has no head")
    return head + place + _mark(root_of(name), before).encode("utf-8") + rest


def _mark(root: str, before: str) -> str:
    earlier = ""
    if before:
        earlier = (
            f' The publication before: <a href="../{before}/index.html">{escape(day_words(before))}</a>.'
        )
    return (
        '\n<nav class="copy" aria-label="Publications"><p>This page is part of a dated, permanent copy. '
        f'<a href="{root}../index.html">Earlier and later publications</a>.{earlier}</p></nav>'
    )
