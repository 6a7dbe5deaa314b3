"""Rows of a table as records: each is the table's own, whatever block it lies in, and cannot be changed."""

import pickle

import pandas as pd
import pytest

from psa.methods.row_records import BLOCK, Records

TABLE = pd.DataFrame(
    {"name": [f"row {i}" for i in range(BLOCK + 2)]}, index=[f"r{i}" for i in range(BLOCK + 2)]
)


def test_each_record_is_its_own_row_also_past_the_first_block():
    rows = Records(TABLE)
    assert list(rows) == list(TABLE.index)
    assert len(rows) == len(TABLE)
    for label in ("r0", f"r{BLOCK - 1}", f"r{BLOCK}", f"r{BLOCK + 1}"):
        assert rows[label]["name"] == f"row {label[1:]}"


def test_an_unknown_label_is_a_key_error_and_in_no_records():
    rows = Records(TABLE)
    assert "r-1" not in rows
    assert rows.get("r-1") is None
    with pytest.raises(KeyError):
        rows["r-1"]


def test_a_record_cannot_be_changed():
    with pytest.raises(TypeError):
        Records(TABLE)["r0"]["name"] = "another"


def test_records_that_were_read_can_be_handed_to_another_process():
    rows = Records(TABLE)
    _ = rows["r1"]
    assert pickle.loads(pickle.dumps(rows))["r1"]["name"] == "row 1"
