"""What matplotlib is told before it draws a chart."""

from typing import Any

import matplotlib

from psa.pages.charts.look import GREY, SIZE

# seaborn's style "ticks" (`seaborn.axes_style`), of which a test says that it still is: seaborn itself takes longer to
# import than ten charts take to draw
TICKS: dict[str, Any] = {
    "figure.facecolor": "white",
    "axes.axisbelow": True,
    "axes.edgecolor": ".15",
    "axes.facecolor": "white",
    "axes.grid": False,
    "axes.labelcolor": ".15",
    "axes.spines.bottom": True,
    "axes.spines.left": True,
    "axes.spines.right": True,
    "axes.spines.top": True,
    "font.family": ["sans-serif"],
    "font.sans-serif": ["Arial", "DejaVu Sans", "Liberation Sans", "Bitstream Vera Sans", "sans-serif"],
    "grid.color": ".8",
    "grid.linestyle": "-",
    "lines.solid_capstyle": "round",
    "patch.edgecolor": "w",
    "patch.force_edgecolor": True,
    "text.color": ".15",
    "xtick.bottom": True,
    "xtick.color": ".15",
    "xtick.direction": "out",
    "xtick.top": False,
    "ytick.color": ".15",
    "ytick.direction": "out",
    "ytick.left": True,
    "ytick.right": False,
}

_NO_STYLE = ("backend", "interactive", "toolbar", "webagg", "tk.", "timezone")  # how pictures are shown
STYLE: dict[Any, Any] = {
    # a person's own matplotlibrc counts for no chart of ours: what is not said below is as matplotlib has it
    **{n: value for n, value in matplotlib.rcParamsDefault.items() if not n.startswith(_NO_STYLE)},
    **TICKS,
    "font.family": ["DejaVu Sans"],
    "font.size": SIZE,
    "figure.dpi": 72,
    "text.color": GREY,
    "text.parse_math": False,
    "axes.facecolor": "none",
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.8,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "lines.solid_joinstyle": "round",
    "lines.solid_capstyle": "butt",
    "path.simplify": False,
}
