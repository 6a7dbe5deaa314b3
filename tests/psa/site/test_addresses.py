"""Where everything is shown is known from the tables and the runs alone."""

import pickle
from dataclasses import replace

import pytest

from psa.site.addresses import AddressBook, RunPage, address_book, root_of
from psa.site.downloads.names import download_names

A, B, OWN = (
    RunPage("agreement", n, i, t) for n, i, t in (("02", "a", "A"), ("02", "b", "B"), ("06", "a", "Own"))
)


@pytest.fixture
def pages(tiny):
    rows = [("agreement", "02_assess", one) for one in tiny.agreements["agreement_id"]]
    rows += [("department", "03_summarise", one) for one in tiny.acting_departments()]
    return [RunPage(for_each, notebook, run_id, notebook) for for_each, notebook, run_id in rows]


def test_a_link_leads_from_any_page_and_not_from_a_page_to_itself():
    book = AddressBook({"a": A.address, "a/1": f"{A.address}#one", "b": B.address})
    assert [book.link(name, A.address) for name in ("a", "a/1", "b", "c")] == ["", "#one", "../02/b.html", ""]
    assert [book.link(name, "index.html") for name in ("a", "a/1", "c")] == ["02/a.html", "02/a.html#one", ""]
    assert (root_of("index.html"), root_of(A.address)) == ("", "../")


def test_a_source_leads_to_the_list_of_sources():
    book = AddressBook(sources={"s": "source-s"})
    assert book.source_link("s", A.address) == "../sources.html#source-s"
    assert book.source_link("s", "about.html") == "sources.html#source-s" and book.source_link("t", "") == ""


def test_every_agreement_indicator_and_department_is_shown_and_every_source_has_a_place(tiny, pages):
    book = address_book(tiny, pages)
    ids = {*tiny.agreements["agreement_id"], *tiny.indicators["indicator_id"], *tiny.acting_departments()}
    assert set(book.shown) == ids
    assert set(book.sources) == set(tiny.sources["source_id"])
    assert len(set(book.sources.values())) == len(book.sources)


def test_two_indicators_of_one_name_lead_to_two_headings(tiny, pages):
    indicators = tiny.indicators.copy()
    own = indicators["agreement_id"] == "pledge-a"
    indicators.loc[own, ["name", "number"]] = ["The same", None]
    shown = address_book(replace(tiny, tables=tiny.tables | {"indicators": indicators}), pages).shown
    links = [shown[name] for name in indicators.loc[own, "indicator_id"]]
    assert links[:2] == ["02_assess/pledge-a.html#the-same", "02_assess/pledge-a.html#the-same-2"]
    assert len(set(links)) == own.sum()


@pytest.mark.parametrize("for_each", ["agreement", "department"])
def test_a_further_notebook_takes_no_link_from_the_first_and_is_linked_besides(tiny, pages, for_each):
    own = [
        replace(page, notebook="06_own", title="My question") for page in pages if page.for_each == for_each
    ]
    book = address_book(tiny, [*pages, *own])
    assert book.shown == address_book(tiny, pages).shown == address_book(tiny, [*own, *pages]).shown
    first = next(page for page in pages if page.for_each == for_each)
    assert book.further_pages(first) == [(f"../{own[0].address}", "My question")]
    assert book.further_pages(own[0]) == [(f"../{first.address}", first.title)]


def test_a_page_that_is_not_there_is_not_linked_and_gives_its_links_to_no_other(tiny, pages):
    own = [replace(page, notebook="06_own") for page in pages]
    missing = [replace(page, is_there=False) for page in pages]
    book = address_book(tiny, [*missing, *own])
    assert book.shown == {}
    assert book.further_pages(own[0]) == []


def test_a_page_without_an_agreement_or_a_department_has_no_further_pages():
    whole = [RunPage("none", name, "all", name) for name in ("04", "05")]
    assert AddressBook(pages=tuple(whole)).further_pages(whole[0]) == []


def test_only_downloads_that_there_are_are_linked():
    names = frozenset({"a.csv", "a_observations.csv", "b.json"})
    assert [address for address, _ in AddressBook(downloads=names).own_files(A)] == [
        "a.csv",
        "a.ipynb",
        "../downloads/a.csv",
        "../downloads/a_observations.csv",
    ]


def test_it_is_the_same_each_time_and_can_be_sent_to_another_process(tiny, pages):
    book = address_book(tiny, pages, download_names(tiny))
    assert book == address_book(tiny, pages, download_names(tiny)) == pickle.loads(pickle.dumps(book))
