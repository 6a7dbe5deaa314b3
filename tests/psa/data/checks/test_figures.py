"""Figures across rows: their days of release."""

import pytest
from edits import write

from psa.data.load import check_framework


@pytest.mark.parametrize(
    ("released", "is_refused"),
    [("2022-12-31", True), ("2022", True), ("2005-01-01", True), ("2023", False), ("2023-01-01", False)],
)
def test_a_figure_released_before_its_period_began_is_refused(tiny_folder, released, is_refused):
    row = "pledge-a/1:trees,2023,2023,1198,,,,,,revised,inferred,town-yearbook,"
    text = (tiny_folder / "observations.csv").read_text(encoding="utf-8")
    write(tiny_folder, "observations.csv", f"{text}{row}{released}\n")
    found = check_framework(tiny_folder)[0]
    assert [(f.row, f.column) for f in found] == [(text.count("\n") + 1, "released")] * is_refused
    assert all(f"{released} is before 2023 began, on 2023-01-01" in f.problem for f in found)
