"""The parts of one page that depend on where it is: links, ids and names of regions."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from psa.pages.tables.table import Table
from psa.site.addresses import AddressBook
from psa.site.names import Names, anchor

if TYPE_CHECKING:
    from psa.site.markdown import Attachments, PageMarkdown


class PageParts:
    """Make the parts of one page, in their order on it.

    Args:
        address: of the page, from the outputs folder.
        book: where everything is shown.
        has_files: whether the files that a text links to are beside the page.
    """

    def __init__(self, address: str, book: AddressBook, has_files: bool = True) -> None:
        self.address, self.book = address, book
        self._names, self._has_files = Names(), has_files

    @cached_property
    def _markdown(self) -> "PageMarkdown":
        from psa.site.markdown import PageMarkdown  # with nbconvert, which takes a while to import

        return PageMarkdown(self._names, self.source_link, self._has_files)

    def link(self, name: str) -> str:
        """Return the address of what has this id; empty where it is not shown or is the page itself."""
        return self.book.link(name, self.address)

    def source_link(self, source_id: str) -> str:
        """Return the address of a source; empty for one that is in no table."""
        return self.book.source_link(source_id, self.address)

    def anchor(self, name: str) -> str:
        """Return the id that what has this id bears on this page; its own where the book knows none."""
        return self._names.take(self.book.fragment(name) or anchor(name))

    def table(self, table: Table) -> Markup:
        """Return a table whose row headers lead to what they name."""
        return Markup(table.to_page(self._names.take(table.caption, ", table "), self.link))

    def markdown(
        self, text: str, attachments: "Attachments | None" = None, sources: Iterable[str] = ()
    ) -> Markup:
        """Return a text of Markdown whose headings have ids and whose list of sources is linked."""
        return Markup(self._markdown.to_html(text, attachments, sources))
