"""Numbers, periods and ticks as charts write them."""

import re
from datetime import date

import numpy as np
import pandas as pd

from psa.data.periods import parse_period
from psa.pages.charts.look import PALE, WIDTH
from psa.pages.charts.sheet import Frame, draw_line, shade, text_width, wrap, write
from psa.words import alike, number


def tick_values(low: float, high: float, most: int) -> list[float]:
    """Return round numbers between two values, at most so many."""
    size = (high - low) / most
    power = 10.0 ** np.floor(np.log10(size))
    step = next(power * m for m in (1, 2, 5, 10, 20) if power * m >= size * (1 - 1e-9))
    return [
        round(float(k * step), 10)
        for k in range(int(np.ceil(low / step - 1e-9)), int(np.floor(high / step + 1e-9)) + 1)
    ]


def tick_words(ticks: list[float]) -> list[str]:
    """Return ticks as words, in millions or thousands of millions where they are long."""
    most = max((abs(t) for t in ticks), default=0)
    for size, mark in ((1e9, "bn"), (1e6, "m")):
        if most >= 2 * size:
            return [number(round(t / size, 6)) + (mark if t else "") for t in ticks]
    return [number(t) for t in ticks]


def decimal(day: date) -> float:
    """Return the end of a day as a decimal year."""
    start = date(day.year, 1, 1)
    return day.year + ((day - start).days + 1) / ((date(day.year + 1, 1, 1) - start).days)


def figure_text(value, is_derived=False, decimals: float = 0) -> str:
    """Return a figure as it is written in a picture: the decimals of its series, but at most four digits in all."""
    value = float(value)
    if not np.isfinite(value):
        return "not known"
    digits = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    places = max((3 if is_derived else 4) - digits, 0)
    return number(round(value, places), least=min(decimals, places))


def decimals(row) -> float:
    """Return the decimals of a measure's published figures; 0 where it has none of its own."""
    found = row.get("decimals", np.nan)
    return 0 if pd.isna(found) else found


def number_text(value) -> str:
    return value if isinstance(value, str) else ""


def level_text(row, name: str) -> float:
    value = row.get(name, np.nan)
    return float(value) if value is not None and pd.notna(value) else np.nan


def unit_subtitle(unit, is_derived: bool = False) -> str:
    """Return what stands at the top of a chart: its unit, and whether we computed it."""
    unit = re.sub(r"\bpercent\b", "per cent", number_text(unit).strip()) or "figures"
    unit = {"count": "number", "share (0-1)": "share, 0 to 1"}.get(unit, unit)
    return f"{unit}, computed by us from published figures" if is_derived else unit


def level_words(row) -> list[tuple[float, tuple[str, str]]]:
    """Return the levels that are asked for, with the two lines of their labels."""
    found = []
    for column, name in (("target_level", "target"), ("standard_level", "standard")):
        level = level_text(row, column)
        if np.isfinite(level):
            found.append((level, (name, figure_text(level))))
    return found


def period(ax, frame: Frame, settings, title: str) -> None:
    """Shade the span that is assessed and name it above."""
    begin = decimal(settings.baseline_by)
    end = decimal(settings.through) if settings.through else frame.last
    left, right = float(frame.x(begin)), min(float(frame.x(end)), frame.right)
    shade(ax, left, right, frame.top, frame.bottom)
    draw_line(ax, [left, right], [frame.top, frame.top], PALE, 2)
    (line,) = wrap(title, WIDTH - 12, 1)
    half = text_width(line) / 2
    write(ax, min(max((left + right) / 2, half + 4), WIDTH - half - 4), frame.top - 5, line, align="center")


def cut_ends(frame: Frame, projection) -> list[tuple[str, float]]:
    """Return, for each end of a trend's fan that lies beyond the chart, its value in words and the edge where it leaves."""
    if projection is None or projection.empty:
        return []
    end = projection.iloc[-1]
    _, lower, upper = alike(*end[["estimate", "lower", "upper"]])
    found = [(f"↓ to {lower}", frame.bottom)] if end["lower"] < frame.low else []
    return [*found, (f"↑ to {upper}", frame.top)] if end["upper"] > frame.high else found


def years_of(points: pd.DataFrame) -> tuple[float, str]:
    """Return when the years of an axis begin, as a share of a calendar year, and what joins their two numbers.

    Series of financial or academic years alone have an axis of such years; all others have calendar years.
    """
    kinds = set(points["period"].map(lambda p: parse_period(p).kind))
    return {frozenset({"financial"}): (3 / 12, "-"), frozenset({"academic"}): (8 / 12, "/")}.get(
        frozenset(kinds), (0.0, "")
    )


def from_to(row) -> str:
    return " to ".join(
        figure_text(row[c], bool(row["is_derived"]), decimals(row))
        for c in ("baseline_value", "latest_value")
    )


def spread(low: float, high: float) -> float:
    """Return how far apart two values are; of values that hardly differ, a fifth of their size."""
    size = max(abs(low), abs(high))
    return high - low if high - low > 1e-9 * size else 0.2 * size or 1.0


def padded(low: float, high: float) -> tuple[float, float]:
    span = spread(low, high)
    return (max(low - 0.12 * span, 0.0) if low >= 0 else low - 0.12 * span), high + 0.12 * span


def small_span(points, begin, end) -> tuple[float, float]:
    first, last = min(points["time"].min(), begin), max(points["time"].max(), end)
    pad = 0.04 * (last - first)
    return first - pad, last + pad
