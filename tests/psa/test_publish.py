"""What is written is whole or not there, the same bytes for the same frame, and no spreadsheet computes it."""

import os
import re

import nbformat
import numpy as np
import pandas as pd
import pytest

from psa.files import format_cell, plain_text_cell, table_text, write_text
from psa.site.page import finish, notebook_page, style


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (np.nan, ""),
        (pd.NaT, ""),
        (True, "true"),
        (np.False_, "false"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.3333333333"),
        (2.0, "2"),
        (-0.0, "0"),
        (1e20, "1e+20"),
        (pd.Timestamp("2008-03-31"), "2008-03-31"),
        ("0.10", "0.10"),
        (7, "7"),
    ],
)
def test_a_cell_is_written_in_its_shortest_form(value, text):
    assert format_cell(value) == text


@pytest.mark.parametrize("hostile", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "'=1"])
def test_a_text_that_a_spreadsheet_would_compute_is_marked(hostile):
    frame = pd.DataFrame({"name": [hostile]})
    assert f"'{hostile}" in table_text(frame)


@pytest.mark.parametrize("plain", ["-2", "+3.5", "-1e-5", "a=b", "", "2008-09"])
def test_a_number_or_a_plain_text_is_not_marked(plain):
    assert plain_text_cell(plain) == plain


def test_a_file_is_there_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "a.csv"
    write_text("old\n", target)
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("no space left")))
    with pytest.raises(OSError, match="no space"):
        write_text("new\n", target)
    assert target.read_text() == "old\n" and os.listdir(tmp_path) == ["a.csv"]


def test_a_page_escapes_its_title_and_folds_its_code_away():
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("secret = 1"), nbformat.v4.new_markdown_cell("# Hello")]
    )
    page = notebook_page(notebook, "<script>alert(1)</script>")
    assert "<title>&lt;script&gt;" in page and "<script>alert(1)</script>" not in page
    assert page.index("<details") < page.index("secret")


def test_a_cell_of_some_words_is_no_tall_and_narrow_column_beside_a_long_one():
    cells = [
        "already at or past the target, before its date",
        "7 of 9 components improved, 2 deteriorated, 0 did neither, 0 not assessed",
        "target met",
    ]
    text = finish("<table><tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr></table>")
    assert f'<td class="middling">{cells[0]}</td><td class="long">{cells[1]}</td><td>{cells[2]}</td>' in text
    widths = {
        name: float(re.search(rf"td\.{name}{{min-width:([\d.]+)em}}", style())[1])
        for name in ("middling", "long")
    }
    assert 8 <= widths["middling"] < widths["long"]
