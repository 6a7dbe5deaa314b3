"""Write a figure as small, deterministic SVG."""

import hashlib
import html
import io
import re
import warnings
from xml.etree import ElementTree

import matplotlib.ticker
from IPython.display import display
from matplotlib.figure import Figure

from psa.pages.charts.look import FONTS, SIZE, STYLE
from psa.pages.charts.sheet import clean


def show(figure: Figure, alt: str) -> None:
    """Show a figure in a notebook, once, as SVG with its alt text; the figure is empty afterwards."""
    alt = clean(alt)
    svg = to_svg(figure, alt)
    figure.clear()
    display({"image/svg+xml": svg, "text/plain": alt}, raw=True, metadata={"image/svg+xml": {"alt": alt}})


def to_svg(figure: Figure, alt: str) -> str:
    """Return a figure as SVG that can stand inside a page.

    It has no width of its own, no style that reaches outside it, and ids that begin with a hash of its
    content, so that many can stand in one page. Text stays text.

    Args:
        figure: from one of the functions here, or any other.
        alt: what a reader who cannot see it is told.
    """
    text = io.StringIO()
    with warnings.catch_warnings(), matplotlib.rc_context(STYLE):
        # the letters are the reader's own: that ours lack one does not matter
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from", UserWarning)
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    root = ElementTree.fromstring(text.getvalue().encode())
    body = "".join(map(_Writer().write, root))
    first = re.split(r"(?<=[.:;]) ", clean(alt), maxsplit=1)[0].rstrip(":;")
    alt, title = html.escape(clean(alt), quote=True), html.escape(first, quote=False)
    box = root.get("viewBox")
    mark = "c" + hashlib.sha256(f"{box}{alt}{body}".encode()).hexdigest()[:10]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" aria-label="{alt}" '
        f'style="width:100%;height:auto;max-width:680px;font-family:{FONTS};font-size:{SIZE}px" '
        'stroke-linejoin="round">\n'
        f"<title>{title}</title>\n<desc>{alt}</desc>\n" + body.replace("\0", mark) + "</svg>\n"
    )


_KEPT = {"d", "x", "y", "width", "height", "points", "transform", "href", "id", "style", "clip-path", "fill"}


_DECIMAL = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


def _tenth(value) -> str:
    """Return a number to one decimal, as short as can be."""
    text = f"{float(value):.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _shorten(text: str) -> str:
    return _DECIMAL.sub(lambda found: _tenth(found[0]), text)


def _path(text: str) -> str:
    text = re.sub(r"\s+", " ", _shorten(text)).strip()
    return re.sub(r" ?([MLCQZz]) ?", r"\1", text)


def _style(text: str) -> str:
    """Return a style without what the root or the page says already; what is said last counts."""
    out = {}
    for part in text.split(";"):
        name, _, value = (p.strip() for p in part.partition(":"))
        if name == "font":  # short form: weight, size, family
            size = re.search(r"([\d.]+)px", value)
            if re.search(r"\b(bold|700)\b", value):
                out["font-weight"] = "bold"
            name, value = "font-size", size[0] if size else ""
        if name and name not in {"font-family", "stroke-linejoin", "stroke-linecap"}:
            out[name] = _shorten(value) if name == "stroke-dasharray" else value
    usual = {("font-size", f"{SIZE}px"), ("text-anchor", "start"), ("font-size", "")}
    return ";".join(f"{name}:{value}" for name, value in out.items() if (name, value) not in usual)


def _symbol_at(path: str, x: float, y: float) -> str:
    """Return a symbol's path, moved; a ring of eight curves is a circle, said shorter."""
    if path.count("C") == 8 and path.startswith("M 0 "):
        r = float(path.split()[2])
        size, twice = f"{r:.2f}".rstrip("0").rstrip("."), f"{2 * r:.2f}".rstrip("0").rstrip(".")
        turn = f"a{size} {size} 0 1 0"
        return f"M{_tenth(x - r)} {_tenth(y)}{turn} {twice} 0{turn} -{twice} 0z"
    out, is_x = [], True
    for part in path.split():
        if part.isalpha():
            out.append(part)
            continue
        out.append(_tenth(float(part) + (x if is_x else y)))
        is_x = not is_x
    return _path(" ".join(out))


class _Writer:
    """Write the elements of one figure: no empty groups, short ids, symbols where they stand.

    A symbol that is defined once and used many times would need an id; drawn where it stands it is shorter
    and cannot be mistaken for one of another figure. Ids that are left are marked by a zero byte.
    """

    def __init__(self):
        self.ids: dict[str, str] = {}
        self.symbols: dict[str, tuple[str, str]] = {}

    def write(self, node, halo: bool = False) -> str:
        """Return an element and what is in it as text."""
        tag = node.tag.rpartition("}")[2]
        if tag in {"metadata", "style"}:
            return ""
        if tag == "defs":
            for child in node:
                if child.tag.endswith("}path") and child.get("id"):
                    self.symbols[child.get("id")] = (child.get("d"), child.get("style", ""))
        halo = halo or (tag == "g" and node.get("id", "").startswith("halo"))
        given = self._attributes(tag, node, halo)
        inner = self._uses(node) + "".join(
            self.write(child, halo)
            for child in node
            if self._symbol(child) is None and not self._is_symbol(child)
        )
        if tag == "text":
            inner = html.escape(node.text or "", quote=False) + inner
        if tag in {"g", "defs"} and not inner:
            return ""
        if tag == "g" and not given:
            return inner
        text = "".join(f' {key}="{html.escape(value, quote=True)}"' for key, value in given.items())
        return f"<{tag}{text}>{inner}</{tag}>\n" if inner else f"<{tag}{text}/>\n"

    def _is_symbol(self, node) -> bool:
        return node.get("id") in self.symbols

    def _symbol(self, node):
        if not node.tag.endswith("}use"):
            return None
        link = next((v for k, v in node.attrib.items() if k.endswith("href")), "")
        return self.symbols.get(link.removeprefix("#"))

    def _uses(self, node) -> str:
        """Return the symbols used directly in a group: one path for all of a look."""
        looks: dict[str, list[str]] = {}
        for child in node:
            symbol = self._symbol(child)
            if symbol:
                look = _style(f"{child.get('style', '')};{symbol[1]}")
                at = _symbol_at(symbol[0], float(child.get("x", 0)), float(child.get("y", 0)))
                looks.setdefault(look, []).append(at)
        return "".join(f'<path d="{"".join(d)}" style="{html.escape(look)}"/>\n' for look, d in looks.items())

    def _attributes(self, tag: str, node, halo: bool) -> dict[str, str]:
        given = {}
        for key, value in node.attrib.items():
            key = key.rpartition("}")[2]
            if key not in _KEPT or (key == "id" and tag == "g"):
                continue
            if key in {"id", "href", "clip-path"}:
                found = value.removeprefix("url(").removesuffix(")").removeprefix("#")
                short = "\0-" + self.ids.setdefault(found, str(len(self.ids)))
                value = {"id": short, "href": f"#{short}"}.get(key, f"url(#{short})")
            elif key == "d":
                value = _path(value)
            elif key == "style":
                value = _style(value)
                if halo and tag == "text":
                    value += ";stroke:#fff;stroke-width:3px;stroke-opacity:.85;paint-order:stroke"
            else:
                value = _shorten(value)
            if value and not (key == "transform" and re.match(r"rotate\(-?0 ", value)):
                given[key] = value
        return given
