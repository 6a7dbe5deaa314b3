"""Make a page from an executed notebook or a template."""

import html
import re
import threading
from functools import lru_cache
from pathlib import Path

from psa.site.navigation import navigation

TEMPLATES = Path(__file__).resolve().parent / "templates"


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
    body = re.sub(
        r'<th scope="row">(?=[^<]{1,14}<)', '<th scope="row" class="short">', body
    )  # an id, a period
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
