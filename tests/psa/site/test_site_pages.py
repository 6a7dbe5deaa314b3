"""The site's own pages as texts: what they say, where they lead, and what a table's text may do."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from psa import paths
from psa.files.write import list_files
from psa.pages.outcomes import outcomes_of
from psa.site.addresses import RunPage, address_book
from psa.site.downloads.names import download_names
from psa.site.pages.agreement_rows import label_chance
from psa.site.pages.index import whole_files
from psa.site.pages.registry import PAGES, navigation
from psa.site.pages.site_page import Site
from psa.site.pages.sources import web_address
from psa.site.site import site_pages, write_site
from psa.site.template import TEMPLATES

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def pages(tiny):
    """Return the page of each agreement and department."""
    rows = [("agreement", "02_assess_agreement", one) for one in tiny.agreements["agreement_id"]]
    rows += [("department", "03_summarise_department", one) for one in tiny.acting_departments()]
    return [RunPage(for_each, notebook, run_id, notebook) for for_each, notebook, run_id in rows]


@pytest.fixture(scope="module")
def site_of(tiny_baselines):
    def make(rated, pages, failed=()):
        book = address_book(rated.framework, pages, download_names(rated.framework))
        return Site(rated, book, tuple(failed), tiny_baselines)

    return make


@pytest.fixture(scope="module")
def site(site_of, tiny_rated, pages):
    return site_of(tiny_rated, pages)


@pytest.fixture(scope="module")
def texts(site):
    """Return the text of each page, made without the table of baselines at hand."""
    return site_pages(replace(site, baselines=None))


def with_tables(rated, **changed):
    """Return ratings whose framework has some other tables."""
    framework = rated.framework
    return replace(rated, framework=replace(framework, tables=framework.tables | changed))


def test_each_page_has_a_text_but_those_without_use(texts):
    assert set(texts) == {page.file for page in PAGES}
    assert [name for name, text in texts.items() if not text] == ["transformation.html"]


def test_each_page_has_a_template_and_each_template_a_page():
    templates = {path.name.removesuffix(".html.j2") for path in TEMPLATES.glob("*.html.j2")}
    assert templates == {page.name for page in PAGES} | {"base", "notebook", "publications"}


def test_the_menu_of_every_page_is_that_of_the_list_of_pages(texts):
    names = [name for name, _ in navigation()]
    assert names == [page.file for page in PAGES if page.menu] and len(names) > 4
    for name, text in texts.items():
        if text:
            menu = text.partition('<nav class="wide"')[2].partition("</nav>")[0]
            assert text.partition('<nav class="narrow"')[2].partition("</nav>")[0].count("<li>") == len(names)
            assert re.findall('href="([^"]+)"', menu) == names
            assert menu.count("aria-current") == (name in names)


def test_the_same_ratings_give_the_same_bytes(site, texts):
    assert site_pages(site) == texts


def test_a_page_without_the_text_on_methods_does_not_link_to_it(site, monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    texts = site_pages(site)
    assert texts["methods.html"] == ""
    assert not any("methods.html" in text for text in texts.values())


def test_a_page_that_is_of_no_more_use_is_removed(site, tmp_path):
    (tmp_path / "transformation.html").write_text("old", encoding="utf-8")
    written = write_site(site, tmp_path)
    assert {path.name for path in written} == list_files(tmp_path)
    assert "transformation.html" not in list_files(tmp_path) and "index.html" in list_files(tmp_path)


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


def test_a_further_notebook_has_its_pages_on_the_index(site_of, tiny_rated, pages, texts):
    own = [replace(p, notebook="06_own", title="My own question") for p in pages if p.for_each == "agreement"]
    text = site_pages(site_of(tiny_rated, [*pages, *own]))["index.html"]
    further = text.partition("More pages</h2>")[2].partition("<h2")[0]
    assert "<h3>My own question</h3>" in further
    assert re.findall(r'href="([^"]+)"', further) == [page.address for page in own]
    assert "More pages" not in texts["index.html"]


def test_how_many_improvements_are_none_is_said_only_where_a_chance_is_known(
    site_of, tiny_rated, pages, texts
):
    assert "whose chance is known, about" in texts["index.html"]
    unknown = replace(tiny_rated, counted=tiny_rated.counted.assign(chance_met=float("nan")))
    text = site_pages(site_of(unknown, pages))["index.html"]
    assert "whose chance is known" not in text and "is not known for any of them" in text


def test_the_downloads_of_the_whole_are_listed_spreadsheet_first_and_their_description_last(tiny):
    names = {
        "tiny.xlsx",
        "datapackage.json",
        "csv-metadata.json",
        "sources.csv",
        "measures.csv",
        "measures.json",
        "pledge-a.csv",
        ".x.part",
    }
    assert whole_files(tiny, names) == [
        ("downloads/tiny.xlsx", "Spreadsheet of the ratings (XLSX)"),
        ("downloads/measures.csv", "Measures (CSV)"),
        ("downloads/sources.csv", "Sources (CSV)"),
        ("downloads/measures.json", "Measures (JSON)"),
        ("downloads/datapackage.json", "Data package: what each column means (JSON)"),
        ("downloads/csv-metadata.json", "CSV on the Web: the same in another form (JSON)"),
    ]


def test_the_chance_of_a_label_is_said_only_where_there_is_one():
    sure = {"rating": "some_progress", "chance_some_progress": 0.9, "chance_known": 2}
    sure |= {"chance_some_progress_low": 0.85, "chance_some_progress_high": 0.92}
    assert label_chance(sure) == "that this is right is very likely: 90% (85% to 92%)"
    unsure = sure | {"chance_some_progress_low": 0.0, "chance_some_progress_high": 1.0}
    assert label_chance(unsure) == "that this is right cannot be told: 90% (0% to 100%)"
    assert "not known" in label_chance(sure | {"chance_known": 0})
    assert label_chance(sure | {"rating": "withheld"}) == ""


def test_text_from_a_table_is_shown_as_text(site_of, tiny_rated, pages):
    agreements = tiny_rated.framework.agreements.copy()
    agreements.loc[0, "title"] = "</script><script>alert(1)</script>' \" &"
    text = site_pages(site_of(with_tables(tiny_rated, agreements=agreements), pages))["index.html"]
    assert text.count("<script>") == 1 and "alert(1)" in text


def test_failed_notebooks_are_named_on_the_index(site_of, tiny_rated, pages, texts):
    text = site_pages(site_of(tiny_rated, pages, pages[:1]))["index.html"]
    assert "Not up to date" in text and f"<li>{pages[0].notebook} {pages[0].run_id}</li>" in text
    assert "Not up to date" not in texts["index.html"]


def test_a_framework_without_pages_has_an_index_without_links_to_them(site_of, tiny_rated):
    text = site_pages(site_of(tiny_rated, []))["index.html"]
    assert "pledge-a" in text and 'href="02_' not in text


def test_each_indicator_on_the_index_has_its_sign_and_leads_to_its_heading(site, texts):
    index = BeautifulSoup(texts["index.html"], "html.parser")
    named = [(item.a["href"], item.find(class_="sign")) for item in index.select(".named > li")]
    assert [link for link, _ in named] == [
        site.book.shown[name] for name in site.rated.indicators["indicator_id"]
    ]
    badges = {o.indicator_id: o.badge for a in ("pledge-a", "pledge-b") for o in outcomes_of(site.rated, a)}
    assert [(sign["class"][1], sign.text) for _, sign in named] == [(b.code, b.sign) for b in badges.values()]


def test_a_source_tells_how_many_figures_come_from_it(tiny, texts):
    named = tiny.observations["source_id"].str.split(";").explode().str.strip()
    for source, count in named.value_counts().items():
        entry = re.search(rf'<li id="source-{source}">(.*?)</li>', texts["sources.html"], re.DOTALL)
        assert re.search(rf"\b{count} figures?, of", entry[1])


def test_every_published_rating_is_on_the_page_of_differences_and_leads_to_what_is_rated(site, texts):
    text, published = texts["differences.html"], site.rated.published
    assert isinstance(published, pd.DataFrame) and len(published)
    assert text.count("<tr>") - text.count("<thead><tr>") == len(published)
    shown = [name for name in published["rated"] if name in site.book.shown]
    assert shown and all(f'<a href="{site.book.shown[name]}">{name}</a></th>' in text for name in shown)


def test_an_action_has_its_figures_and_its_sources(site_of, tiny_rated, pages):
    actions = pd.DataFrame(
        {
            "action_id": ["x", "y"],
            "department_id": ["parks", "all"],
            "title": ["One desk", "Plain <words>"],
            "target_text": ["Open it", None],
            "target_period": None,
            "provenance": ["read", "recalled"],
            "note": None,
            "source_id": ["town-yearbook; house-survey", None],
        }
    )
    figures = pd.DataFrame(
        {
            "action_id": ["x"],
            "label": ["forms"],
            "period": ["2022"],
            "value": [120.0],
            "unit": ["forms"],
            "note": [None],
            "source_id": ["town-yearbook"],
        }
    )
    rated = with_tables(tiny_rated, transformation=actions, transformation_observations=figures)
    text = site_pages(site_of(rated, pages))["transformation.html"]
    assert re.findall('href="sources.html#([^"]+)"', text) == ["source-town-yearbook", "source-house-survey"]
    assert 'aria-label="Figures of One desk"' in text and '<td class="number">120</td>' in text
    assert "Plain &lt;words&gt;" in text and "Recalled: no page that states it was read." in text
