"""The review as a page: charts that a change alters side by side, figures edited in place named first; approvals."""

import shutil
import subprocess
from html import escape

import pytest
from small_framework import write_small_framework

from psa import paths
from psa.authoring.add_row import add_observation
from psa.data.load import load_framework
from psa.methods.ratings import rate_framework
from psa.review.approval import approve, changed_files, hash_of, not_approved
from psa.review.changes import diff_frameworks
from psa.review.html import page_of
from psa.review.in_place import describe_in_place
from psa.review.moved import describe_sources
from psa.review.notebooks import NotebookChange, compare_cells
from psa.review.pictures import changed_charts

pytestmark = pytest.mark.thorough

FIGURES = "observations/a-01.csv"
NEW_SURVEY = "citizenship-survey-april-2010-march-2011-england-clg-1e8df"
WORDS = (("Before", "improvement"), ("Now", "no improvement"))
EDITED = ("psa-14/4:u18-conceptions-later,2005,2005,41.4,", "psa-14/4:u18-conceptions-later,2005,2005,44.1,")


def edit(folder, file, before, after):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8", newline="\n")


def rated(*folders):
    return [rate_framework(load_framework(folder)) for folder in folders]


def test_only_the_charts_that_a_change_alters_are_shown_and_the_figures_that_moved_are_ringed(old, new):
    assert changed_charts(*rated(old, new)) == []
    edit(new, FIGURES, "2008-09,2008-09,72.3,", "2008-09,2008-09,71.9,")
    (change,) = changed_charts(*rated(old, new))
    assert (
        change.id == "a-01/1"
    )  # the change since the baseline, which the agreement's chart shows, is the same
    (point,) = change.moved
    assert (point.measure_id, point.period, point.before, point.after) == (
        "a-01/1:share",
        "2008-09",
        72.3,
        71.9,
    )
    assert point.sources == (("Labour survey, yearly tables", "https://example.org/labour"),)
    assert change.before != change.after
    assert "#d4351c" in change.before and "#d4351c" in change.after


def test_a_row_that_no_chart_draws_alters_none(old, new):
    edit(new, "sources.csv", "2010-11-01", "2010-11-02")
    assert changed_charts(*rated(old, new)) == []


def test_a_published_figure_edited_in_place_is_named_first_and_a_new_release_is_not(old, new):
    header = "status,provenance,source_id"
    edit(new, FIGURES, header, f"{header},released")
    text = (new / FIGURES).read_text()
    lines = [f"{line}," if not line.endswith("released") else line for line in text.splitlines()]
    lines.append("a-01/1:share,2009-10,2009-10,73.0,,,revised,read,labour-survey,2011-02-01")
    (new / FIGURES).write_text("\n".join(lines) + "\n")
    assert describe_in_place(diff_frameworks(old, new)) == []
    edit(new, FIGURES, "2008-09,2008-09,72.3,", "2008-09,2008-09,71.9,")
    (said,) = describe_in_place(diff_frameworks(old, new))
    assert said.startswith("a-01/1:share|2008-09") and "value 72.3 → 71.9: edited in place" in said
    edit(new, FIGURES, "a-01/2:vacancies,2006,2006,612000,,,final,read,labour-survey,\n", "")
    assert "no longer there" in describe_in_place(diff_frameworks(old, new))[1]


def test_the_page_has_both_charts_the_source_with_its_link_and_no_markup_of_a_table(old, new):
    edit(new, FIGURES, "2009-10,2009-10,72.9,", "2009-10,2009-10,70.1,")
    edit(new, "sources.csv", "River report 2010", "River <script>alert(1)</script> report")
    states = rated(old, new)
    page = page_of(diff_frameworks(old, new), changed_charts(*states), [], "12 passed", states[1])
    # the indicator's, the agreement's and that of all agreements, each before and now
    assert page.count("<figure>") == 6 and page.count("<svg") == 6
    assert "Ask first: 1 published figure edited in place" in page
    assert '<a href="https://example.org/labour">Labour survey, yearly tables</a>' in page
    before, after = (
        page.index(f'data-head="{head}"><span>{word}<br><small>moved the') for head, word in WORDS
    )
    assert before < after
    assert "<script" not in page and "12 passed" in page


def test_a_pull_request_shows_every_chart_that_it_alters_and_no_other_with_rings_links_and_cells(tmp_path):
    """Three figures revised, one edited in place and one notebook changed, in a framework that is never revised."""
    states = [tmp_path / name / "promises" for name in ("old", "new")]
    for folder in states:
        shutil.copytree(paths.ROOT / "tests" / "frameworks" / "promises", folder)
    old, new = states
    revised = [
        ("psa-09/2:relative", "2010-11", "2.5", "d-gov-uk-hbai-2009-10"),
        ("psa-14/1:neet-16-18", "2010-12-31", "9.8", "b-job-market-monitor-28-jun-2012-neet"),
        ("psa-21/4:influence-decisions", "2010-11", "41", NEW_SURVEY),
    ]
    for measure, period, value, source in revised:
        add_observation(
            *(new,), measure_id=measure, period=period, value=value, source_id=source, released="2012-07-01"
        )
    edit(new, "observations/psa-14.csv", *EDITED)
    before, after = rated(old, new)
    charts = changed_charts(before, after)
    own, of_agreements = ["psa-09/2", "psa-14/1", "psa-14/4", "psa-21/4"], ["psa-09", "psa-14", "psa-21"]
    assert [chart.id for chart in charts] == [*own, *of_agreements, ""]
    rings = {chart.id: (chart.before.count("#d4351c"), chart.after.count("#d4351c")) for chart in charts}
    assert all(min(rings[key]) >= 1 for key in own) and rings[""] == (0, 0)
    # of psa-21 the change can no longer be rated, and so is in the chart before alone
    assert [(min(rings[key]), max(rings[key])) for key in of_agreements] == [(1, 1), (1, 1), (0, 1)]
    cell = {"id": "why", "cell_type": "markdown", "source": ["Two parties."], "metadata": {}}
    cells = compare_cells({"cells": [cell]}, {"cells": [cell | {"source": ["Three <b>parties</b>."]}]})
    notebooks = [NotebookChange("03_x.ipynb", "changed", tuple(cells))]
    page = page_of(diff_frameworks(old, new), charts, notebooks, "", after)
    assert (
        "Ask first: 1 published figure edited in place" in page
        and "psa-14/4:u18-conceptions-later|2005" in page
    )
    asked = page.partition("Ask first")[2].partition("</div>")[0]
    assert "Source: <a href=" in asked
    table = after.framework.sources.set_index("source_id")
    for *_, source in revised:
        assert escape(table.loc[source, "title"]) in page and escape(table.loc[source, "url"]) in page
    lines = describe_sources(before, after, diff_frameworks(old, new).rows)
    assert len(lines) == 4 and all("](http" in line for line in lines)
    assert "Cell why (markdown), changed:" in page
    assert "<del>Two</del>" in page and "<ins>Three</ins>" in page and "&lt;b&gt;parties&lt;/b&gt;." in page


@pytest.fixture
def repository(tmp_path):
    root = tmp_path / "clone"
    write_small_framework(root / "data" / "raw" / "small")
    (root / "README.md").write_text("one\n")

    def git(*words):
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *identity, "-C", str(root), *words], check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "first")
    return root


def test_a_changed_table_waits_until_it_is_approved_and_again_when_it_changes(repository):
    name = "data/raw/small/observations/a-01.csv"
    assert not_approved("HEAD", repository) == []
    edit(repository, name, "72.3", "72.4")
    (repository / "README.md").write_text("two\n")
    (repository / "data" / "raw" / "small" / "decisions.csv").write_text("decision_id\n")
    assert not_approved("HEAD", repository) == ["data/raw/small/decisions.csv", name]
    assert approve("HEAD", repository) == changed_files("HEAD", repository)
    assert not_approved("HEAD", repository) == []
    edit(repository, name, "72.4", "72.5")
    assert not_approved("HEAD", repository) == [name]
    (repository / name).unlink()
    approve("HEAD", repository)
    lines = (repository / ".ci" / "approved.csv").read_text().splitlines()
    assert lines[0] == "file,hash" and lines[2] == f"{name},removed" and len(lines) == 3


def test_line_ends_make_no_other_hash(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"a,b\n1,2\n")
    other.write_bytes(b"a,b\r\n1,2\r\n")
    assert hash_of(one) == hash_of(other)
