"""What a page of the site is, and what it is made from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from psa import paths
from psa.methods.ratings import Ratings
from psa.site.addresses import AddressBook, RunPage
from psa.site.parts import PageParts

Values = dict[str, Any]  # what a template shows, by name


def rows_of(frame: pd.DataFrame) -> list[Values]:
    """Return the rows of a table, each by column."""
    return cast("list[Values]", frame.to_dict("records"))


@dataclass(frozen=True)
class Site:
    """What the pages of a site are made from.

    Attributes:
        rated: a framework, rated.
        book: where everything is shown.
        failed: the pages whose notebooks failed in the last run.
        baselines: from `psa.methods.by_baseline.under_baselines`; None where it has not been worked out yet.
    """

    rated: Ratings
    book: AddressBook
    failed: tuple[RunPage, ...] = ()
    baselines: pd.DataFrame | None = None

    @property
    def title(self) -> str:
        """What the framework calls itself."""
        return self.rated.framework.settings["title"] or self.rated.framework.name


@dataclass(frozen=True)
class SitePage:
    """One page of the site.

    Attributes:
        name: the name of the file and of its template, without their endings.
        make: returns what its template shows; None where this framework has no use for the page.
        title: its heading, unless `make` gives another as `title`.
        menu: its words in the menu of every page; empty where it is not in it.
        about: what it is about, in a sentence; empty where `make` says so as `about`.
        text: the file of Markdown that it shows, from the repository; where that is missing there is no page.
    """

    name: str
    make: Callable[[Site, PageParts], Values | None]
    title: str = ""
    menu: str = ""
    about: str = ""
    text: str = ""

    @property
    def file(self) -> str:
        """Its file name."""
        return f"{self.name}.html"

    @property
    def is_possible(self) -> bool:
        """Whether what it shows is there."""
        return not self.text or (paths.ROOT / self.text).is_file()
