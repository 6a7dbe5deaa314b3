"""What a section shows, and what it tells the page that is made of it."""

import pytest

from psa.pages import sections
from psa.pages.for_page import SOURCES


@pytest.fixture
def shown(monkeypatch):
    outputs = []
    monkeypatch.setattr("psa.pages.for_page.display", lambda shown, **_: outputs.append(shown))
    return outputs


def test_a_page_is_told_the_source_of_each_item_of_a_list_and_of_no_further_line(
    tiny_rated, shown, monkeypatch
):
    ids = ["pledge-a/1:trees", "pledge-b/1:content"]
    sections.show_sources(tiny_rated, ids)
    assert shown[0].metadata == {SOURCES: ["town-yearbook", "house-survey"]}
    assert shown[0].data.count("\n- ") == 2
    monkeypatch.setattr(sections, "MOST_SOURCES", 1)
    sections.show_sources(tiny_rated, ids)
    assert shown[1].metadata == {SOURCES: ["town-yearbook"]}


def test_figures_without_a_source_have_no_list_of_them(tiny_rated, shown):
    sections.show_sources(tiny_rated, [])
    assert shown == []
