"""The chart of all agreements."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from psa.pages.charts.chart import Chart, Margins
from psa.pages.charts.classes import RESULTS, Place, class_words, draw_signs, indicator_class
from psa.pages.charts.fit import clean, text_width, wrap
from psa.pages.charts.look import CLASSES, GREY, INK, LINE, RULE, WIDTH
from psa.pages.charts.numbers import text_of
from psa.words import count, listed

STEP = 18.0  # between two signs
COLUMN = (WIDTH - 8) / 2  # of the key


@dataclass(frozen=True)
class AgreementRow:
    """One agreement: its title and its label in lines, the class of each of its indicators, best first."""

    title: list[str]
    label: list[str]
    codes: list[str]

    @property
    def sign_lines(self) -> int:
        """In how many lines its signs stand."""
        return -(-max(len(self.codes), 1) // _across())

    @property
    def height(self) -> float:
        """How high it is, in points."""
        return LINE * self.text_lines + STEP * self.sign_lines + 10

    @property
    def text_lines(self) -> int:
        """How many lines its words take."""
        return max(len(self.title), len(self.label))


def _across() -> int:
    """Return how many signs have room beside each other."""
    return int((WIDTH - 8) // STEP)


@dataclass(frozen=True, kw_only=True)
class FrameworkChart(Chart):
    """All agreements, one a row: title, label, and a sign for each indicator, best first.

    Attributes:
        rows: the agreements, in order.
        key: the classes that are drawn, best first.
    """

    rows: tuple[AgreementRow, ...]
    key: list[str]

    def draw(self, ax: Axes) -> None:
        ax.set_axis_off()
        ax.set(xlim=(0, self.width), ylim=(self.height, 0))
        places: list[Place] = []
        for i, code in enumerate(self.key):
            x, y = 8 + COLUMN * (i % 2), 10 + STEP * (i // 2)
            places.append((x, y, code))
            (words,) = wrap(class_words(code), COLUMN - 24, 1)
            ax.text(x + 12, y + 4, words, color=GREY)
        top = _key_height(self.key)
        tops = []
        for row in self.rows:
            tops.append(top)
            for i, line in enumerate(row.label, 1):
                ax.text(self.width, top + LINE * i, line, color=INK, ha="right")
            for i, line in enumerate(row.title, 1):
                ax.text(0, top + LINE * i, line, color=INK, weight="bold")
            foot = top + LINE * row.text_lines + 14
            for i, code in enumerate(row.codes):
                places.append((8 + STEP * (i % _across()), foot + STEP * (i // _across()), code))
            top += row.height
        ax.hlines(tops, 0, self.width, color=RULE, lw=0.8)
        draw_signs(ax, places, 13)


def framework_chart(
    agreements: pd.DataFrame,
    indicators: pd.DataFrame,
    words: Mapping[str, str] | None = None,
    results: Mapping[str, str] | None = None,
) -> Chart:
    """Return the chart of all agreements.

    Args:
        agreements: rows of `psa.methods.agreements.rate_agreements`, in the order to be shown.
        indicators: rows of `psa.methods.indicators.assess_indicators`.
        words: the framework's own words for labels.
        results: *met* or *missed*, of each indicator whose target or standard was due; it outranks the rating.
    """
    codes: dict[str, list[str]] = {}
    due = dict(results or {})
    for indicator in indicators.filter(["agreement_id", "indicator_id", "rating", "detail"]).to_dict(
        "records"
    ):
        code = due.get(str(indicator.get("indicator_id"))) or indicator_class(indicator)
        codes.setdefault(indicator["agreement_id"], []).append(code)
    used = {code for group in codes.values() for code in group}
    order = [*RESULTS, *CLASSES]
    key = [code for code in order if code in used] + sorted(used - set(order))
    labels = [(words or {}).get(word, clean(word).replace("_", " ")) for word in agreements["rating"]]
    rows = []
    for agreement, label in zip(agreements.to_dict("records"), labels, strict=True):
        own = sorted(codes.get(agreement["agreement_id"], []), key=key.index)
        name = text_of(agreement.get("short_title")) or agreement["agreement_id"]
        lines = wrap(label, WIDTH / 2)
        room = WIDTH - 20 - max(map(text_width, lines))
        rows.append(AgreementRow(wrap(name, room), lines, own))
    return FrameworkChart(
        alt=_describe(labels, [code for group in codes.values() for code in group], key),
        height=_key_height(key) + sum(row.height for row in rows),
        margins=Margins(),
        table=indicators.filter(["agreement_id", "indicator_id", "name", "rating", "detail"]).merge(
            agreements.filter(["agreement_id"]).assign(label=labels), how="left", on="agreement_id"
        ),
        rows=tuple(rows),
        key=key,
    )


def _key_height(key: list[str]) -> float:
    return STEP * -(-len(key) // 2) + 8


def _describe(labels: list[str], codes: list[str], key: list[str]) -> str:
    """Return the alt text of the chart, from the numbers."""
    text = f"{count(len(labels), 'agreement').capitalize()} with a sign for each of {count(len(codes), 'indicator')}"
    counts = listed([f"{codes.count(code)} {class_words(code)}" for code in key])
    text += f": {counts}." if codes else "."
    said = listed([f"{labels.count(label)} {label}" for label in dict.fromkeys(labels)])
    return f"{text} Labels: {said}." if said else text
