"""The limits of what a reader is asked to take in, measured on every page in a browser (`measure.py`)."""

import pytest
from measure import limits, measure, measure_all

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

MOST = {
    "height at 1280": 4500,
    "height at 360": 7000,
    "words": 900,
    "first chart, at most": 700,
    "pages without a department": 0,
    "empty columns": 0,
    "long numbers": 5,
    "sideways": 0,
}
SUMMARY_HEIGHT = 9000  # of the page of the framework as a whole


@pytest.fixture(scope="module")
def measured(real_site, browser):
    """Return what each page of the default framework measures."""
    return measure_all(real_site.folder, browser)


@pytest.mark.parametrize("name", MOST)
def test_the_pages_ask_no_more_of_a_reader_than_this(measured, name):
    assert limits(measured)[name] <= MOST[name]


def test_the_page_of_the_framework_as_a_whole_answers_first_and_is_short(measured):
    summary = [v[1280] for name, v in measured.items() if name.startswith("04_")]
    assert summary and all(page["height"] < SUMMARY_HEIGHT and page["chart"] < 700 for page in summary)


def test_what_is_measured_is_what_stands_there(tmp_path, browser):
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><main><p>three words open</p><details><summary>one</summary><p>not seen</p></details>"
        "<table><tbody><tr><th>a</th><td></td><td>0.1</td><td>100.0</td></tr>"
        "<tr><th>b</th><td> </td><td>2.12345</td><td>1999</td></tr></tbody></table>"
        "<div style='height: 2000px; width: 500px'></div>"
        "<figure class='chart'><svg width='10' height='10'></svg></figure></main>",
        encoding="utf-8",
    )
    opened = browser.new_page()
    found = measure(opened, page.as_uri(), 360)
    opened.close()
    assert (found["words"], found["empty"], found["long"], found["departments"]) == (10, 1, 1, 0)
    assert found["chart"] > 2000 and found["height"] > 2000 and found["wide"] > 0
