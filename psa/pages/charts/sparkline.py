"""A line as high as two lines of text: the figures of a series, what was asked for, first and last figure."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from psa.data.periods import parse_period
from psa.pages.charts.fit import short
from psa.words import is_missing

WIDTH, HEIGHT, ROOM = 150.0, 48.0, 6.0
FEWEST = 3  # figures below which there is no line to draw


def sparkline(points: pd.DataFrame, row: Mapping[Any, Any] | Any, edge: str = "none") -> str:
    """Return a small SVG of a series, in the colour of the text around it; empty where there are few figures.

    Args:
        points: its rows of the long frame.
        row: its row of the measures' ratings.
        edge: *good*, *bad* or *none*: the class of the last figure's dot.
    """
    points = points[points["value"].notna()]
    if len(points) < FEWEST:
        return ""
    times, values = points["time"].to_numpy(float), points["value"].to_numpy(float)
    periods, segment = points["period"].to_numpy(), points["segment"].to_numpy()
    if row["baseline_period"] not in set(periods) and not is_missing(row["baseline_value"]):
        # a published baseline that is no figure of the series: the dot stands alone, no line leads to it
        period = str(row["baseline_period"])
        times = np.append(times, parse_period(period).time)
        values = np.append(values, float(row["baseline_value"]))
        periods, segment = np.append(periods, period), np.append(segment, -1)
    levels = [float(row[c]) for c in ("target_level", "standard_level") if not is_missing(row[c])]
    low, high = min([*values, *levels]), max([*values, *levels])
    x = ROOM + (times - times.min()) / (np.ptp(times) or 1) * (WIDTH - 2 * ROOM)
    y = HEIGHT - ROOM - (np.array([*values, *levels]) - low) / (high - low or 1) * (HEIGHT - 2 * ROOM)
    parts = [
        f'<path d="M{short(ROOM)} {short(place)}H{short(WIDTH - ROOM)}" stroke-dasharray="5 4" stroke-width="1.4"/>'
        for place in y[len(values) :]
    ]
    parts.append(f'<path d="{_line(x, y, segment)}" stroke-width="2"/>')
    for name in ("baseline", "latest"):
        for place in np.flatnonzero(periods == row[f"{name}_period"])[-1:]:
            parts.append(_dot(x[place], y[place], name, edge))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="spark" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" '
        f'height="{HEIGHT:g}" fill="none" stroke="currentColor" stroke-linejoin="round" aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )


def _line(x: np.ndarray, y: np.ndarray, segment: np.ndarray) -> str:
    """Return the path of the figures, interrupted where the series breaks."""
    starts = np.r_[True, segment[1:] != segment[:-1]]
    return "".join(
        f"{'M' if start else 'L'}{short(px)} {short(py)}"
        for start, px, py in zip(starts, x, y[: len(x)], strict=True)
    )


def _dot(x: float, y: float, name: str, edge: str) -> str:
    if name == "baseline":
        return (
            f'<circle class="base" cx="{short(x)}" cy="{short(y)}" r="3.5" stroke-width="1.8" fill="white"/>'
        )
    return f'<circle class="last {edge}" cx="{short(x)}" cy="{short(y)}" r="4.5" stroke="none" fill="currentColor"/>'
