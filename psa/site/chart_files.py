"""The files of a page's charts: each picture as SVG and its figures as CSV, beside the page.

They are files of their own, so a page is no larger for them, each has an address, and no script is needed.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from psa.files.csv_text import table_text
from psa.site.addresses import Link, RunPage
from psa.site.blocks import Block

FOLDER = "charts"  # beside the pages; in it a folder for each page
WORDS = {"svg": "Chart (SVG)", "csv": "Figures (CSV)"}


def number_charts(blocks: Iterable[Block], page: RunPage) -> tuple[list[Block], dict[str, str]]:
    """Return the blocks of a page with links to the files of each chart, and the files by their addresses.

    The addresses are from the folder of the page. A chart that stands on a page twice has its files once.
    """
    numbered, files, known = [], dict[str, str](), dict[str, tuple[Link, ...]]()
    for block in blocks:
        if block.kind == "chart":
            if block.content not in known:
                stem = f"{FOLDER}/{page.run_id}/{page.run_id}-{len(known) + 1}"
                made = _files(block, stem)
                files |= made
                known[block.content] = tuple((name, WORDS[name.rpartition(".")[2]]) for name in made)
            block = replace(block, links=known[block.content])
        numbered.append(block)
    return numbered, files


def _files(block: Block, stem: str) -> dict[str, str]:
    """Return the files of one chart."""
    files = {f"{stem}.svg": stand_alone(block.content)}
    if block.data:
        frame = pd.DataFrame(block.data["rows"], columns=block.data["columns"], dtype=object)
        files[f"{stem}.csv"] = table_text(frame)
    return files


def stand_alone(svg: str) -> str:
    """Return the SVG of a page as a file: of its own size, and on white, whatever it is laid upon."""
    size = re.search(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', svg)
    if size is None:
        return svg
    width, height = (2 * float(side) for side in size.groups())
    head, end, rest = svg.partition(">")
    head = re.sub(r"width:100%;height:auto;max-width:[0-9]+px;", "", head)
    return f'{head} width="{width:g}" height="{height:g}"{end}\n<rect width="100%" height="100%" fill="#fff"/>{rest}'
