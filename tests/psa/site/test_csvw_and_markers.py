"""What describes the downloads, read as another program would; and the markers of official tables."""

import csv
import json
import re
import shutil

import pandas as pd
import pytest

from psa.data.load import load_framework
from psa.data.series import load_series
from psa.methods.ratings import rate_framework
from psa.site.downloads.csvw import csvw_metadata
from psa.site.downloads.markers import figure_markers, legend, mark_empty, with_markers
from psa.site.downloads.package import data_package
from psa.site.downloads.tables import whole_tables

pytestmark = pytest.mark.thorough

NUMBER = r"-?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?"
READS = {"string": ".*", "integer": r"-?\d+", "double": NUMBER, "date": r"\d{4}-\d\d-\d\d"}


@pytest.fixture(scope="module")
def metadata(written):
    return json.loads((written / "csv-metadata.json").read_text(encoding="utf-8"))


def cells_of(written, table):
    with (written / table["url"]).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def pattern_of(datatype):
    if isinstance(datatype, str):
        return READS[datatype]
    return f"({datatype['format']})"


def test_every_csv_of_the_whole_has_its_columns_and_each_cell_its_type(written, metadata):
    assert metadata["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    assert [table["url"] for table in metadata["tables"]] == [f"{n}.csv" for n in TABLE_NAMES]
    for table in metadata["tables"]:
        columns = table["tableSchema"]["columns"]
        header, rows = cells_of(written, table)
        assert [column["titles"] for column in columns] == [[name] for name in header]
        names = [column["name"] for column in columns]
        assert len(set(names)) == len(names) and all(
            re.fullmatch("[A-Za-z0-9][A-Za-z0-9_.]*", n) for n in names
        )
        for place, column in enumerate(columns):
            pattern = re.compile(pattern_of(column["datatype"]), re.DOTALL)
            wrong = [row[place] for row in rows if row[place] and not pattern.fullmatch(row[place])]
            assert not wrong, (table["url"], column["name"], wrong[:3])
            assert not (column.get("required") and "" in [row[place] for row in rows])


@pytest.mark.filterwarnings("always")  # the library reports by warnings, which it counts
def test_the_library_of_the_standard_reads_every_table_and_finds_nothing_wrong(written):
    from csvw import CSVW  # half a second, also where this test is not asked for

    described = CSVW(str(written / "csv-metadata.json"), validate=True)
    assert described.is_valid, [str(warning.message) for warning in described.warnings]
    assert [table.url.string for table in described.tables] == [f"{n}.csv" for n in TABLE_NAMES]
    assert sum(1 for table in described.tables for _ in table.iterdicts(strict=True)) > 10


@pytest.mark.filterwarnings("always")
@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("observations", ",2023-12-31,118,", ",2023-12-31,11 8,", "invalid lexical value for float: 11 8"),
        ("observations", "2023-01-01", "1 January 2023", "yyyy-MM-dd -- 1 January 2023"),
        ("observations", "pledge-b/4:complaints", "pledge-b/4:complaint", "not found in table measures.csv"),
        ("measures", "pledge-b/4:complaints", "pledge-a/1:trees", "duplicate primary key"),
    ],
)
def test_the_library_finds_a_cell_of_another_type_and_a_key_that_leads_nowhere(
    written, tmp_path, table, old, new, said
):
    from csvw import CSVW

    copy = shutil.copytree(written, tmp_path / "downloads")
    file = copy / f"{table}.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=said):  # it raises, where it does not count warnings
        assert CSVW(str(copy / "csv-metadata.json"), validate=True).is_valid


TABLE_NAMES = [
    "indicator_ratings", "agreement_ratings", "department_ratings", "targets", "rule_comparison", "measures",
    "observations", "sources",
]  # fmt: skip


def test_keys_are_unique_and_references_lead_somewhere(written, metadata):
    tables = {}
    for table in metadata["tables"]:
        header, rows = cells_of(written, table)
        tables[table["url"]] = [dict(zip(header, row, strict=True)) for row in rows]
    references = 0
    for table in metadata["tables"]:
        schema, rows = table["tableSchema"], tables[table["url"]]
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys) > 0
        for key in schema.get("foreignKeys", []):
            references += 1
            column, other = key["columnReference"], key["reference"]
            there = {row[other["columnReference"]] for row in tables[other["resource"]]}
            assert {row[column] for row in rows} - {""} <= there
    assert references == 6


def test_a_vocabulary_of_the_tables_is_that_of_the_column_and_only_where_it_is_kept(tiny_rated):
    frames = whole_tables(tiny_rated)

    def said(frames):
        columns = {
            column["name"]: column["datatype"]
            for table in csvw_metadata(tiny_rated, frames)["tables"]
            if table["url"] == "observations.csv"
            for column in table["tableSchema"]["columns"]
        }
        resource = next(
            r for r in data_package(tiny_rated, frames)["resources"] if r["name"] == "observations"
        )
        fields = {f["name"]: f.get("categories") for f in resource["schema"]["fields"]}
        return columns["status"], fields["status"]

    words = ["final", "provisional", "revised"]
    assert said(frames) == ({"base": "string", "format": "|".join(words)}, words)
    other = frames["observations"].assign(status="made up")
    assert said({**frames, "observations": other}) == ("string", None)


def test_the_data_package_is_of_version_2(tiny_rated):
    package = data_package(tiny_rated, whole_tables(tiny_rated))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert "profile" not in package
    for resource in package["resources"]:
        assert resource["type"] == "table" and "profile" not in resource
        assert resource["schema"]["$schema"].endswith("/2.0/tableschema.json")
        assert resource["schema"]["fieldsMatch"] == "exact"
        assert resource["dialect"]["$schema"].endswith("/2.0/tabledialect.json")


def test_a_figure_has_the_markers_of_its_status_and_of_its_note(tiny_folder):
    path = tiny_folder / "observations.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    notes = {0: "marked u; counted twice", 1: "[e]", 2: "see u in the table"}
    rows = [f"{row},{notes.get(i, '')}" for i, row in enumerate(rows)]
    rows[0] = rows[0].replace(",final,", ",revised,")
    path.write_text("\n".join([f"{header},note", *rows, ""]), encoding="utf-8")
    framework = load_framework(tiny_folder)
    series = load_series(framework)
    markers = figure_markers(framework, series)
    trees = series["measure_id"] == "pledge-a/1:trees"
    assert [m for m, is_tree in zip(markers, trees, strict=True) if is_tree][:4] == ["[r] [u]", "[e]", "", ""]
    last_bins = (series["measure_id"] == "pledge-a/2:bins") & (series["period"] == "2023")
    assert [m for m, is_last in zip(markers, last_bins, strict=True) if is_last] == ["[p]"]
    figures = whole_tables(rate_framework(framework))["observations"]
    assert figures["marker"].tolist() == markers


def test_a_status_stands_before_its_markers_in_the_spreadsheet():
    assert with_markers(["provisional", None, "final"], ["[p] [u]", "[u]", ""]) == [
        "provisional [p] [u]",
        "[u]",
        "final",
    ]


def test_an_empty_cell_says_why_where_that_is_known():
    names = [
        "baseline_period",
        "latest_period",
        "latest_value",
        "change",
        "change_lower",
        "change_upper",
        "p_improved",
    ]
    gone = {name: [None, None, None] for name in names}
    frame = pd.DataFrame(
        {
            "kind": ["improve", "target", "improve"],
            "rating": ["improvement", "withheld", "improvement"],
            "baseline_value": [1.0, float("nan"), float("nan")],
            "target_level": [float("nan")] * 3,
            "target_period": [""] * 3,
            **gone,
        }
    )
    marked = mark_empty(frame)
    assert marked["target_level"].fillna("").tolist() == ["[z]", "", "[z]"]
    assert marked["baseline_value"].fillna("").tolist() == [1.0, "[c]", ""]


def test_the_legend_names_the_markers_of_the_table_and_no_other():
    lines = legend(pd.DataFrame({"Status": ["final", "provisional [p]"], "Target": ["[z]", 3]}))
    assert [line[:3] for line in lines] == ["[x]", "[z]", "[p]"]
