"""The class of an indicator as a chart shows it: colour, mark and words."""

import pandas as pd

from psa.pages.charts.look import ALIKE, CLASSES, GREY
from psa.pages.charts.numbers import number_text
from psa.pages.charts.sheet import clean, symbols


def indicator_class(row) -> str:
    """Return which sign an indicator has: its rating, with deteriorated apart from no improvement."""
    return "deteriorated" if number_text(row.get("detail")) == "deteriorated" else row["rating"]


def sign(code: str):
    """Return a class's sign; a word of another rule keeps its word, with the sign that is nearest."""
    if code in CLASSES:
        return CLASSES[code]
    near = CLASSES.get(ALIKE.get(code, ""), ("D", "◆", "#C8CCD0", "black"))
    return (*near[:4], clean(code).replace("_", " "))


def is_rated(frame: pd.DataFrame) -> pd.Series:
    return ~frame["rating"].map(lambda word: ALIKE.get(word, word)).isin(
        ["not_yet_assessed", "not_rateable", "withheld"]
    )


def reason_class(row) -> str:
    text = number_text(row.get("reason")).split(":")[0].strip()
    word = sign(indicator_class(row))[4]
    return word if not text or row["rating"] == "withheld" else f"{word}: {text}"


def class_signs(ax, x, y, code: str, size: float) -> None:
    """Draw the sign of a class at points: a square in its colour with its symbol inside."""
    marker, _, face, ink, _ = sign(code)
    symbols(ax, x, y, "s", size, face, GREY if face == "white" else face, 0.8)
    inner = size * 0.55
    hollow = code == "not_yet_assessed"
    symbols(
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
