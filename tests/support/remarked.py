"""The small framework with other cells, and the remarks on it."""

from pathlib import Path

from small_framework import TABLES, write_small_framework

from psa.data.faults import Fault
from psa.data.load import check_framework
from psa.data.remarks.find import find_remarks

FIGURES = "observations/a-01.csv"


def remarks_of(folder: Path) -> list[Fault]:
    faults, tables = check_framework(folder)
    assert faults == [], "\n".join(map(str, faults))
    return find_remarks(tables)


def folder_with(tmp_path: Path, *changes: tuple[str, str, str]) -> Path:
    """Write the small framework with texts replaced that stand once in a file: (file, old, new)."""
    folder = write_small_framework(tmp_path / "small")
    for file, old, new in changes:
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return folder


def figures(
    tmp_path: Path, rows: str, columns: str = "measure_id,period,value,source_id", measures: str = ""
) -> Path:
    """Write the small framework with other figures of a-01, and perhaps other rows of measures, a cell and its new text."""
    folder = write_small_framework(tmp_path / "small")
    lines = [columns, *(line.strip() for line in rows.strip().split("\n"))]
    (folder / FIGURES).write_text("\n".join(lines) + "\n", encoding="utf-8")
    if measures:
        old, new = measures.split(" -> ")
        assert old in TABLES["measures.csv"]
        (folder / "measures.csv").write_text(TABLES["measures.csv"].replace(old, new), encoding="utf-8")
    return folder
