"""A table as a notebook and a page show it."""

import html
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from psa.words import number


@dataclass(frozen=True)
class Table:
    """A table that can be shown.

    Attributes:
        caption: what it holds.
        headers: column headers, with units.
        rows: cells as text; the first of each row is its header.
        numbers: positions of the columns of figures.
        notes: what symbols mean, a line each.
    """

    caption: str
    headers: list[str]
    rows: list[list[str]]
    numbers: frozenset[int] = frozenset()
    notes: tuple[str, ...] = field(default=())

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.to_html(), "text/plain": self.to_text()}

    def to_html(self) -> str:
        """Return the table as HTML; every text from the tables is escaped."""

        def tag(name, text, position, attribute=""):
            kind = ' class="number"' if position in self.numbers else ""
            return f"<{name}{attribute}{kind}>{html.escape(str(text))}</{name}>"

        head = "".join(tag("th", h, i, ' scope="col"') for i, h in enumerate(self.headers))
        body = "\n".join(
            "<tr>"
            + tag("th", row[0], 0, ' scope="row"')
            + "".join(tag("td", c, i) for i, c in enumerate(row) if i)
            + "</tr>"
            for row in self.rows
        )
        notes = "".join(f'<p class="note">{html.escape(n)}</p>' for n in self.notes)
        caption = f"<caption>{html.escape(self.caption)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>{notes}"

    def to_text(self) -> str:
        """Return the table as lines of text."""
        lines = [
            self.caption,
            " | ".join(self.headers),
            *(" | ".join(map(str, r)) for r in self.rows),
            *self.notes,
        ]
        return "\n".join(lines)


def from_frame(frame: pd.DataFrame, caption: str, headers: dict[str, str], numbers=(), notes=()) -> Table:
    """Return a table of some columns of a frame.

    Args:
        frame: any.
        caption: what it holds.
        headers: column -> header, in order.
        numbers: columns of figures.
        notes: lines under the table.
    """
    rows = []
    for values in frame[list(headers)].itertuples(index=False):
        rows.append(
            [
                number(v) if c in numbers and not isinstance(v, str) else cell_text(v)
                for c, v in zip(headers, values, strict=True)
            ]
        )
    positions = frozenset(i for i, c in enumerate(headers) if c in numbers)
    return Table(caption, list(headers.values()), rows, positions, tuple(notes))


def cell_text(value) -> str:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    return str(value)
