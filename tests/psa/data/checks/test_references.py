"""Ids that name a row of another table."""

from creatures import CREATURES, HEADER, read

from psa.data.checks.references import check_references
from psa.data.reading.csv_file import read_table
from psa.data.schema import TABLES


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
