"""The chart of one agreement's indicators."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from psa.pages.charts.changes import reach_of, standardise
from psa.pages.charts.chart import Chart, EmptyChart, Margins, write, write_lines
from psa.pages.charts.classes import Place, class_words, draw_signs, indicator_class, is_rated, reason_class
from psa.pages.charts.fit import clean, text_width, wrap
from psa.pages.charts.look import ALIKE, BLUE, GREY, INK, LINE, ORANGE, PALE, SIZE, WIDTH
from psa.pages.charts.numbers import Row, figure_text
from psa.pages.charts.scales import ValueTicks
from psa.words import capital, count, listed, number

INDENT, HEAD = 20.0, 5.0  # of what stands beside a sign, and below the scale
COLUMNS = [
    "name",
    "rating",
    "detail",
    "reason",
    "components",
    "components_improved",
    "components_deteriorated",
    "standardised",
    "lower",
    "upper",
]
SCALE = "change since the baseline, per cent of the baseline"


@dataclass(frozen=True)
class Entry:
    """One indicator.

    Attributes:
        name: in lines.
        code: its class, which gives its sign.
        words: its rating, in lines; of one that is not drawn to the scale, beside its sign.
        notes: further words in grey, in lines.
        moved, lower, upper: its change and the interval of it, better upwards; NaN where there is none to draw.
    """

    name: list[str]
    code: str
    words: list[str]
    notes: list[str]
    moved: float = np.nan
    lower: float = np.nan
    upper: float = np.nan

    @property
    def is_drawn(self) -> bool:
        """Whether it has a change to draw."""
        return bool(np.isfinite(self.moved))

    @property
    def height(self) -> float:
        """How high it is, in points."""
        beside = len(self.words) + len(self.notes)
        return LINE * (len(self.name) + (max(beside, 1.4) if self.is_drawn else beside)) + 9


@dataclass(frozen=True, kw_only=True)
class AgreementChart(Chart):
    """One agreement at a glance: each indicator's change, better to the right, best first.

    Attributes:
        rated: its indicators that have a rating; those with a change to draw first.
        others: the rest, whose names stand beside their signs.
        reach: the ends of the scale.
        scale: what the scale shows, in lines.
        suffix: what follows a figure of it.
    """

    rated: tuple[Entry, ...]
    others: tuple[Entry, ...]
    reach: tuple[float, float]
    scale: list[str]
    suffix: str

    def draw(self, ax: Axes) -> None:
        ax.set(xlim=self.reach, ylim=(self.height, 0), yticks=[])
        ax.spines[:].set_visible(False)
        if self.scale:
            self._draw_scale(ax)
        else:
            ax.set_xticks([])
        top = HEAD if self.scale else 0.0
        signs = []
        for entry in self.rated:
            self._write(ax, entry.name, top, color=INK)
            beside = top + LINE * len(entry.name)
            signs.append((self._draw_change if entry.is_drawn else self._write_beside)(ax, entry, beside))
            top += entry.height
        if self.others:
            self._write(ax, ["Not rated"], top, color=INK, weight="bold")
            top += LINE + 4
        for entry in self.others:
            signs.append(self._write_beside(ax, entry, top))
            top += entry.height
        draw_signs(ax, signs)

    def places(self) -> dict[str, tuple[float, float, float]]:
        """Return of each change that is drawn how much it is, and where its sign stands, by its indicator's name."""
        top, found = HEAD if self.scale else 0.0, {}
        for entry in self.rated:
            if entry.is_drawn:
                place = float(np.clip(entry.moved, *self.reach))
                found[" ".join(entry.name)] = entry.moved, place, top + LINE * len(entry.name) + 0.8 * LINE
            top += entry.height
        return found

    def _draw_scale(self, ax: Axes) -> None:
        """Draw the scale above the indicators, and say which way is better."""
        ax.spines.top.set_visible(True)
        ax.xaxis.set_major_locator(ValueTicks(4))
        ax.xaxis.set_major_formatter(lambda value, _: number(abs(value)) + self.suffix)
        ax.xaxis.tick_top()
        ax.tick_params(axis="x", length=4, width=0.8, color=GREY, labelcolor=GREY, labelsize=SIZE, pad=2)
        write_lines(ax, self.scale, 0, 1, 4 - self.margins.left, self.margins.top - SIZE)
        zero = -self.reach[0] / (self.reach[1] - self.reach[0])
        if zero * self.width > text_width("← worse"):
            write(ax, zero, 1, "← worse", -8, 24, INK, ha="right")
        write(ax, zero, 1, "better →", 8, 24, INK)

    def _draw_change(self, ax: Axes, entry: Entry, top: float) -> Place:
        """Draw a change's interval, say the rating at the right, and return where its sign stands."""
        y = top + 0.8 * LINE
        color = {"improvement": BLUE, "deteriorated": ORANGE}.get(ALIKE.get(entry.code, entry.code), GREY)
        ax.plot([0, 0], [y - 11, y + 13], color=PALE, lw=0.8, zorder=0.4)
        if np.isfinite([entry.lower, entry.upper]).all():
            ax.plot([entry.lower, entry.upper], [y, y], "|-", color=color, lw=1.6, ms=9, mew=1.6, zorder=2)
        place = float(np.clip(entry.moved, *self.reach))
        if place != entry.moved:
            mark, aside = ("»", -14) if entry.moved > 0 else ("«", 14)
            ax.annotate(mark, (place, y), (aside, -4), textcoords="offset points", ha="center", color=GREY)
        edge = self.margins.right - 4
        foot = self.height - y + 0.5 * LINE * (len(entry.words) + len(entry.notes)) - SIZE + 1
        for i, line in enumerate([*entry.words, *entry.notes]):
            color = INK if i < len(entry.words) else GREY
            write(ax, 1, 0, line, edge, foot - LINE * i, color, ha="right")
        return place, y, entry.code

    def _write_beside(self, ax: Axes, entry: Entry, top: float) -> Place:
        """Write an indicator's words, and return where its sign stands beside them."""
        self._write(ax, entry.words, top, INDENT, color=INK)
        self._write(ax, entry.notes, top + LINE * len(entry.words), INDENT)
        scale = (self.reach[1] - self.reach[0]) / self.width
        return self.reach[0] + (11 - self.margins.left) * scale, top + 0.55 * LINE, entry.code

    def _write(
        self, ax: Axes, lines: list[str], top: float, indent: float = 0, color: str = GREY, **look: str
    ) -> None:
        """Write lines at the left of the sheet."""
        write_lines(
            ax, lines, 0, 0, 4 - self.margins.left + indent, self.height - top - SIZE, color=color, **look
        )


def agreement_chart(indicators: pd.DataFrame, scale: str = SCALE, suffix: str = "%") -> Chart:
    """Return the chart of one agreement's indicators.

    Args:
        indicators: rows of `psa.methods.indicators.assess_indicators`; see `standardise` for what is drawn.
        scale: what the scale shows.
        suffix: what follows a figure of it.
    """
    if indicators.empty:
        return EmptyChart(alt="No indicators.")
    frame = standardise(indicators).filter(COLUMNS)
    chosen = is_rated(frame)
    rated = frame[chosen].sort_values("standardised", ascending=False, kind="stable", na_position="last")
    entries = [_rated_entry(row, suffix) for row in rated.to_dict("records")]
    others = [
        Entry(
            [],
            indicator_class(row),
            wrap(row["name"], WIDTH - 8 - INDENT),
            wrap(reason_class(row), WIDTH - 8 - INDENT),
        )
        for row in frame[~chosen].to_dict("records")
    ]
    drawn = [entry for entry in entries if entry.is_drawn]
    words = [text_width(word) for entry in drawn for word in [*entry.words, *entry.notes]]
    lines = wrap(capital(scale), WIDTH - 8) if drawn else []
    height = (
        sum(entry.height for entry in [*entries, *others]) + HEAD * bool(drawn) + (LINE + 4) * bool(others)
    )
    return AgreementChart(
        alt=_describe(rated, frame[~chosen], "" if "standardised" in indicators else "%"),
        height=height,
        margins=Margins(14, 12 + max(words, default=0), 46 + LINE * len(lines) if drawn else 4, 4),
        table=frame.filter([column for column in frame if column != "standardised"]),
        rated=tuple(entries),
        others=tuple(others),
        reach=reach_of(rated),
        scale=lines,
        suffix=suffix,
    )


def _rated_entry(row: Row, suffix: str) -> Entry:
    """Return an indicator that has a rating."""
    name, code, moved = wrap(row["name"], WIDTH - 8), indicator_class(row), row["standardised"]
    words = class_words(code)
    if not np.isfinite(moved):
        reason = _components_words(row) or "no change to draw"
        return Entry(name, code, wrap(words, WIDTH - 8 - INDENT), wrap(reason, WIDTH - 8 - INDENT))
    ends = (moved, row["lower"], row["upper"])
    if moved != 0 and code == ("improvement" if moved > 0 else "deteriorated"):
        return Entry(name, code, [f"{words} by {figure_text(abs(moved), True)}{suffix}"], [], *ends)
    return Entry(name, code, [words], [_moved_words(moved, suffix)], *ends)


def _moved_words(moved: float, suffix: str) -> str:
    """Return a change in words: *4% worse*."""
    way = "better" if moved > 0 else "worse"
    return "no change" if moved == 0 else f"{figure_text(abs(moved), True)}{suffix} {way}"


def _components_words(row: Row) -> str:
    """Return what the components did; empty where there are no two."""
    total, better, worse = (
        int(row.get(f"components{part}") or 0) for part in ("", "_improved", "_deteriorated")
    )
    words = f"{better} of {total} components improved" + (f", {worse} worse" if worse else "")
    return words if total > 1 else ""


def _describe(rated: pd.DataFrame, others: pd.DataFrame, suffix: str) -> str:
    """Return the alt text of the chart, from the numbers."""
    text = f"{count(len(rated), 'indicator').capitalize()} of {len(rated) + len(others)} rated."
    told = []
    for row in rated.to_dict("records"):
        moved = row["standardised"]
        change = (
            _moved_words(moved, suffix)
            if np.isfinite(moved)
            else _components_words(row) or "no single change"
        )
        told.append(f"{clean(row['name'])}: {class_words(indicator_class(row))}, {change}")
    if told:
        text += f" Best first. {'. '.join(told)}."
    codes = [indicator_class(row) for row in others.to_dict("records")]
    if codes:
        counts = [f"{codes.count(code)} {class_words(code)}" for code in dict.fromkeys(codes)]
        text += f" Not rated: {listed(counts)}."
    return text
