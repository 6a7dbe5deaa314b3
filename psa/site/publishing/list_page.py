"""The page that lists the publications of a folder, the latest first, and says what each changed."""

from dataclasses import dataclass

from psa.pages.sentences.dates import day_words
from psa.site.publishing.publication import Publication
from psa.site.template import page_text
from psa.words import count


@dataclass(frozen=True)
class Line:
    """One publication as the list shows it.

    Attributes:
        date, words: its date, for a machine and for a reader.
        changes: how much differs from the publication before.
        pages: the pages that are new or changed since then; none for the first.
        gone: the pages that are no longer there.
    """

    date: str
    words: str
    changes: str
    pages: list[str]
    gone: list[str]


def list_page(published: list[Publication]) -> str:
    """Return the page that lists publications.

    Args:
        published: the earliest first; at least one.
    """
    earlier = [None, *published[:-1]]
    lines = [_line(one, before) for before, one in zip(earlier, published, strict=True)]
    latest = published[-1]
    return page_text(
        "publications.html.j2",
        root=f"{latest.date}/",
        title="Publications",
        site=latest.title,
        crumb="Publications",
        lines=lines[::-1],
        count=count,
    )


def _line(one: Publication, before: Publication | None) -> Line:
    words = day_words(one.date)
    if before is None:
        return Line(one.date, words, f"The first publication: {count(len(one.files), 'file')}", [], [])
    changed = [name for name, digest in one.files.items() if before.files.get(name) != digest]
    gone = [name for name in before.files if name not in one.files]
    same = len(one.files) - len(changed)
    changes = f"{count(len(changed), 'file')} new or changed, {count(same, 'file')} as before"
    if gone:
        changes += f", {count(len(gone), 'file')} no longer there"
    return Line(
        one.date,
        words,
        changes,
        *(sorted(n for n in names if n.endswith(".html")) for names in (changed, gone)),
    )
