"""The site's own pages as texts: signs, links, downloads, and what a table's text may do."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from psa import paths
from psa.methods.vocabulary import LABELS
from psa.pages.charts.look import CLASSES
from psa.site.index import LABEL_MEANINGS, SIGNS, label_chance, whole_files
from psa.site.links import further_pages, link_page, own_files, page_links, source_links, web_address
from psa.site.page import finish
from psa.site.site import PAGES, site_pages


@pytest.fixture
def pages(tiny):
    """Return what a batch says of its pages, all of them there."""
    rows = [("agreement", "02_assess_agreement", a) for a in tiny.agreements["agreement_id"]]
    rows += [("department", "03_summarise_department", d) for d in tiny.acting_departments()]
    return [
        {"for_each": e, "notebook": n, "run_id": i, "title": n, "page": f"{n}/{i}.html", "is_failed": False}
        for e, n, i in rows
    ]


def with_tables(rated, **changed):
    """Return ratings whose framework has some other tables."""
    framework = rated.framework
    return replace(rated, framework=replace(framework, tables=framework.tables | changed))


def test_the_signs_are_those_of_the_charts():
    assert {c: sign for c, (sign, _) in SIGNS.items()} == {c: about[1] for c, about in CLASSES.items()}
    assert set(LABEL_MEANINGS) == set(LABELS)


def test_each_page_has_a_text_but_those_without_use(tiny_rated, pages):
    texts = site_pages(tiny_rated, pages)
    assert set(texts) == set(PAGES)
    assert [name for name, text in texts.items() if not text] == ["transformation.html"]


def test_the_same_ratings_give_the_same_bytes(tiny_rated, pages):
    assert site_pages(tiny_rated, pages) == site_pages(tiny_rated, pages)


def test_a_page_without_the_text_on_methods_does_not_link_to_it(tiny_rated, pages, monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    texts = site_pages(tiny_rated, pages)
    assert texts["methods.html"] == ""
    assert not any("methods.html" in text for text in texts.values())


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/a%20b(2)", "https://example.org/a%20b(2)"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://example.org/\nx", ""),
        ('https://example.org/"x', ""),
        (None, ""),
    ],
)
def test_only_web_addresses_are_linked(address, expected):
    assert web_address(address) == expected


def test_headings_get_ids_that_differ_and_an_empty_header_is_none():
    text = finish(
        '<h2 id="x">A &amp; b<a class="anchor-link" href="#x">¶</a></h2><h3>a b</h3><table><tr><th></th></tr></table>'
    )
    assert re.findall(r'id="([^"]+)"', text) == ["a-b", "a-b-2"]
    assert "¶" not in text and "<td></td>" in text


def test_regions_of_tables_with_one_caption_have_names_that_differ():
    table = "<table><caption>Figures &quot;of&quot; a</caption><tr><td>1</td></tr></table>"
    text = finish(table + table)
    assert re.findall(r'aria-label="([^"]+)"', text) == [
        "Figures &quot;of&quot; a",
        "Figures &quot;of&quot; a, table 2",
    ]
    assert text.count('tabindex="0" role="region"') == 2


def test_two_indicators_of_one_name_lead_to_two_headings(tiny_rated, pages):
    indicators = tiny_rated.framework.indicators.copy()
    own = indicators["agreement_id"] == "pledge-a"
    indicators.loc[own, ["name", "number"]] = ["The same", None]
    links = page_links(with_tables(tiny_rated, indicators=indicators), pages)
    found = [links[i] for i in indicators.loc[own, "indicator_id"]]
    assert found[:2] == [
        "02_assess_agreement/pledge-a.html#the-same",
        "02_assess_agreement/pledge-a.html#the-same-2",
    ]
    assert len(set(found)) == own.sum()


def test_a_page_is_linked_once_and_not_to_itself():
    links = {"a": "02/a.html", "a/1": "02/a.html#one", "b": "02/b.html"}
    text = '<th scope="row">a</th><th scope="row">a/1</th><th scope="row" class="short">b</th><th scope="row">c</th><!--downloads--><!--/downloads-->'
    once = link_page(text, "02/a.html", links, {}, [("a.csv", "Table")])
    assert (
        '<th scope="row">a</th>' in once
        and '<a href="#one">a/1</a>' in once
        and '<a href="../02/b.html">b</a>' in once
    )
    assert '<th scope="row">c</th>' in once and '<a href="a.csv">Table</a>' in once
    assert link_page(once, "02/a.html", links, {}, [("a.csv", "Table")]) == once
    assert "a.csv" not in link_page(once, "02/a.html", links, {}, [])


@pytest.mark.parametrize("for_each", ["agreement", "department"])
def test_a_further_notebook_takes_no_link_from_the_first_and_is_linked_besides(tiny_rated, pages, for_each):
    before = page_links(tiny_rated, pages)
    own = [
        p | {"notebook": "06_own", "title": "My own question", "page": f"06_own/{p['run_id']}.html"}
        for p in pages
        if p["for_each"] == for_each
    ]
    assert page_links(tiny_rated, [*pages, *own]) == before == page_links(tiny_rated, [*own, *pages])
    text = site_pages(tiny_rated, [*pages, *own])["index.html"]
    further = text.partition("More pages</h2>")[2].partition("<h2")[0]
    assert "<h3>My own question</h3>" in further
    assert re.findall(r'href="([^"]+)"', further) == [p["page"] for p in own]
    assert "More pages" not in site_pages(tiny_rated, pages)["index.html"]
    first = next(p for p in pages if p["for_each"] == for_each)
    assert further_pages([*pages, *own], first) == [(f"../{own[0]['page']}", "My own question")]
    assert further_pages([*pages, *own], own[0]) == [(f"../{first['page']}", first["title"])]


def test_a_first_notebook_that_failed_gives_its_links_to_no_other(tiny_rated, pages):
    own = [p | {"notebook": "06_own", "page": f"06_own/{p['run_id']}.html"} for p in pages]
    links = page_links(tiny_rated, [*(p | {"page": ""} for p in pages), *own])
    assert links == {}


def test_a_page_links_to_the_further_pages_on_the_same_agreement():
    text = link_page(
        "<!--downloads--><!--/downloads-->",
        "02/a.html",
        {},
        {},
        [("a.csv", "Table")],
        [("../06/a.html", "Own & more")],
    )
    assert (
        '<h2 id="more-pages">More pages</h2>\n<ul><li><a href="../06/a.html">Own &amp; more</a></li></ul>'
        in text
    )
    assert text.index("More pages") < text.index("a.csv")


def test_how_many_improvements_are_none_is_said_only_where_a_chance_is_known(tiny_rated, pages):
    assert "whose chance is known, about" in site_pages(tiny_rated, pages)["index.html"]
    unknown = replace(tiny_rated, counted=tiny_rated.counted.assign(p_improved=float("nan")))
    text = site_pages(unknown, pages)["index.html"]
    assert "whose chance is known" not in text and "is not known for any of them" in text


def test_a_source_on_a_notebook_s_page_leads_to_the_list(tiny_rated):
    sources = source_links(tiny_rated)
    text = ('<li><a href="https://example.org/yearbook">Yearbook of the town, 2024 (made up)</a>, Town of Littleham</li>'
            "<li>House survey (made up), Town of Littleham</li><li>no source</li>")  # fmt: skip
    linked = link_page(text, "02/a.html", {}, sources, [])
    assert re.findall(r'sources\.html#([\w-]+)"', linked) == ["source-town-yearbook", "source-house-survey"]
    assert linked.endswith("<li>no source</li>")


def test_only_downloads_that_are_there_are_linked(tiny_rated, pages):
    held = frozenset(
        {
            "tiny.xlsx",
            "datapackage.json",
            "indicator_ratings.csv",
            "pledge-a.csv",
            "pledge-a_observations.csv",
            ".x.part",
        }
    )
    whole = [address for address, _ in whole_files(tiny_rated, held)]
    assert whole == ["downloads/tiny.xlsx", "downloads/indicator_ratings.csv", "downloads/datapackage.json"]
    own = [address for address, _ in own_files(pages[0], held)]
    assert own == [
        "pledge-a.csv",
        "pledge-a.ipynb",
        "../downloads/pledge-a.csv",
        "../downloads/pledge-a_observations.csv",
    ]


def test_the_chance_of_a_label_is_said_only_where_there_is_one():
    sure = {"rating": "some_progress", "chance_some_progress": 0.9, "chance_known": 2}
    assert label_chance(sure) == "the chance of this label is 90%"
    assert "not known" in label_chance(sure | {"chance_known": 0})
    assert label_chance(sure | {"rating": "withheld"}) == ""


def test_text_from_a_table_is_shown_as_text(tiny_rated, pages):
    agreements = tiny_rated.framework.agreements.copy()
    agreements.loc[0, "title"] = "</script><script>alert(1)</script>' \" &"
    text = site_pages(with_tables(tiny_rated, agreements=agreements), pages)["index.html"]
    assert text.count("<script>") == 1 and "alert(1)" in text


def test_failed_notebooks_are_named_on_the_index(tiny_rated, pages):
    pages[0] |= {"is_failed": True}
    text = site_pages(tiny_rated, pages)["index.html"]
    assert "Not up to date" in text and f"<li>{pages[0]['notebook']} {pages[0]['run_id']}</li>" in text


def test_a_framework_without_figures_still_has_its_pages(tiny_rated):
    text = site_pages(tiny_rated, [])["index.html"]
    assert "pledge-a" in text and 'href="02_' not in text


def test_a_source_tells_how_many_figures_come_from_it(tiny_rated, pages):
    observations = tiny_rated.framework.observations
    named = observations["source_id"].str.split(";").explode().str.strip()
    for source, count in named.value_counts().items():
        entry = re.search(
            rf'<li id="source-{source}">(.*?)</li>', site_pages(tiny_rated, pages)["sources.html"], re.DOTALL
        )
        assert re.search(rf"\b{count} figures?, of", entry[1])


def test_every_published_rating_is_on_the_page_of_differences(tiny_rated, pages):
    text = site_pages(tiny_rated, pages)["differences.html"]
    assert isinstance(tiny_rated.published, pd.DataFrame) and len(tiny_rated.published)
    assert text.count("<tr>") - text.count("<thead><tr>") == len(tiny_rated.published)
