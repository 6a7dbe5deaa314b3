"""One CSV file: what is read as text, and what cannot be read at all."""

import pytest
from creatures import CREATURES, HEADER, read

from psa.data.checks.table import check_table
from psa.data.faults import FILE, ROW
from psa.data.reading.csv_file import empty_table


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_byte_order_marks_and_line_ends_make_no_difference(tmp_path, start, end):
    lines = [HEADER.strip().encode(), b"newt,4,1.5,2008,2008,true,red,", b"", "axolotl é,4,,,,,,".encode()]
    frame, faults = read(tmp_path, start + end.join(lines) + end)
    assert faults == []
    assert list(frame["creature_id"]) == ["newt", "axolotl é"]
    assert list(frame[ROW]) == [2, 4]  # as an editor counts, the blank line too
    assert set(frame[FILE]) == {"creatures.csv"}


def test_cells_are_stripped_and_absent_columns_are_empty(tmp_path):
    frame, faults = read(tmp_path, "creature_id,legs,extra\n newt , 4 ,kept\n")
    assert faults == []
    assert frame.loc[0, ["creature_id", "legs", "weight", "extra"]].tolist() == ["newt", "4", "", "kept"]


def test_an_empty_table_that_was_changed_changes_no_other():
    frame = empty_table(CREATURES)
    frame["extra"] = "x"
    assert "extra" not in empty_table(CREATURES)


def test_a_row_after_a_cell_of_two_lines_keeps_its_number(tmp_path):
    frame, _ = read(tmp_path, 'creature_id,legs\n"newt\nor eft",4\ntoad,x\n')
    fault = check_table(CREATURES, frame)[0]
    assert (fault.row, fault.column) == (4, "legs")


@pytest.mark.parametrize(
    ("text", "row", "words"),
    [
        (b"", None, "the file is empty"),
        (b" \n\n", None, "the file is empty"),
        (HEADER.encode() + b"n\xe4wt,,,,,,,\n", 2, "byte 0xe4 is not UTF-8"),
        (HEADER.encode("utf-16"), None, "UTF-16"),
        (b"PK\x03\x04rest", None, "workbook"),
        (HEADER.encode() + b"newt\x00,,,,,,,\n", 2, "zero bytes"),
        (HEADER.encode().replace(b"\n", b"\r") + b"newt\x00,,,,,,,\r", 2, "zero bytes"),
        (HEADER.encode().replace(b"\n", b"\r\n") + b"n\xe4wt,,,,,,,\r\n", 2, "byte 0xe4 is not UTF-8"),
        (HEADER.replace(",", ";").encode() + b"newt;4;;;;;;\n", 1, "separated by semicolons"),
        (HEADER.encode() + b'"newt,,,,,,,\n', 2, "not CSV"),
        (HEADER.encode() + b"newt,4\n", 2, "2 cells where the header has 8"),
        (HEADER.encode() + b"newt,4,,,,,,,more\n", 2, "9 cells where the header has 8"),
        (HEADER.encode() + HEADER.encode(), 2, "the header row is there again"),
        (b"creature_id,legs,legs\nnewt,4,4\n", 1, "the column is there twice"),
        (b"creature_id,,legs\nnewt,x,4\n", 1, "column 2 has no name but contains 'x' in row 2"),
        (b"Creatures of the pond\n" + HEADER.encode() + b"newt,4,,,,,,\n", 1, "the header row is row 2"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_file_of_the_wrong_shape(tmp_path, text, row, words):
    _, faults = read(tmp_path, text)
    assert len(faults) == 1
    assert faults[0].file == "creatures.csv"
    assert faults[0].row == row
    assert words in faults[0].problem
    assert faults[0].remedy
