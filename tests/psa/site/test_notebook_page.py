"""A notebook's page is in a reader's order, linked, and final when it is first written."""

import re
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from psa.pages.for_page import SOURCES, TABLE
from psa.pages.tables.table import Table
from psa.site.addresses import NOWHERE, AddressBook, RunPage
from psa.site.blocks import without_page_data
from psa.site.notebook import notebook_page, page_title
from psa.site.template import style

PAGE = RunPage("agreement", "02", "a", "Fallback")
BOOK = AddressBook(
    {"a": "02/a.html", "a/1": "02/a.html#1-trees", "b": "02/b.html"},
    {"book": "source-book"},
    (PAGE, RunPage("agreement", "06", "a", "Own & more")),
    frozenset({"a.csv"}),
)


def shown(*forms, **metadata):
    return new_output("display_data", dict(forms), metadata=metadata)


def code(source, *outputs):
    return new_code_cell(source, outputs=list(outputs))


def text_of(*cells, book=NOWHERE):
    return notebook_page(new_notebook(cells=list(cells)), PAGE, book)


def as_shown(table):
    forms, metadata = table._repr_mimebundle_()
    return new_output("display_data", forms, metadata=metadata)


def test_a_page_escapes_its_title_and_folds_its_code_away():
    page = text_of(code("secret = '<b>'"), new_markdown_cell("# <script>alert(1)</script>"))
    assert "<title>&lt;script&gt;" in page
    assert page.index("<details") < page.index("secret = &#39;&lt;b&gt;&#39;")


def test_a_page_begins_with_its_heading_and_ends_with_how_it_was_made():
    heading = shown(("text/markdown", "# The *title*\n\nBelow it"))
    further = shown(("text/markdown", "Further words"))
    page = text_of(
        new_markdown_cell("# The author's title\n\nThe question"),
        code("import psa"),
        new_markdown_cell("## Load"),
        code("load()", heading, further),
        new_markdown_cell("## Look\n\nAt a chart"),
        new_markdown_cell("## What this does not show"),
    )
    order = [
        "<h1",
        "Below it",
        "Further words",
        "At a glance",
        "What this does not show",
        "How this page was made",
        "The question",
        "import psa",
        "load()",
    ]
    places = [page.rindex(words) for words in order]
    assert places == sorted(places)
    assert page.count("<h1") == 1 and page.count("<details") == 2  # the menu, and how the page was made
    assert '<h2 id="at-a-glance">At a glance</h2>' in page


def test_a_notebook_without_a_heading_of_its_own_keeps_its_order():
    page = text_of(
        new_markdown_cell("# Own"), code("1 + 1", new_output("execute_result", {"text/plain": "2"}))
    )
    assert page.index(">Own</h1>") < page.index('<pre class="output">2</pre>') < page.index("1 + 1")


def test_the_title_is_the_first_heading_that_is_shown_then_that_of_the_text_then_the_notebook_s():
    outputs = [code("", shown(("text/markdown", "words\n# Shown \\& told")))]
    assert page_title(new_notebook(cells=[new_markdown_cell("# Text"), *outputs]), "x") == "Shown & told"
    assert page_title(new_notebook(cells=[new_markdown_cell("# Text")]), "x") == "Text"
    assert page_title(new_notebook(), "x") == "x"


def test_a_table_is_written_by_itself_with_links_and_names_that_differ():
    table = Table(
        "Ratings", ["Id", "Name"], [["a/1", "trees"], ["b", "fish"], ["c", "birds"], ["a", "itself"]]
    )
    page = text_of(code("", as_shown(table), as_shown(table)), book=BOOK)
    assert re.findall('aria-label="(Ratings[^"]*)"', page) == ["Ratings", "Ratings, table 2"]
    assert page.count('<th scope="row" class="short"><a href="#1-trees">a/1</a></th>') == 2
    assert '<a href="../02/b.html">b</a>' in page
    assert '<th scope="row" class="short">c</th>' in page and '<th scope="row" class="short">a</th>' in page


def test_a_list_of_sources_leads_to_the_page_of_sources():
    listed = shown(("text/markdown", "**Sources**\n\n- Book"), **{"text/markdown": {SOURCES: ["book"]}})
    page = text_of(code("", listed), book=BOOK)
    assert '<li>Book (<a href="../sources.html#source-book">more on this source</a>)</li>' in page


def test_further_pages_and_downloads_are_linked_at_the_end():
    page = text_of(new_markdown_cell("# Own"), book=BOOK)
    assert re.findall(r'<h2 id="([^"]+)">', page) == ["more-pages", "downloads-of-this-page"]
    assert '<li><a href="../06/a.html">Own &amp; more</a></li>' in page
    assert '<li><a href="../downloads/a.csv">Its indicators with their ratings (CSV)</a></li>' in page
    assert "More pages" not in text_of(new_markdown_cell("# Own"))


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (shown(("image/svg+xml", "<svg>x</svg>")), '<figure class="chart"><svg>x</svg><figcaption>'),
        (
            shown(("image/png", "QUJD"), **{"image/png": {"alt": 'a "b"'}}),
            '<img alt="a &#34;b&#34;" src="data:image/png;base64,QUJD">',
        ),
        (shown(("text/html", "<p>own</p>"), ("text/plain", "x")), '<div class="output"><p>own</p></div>'),
        (new_output("stream", name="stdout", text="1 < 2"), '<pre class="output">1 &lt; 2</pre>'),
        (
            new_output("error", ename="E", evalue="e", traceback=["\x1b[31mE: <e>"]),
            '<pre class="error">E: &lt;e&gt;',
        ),
    ],
    ids=["chart", "picture", "html", "stream", "error"],
)
def test_every_kind_of_output_is_shown_in_its_best_form(output, expected):
    assert expected in text_of(code("", output))


def test_an_output_that_a_page_cannot_show_is_left_out():
    page = text_of(code("", shown(("application/javascript", "alert(1)"))))
    assert "alert" not in page and '<pre class="output">' not in page


def test_what_an_output_says_for_the_page_is_no_part_of_the_notebook_that_is_kept():
    table = Table("c", ["a"], [["b"]])
    _, metadata = table._repr_mimebundle_()
    metadata |= {"image/svg+xml": {"alt": "words"}, "text/markdown": {SOURCES: ["s"]}, "isolated": True}
    assert without_page_data(metadata) == {"image/svg+xml": {"alt": "words"}, "isolated": True}
    assert Table.from_data(nbformat.from_dict(metadata)["text/html"][TABLE]) == table


def test_the_same_notebook_gives_the_same_page_and_stays_as_it_was():
    notebook = new_notebook(
        cells=[new_markdown_cell("## Look"), code("x", as_shown(Table("c", ["a"], [["b"]])))]
    )
    before = nbformat.writes(notebook)
    assert notebook_page(notebook, PAGE, BOOK) == notebook_page(notebook, PAGE, BOOK)
    assert nbformat.writes(notebook) == before


def test_a_column_of_some_words_is_wide_and_one_of_many_wider():
    widths = SimpleNamespace(
        **{
            name: float(re.search(rf"td\.{name}{{min-width:([\d.]+)em}}", style())[1])
            for name in ("middling", "long")
        }
    )
    assert 8 <= widths.middling < widths.long
