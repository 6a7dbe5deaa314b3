"""Markdown as a page shows it: nbconvert's own renderer, with ids, links and regions made as it writes.

Each element gets its attributes from its own text while it is rendered, so the HTML is final when it is first there.
"""

import html
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from psa.pages.tables.table import LONG, MIDDLING
from psa.site.names import Names, anchor

Attachments = dict[str, dict[str, str]]

WEB = ("http://", "https://", "#")


class PageRenderer(IPythonRenderer):
    """Write the Markdown of one page.

    Args:
        names: ids and names that the page has already given.
        source_link: gives the address of a source by its id; empty for no link.
        has_files: whether the files beside the text are beside the page too; without them, a link to one is its words.
    """

    def __init__(self, names: Names, source_link: Callable[[str], str], has_files: bool = True) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self._names, self._source_link, self._has_files = names, source_link, has_files
        self.sources: Iterator[str] = iter(())  # of the items of the lists that come, in order

    def render_token(self, token: dict[str, Any], state: Any) -> str:
        """Return one element; a heading gets its id, a cell of a table its class."""
        if token["type"] == "heading":
            name = self._names.take(anchor(plain_text(token)))
            token = {**token, "attrs": {**token["attrs"], "id": name}}
        elif token["type"] == "table_cell":
            token = {**token, "attrs": {**token["attrs"], "length": len(plain_text(token))}}
        return super().render_token(token, state)

    def list_item(self, text: str) -> str:
        """Return an item of a list; of a list of sources, with a link to what is known of the source."""
        source = next(self.sources, "")
        address = self._source_link(source) if source else ""
        more = f' (<a href="{html.escape(address)}">more on this source</a>)' if address else ""
        return super().list_item(text + more)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Return a link, or its words alone where it leads to a file that is not beside the page."""
        return super().link(text, url, title) if self._has_files or url.startswith(WEB) else text

    def table(self, text: str) -> str:
        """Return a table in a region that scrolls by itself."""
        name = html.escape(self._names.take("Table", ", table "))
        return f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table>\n{text}</table></div>\n'

    def table_cell(self, text: str, align: str | None = None, head: bool = False, length: int = 0) -> str:
        """Return a cell of a table; a header of nothing heads nothing."""
        style = f' style="text-align:{align}"' if align else ""
        if head:
            return f'  <th scope="col"{style}>{text}</th>\n' if text else "  <td></td>\n"
        wide = "long" if length >= LONG else "middling" if length >= MIDDLING else ""
        kind = f' class="{wide}"' if wide and not align else ""
        return f"  <td{kind}{style}>{text}</td>\n"


def plain_text(token: dict[str, Any]) -> str:
    """Return the words of an element without its markup."""
    if token["type"] in {"softbreak", "linebreak"}:
        return " "
    if token["type"] == "inline_html":
        return ""
    children = token.get("children")
    return "".join(map(plain_text, children)) if children else html.unescape(token.get("raw", ""))


class PageMarkdown:
    """Turn the Markdown of one page to HTML.

    Args:
        names, source_link, has_files: see `PageRenderer`.
    """

    def __init__(self, names: Names, source_link: Callable[[str], str], has_files: bool = True) -> None:
        self._renderer = PageRenderer(names, source_link, has_files)
        self._reader = MarkdownWithMath(renderer=self._renderer)

    def to_html(self, text: str, attachments: Attachments | None = None, sources: Iterable[str] = ()) -> str:
        """Return a text as HTML.

        Args:
            text: Markdown.
            attachments: pictures that the text holds, by their names.
            sources: of a list of sources, the source of each item.
        """
        self._renderer.sources = iter(sources)
        self._renderer.attachments = attachments or {}
        return self._reader.render(text)
