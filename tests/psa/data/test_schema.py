# ruff: noqa: E501  one case a line
"""One table: how its file is read, which cells are refused, and how it is typed."""

import re

import pytest

from psa.data import schema
from psa.data.checks.references import check_references
from psa.data.checks.table import check_table, typed
from psa.data.faults import FILE, ROW, Fault, FrameworkError
from psa.data.reading.csv_file import read_table
from psa.data.schema import TABLES, Column, Table

CREATURES = Table(
    "creatures",
    (
        Column("creature_id", is_required=True),
        Column("legs", "integer"),
        Column("weight", "number"),
        Column("seen", "date"),
        Column("period", "period"),
        Column("is_shy", "boolean"),
        Column("colour", "choice", choices=("red", "green")),
        Column("source_id", "ids", refers_to="sources"),
    ),
    ("creature_id",),
)
HEADER = "creature_id,legs,weight,seen,period,is_shy,colour,source_id\n"


def read(tmp_path, text: str | bytes):
    path = tmp_path / "creatures.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(CREATURES, path, "creatures.csv")


def faults_of(tmp_path, row: str) -> list[Fault]:
    frame, faults = read(tmp_path, HEADER + row + "\n")
    return faults + check_table(CREATURES, frame)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_declared_without_contradiction(name):
    table = TABLES[name]
    names = [c.name for c in table.columns]
    assert len(names) == len(set(names))
    assert set(table.key) <= set(names)
    for column in table.columns:
        assert column.type in {"text", "number", "integer", "boolean", "date", "period", "choice", "ids"}
        assert (column.type == "choice") == bool(column.choices)
        assert column.refers_to is None or len(TABLES[column.refers_to].key) == 1
        assert column.meaning, f"{name}.{column.name} is explained nowhere"
        assert not column.meaning.endswith(".")
    assert table.purpose


def test_the_tables_that_are_required():
    required = [n for n, t in TABLES.items() if t.is_required]
    assert required == ["agreements", "indicators", "measures", "observations", "sources"]


def test_a_fault_says_where_and_what_to_do():
    fault = Fault("a.csv", 3, "value", "'x' is not a number", "Write digits")
    assert str(fault) == "a.csv, row 3, column value: 'x' is not a number. Write digits."
    assert (
        str(Fault("a.csv", None, None, "the file is empty", "Fill it"))
        == "a.csv: the file is empty. Fill it."
    )
    assert str(FrameworkError([fault])).splitlines() == ["1 fault in the framework's tables:", str(fault)]
    assert str(FrameworkError([fault, fault])).startswith("2 faults in")


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_byte_order_marks_and_line_ends_make_no_difference(tmp_path, start, end):
    lines = [HEADER.strip().encode(), b"newt,4,1.5,2008,2008,true,red,", b"", "axolotl é,4,,,,,,".encode()]
    frame, faults = read(tmp_path, start + end.join(lines) + end)
    assert faults == []
    assert list(frame["creature_id"]) == ["newt", "axolotl é"]
    assert list(frame[ROW]) == [2, 4]  # as an editor counts, the blank line too
    assert set(frame[FILE]) == {"creatures.csv"}


# what stands in the file below the header, or in its place: (text, row, words of the problem, words of the remedy)
WIDE = "creature_id,seen,legs,weight\n"
SHAPES = {
    "a thousands comma": (
        WIDE + "newt,2008,4,1,200\n", 2, "5 cells where the header has 4: '1' and '200' look like one number",
        "Write 1200 if 1,200 has a thousands comma, 1.200 if 1,200 has a decimal comma",
    ),
    "the same before an empty last cell": (
        "creature_id,seen,weight,legs\nnewt,2008,1,200,\n", 2, "'1' and '200' look like one number",
        "Write 1200 if 1,200 has a thousands comma, 1.200 if 1,200 has a decimal comma, remove the comma at the end",
    ),
    "a decimal comma": (
        HEADER + "newt,4,8,7,2008,2008,true,red,\n", 2, "'8' and '7' look like one number", "Write 8.7 if 8,7 has a decimal comma",
    ),
    "a thousands comma before decimals": (
        HEADER + "newt,4,1,200.5,2008,2008,true,red,\n", 2, "'1' and '200.5' look like one", "Write 1200.5 if 1,200.5 has a thousands comma",
    ),
    "a decimal comma before another number": (
        "creature_id,weight,legs\nnewt,8,7,4\n", 2, "'8' and '7' look like one", "Write 8.7 if 8,7 has a decimal comma",
    ),
    "a surplus cell that is no number": (
        HEADER + "newt,4,8,,,,,red,x\n", 2, "9 cells where the header has 8", "Quote a cell that contains a comma, and give",
    ),
    "a surplus cell that is empty": (
        HEADER + "newt,,,,,,red,x,\n", 2, "9 cells where the header has 8", "where none does, remove the commas at the end",
    ),
    "one cell": (HEADER + "newt\n", 2, "1 cell where the header has 8", "Quote a cell"),
    "a row in quotation marks": (
        HEADER + '"newt,4,,,,,,"\n', 2, "1 cell where the header has 8: there are quotation marks around the whole row",
        "Remove the quotation marks around each row",
    ),
    "all rows in quotation marks": (
        '"creature_id,legs"\n"newt,4"\n', 1, "the row is a single cell that contains commas", "Remove the quotation marks around each row",
    ),
    "a separator line": ("sep=,\n" + HEADER + "newt,4,,,,,,\n", 1, "'sep=,' is the line by which a spreadsheet", "Remove this line"),
    "a separator line of tabs above commas": ("sep=\t\n" + HEADER, 1, "'sep=' is the line", "Remove this line"),
    "a separator line alone": ("sep=,\n", 1, "is the line by which a spreadsheet names the separator", "Remove this line"),
    "a separator line and its separator": (
        "sep=;\n" + HEADER.replace(",", ";"), 1, "the cells are separated by semicolons", "Save it with commas",
    ),
}  # fmt: skip


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


@pytest.mark.parametrize("written", ["RED", "Red", "reed"])
def test_a_word_in_other_letters_is_recognised(tmp_path, written):
    (fault,) = faults_of(tmp_path, f"newt,4,,,,,{written},")
    assert fault.remedy.startswith("Is red meant?")


def test_cells_are_stripped_and_absent_columns_are_empty(tmp_path):
    frame, faults = read(tmp_path, "creature_id,legs,extra\n newt , 4 ,kept\n")
    assert faults == []
    assert frame.loc[0, ["creature_id", "legs", "weight", "extra"]].tolist() == ["newt", "4", "", "kept"]


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


def test_missing_and_misspelt_columns_are_named(tmp_path):
    _, faults = read(tmp_path, "creture_id,wieght\nnewt,2\n")
    assert [(f.row, f.column, f.problem) for f in faults] == [
        (1, "creature_id", "the column is missing"),
        (1, "wieght", "no such column"),
    ]
    assert "creture_id meant" in faults[0].remedy
    assert "weight meant" in faults[1].remedy


@pytest.mark.parametrize(
    ("written", "meant"),
    [("roll", "role"), ("rle", "role"), ("roles", "role"), ("rloe", "role"), ("Role", "role"), ("uint", "unit"),
     ("nots", "note"), ("ValueKind", "value_kind"), ("value kind", "value_kind"), ("Value-Kind", "value_kind"), ("valuekind", "value_kind"),
     ("dimension value", "dimension_value"), ("is_ratable", "is_rateable"), ("vintge", "vintage"),
     # columns of one's own
     ("power", None), ("vote", None), ("comment", None), ("region", None), ("id", None), ("checked_by", None), ("x", None)],
)  # fmt: skip
def test_a_column_that_is_a_slip_away_from_an_absent_one_is_no_column_of_ones_own(tmp_path, written, meant):
    path = tmp_path / "measures.csv"
    path.write_text(f"measure_id,indicator_id,label,{written}\na/1:x,a/1,X,y\n", encoding="utf-8")
    _, faults = read_table(TABLES["measures"], path, "measures.csv")
    said = [(f.column, f.problem, f.remedy) for f in faults]
    assert said == ([(written, "no such column", f"Is {meant} meant? Rename it")] if meant else [])


def test_a_column_of_ones_own_may_resemble_one_that_is_there(tmp_path):
    path = tmp_path / "measures.csv"
    path.write_text("measure_id,indicator_id,label,role,roll\na/1:x,a/1,X,headline,y\n", encoding="utf-8")
    assert read_table(TABLES["measures"], path, "measures.csv")[1] == []


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


def test_a_key_that_is_there_twice_names_the_first(tmp_path):
    frame, _ = read(tmp_path, "creature_id\nnewt\ntoad\nnewt\n")
    (fault,) = check_table(CREATURES, frame)
    assert (fault.row, fault.column) == (4, "creature_id")
    assert fault.problem == "newt is there already (creatures.csv, row 2)"


def test_references_are_checked_id_by_id(tmp_path, monkeypatch):
    monkeypatch.setitem(TABLES, "creatures", CREATURES)
    frame, _ = read(tmp_path, HEADER + "newt,,,,,,,pond-book;lake-book\ntoad,,,,,,,pond-bok\neft,,,,,,,\n")
    path = tmp_path / "sources.csv"
    path.write_text("source_id,title\npond-book,The pond\n", encoding="utf-8")
    sources, _ = read_table(TABLES["sources"], path, "sources.csv")
    faults = check_references({"creatures": frame, "sources": sources})
    assert [(f.row, f.column) for f in faults] == [(2, "source_id"), (3, "source_id")]
    assert "'lake-book' is in no row of sources" in faults[0].problem
    assert "pond-book meant" in faults[1].remedy


def test_types(tmp_path):
    frame, _ = read(tmp_path, HEADER + "newt,4,1.5,2008,2008-09,TRUE,red,a;b\ntoad,,,,,,,\n")
    table = typed(CREATURES, frame)
    assert table["legs"].tolist()[0] == 4.0
    assert table["legs"].isna().tolist() == [False, True]
    assert table["weight"].dtype == "float64"
    assert table["is_shy"].tolist() == [True, False]
    assert table["colour"].isna().tolist() == [False, True]
    assert FILE not in table.columns
    assert ROW not in table.columns


def test_the_documented_columns_of_observations_are_these():
    shown = re.search(r"measure_id,period,value\S*", schema.__doc__).group(0).split(",")
    assert set(shown) <= {c.name for c in TABLES["observations"].columns}
