"""Every page says what it is about, the date of its data, its licence, and how to cite it."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from nbformat import v4 as new

from psa.site.addresses import RunPage, address_book
from psa.site.imprint import LONGEST, PICTURE, plain_words, shortened
from psa.site.notebook import notebook_page
from psa.site.pages.site_page import Site
from psa.site.share_picture import share_picture
from psa.site.site import site_pages, write_site

PAGE = RunPage("agreement", "02", "pledge-a", "One pledge")


@pytest.fixture(scope="module")
def pages_of(tiny_rated, tiny_baselines):
    """Return a function that makes every page with some settings, and one of a notebook, as trees."""

    def make(**settings):
        tiny = tiny_rated.framework
        assert settings.keys() <= tiny.settings.keys()
        framework = replace(tiny, settings=tiny.settings | settings)
        book = address_book(framework, [PAGE])
        site = Site(replace(tiny_rated, framework=framework), book, baselines=tiny_baselines)
        texts = site_pages(site)
        cells = [new.new_markdown_cell("# A pledge\n\nThe *answer* to [it](x.html).")]
        texts["02/pledge-a.html"] = notebook_page(new.new_notebook(cells=cells), PAGE, book)
        return {name: BeautifulSoup(text, "html.parser") for name, text in texts.items() if text}

    return make


@pytest.fixture(scope="module")
def pages(pages_of):
    return pages_of()


def meta(page, name):
    found = page.select_one(f"head meta[name='{name}'], head meta[property='{name}']")
    return found["content"] if found else None


def test_every_page_has_a_description_a_share_card_a_date_a_licence_and_a_citation(pages):
    for name, page in pages.items():
        assert 10 < len(meta(page, "description")) <= LONGEST, name
        assert meta(page, "og:title") and meta(page, "og:description") == meta(page, "description"), name
        is_own = "/" in name  # its own sources were read a day before the last of the others
        words = "1 May 2024" if is_own else "2 May 2024"
        assert meta(page, "dcterms.date") == ("2024-05-01" if is_own else "2024-05-02"), name
        assert page.select_one(".foot time").text == words, name
        assert page.select_one(".foot .licence a[rel~='license']")["href"].startswith("https://"), name
        cite = page.select_one(".foot .cite").text
        assert "Pledges of the town of Littleham" in cite and f"Data of {words}." in cite, name
        assert page.select_one(".on-paper").text.strip() in cite, name


def test_without_an_address_of_the_site_no_page_names_one(pages):
    for page in pages.values():
        assert meta(page, "og:url") is None and meta(page, "og:image") is None
        assert "http" not in page.select_one(".foot .cite").text


def test_the_address_of_the_site_stands_in_share_card_and_citation(pages_of):
    for name, page in pages_of(site_address="https://example.org/town/").items():
        assert meta(page, "og:url") == f"https://example.org/town/{name}"
        assert meta(page, "og:image") == "https://example.org/town/share.png"
        assert page.select_one(".foot .cite").text.strip().endswith(f"https://example.org/town/{name}")


@pytest.mark.parametrize("written", ["javascript:alert(1)", "example.org"])
def test_an_address_that_no_link_may_have_is_left_out(pages_of, written):
    for page in pages_of(site_address=written, licence_address=written).values():
        assert meta(page, "og:url") is None and page.select("a[rel~='license']") == []


def test_a_framework_names_its_own_licence(pages_of):
    own = {"licence": "Open Government Licence v3.0", "licence_address": "https://example.org/ogl"}
    for page in pages_of(**own).values():
        link = page.select_one("a[rel~='license']")
        assert (link.text, link["href"]) == ("Open Government Licence v3.0", "https://example.org/ogl")


def test_a_page_that_shows_no_data_has_no_date(tiny):
    book = address_book(tiny, [PAGE])
    cells = [new.new_markdown_cell("# Rules")]
    text = notebook_page(new.new_notebook(cells=cells), replace(PAGE, run_id="all", has_data=False), book)
    assert meta(BeautifulSoup(text, "html.parser"), "dcterms.date") is None


def test_data_read_as_at_a_day_have_that_day(tiny):
    book = address_book(tiny, [PAGE], as_at="2023-01-31")
    assert book.imprint.of_page("index.html", "All").date_words == "31 January 2023"
    assert book.imprint.of_page(PAGE.address, "One", "pledge-a").date == "2023-01-31"


def test_a_description_is_plain_words_and_ends_with_a_sentence_or_a_word():
    assert (
        plain_words("The **answer**, see [there](x.html)\nand `here`.") == "The answer, see there and here."
    )
    assert shortened("A sentence of words. " * 20).endswith("words.")
    assert shortened("word " * 100).endswith("word…") and len(shortened("word " * 100)) <= LONGEST


def test_the_picture_of_a_link_is_small_the_same_each_time_and_only_there_with_an_address(
    tiny, tiny_rated, tiny_baselines, tmp_path
):
    site = Site(tiny_rated, address_book(tiny, []), baselines=tiny_baselines)
    write_site(site, tmp_path)
    assert not (tmp_path / PICTURE).exists()
    with_address = replace(site.book, imprint=replace(site.book.imprint, address="https://example.org"))
    write_site(replace(site, book=with_address), tmp_path)
    made = (tmp_path / PICTURE).read_bytes()
    assert made.startswith(b"\x89PNG") and len(made) < 40_000 and made == share_picture(site)
    write_site(site, tmp_path)
    assert not (tmp_path / PICTURE).exists()
