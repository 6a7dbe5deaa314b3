"""The chart of one agreement's indicators."""

import matplotlib.ticker
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from psa.pages.charts.classes import class_signs, indicator_class, is_rated, reason_class, sign
from psa.pages.charts.look import ALIKE, BLUE, GREY, LINE, ORANGE, PALE, SIZE, STYLE, WIDTH
from psa.pages.charts.numbers import figure_text, tick_values
from psa.pages.charts.sheet import Frame, clean, draw_line, sheet, wrap, write
from psa.words import count, listed, number


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
        rated = frame[is_rated(frame)].sort_values(
            "standardised", ascending=False, kind="stable", na_position="last"
        )
        others = frame[~is_rated(frame)]
        drawn = rated["standardised"].notna()
        words = wrap(scale[:1].upper() + scale[1:], WIDTH - 8)
        plan, y, plot_end = [], 8.0, 8.0
        for place, row in enumerate(rated.to_dict("records"), 1):
            lines = wrap(row["name"], WIDTH - 8, 2)
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
                for i, line in enumerate(wrap(row["name"], WIDTH - 26, 2)):
                    y += LINE * (i > 0)
                    listing.append((y, line, row if i == 0 else False, 22))
                for line in wrap(reason_class(row), WIDTH - 26, 3):
                    y += LINE
                    listing.append((y, line, None, 22))
            y += 8
        figure, ax = sheet(max(y, 40))
        if frame.empty:
            write(ax, WIDTH / 2, 24, "No indicators", align="center")
        low, high = _reach(rated[drawn])
        across = Frame(14, 290, 0, 1, low, high, 0, 1)
        if drawn.any():
            _scale(ax, across, plot_end, words, suffix)
        for top, row, lines in plan:
            _indicator(ax, across, top, row, lines, suffix)
        for foot, text, sign, x in listing:
            write(ax, x, foot, text, "#0B0C0C" if sign is not None else GREY, bold=sign is True)
            if isinstance(sign, dict):
                class_signs(ax, [11], [foot - 5], indicator_class(sign), 11)
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


def _scale(ax, across: Frame, foot: float, words: list[str], suffix: str) -> None:
    """Draw the scale below the indicators, and say which way is better."""
    draw_line(ax, [across.left, across.right], [foot, foot], GREY, 0.8)
    for tick in tick_values(across.first, across.last, 4):
        x = float(across.x(tick))
        draw_line(ax, [x, x], [foot, foot + 4], GREY, 0.8)
        write(ax, x, foot + 4 + SIZE, number(abs(tick)) + suffix, align="center")
    zero = float(across.x(0))
    if zero - across.left > 70:
        write(ax, zero - 8, foot + 6 + 2 * SIZE, "← worse", "#0B0C0C", "right")
    write(ax, zero + 8, foot + 6 + 2 * SIZE, "better →", "#0B0C0C")
    for i, line in enumerate(words):
        write(ax, 4, foot + 10 + 2 * SIZE + LINE * (i + 1), line)


def _indicator(ax, across: Frame, top: float, row: dict, lines: list[str], suffix: str) -> None:
    """Write an indicator's name, and below it draw its change and say its rating."""
    for i, line in enumerate(lines):
        write(ax, 4, top + LINE * i + SIZE * 0.9, line, "#0B0C0C", halo=True)
    y = top + LINE * len(lines) + 11
    code = indicator_class(row)
    word = sign(code)[4]
    moved = row["standardised"]
    if not np.isfinite(moved):
        text = _components_words(row) if int(row.get("components") or 0) > 1 else "no change to draw"
        class_signs(ax, [11], [y], code, 13)
        write(ax, 24, y + SIZE * 0.35, text, halo=True)
        write(ax, WIDTH - 4, y + SIZE * 0.35, word, "#0B0C0C", "right")
        return
    colour = {"improvement": BLUE, "deteriorated": ORANGE}.get(ALIKE.get(code, code), GREY)
    zero = float(across.x(0))
    draw_line(ax, [zero, zero], [y - 12, y + 20], PALE, 1, zorder=0.4)
    ends = np.array([row["lower"], row["upper"]], float)
    if np.isfinite(ends).all():
        shown = np.clip(ends, across.first, across.last)
        draw_line(ax, across.x(shown), [y, y], colour, 2, zorder=2)
        for end, at in zip(ends, shown, strict=True):
            if end == at:
                draw_line(ax, across.x([at, at]), [y - 5, y + 5], colour, 2, zorder=2)
    at = float(np.clip(moved, across.first, across.last))
    class_signs(ax, [across.x(at)], [y], code, 13)
    if at != moved:
        write(
            ax,
            float(across.x(at)) + (-18 if moved > 0 else 18),
            y + SIZE * 0.35,
            "»" if moved > 0 else "«",
            align="center",
        )
    size = figure_text(abs(moved), True) + suffix
    agrees = moved != 0 and code == ("improvement" if moved > 0 else "deteriorated")
    side = "no change" if moved == 0 else f"{size} {'better' if moved > 0 else 'worse'}"
    write(
        ax,
        WIDTH - 4,
        y + SIZE * 0.35 - (0 if agrees else LINE / 2),
        f"{word} by {size}" if agrees else word,
        "#0B0C0C",
        "right",
    )
    if not agrees:
        write(ax, WIDTH - 4, y + SIZE * 0.35 + LINE / 2, side, GREY, "right")


def describe_agreement_summary(indicators: pd.DataFrame) -> str:
    """Return the alt text of `plot_agreement_summary`, from the numbers."""
    if indicators.empty:
        return "No indicators."
    frame = standardise(indicators)
    rated = frame[is_rated(frame)].sort_values(
        "standardised", ascending=False, kind="stable", na_position="last"
    )
    text = f"{count(len(rated), 'indicator').capitalize()} of {len(frame)} rated."
    told = []
    for row in rated.to_dict("records"):
        word, moved = sign(indicator_class(row))[4], row["standardised"]
        if np.isfinite(moved):
            how = (
                "no change"
                if moved == 0
                else f"{figure_text(abs(moved), True)}% {'better' if moved > 0 else 'worse'}"
            )
            if "standardised" in indicators:
                how = how.replace("%", "")
        else:
            how = _components_words(row) if int(row.get("components") or 0) > 1 else "no single change"
        told.append(f"{clean(row['name'])}: {word}, {how}")
    if told:
        text += f" Best first. {'. '.join(told)}."
    codes = [indicator_class(r) for r in frame[~is_rated(frame)].to_dict("records")]
    if codes:
        text += f" Not rated: {listed([f'{codes.count(c)} {sign(c)[4]}' for c in dict.fromkeys(codes)])}."
    return text
