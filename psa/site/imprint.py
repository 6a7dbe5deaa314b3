"""What every page says of itself: what it is about, the date of its data, its licence, and how to cite it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from psa.data.data_date import data_date, data_dates
from psa.data.framework import Framework
from psa.pages.sentences.dates import day_words
from psa.site.blocks import Block

LONGEST = 300  # of a description, in characters
PICTURE = "share.png"  # beside the index: what is shown with a link to any page


@dataclass(frozen=True)
class Imprint:
    """What the pages of a site have in common.

    Attributes:
        address: where the site is published; empty where nobody said.
        licence, licence_address: of what the program writes, and where that licence is; empty for none.
        dates: the date of the data of each agreement and department, by its id.
        date: of all data.
    """

    address: str = ""
    licence: str = ""
    licence_address: str = ""
    dates: dict[str, str] = field(default_factory=dict)
    date: str = ""

    def of_page(self, page: str, about: str, run_id: str = "", has_data: bool = True) -> "PageImprint":
        """Return what one page says of itself.

        Args:
            page: its address from the outputs folder.
            about: what it is about, in a sentence or two.
            run_id: the agreement or department that it shows, if it shows one.
            has_data: whether it shows the framework's data.
        """
        date = self.dates.get(run_id, self.date) if has_data else ""
        address = f"{self.address}/{page}" if self.address else ""
        return PageImprint(
            shortened(about),
            date,
            day_words(date),
            address,
            self.licence,
            self.licence_address,
            f"{self.address}/{PICTURE}" if self.address else "",
        )


@dataclass(frozen=True)
class PageImprint:
    """What one page says of itself.

    Attributes:
        about: what it is about.
        date, date_words: of its data, for a machine and for a reader; empty where it has none.
        address: where it is published; empty where nobody said.
        licence, licence_address: see `Imprint`.
        picture: what is shown with a link to it; empty without an address.
    """

    about: str
    date: str
    date_words: str
    address: str
    licence: str
    licence_address: str
    picture: str = ""


def imprint_of(framework: Framework, as_at: str = "") -> Imprint:
    """Return what the pages of a framework's site have in common.

    Args:
        framework: its settings, and its rows for the dates.
        as_at: the day as at which the data are read; then all pages have it as their date.
    """
    settings = framework.settings
    return Imprint(
        web_address(settings["site_address"]).rstrip("/"),
        settings["licence"],
        web_address(settings["licence_address"]),
        {} if as_at else data_dates(framework),
        as_at or data_date(framework),
    )


def web_address(text: str) -> str:
    """Return an address that a link may have; empty for any other text."""
    text = text.strip()
    return text if text.lower().startswith(("https://", "http://")) else ""


def about_blocks(blocks: Iterable[Block]) -> str:
    """Return what the page of a notebook is about: its answer, else the first sentences of its text."""
    texts = []
    for block in blocks:
        if block.kind == "part" and block.content["kind"] == "answer":
            return str(block.content["answer"])
        if block.kind == "text":
            texts += [part for part in block.content.split("\n\n") if not re.match(r"\s*([#>|*-]|$)", part)]
    sentences = [text for text in texts if text.rstrip().endswith(".")]
    return plain_words((sentences or texts or [""])[0])


def plain_words(markdown: str) -> str:
    """Return a paragraph of Markdown without its marks."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    reader = _Text()
    reader.feed(re.sub(r"[*`\\]", "", text))
    reader.close()
    return " ".join("".join(reader.parts).split())


class _Text(HTMLParser):
    """Collect the text between tags, with what stands for a sign as it is written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")


def shortened(text: str) -> str:
    """Return a text of no more than `LONGEST` characters, cut after a sentence or a word."""
    if len(text) <= LONGEST:
        return text
    cut = text[: LONGEST - 1]
    whole = cut.rpartition(". ")[0]
    return f"{whole}." if len(whole) > LONGEST // 3 else f"{cut.rpartition(' ')[0]}…"
