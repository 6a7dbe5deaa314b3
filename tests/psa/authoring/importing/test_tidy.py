"""Importing any long table: a mapping written from what was seen, then a framework made by it."""

import csv

import pandas as pd
import pytest
from click.testing import CliRunner

from psa.authoring.importing import any_table
from psa.authoring.importing.any_table import cell_text
from psa.authoring.importing.source import SourceError
from psa.authoring.importing.tidy import import_tidy
from psa.authoring.importing.tidy_columns import look_at
from psa.authoring.importing.tidy_mapping import read_mapping
from psa.cli import main
from psa.data.load import check_framework

HEADER = "areacd,areanm,geography,indicator,period,observation,unit,lci_95,uci_95,status,notes"
ROWS = """\
U1,Elmland,Country,Damp homes,2020-04-01/P1Y,12.1,%,11.0,13.2,,
U1,Elmland,Country,Damp homes,2021-04-01/P1Y,11.6,%,10.6,12.6,p,first count
E1,Elmouth,District,Damp homes,2020-04-01/P1Y,14.0,%,,,,
E1,Elmouth,District,Damp homes,2021-04-01/P1Y,13.0,%,20,30,u,
E2,Oakham,District,Damp homes,2020-04-01/P1Y,,%,,,c,
E2,Oakham,District,Damp homes,2021-04-01/P1Y,9.5,%,,,r,
U1,Elmland,Country,Buses,2021,310,number,,,,
E1,Elmouth,District,Buses,2021,41,number,,,,
E1,Elmouth,District,Buses,some year,44,number,,,,
E1,Elmouth,District,Buses,2022,4 dozen,number,,,,
E1,Elmouth,District,Buses,2021,41,number,,,,
"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "local.csv"
    path.write_text(f"{HEADER}\n{ROWS}", encoding="utf-8")
    return path


@pytest.fixture
def mapping(tmp_path):
    return tmp_path / "local.mapping.yml"


def imported(source, home, mapping, name="local"):
    import_tidy(source, name, mapping, home)
    return import_tidy(source, name, mapping, home)


def rows(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_first_call_writes_a_mapping_and_no_framework(table, home, mapping):
    written = import_tidy(table, "local", mapping, home)
    assert written.path == mapping and not any(home.iterdir())
    found = read_mapping(mapping)
    assert found.columns == {
        "period": "period",
        "value": "observation",
        "indicator": "indicator",
        "unit": "unit",
        "area": "areanm",
        "area_code": "areacd",
        "area_level": "geography",
        "lower": "lci_95",
        "upper": "uci_95",
        "status": "status",
        "note": "notes",
    }
    assert (found.groups, found.headline[0], found.texts["interval_level"]) == ((), "Elmland", "95")


def test_the_second_call_imports_by_it_with_areas_as_groups(table, home, mapping):
    found = imported(table, home, mapping)
    assert check_framework(found.folder)[0] == []
    measures = {row["measure_id"]: row for row in rows(found.folder, "measures.csv")}
    assert {name: row["role"] for name, row in measures.items()} == {
        "local/damp-homes:u1": "headline",
        "local/damp-homes:e1": "group",
        "local/damp-homes:e2": "group",
        "local/buses:u1": "headline",
        "local/buses:e1": "group",
    }
    elmouth = measures["local/damp-homes:e1"]
    assert (elmouth["dimension"], elmouth["dimension_value"]) == ("District", "Elmouth")
    assert (elmouth["geography"], elmouth["unit"]) == ("Elmouth (E1), District", "%")
    figures = rows(found.folder, "observations/local.csv")
    first, second = figures[:2]
    assert (first["period"], first["lower"], first["upper"], first["interval_level"]) == (
        "2020-21",
        "11.0",
        "13.2",
        "95",
    )
    assert (second["status"], second["note"]) == ("provisional", "first count")
    assert [f["note"] for f in figures if f["measure_id"] == "local/damp-homes:e1"] == ["", "marked u"]
    assert rows(found.folder, "directions.csv")[0]["indicator_id"] == "local/damp-homes"


def test_what_cannot_be_read_is_set_aside_with_its_row_and_reason_and_nothing_is_lost(table, home, mapping):
    found = imported(table, home, mapping)
    aside = rows(found.folder, "set_aside.csv")
    assert [(row["file"], row["row"], row["column"], row["figures"]) for row in aside] == [
        ("local.csv", "5", "lci_95", "0"),
        ("local.csv", "10", "period", "1"),
        ("local.csv", "11", "observation", "1"),
        ("local.csv", "12", "", "1"),
    ]
    assert found.figures + sum(int(row["figures"]) for row in aside) == 10
    assert "rows without a figure, which are left out: 1 (c 1)" in found.remarks


def test_two_different_figures_for_one_series_and_period_are_both_set_aside(table, home, mapping):
    table.write_text(f"{HEADER}\n{ROWS}U1,Elmland,Country,Buses,2021,311,number,,,,\n", encoding="utf-8")
    found = imported(table, home, mapping)
    assert sum("two different" in row["reason"] for row in rows(found.folder, "set_aside.csv")) == 2
    assert "local/buses:u1" not in {row["measure_id"] for row in rows(found.folder, "measures.csv")}


def test_a_folder_comes_in_as_one_and_a_file_of_another_shape_is_set_aside_whole(
    table, home, mapping, tmp_path
):
    folder = tmp_path / "tables"
    (folder / "a").mkdir(parents=True)
    table.rename(folder / "a" / "local.csv")
    (folder / "b.csv").write_text("AREA,Year,Observation\nX,2020,1\nX,2021,2\n", encoding="utf-8")
    (folder / ".hidden.csv").write_text("x\n", encoding="utf-8")
    found = imported(folder, home, mapping)
    other = [row for row in rows(found.folder, "set_aside.csv") if row["file"] == "b.csv"]
    assert [row["figures"] for row in other] == ["2"]
    assert found.figures == 7


def test_two_areas_that_share_a_code_stay_apart(table, home, mapping):
    more = "na,East,District,Buses,2021,5,number,,,,\nna,West,District,Buses,2021,6,number,,,,\n"
    table.write_text(f"{HEADER}\n{ROWS}{more}", encoding="utf-8")
    names = {row["measure_id"] for row in rows(imported(table, home, mapping).folder, "measures.csv")}
    assert {"local/buses:na-east", "local/buses:na-west"} <= names


def test_a_table_without_areas_or_indicators_gives_one_headline_and_its_groups(tmp_path, home, mapping):
    path = tmp_path / "waste.csv"
    path.write_text("Year,Sex,Rate\n2020,All,43\n2021,All,44\n2020,Men,40\n2021,Men,41\n", encoding="utf-8")
    found = imported(path, home, mapping, "waste")
    measures = rows(found.folder, "measures.csv")
    assert [(row["role"], row["dimension_value"]) for row in measures] == [("headline", ""), ("group", "Men")]


def test_parquet_gives_what_csv_gives(table, home, mapping, tmp_path):
    pytest.importorskip("pyarrow")
    other = tmp_path / "local.parquet"
    frame = pd.read_csv(table).astype({"period": str})
    frame.to_parquet(other)
    assert imported(other, home, mapping).figures == 7


def test_cells_of_a_workbook_are_read_as_a_csv_would_have_them():
    assert [cell_text(c) for c in (2021.0, 4.94, True, None, " a ", pd.Timestamp("2021-04-01"))] == [
        "2021", "4.94", "true", "", "a", "2021-04-01",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["book.xlsx", "book.ods", "table.parquet", "table.pdf"])
def test_a_file_that_is_not_what_its_ending_says_is_one_reason(tmp_path, home, mapping, name):
    path = tmp_path / name
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(SourceError, match=rf"{name}: not |{name}: \.pdf is not the ending"):
        import_tidy(path, "local", mapping, home)
    assert not mapping.exists()


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("period: period", "period: perod", "row 4: local.csv has no column 'perod'. Is period meant?"),
        ("value: observation", 'value: ""', "row 5: no column is named for value"),
        ("value: observation", "valeu: observation", "row 5: 'valeu' is no part of columns. Is value meant?"),
        ("groups: []", "groups: [status]", "the column 'status' is named twice"),
        ("groups: []", "groups: {a: b}", "groups is no list of words"),
        ('interval_level: "95"', "interval_level: high", "'high' is not a level"),
        ("split_years: financial", "split_years: school", "'school' is no kind of year"),
        ("  title: local", '  title: ""', "the source has no title"),
        ("\ncolumns:", "\ncolumns: [", "not YAML, line"),
        ("\ncolumns:", "\ncolums:", "'colums' is no part of a mapping. Is columns meant?"),
    ],
)
def test_a_fault_of_the_mapping_says_its_row_and_what_to_write(table, home, mapping, old, new, said):
    import_tidy(table, "local", mapping, home)
    text = mapping.read_text(encoding="utf-8")
    assert old in text
    mapping.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceError) as error:
        import_tidy(table, "local", mapping, home)
    assert said in str(error.value) and "local.mapping.yml" in str(error.value)
    assert not any(home.iterdir())


def test_columns_are_found_by_what_they_hold_where_their_names_say_nothing():
    seen = look_at(
        ["wann", "was", "wie viel"], [["2020", "a", "1.5"], ["2021", "a", "2,000"], ["2020", "b", "3"]]
    )
    assert (seen.columns["period"], seen.columns["value"], seen.groups) == ("wann", "wie viel", ["was"])


def test_the_command_says_what_to_do_next_and_refuses_options_of_the_others(table, home, mapping):
    words = ["import", "tidy", str(table), "local", "--in", str(home), "--mapping", str(mapping)]
    assert "Then give the same command again" in CliRunner().invoke(main, words).output
    said = CliRunner().invoke(main, words)
    assert said.exit_code == 0 and "Figures: 7 of 10 came in (70.00 %), 3 were set aside." in said.output
    assert (
        "tidy takes this from its mapping" in CliRunner().invoke(main, [*words, "--unit", "percent"]).output
    )


def test_endings_are_those_that_are_read():
    assert set(any_table.TEXTS) | set(any_table.WORKBOOKS) | {".parquet"} == set(any_table.ENDINGS)
