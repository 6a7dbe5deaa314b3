"""Place labels in a plot so that none covers another, nor more than it must of what is drawn."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from psa.pages.charts.fit import text_width
from psa.pages.charts.look import GREY, INK, SIZE

_STEP = 3.0  # points between two places of a line that a label should keep off
_AROUND = np.array([(0, 0), (-3, 0), (3, 0), (0, -3), (0, 3), (-2, -2), (-2, 2), (2, -2), (2, 2)], float)
_EDGE = np.array([-1.0, 3.0])  # points between a label and the sides, and the top and foot, of the plot
_GAPS = (7.0, 15.0, 26.0, 38.0, 52.0)  # points between a mark and its label: the nearer the better


def spread_out(heights: list[float], gap: float, low: float, high: float) -> list[float]:
    """Return heights, greatest first, moved until they lie between two ends and a gap apart."""
    places: list[float] = []
    for height in heights:
        places.append(min(height, places[-1] - gap if places else high))
    for i, place in reversed(list(enumerate(places))):
        places[i] = max(place, low)
        low = places[i] + gap
    return places


class Labels:
    """Labels of one plot: each takes the best place that is left."""

    def __init__(self, ax: Axes):
        self.ax = ax
        self.scale = 72 / ax.figure.dpi
        self.size = np.array([ax.bbox.width, ax.bbox.height]) * self.scale
        self.drawn = np.empty((0, 3))  # x, y, weight
        self.boxes = np.empty((0, 4))  # left, bottom, right, top

    def avoid_line(self, x: Any, y: Any, weight: float) -> None:
        """Keep labels off a line in data, the more so the greater the weight."""
        places = self._points(x, y)
        starts, moves = places[:-1], np.diff(places, axis=0)
        known = np.isfinite(moves).all(axis=1)
        starts, moves = starts[known], moves[known]
        counts = np.ceil(np.hypot(*moves.T) / _STEP).astype(int).clip(1, 1000)
        part = np.concatenate([np.arange(n) / n for n in counts]) if len(counts) else np.empty(0)
        self._keep(
            np.repeat(starts, counts, axis=0) + np.repeat(moves, counts, axis=0) * part[:, None], weight
        )

    def avoid_marks(self, x: Any, y: Any, weight: float) -> None:
        """Keep labels off marks in data."""
        places = self._points(x, y)
        places = places[np.isfinite(places).all(axis=1)]
        self._keep((places[:, None] + _AROUND).reshape(-1, 2), weight)

    def place(self, text: str, x: float, y: float, color: str = INK, is_bold: bool = False) -> None:
        """Write a text near a point in data, with a thin line to it where the place is not next to it."""
        wide, high = text_width(text) + 4 * is_bold, SIZE
        (point,) = self._points(x, y)
        offsets, aligns, costs = _candidates(wide, high)
        left = np.clip(point[0] + offsets[:, 0], 0, max(self.size[0] - wide, 0))
        bottom = point[1] + offsets[:, 1]
        boxes = np.column_stack([left - 1, bottom - 2, left + wide + 1, bottom + high - 2])
        best = int(np.argmin(costs + self._costs(boxes)))
        self.boxes = np.vstack([self.boxes, boxes[best]])
        align = aligns[best]
        from_point = left[best] + wide * {"left": 0, "center": 0.5, "right": 1}[align] - point[0]
        is_far = abs(offsets[best, 1] + high / 2) > _GAPS[1] + high
        line = {"arrowstyle": "-", "lw": 0.7, "color": GREY, "shrinkA": 0, "shrinkB": 4, "relpos": (0.5, 0.5)}
        self.ax.annotate(
            text,
            (x, y),
            (from_point, bottom[best] - point[1]),
            textcoords="offset points",
            ha=align,
            va="baseline",
            color=color,
            weight="bold" if is_bold else "normal",
            zorder=6,
            arrowprops=line if is_far else None,
        )

    def _points(self, x: Any, y: Any) -> np.ndarray:
        """Return places in data as points from the lower left corner of the plot."""
        pairs = np.column_stack([np.atleast_1d(np.asarray(x, float)), np.atleast_1d(np.asarray(y, float))])
        return (self.ax.transData.transform(pairs) - self.ax.bbox.min) * self.scale

    def _keep(self, places: np.ndarray, weight: float) -> None:
        self.drawn = np.vstack([self.drawn, np.column_stack([places, np.full(len(places), weight)])])

    def _costs(self, boxes: np.ndarray) -> np.ndarray:
        """Return what each box costs: being outside, covering a label, covering what is drawn."""
        beyond = np.maximum(_EDGE - boxes[:, :2], 0) + np.maximum(boxes[:, 2:] - self.size + _EDGE, 0)
        outside = beyond.sum(axis=1)
        cost = 60 * np.minimum(outside, 1) + 20 * outside
        low, high = boxes[:, None, :2], boxes[:, None, 2:]
        if len(self.boxes):
            covered = ((low < self.boxes[:, 2:]) & (high > self.boxes[:, :2])).all(axis=2)
            cost += 2000 * covered.sum(axis=1)
        inside = ((self.drawn[:, :2] >= low) & (self.drawn[:, :2] <= high)).all(axis=2)
        return cost + inside @ self.drawn[:, 2]


def _candidates(wide: float, high: float) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Return places of a label's left foot from its point, how it is aligned there, and what each costs."""
    offsets, aligns, costs = [], [], []
    for step, gap in enumerate(_GAPS):
        above, below = gap, -gap - high + 4
        for turn, (x, y, align) in enumerate(
            (
                (-wide / 2, above, "center"),
                (-wide / 2, below, "center"),
                (2 - wide - 6 * step, above, "right"),
                (6 * step - 2, above, "left"),
                (2 - wide - 6 * step, below, "right"),
                (6 * step - 2, below, "left"),
                (gap, 2 - high / 2, "left"),
                (-gap - wide, 2 - high / 2, "right"),
            )
        ):
            offsets.append((x, y))
            aligns.append(align)
            costs.append(14 * step + 0.2 * turn)
    return np.array(offsets), aligns, np.array(costs)
