"""Make the page of an executed notebook: in a reader's order, linked, final when it is first written.

A notebook is written for its author, a page for its reader: it begins with what was found, and the code is folded
away. Links, ids and names of regions are made while the page is, by what knows them: a table writes itself
(`psa.pages.tables.table`), Markdown is rendered with them (`psa.site.markdown`), and where things are shown is known
before any notebook runs (`psa.site.addresses`).
"""

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from psa.site.addresses import AddressBook, RunPage, root_of
from psa.site.blocks import Block, blocks_of
from psa.site.parts import PageParts
from psa.site.template import page_text

if TYPE_CHECKING:
    from nbformat import NotebookNode

HEADINGS = {
    "## Look": "## At a glance",
    "## Assess": "## In detail",
}  # a notebook's, and what a page says instead


def notebook_page(notebook: "NotebookNode", page: RunPage, book: AddressBook) -> str:
    """Return the page of an executed notebook: its text, tables and pictures, the code folded away.

    Args:
        notebook: as it was executed.
        page: which run it is of.
        book: where everything is shown.
    """
    return page_text(
        "notebook.html.j2",
        root=root_of(page.address),
        title=page_title(notebook, page.title),
        parts=PageParts(page.address, book),
        blocks=_in_reader_order([list(blocks_of(cell)) for cell in notebook.cells]),
        further_pages=book.further_pages(page),
        files=book.own_files(page),
    )


def page_title(notebook: "NotebookNode", fallback: str) -> str:
    """Return the first heading of level 1 among a notebook's outputs, then its text; else the fallback."""
    outputs = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    texts = [data["text/markdown"] for data in outputs if "text/markdown" in data]
    texts += [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    lines = (line for text in texts for line in text.splitlines())
    heading = next((line for line in lines if line.startswith("# ")), f"# {fallback}")
    return heading[2:].strip().replace("\\", "")


def _in_reader_order(cells: list[list[Block]]) -> list[Block]:
    """Return what a page shows in a reader's order: what was found first, how it was made at the end.

    The page begins with the output that is its heading; the code that made it comes after it, and what stands before
    that code (the question, the imports, the parameters) at the end.
    """
    first = next((i for i, blocks in enumerate(cells) if _shows_title(blocks)), 0)
    before, after = list(chain.from_iterable(cells[:first])), cells[first:]
    if before and before[0].kind == "text":
        _, _, rest = before[0].content.partition("\n")
        before[0] = replace(before[0], content=f"## About this page\n{rest}")
    if after and _shows_title(after[0]):
        code, *shown = after[0]
        end = [block.is_title for block in shown].index(True) + 1
        after[0] = [*shown[:end], code, *shown[end:]]
    how = [block for block in before if not (block.kind == "text" and block.content.startswith("## Load"))]
    return [_for_reader(block) for block in [*chain.from_iterable(after), *how]]


def _shows_title(blocks: list[Block]) -> bool:
    """Return whether a cell is code that shows the heading of the page."""
    return bool(blocks) and blocks[0].kind == "code" and any(block.is_title for block in blocks)


def _for_reader(block: Block) -> Block:
    """Return a block with the heading that a reader needs in place of the author's."""
    if block.kind != "text":
        return block
    first, line_end, rest = block.content.partition("\n")
    return replace(block, content=HEADINGS.get(first, first) + line_end + rest)
