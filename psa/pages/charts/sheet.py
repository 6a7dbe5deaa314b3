"""A sheet to draw on in points, with text that fits."""

import re
from dataclasses import dataclass
from functools import lru_cache

import matplotlib.ticker
import numpy as np
from matplotlib.figure import Figure

from psa.pages.charts.look import GREY, SHADE, SIZE, WIDTH


def clean(text) -> str:
    """Return a text without what XML cannot hold."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", str(text))


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = SIZE) -> float:
    """Return about how wide a text is in the widest of the page's fonts, without asking any font."""
    units = 0.0
    for letter in text:
        if letter in "iljtfrI.,:;|!'()[] -/":
            units += 0.40
        elif letter in "mwMW%@▲▼●○■—…":
            units += 0.95
        elif ord(letter) > 0x2E80:
            units += 1.0
        else:
            units += 0.70 if letter.isupper() else 0.62
    return units * size


def wrap(text, width: float, most: int = 99, size: float = SIZE) -> list[str]:
    """Return a text in lines that fit a width; what does not fit in the last one ends in an ellipsis."""
    words, lines = clean(text).split(), [""]
    for word in words:
        joined = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(joined, size) > width:
            lines.append(word)
        else:
            lines[-1] = joined
    cut = len(lines) > most
    lines = lines[:most]
    for i, line in enumerate(lines):
        is_cut = cut and i == len(lines) - 1
        while line and text_width(line + "…" * is_cut, size) > width:
            line, is_cut = line[:-1].rstrip(), True
        lines[i] = line + "…" * is_cut
    return lines


def sheet(height: float):
    """Return a figure and its one axes, which fills it and counts in units from the top left."""
    figure = Figure(figsize=(WIDTH / 72, height / 72))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    for axis in (ax.xaxis, ax.yaxis):  # or seaborn has ticks made that nobody sees
        axis.set_major_locator(matplotlib.ticker.NullLocator())
    ax.set(xlim=(0, WIDTH), ylim=(height, 0), autoscale_on=False)
    return figure, ax


def write(ax, x, y, text, colour=GREY, align="left", bold=False, halo=False) -> None:
    """Write a line of text, its foot at y, in units of the sheet."""
    height = ax.figure.get_figheight() * 72
    ax.text(
        x / WIDTH, 1 - y / height, clean(text), color=colour, ha=align, va="baseline",
        transform=ax.transAxes, weight="bold" if bold else "normal", gid="halo" if halo else None,
        clip_on=False, zorder=6,
    )  # fmt: skip


def draw_line(ax, x, y, colour=GREY, width=0.8, dash="-", zorder=1.0) -> None:
    """Draw a line through points in units of the sheet."""
    height = ax.figure.get_figheight() * 72
    ax.plot(np.asarray(x) / WIDTH, 1 - np.asarray(y) / height, color=colour, lw=width, ls=dash,
            transform=ax.transAxes, clip_on=False, zorder=zorder, scalex=False, scaley=False)  # fmt: skip


def symbols(ax, x, y, marker, size, face, edge=None, width=1.0, zorder=4.0) -> None:
    """Draw symbols at points in units of the sheet; a cross and an open form have no face."""
    height = ax.figure.get_figheight() * 72
    x, y = np.asarray(x, float) / WIDTH, 1 - np.asarray(y, float) / height
    ax.plot(x, y, marker, ms=size, mfc=face, mec=edge or face, mew=width, ls="none",
            transform=ax.transAxes, clip_on=False, zorder=zorder)  # fmt: skip


def shade(ax, left, right, top, bottom) -> None:
    height = ax.figure.get_figheight() * 72
    box = matplotlib.patches.Rectangle(
        (left / WIDTH, 1 - bottom / height), (right - left) / WIDTH, (bottom - top) / height,
        transform=ax.transAxes, facecolor=SHADE, lw=0, zorder=0, clip_on=False,
    )  # fmt: skip
    ax.add_artist(box)


class Pen:
    """Lines and symbols of a sheet, gathered by their look and drawn at once: many small ones are slow."""

    def __init__(self, ax):
        self.ax = ax
        self.lines: dict[tuple, list] = {}
        self.dots: dict[tuple, list] = {}

    def line(self, x, y, *look) -> None:
        """Gather a line; `look` as for `_line`."""
        x, y = (np.r_[np.broadcast_to(np.asarray(v, float), np.shape(x)), np.nan] for v in (x, y))
        self.lines.setdefault(look, []).append((x, y))

    def dot(self, x, y, *look) -> None:
        """Gather a symbol; `look` as for `_symbols`."""
        self.dots.setdefault(look, []).append((float(x), float(y)))

    def draw(self) -> None:
        """Draw all of it."""
        for look, parts in self.lines.items():
            draw_line(
                self.ax, np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts]), *look
            )
        for look, at in self.dots.items():
            symbols(self.ax, [p[0] for p in at], [p[1] for p in at], *look)


@dataclass(frozen=True)
class Frame:
    """Where a plot stands on its sheet, and which values stand at its edges."""

    left: float
    right: float
    top: float
    bottom: float
    first: float
    last: float
    low: float
    high: float

    def x(self, time):
        """Return where a time stands."""
        return self.left + (np.asarray(time, float) - self.first) / (self.last - self.first) * (
            self.right - self.left
        )

    def y(self, value):
        """Return where a value stands."""
        return self.bottom - (np.asarray(value, float) - self.low) / (self.high - self.low) * (
            self.bottom - self.top
        )

    def stretch(self, ax) -> None:
        """Let the axes count in times and values, so that they fall where `x` and `y` say."""
        height = ax.figure.get_figheight() * 72
        across = (self.last - self.first) / (self.right - self.left)
        up = (self.high - self.low) / (self.bottom - self.top)
        begin, foot = self.first - across * self.left, self.low - up * (height - self.bottom)
        ax.set(xlim=(begin, begin + across * WIDTH), ylim=(foot, foot + up * height))


def crossed(lines: np.ndarray, box) -> np.ndarray:
    """Return which lines (rows of x0, y0, x1, y1) touch a box (left, top, right, bottom)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        start, step = lines[:, :2], lines[:, 2:4] - lines[:, :2]
        low = (np.array(box[:2]) - start) / step
        high = (np.array(box[2:]) - start) / step
        enter, leave = np.minimum(low, high), np.maximum(low, high)
    still = step == 0
    inside = (start >= box[:2]) & (start <= box[2:])
    enter = np.where(still, np.where(inside, -np.inf, np.inf), enter).max(axis=1)
    leave = np.where(still, np.where(inside, np.inf, -np.inf), leave).min(axis=1)
    return np.maximum(enter, 0) <= np.minimum(leave, 1)
