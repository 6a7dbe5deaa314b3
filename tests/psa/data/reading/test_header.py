# ruff: noqa: E501  one case a line
"""Names of columns: missing, misspelt, and extra ones."""

import pytest
from creatures import read

from psa.data.reading.csv_file import read_table
from psa.data.schema import TABLES


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
    [
        ("roll", "role"),
        ("rle", "role"),
        ("roles", "role"),
        ("rloe", "role"),
        ("Role", "role"),
        ("uint", "unit"),
        ("nots", "note"),
        ("ValueKind", "value_kind"),
        ("value kind", "value_kind"),
        ("Value-Kind", "value_kind"),
        ("valuekind", "value_kind"),
        ("dimension value", "dimension_value"),
        ("is_ratable", "is_rateable"),
        ("vintge", "vintage"),
        # columns of one's own
        ("power", None),
        ("vote", None),
        ("comment", None),
        ("region", None),
        ("id", None),
        ("checked_by", None),
        ("x", None),
    ],
)
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
