"""Write results down: tables, typed data, pages and the index. Nothing here computes a result."""

import csv
import html
import os
import re
import threading
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from psa import paths

TEMPLATES = Path(__file__).resolve().parent / "templates"
RATING_FILES = ("indicator_ratings.csv", "agreement_ratings.csv", "department_ratings.csv")


# ------------------------------------------------------------------------------------------ tables


def format_cell(value) -> str:
    """Return a value as it is written in a CSV: shortest form, ten significant digits, NA empty."""
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (float, np.floating)):
        short = float(f"{float(value):.10g}")
        return str(int(short)) if short.is_integer() and abs(short) < 1e15 else repr(short)
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return str(value)


# what a spreadsheet takes for the start of a formula (OWASP, CSV Injection), also after our own mark
_FORMULA = re.compile("'*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")
# the same after what another spreadsheet, or another language of it, takes for the end of a cell
_INNER = re.compile("([;\t|]\\s*\"*)('*[=+\\-@\uff1d\uff0b\uff0d\uff20])")
_START = re.compile("'*[\t\r\n]*")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def plain_text_cell(text: str) -> str:
    """Return a text as a spreadsheet shows it and never computes it: marked with a single quote if need be.

    Only a text that begins like a formula (= + - @, tab, line end) and is no number gets the mark, and one
    that has marks before such a sign gets one more. So does such a sign after a semicolon, a tab or a bar,
    where a spreadsheet may split the line into cells. To read a text back, remove one quote from each run of
    quotes that stands at the start, or after one of the three, before such a sign; all else is as it was.
    """
    start = _START.match(text)[0]
    text = start + _INNER.sub(r"\1'\2", text[len(start) :])
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def write_text(text: str, path: Path) -> Path:
    """Write a text file, whole or not at all: UTF-8, LF."""
    return write_bytes(text.encode("utf-8"), path)


def write_bytes(data: bytes, path: Path) -> Path:
    """Write a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


def table_lines(frame: pd.DataFrame) -> list[str]:
    """Return a frame as lines of CSV, the header first; a line may hold line ends, in quotes.

    No index, the same text for the same frame, no cell that a spreadsheet would compute.
    """
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")  # so that a cell with either sign in it is quoted
    writer.writerow([plain_text_cell(str(name)) for name in frame.columns])
    columns = ([plain_text_cell(format_cell(v)) for v in frame.iloc[:, i].tolist()] for i in range(frame.shape[1]))
    writer.writerows(zip(*columns, strict=True))
    return [f"{row[:-2]}\n" for row in lines.parts]


def table_text(frame: pd.DataFrame) -> str:
    """Return a frame as CSV (`table_lines`)."""
    return "".join(table_lines(frame))


def write_table(frame: pd.DataFrame, path: Path) -> Path:
    """Write a frame as CSV (`table_text`), whole or not at all."""
    return write_text(table_text(frame), path)


class _Lines:
    """Collect what a csv.writer writes."""

    def __init__(self):
        self.parts: list[str] = []

    def write(self, text: str) -> None:
        self.parts.append(text)


def save_table(frame: pd.DataFrame, notebook: str, run_id: str) -> None:
    """Save what a notebook found: ``<outputs>/<notebook>/<run_id>.csv``. The last cell of each calls it."""
    write_table(frame, paths.outputs() / notebook / f"{run_id}.csv")


def write_processed(framework, series: pd.DataFrame) -> None:
    """Write a framework's typed tables and its long frame as Parquet, for other tools to read.

    They go to ``data/processed/<framework>``, or below the outputs folder where ``PSA_OUTPUTS`` is set.
    """
    home = Path(os.environ["PSA_OUTPUTS"]) / "processed" if os.environ.get("PSA_OUTPUTS") else paths.PROCESSED
    folder = home / framework.name
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in [*framework.tables.items(), ("series", series)]:
        part = folder / f".{name}.{os.getpid()}.part"
        table.to_parquet(part, index=False)
        os.replace(part, folder / f"{name}.parquet")


def write_ratings(rated, folder: Path) -> list[Path]:
    """Write the three rating tables to a folder and return their paths.

    Args:
        rated: a `psa.ratings.Ratings`.
        folder: where to.
    """
    frames = (rated.indicators, rated.agreements, rated.departments)
    return [write_table(frame, folder / name) for frame, name in zip(frames, RATING_FILES, strict=True)]


# ------------------------------------------------------------------------------------------- pages

METHODS = Path("docs") / "methods.md"
_thread = threading.local()


def _exporter():
    """Return this thread's exporter: making one is dear, using one from two threads is not safe."""
    if not hasattr(_thread, "exporter"):
        from nbconvert import HTMLExporter, TemplateExporter

        class PageExporter(HTMLExporter):
            """nbconvert's, without what it does for templates of its own: a page is not parsed and written again."""

            from_notebook_node = TemplateExporter.from_notebook_node

        _thread.exporter = PageExporter(
            extra_template_basedirs=[str(TEMPLATES)], template_name="workbook", default_preprocessors=[]
        )
    return _thread.exporter


def notebook_page(notebook, title: str, root: str = "../") -> str:
    """Return an executed notebook as a page: its text, tables and pictures, the code folded away.

    Args:
        notebook: an nbformat notebook.
        title: the page's title.
        root: the relative address of the outputs folder.
    """
    body, _ = _exporter().from_notebook_node(_as_page(notebook))
    # a page begins with its heading; the code that made the heading comes after it
    body = re.sub(r'(?s)\A(\s*<details class="code">.*?</details>)(.*?</h1>.*?</div>)', r"\2\1", body)
    return page_text("notebook.html.j2", title=title, root=root, body=finish(body))


# a notebook is written for its author, a page for its reader
PAGE_HEADINGS = {"## Look": "## At a glance", "## Assess": "## In detail"}


def _as_page(notebook):
    """Return a notebook in a reader's order: what it found first, how it was made at the end.

    The page begins with the cell that shows the heading of the page; what stands before it (the
    question, the imports, the parameters) goes to the end.
    """
    import nbformat

    page = nbformat.from_dict(notebook)
    at = next((i for i, cell in enumerate(page.cells) if _shows_heading(cell)), 0)
    before = page.cells[:at]
    if before and before[0].cell_type == "markdown":
        _, _, text = before[0].source.partition("\n")
        before[0] = nbformat.from_dict({**before[0], "source": f"## About this page\n{text}"})
    cells = page.cells[at:] + [
        c for c in before if not (c.cell_type == "markdown" and c.source.startswith("## Load"))
    ]
    page.cells = [_reader_heading(c) for c in cells]
    return page


def _reader_heading(cell):
    import nbformat

    first, line_end, rest = cell.source.partition("\n")
    if cell.cell_type != "markdown" or first not in PAGE_HEADINGS:
        return cell
    return nbformat.from_dict({**cell, "source": PAGE_HEADINGS[first] + line_end + rest})


def _shows_heading(cell) -> bool:
    outputs = cell.get("outputs", [])
    return any(str(o.get("data", {}).get("text/markdown", "")).startswith("# ") for o in outputs)


def anchor(text: str) -> str:
    """Return the id of a heading: its letters and digits, joined by hyphens."""
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-") or "section"


def finish(body: str) -> str:
    """Return a page's body with an id for each heading, and each table in a region that can be scrolled.

    A table that is wider than a small screen scrolls by itself. Its region can be reached by the keyboard,
    and is called by the table's caption.
    """
    seen: dict[str, int] = {}

    def once(name: str, joint: str) -> str:
        seen[name] = seen.get(name, 0) + 1
        return name if seen[name] == 1 else f"{name}{joint}{seen[name]}"

    def heading(found) -> str:
        level, inner = found[1], re.sub(r'<a class="anchor-link".*?</a>', "", found[2])
        plain = html.unescape(re.sub(r"<[^>]+>", "", inner))
        return f'<h{level} id="{html.escape(once(anchor(plain), "-"))}">{inner}</h{level}>'

    def table(found) -> str:
        caption = re.search(r"<caption>(.*?)</caption>", found[0])
        name = once(caption[1] if caption else "Table", ", table ").replace('"', "&quot;")
        return f'<div class="scroll" tabindex="0" role="region" aria-label="{name}">{found[0]}</div>'

    body = re.sub(r"<h([1-6])[^>]*>(.*?)</h\1>", heading, body, flags=re.DOTALL)
    body = re.sub(r"<table>.*?</table>", table, body, flags=re.DOTALL)
    body = re.sub(r"<th[^>]*></th>", "<td></td>", body)  # a header of nothing heads nothing
    body = re.sub(r"<td>(?=[^<]{70})", '<td class="long">', body)  # so that it is no tall and narrow column
    body = re.sub(r"<td>(?=[^<]{28})", '<td class="middling">', body)  # nor one beside a long one
    body = re.sub(r'<th scope="row">(?=[^<]{1,14}<)', '<th scope="row" class="short">', body)  # an id, a period
    return re.sub(r"<th>(.*?)</th>", r'<th scope="col">\1</th>', body, flags=re.DOTALL)


def markdown(text: str) -> str:
    """Return a text of Markdown as the body of a page, rendered as a notebook's text is."""
    from nbconvert.filters import markdown2html

    return finish(markdown2html(text))


@lru_cache(maxsize=1)
def style() -> str:
    """Return the style sheet of all pages; it stands in each, so that a page can be sent alone."""
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def script() -> str:
    """Return the script of the index."""
    return (TEMPLATES / "site.js").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment():
    import jinja2

    loader = jinja2.FileSystemLoader(TEMPLATES)
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def read_methods() -> str:
    """Return the text on methods; empty where the documentation is not there."""
    path = paths.ROOT / METHODS
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def navigation() -> list[tuple[str, str]]:
    """Return the pages that every page links to, the same on each: file name and words."""
    return [
        ("index.html", "All results"), ("differences.html", "Published and computed"),
        ("missing.html", "What is missing"), *([("methods.html", "Methods")] if (paths.ROOT / METHODS).is_file() else []),
        ("sources.html", "Sources"), ("about.html", "About"),
    ]  # fmt: skip


def page_text(template: str, root: str = "", current: str = "", site: str = "", **values) -> str:
    """Return a page from a template.

    Args:
        template: its name in ``psa/templates``.
        root: the relative address of the outputs folder from the page.
        current: the page's own file name, where it is a page of the navigation.
        site: what the page is part of, for its title.
        values: what the template shows; `title` is needed.
    """
    found = _environment().get_template(template)
    text = found.render(root=root, current=current, site=site, css=style(), navigation=navigation(), **values)
    return text.rstrip() + "\n"


def write_pages(texts: dict[str, str], folder: Path) -> list[Path]:
    """Write pages to a folder and return their paths; a page without a text is no longer there."""
    for name in (n for n, text in texts.items() if not text):
        (folder / name).unlink(missing_ok=True)
    return [write_text(text, folder / name) for name, text in texts.items() if text]


def change_page(path: Path, change) -> None:
    """Write a page again where a function of its text gives another text; nothing where there is no page."""
    if path.is_file():
        text = path.read_text(encoding="utf-8")
        if (changed := change(text)) != text:
            write_text(changed, path)


def list_files(folder: Path) -> frozenset[str]:
    """Return the names of the files of one folder; empty where there is none."""
    return frozenset(p.name for p in folder.iterdir() if p.is_file()) if folder.is_dir() else frozenset()
