"""The chart of all agreements."""

import matplotlib.ticker
import pandas as pd
from matplotlib.figure import Figure

from psa.pages.charts.classes import class_signs, indicator_class, sign
from psa.pages.charts.look import CLASSES, LINE, SIZE, STYLE, WIDTH
from psa.pages.charts.numbers import number_text
from psa.pages.charts.sheet import clean, draw_line, sheet, text_width, wrap, write
from psa.words import count, listed


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
        figure, ax = sheet(top + sum(LINE * 1.15 * t + 7 for t in tall) + 4)
        for i, code in enumerate(order):
            x, y = 12 + 158 * (i % 3), 13 + LINE * 1.3 * (i // 3)
            class_signs(ax, [x], [y], code, 13)
            write(ax, x + 13, y + SIZE * 0.35, sign(code)[4])
        places: dict[str, list] = {c: [] for c in order}
        for row, lines in zip(rows, tall, strict=True):
            draw_line(ax, [4, WIDTH - 4], [top, top], "#D9DCDF", 0.8)
            label = (words or {}).get(row["rating"], clean(row["rating"]).replace("_", " "))
            write(ax, WIDTH - 4, top + SIZE + 3, label, "#0B0C0C", "right")
            name = number_text(row.get("short_title")) or row["agreement_id"]
            (title,) = wrap(name, WIDTH - 22 - text_width(label) - 6, 1)
            write(ax, 4, top + SIZE + 3, title, "#0B0C0C", bold=True)
            own = sorted(codes.get(row["agreement_id"], []), key=order.index)
            for i, code in enumerate(own):
                places[code].append((12 + step * (i % room), top + LINE * 1.15 * (1.6 + i // room) + 3))
            top += LINE * 1.15 * lines + 7
        for code, at in places.items():
            if at:
                class_signs(ax, [p[0] for p in at], [p[1] for p in at], code, 14)
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
    text += f": {listed([f'{codes.count(c)} {sign(c)[4]}' for c in order if c in codes])}." if codes else "."
    said = [
        f"{labels.count(w)} {(words or {}).get(w, clean(w).replace('_', ' '))}" for w in dict.fromkeys(labels)
    ]
    return f"{text} Labels: {listed(said)}." if said else text
