"""Write a figure as small SVG that can stand in a page: the same bytes each time, no ids, text as text."""

import html
import re
from collections.abc import Sequence
from typing import Any

import matplotlib
import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from psa.pages.charts.fit import clean, short, text_width
from psa.pages.charts.look import FONTS, GREY, SIZE, WIDEST, WIDTH
from psa.pages.charts.style import STYLE

_COMMANDS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
_ANCHORS = {"left": "", "center": "middle", "right": "end"}
_TEXTS = f'<g fill="{GREY}" stroke="#fff" stroke-width="3" stroke-opacity=".85" paint-order="stroke">\n'


Hint = tuple[float, float, str]


def to_svg(figure: Figure, alt: str, hints: Sequence[Hint] = ()) -> str:
    """Return a figure as SVG that can stand inside a page.

    It has no width of its own, no style that reaches outside it and no ids, so that many can stand in one page.
    Text stays text, with a white edge that keeps it apart from lines.

    Args:
        figure: of lines, areas, marks and texts; images and hatches are not written.
        alt: what a reader who cannot see it is told.
        hints: what is said where a pointer rests on the plot: across, up, in data of the first axes.
    """
    width, height = figure.get_size_inches() * 72
    renderer = SvgRenderer(width, height)
    with matplotlib.rc_context(STYLE):
        figure.set_dpi(72)
        figure.draw(renderer)
    alt = clean(alt)
    first = re.split(r"(?<=[.:;]) ", alt, maxsplit=1)[0].rstrip(":;")
    words, title = html.escape(alt), html.escape(first, quote=False)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {short(width)} {short(height)}" role="img" '
        f'aria-label="{words}" style="width:100%;height:auto;max-width:{WIDEST * width / WIDTH:.0f}px;'
        f'font-family:{FONTS};font-size:{SIZE:g}px" stroke-linejoin="round">\n'
        f"<title>{title}</title>\n<desc>{words}</desc>\n{renderer.markup()}"
        f"{_hints(figure, height, hints)}</svg>\n"
    )


def _hints(figure: Figure, height: float, hints: Sequence[Hint]) -> str:
    """Return places that cannot be seen and say their words where a pointer rests on them."""
    if not hints:
        return ""
    places = figure.axes[0].transData.transform([(x, y) for x, y, _ in hints])
    spots = (
        f'<circle cx="{short(x)}" cy="{short(height - y)}" r="7">'
        f"<title>{html.escape(clean(words), quote=False)}</title></circle>"
        for (x, y), (_, _, words) in zip(places, hints, strict=True)
    )
    return f'<g fill="#fff" fill-opacity="0">{"".join(spots)}</g>\n'


class SvgRenderer(RendererBase):
    """Matplotlib's renderer for this SVG: it is told what to draw, and writes an element for each.

    Matplotlib's own SVG backend gives each group, mark and clip an id, each number six decimals, and asks fonts
    for every text; a chart is then three times as long, and its ids would meet those of the next chart in a page.
    """

    def __init__(self, width: float, height: float):
        super().__init__()
        self.width, self.height = width, height
        self.shapes: list[str] = []
        self.texts: list[str] = []

    def markup(self) -> str:
        """Return all that was drawn, texts above everything else."""
        texts = "".join([_TEXTS, *self.texts, "</g>\n"]) if self.texts else ""
        return "".join(self.shapes) + texts

    def flipy(self) -> bool:
        return True

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def points_to_pixels(self, points: Any) -> Any:
        return points

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:
        size = prop.get_size_in_points()
        return text_width(s, size), 0.95 * size, 0.2 * size

    def _get_font_height_metrics(self, prop: Any) -> tuple[float, float, float]:
        """Spare matplotlib the search for a font file: which letters are shown is up to the reader's own fonts."""
        size = prop.get_size_in_points()
        return 0.75 * size, 0.2 * size, 0.0

    def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:
        look = _look(gc, rgbFace)
        if look:
            self._write_path(self._commands(_inside(path, transform, gc, rgbFace is not None)), look)

    def draw_markers(
        self, gc: Any, marker_path: Any, marker_trans: Any, path: Any, trans: Any, rgbFace: Any = None
    ) -> None:
        marker = marker_path.cleaned(marker_trans, curves=True)
        is_circle = np.count_nonzero(marker.codes == Path.CURVE4) == 24 and rgbFace is not None
        if len(path.vertices) == 1 and not is_circle:  # an area too comes as a single mark
            moved = marker_trans + Affine2D().translate(*trans.transform(path.vertices[0]))
            self.draw_path(gc, marker_path, moved, rgbFace)
            return
        shapes = []
        for x, y in _places(path, trans, gc):
            if is_circle:
                shapes.append(_circle(x, self.height - y, marker.vertices[:-1].max()))
            else:
                shapes.append(self._commands(Path(marker.vertices + (x, y), marker.codes)))
        self._write_path("".join(shapes), _look(gc, rgbFace))

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        size, colour = prop.get_size_in_points(), to_hex(gc.get_rgb())
        side = mtext.get_horizontalalignment() if mtext is not None and not angle else "left"
        x += text_width(s, size) * {"left": 0, "center": 0.5, "right": 1}[side]
        given = {
            "x": short(x),
            "y": short(y),
            "text-anchor": _ANCHORS[side],
            "fill": "" if colour == GREY else colour,
            "font-weight": "bold" if prop.get_weight() in {"bold", "heavy", 700} else "",
            "font-size": "" if size == SIZE else short(size),
            "transform": f"rotate({short(-angle)} {short(x)} {short(y)})" if angle else "",
        }
        self.texts.append(f"<text{_attributes(given)}>{html.escape(clean(s), quote=False)}</text>\n")

    def _write_path(self, commands: str, look: dict[str, str]) -> None:
        if commands:
            self.shapes.append(f'<path d="{commands}"{_attributes(look)}/>\n')

    def _commands(self, path: Any) -> str:
        """Return the commands of a path in the sheet's points; a letter that is the same again is left out."""
        written, last = [], None
        for (x, y), code in zip(path.vertices, path.codes, strict=True):
            if code == Path.STOP:
                break
            if code == Path.CLOSEPOLY:
                written.append("z")
            else:
                written.append(" " if code == last and code != Path.MOVETO else _COMMANDS[code])
                written.append(f"{short(x)} {short(self.height - y)}")
            last = code
        return "".join(written)


def _attributes(given: dict[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in given.items() if value)


def _look(gc: Any, face: Any) -> dict[str, str]:
    """Return fill and stroke as attributes; nothing where neither can be seen."""
    alpha = gc.get_alpha() if gc.get_forced_alpha() else None
    fill = alpha if alpha is not None else face[3] if face is not None and len(face) > 3 else 1.0
    line = alpha if alpha is not None else gc.get_rgb()[3]
    is_filled, is_lined = face is not None and fill > 0, gc.get_linewidth() > 0 and line > 0
    if not is_filled and not is_lined:
        return {}
    look = {"fill": to_hex(face) if is_filled else "none"}
    if is_filled and fill < 1:
        look["fill-opacity"] = f"{fill:g}"
    if is_lined:
        look |= {"stroke": to_hex(gc.get_rgb()), "stroke-width": short(gc.get_linewidth())}
        look["stroke-opacity"] = f"{line:g}" if line < 1 else ""
        _, dashes = gc.get_dashes()
        look["stroke-dasharray"] = ",".join(map(short, dashes)) if dashes is not None else ""
    return look


def _places(path: Any, transform: Any, gc: Any) -> np.ndarray:
    """Return where marks stand, of those inside the plot that they belong to."""
    places = transform.transform(path.vertices)
    clip = gc.get_clip_rectangle()
    kept = np.isfinite(places).all(axis=1)
    if clip is not None:
        kept &= ((places >= clip.min - 1) & (places <= clip.max + 1)).all(axis=1)
    return places[kept]


def _inside(path: Any, transform: Any, gc: Any, is_area: bool) -> Any:
    """Return a path in points, cut at the edges of its plot where it goes beyond them."""
    whole = path.cleaned(transform, remove_nans=True, curves=True)
    clip = gc.get_clip_rectangle()
    drawn = whole.vertices[~np.isin(whole.codes, (Path.STOP, Path.CLOSEPOLY))]
    if clip is None or not len(drawn) or ((drawn >= clip.min - 1) & (drawn <= clip.max + 1)).all():
        return whole
    if is_area:
        return path.transformed(transform).clip_to_bbox(clip.frozen()).cleaned()
    return path.cleaned(transform, remove_nans=True, clip=(*clip.min, *clip.max))


def _circle(x: float, y: float, radius: float) -> str:
    size, across = f"{radius:.2f}".rstrip("0").rstrip("."), f"{2 * radius:.2f}".rstrip("0").rstrip(".")
    turn = f"a{size} {size} 0 1 0"
    return f"M{short(x - radius)} {short(y)}{turn} {across} 0{turn} -{across} 0z"
