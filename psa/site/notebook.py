"""Make the page of an executed notebook: in a reader's order, linked, final when it is first written.

A notebook is written for its author, a page for its reader: it begins with what was found; all code, and the text that
tells how the page is made, lie in one fold at its foot. Outputs lie in the folds that they name, those of a card in the
card. Links, ids and names of regions are made while the page is, by what knows them: a table writes itself
(`psa.pages.tables.table`), Markdown is rendered with them (`psa.site.markdown`), and where things are shown is known
before any notebook runs (`psa.site.addresses`).
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from psa.site.addresses import AddressBook, RunPage, root_of
from psa.site.blocks import Block, blocks_of
from psa.site.chart_files import number_charts
from psa.site.dataset import dataset_text
from psa.site.imprint import about_blocks
from psa.site.parts import PageParts
from psa.site.template import page_text
from psa.site.tree import tree_of

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
    shown, method = _blocks(notebook)
    shown, _ = number_charts(shown, page)
    title = page_title(notebook, page.title)
    before, after = book.neighbours(page)
    return page_text(
        "notebook.html.j2",
        root=root_of(page.address),
        title=title,
        site=book.site,
        crumb=book.titles.get(page.run_id, title),
        parts=PageParts(page.address, book),
        hero=_hero(shown),
        tree=tree_of(_without_hero(shown)),
        method=method,
        before=before,
        after=after,
        further_pages=book.further_pages(page),
        files=book.own_files(page),
        report=book.report,
        dataset=_dataset(page, book),
        imprint=book.imprint.of_page(
            page.address, about_blocks(shown) or f"{title}, {book.site}", page.run_id, page.has_data
        ),
    )


def chart_files(notebook: "NotebookNode", page: RunPage) -> dict[str, str]:
    """Return the files of the charts of a notebook's page, by their addresses from its folder."""
    return number_charts(_blocks(notebook)[0], page)[1]


def _blocks(notebook: "NotebookNode") -> tuple[list[Block], list[Block]]:
    return _for_reader([list(blocks_of(cell)) for cell in notebook.cells])


def _dataset(page: RunPage, book: AddressBook) -> str:
    """Return what the page of an agreement tells machines of its figures; empty for another page."""
    if page.for_each != "agreement" or page.run_id not in book.titles:
        return ""
    name = f"{book.titles[page.run_id]}: figures and ratings"
    about = f"The published figures, ratings and sources of {book.titles[page.run_id]}, one of {book.site}."
    date = book.imprint.dates.get(page.run_id, book.imprint.date)
    return dataset_text(
        name, about, book.own_files(page), (f"{root_of(page.address)}index.html", book.site), date
    )


def page_title(notebook: "NotebookNode", fallback: str) -> str:
    """Return the first heading of level 1 among a notebook's outputs, then its text; else the fallback."""
    outputs = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    texts = [data["text/markdown"] for data in outputs if "text/markdown" in data]
    texts += [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    lines = (line for text in texts for line in text.splitlines())
    heading = next((line for line in lines if line.startswith("# ")), f"# {fallback}")
    return heading[2:].strip().replace("\\", "")


def _for_reader(cells: list[list[Block]]) -> tuple[list[Block], list[Block]]:
    """Return what a page shows, and how it was made.

    The page begins with the output that is its heading; what stands before it tells how the page was made.
    """
    first = next((i for i, blocks in enumerate(cells) if _shows_title(blocks)), 0)
    shown: list[Block] = []
    method: list[Block] = []
    for place, blocks in enumerate(cells):
        for block in blocks:
            is_method = block.is_method or place < first or _is_loading(block)
            (method if is_method else shown).append(block)
    return [_with_heading(block) for block in shown], [_lower(block) for block in method]


def _shows_title(blocks: list[Block]) -> bool:
    """Return whether a cell is code that shows the heading of the page."""
    return bool(blocks) and blocks[0].kind == "code" and any(block.is_title for block in blocks)


def _is_loading(block: Block) -> bool:
    return block.kind == "text" and block.content.startswith("## Load")


def _with_heading(block: Block) -> Block:
    """Return a block with the heading that a reader needs in place of the author's."""
    if block.kind != "text":
        return block
    first, line_end, rest = block.content.partition("\n")
    return replace(block, content=HEADINGS.get(first, first) + line_end + rest)


def _lower(block: Block) -> Block:
    """Return a text on how the page was made with its headings below that of its fold."""
    if block.kind != "text":
        return block
    return replace(block, content=re.sub(r"(?m)^(#{1,4}) ", r"##\1 ", block.content))


def _hero_size(blocks: list[Block]) -> int:
    """Return how many blocks, from the first on, stand in the head of a page: heading, answer, first chart."""
    kinds = [block.content["kind"] if block.kind == "part" else block.kind for block in blocks]
    if "answer" not in kinds:
        return 0
    size = kinds.index("answer") + 1
    return size + (kinds[size : size + 1] == ["chart"])


def _hero(blocks: list[Block]) -> list[Block]:
    return blocks[: _hero_size(blocks)]


def _without_hero(blocks: list[Block]) -> Iterable[Block]:
    return blocks[_hero_size(blocks) :]
