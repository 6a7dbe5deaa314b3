"""Axes of years and of values: how far they reach, and where and how they are named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import matplotlib.ticker
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.markers import TICKDOWN

from psa.data.periods import parse_period
from psa.pages.charts.fit import text_width
from psa.pages.charts.look import GREY, RULE, SIZE
from psa.words import number


def decimal(day: date) -> float:
    """Return the end of a day as a decimal year."""
    start = date(day.year, 1, 1)
    return day.year + ((day - start).days + 1) / ((date(day.year + 1, 1, 1) - start).days)


def spread(low: float, high: float) -> float:
    """Return how far apart two values are; of values that hardly differ, a fifth of their size."""
    size = max(abs(low), abs(high))
    return high - low if high - low > 1e-9 * size else 0.2 * size or 1.0


def padded(low: float, high: float, share: float = 0.12) -> tuple[float, float]:
    """Return the ends of an axis with room beyond two values; never below nothing where no value is."""
    room = share * spread(low, high)
    return max(low - room, 0.0) if low >= 0 else low - room, high + room


class ValueTicks(matplotlib.ticker.MaxNLocator):
    """Round values inside the axis, none above a ceiling."""

    def __init__(self, most: int, ceiling: float = np.inf):
        super().__init__(most, steps=[1, 2, 5, 10])
        self.ceiling = ceiling

    def tick_values(self, vmin: float, vmax: float) -> Any:
        low, high = sorted((vmin, vmax))
        ticks = np.round(super().tick_values(low, high), 10)
        return ticks[(ticks >= low) & (ticks <= min(high, self.ceiling))]

    def words(self, low: float, high: float) -> list[str]:
        """Return the ticks of an axis between two values as words."""
        return tick_words(self.tick_values(low, high))


def tick_words(ticks: Iterable[float]) -> list[str]:
    """Return ticks as words, in millions or thousands of millions where they are long."""
    ticks = [float(tick) for tick in ticks]
    most = max((abs(t) for t in ticks), default=0)
    for size, mark in ((1e9, "bn"), (1e6, "m")):
        if most >= 2 * size:
            return [number(round(t / size, 6)) + (mark if t else "") for t in ticks]
    return [number(t) for t in ticks]


class ValueWords(matplotlib.ticker.Formatter):
    """Ticks as words."""

    def format_ticks(self, values: Iterable[float]) -> list[str]:
        return tick_words(values)

    def __call__(self, x: float, pos: int | None = None) -> str:
        return number(x)


@dataclass(frozen=True)
class Years:
    """The years of an axis.

    Attributes:
        begin: when they begin, as a share of a calendar year.
        joint: what joins the two numbers of a year that is no calendar year.
    """

    begin: float = 0.0
    joint: str = ""

    def name(self, year: int) -> str:
        """Return a year as it is written: *2008* or *2008-09*."""
        return f"{year}{self.joint}{(year + 1) % 100:02d}" if self.joint else str(year)

    def starts(self, first: float, last: float) -> np.ndarray:
        """Return when years begin between two times."""
        return np.arange(np.ceil(first - self.begin), np.floor(last - self.begin) + 1) + self.begin


def years_of(points: pd.DataFrame) -> Years:
    """Return the years of an axis: financial or academic where all figures are of such years, else calendar years."""
    kinds = {parse_period(p).kind for p in points["period"].unique()}
    return {frozenset({"financial"}): Years(3 / 12, "-"), frozenset({"academic"}): Years(8 / 12, "/")}.get(
        frozenset(kinds), Years()
    )


class YearTicks(matplotlib.ticker.Locator):
    """The middles of as many years as have room for their names."""

    def __init__(self, years: Years):
        self.years = years

    def __call__(self) -> Any:
        axis: Any = self.axis
        return self.tick_values(*sorted(axis.get_view_interval()))

    def tick_values(self, vmin: float, vmax: float) -> Any:
        axis: Any = self.axis
        ax = axis.axes
        scale = ax.bbox.width / ax.figure.dpi * 72 / (vmax - vmin)  # points a year
        wide = text_width(self.years.name(2000))
        step = next((s for s in (1, 2, 5, 10, 20, 50, 100) if s * scale >= wide + 6), 200)
        numbers = np.arange(int(vmin) - 1, int(vmax) + 2)
        middles = numbers[numbers % step == 0] + self.years.begin + 0.5
        over = (wide / 2 - 10) / scale  # how far from an end a name fits on the sheet
        over = max(over, 0.0)
        return middles[(middles >= vmin + over) & (middles <= vmax - over)]


def draw_years(ax: Axes, years: Years) -> None:
    """Name years between their beginning and their end, which are marked where they do not stand too close."""
    first, last = ax.get_xlim()
    ax.xaxis.set_major_locator(YearTicks(years))
    ax.xaxis.set_major_formatter(lambda time, _: years.name(int(np.floor(time - years.begin + 1e-6))))
    ax.tick_params(axis="x", bottom=False, labelcolor=GREY, labelsize=SIZE, pad=5)
    starts = years.starts(first, last)
    if len(starts) and ax.bbox.width / ax.figure.dpi * 72 / (last - first) >= 8:
        ax.plot(
            starts,
            np.zeros(len(starts)),
            marker=TICKDOWN,
            ms=4,
            mew=0.8,
            mec=GREY,
            mfc="none",
            ls="none",
            clip_on=False,
            transform=ax.get_xaxis_transform(),
            scalex=False,
            scaley=False,
        )


def draw_values(ax: Axes, ticks: ValueTicks) -> None:
    """Name round values at the left, with a thin line at each."""
    ax.yaxis.set_major_locator(ticks)
    ax.yaxis.set_major_formatter(ValueWords())
    ax.tick_params(axis="y", left=False, labelcolor=GREY, labelsize=SIZE, pad=4)
    ax.grid(axis="y", color=RULE, lw=0.6)
    ax.set_axisbelow(True)
