"""How charts look: colours, classes and marks."""

import seaborn as sns

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


# class of an indicator: marker, letter form, colour of the square, colour of the symbol, words
CLASSES = {
    "improvement": ("^", "▲", BLUE, "white", "improved"),
    "no_improvement": ("o", "●", "#C8CCD0", "black", "no improvement"),
    "deteriorated": ("v", "▼", ORANGE, "black", "deteriorated"),
    "not_yet_assessed": ("o", "○", "white", PALE, "not yet assessed"),
    "not_rateable": ("x", "×", "white", GREY, "not rateable"),
    "withheld": ("s", "■", "white", PINK, "withheld"),
}


# what a component did: letter form, colour, line
MOVES = {
    "improved": ("▲", BLUE, "-"), "held": ("▲", BLUE, "-"), "standard met": ("▲", BLUE, "-"),
    "change too small": ("●", GREY, (0, (1.5, 1.2))), "no change": ("●", GREY, (0, (1.5, 1.2))),
    "standard not met": ("●", GREY, (0, (1.5, 1.2))), "worse": ("▼", ORANGE, (0, (4, 1.5))),
    "not assessed": ("○", PALE, "-"),
}  # fmt: skip


MOVE_OF_REASON = {
    "improved": "improved", "maintained": "held", "standard_met": "standard met", "unchanged": "no change",
    "too_small": "change too small", "not_significant": "change too small", "deteriorated": "worse",
    "standard_not_met": "standard not met",
}  # fmt: skip


# words of our own verdicts and other rules, with the class that is drawn alike
ALIKE = {
    "better": "improvement", "met": "improvement", "on_course": "improvement", "meets": "improvement",
    "meets_within_error": "improvement", "in_line": "no_improvement", "not_distinguishable": "no_improvement",
    "not_met": "no_improvement", "uncertain": "no_improvement", "off_course": "no_improvement",
    "below_within_error": "no_improvement", "below": "no_improvement", "worse": "deteriorated",
    "moving_away": "deteriorated", "not_assessed": "not_yet_assessed",
}  # fmt: skip
