"""The report for a reviewer names what differs and nothing else."""

import nbformat
import pytest

from psa import paths
from psa.review.notebooks import (
    NotebookChange,
    changed_charts,
    changed_notebooks,
    compare_cells,
    describe_cells,
    describe_charts,
)
from psa.review.report import changed_inputs, describe_outputs, gather, report


def notebook(*cells):
    made = nbformat.v4.new_notebook()
    for position, (source, output) in enumerate(cells):
        cell = nbformat.v4.new_code_cell(source, id=f"c{position}")
        cell.outputs = [nbformat.v4.new_output("stream", text=output)]
        made.cells.append(cell)
    return made


@pytest.mark.parametrize(
    ("new", "counts"),
    [
        (notebook(("a = 1", "one\n"), ("b = 2", "two\n")), (0, 0, 0)),
        (notebook(("a = 1", "one\n"), ("b = 2", "other words that are here\n")), (0, 1, 0)),
        (notebook(("a = 1", "one\n"), ("b = 2  # said why", "two\n")), (1, 0, 0)),
        (notebook(("a = 1", "one\n"), ("b = 2", "two\n"), ("c = 3", "three\n")), (0, 0, 1)),
    ],
)
def test_cells_are_counted_by_what_differs_in_them(new, counts):
    old = notebook(("a = 1", "one\n"), ("b = 2", "two\n"))
    assert NotebookChange("x", "changed", tuple(compare_cells(old, new))).counts == counts


def test_a_cell_keeps_its_identity_where_others_are_put_in_before_it_or_it_is_edited():
    old = notebook(("a = 1", ""), ("b = 2", ""), ("c = 3", ""))
    new = notebook(("a = 1", ""), ("x = 0", ""), ("b = 20", ""))
    for cell, name in zip(new.cells, ("c0", "new", "c1"), strict=True):
        cell["id"] = name
    found = [(c.id, c.kind, c.before, c.after) for c in compare_cells(old, new)]
    assert found == [
        ("new", "added", "", "x = 0"),
        ("c1", "changed", "b = 2", "b = 20"),
        ("c2", "removed", "c = 3", ""),
    ]
    lines = describe_cells([NotebookChange("02_x.ipynb", "changed", tuple(compare_cells(old, new)))])
    assert lines[-2] == "- 02_x.ipynb, cell `c1` changed: `- b = 2`, `+ b = 20`"


def test_a_notebook_that_cannot_be_read_is_named_and_no_error(monkeypatch, tmp_path):
    (tmp_path / "01_x.ipynb").write_text("<<<<<<< ours\n")
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(
        "psa.review.notebooks.git", lambda root, *words: b"x/01_x.ipynb\n" if words[0] == "ls-tree" else b"{}"
    )
    (change,) = changed_notebooks("HEAD")
    assert change.state == "changed, and one of the two cannot be read"


def with_chart(svg):
    made = notebook(("plot()", ""))
    made.cells[0].outputs = [
        nbformat.v4.new_output("display_data", {"image/svg+xml": svg, "text/plain": "a chart"})
    ]
    return made


SVG = "<svg><title>A line.</title><desc>A line: 1 in 2009 &amp; {} in 2010.</desc><path d='{}'/></svg>"


def test_a_chart_that_differs_is_named_in_words_before_and_now():
    old, new = with_chart(SVG.format(2, "M0 0")), with_chart(SVG.format(3, "M0 0"))
    charts = changed_charts(old, new)
    assert charts == (("A line: 1 in 2009 & 2 in 2010.",), ("A line: 1 in 2009 & 3 in 2010.",))
    lines = describe_charts([NotebookChange("02_x.ipynb", "changed", charts=charts)])
    assert lines[-2:] == [
        "- 02_x.ipynb, before: A line: 1 in 2009 &amp; 2 in 2010.",
        "- 02_x.ipynb, now: A line: 1 in 2009 &amp; 3 in 2010.",
    ]


def test_a_chart_that_is_drawn_otherwise_differs_and_the_same_one_does_not():
    one, other = with_chart(SVG.format(2, "M0 0")), with_chart(SVG.format(2, "M0 1"))
    assert changed_charts(one, other) == (("A line: 1 in 2009 & 2 in 2010.",),) * 2
    assert changed_charts(one, one) == ((), ())
    assert describe_charts([NotebookChange("02_x.ipynb", "changed")]) == []
    assert changed_charts(one, notebook(("plot()", ""))) == (("A line: 1 in 2009 & 2 in 2010.",), ())


def test_charts_beyond_ten_are_counted():
    (*_, last) = describe_charts([NotebookChange("02_x.ipynb", "changed", charts=([], ["a"] * 12))])
    assert last == "- 02_x.ipynb, now: and 2 more"


@pytest.mark.slow
@pytest.mark.skipif(not (paths.ROOT / ".git").exists(), reason="not in a git repository")
def test_a_report_says_whether_the_rating_tables_are_those_of_the_tables():
    _, text = report(gather("HEAD"))
    assert text.count("The rating tables in `outputs/` are") == 1


def test_notebooks_added_removed_and_changed_are_told_apart(monkeypatch, tmp_path):
    same, other = nbformat.writes(notebook(("a", "1"))), nbformat.writes(notebook(("b", "1")))
    (tmp_path / "01_same.ipynb").write_text(same)
    (tmp_path / "02_other.ipynb").write_text(other)
    (tmp_path / "04_added.ipynb").write_text(other)
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path)
    at_base = b"x/01_same.ipynb\nx/02_other.ipynb\nx/03_removed.ipynb\n"
    monkeypatch.setattr(
        "psa.review.notebooks.git", lambda root, *words: at_base if words[0] == "ls-tree" else same.encode()
    )
    states = {c.name: c.state for c in changed_notebooks("HEAD")}
    assert states == {"02_other.ipynb": "changed", "03_removed.ipynb": "removed", "04_added.ipynb": "added"}


def test_an_unknown_revision_is_one_clear_error():
    with pytest.raises(ValueError, match="no-such-revision: no git revision"):
        gather("no-such-revision")


@pytest.mark.parametrize(
    ("inputs", "said", "unsaid"),
    [
        ({}, "are those of HEAD.", "psa refresh"),
        (
            {"tables": 1},
            "changed since HEAD: tables (1 file). The committed notebooks show counts and figures of the tables: renew",
            "are those",
        ),
        (
            {"tables": 2, "package code": 3},
            "tables (2 files), package code (3 files). The committed",
            "are those",
        ),
        (
            {"package code": 3},
            "Where that changes what they show, renew them with `psa refresh`",
            "counts and figures",
        ),
    ],
)
def test_what_a_change_means_for_the_committed_outputs_is_said_and_no_more(inputs, said, unsaid):
    text = describe_outputs(inputs, "HEAD")
    assert said in text and unsaid not in text
    assert "is not looked at here" in text


def test_files_that_the_notebooks_read_are_counted_by_what_they_are(monkeypatch):
    changed = {"data": b"data/raw/f/sources.csv\0data/raw/f/made.csv\0", "psa": b"psa/rules.py\0"}

    def git(root, *words):
        place = words[-1].split("/")[0]
        return (
            changed.get(place, b"")
            if words[0] == "diff"
            else b"data/raw/f/made.csv\0"
            if place == "data"
            else b""
        )

    monkeypatch.setattr("psa.review.report.git", git)
    assert changed_inputs("HEAD") == {"tables": 2, "package code": 1}
