"""Figures in one house style: tidy frame in, figure out; shown as text (SVG) with alt text.

Labels stand at what they name, so there is no legend; markers and lines differ, so colour is never
alone. The same inputs give the same bytes in any process, so a chart can be compared like a table.

Every figure is drawn on a sheet 480 units wide, in letters of 13.5 units: on a phone's 328 pixels they
are still 9 pixels high. Heights follow from what is on the sheet, so nothing has to be fitted later.
"""

import hashlib
import html
import io
import re
import warnings
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from xml.etree import ElementTree

import matplotlib.patches
import matplotlib.ticker
import numpy as np
import pandas as pd
import seaborn as sns
from IPython.display import display
from matplotlib.figure import Figure

from psa.annotate import count, listed, when
from psa.periods import parse_period
from psa.tables import alike, number

# The palette of the UK Government Analysis Function, which is fit for colour-blind readers; PALE and SHADE
# are greys for what does not count, DEEP the second colour in a strength that text can have.
BLUE, TEAL, PINK, ORANGE, GREY = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D"
PALE, SHADE, DEEP = "#8A8F94", "#EEF1F4", "#14675F"
WIDTH, SIZE, LINE = 480, 13.5, 17.0
FONTS = "Arial,Helvetica,'DejaVu Sans',sans-serif"
STYLE = {
    **sns.axes_style("white"), "font.family": ["DejaVu Sans"], "font.sans-serif": ["DejaVu Sans"],
    "font.size": SIZE, "text.color": GREY, "text.parse_math": False, "svg.hashsalt": "charts",
    "svg.fonttype": "none", "path.simplify": False, "figure.dpi": 72, "savefig.dpi": 72,
}  # fmt: skip
# class of an indicator: marker, letter form, colour of the square, colour of the symbol, words
CLASSES = {
    "improvement": ("^", "▲", BLUE, "white", "improved"),
    "no_improvement": ("o", "●", "#C8CCD0", "black", "no improvement"),
    "deteriorated": ("v", "▼", ORANGE, "black", "deteriorated"),
    "not_yet_assessed": ("o", "○", "white", PALE, "not yet assessed"),
    "not_rateable": ("x", "×", "white", GREY, "not rateable"),
    "withheld": ("s", "■", "white", PINK, "withheld"),
}
# what a component did: letter form, colour, line
MOVES = {
    "improved": ("▲", BLUE, "-"), "held": ("▲", BLUE, "-"), "standard met": ("▲", BLUE, "-"),
    "change too small": ("●", GREY, (0, (1.5, 1.2))), "no change": ("●", GREY, (0, (1.5, 1.2))),
    "standard not met": ("●", GREY, (0, (1.5, 1.2))), "worse": ("▼", ORANGE, (0, (4, 1.5))),
    "not assessed": ("○", PALE, "-"),
}  # fmt: skip
_MOVE_OF_REASON = {
    "improved": "improved", "maintained": "held", "standard_met": "standard met", "unchanged": "no change",
    "too_small": "change too small", "not_significant": "change too small", "deteriorated": "worse",
    "standard_not_met": "standard not met",
}  # fmt: skip
# words of our own verdicts and other rules, with the class that is drawn alike
_ALIKE = {
    "better": "improvement", "met": "improvement", "on_course": "improvement", "meets": "improvement",
    "meets_within_error": "improvement", "in_line": "no_improvement", "not_distinguishable": "no_improvement",
    "not_met": "no_improvement", "uncertain": "no_improvement", "off_course": "no_improvement",
    "below_within_error": "no_improvement", "below": "no_improvement", "worse": "deteriorated",
    "moving_away": "deteriorated", "not_assessed": "not_yet_assessed",
}  # fmt: skip


# ------------------------------------------------------------------------------------ to text, to page


def show(figure: Figure, alt: str) -> None:
    """Show a figure in a notebook, once, as SVG with its alt text; the figure is empty afterwards."""
    alt = _clean(alt)
    svg = to_svg(figure, alt)
    figure.clear()
    display({"image/svg+xml": svg, "text/plain": alt}, raw=True, metadata={"image/svg+xml": {"alt": alt}})


def to_svg(figure: Figure, alt: str) -> str:
    """Return a figure as SVG that can stand inside a page.

    It has no width of its own, no style that reaches outside it, and ids that begin with a hash of its
    content, so that many can stand in one page. Text stays text.

    Args:
        figure: from one of the functions here, or any other.
        alt: what a reader who cannot see it is told.
    """
    text = io.StringIO()
    with warnings.catch_warnings(), matplotlib.rc_context(STYLE):
        # the letters are the reader's own: that ours lack one does not matter
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from", UserWarning)
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    root = ElementTree.fromstring(text.getvalue().encode())
    body = "".join(map(_Writer().write, root))
    first = re.split(r"(?<=[.:;]) ", _clean(alt), maxsplit=1)[0].rstrip(":;")
    alt, title = html.escape(_clean(alt), quote=True), html.escape(first, quote=False)
    box = root.get("viewBox")
    mark = "c" + hashlib.sha256(f"{box}{alt}{body}".encode()).hexdigest()[:10]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" aria-label="{alt}" '
        f'style="width:100%;height:auto;max-width:680px;font-family:{FONTS};font-size:{SIZE}px" '
        'stroke-linejoin="round">\n'
        f"<title>{title}</title>\n<desc>{alt}</desc>\n" + body.replace("\0", mark) + "</svg>\n"
    )


_KEPT = {"d", "x", "y", "width", "height", "points", "transform", "href", "id", "style", "clip-path", "fill"}
_DECIMAL = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


def _tenth(value) -> str:
    """Return a number to one decimal, as short as can be."""
    text = f"{float(value):.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _shorten(text: str) -> str:
    return _DECIMAL.sub(lambda found: _tenth(found[0]), text)


def _path(text: str) -> str:
    text = re.sub(r"\s+", " ", _shorten(text)).strip()
    return re.sub(r" ?([MLCQZz]) ?", r"\1", text)


def _style(text: str) -> str:
    """Return a style without what the root or the page says already; what is said last counts."""
    out = {}
    for part in text.split(";"):
        name, _, value = (p.strip() for p in part.partition(":"))
        if name == "font":  # short form: weight, size, family
            size = re.search(r"([\d.]+)px", value)
            if re.search(r"\b(bold|700)\b", value):
                out["font-weight"] = "bold"
            name, value = "font-size", size[0] if size else ""
        if name and name not in {"font-family", "stroke-linejoin", "stroke-linecap"}:
            out[name] = _shorten(value) if name == "stroke-dasharray" else value
    usual = {("font-size", f"{SIZE}px"), ("text-anchor", "start"), ("font-size", "")}
    return ";".join(f"{name}:{value}" for name, value in out.items() if (name, value) not in usual)


def _symbol_at(path: str, x: float, y: float) -> str:
    """Return a symbol's path, moved; a ring of eight curves is a circle, said shorter."""
    if path.count("C") == 8 and path.startswith("M 0 "):
        r = float(path.split()[2])
        size, twice = f"{r:.2f}".rstrip("0").rstrip("."), f"{2 * r:.2f}".rstrip("0").rstrip(".")
        turn = f"a{size} {size} 0 1 0"
        return f"M{_tenth(x - r)} {_tenth(y)}{turn} {twice} 0{turn} -{twice} 0z"
    out, is_x = [], True
    for part in path.split():
        if part.isalpha():
            out.append(part)
            continue
        out.append(_tenth(float(part) + (x if is_x else y)))
        is_x = not is_x
    return _path(" ".join(out))


class _Writer:
    """Write the elements of one figure: no empty groups, short ids, symbols where they stand.

    A symbol that is defined once and used many times would need an id; drawn where it stands it is shorter
    and cannot be mistaken for one of another figure. Ids that are left are marked by a zero byte.
    """

    def __init__(self):
        self.ids: dict[str, str] = {}
        self.symbols: dict[str, tuple[str, str]] = {}

    def write(self, node, halo: bool = False) -> str:
        """Return an element and what is in it as text."""
        tag = node.tag.rpartition("}")[2]
        if tag in {"metadata", "style"}:
            return ""
        if tag == "defs":
            for child in node:
                if child.tag.endswith("}path") and child.get("id"):
                    self.symbols[child.get("id")] = (child.get("d"), child.get("style", ""))
        halo = halo or (tag == "g" and node.get("id", "").startswith("halo"))
        given = self._attributes(tag, node, halo)
        inner = self._uses(node) + "".join(
            self.write(child, halo)
            for child in node
            if self._symbol(child) is None and not self._is_symbol(child)
        )
        if tag == "text":
            inner = html.escape(node.text or "", quote=False) + inner
        if tag in {"g", "defs"} and not inner:
            return ""
        if tag == "g" and not given:
            return inner
        text = "".join(f' {key}="{html.escape(value, quote=True)}"' for key, value in given.items())
        return f"<{tag}{text}>{inner}</{tag}>\n" if inner else f"<{tag}{text}/>\n"

    def _is_symbol(self, node) -> bool:
        return node.get("id") in self.symbols

    def _symbol(self, node):
        if not node.tag.endswith("}use"):
            return None
        link = next((v for k, v in node.attrib.items() if k.endswith("href")), "")
        return self.symbols.get(link.removeprefix("#"))

    def _uses(self, node) -> str:
        """Return the symbols used directly in a group: one path for all of a look."""
        looks: dict[str, list[str]] = {}
        for child in node:
            symbol = self._symbol(child)
            if symbol:
                look = _style(f"{child.get('style', '')};{symbol[1]}")
                at = _symbol_at(symbol[0], float(child.get("x", 0)), float(child.get("y", 0)))
                looks.setdefault(look, []).append(at)
        return "".join(f'<path d="{"".join(d)}" style="{html.escape(look)}"/>\n' for look, d in looks.items())

    def _attributes(self, tag: str, node, halo: bool) -> dict[str, str]:
        given = {}
        for key, value in node.attrib.items():
            key = key.rpartition("}")[2]
            if key not in _KEPT or (key == "id" and tag == "g"):
                continue
            if key in {"id", "href", "clip-path"}:
                found = value.removeprefix("url(").removesuffix(")").removeprefix("#")
                short = "\0-" + self.ids.setdefault(found, str(len(self.ids)))
                value = {"id": short, "href": f"#{short}"}.get(key, f"url(#{short})")
            elif key == "d":
                value = _path(value)
            elif key == "style":
                value = _style(value)
                if halo and tag == "text":
                    value += ";stroke:#fff;stroke-width:3px;stroke-opacity:.85;paint-order:stroke"
            else:
                value = _shorten(value)
            if value and not (key == "transform" and re.match(r"rotate\(-?0 ", value)):
                given[key] = value
        return given


# --------------------------------------------------------------------------------------------- a sheet


def _clean(text) -> str:
    """Return a text without what XML cannot hold."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", str(text))


@lru_cache(maxsize=4096)
def _width(text: str, size: float = SIZE) -> float:
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


def _wrap(text, width: float, most: int = 99, size: float = SIZE) -> list[str]:
    """Return a text in lines that fit a width; what does not fit in the last one ends in an ellipsis."""
    words, lines = _clean(text).split(), [""]
    for word in words:
        joined = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(joined, size) > width:
            lines.append(word)
        else:
            lines[-1] = joined
    cut = len(lines) > most
    lines = lines[:most]
    for i, line in enumerate(lines):
        is_cut = cut and i == len(lines) - 1
        while line and _width(line + "…" * is_cut, size) > width:
            line, is_cut = line[:-1].rstrip(), True
        lines[i] = line + "…" * is_cut
    return lines


def _sheet(height: float):
    """Return a figure and its one axes, which fills it and counts in units from the top left."""
    figure = Figure(figsize=(WIDTH / 72, height / 72))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    for axis in (ax.xaxis, ax.yaxis):  # or seaborn has ticks made that nobody sees
        axis.set_major_locator(matplotlib.ticker.NullLocator())
    ax.set(xlim=(0, WIDTH), ylim=(height, 0), autoscale_on=False)
    return figure, ax


def _write(ax, x, y, text, colour=GREY, align="left", bold=False, halo=False) -> None:
    """Write a line of text, its foot at y, in units of the sheet."""
    height = ax.figure.get_figheight() * 72
    ax.text(
        x / WIDTH, 1 - y / height, _clean(text), color=colour, ha=align, va="baseline",
        transform=ax.transAxes, weight="bold" if bold else "normal", gid="halo" if halo else None,
        clip_on=False, zorder=6,
    )  # fmt: skip


def _line(ax, x, y, colour=GREY, width=0.8, dash="-", zorder=1.0) -> None:
    """Draw a line through points in units of the sheet."""
    height = ax.figure.get_figheight() * 72
    ax.plot(np.asarray(x) / WIDTH, 1 - np.asarray(y) / height, color=colour, lw=width, ls=dash,
            transform=ax.transAxes, clip_on=False, zorder=zorder, scalex=False, scaley=False)  # fmt: skip


def _symbols(ax, x, y, marker, size, face, edge=None, width=1.0, zorder=4.0) -> None:
    """Draw symbols at points in units of the sheet; a cross and an open form have no face."""
    height = ax.figure.get_figheight() * 72
    x, y = np.asarray(x, float) / WIDTH, 1 - np.asarray(y, float) / height
    ax.plot(x, y, marker, ms=size, mfc=face, mec=edge or face, mew=width, ls="none",
            transform=ax.transAxes, clip_on=False, zorder=zorder)  # fmt: skip


def _shade(ax, left, right, top, bottom) -> None:
    height = ax.figure.get_figheight() * 72
    box = matplotlib.patches.Rectangle(
        (left / WIDTH, 1 - bottom / height), (right - left) / WIDTH, (bottom - top) / height,
        transform=ax.transAxes, facecolor=SHADE, lw=0, zorder=0, clip_on=False,
    )  # fmt: skip
    ax.add_artist(box)


class _Pen:
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
            _line(
                self.ax, np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts]), *look
            )
        for look, at in self.dots.items():
            _symbols(self.ax, [p[0] for p in at], [p[1] for p in at], *look)


@dataclass(frozen=True)
class _Frame:
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


def _ticks(low: float, high: float, most: int) -> list[float]:
    """Return round numbers between two values, at most so many."""
    size = (high - low) / most
    power = 10.0 ** np.floor(np.log10(size))
    step = next(power * m for m in (1, 2, 5, 10, 20) if power * m >= size * (1 - 1e-9))
    return [
        round(float(k * step), 10)
        for k in range(int(np.ceil(low / step - 1e-9)), int(np.floor(high / step + 1e-9)) + 1)
    ]


def _tick_words(ticks: list[float]) -> list[str]:
    """Return ticks as words, in millions or thousands of millions where they are long."""
    most = max((abs(t) for t in ticks), default=0)
    for size, mark in ((1e9, "bn"), (1e6, "m")):
        if most >= 2 * size:
            return [number(round(t / size, 6)) + (mark if t else "") for t in ticks]
    return [number(t) for t in ticks]


def _decimal(day: date) -> float:
    """Return the end of a day as a decimal year."""
    start = date(day.year, 1, 1)
    return day.year + ((day - start).days + 1) / ((date(day.year + 1, 1, 1) - start).days)


def _figure(value, is_derived=False, decimals: float = 0) -> str:
    """Return a figure as it is written in a picture: the decimals of its series, but at most four digits in all."""
    value = float(value)
    if not np.isfinite(value):
        return "not known"
    digits = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    places = max((3 if is_derived else 4) - digits, 0)
    return number(round(value, places), least=min(decimals, places))


def _decimals(row) -> float:
    """Return the decimals of a measure's published figures; 0 where it has none of its own."""
    found = row.get("decimals", np.nan)
    return 0 if pd.isna(found) else found


def _text(value) -> str:
    return value if isinstance(value, str) else ""


def _level(row, name: str) -> float:
    value = row.get(name, np.nan)
    return float(value) if value is not None and pd.notna(value) else np.nan


def unit_subtitle(unit, is_derived: bool = False) -> str:
    """Return what stands at the top of a chart: its unit, and whether we computed it."""
    unit = re.sub(r"\bpercent\b", "per cent", _text(unit).strip()) or "figures"
    unit = {"count": "number", "share (0-1)": "share, 0 to 1"}.get(unit, unit)
    return f"{unit}, computed by us from published figures" if is_derived else unit


# ------------------------------------------------------------------------------------- placing of labels


def _crossed(lines: np.ndarray, box) -> np.ndarray:
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


class _Labels:
    """Labels that keep off each other and off the lines: each takes the best place that is left."""

    def __init__(self, ax, bounds):
        self.ax, self.bounds = ax, bounds
        self.lines = np.empty((0, 5))
        self.boxes: list[tuple] = []

    def avoid_line(self, x, y, weight: float) -> None:
        """Keep labels off a line, the more so the greater the weight."""
        x, y = np.asarray(x, float), np.asarray(y, float)
        new = np.column_stack([x[:-1], y[:-1], x[1:], y[1:], np.full(len(x) - 1, weight)])
        self.lines = np.vstack([self.lines, new[np.isfinite(new).all(axis=1)]])

    def avoid_points(self, x, y, weight: float, reach: float = 5) -> None:
        """Keep labels off markers."""
        for a, b in zip(np.atleast_1d(x), np.atleast_1d(y), strict=True):
            self.avoid_line([a - reach, a + reach], [b, b], weight / 2)
            self.avoid_line([a, a], [b - reach, b + reach], weight / 2)

    def _cost(self, box) -> float:
        left, top, right, bottom = self.bounds
        out = max(left - box[0], 0) + max(box[2] - right, 0) + max(top - box[1], 0) + max(box[3] - bottom, 0)
        cost = 60 * min(out, 1) + 20 * out
        for other in self.boxes:
            wide = min(box[2], other[2]) - max(box[0], other[0])
            high = min(box[3], other[3]) - max(box[1], other[1])
            if wide > 0 and high > 0:
                cost += 2000 + wide * high
        if len(self.lines):
            cost += float(self.lines[_crossed(self.lines, box), 4].sum())
        return cost

    def place(
        self, text: str, x: float, y: float, colour=GREY, bold=False, reach=(8, 18, 30, 44, 60)
    ) -> None:
        """Write a text near a point, with a thin line to it where the place is not next to it."""
        wide, high = _width(text) + (4 if bold else 0), SIZE + 1
        left, _, right, _ = self.bounds
        best = None
        for step, gap in enumerate(reach):
            for turn, (side, up) in enumerate(
                ((0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1), (1, 0), (-1, 0))
            ):
                if up == 0 and step > 1:
                    continue
                box_left = (
                    x - wide / 2
                    if side == 0
                    else (x - gap - wide if side < 0 else x + gap)
                    if up == 0
                    else (x - wide + 2 - 6 * step if side < 0 else x - 2 + 6 * step)
                )
                if side == 0 or up:
                    box_left = min(max(box_left, left), max(right - wide, left))
                top = y - high / 2 if up == 0 else (y - gap - high if up < 0 else y + gap)
                box = (box_left - 1, top, box_left + wide + 1, top + high)
                cost = self._cost(box) + 9 * step + 0.2 * turn
                if best is None or cost < best[0] - 1e-9:
                    best = (cost, step, box, side, up)
        _, step, box, side, up = best
        self.boxes.append(box)
        near_x, near_y = min(max(x, box[0]), box[2]), box[3] if up < 0 else box[1]
        if step >= 2 and up:
            _line(self.ax, [x, near_x], [y - 4 if up < 0 else y + 4, near_y], GREY, 0.7, zorder=3.5)
        align, at = {1: ("left", box[0] + 1), -1: ("right", box[2] - 1)}.get(
            0 if up else side, ("center", (box[0] + box[2]) / 2)
        )
        _write(self.ax, at, box[1] + SIZE * 0.9, text, colour, align, bold, halo=True)


# ------------------------------------------------------------------------------------------ one series


def plot_measure(
    points: pd.DataFrame,
    row,
    settings,
    projection: pd.DataFrame | None = None,
    period_title: str = "the period",
) -> Figure:
    """Return one series over time with what it is judged by.

    Args:
        points: rows of the long frame for one measure; empty gives a sheet that says so.
        row: its row of `psa.assess.assess_measures`.
        settings: `psa.assess.Settings`, for the span that is shaded.
        projection: time, estimate, lower, upper of the baseline trend carried on.
        period_title: what the shaded span is called.
    """
    with matplotlib.rc_context(STYLE):
        points = points[points["value"].notna()]
        if points.empty:
            figure, ax = _sheet(60)
            _write(ax, WIDTH / 2, 34, "No figures", align="center")
            return figure
        if projection is not None and projection.empty:
            projection = None
        marks = _marks(points, row)
        late = _is_late(points, settings)
        subtitle = _wrap(unit_subtitle(row["unit"], bool(row["is_derived"])), WIDTH - 8, 2)
        top = 4 + LINE * (len(subtitle) + 1) + 5
        frame, ticks = _measure_frame(points, row, settings, marks, projection, top)
        cut = _cut_ends(frame, projection)
        notes = _wrap(_notes(points, row, late, projection, period_title, cut), WIDTH - 8)
        figure, ax = _sheet(frame.bottom + 24 + LINE * len(notes) + 2 if notes[0] else frame.bottom + 26)
        frame.stretch(ax)
        for i, line in enumerate(subtitle):
            _write(ax, 4, 4 + LINE * i + SIZE * 0.85, line)
        for i, line in enumerate(notes):
            _write(ax, 4, frame.bottom + 24 + LINE * i + SIZE, line)
        _period(ax, frame, settings, period_title)
        _axes(ax, frame, ticks, _years_of(points))
        labels = _Labels(ax, (frame.left + 3, frame.top + 1, frame.right, frame.bottom - 2))
        _levels(ax, frame, row, points, marks, labels)
        _series(ax, frame, points, late, labels)
        if projection is not None:
            _trend(ax, frame, projection, labels, cut)
        _breaks(ax, frame, points, labels)
        _mark(ax, frame, marks, labels, row)
    return figure


def _is_late(points: pd.DataFrame, settings) -> np.ndarray:
    """Return which figures are for a period that ends after the span assessed."""
    if settings.through is None:
        return np.zeros(len(points), dtype=bool)
    return (points["end"] > pd.Timestamp(settings.through)).to_numpy()


def _marks(points: pd.DataFrame, row) -> dict[str, tuple[float, float, bool]]:
    """Return time, value and whether provisional of the figures that have a label of their own."""
    found = {}
    for name, period in (
        ("baseline", _text(row["baseline_period"])),
        ("latest", _text(row["latest_period"])),
    ):
        at = points[points["period"] == period]
        if len(at):
            last = at.iloc[-1]
            found[name] = (float(last["time"]), float(last["value"]), last["status"] == "provisional")
        elif name == "baseline" and period and pd.notna(row["baseline_value"]):
            found[name] = (parse_period(period).time, float(row["baseline_value"]), False)
    if "latest" not in found:
        last = points.iloc[-1]
        if found.get("baseline", (None,))[0] != float(last["time"]):
            found["last figure"] = (
                float(last["time"]),
                float(last["value"]),
                last["status"] == "provisional",
            )
    return found


def _due(row) -> float:
    return parse_period(row["target_period"]).time if _text(row.get("target_period")) else np.nan


def _has_path(row, marks) -> bool:
    due = _due(row)
    return "baseline" in marks and np.isfinite(_level(row, "target_level")) and due > marks["baseline"][0]


def _notes(points, row, late, projection, period_title, cut) -> str:
    """Return what the picture's signs mean, of those that are in it."""
    notes = []
    levels = points.loc[points["lower"].notna(), "interval_level"].dropna().unique()
    if points["lower"].notna().any():
        notes.append(
            f"Band: {number(levels[0])}% interval." if len(levels) == 1 else "Band: published interval."
        )
    if (points["status"] == "provisional").any():
        notes.append("Hollow: provisional.")
    if late.any():
        notes.append(f"Grey: after {period_title}.")
    if _has_path(row, _marks(points, row)):
        notes.append("Dotted: straight path to the target.")
    if projection is not None:
        notes.append(f"Fan: range of the baseline trend{', which goes on beyond the edge' if cut else ''}.")
    if set(points["period"].map(lambda p: parse_period(p).kind)) & {"rolling", "span"}:
        notes.append("Each figure stands at the middle of its period.")
    return " ".join(notes)


def _measure_frame(points, row, settings, marks, projection, top):
    """Return where the plot stands and its ticks: years, then values."""
    values = [*points[["value", "lower", "upper"]].to_numpy(float).ravel(), *(m[1] for m in marks.values())]
    levels = [v for v in (_level(row, "target_level"), _level(row, "standard_level")) if np.isfinite(v)]
    low, high = np.nanmin([*values, *levels]), np.nanmax([*values, *levels])
    span = _spread(low, high)
    is_positive, is_share = low >= 0, _text(row["unit"]) == "percent" and low >= 0 and high <= 100
    if projection is not None:  # the trend and its fan may widen the chart, but no more: a fan can be very wide
        trend = projection[["estimate", "lower", "upper"]].to_numpy(float)
        low, high = (
            min(low, max(np.nanmin(trend), low - 0.6 * span)),
            max(high, min(np.nanmax(trend), high + 0.6 * span)),
        )
        span = max(high - low, span)
    bottom, ceiling = low - 0.16 * span, high + 0.16 * span
    if is_positive:
        bottom = max(bottom, 0.0)
    ticks = [t for t in _ticks(bottom, ceiling, 5) if not is_share or t <= 100]
    begin = _decimal(settings.baseline_by)
    end = _decimal(settings.through) if settings.through else begin
    due = [_due(row)] if _has_path(row, marks) else []
    times = [*points["time"], *(m[0] for m in marks.values()), begin, end, *due]
    first, last = min(times), max(times)
    pad = max(0.03 * (last - first), 0.3)
    left = 10 + max(_width(w) for w in _tick_words(ticks))
    right = WIDTH - 10
    words = [w for w in _level_words(row) for w in w[1]]
    if words:
        right = WIDTH - 10 - max(_width(w) for w in words)
    return _Frame(left, right, top, top + 190, first - pad, last + pad, bottom, ceiling), ticks


def _level_words(row) -> list[tuple[float, tuple[str, str]]]:
    """Return the levels that are asked for, with the two lines of their labels."""
    found = []
    for column, name in (("target_level", "target"), ("standard_level", "standard")):
        level = _level(row, column)
        if np.isfinite(level):
            found.append((level, (name, _figure(level))))
    return found


def _period(ax, frame: _Frame, settings, title: str) -> None:
    """Shade the span that is assessed and name it above."""
    begin = _decimal(settings.baseline_by)
    end = _decimal(settings.through) if settings.through else frame.last
    left, right = float(frame.x(begin)), min(float(frame.x(end)), frame.right)
    _shade(ax, left, right, frame.top, frame.bottom)
    _line(ax, [left, right], [frame.top, frame.top], PALE, 2)
    (line,) = _wrap(title, WIDTH - 12, 1)
    half = _width(line) / 2
    _write(ax, min(max((left + right) / 2, half + 4), WIDTH - half - 4), frame.top - 5, line, align="center")


def _cut_ends(frame: _Frame, projection) -> list[tuple[str, float]]:
    """Return, for each end of a trend's fan that lies beyond the chart, its value in words and the edge where it leaves."""
    if projection is None or projection.empty:
        return []
    end = projection.iloc[-1]
    _, lower, upper = alike(*end[["estimate", "lower", "upper"]])
    found = [(f"↓ to {lower}", frame.bottom)] if end["lower"] < frame.low else []
    return [*found, (f"↑ to {upper}", frame.top)] if end["upper"] > frame.high else found


def _years_of(points: pd.DataFrame) -> tuple[float, str]:
    """Return when the years of an axis begin, as a share of a calendar year, and what joins their two numbers.

    Series of financial or academic years alone have an axis of such years; all others have calendar years.
    """
    kinds = set(points["period"].map(lambda p: parse_period(p).kind))
    return {frozenset({"financial"}): (3 / 12, "-"), frozenset({"academic"}): (8 / 12, "/")}.get(frozenset(kinds), (0.0, ""))


def _axes(ax, frame: _Frame, ticks: list[float], years: tuple[float, str]) -> None:
    for tick, words in zip(ticks, _tick_words(ticks), strict=True):
        y = float(frame.y(tick))
        _line(ax, [frame.left, frame.right], [y, y], "#D9DCDF", 0.6, zorder=0.5)
        _write(ax, frame.left - 5, y + SIZE * 0.35, words, align="right")
    _line(ax, [frame.left, frame.right], [frame.bottom, frame.bottom], GREY, 0.8)
    for x in _year_starts(frame, years):
        _line(ax, [x, x], [frame.bottom, frame.bottom + 4], GREY, 0.8)
    for words, x, _, _ in _years(frame, years):
        _write(ax, x, frame.bottom + 5 + SIZE, words, align="center")


def _year_starts(frame: _Frame, years: tuple[float, str]) -> list[float]:
    """Return where the years of an axis begin; none where they would be a hatching."""
    begins = np.arange(int(frame.first) - 1, int(frame.last) + 2) + years[0]
    close = (frame.right - frame.left) / (frame.last - frame.first) < 5
    return [] if close else [float(frame.x(b)) for b in begins if frame.first <= b <= frame.last]


def _years(frame: _Frame, years: tuple[float, str]) -> list[tuple[str, float, float, float]]:
    """Return years to be written, and the middle, beginning and end of each: as many as have room."""
    begin, joint = years
    unit = (frame.right - frame.left) / (frame.last - frame.first)
    wide = _width(f"2000{joint}01" if joint else "2000")
    step = next((s for s in (1, 2, 5, 10, 20, 50, 100) if s * unit >= wide + 8), 200)
    found = []
    for year in range(int(frame.first) - 1, int(frame.last) + 2):
        first, x, last = (float(frame.x(year + begin + part)) for part in (0, 0.5, 1))
        if year % step == 0 and frame.left <= x <= frame.right and x - wide / 2 >= 4 and x + wide / 2 <= WIDTH:
            found.append((f"{year}{joint}{(year + 1) % 100:02d}" if joint else str(year), x, first, last))
    return found


def _levels(ax, frame: _Frame, row, points, marks, labels: _Labels) -> None:
    """Draw target and standard, the straight path from baseline to target, and their labels at the right."""
    last = -np.inf
    for level, words in sorted(_level_words(row), reverse=True):
        y = float(frame.y(level))
        _line(ax, [frame.left, frame.right], [y, y], PINK, 1.5, (0, (6, 3)), 2)
        labels.avoid_line([frame.left, frame.right], [y, y], 25)
        foot = max(y - 2, last + 2 * LINE, frame.top + SIZE)
        foot = min(foot, frame.bottom - LINE)
        for i, word in enumerate(words):
            _write(ax, frame.right + 6, foot + i * (LINE - 2), word, PINK)
        last = foot
    if _has_path(row, marks):
        start, value, _ = marks["baseline"]
        due, level = _due(row), _level(row, "target_level")
        ax.plot([start, due], [value, level], color=PINK, lw=1.8, ls=(0, (0.8, 2)), zorder=2, clip_on=False)
        _symbols(ax, [frame.x(due)], [frame.y(level)], "D", 7, "white", PINK, 1.6)
        labels.avoid_line(frame.x([start, due]), frame.y([value, level]), 12)
        labels.avoid_points(frame.x(due), frame.y(level), 20)


def _series(ax, frame: _Frame, points, late, labels: _Labels) -> None:
    """Draw the figures, a line for each stretch without a break, and their published intervals."""
    time, value = points["time"].to_numpy(float), points["value"].to_numpy(float)
    segment = points["segment"].to_numpy()
    lower, upper = points["lower"].to_numpy(float), points["upper"].to_numpy(float)
    dash = (0, (5, 1.2)) if points["is_derived"].any() else "-"
    for part in np.unique(segment):
        own = segment == part
        labels.avoid_line(frame.x(time[own]), frame.y(value[own]), 40)
        _intervals(ax, frame, time[own], lower[own], upper[own], labels)
        early = np.flatnonzero(own & ~late)
        after = np.flatnonzero(own & (late | np.r_[late[1:], False]))
        if (late & own).any() and len(after) > 1:
            ax.plot(time[after], value[after], color=PALE, lw=1.4, zorder=2.5, clip_on=False)
        if len(early) > 1:
            sns.lineplot(x=time[early], y=value[early], ax=ax, estimator=None, sort=False, legend=False,
                         color=BLUE, lw=2.4, ls=dash, zorder=3, clip_on=False)  # fmt: skip
    hollow = (points["status"] == "provisional").to_numpy()
    alone = np.r_[True, segment[1:] != segment[:-1]] & np.r_[segment[1:] != segment[:-1], True]
    shown = np.full(len(points), len(points) <= 16) | hollow | alone
    marker, size = ("s", 4.5) if points["is_derived"].any() else ("o", 5.5)
    for mask, face, edge in (
        (shown & ~late & ~hollow, BLUE, BLUE), (shown & ~late & hollow, "white", BLUE),
        (shown & late & ~hollow, PALE, PALE), (shown & late & hollow, "white", PALE),
    ):  # fmt: skip
        if mask.any():
            _symbols(ax, frame.x(time[mask]), frame.y(value[mask]), marker, size, face, edge, 1.4)
            labels.avoid_points(frame.x(time[mask]), frame.y(value[mask]), 14)


def _intervals(ax, frame, time, lower, upper, labels) -> None:
    """Draw intervals as a band; as a bar where neither neighbour has one."""
    held = np.isfinite(lower) & np.isfinite(upper)
    if not held.any():
        return
    groups = np.split(np.arange(len(time)), np.flatnonzero(held[1:] != held[:-1]) + 1)
    for group in (g for g in groups if held[g[0]]):
        if len(group) == 1:
            ax.plot(
                time[group].repeat(2),
                [*lower[group], *upper[group]],
                "_-",
                color=BLUE,
                lw=1.4,
                ms=7,
                clip_on=False,
            )
            continue
        around, edge = np.r_[group, group[::-1]], np.r_[lower[group], upper[group][::-1]]
        ax.fill(time[around], edge, fc=BLUE, alpha=0.2, lw=0, zorder=1.5, clip_on=False)
        for edge in (lower, upper):
            labels.avoid_line(frame.x(time[group]), frame.y(edge[group]), 2)


def _trend(ax, frame: _Frame, projection, labels: _Labels, cut) -> None:
    """Draw the baseline trend carried on, with its fan; what leaves the chart ends at its edge, where it says so."""
    time, middle, lower, upper = (
        projection[c].to_numpy(float) for c in ("time", "estimate", "lower", "upper")
    )
    if len(time) == 1:
        x, ends = float(frame.x(time[0])), frame.y(np.clip([lower[0], upper[0]], frame.low, frame.high))
        _line(ax, [x, x], ends, TEAL, 6, zorder=1.8)
        if frame.low <= middle[0] <= frame.high:
            _symbols(ax, [x], [frame.y(middle[0])], "d", 8, TEAL)
    else:
        fine = np.unique(np.r_[time, np.linspace(time[0], time[-1], 25)])
        low = np.clip(np.interp(fine, time, lower), frame.low, frame.high)
        high = np.clip(np.interp(fine, time, upper), frame.low, frame.high)
        ax.fill(
            np.r_[fine, fine[::-1]],
            np.r_[low, high[::-1]],
            fc=TEAL,
            alpha=0.17,
            lw=0,
            zorder=1.2,
            clip_on=False,
        )
        line = np.interp(fine, time, middle)
        line[(line < frame.low) | (line > frame.high)] = np.nan
        ax.plot(fine, line, color=TEAL, lw=1.8, ls=(0, (5, 1.5, 1, 1.5)), zorder=2.2, clip_on=False)
        labels.avoid_line(frame.x(fine), frame.y(line), 20)
        for edge in (low, high):
            labels.avoid_line(frame.x(fine), frame.y(edge), 2)
    for text, y in cut:
        labels.place(text, float(frame.x(time[-1])), y, DEEP)
    at = len(time) * 2 // 3 if len(time) > 3 else len(time) - 1
    labels.place(
        "baseline trend",
        float(frame.x(time[at])),
        float(frame.y(np.clip(middle[at], frame.low, frame.high))),
        DEEP,
    )


def _break_times(points: pd.DataFrame) -> list[float]:
    time, segment = points["time"].to_numpy(), points["segment"].to_numpy()
    return [float(time[i] + time[i - 1]) / 2 for i in range(1, len(time)) if segment[i] != segment[i - 1]]


def _breaks(ax, frame: _Frame, points, labels: _Labels) -> None:
    for time in _break_times(points):
        x = float(frame.x(time))
        _line(ax, [x, x], [frame.top, frame.bottom], GREY, 1.2, (0, (1, 2)), 2)
        labels.avoid_line([x, x], [frame.top, frame.bottom], 25)
        labels.place("break in series", x, frame.bottom - 18, reach=(6, 24, 60, 100, 140))


def _mark(ax, frame: _Frame, marks, labels: _Labels, row) -> None:
    """Mark and label the baseline (a square) and the latest figure (a large dot)."""
    for name, (time, value, is_provisional) in marks.items():
        x, y = float(frame.x(time)), float(frame.y(value))
        colour = GREY if name == "baseline" else BLUE
        marker, size = ("s", 8.5) if name == "baseline" else ("o", 9)
        _symbols(ax, [x], [y], marker, size, "white" if is_provisional else colour, colour, 1.8, zorder=5)
        labels.avoid_points([x], [y], 60, 6)
    for name in sorted(marks, reverse=True):
        time, value, _ = marks[name]
        text = f"{name} {_figure(value, bool(row['is_derived']), _decimals(row))}"
        labels.place(text, float(frame.x(time)), float(frame.y(value)), "#0B0C0C", bold=True)


def describe_measure_chart(
    points: pd.DataFrame, row, settings=None, projection: pd.DataFrame | None = None
) -> str:
    """Return the alt text of `plot_measure`, from the numbers.

    Args:
        points, row, settings, projection: as for the chart; without settings, nothing is said of figures
            after the span assessed.
    """
    points = points[points["value"].notna()]
    if points.empty:
        return "No figures."
    first, last = points.iloc[0], points.iloc[-1]
    is_derived = bool(row["is_derived"])

    def figure(value):
        return _figure(value, True) if is_derived else number(float(value), least=_decimals(row))

    text = f"Line chart of {count(len(points), 'figure')}, {unit_subtitle(row['unit'], is_derived)}: "
    text += f"{figure(first['value'])} {when(first['period'])}"
    text += f", {figure(last['value'])} {when(last['period'])}." if len(points) > 1 else "."
    if len(points) > 2:
        high, low = points.loc[points["value"].idxmax()], points.loc[points["value"].idxmin()]
        text += f" Highest {figure(high['value'])} {when(high['period'])},"
        text += f" lowest {figure(low['value'])} {when(low['period'])}."
    if _text(row["baseline_period"]) and pd.notna(row["baseline_value"]):
        text += f" Baseline {figure(row['baseline_value'])} {when(row['baseline_period'])}."
    if _text(row["latest_period"]) and pd.notna(row["latest_value"]):
        text += f" Latest in the span assessed {figure(row['latest_value'])} {when(row['latest_period'])}."
    if np.isfinite(_level(row, "target_level")):
        due = f" {when(row['target_period'])}" if _text(row["target_period"]) else ""
        text += f" Target {_figure(row['target_level'])}{due}."
    if np.isfinite(_level(row, "standard_level")):
        text += f" Minimum standard {_figure(row['standard_level'])}."
    steps = np.flatnonzero(np.diff(points["segment"].to_numpy()))
    for i in steps:
        before, after = points["period"].iloc[i], points["period"].iloc[i + 1]
        text += f" Break in the series between the figures {when(before)} and {when(after)}."
    if points["lower"].notna().any():
        text += f" Published intervals for {count(int(points['lower'].notna().sum()), 'figure')}."
    if (points["status"] == "provisional").any():
        text += f" {int((points['status'] == 'provisional').sum())} provisional."
    late = int(_is_late(points, settings).sum()) if settings is not None else 0
    if late:
        text += f" {late} after the span assessed, drawn paler."
    if projection is not None and len(projection):
        middle, lower, upper = alike(*projection.iloc[-1][["estimate", "lower", "upper"]])
        text += f" Baseline trend carried on to {middle}, range {lower} to {upper}"
        if settings is not None:
            frame, _ = _measure_frame(points, row, settings, _marks(points, row), projection, 0)
            text += ", more than the chart shows" if _cut_ends(frame, projection) else ""
        text += "."
    return text


# ------------------------------------------------------------------------------------------ components


def _move(row) -> str:
    if row["rating"] not in {"improvement", "no_improvement"}:
        return "not assessed"
    return _MOVE_OF_REASON.get(
        row["reason_code"], "improved" if row["rating"] == "improvement" else "no change"
    )


def _component(row) -> str:
    return _text(row["dimension_value"]) or _text(row["label"]) or str(row.name)


def sort_components(rows: pd.DataFrame) -> list:
    """Return the ids of components, the greatest change for the better first, those not assessed last.

    Changes are compared in their unit where there is one unit, else as a percentage of the baseline.
    """
    change = rows["change_good"]
    if rows["unit"].nunique() > 1:
        change = rows["change_percent"].abs() * np.sign(rows["change_good"])
    assessed = rows["rating"].isin(["improvement", "no_improvement"])
    order = pd.DataFrame(
        {
            "out": ~assessed,
            "change": -change.where(assessed),
            "name": [_component(r) for _, r in rows.iterrows()],
        }
    )
    return list(order.sort_values(["out", "change", "name"], kind="stable").index)


def plot_components(
    points: pd.DataFrame, rows: pd.DataFrame, settings, period_title: str = "the period"
) -> Figure:
    """Return one small chart for each component, the greatest change for the better first.

    Args:
        points: rows of the long frame for all of them.
        rows: their rows of `psa.assess.assess_measures`.
        settings: for the span that is shaded.
        period_title: what the shaded span is called.
    """
    with matplotlib.rc_context(STYLE):
        points = points[points["value"].notna()]
        ids = [i for i in sort_components(rows) if (points["measure_id"] == i).any()]
        if not ids:
            figure, ax = _sheet(60)
            _write(ax, WIDTH / 2, 34, "No figures", align="center")
            return figure
        own = {key: group for key, group in points.groupby("measure_id", sort=False)}
        records = rows.loc[ids].to_dict("index")
        units = list(dict.fromkeys(_text(r["unit"]) for r in records.values()))
        texts = {i: _panel_texts(records[i], own[i], len(units) > 1) for i in ids}
        longest = max(_width(t) for name, move, values in texts.values() for t in (name, move, values))
        shared = len(units) == 1
        begin, limit = _decimal(settings.baseline_by), settings.through
        end = _decimal(limit) if limit else float(points["time"].max())
        span = _small_span(points, begin, end)
        levels = (points["value"].min(), points["value"].max())
        ticks = _ticks(*_padded(*levels), 3) if shared else []
        left = 8 + max((_width(w) for w in _tick_words(ticks)), default=0)
        columns = next(
            (c for c in (4, 3) if len(ids) >= 3 * (c - 2) and longest <= (WIDTH - left) / c - 12), 2
        )
        across = (WIDTH - left) / columns
        names = {i: _wrap(texts[i][0], across - 14, 2) for i in ids}
        lines = [ids[k : k + columns] for k in range(0, len(ids), columns)]
        heads = [max(len(names[i]) for i in line) + 2 for line in lines]
        unit = unit_subtitle(units[0]) if shared else "in their own units"
        subtitle = _wrap(f"{unit}. Shaded: {period_title}. Square: baseline. Dot: latest.", WIDTH - 8)
        top = 8 + LINE * len(subtitle)
        height = top + sum(LINE * head + 58 + 14 for head in heads) + 22
        figure, ax = _sheet(height)
        pen, feet = _Pen(ax), {}
        for i, text in enumerate(subtitle):
            _write(ax, 4, 4 + LINE * i + SIZE * 0.85, text)
        for line, head in zip(lines, heads, strict=True):
            plot_top = top + LINE * head + 6
            for column, key in enumerate(line):
                low, high = _padded(
                    *(levels if shared else (own[key]["value"].min(), own[key]["value"].max()))
                )
                edge = left + column * across
                frame = _Frame(edge, edge + across - 14, plot_top, plot_top + 58, *span, low, high)
                for i, text in enumerate([*names[key], *texts[key][1:]]):
                    y = plot_top - 6 - LINE * (len(names[key]) + 2 - i) + SIZE
                    _write(
                        ax,
                        edge,
                        y,
                        text,
                        "#0B0C0C" if i < len(names[key]) else GREY,
                        bold=i < len(names[key]),
                    )
                _panel(pen, frame, own[key], records[key], settings, (begin, end), ticks, column == 0)
                feet[column] = frame
            top = plot_top + 58 + 8
        for frame in feet.values():
            _panel_years(pen, frame, _years_of(points))
        pen.draw()
    return figure


def _from_to(row) -> str:
    return " to ".join(_figure(row[c], bool(row["is_derived"]), _decimals(row)) for c in ("baseline_value", "latest_value"))


def _panel_texts(row, points, with_unit: bool) -> tuple[str, str, str]:
    name = _clean(_text(row["dimension_value"]) or _text(row["label"]) or "unnamed")
    move = _move(row)
    if move == "not assessed" or not _text(row["baseline_period"]):
        values = _figure(points["value"].iloc[-1], row["is_derived"], _decimals(row))
    else:
        values = _from_to(row)
    if with_unit:
        values += " " + unit_subtitle(row["unit"])
        values = _wrap(values, WIDTH / 2 - 30, 1)[0]
    return name[:1].upper() + name[1:], f"{MOVES[move][0]} {move}", values


def _spread(low: float, high: float) -> float:
    """Return how far apart two values are; of values that hardly differ, a fifth of their size."""
    size = max(abs(low), abs(high))
    return high - low if high - low > 1e-9 * size else 0.2 * size or 1.0


def _padded(low: float, high: float) -> tuple[float, float]:
    span = _spread(low, high)
    return (max(low - 0.12 * span, 0.0) if low >= 0 else low - 0.12 * span), high + 0.12 * span


def _small_span(points, begin, end) -> tuple[float, float]:
    first, last = min(points["time"].min(), begin), max(points["time"].max(), end)
    pad = 0.04 * (last - first)
    return first - pad, last + pad


def _panel(pen: _Pen, frame: _Frame, points, row, settings, span, ticks, is_first: bool) -> None:
    """Draw one small chart: span, series with its breaks, baseline and latest figure."""
    middle = (frame.top + frame.bottom) / 2
    pen.line(frame.x(span), [middle, middle], SHADE, frame.bottom - frame.top, "-", 0)
    for tick, words in zip(ticks, _tick_words(ticks), strict=True):
        y = float(frame.y(tick))
        pen.line([frame.left, frame.right], [y, y], "#D9DCDF", 0.6, "-", 0.5)
        if is_first:
            _write(pen.ax, frame.left - 4, y + SIZE * 0.35, words, align="right")
    pen.line([frame.left, frame.right], [frame.bottom, frame.bottom], PALE, 0.7)
    _, colour, dash = MOVES[_move(row)]
    time, value = points["time"].to_numpy(float), points["value"].to_numpy(float)
    late = _is_late(points, settings)
    gap = np.flatnonzero(np.diff(points["segment"].to_numpy())) + 1
    x = frame.x(np.insert(time, gap, np.nan))
    for mask, shade, width, line, order in (
        (~late, colour, 2, dash, 3),
        (late | np.r_[late[1:], False], PALE, 1.1, "-", 2),
    ):
        if mask.sum() > 1:
            pen.line(
                x, frame.y(np.insert(np.where(mask, value, np.nan), gap, np.nan)), shade, width, line, order
            )
    for name, (at, level, is_provisional) in _marks(points, row).items():
        marker, size, edge = ("s", 6, GREY) if name == "baseline" else ("o", 6.5, colour)
        pen.dot(frame.x(at), frame.y(level), marker, size, "white" if is_provisional else edge, edge, 1.4)


def _panel_years(pen: _Pen, frame: _Frame, years: tuple[float, str]) -> None:
    """Write the first and last year below the lowest chart of a column, each between its beginning and its end."""
    room = (frame.left - 8, frame.right + 12)  # the next column's begin where these end
    found = [y for y in _years(frame, years) if room[0] <= y[1] - _width(y[0]) / 2 and y[1] + _width(y[0]) / 2 <= room[1]]
    for words, x, first, last in [found[0], found[-1]] if len(found) > 2 else found:
        for edge in (e for e in (first, last) if frame.left <= e <= frame.right):
            pen.line([edge, edge], [frame.bottom, frame.bottom + 4], GREY, 0.8)
        _write(pen.ax, x, frame.bottom + 5 + SIZE, words, align="center")


def describe_components_chart(points: pd.DataFrame, rows: pd.DataFrame, settings=None) -> str:
    """Return the alt text of `plot_components`, from the numbers.

    Args:
        points, rows: as for the chart.
        settings: not needed; taken so that all the alt texts can be asked for in one way.
    """
    points = points[points["value"].notna()]
    held = rows.loc[[i for i in sort_components(rows) if (points["measure_id"] == i).any()]]
    if held.empty:
        return "No figures."
    moves = [_move(r) for r in held.to_dict("records")]
    said = listed([f"{moves.count(m)} {m}" for m in MOVES if m in moves])
    text = (
        f"Small line charts of {count(len(held), 'component')} with {count(len(points), 'figure')}: {said}."
    )
    told = [
        f"{_component(row)} {_from_to(row)}"
        for (_, row), move in zip(held.iterrows(), moves, strict=True) if move != "not assessed"
    ]  # fmt: skip
    if told:
        text += f" Best first, baseline to latest: {'; '.join(told)}."
    return text


# ------------------------------------------------------------------------------------------- summaries


def indicator_class(row) -> str:
    """Return which sign an indicator has: its rating, with deteriorated apart from no improvement."""
    return "deteriorated" if _text(row.get("detail")) == "deteriorated" else row["rating"]


def _sign(code: str):
    """Return a class's sign; a word of another rule keeps its word, with the sign that is nearest."""
    if code in CLASSES:
        return CLASSES[code]
    near = CLASSES.get(_ALIKE.get(code, ""), ("D", "◆", "#C8CCD0", "black"))
    return (*near[:4], _clean(code).replace("_", " "))


def standardise(indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the indicators with `standardised`, `lower`, `upper`: the change, better upwards.

    Where these columns are there already they stand. Else it is the change in per cent of the baseline,
    with the interval of the change where one is known.
    """
    if "standardised" in indicators:
        return indicators.assign(**{c: indicators.get(c, np.nan) for c in ("lower", "upper")})
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 100 / indicators["baseline_value"].astype(float).abs().replace(0, np.nan)
        good, change = indicators["change_good"].astype(float), indicators["change"].astype(float)
        turn = np.where(change != 0, np.sign(good / change.where(change != 0)), 1.0)
    ends = np.column_stack(
        [indicators[c].astype(float) * scale * turn for c in ("change_lower", "change_upper")]
    )
    moved = indicators["change_percent"].astype(float) * turn
    return indicators.assign(standardised=moved, lower=ends.min(axis=1), upper=ends.max(axis=1))


def _is_rated(frame: pd.DataFrame) -> pd.Series:
    return ~frame["rating"].map(lambda word: _ALIKE.get(word, word)).isin(
        ["not_yet_assessed", "not_rateable", "withheld"]
    )


def _reason_class(row) -> str:
    text = _text(row.get("reason")).split(":")[0].strip()
    word = _sign(indicator_class(row))[4]
    return word if not text or row["rating"] == "withheld" else f"{word}: {text}"


def _components_words(row) -> str:
    total, better, worse = (int(row.get(f"components{c}") or 0) for c in ("", "_improved", "_deteriorated"))
    return f"{better} of {total} components improved" + (f", {worse} worse" if worse else "")


def plot_agreement_summary(
    indicators: pd.DataFrame,
    scale: str = "change since the baseline, per cent of the baseline",
    suffix: str = "%",
) -> Figure:
    """Return one agreement at a glance: each indicator's change, better to the right, best first.

    Args:
        indicators: rows of `psa.assess.assess_indicators`; see `standardise` for what is drawn.
        scale: what the axis shows.
        suffix: what follows a figure of it.
    """
    with matplotlib.rc_context(STYLE):
        frame = standardise(indicators)
        rated = frame[_is_rated(frame)].sort_values(
            "standardised", ascending=False, kind="stable", na_position="last"
        )
        others = frame[~_is_rated(frame)]
        drawn = rated["standardised"].notna()
        words = _wrap(scale[:1].upper() + scale[1:], WIDTH - 8)
        plan, y, plot_end = [], 8.0, 8.0
        for place, row in enumerate(rated.to_dict("records"), 1):
            lines = _wrap(row["name"], WIDTH - 8, 2)
            plan.append((y, row, lines))
            y += LINE * len(lines) + 32
            if place == drawn.sum():  # the scale stands below the last that is drawn to it
                plot_end = y
                y += 2 * SIZE + 20 + LINE * len(words)
        listing = []
        if len(others):
            y += LINE
            listing.append((y, "Not rated", True, 4))
            y += 4
            for row in others.to_dict("records"):
                y += LINE + 4
                for i, line in enumerate(_wrap(row["name"], WIDTH - 26, 2)):
                    y += LINE * (i > 0)
                    listing.append((y, line, row if i == 0 else False, 22))
                for line in _wrap(_reason_class(row), WIDTH - 26, 3):
                    y += LINE
                    listing.append((y, line, None, 22))
            y += 8
        figure, ax = _sheet(max(y, 40))
        if frame.empty:
            _write(ax, WIDTH / 2, 24, "No indicators", align="center")
        low, high = _reach(rated[drawn])
        across = _Frame(14, 290, 0, 1, low, high, 0, 1)
        if drawn.any():
            _scale(ax, across, plot_end, words, suffix)
        for top, row, lines in plan:
            _indicator(ax, across, top, row, lines, suffix)
        for foot, text, sign, x in listing:
            _write(ax, x, foot, text, "#0B0C0C" if sign is not None else GREY, bold=sign is True)
            if isinstance(sign, dict):
                _class_signs(ax, [11], [foot - 5], indicator_class(sign), 11)
    return figure


def _reach(rated: pd.DataFrame) -> tuple[float, float]:
    """Return the ends of the scale: all changes, unless one is many times the rest; intervals up to twice."""
    if rated.empty:
        return -1.0, 1.0
    sizes = np.sort(rated["standardised"].abs().to_numpy(float))
    widest = sizes[-1]
    if len(sizes) > 2 and sizes[-1] > 4 * sizes[-2] > 0:
        widest = 1.5 * sizes[-2]
    widest = widest or 1.0
    ends = rated[["standardised", "lower", "upper"]].to_numpy(float)
    low, high = max(np.nanmin(ends), -2 * widest, key=float), min(np.nanmax(ends), 2 * widest)
    if rated["standardised"].abs().max() > widest:
        low, high = max(low, -widest), min(high, widest)
    low, high = min(low, -0.25 * widest), max(high, 0.25 * widest)
    pad = 0.06 * (high - low)
    return low - pad, high + pad


def _scale(ax, across: _Frame, foot: float, words: list[str], suffix: str) -> None:
    """Draw the scale below the indicators, and say which way is better."""
    _line(ax, [across.left, across.right], [foot, foot], GREY, 0.8)
    for tick in _ticks(across.first, across.last, 4):
        x = float(across.x(tick))
        _line(ax, [x, x], [foot, foot + 4], GREY, 0.8)
        _write(ax, x, foot + 4 + SIZE, number(abs(tick)) + suffix, align="center")
    zero = float(across.x(0))
    if zero - across.left > 70:
        _write(ax, zero - 8, foot + 6 + 2 * SIZE, "← worse", "#0B0C0C", "right")
    _write(ax, zero + 8, foot + 6 + 2 * SIZE, "better →", "#0B0C0C")
    for i, line in enumerate(words):
        _write(ax, 4, foot + 10 + 2 * SIZE + LINE * (i + 1), line)


def _indicator(ax, across: _Frame, top: float, row: dict, lines: list[str], suffix: str) -> None:
    """Write an indicator's name, and below it draw its change and say its rating."""
    for i, line in enumerate(lines):
        _write(ax, 4, top + LINE * i + SIZE * 0.9, line, "#0B0C0C", halo=True)
    y = top + LINE * len(lines) + 11
    code = indicator_class(row)
    word = _sign(code)[4]
    moved = row["standardised"]
    if not np.isfinite(moved):
        text = _components_words(row) if int(row.get("components") or 0) > 1 else "no change to draw"
        _class_signs(ax, [11], [y], code, 13)
        _write(ax, 24, y + SIZE * 0.35, text, halo=True)
        _write(ax, WIDTH - 4, y + SIZE * 0.35, word, "#0B0C0C", "right")
        return
    colour = {"improvement": BLUE, "deteriorated": ORANGE}.get(_ALIKE.get(code, code), GREY)
    zero = float(across.x(0))
    _line(ax, [zero, zero], [y - 12, y + 20], PALE, 1, zorder=0.4)
    ends = np.array([row["lower"], row["upper"]], float)
    if np.isfinite(ends).all():
        shown = np.clip(ends, across.first, across.last)
        _line(ax, across.x(shown), [y, y], colour, 2, zorder=2)
        for end, at in zip(ends, shown, strict=True):
            if end == at:
                _line(ax, across.x([at, at]), [y - 5, y + 5], colour, 2, zorder=2)
    at = float(np.clip(moved, across.first, across.last))
    _class_signs(ax, [across.x(at)], [y], code, 13)
    if at != moved:
        _write(
            ax,
            float(across.x(at)) + (-18 if moved > 0 else 18),
            y + SIZE * 0.35,
            "»" if moved > 0 else "«",
            align="center",
        )
    size = _figure(abs(moved), True) + suffix
    agrees = moved != 0 and code == ("improvement" if moved > 0 else "deteriorated")
    side = "no change" if moved == 0 else f"{size} {'better' if moved > 0 else 'worse'}"
    _write(
        ax,
        WIDTH - 4,
        y + SIZE * 0.35 - (0 if agrees else LINE / 2),
        f"{word} by {size}" if agrees else word,
        "#0B0C0C",
        "right",
    )
    if not agrees:
        _write(ax, WIDTH - 4, y + SIZE * 0.35 + LINE / 2, side, GREY, "right")


def describe_agreement_summary(indicators: pd.DataFrame) -> str:
    """Return the alt text of `plot_agreement_summary`, from the numbers."""
    if indicators.empty:
        return "No indicators."
    frame = standardise(indicators)
    rated = frame[_is_rated(frame)].sort_values(
        "standardised", ascending=False, kind="stable", na_position="last"
    )
    text = f"{count(len(rated), 'indicator').capitalize()} of {len(frame)} rated."
    told = []
    for row in rated.to_dict("records"):
        word, moved = _sign(indicator_class(row))[4], row["standardised"]
        if np.isfinite(moved):
            how = (
                "no change"
                if moved == 0
                else f"{_figure(abs(moved), True)}% {'better' if moved > 0 else 'worse'}"
            )
            if "standardised" in indicators:
                how = how.replace("%", "")
        else:
            how = _components_words(row) if int(row.get("components") or 0) > 1 else "no single change"
        told.append(f"{_clean(row['name'])}: {word}, {how}")
    if told:
        text += f" Best first. {'. '.join(told)}."
    codes = [indicator_class(r) for r in frame[~_is_rated(frame)].to_dict("records")]
    if codes:
        text += f" Not rated: {listed([f'{codes.count(c)} {_sign(c)[4]}' for c in dict.fromkeys(codes)])}."
    return text


def _class_signs(ax, x, y, code: str, size: float) -> None:
    """Draw the sign of a class at points: a square in its colour with its symbol inside."""
    marker, _, face, ink, _ = _sign(code)
    _symbols(ax, x, y, "s", size, face, GREY if face == "white" else face, 0.8)
    inner = size * 0.55
    hollow = code == "not_yet_assessed"
    _symbols(
        ax,
        x,
        y,
        marker,
        inner,
        "none" if hollow else ink,
        GREY if hollow else ink,
        1.4 if marker in "ox" else 0.4,
        zorder=5,
    )


def plot_framework_summary(
    agreements: pd.DataFrame, indicators: pd.DataFrame, words: dict[str, str] | None = None
) -> Figure:
    """Return all agreements, one a row: title, label, and a sign for each indicator, best first.

    Args:
        agreements: rows of `psa.ratings.rate_agreements`, in the order to be shown.
        indicators: rows of `psa.assess.assess_indicators`.
        words: the framework's own words for labels.
    """
    with matplotlib.rc_context(STYLE):
        codes: dict[str, list[str]] = {}
        for row in indicators.to_dict("records"):
            codes.setdefault(row["agreement_id"], []).append(indicator_class(row))
        used = set().union(*codes.values())
        order = [c for c in CLASSES if c in used] + sorted(used - set(CLASSES))
        key_lines = -(-len(order) // 3)
        step, room = 20, int((WIDTH - 12) // 20)
        rows = agreements.to_dict("records")
        tall = [1 + -(-max(len(codes.get(r["agreement_id"], [])), 1) // room) for r in rows]
        top = 8 + LINE * 1.3 * key_lines + 6
        figure, ax = _sheet(top + sum(LINE * 1.15 * t + 7 for t in tall) + 4)
        for i, code in enumerate(order):
            x, y = 12 + 158 * (i % 3), 13 + LINE * 1.3 * (i // 3)
            _class_signs(ax, [x], [y], code, 13)
            _write(ax, x + 13, y + SIZE * 0.35, _sign(code)[4])
        places: dict[str, list] = {c: [] for c in order}
        for row, lines in zip(rows, tall, strict=True):
            _line(ax, [4, WIDTH - 4], [top, top], "#D9DCDF", 0.8)
            label = (words or {}).get(row["rating"], _clean(row["rating"]).replace("_", " "))
            _write(ax, WIDTH - 4, top + SIZE + 3, label, "#0B0C0C", "right")
            name = _text(row.get("short_title")) or row["agreement_id"]
            (title,) = _wrap(name, WIDTH - 22 - _width(label) - 6, 1)
            _write(ax, 4, top + SIZE + 3, title, "#0B0C0C", bold=True)
            own = sorted(codes.get(row["agreement_id"], []), key=order.index)
            for i, code in enumerate(own):
                places[code].append((12 + step * (i % room), top + LINE * 1.15 * (1.6 + i // room) + 3))
            top += LINE * 1.15 * lines + 7
        for code, at in places.items():
            if at:
                _class_signs(ax, [p[0] for p in at], [p[1] for p in at], code, 14)
    return figure


def describe_framework_summary(
    agreements: pd.DataFrame, indicators: pd.DataFrame, words: dict[str, str] | None = None
) -> str:
    """Return the alt text of `plot_framework_summary`, from the numbers."""
    codes = [indicator_class(i) for i in indicators.to_dict("records")]
    order = [*CLASSES, *sorted(set(codes) - set(CLASSES))]
    labels = list(agreements["rating"])
    text = count(len(agreements), "agreement").capitalize()
    text += f" with a sign for each of {count(len(codes), 'indicator')}"
    text += f": {listed([f'{codes.count(c)} {_sign(c)[4]}' for c in order if c in codes])}." if codes else "."
    said = [
        f"{labels.count(w)} {(words or {}).get(w, _clean(w).replace('_', ' '))}"
        for w in dict.fromkeys(labels)
    ]
    return f"{text} Labels: {listed(said)}." if said else text
