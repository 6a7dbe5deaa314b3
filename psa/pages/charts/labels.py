"""Place labels so that none covers another."""

import numpy as np

from psa.pages.charts.look import GREY, SIZE
from psa.pages.charts.sheet import crossed, draw_line, text_width, write


class Labels:
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
            cost += float(self.lines[crossed(self.lines, box), 4].sum())
        return cost

    def place(
        self, text: str, x: float, y: float, colour=GREY, bold=False, reach=(8, 18, 30, 44, 60)
    ) -> None:
        """Write a text near a point, with a thin line to it where the place is not next to it."""
        wide, high = text_width(text) + (4 if bold else 0), SIZE + 1
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
            draw_line(self.ax, [x, near_x], [y - 4 if up < 0 else y + 4, near_y], GREY, 0.7, zorder=3.5)
        align, at = {1: ("left", box[0] + 1), -1: ("right", box[2] - 1)}.get(
            0 if up else side, ("center", (box[0] + box[2]) / 2)
        )
        write(self.ax, at, box[1] + SIZE * 0.9, text, colour, align, bold, halo=True)
