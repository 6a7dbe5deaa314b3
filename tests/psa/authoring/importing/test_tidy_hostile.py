"""Workbooks, tables and mappings made to break what reads them: one sentence, and nothing is written."""

import zipfile

import pytest
from workbooks import write_ods, write_xlsx

from psa.authoring.importing import workbook_cells
from psa.authoring.importing.set_aside import figures_in
from psa.authoring.importing.source import SourceError
from psa.authoring.importing.tidy import import_tidy
from psa.authoring.updating.update import prepare_update

TABLE = [["Year", "Sex", "Value"], [2020, "All", 5.5], [2021, "All", 6.25]]


@pytest.fixture
def mapping(tmp_path):
    return tmp_path / "made.mapping.yml"


def changed(path, part, edit):
    """Return a copy of a workbook, one part of it changed."""
    copy = path.with_name(f"changed{path.suffix}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, edit(data) if info.filename == part else data)
    return copy


def far_cell(data):
    return data.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


def entities(data):
    lines = b"".join(
        b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10 if i else b"x" * 99) for i in range(12)
    )
    head, rest = data.split(b"?>", 1)
    return head + b"?><!DOCTYPE x [" + lines + b"]>" + rest.replace(b"<sheetData>", b"<sheetData>&a11;")


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (far_cell, "the sheet 'Data' has more than 30,000,000 cells up to its last one"),
        (entities, "not a workbook: xl/worksheets/sheet1.xml: "),
        (lambda data: data[: len(data) // 2], "not a workbook: xl/worksheets/sheet1.xml: "),
        (lambda data: b"", "not a workbook: xl/worksheets/sheet1.xml: no element found"),
    ],
)
def test_a_workbook_that_would_fill_the_memory_or_is_damaged_inside_is_refused(
    tmp_path, home, mapping, edit, said
):
    path = changed(write_xlsx(tmp_path / "a.xlsx", {"Data": TABLE}), "xl/worksheets/sheet1.xml", edit)
    with pytest.raises(SourceError) as error:
        import_tidy(path, "made", mapping, home)
    assert said in str(error.value) and not mapping.exists()


def test_a_workbook_that_unpacks_to_more_than_the_limit_is_refused_before_it_is_unpacked(
    tmp_path, home, mapping, monkeypatch
):
    monkeypatch.setattr(workbook_cells, "MOST_BYTES", 2**20)
    path = write_xlsx(tmp_path / "a.xlsx", {"Data": TABLE})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/bomb", b"\0" * 2**21)
    with pytest.raises(SourceError, match="it unpacks to more than 1 MB"):
        import_tidy(path, "made", mapping, home)


def test_a_row_of_an_ods_repeated_a_million_times_is_refused(tmp_path, home, mapping):
    def repeat(data):
        cell = b'<table:table-cell office:value-type="float" office:value="5.5">'
        assert cell in data
        return data.replace(
            cell, cell.replace(b" office", b' table:number-columns-repeated="16000" office', 1)
        ).replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1048576">')

    path = changed(write_ods(tmp_path / "a.ods", {"Data": TABLE}), "content.xml", repeat)
    with pytest.raises(SourceError, match="more than 30,000,000 cells"):
        import_tidy(path, "made", mapping, home)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_cut_short_is_one_sentence(tmp_path, home, mapping, ending, share):
    path = tmp_path / f"a.{ending}"
    (write_xlsx if ending == "xlsx" else write_ods)(path, {"Data": TABLE})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(SourceError, match="not a workbook"):
        import_tidy(path, "made", mapping, home)


@pytest.mark.parametrize(
    "sheets", [{"Data": []}, {"Cover": [["A title"]], "Data": [[]]}, {"Data": [["Year", "Value"]]}]
)
def test_a_workbook_without_a_table_says_so(tmp_path, home, mapping, sheets):
    path = write_xlsx(tmp_path / "a.xlsx", sheets)
    with pytest.raises(SourceError, match="is empty|no rows|no table"):
        import_tidy(path, "made", mapping, home)


@pytest.mark.parametrize(
    "text",
    ["columns: &a {period: *a}\n", "a: &a [*a]\n", "- " * 3000, "columns: {period: [" * 50, "\x00", "sheet: {a: b}\n", "across: 5\n",
     "columns: {period: Year, value: Value}\nsource: {title: x}\nacross: [{}]\n"],
)  # fmt: skip
def test_a_mapping_that_turns_in_a_circle_is_refused(tmp_path, home, mapping, text):
    path = write_xlsx(tmp_path / "a.xlsx", {"Data": TABLE})
    mapping.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="made.mapping.yml"):
        import_tidy(path, "made", mapping, home)
    assert not any(home.iterdir())


@pytest.mark.parametrize(
    "text",
    [
        "Year,Value\n2015," + "1" * 10_000_000 + "\n2016,2\n2017,3\n",
        "Year,Sex,Value\n2015," + "x" * 10_000_000 + ",1\n2016,,2\n",
        "Year,Value,Value\n2015,1,7\n2016,2,5\n",
        "Year;Value\n2015;1,5\n2016;2,25\n",
        "\n\nTitle\nYear,Value\n2015,1\n2016,2\n",
    ],
)
def test_damaged_tables_come_in_as_far_as_they_can_be_read(tmp_path, home, mapping, text):
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    import_tidy(path, "made", mapping, home)
    found = import_tidy(path, "made", mapping, home)
    assert found.figures >= 2
    assert found.figures + figures_in(found.aside) in {2, 3}


@pytest.mark.parametrize("damage", [lambda data: data[:400], lambda data: b"", lambda data: data[::-1]])
def test_a_damaged_release_changes_nothing(tmp_path, home, mapping, damage):
    path = write_xlsx(tmp_path / "a.xlsx", {"Data": TABLE})
    import_tidy(path, "made", mapping, home)
    folder = import_tidy(path, "made", mapping, home).folder
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(SourceError, match="not a workbook"):
        prepare_update(folder, path, "2026-01-01")
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
