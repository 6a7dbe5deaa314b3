"""Long and wide tables in the shapes that publishers release: every figure comes in or is set aside."""

import csv
from datetime import date

import pytest
from workbooks import write_ods, write_xlsx

from psa.authoring.importing.any_table import read_any_tables
from psa.authoring.importing.set_aside import figures_in
from psa.authoring.importing.tidy import import_tidy
from psa.authoring.importing.tidy_mapping import read_mapping

COVER = [["Damp homes in Elmland"], ["Published by the Office of Homes"], ["Contact: 0300 123 4567"]]
NOTES = [["Note number", "Note text"], ["note 1", "Counted on 31 March 2021."], ["note 2", "Of 3 surveys."]]


@pytest.fixture
def brought_in(tmp_path, home):
    """Import a file twice: the first call writes the mapping; return what came in, and the mapping."""

    def bring(path):
        mapping = tmp_path / "made.mapping.yml"
        import_tidy(path, "made", mapping, home)
        return import_tidy(path, "made", mapping, home), read_mapping(mapping)

    return bring


ACCESSIBLE = [
    ["Table 1: Damp homes by area [note 1]"],
    ["This worksheet contains one table. Some shorthand is used in this table, [c] = confidential."],
    ["Period", "Area", "Rate (%) [note 2]", "Homes [note 1]"],
    ["2020 to 2021", "Elmland", "12.1", "1,204"],
    ["2021 to 2022", "Elmland", "11.6 [p]", "1,190 [note 2]"],
    ["2020 to 2021", "Elmouth [note 2]", "[c]", "[low]"],
    ["2021 to 2022", "Elmouth", "13.0 [r] [note 1]", "204"],
    [""],
    ["Source: Office of Homes, 2022"],
]


def rows(folder, name):
    path = folder / name
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return [row for file in files for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())]


def figures(found):
    return {
        (r["measure_id"].partition(":")[2], r["period"]): r["value"]
        for r in rows(found.folder, "observations")
    }


def test_an_accessible_spreadsheet_comes_in_from_the_sheet_that_holds_the_long_table(tmp_path, brought_in):
    small = [["Year", "Value"], [2020, 1], [2021, 2]]
    path = write_xlsx(
        tmp_path / "a.xlsx", {"Cover": COVER, "Notes": NOTES, "Table 1": ACCESSIBLE, "Table 2": small}
    )
    found, mapping = brought_in(path)
    # a sheet with a row a figure goes before one whose figures stand across
    assert mapping.layout.sheets == ("Table 2",) and found.figures == 2
    assert [(a.file, a.figures) for a in found.aside] == [("a.xlsx, sheet Table 1", 6)]
    assert "a.xlsx: taken from the sheet Table 2; passed over: Cover, Notes, Table 1" in found.remarks


def test_a_sheet_named_in_the_mapping_is_taken_with_its_columns_across(tmp_path, home, brought_in):
    sheets = {"Cover": COVER, "Notes": NOTES, "1": ACCESSIBLE}
    found, mapping = brought_in(write_xlsx(tmp_path / "a.xlsx", sheets))
    assert mapping.layout.across == ("Rate (%)", "Homes") and mapping.column("indicator") == "heading"
    assert (found.figures, figures_in(found.aside)) == (6, 0)
    told = {
        (r["measure_id"], r["period"]): (r["value"], r["status"], r["note"])
        for r in rows(found.folder, "observations")
    }
    assert told["a/homes:elmland", "2021 to 2022"] == ("1190", "", "marked note 2")
    assert told["a/rate:elmouth", "2021 to 2022"] == ("13.0", "revised", "marked note 1")
    assert [r["name"] for r in rows(found.folder, "indicators.csv")] == ["Rate (%)", "Homes"]
    assert any(
        "rows under the table that hold no figure were left out: 1" in remark for remark in found.remarks
    )


def test_a_dataset_of_one_sheet_a_region_keeps_the_sheets_as_groups(tmp_path, brought_in):
    def sheet(start):
        return [
            ["Title"],
            [],
            ["Year", "Sex", "Value"],
            *([y, s, start + y] for y in (2020, 2021) for s in "MF"),
        ]

    contents = [["Contents"], ["1", "North"], ["2", "South"]]
    found, mapping = brought_in(
        write_xlsx(tmp_path / "a.xlsx", {"Contents": contents, "North": sheet(1), "South": sheet(5)})
    )
    assert mapping.layout.sheets == ("North", "South") and mapping.groups == ("sheet", "Sex")
    assert found.figures == 8 and not found.aside


def test_a_monthly_workbook_has_its_period_above_the_table_and_measures_across(tmp_path, brought_in):
    table = [
        ["", "Title:", "Waiting times"],
        ["", "Period:", "October 2025"],
        ["", "Published:", date(2025, 11, 13)],
        [],
        ["", "", "", "Waiting list", "", "Total", ""],
        ["", "Provider Code", "Provider Name", "Over 18 weeks", "% within 18 weeks", "Total", "Median"],
        ["", "R01", "Elm Hospital", 1204, 0.615, 3127, 14.2],
        ["", "R02", "Oak Hospital", "-", 0.07, 40, "-"],
    ]
    path = write_xlsx(
        tmp_path / "a.xlsx",
        {"Provider": table},
        merged=[("Provider", 4, 3, 4), ("Provider", 4, 5, 6)],
        per_cent=[("Provider", 4)],
    )
    found, mapping = brought_in(path)
    assert mapping.layout.period_above and (mapping.column("area"), mapping.column("area_code")) == (
        "Provider Name",
        "Provider Code",
    )
    assert found.figures == 6 and not found.aside
    assert {(r["measure_id"], r["period"], r["value"]) for r in rows(found.folder, "observations")} >= {
        ("a/waiting-list-within-18-weeks:r01", "2025-Oct", "61.5"),
        ("a/waiting-list-within-18-weeks:r02", "2025-Oct", "7"),
        ("a/total-median:r01", "2025-Oct", "14.2"),
    }


def test_years_across_under_a_header_of_two_rows_come_in_as_periods_and_groups(tmp_path, brought_in):
    table = [
        ["Homes by tenure"],
        ["Area", "2020", "", "2021", ""],
        ["", "Number", "Per cent", "Number", "Per cent"],
        ["Elmland", "1,204", 12.1, "1,190", 11.6],
        ["Elmouth", "[x]", "..", 204, 13],
    ]
    for path in (
        write_xlsx(tmp_path / "a.xlsx", {"1": table}, merged=[("1", 1, 1, 2), ("1", 1, 3, 4)]),
        write_ods(tmp_path / "a.ods", {"1": table}),
    ):
        (found,) = read_any_tables(path, path.name)
        assert found.table.header == [
            "Area",
            "2020 | Number",
            "2020 | Per cent",
            "2021 | Number",
            "2021 | Per cent",
        ]
    found, mapping = brought_in(tmp_path / "a.ods")
    assert mapping.layout.across == ("periods",)
    assert {(r["measure_id"], r["period"]): r["value"] for r in rows(found.folder, "observations")} == {
        ("a/number:elmland", "2020"): "1204",
        ("a/number:elmland", "2021"): "1190",
        ("a/per-cent:elmland", "2020"): "12.1",
        ("a/per-cent:elmland", "2021"): "11.6",
        ("a/number:elmouth", "2021"): "204",
        ("a/per-cent:elmouth", "2021"): "13",
    }


def test_days_of_a_spreadsheet_are_the_months_that_they_begin(tmp_path, brought_in):
    table = [["Date", "Value"], *([date(2024, month, 1), month + 0.5] for month in range(1, 7))]
    found, mapping = brought_in(write_xlsx(tmp_path / "a.xlsx", {"1": table}))
    assert mapping.texts["dates"] == "month"
    assert [r["period"] for r in rows(found.folder, "observations")][:2] == ["2024-Jan", "2024-Feb"]


def test_per_cent_of_an_ods_comes_in_as_it_is_shown(tmp_path, brought_in):
    table = [["Year", "Value"], [2020, "12.5%"], [2021, "7%"]]
    found, mapping = brought_in(write_ods(tmp_path / "a.ods", {"1": table}))
    assert mapping.texts["unit"] == "%" and set(figures(found).values()) == {"12.5", "7"}


def test_a_wide_csv_below_rows_on_its_source_comes_in(tmp_path, brought_in):
    path = tmp_path / "wide.csv"
    path.write_text(
        '"Data Source","World figures",\n\n"Last Updated Date","2025-07-01",\n\n'
        '"Country Name","Country Code","Indicator Name","Indicator Code","2019","2020","2021",\n'
        '"Elmland","ELM","Damp homes (% of homes)","DMP.HOM","12.5","","11.5",\n'
        '"Oakland","OAK","Damp homes (% of homes)","DMP.HOM","9","8.5","8",\n'
        '"World","WLD","Damp homes (% of homes)","DMP.HOM","..","10.25","10",\n',
        encoding="utf-8",
    )
    found, mapping = brought_in(path)
    assert mapping.layout.across == ("periods",) and not mapping.groups
    assert mapping.columns == {
        "period": "period", "value": "value", "indicator": "Indicator Name", "area": "Country Name", "area_code": "Country Code",
    }  # fmt: skip
    assert found.figures == 7 and not found.aside
    assert figures(found)["elm", "2019"] == "12.5"


def test_sdmx_csv_with_codes_beside_their_labels_takes_the_labels(tmp_path, brought_in):
    path = tmp_path / "sdmx.csv"
    head = (
        "STRUCTURE,ACTION,REF_AREA,Reference area,MEASURE,Measure,UNIT_MEASURE,Unit of measure,SEX,Sex,"
        "TIME_PERIOD,Time period,OBS_VALUE,Observation value,OBS_STATUS,Observation status,UNIT_MULT,Unit multiplier"
    )
    lines = [
        f"DATAFLOW,I,{area},{name},UNE,Unemployment rate,PT_LF,Percentage of labour force,{sex},{word},{year},,{value},,{mark},{said},0,Units"
        for area, name, value in (("ELM", "Elmland", "4.5"), ("OAK", "Oakland", "6"))
        for sex, word in (("_T", "Total"), ("F", "Female"))
        for year, mark, said in (("2023-Q1", "A", "Normal value"), ("2023-Q2", "P", "Provisional value"))
    ]
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    found, mapping = brought_in(path)
    assert (mapping.column("indicator"), mapping.column("unit")) == ("Measure", "Unit of measure")
    assert mapping.groups == ("Sex",) and mapping.column("area") == "Reference area"
    assert found.figures == 8 and not found.aside
    assert {r["unit"] for r in rows(found.folder, "measures.csv")} == {"Percentage of labour force"}
    assert {r["status"] for r in rows(found.folder, "observations")} == {"", "provisional"}


def test_a_file_of_tabs_with_flags_at_its_figures_comes_in(tmp_path, brought_in):
    path = tmp_path / "wide.tsv"
    path.write_text(
        "freq,unit,geo\\TIME_PERIOD\t2019 \t2020 \t2021 \nA,PC,EL\t12.5 \t11.8 b\t: \nA,PC,OK\t9 bp\t: c\t8.5 p\n",
        encoding="utf-8",
    )
    found, mapping = brought_in(path)
    assert (mapping.column("unit"), mapping.column("area_code")) == ("unit", "geo")
    assert found.figures == 4 and not found.aside
    assert figures(found)["ok", "2019"] == "9"


def test_a_word_that_is_merged_downwards_holds_for_each_row(tmp_path, brought_in):
    table = [
        ["Area", "Year", "Value"],
        ["Elmland", 2020, 5.5],
        ["", 2021, 6],
        ["Elmouth", 2020, 7],
        ["", 2021, 8],
    ]
    merged = [("1", 1, 0, 0, 2), ("1", 3, 0, 0, 4)]
    found, _ = brought_in(write_xlsx(tmp_path / "a.xlsx", {"1": table}, merged=merged))
    assert set(figures(found).values()) == {"5.5", "6", "7", "8"} and not found.aside


def test_a_series_below_lines_on_its_source_comes_in_whole(tmp_path, brought_in):
    path = tmp_path / "series.csv"
    path.write_text(
        '"Title","Unemployment rate"\n"CDID","ABCD"\n"PreUnit",""\n"Unit","%"\n"Release date","soon"\n'
        '"2023","4.0"\n"2024","4.3"\n"2024 Q1","4.3"\n"2024 Q2","4.4"\n"2024 JAN","4.2"\n"2024 FEB","4.3"\n',
        encoding="utf-8",
    )
    found, mapping = brought_in(path)
    assert (mapping.column("period"), mapping.column("value")) == ("Title", "Unemployment rate")
    assert found.figures == 6 and not found.aside


def test_a_damaged_last_row_is_set_aside_and_no_footnote(tmp_path, brought_in):
    table = [
        ["Area", "Year", "Value"],
        ["Elmland", 2020, 5.5],
        ["Elmland", 2021, 6],
        ["Elmland", "soon", "0x10"],
    ]
    found, _ = brought_in(write_xlsx(tmp_path / "a.xlsx", {"1": [*table, [], ["Source: 3 offices"]]}))
    assert (found.figures, figures_in(found.aside)) == (2, 1)
