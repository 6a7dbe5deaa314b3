"""Single cells by the type of their column: which are refused, and what to write."""

import pytest
from creatures import faults_of

from psa.data.cells.period_labels import period_fault


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


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("FY2008/09", "2008-09 for the financial year"),
        ("FY2009", "2008-09 for the financial year that ends in 2009, 2009-10 for the one that begins in it"),
        ("FY09", "2008-09 for the financial year that ends in 2009, 2009-10 for the one that begins in it"),
        (
            "2007-09",
            "2007-Sep for the month, 2007 to 2009 for the years together, 2007-08 for the financial year",
        ),
        (
            "2003 - 05",
            "2003-May for the month, 2003 to 2005 for the years together, 2003-04 for the financial year",
        ),
        ("4/1/2008", "2008-01-04 (4 Jan) or 2008-04-01 (1 Apr)"),
        ("1/4/2008", "2008-04-01 (1 Apr) or 2008-01-04 (4 Jan)"),
        ("2008/09 Q1", "2008-Q2 for quarter 1 of the financial year, which begins in Apr 2008"),
        ("2008/09 Q4", "2009-Q1 for quarter 4 of the financial year, which begins in Jan 2009"),
        ("Year ending March 2009", "year to 2009-Mar"),
        ("year to Mar 2009", "year to 2009-Mar"),
        ("200809", "2008-Sep for the month, 2008-09 for the financial year, 2008/09 for the academic year"),
        ("2009M03", "2009-Mar"),
        ("mid-2008", "2008-06-30 for the middle of the year"),
        ("2008 [1]", "2008"),
        ("Jan-Mar 2009", "2009-Q1"),
        ("October to December 2009", "2009-Q4"),
        ("Apr 2008 - Mar 2009", "year to 2009-Mar"),
        ("April 2008 to September 2008", "2008-Apr to 2008-Sep"),
        ("H1 2009", "2009-Jan to 2009-Jun"),
        ("2009-H2", "2009-Jul to 2009-Dec"),
        ("2008-2010", "2008 to 2010 for the years together"),
        ("2008 / 2011", "2008 to 2011 for the years together"),
        ("calendar year 2009", "2009"),
        ("2009 (forecast)", "2009, and what is said of the figure in its status or note"),
        ("2009e", "2009, and what is said of the figure in its status or note"),
        ("circa 2009", "2009, and what is said of the figure in its status or note"),
    ],
)
def test_a_period_in_a_publishers_form_is_named_in_each_of_its_readings(text, remedy):
    finding = period_fault(text)
    assert finding is not None
    assert finding[1] == f"Write {remedy}"
