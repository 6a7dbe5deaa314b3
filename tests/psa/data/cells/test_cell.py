"""Single cells by the type of their column: which are refused, and what to write."""

import pytest
from creatures import faults_of


@pytest.mark.parametrize("written", ["RED", "Red", "reed"])
def test_a_word_in_other_letters_is_recognised(tmp_path, written):
    (fault,) = faults_of(tmp_path, f"newt,4,,,,,{written},")
    assert fault.remedy.startswith("Is red meant?")


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (",4,,,,,,", "creature_id", "the cell is empty"),
        ("newt,4.5,,,,,,", "legs", "not a whole number"),
        ("newt,4,1O,,,,,", "weight", "not a number"),
        ("newt,4,nan,,,,,", "weight", "a missing figure"),
        ("newt,4,inf,,,,,", "weight", "not a number"),
        ("newt,4,1e999,,,,,", "weight", "too large"),
        ('newt,4,"1,234",,,,,', "weight", "not a plain number"),
        ("newt,4,45%,,,,,", "weight", "not a plain number"),
        ("newt,4,,31/12/2008,,,,", "seen", "date"),
        ("newt,4,,,Sep-08,,,", "period", "Sep-08"),
        ("newt,4,,,,yes,,", "is_shy", "neither true nor false"),
        ("newt,4,,,,,rad,", "colour", "not one of the known words"),
        ("#REF!,4,,,,,,", "creature_id", "spreadsheet's error"),
    ],
)
def test_a_wrong_cell_is_one_fault_in_its_place(tmp_path, row, column, words):
    faults = faults_of(tmp_path, row)
    assert [(f.row, f.column) for f in faults] == [(2, column)]
    assert words in faults[0].problem
    assert faults[0].remedy


@pytest.mark.parametrize("number", ["0", "-0.5", "12", "1.5e-07", ".5", "5.", "1e3"])
def test_plain_numbers_pass(tmp_path, number):
    assert faults_of(tmp_path, f"newt,4,{number},2008-12,2008-09,TRUE,red,") == []
