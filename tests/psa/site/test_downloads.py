"""The downloads: all there, the same each time, valid as a package, and no cell a formula."""

import csv
import io
import json
import re
import shutil
import subprocess
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from click.testing import CliRunner

from psa.cli import main
from psa.data.load import load_framework
from psa.files.csv_text import format_cell, plain_text_cell, table_text
from psa.methods.agreements import department_indicators
from psa.methods.columns import column_meaning
from psa.methods.ratings import rate_framework
from psa.site.downloads.files import write_downloads
from psa.site.downloads.json_text import json_array, json_records
from psa.site.downloads.names import download_names
from psa.site.downloads.package import data_package
from psa.site.downloads.sheets import sheets
from psa.site.downloads.tables import OWN_OBSERVATIONS, whole_tables
from psa.site.downloads.workbook import workbook

pytestmark = pytest.mark.thorough

WHOLE = (
    "indicator_ratings",
    "agreement_ratings",
    "department_ratings",
    "targets",
    "rule_comparison",
    "measures",
    "observations",
    "sources",
)
HOSTILE = ("=1+1", "+1+cmd", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1")
SHEETS = [
    "Cover",
    "Contents",
    "Notes",
    "Agreements",
    "Indicators",
    "Departments",
    "Observations",
    "Sources",
    "Published_and_computed",
]
NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}

TINY = Path(__file__).resolve().parents[2] / "frameworks" / "tiny"


@pytest.fixture(scope="module")
def hostile(tiny):
    """Return the tiny framework, rated, with names that a spreadsheet or gptables would act on.

    The check of a framework refuses some of them; the downloads do not lean on that.
    """
    names = {
        "Street trees": '=HYPERLINK("http://x.example","a")',
        "Hedgehogs": "[go](http://x.example) and [go](http://y.example)",
        "Bins emptied on the day": "@SUM(A1) $$rating$$",
    }
    tables = dict(tiny.tables)
    assert set(names) <= set(tables["indicators"]["name"])
    tables["indicators"] = tables["indicators"].replace({"name": names})
    tables["agreements"] = tables["agreements"].replace({"short_title": {"Green town": "Πράσινη πόλη"}})
    tables["sources"] = tables["sources"].assign(publisher="{=1+1}", url="internal:Notes!A1")
    settings = {**tiny.settings, "title": "=Pledges [x](http://x.example) $$a$$"}
    return rate_framework(replace(tiny, tables=tables, settings=settings))


def cells_of(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def plain_back(cell):
    """Read a cell back, as the docstring of `plain_text_cell` says."""
    return re.sub("^'(?='*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20])", "", cell)


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


def sheet_names(data):
    root = ElementTree.fromstring(parts_of(data)["xl/workbook.xml"])
    return [s.attrib["name"] for s in root.iterfind("m:sheets/m:sheet", NS)]


def texts_of(data):
    root = ElementTree.fromstring(parts_of(data)["xl/sharedStrings.xml"])
    return ["".join(t.text or "" for t in si.iter(f"{{{NS['m']}}}t")) for si in root.iterfind("m:si", NS)]


def errors_of(folder):
    import frictionless  # a third of a second, also where this test is not asked for

    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    return [] if report.valid else report.flatten(["type", "fieldName"])


# ------------------------------------------------------------------------------------- what is there


def test_the_downloads_of_the_whole_and_of_every_page_are_there(written, tiny_rated):
    expected = {f"{n}.{e}" for n in WHOLE for e in ("csv", "json")} | {
        "tiny.xlsx",
        "datapackage.json",
        "csv-metadata.json",
    }
    ids = [*tiny_rated.agreements["agreement_id"], *tiny_rated.departments["department_id"]]
    assert len(ids) > 3
    expected |= {f"{i}{e}" for i in ids for e in (".csv", ".json", "_observations.csv")}
    assert {p.name for p in written.iterdir()} == expected == download_names(tiny_rated.framework)


def test_the_paths_of_what_was_written_are_returned(tiny_rated, tmp_path):
    paths = write_downloads(tiny_rated, tmp_path)
    assert len(paths) == len(set(paths)) == len(list((tmp_path / "downloads").iterdir()))
    assert all(p.is_file() for p in paths)


def test_a_department_s_ratings_are_those_of_its_indicators(written, tiny_rated):
    for department in tiny_rated.departments["department_id"]:
        own = department_indicators(tiny_rated.framework, tiny_rated.indicators, department)
        rows = json.loads((written / f"{department}.json").read_text(encoding="utf-8"))
        assert [r["indicator_id"] for r in rows] == own["indicator_id"].tolist()


def test_an_agreement_s_figures_are_all_that_belong_to_it(written, tiny_rated):
    series = tiny_rated.series
    for agreement in tiny_rated.agreements["agreement_id"]:
        rows = cells_of((written / f"{agreement}_observations.csv").read_text(encoding="utf-8"))
        own = series[series["agreement_id"] == agreement]
        assert rows[0] == OWN_OBSERVATIONS
        assert [r[:3] for r in rows[1:]] == [
            [m, p, format_cell(v)]
            for m, p, v in zip(own["measure_id"], own["period"], own["value"], strict=True)
        ]


def test_a_department_s_figures_are_those_that_can_be_rated(written, tiny_rated):
    series = tiny_rated.series
    rateable = set(series.loc[series["is_rateable"].astype(bool), "measure_id"])
    found = set()
    for department in tiny_rated.departments["department_id"]:
        rows = cells_of((written / f"{department}_observations.csv").read_text(encoding="utf-8"))[1:]
        found |= {r[0] for r in rows}
    assert found and found <= rateable


@pytest.mark.parametrize("name", WHOLE)
def test_the_json_holds_what_the_csv_holds(written, name):
    header, *rows = cells_of((written / f"{name}.csv").read_text(encoding="utf-8"))
    records = json.loads((written / f"{name}.json").read_text(encoding="utf-8"))
    assert len(records) == len(rows) > 0
    assert all(list(r) == sorted(header) for r in records)
    back = [
        [plain_text_cell(v) if isinstance(v, str) else format_cell(v) for v in (r[c] for c in header)]
        for r in records
    ]
    assert back == rows


def test_json_knows_numbers_dates_truth_and_what_is_not_known():
    frame = pd.DataFrame(
        {
            "b": [1 / 3, float("nan")],
            "a": [True, False],
            "d": pd.to_datetime(["2008-03-31", None]),
            "c": ["é", ""],
            "n": [3.0, -0.5],
        }
    )
    text = json_array(json_records(frame))
    assert text.splitlines()[1] == '{"a":true,"b":0.3333333333,"c":"é","d":"2008-03-31","n":3},'
    assert json.loads(text)[1] == {"a": False, "b": None, "c": None, "d": None, "n": -0.5}


def test_a_frame_without_rows_is_an_empty_array():
    assert json.loads(json_array(json_records(pd.DataFrame({"a": []})))) == []


def test_two_ids_that_name_one_file_are_all_refused_and_nothing_is_written(tiny_rated, tmp_path):
    tables = dict(tiny_rated.framework.tables)
    tables["agreements"] = tables["agreements"].assign(agreement_id=["Sources", "parks"])
    clashing = replace(tiny_rated, framework=replace(tiny_rated.framework, tables=tables))
    # what is rated stays as it was: only the names of the files are looked at
    clashing.__dict__.update(
        agreements=tiny_rated.agreements,
        departments=tiny_rated.departments,
        published=tiny_rated.published,
        comparison=tiny_rated.comparison,
    )
    with pytest.raises(ValueError, match="'Sources' would have the same file as the download") as caught:
        write_downloads(clashing, tmp_path)
    assert "departments.csv, column department_id: 'parks'" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_the_same_ratings_give_the_same_bytes_at_another_time(tiny, written, tmp_path):
    time.sleep(2.1)  # a zip tells times apart by two seconds
    write_downloads(rate_framework(tiny), tmp_path)
    again = {p.name: p.read_bytes() for p in (tmp_path / "downloads").iterdir()}
    assert again == {p.name: p.read_bytes() for p in written.iterdir()}


# -------------------------------------------------------------------------------------- the package


def test_the_package_is_valid(written):
    assert errors_of(written) == []


def test_a_text_in_a_column_of_numbers_breaks_the_package(written, tmp_path):
    folder = shutil.copytree(written, tmp_path / "broken")
    path = folder / "observations.csv"
    header, first, *rest = path.read_text(encoding="utf-8").split("\n")
    cells = next(csv.reader([first]))
    cells[header.split(",").index("value")] = "many"
    path.write_text("\n".join([header, ",".join(cells), *rest]), encoding="utf-8")
    assert ["type-error", "value"] in errors_of(folder)


@pytest.mark.parametrize(
    ("name", "column", "error"),
    [("observations", "source_id", "foreign-key"), ("rule_comparison", "indicator_id", "foreign-key")],
)
def test_an_id_that_nothing_has_breaks_the_package(written, tmp_path, name, column, error):
    folder = shutil.copytree(written, tmp_path / "broken")
    frame = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
    frame.loc[0, column] = "nothing-has-this-id"
    frame.to_csv(folder / f"{name}.csv", index=False)
    assert error in {e[0] for e in errors_of(folder)}


def test_a_row_twice_breaks_the_package(written, tmp_path):
    folder = shutil.copytree(written, tmp_path / "broken")
    path = folder / "sources.csv"
    path.write_text(
        path.read_text(encoding="utf-8") + path.read_text(encoding="utf-8").split("\n")[1] + "\n",
        encoding="utf-8",
    )
    assert "primary-key" in {e[0] for e in errors_of(folder)}


def test_a_reference_that_the_rows_do_not_keep_is_not_declared(tiny_rated):
    frames = whole_tables(tiny_rated)

    def referring(frames):
        found = next(r for r in data_package(tiny_rated, frames)["resources"] if r["name"] == "observations")
        return {r["reference"]["resource"] for r in found["schema"]["foreignKeys"]}

    assert referring(frames) == {"measures", "sources"}
    two = frames["observations"].assign(source_id="pledge-book;town-yearbook")
    assert referring({**frames, "observations": two}) == {"measures"}


def test_every_column_has_a_meaning(promises):
    frames = whole_tables(promises)
    assert [(n, c) for n, f in frames.items() for c in f.columns if not column_meaning(c, n)] == []


def test_a_licence_is_named_only_where_every_source_records_a_known_one(tiny_rated):
    frames = whole_tables(tiny_rated)
    assert "licenses" not in data_package(tiny_rated, frames)
    known = frames["sources"].assign(licence="Open Government Licence v3.0")
    package = data_package(tiny_rated, {**frames, "sources": known})
    assert [one["name"] for one in package["licenses"]] == ["OGL-UK-3.0"]
    some = known.assign(licence=["Open Government Licence v3.0", *[None] * (len(known) - 1)])
    package = data_package(tiny_rated, {**frames, "sources": some})
    assert "licenses" not in package
    assert f"recorded for 1 of {len(known)} sources" in package["description"]


def test_no_path_of_the_machine_is_in_any_download(written):
    for path in written.iterdir():
        held = parts_of(path.read_bytes()).values() if path.suffix == ".xlsx" else [path.read_bytes()]
        for data in held:
            assert str(TINY.parent).encode() not in data and str(written.parent).encode() not in data


# ------------------------------------------------------------------------------------ the spreadsheet


def test_the_spreadsheet_has_cover_contents_notes_and_one_table_a_sheet(written):
    data = (written / "tiny.xlsx").read_bytes()
    assert sheet_names(data) == SHEETS
    tables = [n for n in parts_of(data) if n.startswith("xl/tables/")]
    assert len(tables) == len(SHEETS) - 1


def test_no_cell_of_a_table_in_the_spreadsheet_is_empty(written):
    parts = parts_of((written / "tiny.xlsx").read_bytes())
    tables = 0
    for name in sorted(parts):
        if not re.fullmatch(r"xl/tables/table\d+\.xml", name):
            continue
        tables += 1
        number = re.search(r"\d+", name.rpartition("/")[2])[0]
        sheet = next(
            n
            for n, d in parts.items()
            if n.startswith("xl/worksheets/_rels/") and f"table{number}.xml".encode() in d
        )
        root = ElementTree.fromstring(
            parts["xl/worksheets/" + sheet.rpartition("/")[2].removesuffix(".rels")]
        )
        blank = [c.attrib["r"] for c in root.iter(f"{{{NS['m']}}}c") if c.find("m:v", NS) is None]
        assert blank == []
    assert tables == len(SHEETS) - 1


def test_every_column_of_figures_says_its_unit(tiny_rated):
    for sheet in sheets(tiny_rated):
        for name, header in sheet.headers.items():
            if pd.api.types.is_numeric_dtype(sheet.frame[name]):
                assert re.search(r"\((in the unit|count|0 to 1)\)", header), (sheet.label, header)
        assert set(sheet.notes) <= set(sheet.headers)


def test_a_framework_without_published_ratings_has_no_sheet_of_them(tiny_folder):
    (tiny_folder / "published_ratings.csv").unlink()
    assert sheet_names(workbook(rate_framework(load_framework(tiny_folder)))) == SHEETS[:-1]


@pytest.mark.slow
def test_the_spreadsheet_opens_in_libreoffice(hostile, tmp_path):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        pytest.skip("LibreOffice is not installed: neither soffice nor libreoffice is on the path")
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(hostile))
    profile = (tmp_path / "profile").as_uri()
    command = [
        office,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        tmp_path,
        path,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "book.pdf").stat().st_size > 1000


# ----------------------------------------------------------------------------------------- formulas


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_begins_like_a_formula_is_marked_and_can_be_read_back(text):
    assert plain_text_cell(text) == f"'{text}"
    assert plain_back(plain_text_cell(text)) == text
    assert plain_back(plain_text_cell(f"'{text}")) == f"'{text}"
    assert cells_of(table_text(pd.DataFrame({text: [text]}))) == [[f"'{text}"], [f"'{text}"]]


@pytest.mark.parametrize(
    "text", ["", "-3", "+0.5", "-1e-05", "trees", "'tis", "a=b", "10-14", "\N{MINUS SIGN}3"]
)
def test_numbers_and_harmless_texts_stay_as_they_are(text):
    assert plain_text_cell(text) == text
    assert plain_back(text) == text


def test_hostile_names_are_marked_in_every_csv(hostile, tmp_path):
    marked = 0
    for path in write_downloads(hostile, tmp_path):
        if path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                for cell in (c for row in csv.reader(file) for c in row):
                    assert plain_text_cell(cell) == cell or cell.startswith("'"), (path.name, cell)
                    marked += cell.startswith("'=HYPERLINK") + cell.startswith("'@SUM")
    assert marked >= 4
    assert errors_of(tmp_path / "downloads") == []


def test_hostile_names_are_texts_in_the_spreadsheet_and_neither_formulas_nor_links(hostile):
    data = workbook(hostile)
    texts = texts_of(data)
    for name in hostile.indicators["name"]:
        assert name in texts
    assert any(t.startswith("=Pledges") for t in texts)
    assert {"Πράσινη πόλη", "{=1+1}", "internal:Notes!A1"} <= set(texts)
    parts = parts_of(data)
    assert not any(re.search(rb"<f[ >]", d) for n, d in parts.items() if n.startswith("xl/worksheets/sheet"))
    links = [d for n, d in parts.items() if n.startswith("xl/worksheets/_rels/")]
    assert links and not any(b"hyperlink" in d for d in links)


# --------------------------------------------------------------------------------------- the command


def test_the_command_writes_them_and_says_where(tmp_path, written):
    result = CliRunner().invoke(main, ["export", "--framework", str(TINY), "--output", str(tmp_path)])
    assert result.exit_code == 0, result.output
    count = len(list(written.iterdir()))
    assert f"wrote {count} files" in result.output and "tiny.xlsx" in result.output
    assert {p.name for p in (tmp_path / "downloads").iterdir()} == {p.name for p in written.iterdir()}
