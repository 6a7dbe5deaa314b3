"""The review's page fits a phone and a screen, scrolls nowhere sideways and is accessible, light and dark."""

import shutil

import pytest

from psa import paths
from psa.authoring.decide import decide
from psa.data.load import load_framework
from psa.methods.ratings import rate_framework
from psa.review.changes import compare_frameworks
from psa.review.choices import decided_choices
from psa.review.html import page_of
from psa.review.notebooks import NotebookChange, compare_cells
from psa.review.pictures import changed_charts

pytestmark = pytest.mark.slow
SCROLLS = """[...document.querySelectorAll("main *")]
  .filter(e => e.scrollWidth > e.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(e).overflowX))
  .map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def page_text(tmp_path_factory):
    """Return the page of a change: a figure edited in place, a choice decided, a cell of a notebook changed."""
    old = paths.ROOT / "tests" / "frameworks" / "tiny"
    new = tmp_path_factory.mktemp("review") / "tiny"
    shutil.copytree(old, new)
    decide(rate_framework(load_framework(new)), "pledge-a/3.direction", "increase", "Read again", "A. Reader")
    figures = new / "observations.csv"
    text = figures.read_text(encoding="utf-8")
    before = next(line for line in text.splitlines() if line.startswith("pledge-a/1:trees,2023,"))
    figures.write_text(text.replace(before, before.replace(",1205,", ",1065,")), encoding="utf-8")
    compared = compare_frameworks(str(old), str(new))
    cell = {"id": "why", "cell_type": "code", "source": ["x" * 200 + " = one"], "metadata": {}, "outputs": []}
    cells = compare_cells({"cells": [cell]}, {"cells": [cell | {"source": ["x" * 200 + " = two"]}]})
    return page_of(
        compared.difference,
        changed_charts(compared.before, compared.after),
        [NotebookChange("03_x.ipynb", "changed", tuple(cells))],
        "",
        compared.after,
        decided_choices(compared.before, compared.after),
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_review_fits_and_is_accessible(page_text, browser, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.set_content(page_text)
    for words in ("Ask first", "Choices of ours decided here", "Before"):
        assert page.get_by_text(words).first.is_visible(), words
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SCROLLS) == []
    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    context.close()
