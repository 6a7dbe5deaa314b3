"""A table as a notebook and a page show it.

A notebook shows a table as HTML; beside it, in the metadata of the output, stands what the table holds (`to_data`).
From that a page of the site writes the table anew, with links in its row headers and a name that no other table of
the page has. So nothing ever reads HTML to change it, and a cell can hold any text. A link needs no mark of its own:
the header of a row about an agreement, an indicator or a department is its id, which is what the page looks up.
"""

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from psa.pages.for_page import TABLE
from psa.words import number

LONG, MIDDLING = 70, 28  # characters that make a column wide enough not to be tall and narrow
SHORT = 14  # a row header of so few, such as an id or a period, is not broken


def no_link(name: str) -> str:
    """Return no address: a notebook knows no pages."""
    return ""


@dataclass(frozen=True)
class Table:
    """A table that can be shown.

    Attributes:
        caption: what it holds.
        headers: column headers, with units.
        rows: cells as text; the first of each row is its header. An id there is linked where a page knows it.
        numbers: positions of the columns of figures.
        notes: what symbols mean, a line each.
    """

    caption: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
        forms = {"text/html": self.to_html(), "text/plain": self.to_text()}
        return forms, {"text/html": {TABLE: self.to_data()}}

    def to_html(self) -> str:
        """Return the table and its notes as a notebook shows them; every text is escaped."""
        return self._html(no_link, is_page=False)

    def to_page(self, name: str, link: Callable[[str], str] = no_link) -> str:
        """Return the table as a page shows it, in a region that scrolls by itself and that the keyboard reaches.

        Args:
            name: of the region; no other region of the page has it.
            link: gives the address of what a row header names; empty for no link.
        """
        return self._html(link, is_page=True, name=name)

    def _html(self, link: Callable[[str], str], is_page: bool, name: str = "") -> str:
        if self._empty:
            return self.without_empty_columns()._html(link, is_page, name)
        head = "".join(self._header(text, i, "col", is_page) for i, text in enumerate(self.headers))
        body = "\n".join(self._row(row, link, is_page) for row in self.rows)
        notes = "".join(f'<p class="note">{html.escape(note)}</p>' for note in self.notes)
        table = (
            f"<table><caption>{html.escape(self.caption)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"
        )
        if is_page:
            label = html.escape(name)
            table = f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{table}</div>'
        return table + notes

    def _row(self, row: Sequence[str], link: Callable[[str], str], is_page: bool) -> str:
        cells = "".join(self._cell(str(text), i, is_page) for i, text in enumerate(row) if i)
        return f"<tr>{self._header(row[0], 0, 'row', is_page, link(str(row[0])))}{cells}</tr>"

    def _header(self, text: str, position: int, scope: str, is_page: bool, address: str = "") -> str:
        """Return a header; on a page a header of nothing, which heads nothing, is a cell."""
        text = str(text)
        if is_page and not text:
            return "<td></td>"
        is_short = is_page and scope == "row" and len(text) <= SHORT
        kind = "number" if position in self.numbers else "short" if is_short else ""
        inner = html.escape(text)
        inner = f'<a href="{html.escape(address)}">{inner}</a>' if address else inner
        look = _class(kind) if is_page else _style(position in self.numbers)
        return f'<th scope="{scope}"{look}>{inner}</th>'

    def _cell(self, text: str, position: int, is_page: bool) -> str:
        wide = "long" if len(text) >= LONG else "middling" if len(text) >= MIDDLING else ""
        kind = "number" if position in self.numbers else wide if is_page else ""
        look = _class(kind) if is_page else _style(position in self.numbers)
        return f"<td{look}>{html.escape(text)}</td>"

    @property
    def _empty(self) -> frozenset[int]:
        """The positions of the columns, but the first, in which nothing stands."""
        if not self.rows:
            return frozenset()
        columns = range(1, len(self.headers))
        return frozenset(i for i in columns if not any(str(row[i]).strip() for row in self.rows))

    def without_empty_columns(self) -> "Table":
        """Return the table without the columns in which nothing stands: they are not drawn."""
        kept = [i for i in range(len(self.headers)) if i not in self._empty]
        numbers = frozenset(place for place, i in enumerate(kept) if i in self.numbers)
        rows = [[row[i] for i in kept] for row in self.rows]
        return Table(self.caption, [self.headers[i] for i in kept], rows, numbers, self.notes)

    def to_text(self) -> str:
        """Return the table as lines of text."""
        rows = (" | ".join(map(str, row)) for row in (self.headers, *self.rows))
        return "\n".join([self.caption, *rows, *self.notes])

    def to_data(self) -> dict[str, Any]:
        """Return what the table holds, as JSON can say it."""
        return {
            "caption": self.caption,
            "headers": [str(text) for text in self.headers],
            "rows": [[str(text) for text in row] for row in self.rows],
            "numbers": sorted(self.numbers),
            "notes": list(self.notes),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Table":
        """Return the table that `to_data` gave."""
        about = {key: data[key] for key in ("caption", "headers", "rows")}
        return cls(**about, numbers=frozenset(data["numbers"]), notes=tuple(data["notes"]))


def _style(is_number: bool) -> str:
    """Return how a cell of a notebook is aligned: a notebook's own style puts every cell to the right."""
    return f' style="text-align:{"right" if is_number else "left"}"'


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def from_frame(
    frame: pd.DataFrame,
    caption: str,
    headers: Mapping[str, str],
    numbers: Iterable[str] = (),
    notes: Iterable[str] = (),
) -> Table:
    """Return a table of some columns of a frame.

    Args:
        frame: any.
        caption: what it holds.
        headers: column -> header, in order.
        numbers: columns of figures.
        notes: lines under the table.
    """
    figures = set(numbers)
    rows = [
        [
            number(value) if column in figures and not isinstance(value, str) else cell_text(value)
            for column, value in zip(headers, values, strict=True)
        ]
        for values in frame[list(headers)].itertuples(index=False)
    ]
    positions = frozenset(i for i, column in enumerate(headers) if column in figures)
    return Table(caption, list(headers.values()), rows, positions, tuple(notes))


def cell_text(value: object) -> str:
    """Return a value as a cell shows it: nothing for a gap, yes or no for a truth."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    return str(value)
