# ruff: noqa: E501  one case a line
"""Rows that are longer or shorter than the header: how each came about."""

import pytest
from creatures import CREATURES, HEADER, read

from psa.data.checks.table import check_table

# what stands in the file below the header, or in its place: (text, row, words of the problem, words of the remedy)
WIDE = "creature_id,seen,legs,weight\n"


SHAPES = {
    "a thousands comma": (
        WIDE + "newt,2008,4,1,200\n",
        2,
        "5 cells where the header has 4: '1' and '200' look like one number",
        "Write 1200 if 1,200 has a thousands comma, 1.200 if 1,200 has a decimal comma",
    ),
    "the same before an empty last cell": (
        "creature_id,seen,weight,legs\nnewt,2008,1,200,\n",
        2,
        "'1' and '200' look like one number",
        "Write 1200 if 1,200 has a thousands comma, 1.200 if 1,200 has a decimal comma, remove the comma at the end",
    ),
    "a decimal comma": (
        HEADER + "newt,4,8,7,2008,2008,true,red,\n",
        2,
        "'8' and '7' look like one number",
        "Write 8.7 if 8,7 has a decimal comma",
    ),
    "a thousands comma before decimals": (
        HEADER + "newt,4,1,200.5,2008,2008,true,red,\n",
        2,
        "'1' and '200.5' look like one",
        "Write 1200.5 if 1,200.5 has a thousands comma",
    ),
    "a decimal comma before another number": (
        "creature_id,weight,legs\nnewt,8,7,4\n",
        2,
        "'8' and '7' look like one",
        "Write 8.7 if 8,7 has a decimal comma",
    ),
    "a surplus cell that is no number": (
        HEADER + "newt,4,8,,,,,red,x\n",
        2,
        "9 cells where the header has 8",
        "Quote a cell that contains a comma, and give",
    ),
    "a surplus cell that is empty": (
        HEADER + "newt,,,,,,red,x,\n",
        2,
        "9 cells where the header has 8",
        "where none does, remove the commas at the end",
    ),
    "one cell": (HEADER + "newt\n", 2, "1 cell where the header has 8", "Quote a cell"),
    "a row in quotation marks": (
        HEADER + '"newt,4,,,,,,"\n',
        2,
        "1 cell where the header has 8: there are quotation marks around the whole row",
        "Remove the quotation marks around each row",
    ),
    "all rows in quotation marks": (
        '"creature_id,legs"\n"newt,4"\n',
        1,
        "the row is a single cell that contains commas",
        "Remove the quotation marks around each row",
    ),
    "a separator line": (
        "sep=,\n" + HEADER + "newt,4,,,,,,\n",
        1,
        "'sep=,' is the line by which a spreadsheet",
        "Remove this line",
    ),
    "a separator line of tabs above commas": (
        "sep=\t\n" + HEADER,
        1,
        "'sep=' is the line",
        "Remove this line",
    ),
    "a separator line alone": (
        "sep=,\n",
        1,
        "is the line by which a spreadsheet names the separator",
        "Remove this line",
    ),
    "a separator line and its separator": (
        "sep=;\n" + HEADER.replace(",", ";"),
        1,
        "the cells are separated by semicolons",
        "Save it with commas",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_row_of_the_wrong_shape_is_one_fault_that_says_how_it_came_about(tmp_path, shape):
    text, row, problem, remedy = SHAPES[shape]
    frame, faults = read(tmp_path, text)
    assert [f.row for f in faults + check_table(CREATURES, frame)] == [row], faults
    assert problem in faults[0].problem
    assert remedy in faults[0].remedy


@pytest.mark.parametrize("end", [",", ",,,"])
def test_empty_columns_at_the_right_are_no_fault_where_the_header_has_them_too(tmp_path, end):
    rows = HEADER + "newt,4,,,,,,\ntoad,4,,,,,,\n"
    assert read(tmp_path, rows.replace("\n", f"{end}\n"))[1] == []
    assert read(tmp_path, rows.replace("\n", f"{end}\n", 1))[1] == []  # a row added below by hand
    assert [
        f.row for f in read(tmp_path, rows.replace("\n", f"{end},\n").replace(f"{end},\n", f"{end}\n", 1))[1]
    ] == [2, 3]
