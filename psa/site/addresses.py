"""Where each agreement, indicator, department and source is shown: known before any page is made.

The addresses follow from the framework's tables and from which pages there are or will be, so a page can be written
with all its links when its notebook has ended, while others are still running.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from psa.data.framework import Framework
from psa.site.imprint import Imprint, imprint_of
from psa.site.names import Names, anchor

SOURCES = "sources.html"

Link = tuple[str, str]  # an address and its words


@dataclass(frozen=True)
class RunPage:
    """The page of one run of a notebook.

    Attributes:
        for_each: what the notebook is run for each of: agreement, department or none.
        notebook, run_id: which notebook, for which.
        title: what the notebook is called.
        is_there: the page exists, or the batch under way makes it.
        has_data: it shows data of the framework.
    """

    for_each: str
    notebook: str
    run_id: str
    title: str
    is_there: bool = True
    has_data: bool = True

    @property
    def name(self) -> str:
        """Its address from the outputs folder, without an ending."""
        return f"{self.notebook}/{self.run_id}"

    @property
    def address(self) -> str:
        """Its address from the outputs folder."""
        return f"{self.name}.html"


@dataclass(frozen=True)
class AddressBook:
    """Where everything is shown; addresses are from the outputs folder.

    Attributes:
        shown: the address of each agreement, indicator and department, by its id.
        sources: the id of each source on the page of sources, by its own id.
        pages: of all notebooks.
        downloads: the names of the files in the folder of downloads.
        titles: short, of each agreement and department, by its id.
        site: what the site calls itself.
        report: where an error is reported; empty for nowhere.
        imprint: licence, dates and address, for the foot of every page.
    """

    shown: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    pages: tuple[RunPage, ...] = ()
    downloads: frozenset[str] = frozenset()
    titles: dict[str, str] = field(default_factory=dict)
    site: str = ""
    report: str = ""
    imprint: Imprint = field(default_factory=Imprint)

    def link(self, name: str, page: str) -> str:
        """Return the address, from a page, of what has this id; empty where it is not shown or is the page itself."""
        target, _, fragment = self.shown.get(name, "").partition("#")
        if target == page:
            return f"#{fragment}" if fragment else ""
        return f"{root_of(page)}{self.shown[name]}" if target else ""

    def source_link(self, source_id: str, page: str) -> str:
        """Return the address, from a page, of a source; empty for one that is in no table."""
        name = self.sources.get(source_id, "")
        return f"{root_of(page)}{SOURCES}#{name}" if name else ""

    def fragment(self, name: str) -> str:
        """Return the id that what has this id bears on its page; empty where it is not shown on a part of one."""
        return self.shown.get(name, "").partition("#")[2]

    def neighbours(self, page: RunPage) -> tuple[Link | None, Link | None]:
        """Return the pages before and after one of the same notebook, each with its title."""
        row = [
            p for p in self.pages if p.notebook == page.notebook and p.is_there and p.run_id in self.titles
        ]
        places = [i for i, other in enumerate(row) if other.run_id == page.run_id]
        if not places:
            return None, None
        before, after = places[0] - 1, places[0] + 1
        return (
            self._named(row[before], page) if before >= 0 else None,
            self._named(row[after], page) if after < len(row) else None,
        )

    def _named(self, other: RunPage, page: RunPage) -> Link:
        return root_of(page.address) + other.address, self.titles[other.run_id]

    def further_pages(self, page: RunPage) -> list[Link]:
        """Return what other notebooks show of the same agreement or department."""
        return [
            (root_of(page.address) + other.address, other.title)
            for other in self.pages
            if other.is_there
            and other.for_each != "none"
            and other.notebook != page.notebook
            and (other.for_each, other.run_id) == (page.for_each, page.run_id)
        ]

    def own_files(self, page: RunPage) -> list[Link]:
        """Return the downloads of one notebook's page."""
        files = [
            (f"{page.run_id}.csv", "What this page found, as CSV"),
            (f"{page.run_id}.ipynb", "The notebook, as executed"),
        ]
        downloads = {
            f"{page.run_id}.csv": "Its indicators with their ratings (CSV)",
            f"{page.run_id}.json": "The same as JSON",
            f"{page.run_id}_observations.csv": "Its figures (CSV)",
        }
        return files + [(f"../downloads/{n}", words) for n, words in downloads.items() if n in self.downloads]


NOWHERE = AddressBook()  # for a page whose links are of no concern


def root_of(page: str) -> str:
    """Return the way from a page to the outputs folder."""
    return "../" * page.count("/")


def heading_of(number: object, name: str) -> str:
    """Return the heading under which an agreement's page shows an indicator; not every one has a number."""
    return f"{number}. {name}" if isinstance(number, str) else name


def main_notebooks(pages: Iterable[RunPage]) -> dict[str, str]:
    """Return the notebook whose pages are those of the agreements, and that of the departments: the first by name."""
    return {p.for_each: p.notebook for p in sorted(pages, key=lambda page: page.notebook, reverse=True)}


def address_book(
    framework: Framework, pages: Iterable[RunPage], downloads: Iterable[str] = (), as_at: str = ""
) -> AddressBook:
    """Return where everything is shown.

    The page of an agreement or a department is that of the first notebook, by name, that is for each of them; what
    further notebooks say of it is linked beside it.

    Args:
        framework: its indicators and sources have a place on a page.
        pages: of all runs.
        downloads: names of the files in the folder of downloads.
        as_at: the day as at which the data are read, if one was asked for.
    """
    pages = tuple(pages)
    main = main_notebooks(pages)
    first = {
        (p.for_each, p.run_id): p.address for p in pages if p.is_there and p.notebook == main[p.for_each]
    }
    shown = {
        run_id: address
        for kind in ("department", "agreement")
        for (for_each, run_id), address in first.items()
        if for_each == kind
    }
    departments = dict(
        zip(framework.objectives["objective_id"], framework.objectives["department_id"], strict=True)
    )
    names: dict[str, Names] = {}
    columns = (framework.indicators[c] for c in ("indicator_id", "agreement_id", "number", "name"))
    for indicator_id, agreement_id, number, name in zip(*columns, strict=True):
        page = first.get(("agreement", agreement_id))
        if page:
            heading = names.setdefault(page, Names()).take(anchor(heading_of(number, name)))
            shown[indicator_id] = f"{page}#{heading}"
        elif owner := first.get(("department", departments.get(agreement_id, ""))):
            shown[indicator_id] = owner  # an objective's own indicator stands in the list of the objective
    source_names = Names()
    sources = {s: source_names.take(f"source-{anchor(s)}") for s in framework.sources["source_id"]}
    site = framework.settings["title"] or framework.name
    return AddressBook(
        shown,
        sources,
        pages,
        frozenset(downloads),
        _titles(framework),
        site,
        report_link(framework),
        imprint_of(framework, as_at),
    )


def report_link(framework: Framework) -> str:
    """Return the address at which a reader reports an error; empty where none is set, or one that no link may have."""
    address = framework.settings["report_address"].strip()
    if "@" in address and ":" not in address:
        return f"mailto:{address}"
    return address if address.lower().startswith(("https://", "http://", "mailto:")) else ""


def _titles(framework: Framework) -> dict[str, str]:
    """Return a short title for each agreement and department."""
    titles = {row["department_id"]: row["name"] for row in framework.departments.to_dict("records")}
    for row in framework.agreements.to_dict("records"):
        short = row.get("short_title")
        title = short if isinstance(short, str) and short else row["title"]
        number = row.get("number")
        titles[row["agreement_id"]] = heading_of(number, title)
    return titles
