"""A page that index and tables no longer agree with says so itself, until it is made anew."""

from psa.batch.batch import mark_as_older


def test_a_page_says_once_that_it_is_from_an_earlier_run_and_no_longer_when_it_holds_again(tmp_path):
    page = tmp_path / "a.html"
    page.write_text('<body><main id="m"><h1>A</h1></main></body>', encoding="utf-8")
    whole = page.read_text(encoding="utf-8")
    for _ in range(2):
        mark_as_older(page, "its notebook failed in the last run")
    assert page.read_text(encoding="utf-8").count("from an earlier run:</strong> its notebook failed") == 1
    assert '<main id="m"><p class="older" role="note">' in page.read_text(encoding="utf-8")
    mark_as_older(page, "")
    assert page.read_text(encoding="utf-8") == whole
    mark_as_older(tmp_path / "none.html", "there is no page")
