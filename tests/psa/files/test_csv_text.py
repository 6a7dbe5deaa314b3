"""A cell of a CSV has one form, and no spreadsheet computes it."""

import numpy as np
import pandas as pd
import pytest

from psa.files.csv_text import format_cell, plain_text_cell, table_text


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
