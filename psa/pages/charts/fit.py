"""Text that fits: about how wide it is, in lines, and numbers as short as can be."""

import re
from functools import lru_cache

from psa.pages.charts.look import SIZE

_WIDTHS = {
    **dict.fromkeys("iljtfrI.,:;|!'()[] -/", 0.40),
    **dict.fromkeys("mwMW%@▲▼●○■—…−+=<>", 0.95),
}


def clean(text: object) -> str:
    """Return a text without what XML cannot hold."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", str(text))


def short(number: float) -> str:
    """Return a number to one decimal, as short as can be."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _letter_width(letter: str) -> float:
    if ord(letter) > 0x2E80:
        return 1.0
    return 0.70 if letter.isupper() else 0.62


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = SIZE) -> float:
    """Return about how wide a text is in the widest of the page's fonts, without asking any font."""
    return size * sum(_WIDTHS.get(letter) or _letter_width(letter) for letter in text)


def wrap(text: object, width: float, most: int = 99) -> list[str]:
    """Return a text in lines that fit a width; what does not fit in the last one ends in an ellipsis."""
    lines = [""]
    for word in clean(text).split():
        joined = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(joined) > width:
            lines.append(word)
        else:
            lines[-1] = joined
    is_cut = len(lines) > most
    lines = lines[:most]
    return [_cut(line, width, is_cut and i == len(lines) - 1) for i, line in enumerate(lines)]


def _cut(line: str, width: float, is_cut: bool) -> str:
    """Return a line that fits; letter by letter less, with an ellipsis, where a word alone is too wide."""
    while line and text_width(line + "…" * is_cut) > width:
        line, is_cut = line[:-1].rstrip(), True
    return line + "…" * is_cut
