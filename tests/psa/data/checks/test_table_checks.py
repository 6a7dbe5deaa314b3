"""One table: its key, and its cells as numbers and truth values."""

from creatures import CREATURES, HEADER, read

from psa.data.checks.table import check_table, typed
from psa.data.faults import FILE, ROW


def test_a_key_that_is_there_twice_names_the_first(tmp_path):
    frame, _ = read(tmp_path, "creature_id\nnewt\ntoad\nnewt\n")
    (fault,) = check_table(CREATURES, frame)
    assert (fault.row, fault.column) == (4, "creature_id")
    assert fault.problem == "newt is there already (creatures.csv, row 2)"


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
