"""What every chart is: what it draws, the text that says so, and its size.

A chart is a frozen dataclass of what it draws, with `draw`, which draws it on matplotlib axes. In a notebook it shows
itself as SVG with its text, and as a picture of the same, which is shown also where a notebook is not trusted; `plot`
draws it on axes that can be changed.
"""

import base64
import html
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib
import pandas as pd
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation

from psa.pages.charts.fit import clean, text_width, wrap
from psa.pages.charts.look import GREY, INK, LINE, SIZE, WIDTH
from psa.pages.charts.style import STYLE
from psa.pages.charts.svg import to_svg
from psa.pages.for_page import DATA

NOTEBOOK_WIDTH = 480  # of a picture in a notebook, in pixels


@dataclass(frozen=True)
class Margins:
    """Room around a plot for words, in points."""

    left: float = 4
    right: float = 4
    top: float = 4
    bottom: float = 4


@dataclass(frozen=True)
class Words:
    """What stands around a plot, so that a copy of the picture can stand alone.

    Attributes:
        title: what happened, in at most fifteen words.
        subtitle: what is measured, where.
        source: who published the figures.
    """

    title: str = ""
    subtitle: str = ""
    source: str = ""

    @property
    def head(self) -> list[tuple[str, bool]]:
        """The lines above the plot, and whether each is of the title."""
        bold = wrap(self.title, (WIDTH - 8) * 0.93) if self.title else []
        plain = wrap(self.subtitle, WIDTH - 8) if self.subtitle else []
        return [(line, True) for line in bold] + [(line, False) for line in plain]

    @property
    def foot(self) -> list[str]:
        """The lines below the plot."""
        return wrap(f"Source: {self.source}.", WIDTH - 8) if self.source else []


@dataclass(frozen=True, kw_only=True)
class Chart(ABC):
    """One picture.

    Attributes:
        alt: what a reader who cannot see it is told: what it shows, with its figures.
        height: of the plot, in points; it is as wide as the sheet leaves.
        margins: around the plot.
        words: above and below it.
        table: what it draws, as a table that a reader can take away.
    """

    alt: str
    height: float
    margins: Margins = Margins()
    words: Words = Words()
    table: pd.DataFrame | None = None

    @abstractmethod
    def draw(self, ax: Axes) -> None:
        """Draw it; `ax` is as wide as `width` and as high as `height`, or has other proportions of a person's own."""

    @property
    def width(self) -> float:
        """How wide the plot is, in points."""
        return WIDTH - self.margins.left - self.margins.right

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw it on axes of your own, or on new ones, and return them to be changed at will."""
        with matplotlib.rc_context(STYLE):
            if ax is None:
                ax = self._add_axes(pyplot.figure(dpi=144))
            self.draw(ax)
        return ax

    def figure(self) -> Figure:
        """Return it drawn on a figure of its own, which is as large as its sheet, with its title and source."""
        with matplotlib.rc_context(STYLE):
            figure = Figure()
            self.draw(self._add_axes(figure))
            self._write_words(figure)
        return figure

    def svg(self) -> str:
        """Return it as SVG with its text."""
        return to_svg(self.figure(), self.alt, self.hints())

    def hints(self) -> list[tuple[float, float, str]]:
        """Return what is said at places of the plot where a pointer rests: across, up (in data), words."""
        return []

    def _add_axes(self, figure: Figure) -> Axes:
        room = self.margins
        head, foot = LINE * len(self.words.head), LINE * len(self.words.foot)
        height = head + room.top + self.height + room.bottom + foot
        figure.set_size_inches(WIDTH / 72, height / 72)
        box = (
            room.left / WIDTH,
            (room.bottom + foot) / height,
            self.width / WIDTH,
            self.height / height,
        )
        return figure.add_axes(box)

    def _write_words(self, figure: Figure) -> None:
        """Write the title above the plot and the source below it."""
        height = figure.get_size_inches()[1] * 72
        for i, (line, is_bold) in enumerate(self.words.head):
            place = 1 - (SIZE + LINE * i) / height
            weight = "bold" if is_bold else "normal"
            figure.text(4 / WIDTH, place, line, color=INK if is_bold else GREY, weight=weight, va="baseline")
        for i, line in enumerate(reversed(self.words.foot)):
            figure.text(4 / WIDTH, (4 + LINE * i) / height, line, color=GREY, va="baseline")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        alt, svg = clean(self.alt), self.svg()
        data = base64.b64encode(svg.encode()).decode()
        picture = (
            f'<img alt="{html.escape(alt)}" width="{NOTEBOOK_WIDTH}" src="data:image/svg+xml;base64,{data}">'
        )
        about = {"alt": alt} if self.table is None else {"alt": alt, DATA: _plain(self.table)}
        return {"text/html": picture, "image/svg+xml": svg, "text/plain": alt}, {"image/svg+xml": about}


def _plain(data: pd.DataFrame) -> dict[str, list]:
    """Return a table as JSON can hold it: names of columns and rows, an unknown value as nothing."""
    cells = data.astype(object).where(data.notna(), None)
    return {"columns": list(data.columns), "rows": cells.to_numpy().tolist()}


@dataclass(frozen=True, kw_only=True)
class EmptyChart(Chart):
    """A sheet that says what there is none of."""

    height: float = 36

    def draw(self, ax: Axes) -> None:
        ax.set_axis_off()
        write(ax, 0.5, 0.5, self.alt.rstrip("."), dy=-4, ha="center")


def write(
    ax: Axes, x: float, y: float, text: str, dx: float = 0, dy: float = 0, color: str = GREY, **look: Any
) -> Text:
    """Write a line at a place of the axes, 0 to 1 across and up, moved by so many points."""
    moved = ax.transAxes + ScaledTranslation(dx / 72, dy / 72, ax.figure.dpi_scale_trans)
    return ax.text(x, y, clean(text), transform=moved, color=color, va="baseline", **look)


def write_lines(
    ax: Axes, lines: Sequence[str], x: float, y: float, dx: float = 0, dy: float = 0, **look: Any
) -> None:
    """Write lines below each other; the first stands where `write` would write it."""
    for i, line in enumerate(lines):
        write(ax, x, y, line, dx, dy - LINE * i, **look)


def between(middle: float, text: str, low: float, high: float) -> float:
    """Return where the middle of a text stands, moved so that all of it lies between two edges."""
    half = text_width(text) / 2
    return min(max(middle, low + half), max(high - half, low + half))
