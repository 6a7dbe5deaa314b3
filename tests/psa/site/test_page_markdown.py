"""Markdown on a page: headings have ids, tables scroll, sources are linked, and the HTML is made once."""

import re

import pytest

from psa.site.markdown import PageMarkdown
from psa.site.names import Names


def rendered(text, has_files=True, **more):
    links = {"book": "../sources.html#source-book"}
    return PageMarkdown(Names(), lambda name: links.get(name, ""), has_files).to_html(text, **more)


def test_headings_have_ids_that_differ_and_no_link_to_themselves():
    html = rendered("## A &amp; *b*\n\n### a `b`\n\n### <b>Bold</b> \\*c\\*\n")
    assert re.findall(r'<h\d id="([^"]+)">', html) == ["a-b", "a-b-2", "bold-c"]
    assert "¶" not in html and '<h2 id="a-b">A &amp; <em>b</em></h2>' in html


def test_a_table_scrolls_by_itself_and_its_headers_have_a_scope():
    long = "a word " * 12
    text = f"| | Value |\n|---|--:|\n| {long} | 1 |\n| {'*b* ' * 10} | 2 |\n"
    html = rendered(f"{text}\n\n{text}")
    assert re.findall('aria-label="([^"]+)"', html) == ["Table", "Table, table 2"]
    assert html.count('<div class="scroll" tabindex="0" role="region"') == html.count("</table></div>") == 2
    assert '<td></td>\n  <th scope="col" style="text-align:right">Value</th>' in html
    assert f'<td class="long">{long.strip()}</td>' in html and '<td style="text-align:right">1</td>' in html
    assert "<td><em>b</em>" in html  # ten letters, however much markup


def test_each_item_of_a_list_of_sources_leads_to_what_is_known_of_it():
    text = "**Sources**\n\n- [Book](https://example.org), Press\n- Unknown\n- Book\n- and 2 further sources"
    html = rendered(text, sources=["book", "unknown", "book"])
    more = ' (<a href="../sources.html#source-book">more on this source</a>)'
    assert f'<li><a href="https://example.org">Book</a>, Press{more}</li>' in html
    assert "<li>Unknown</li>" in html and f"<li>Book{more}</li>" in html and "sources</li>" in html
    assert "more on" not in rendered(text)


@pytest.mark.parametrize(
    ("target", "is_kept"), [("https://example.org", True), ("#part", True), ("how-to/x.md", False)]
)
def test_a_link_to_a_file_that_is_not_beside_the_page_is_its_words(target, is_kept):
    text = f"See [the part]({target})."
    link = f'<a href="{target}">the part</a>'
    assert rendered(text, has_files=False) == f"<p>See {link if is_kept else 'the part'}.</p>\n"
    assert link in rendered(text)


def test_a_picture_that_a_text_holds_is_in_the_page():
    html = rendered("![Map](attachment:map.png)", attachments={"map.png": {"image/png": "QUJD"}})
    assert '<img src="data:image/png;base64,QUJD" alt="Map"' in html


def test_what_one_text_holds_is_not_held_against_the_next():
    markdown = PageMarkdown(Names(), lambda name: f"#{name}")
    assert "more on" in markdown.to_html("- a", sources=["x", "y"])
    assert "more on" not in markdown.to_html("- b")
