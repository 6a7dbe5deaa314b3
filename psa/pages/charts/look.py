"""How charts look: colours, sizes, lines, and the signs of classes and moves; what matplotlib is told is in `style`."""

from typing import Any

from psa.methods.vocabulary import CLASSES as CLASS_CODES
from psa.methods.vocabulary import REASONS, VERDICTS

# The palette of the UK Government Analysis Function, which is fit for colour-blind readers; PALE and SHADE
# are greys for what does not count, DEEP the second colour in a strength that text can have.
INK, GREY, PALE, SHADE, RULE = "#0b0c0c", "#3d3d3d", "#8a8f94", "#eef1f4", "#d9dcdf"
BLUE, TEAL, PINK, ORANGE, DEEP = "#12436d", "#28a197", "#801650", "#f46a25", "#14675f"

# In points. A sheet is as wide as a page's column on a phone of 360 pixels, so that letters have 12 pixels there.
WIDTH, SIZE, LINE = 328.0, 12.0, 15.0
WIDEST = 460  # pixels on a large screen, where letters then are as large as the text around them
FONTS = "Arial,Helvetica,'DejaVu Sans',sans-serif"

DASHED, DOTTED, DASH_DOT = (0, (6, 3)), (0, (0.8, 2)), (0, (5, 1.5, 1, 1.5))

# class of an indicator: marker, colour of the square, colour of the symbol
_PAINT = {
    "improvement": ("^", BLUE, "white"),
    "no_improvement": ("o", "#c8ccd0", "black"),
    "deteriorated": ("v", ORANGE, "black"),
    "not_yet_assessed": ("o", "white", PALE),
    "not_rateable": ("x", "white", GREY),
    "withheld": ("s", "white", PINK),
}

# class of an indicator: marker, letter form, colour of the square, colour of the symbol, words
CLASSES = {
    code: (marker, CLASS_CODES[code].sign, square, ink, CLASS_CODES[code].words)
    for code, (marker, square, ink) in _PAINT.items()
}

# what a component did: letter form, colour, line
_UP, _LEVEL, _DOWN = ("▲", BLUE, "-"), ("●", GREY, (0, (1.5, 1.2))), ("▼", ORANGE, (0, (4, 1.5)))
MOVES: dict[str, tuple[str, str, Any]] = {
    "improved": _UP,
    "held": _UP,
    "standard met": _UP,
    "change too small": _LEVEL,
    "no change": _LEVEL,
    "standard not met": _LEVEL,
    "worse": _DOWN,
    "not assessed": ("○", PALE, "-"),
}
MOVE_OF_REASON = {code: row.move for code, row in REASONS.items() if row.move}

# words of our own verdicts, with the class that is drawn alike
ALIKE = {code: row.shown_as for code, row in VERDICTS.items()} | {
    "on_track": "improvement",
    "off_track": "deteriorated",
}
