"""The picture that a message or a post shows beside a link to a page: what became of all targets.

It needs the full address of the site, which a framework may state; where none is stated, none is made. One for the
whole site: one for each agreement would take seconds of every batch.
"""

import io

import matplotlib
from matplotlib.figure import Figure

from psa.pages.charts.fit import text_width, wrap
from psa.pages.charts.look import BLUE, GREY, INK, ORANGE, PALE
from psa.pages.charts.style import STYLE
from psa.site.pages.site_page import Site
from psa.site.pages.target_board import SAID
from psa.words import count

ACROSS = 900  # pixels; more than those who show links ask for, and a file that is small
WIDTH, HEIGHT, EDGE, MOST_SQUARES = 600.0, 315.0, 28.0, 30  # points; squares in a row
_COLORS = {"missed": ORANGE, "met": BLUE}


def share_picture(site: Site) -> bytes:
    """Return the picture as PNG, the same bytes each time: the title, and how many targets came to what."""
    board = site.rated.scoreboard["outcome"].value_counts()
    counts = {code: int(board[code]) for code in ("missed", "met", *SAID) if code in board.index}
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72 * ACROSS / WIDTH, facecolor="white")
        ax = figure.add_axes((0, 0, 1, 1))
        ax.set_axis_off()
        ax.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        size = 26.0 if len(wrap(site.title, _room(26.0))) < 3 else 19.0
        top = EDGE + size
        for line in wrap(site.title, _room(size), 3):
            ax.text(EDGE, top, line, size=size, color=INK, weight="bold")
            top += 1.3 * size
        ax.text(EDGE, top, _head(sum(counts.values())), size=14, color=GREY)
        said = {code: SAID[code][number != 1] for code, number in counts.items()}
        left = EDGE + 48 + 1.1 * max(map(text_width, said.values()), default=0)
        for code, number in counts.items():
            top += 10
            ax.text(EDGE, top + 14, f"{number}", size=17, color=INK, weight="bold")
            ax.text(EDGE + 34, top + 14, said[code], size=14, color=GREY)
            squares = min(number, int((WIDTH - EDGE - left) // 13), MOST_SQUARES)
            color = _COLORS.get(code, PALE)
            face = color if code in _COLORS else "white"
            across = [left + 13 * place for place in range(squares)]
            ax.plot(across, [top + 8] * squares, "s", ms=9.5, mfc=face, mec=color, mew=1.2, ls="none")
            top += 22
        out = io.BytesIO()
        figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _head(targets: int) -> str:
    return f"Of {count(targets, 'target and standard', 'targets and standards')}" if targets else ""


def _room(size: float) -> float:
    """Return how wide a line of bold letters of a size may be, as letters of the usual size are counted."""
    return (WIDTH - 2 * EDGE) / size * 12 * 0.92
