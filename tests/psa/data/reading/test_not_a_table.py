"""What stands in a table's place and is none is said by its name."""

import pytest

from psa.data.load import check_framework
from psa.data.reading.not_a_table import merge_row

FIGURES = "observations/streets.csv"


def fault_of(folder, data: bytes):
    (folder / FIGURES).write_bytes(data)
    (fault,) = [f for f in check_framework(folder)[0] if f.file == FIGURES]
    return str(fault)


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n", "Git LFS pointer"),
        (b"/annex/objects/SHA256E-s12--00.csv\n", "git-annex pointer"),
        (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>\n", "a web page, not CSV"),
        (b"\x1f\x8b\x08\x00measure", "compressed, not CSV"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF, not CSV"),
        (b"PAR1\x15\x04\x15", "in the form Parquet, not CSV"),
        (b"SQLite format 3\x00\x10", "a database, not CSV"),
        (b'{"rows": [{"measure_id": "m"}]}\n', "JSON, not CSV"),
        (b'[\n  {"measure_id": "m"}\n]\n', "JSON, not CSV"),
        ("measure_id,period\n".encode("utf-32"), "UTF-32, not UTF-8"),
        ("measure_id,period\n".encode("utf-16"), "UTF-16, not UTF-8"),
        (b"PK\x03\x04mimetype", "a spreadsheet's workbook, not CSV"),
    ],
)
def test_a_pointer_a_page_or_a_workbook_in_place_of_a_table_is_named(local_folder, start, said):
    assert said in fault_of(local_folder, start)


def test_an_unresolved_merge_is_named_with_its_row(local_folder):
    lines = (local_folder / FIGURES).read_text(encoding="utf-8").splitlines(keepends=True)
    ours, theirs = lines[1], lines[1].replace(",read,", ",inferred,")
    merged = [lines[0], "<<<<<<< HEAD\n", ours, "=======\n", theirs, ">>>>>>> other\n", *lines[2:]]
    said = fault_of(local_folder, "".join(merged).encode())
    assert (
        said
        == f"{FIGURES}, row 2: an unresolved merge. Keep one of the two sides, and remove the lines of the merge."
    )


def test_a_rule_of_equals_signs_is_no_merge():
    assert merge_row("Title\n=======\ntext\n") is None
    assert merge_row("text\r\n<<<<<<< ours\r\nx") == 2
