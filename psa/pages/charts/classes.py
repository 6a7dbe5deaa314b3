"""The class of an indicator as a chart shows it: colour, mark and words."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path

from psa.pages.charts.fit import clean
from psa.pages.charts.look import ALIKE, BLUE, CLASSES, GREY, ORANGE
from psa.pages.charts.numbers import Row, text_of

Place = tuple[float, float, str]  # x, y, class

_OUT = ("not_yet_assessed", "not_rateable", "withheld")


# the results of targets and standards, which outrank the class of the figures: marker, letter form, square, ink, words
_TICK, _CROSS = Path([(-0.9, 0.0), (-0.3, -0.7), (0.9, 0.8)]), "x"
RESULTS: dict[str, tuple[Any, str, str, str, str]] = {
    "met": (_TICK, "✓", BLUE, "white", "target met"),
    "missed": (_CROSS, "✕", ORANGE, "black", "target missed"),
}


def indicator_class(row: Row) -> str:
    """Return which sign an indicator has: its rating, with deteriorated apart from no improvement."""
    return "deteriorated" if text_of(row.get("detail")) == "deteriorated" else row["rating"]


def sign(code: str) -> tuple[Any, str, str, str, str]:
    """Return a class's sign; a word of another rule keeps its word, with the sign that is nearest."""
    if code in RESULTS:
        return RESULTS[code]
    if code in CLASSES:
        return CLASSES[code]
    near = CLASSES.get(ALIKE.get(code, ""), ("D", "◆", "#c8ccd0", "black", ""))
    return (*near[:4], clean(code).replace("_", " "))


def class_words(code: str) -> str:
    """Return a class in words."""
    return sign(code)[4]


def is_rated(frame: pd.DataFrame) -> pd.Series:
    """Return which indicators have a rating."""
    return ~frame["rating"].map(lambda word: ALIKE.get(word, word)).isin(_OUT)


def reason_class(row: Row) -> str:
    """Return the class of an indicator with its reason, unless it is withheld."""
    reason = text_of(row.get("reason")).split(":")[0].strip()
    words = class_words(indicator_class(row))
    return words if not reason or row["rating"] == "withheld" else f"{words}: {reason}"


def draw_signs(ax: Axes, places: Iterable[Place], size: float = 12) -> None:
    """Draw the signs of classes at places in data: a square in the class's colour with its symbol inside."""
    groups: dict[str, list[Place]] = {}
    for place in places:
        groups.setdefault(place[2], []).append(place)
    for code, group in groups.items():
        marker, _, face, ink, _ = sign(code)
        x, y = [place[0] for place in group], [place[1] for place in group]
        edge = GREY if face == "white" else face
        ax.plot(x, y, "s", ms=size, mfc=face, mec=edge, mew=0.8, ls="none", zorder=4, clip_on=False)
        is_hollow = code in {"not_yet_assessed", "met"}
        ax.plot(
            x,
            y,
            marker=marker,
            ms=0.55 * size,
            mfc="none" if is_hollow else ink,
            mec=GREY if code == "not_yet_assessed" else ink,
            mew=2 if code in RESULTS else 1.2 if marker in "ox" else 0.4,
            ls="none",
            zorder=5,
            clip_on=False,
        )
