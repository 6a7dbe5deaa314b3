"""How charts look: colours, classes and marks."""

import seaborn as sns

from psa.methods.vocabulary import CLASSES as CLASS_CODES
from psa.methods.vocabulary import REASONS, VERDICTS

# The palette of the UK Government Analysis Function, which is fit for colour-blind readers; PALE and SHADE
# are greys for what does not count, DEEP the second colour in a strength that text can have.
BLUE, TEAL, PINK, ORANGE, GREY = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D"


PALE, SHADE, DEEP = "#8A8F94", "#EEF1F4", "#14675F"


WIDTH, SIZE, LINE = 480, 13.5, 17.0


FONTS = "Arial,Helvetica,'DejaVu Sans',sans-serif"


STYLE = {
    **sns.axes_style("white"), "font.family": ["DejaVu Sans"], "font.sans-serif": ["DejaVu Sans"],
    "font.size": SIZE, "text.color": GREY, "text.parse_math": False, "svg.hashsalt": "charts",
    "svg.fonttype": "none", "path.simplify": False, "figure.dpi": 72, "savefig.dpi": 72,
}  # fmt: skip


# class of an indicator: marker, colour of the square, colour of the symbol
_PAINT = {
    "improvement": ("^", BLUE, "white"),
    "no_improvement": ("o", "#C8CCD0", "black"),
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
MOVES = {
    "improved": ("▲", BLUE, "-"), "held": ("▲", BLUE, "-"), "standard met": ("▲", BLUE, "-"),
    "change too small": ("●", GREY, (0, (1.5, 1.2))), "no change": ("●", GREY, (0, (1.5, 1.2))),
    "standard not met": ("●", GREY, (0, (1.5, 1.2))), "worse": ("▼", ORANGE, (0, (4, 1.5))),
    "not assessed": ("○", PALE, "-"),
}  # fmt: skip


MOVE_OF_REASON = {code: row.move for code, row in REASONS.items() if row.move}


# words of our own verdicts, with the class that is drawn alike
ALIKE = {code: row.shown_as for code, row in VERDICTS.items()}
