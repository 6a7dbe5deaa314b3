"""Small charts of the components of one indicator."""

import matplotlib.ticker
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from psa.pages.charts.look import GREY, LINE, MOVE_OF_REASON, MOVES, PALE, SHADE, SIZE, STYLE, WIDTH
from psa.pages.charts.measure import draw_marks, is_late, year_axis
from psa.pages.charts.numbers import (
    decimal,
    decimals,
    figure_text,
    from_to,
    number_text,
    padded,
    small_span,
    tick_values,
    tick_words,
    unit_subtitle,
    years_of,
)
from psa.pages.charts.sheet import Frame, Pen, clean, sheet, text_width, wrap, write
from psa.words import count, listed


def _move(row) -> str:
    if row["rating"] not in {"improvement", "no_improvement"}:
        return "not assessed"
    return MOVE_OF_REASON.get(
        row["reason_code"], "improved" if row["rating"] == "improvement" else "no change"
    )


def _component(row) -> str:
    return number_text(row["dimension_value"]) or number_text(row["label"]) or str(row.name)


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
            figure, ax = sheet(60)
            write(ax, WIDTH / 2, 34, "No figures", align="center")
            return figure
        own = {key: group for key, group in points.groupby("measure_id", sort=False)}
        records = rows.loc[ids].to_dict("index")
        units = list(dict.fromkeys(number_text(r["unit"]) for r in records.values()))
        texts = {i: _panel_texts(records[i], own[i], len(units) > 1) for i in ids}
        longest = max(text_width(t) for name, move, values in texts.values() for t in (name, move, values))
        shared = len(units) == 1
        begin, limit = decimal(settings.baseline_by), settings.through
        end = decimal(limit) if limit else float(points["time"].max())
        span = small_span(points, begin, end)
        levels = (points["value"].min(), points["value"].max())
        ticks = tick_values(*padded(*levels), 3) if shared else []
        left = 8 + max((text_width(w) for w in tick_words(ticks)), default=0)
        columns = next(
            (c for c in (4, 3) if len(ids) >= 3 * (c - 2) and longest <= (WIDTH - left) / c - 12), 2
        )
        across = (WIDTH - left) / columns
        names = {i: wrap(texts[i][0], across - 14, 2) for i in ids}
        lines = [ids[k : k + columns] for k in range(0, len(ids), columns)]
        heads = [max(len(names[i]) for i in line) + 2 for line in lines]
        unit = unit_subtitle(units[0]) if shared else "in their own units"
        subtitle = wrap(f"{unit}. Shaded: {period_title}. Square: baseline. Dot: latest.", WIDTH - 8)
        top = 8 + LINE * len(subtitle)
        height = top + sum(LINE * head + 58 + 14 for head in heads) + 22
        figure, ax = sheet(height)
        pen, feet = Pen(ax), {}
        for i, text in enumerate(subtitle):
            write(ax, 4, 4 + LINE * i + SIZE * 0.85, text)
        for line, head in zip(lines, heads, strict=True):
            plot_top = top + LINE * head + 6
            for column, key in enumerate(line):
                low, high = padded(
                    *(levels if shared else (own[key]["value"].min(), own[key]["value"].max()))
                )
                edge = left + column * across
                frame = Frame(edge, edge + across - 14, plot_top, plot_top + 58, *span, low, high)
                for i, text in enumerate([*names[key], *texts[key][1:]]):
                    y = plot_top - 6 - LINE * (len(names[key]) + 2 - i) + SIZE
                    write(
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
            _panel_years(pen, frame, years_of(points))
        pen.draw()
    return figure


def _panel_texts(row, points, with_unit: bool) -> tuple[str, str, str]:
    name = clean(number_text(row["dimension_value"]) or number_text(row["label"]) or "unnamed")
    move = _move(row)
    if move == "not assessed" or not number_text(row["baseline_period"]):
        values = figure_text(points["value"].iloc[-1], row["is_derived"], decimals(row))
    else:
        values = from_to(row)
    if with_unit:
        values += " " + unit_subtitle(row["unit"])
        values = wrap(values, WIDTH / 2 - 30, 1)[0]
    return name[:1].upper() + name[1:], f"{MOVES[move][0]} {move}", values


def _panel(pen: Pen, frame: Frame, points, row, settings, span, ticks, is_first: bool) -> None:
    """Draw one small chart: span, series with its breaks, baseline and latest figure."""
    middle = (frame.top + frame.bottom) / 2
    pen.line(frame.x(span), [middle, middle], SHADE, frame.bottom - frame.top, "-", 0)
    for tick, words in zip(ticks, tick_words(ticks), strict=True):
        y = float(frame.y(tick))
        pen.line([frame.left, frame.right], [y, y], "#D9DCDF", 0.6, "-", 0.5)
        if is_first:
            write(pen.ax, frame.left - 4, y + SIZE * 0.35, words, align="right")
    pen.line([frame.left, frame.right], [frame.bottom, frame.bottom], PALE, 0.7)
    _, colour, dash = MOVES[_move(row)]
    time, value = points["time"].to_numpy(float), points["value"].to_numpy(float)
    late = is_late(points, settings)
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
    for name, (at, level, is_provisional) in draw_marks(points, row).items():
        marker, size, edge = ("s", 6, GREY) if name == "baseline" else ("o", 6.5, colour)
        pen.dot(frame.x(at), frame.y(level), marker, size, "white" if is_provisional else edge, edge, 1.4)


def _panel_years(pen: Pen, frame: Frame, years: tuple[float, str]) -> None:
    """Write the first and last year below the lowest chart of a column, each between its beginning and its end."""
    room = (frame.left - 8, frame.right + 12)  # the next column's begin where these end
    found = [
        y
        for y in year_axis(frame, years)
        if room[0] <= y[1] - text_width(y[0]) / 2 and y[1] + text_width(y[0]) / 2 <= room[1]
    ]
    for words, x, first, last in [found[0], found[-1]] if len(found) > 2 else found:
        for edge in (e for e in (first, last) if frame.left <= e <= frame.right):
            pen.line([edge, edge], [frame.bottom, frame.bottom + 4], GREY, 0.8)
        write(pen.ax, x, frame.bottom + 5 + SIZE, words, align="center")


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
        f"{_component(row)} {from_to(row)}"
        for (_, row), move in zip(held.iterrows(), moves, strict=True) if move != "not assessed"
    ]  # fmt: skip
    if told:
        text += f" Best first, baseline to latest: {'; '.join(told)}."
    return text
