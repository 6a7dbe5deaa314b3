"""What the cells of a notebook show, in the best of the forms that each output has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from psa.pages.for_page import DATA, FOLDS, FOR_PAGE, METHOD, PART, SOURCES, TABLE
from psa.pages.tables.table import Table

if TYPE_CHECKING:
    from nbformat import NotebookNode

# the forms of an output, best first, and the kind of block that each makes
FORMS = {
    "image/svg+xml": "chart",
    "text/html": "html",
    "text/markdown": "text",
    "image/png": "image",
    "image/jpeg": "image",
    "text/plain": "plain",
}


@dataclass(frozen=True)
class Block:
    """One thing on a page.

    Attributes:
        kind: text, code, table, part, html, chart, image, plain or error; the template looks at it.
        content: Markdown, code, a `Table`, what a part of a page holds, HTML, SVG, the address of a picture, or a text.
        alt: what a picture shows, in words.
        attachments: pictures that a text holds, by their names.
        sources: of a list of sources, the source of each item.
        folds: the titles of the folds that it lies in, the outermost first.
        data: of a chart, the columns and rows that it draws.
        links: of a chart, the files that a reader can take away.
        is_method: it tells how the page is made.
    """

    kind: str
    content: Any
    alt: str = ""
    attachments: dict[str, dict[str, str]] | None = None
    sources: Sequence[str] = ()
    folds: tuple[str, ...] = ()
    data: dict[str, list[Any]] | None = None
    links: tuple[tuple[str, str], ...] = ()
    is_method: bool = False

    @property
    def is_title(self) -> bool:
        """Whether it is a text that begins with the heading of a page."""
        return self.kind == "text" and self.content.startswith("# ")


def blocks_of(cell: "NotebookNode") -> Iterator[Block]:
    """Yield what one cell shows: its text, or its code and each output."""
    if cell.cell_type == "markdown":
        is_method = METHOD in cell.metadata.get("tags", [])
        yield Block("text", cell.source, attachments=cell.get("attachments"), is_method=is_method)
    elif cell.cell_type == "code":
        yield Block("code", cell.source, is_method=True)
        for output in cell.outputs:
            block = _output(output)
            if block is not None:
                yield replace(block, folds=tuple(output.get("metadata", {}).get(FOLDS, ())))


def _output(output: "NotebookNode") -> Block | None:
    """Return one output; None where it has no form that a page can show."""
    if output.output_type == "stream":
        return Block("plain", output.text)
    if output.output_type == "error":
        from nbconvert.filters import strip_ansi  # takes a while to import

        return Block("error", strip_ansi("\n".join(output.traceback)))
    form = next((form for form in FORMS if form in output.data), "")
    if not form:
        return None
    content, about = output.data[form], output.metadata.get(form, {})
    if TABLE in about:
        return Block("table", Table.from_data(about[TABLE]))
    if PART in about:
        return Block("part", about[PART])
    if FORMS[form] == "image":
        return Block("image", f"data:{form};base64,{content}", about.get("alt", ""))
    return Block(FORMS[form], content, sources=about.get(SOURCES, ()), data=about.get(DATA))


def without_page_data(metadata: dict[str, Any]) -> dict[str, Any]:
    """Return the metadata of an output without what it says for a page."""
    kept: dict[str, Any] = {}
    for form, about in metadata.items():
        if form == FOLDS:
            continue
        left = {k: v for k, v in about.items() if k not in FOR_PAGE} if isinstance(about, dict) else about
        if left != {} or about == {}:
            kept[form] = left
    return kept
