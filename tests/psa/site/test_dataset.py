"""What pages tell machines of their figures, and where a reader reports an error."""

import json
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from nbformat import v4 as new

from psa.site.addresses import RunPage, address_book
from psa.site.dataset import dataset_text
from psa.site.notebook import notebook_page
from psa.site.pages.site_page import Site
from psa.site.site import site_pages

pytestmark = pytest.mark.thorough


def dataset_of(page: str) -> dict:
    found = BeautifulSoup(page, "html.parser").select_one("head script[type='application/ld+json']")
    return json.loads(found.string)


def test_a_text_of_a_dataset_ends_no_script_and_names_only_files_of_data():
    text = dataset_text(
        "</script><b>", "d", [("a/b.csv", "Figures"), ("b.ipynb", "Notebook")], ("i.html", "All")
    )
    assert "<" not in text
    about = json.loads(text)
    assert about["@type"] == "Dataset" and about["name"] == "</script><b>"
    assert [(f["contentUrl"], f["encodingFormat"]) for f in about["distribution"]] == [
        ("a/b.csv", "text/csv")
    ]
    assert about["isPartOf"] == {"@type": "Dataset", "name": "All", "url": "i.html"}


def test_the_index_and_an_agreement_tell_machines_what_they_offer(tiny, tiny_rated, tiny_baselines):
    page = RunPage("agreement", "02", "pledge-a", "One pledge")
    book = address_book(tiny, [page], ["ratings.csv", "pledge-a.json"])
    index = dataset_of(site_pages(Site(tiny_rated, book, baselines=tiny_baselines))["index.html"])
    assert index["name"] == book.site and str(len(tiny.observations)) in index["description"]
    notebook = new.new_notebook(cells=[new.new_markdown_cell("# A")])
    shown = dataset_of(notebook_page(notebook, page, book))
    assert shown["name"].startswith(book.titles["pledge-a"]) and shown["isPartOf"]["url"] == "../index.html"
    assert [f["contentUrl"] for f in shown["distribution"]] == ["pledge-a.csv", "../downloads/pledge-a.json"]
    other = notebook_page(notebook, RunPage("none", "04", "all", "All"), book)
    assert "ld+json" not in other


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("", None),
        ("https://example.org/errors", "https://example.org/errors"),
        ("errors@example.org", "mailto:errors@example.org"),
        ("javascript:alert(1)", None),
    ],
)
def test_every_page_has_the_address_for_errors_that_the_framework_gives(
    tiny, tiny_rated, tiny_baselines, written, link
):
    assert tiny.settings["report_address"] == ""
    framework = replace(tiny, settings=tiny.settings | {"report_address": written})
    page = RunPage("agreement", "02", "pledge-a", "One pledge")
    book = address_book(framework, [page])
    rated = replace(tiny_rated, framework=framework)
    texts = site_pages(Site(rated, book, baselines=tiny_baselines))
    texts["notebook"] = notebook_page(new.new_notebook(cells=[new.new_markdown_cell("# A")]), page, book)
    for text in filter(None, texts.values()):
        found = [
            a["href"]
            for a in BeautifulSoup(text, "html.parser").select(".foot a")
            if a.text == "Report an error"
        ]
        assert found == ([link] if link else [])
