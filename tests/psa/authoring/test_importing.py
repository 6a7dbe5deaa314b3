# ruff: noqa: E501  one case a line
"""Figures in another form made into a framework: what is read, what is left out, and nothing by halves."""

import csv

import pytest
from click.testing import CliRunner

from psa.authoring.importing.long_csv import import_long_csv
from psa.authoring.importing.open_sdg import import_open_sdg
from psa.authoring.importing.source import SourceError
from psa.cli import main
from psa.data.load import check_framework, load_framework
from psa.methods.ratings import rate_framework

LONG = """Measure,Sex,Year,Rate,Flag
Recycled waste,All,2019,43.1,
Recycled waste,Men,2019,40,
Recycled waste,All,2020,42.8,p
Café tables,All,2020-21,7,
Café tables,All,2021-22,,not yet published
"""
COLUMNS = {
    "indicator_column": "Measure",
    "period_column": "Year",
    "value_column": "Rate",
    "source_title": "Waste book",
}
META = """---
indicator_name: Share of <abbr title="x">poor</abbr>&nbsp;people
graph_title: Poor people
goal_number: 1
goal_name: No poverty
target_id: '1.2'
computation_units: percent
source_organisation_1: Office of Figures
source_url_text_1: Survey of incomes
source_url_1: https://example.org/incomes
source_organisation_2: Office of Figures
---
Text for the page.
"""
DATA = """Year,Sex,Region,Value
2015,,,10.5
2016,,,9.5
2016,Female,,11
2016,,North,12
2017,,,
"""


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def long_file(tmp_path):
    path = tmp_path / "waste.csv"
    path.write_text(LONG, encoding="utf-8")
    return path


@pytest.fixture
def site(tmp_path):
    return write_site(tmp_path / "site", {"data/indicator_1-2-1.csv": DATA, "meta/1-2-1.md": META})


def write_site(folder, files):
    for part in ("data", "meta"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def rows(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def import_long(source, home, **more):
    return import_long_csv(source, "waste", **{**COLUMNS, "where": {"Sex": "All"}, **more}, home=home)


def faults_of(call, home):
    """Return the faults of an import, and see that it left nothing behind."""
    with pytest.raises(SourceError) as error:
        call()
    assert list(home.iterdir()) == []
    return [str(f) for f in error.value.faults]


# ---------------------------------------------------------------------------------------- one long CSV


def test_each_different_indicator_of_a_long_table_is_a_measure_with_its_figures(long_file, home):
    done = import_long(long_file, home, unit="percent", publisher="Town", url="https://example.org")
    assert check_framework(done.folder)[0] == []
    assert [r["name"] for r in rows(done.folder, "indicators.csv")] == ["Recycled waste", "Café tables"]
    held = rows(done.folder, "observations/waste-book.csv")
    assert [(r["measure_id"], r["period"], r["value"]) for r in held] == [
        ("waste-book/recycled-waste:figure", "2019", "43.1"),
        ("waste-book/recycled-waste:figure", "2020", "42.8"),
        ("waste-book/cafe-tables:figure", "2020-21", "7"),
    ]
    assert {r["unit"] for r in rows(done.folder, "measures.csv")} == {"percent"}
    [source] = rows(done.folder, "sources.csv")
    assert (source["title"], source["publisher"], source["path"]) == ("Waste book", "Town", "waste.csv")


def test_what_was_left_out_of_a_long_table_is_counted(long_file, home):
    said = import_long(long_file, home).remarks
    assert "left out by --where: 1 row of 5" in said
    assert "left out because they hold no figure: 1 row" in said


def test_a_direction_that_the_source_does_not_give_stays_unknown_and_unrated(long_file, home):
    done = import_long(long_file, home, baseline_by="2019-12-31")
    assert {r["direction"] for r in rows(done.folder, "indicators.csv")} == {"none"}
    rated = rate_framework(load_framework(done.folder))
    assert not set(rated.indicators["rating"]) & {"improvement", "no_improvement"}
    assert any("no known direction" in r and "2 indicators of 2" in r for r in done.remarks)


def test_the_period_ends_with_the_last_figure_unless_it_is_given(long_file, home):
    done = import_long(long_file, home)
    settings = {r["setting"]: r["value"] for r in rows(done.folder, "framework.csv")}
    assert settings == {"title": "Waste book", "through": "2021-03-31"}
    assert any("no day was given by which a baseline must lie" in r for r in done.remarks)
    given = import_long_csv(long_file, "given", **COLUMNS, where={"Sex": "All"}, through="2020-12-31",
                            baseline_by="2019", title="Waste", agreement="Less waste", home=home)  # fmt: skip
    settings = {r["setting"]: r["value"] for r in rows(given.folder, "framework.csv")}
    assert settings == {"title": "Waste", "baseline_by": "2019", "through": "2020-12-31"}
    assert rows(given.folder, "agreements.csv")[0]["agreement_id"] == "less-waste"


def test_a_split_that_was_not_chosen_is_one_fault_that_says_how_to_choose(long_file, home):
    [fault] = faults_of(lambda: import_long(long_file, home, where={}), home)
    assert fault.startswith("waste.csv, row 3, column Year: 'Recycled waste' has a figure for 2019 already.")
    assert "--where \"Sex=…\": Sex holds 'All', 'Men'" in fault


def test_every_fault_of_a_long_table_is_listed_with_its_row_and_remedy(tmp_path, home):
    path = tmp_path / "bad.csv"
    path.write_text('Measure,Year,Rate\nA,2019,"1,200"\nA,Sep-20,3\n,2019,4\nB,20x,n/a\n', encoding="utf-8")
    faults = faults_of(lambda: import_long_csv(path, "waste", **COLUMNS, home=home), home)
    assert [f.split(":")[0] for f in faults] == [
        "bad.csv, row 2, column Rate", "bad.csv, row 3, column Year", "bad.csv, row 4, column Measure",
        "bad.csv, row 5, column Rate", "bad.csv, row 5, column Year",
    ]  # fmt: skip
    assert all(f.count(". ") >= 1 for f in faults)


def test_a_column_that_is_not_there_is_named_with_the_one_that_may_be_meant(long_file, home):
    faults = faults_of(
        lambda: import_long(long_file, home, value_column="Rates", where={"Sexx": "All"}), home
    )
    found = "The columns are 'Measure', 'Sex', 'Year', 'Rate', 'Flag'."
    assert faults == [
        f"waste.csv, row 1, column Rates: --value-column names a column that is not there. Is Rate meant? {found}",
        f"waste.csv, row 1, column Sexx: --where names a column that is not there. Is Sex meant? {found}",
    ]


@pytest.mark.parametrize(
    ("option", "column"),
    [("--indicator-column", "Name"), ("--period-column", "When"), ("--value-column", "measure")],
)
def test_an_option_that_names_no_column_says_which_there_are(long_file, home, option, column):
    named = {f"--{n.replace('_', '-')}": v for n, v in COLUMNS.items()} | {option: column}
    done = run(
        "long-csv", long_file, "waste", *(word for pair in named.items() for word in pair), "--in", home
    )
    near = " Is Measure meant?" if column == "measure" else ""
    assert done.exit_code == 1 and list(home.iterdir()) == []
    assert done.output.splitlines() == [
        "1 fault in the source; nothing was written:",
        f"waste.csv, row 1, column {column}: {option} names a column that is not there.{near} "
        "The columns are 'Measure', 'Sex', 'Year', 'Rate', 'Flag'.",
    ]


def test_a_choice_that_leaves_no_row_says_what_the_column_holds(long_file, home):
    [fault] = faults_of(lambda: import_long(long_file, home, where={"Sex": "Women"}), home)
    assert fault == "waste.csv, column Sex: no row is left where Sex is 'Women'. It holds 'All', 'Men'."


@pytest.mark.parametrize(
    "text", ["", "Measure,Year,Rate\n", "Measure,Year,Rate\nA,2019,\n"], ids=["empty", "header", "none"]
)
def test_a_file_without_a_figure_makes_no_framework(tmp_path, home, text):
    path = tmp_path / "empty.csv"
    path.write_text(text, encoding="utf-8")
    assert len(faults_of(lambda: import_long_csv(path, "waste", **COLUMNS, home=home), home)) == 1


def test_names_that_would_have_the_same_id_get_different_ones(tmp_path, home):
    path = tmp_path / "same.csv"
    path.write_text(
        "Measure,Year,Rate\nA b,2019,1\nA-B,2019,2\n../../x,2019,3\n水,2019,4\n", encoding="utf-8"
    )
    done = import_long_csv(path, "waste", **{**COLUMNS, "source_title": "../up"}, home=home)
    ids = [r["indicator_id"] for r in rows(done.folder, "indicators.csv")]
    assert ids == ["up/a-b", "up/a-b-2", "up/x", "up/indicator-4"]
    assert sorted(p.name for p in home.iterdir()) == ["waste"]


def test_one_column_cannot_be_two_things(long_file, home):
    with pytest.raises(ValueError, match="three different columns"):
        import_long(long_file, home, value_column="Year")


@pytest.mark.parametrize("option", ["through", "baseline_by", "read_on"])
def test_a_day_that_is_none_is_said_before_anything_is_read(long_file, home, option):
    with pytest.raises(ValueError, match=f"--{option.replace('_', '-')}: cannot read 'soon'"):
        import_long(long_file, home, **{option: "soon"})
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("name", ["../out", "Waste", ""])
def test_an_import_has_a_name_like_any_new_framework(long_file, home, name):
    with pytest.raises(ValueError, match="lower case letters"):
        import_long_csv(long_file, name, **COLUMNS, home=home)


def test_the_same_source_makes_the_same_bytes(long_file, home):
    one, two = (
        import_long_csv(long_file, n, **COLUMNS, where={"Sex": "All"}, home=home).folder
        for n in ("one", "two")
    )
    names = sorted(p.relative_to(one) for p in one.rglob("*.csv"))
    assert len(names) > 15
    assert all((one / n).read_bytes() == (two / n).read_bytes() for n in names)


# ------------------------------------------------------------------------------------ an Open SDG site


def test_goals_become_agreements_and_totals_the_headline_series(site, home):
    done = import_open_sdg(site, "sdg", home=home)
    assert check_framework(done.folder)[0] == []
    [goal] = rows(done.folder, "agreements.csv")
    assert (goal["agreement_id"], goal["number"], goal["title"]) == ("goal-01", "1", "No poverty")
    [indicator] = rows(done.folder, "indicators.csv")
    assert (indicator["indicator_id"], indicator["number"]) == ("goal-01/1-2-1", "1.2.1")
    assert indicator["name"] == "Share of poor people"
    assert indicator["note"].startswith("target 1.2; direction not known")
    held = rows(done.folder, "observations/goal-01.csv")
    assert [(r["measure_id"], r["period"], r["value"]) for r in held] == [
        ("goal-01/1-2-1:headline", "2015", "10.5"),
        ("goal-01/1-2-1:headline", "2016", "9.5"),
    ]
    assert held[0]["source_id"] == "source-001;source-002"
    assert load_framework(done.folder).word("agreement", plural=True) == "goals"


def test_the_rows_that_are_split_are_counted_and_said_to_be_left_out(site, home):
    assert (
        "left out because they are split by Sex, Region: 2 rows; only totals are imported"
        in import_open_sdg(site, "sdg", home=home).remarks
    )


def test_metadata_in_plain_yaml_are_read_as_well(site, home):
    (site / "meta/1-2-1.md").unlink()
    (site / "meta/1-2-1.yml").write_text(META.split("---")[1], encoding="utf-8")
    done = import_open_sdg(site, "sdg", home=home)
    assert rows(done.folder, "indicators.csv")[0]["name"] == "Share of poor people"


def test_units_and_series_are_no_splits_and_the_first_is_the_headline(site, home):
    text = "Year,Units,Series,Sex,Value\n2015,percent,A,,1\n2015,number,A,,100\n2016,percent,A,,2\n2016,percent,A,Female,3\n"
    (site / "data/indicator_1-2-1.csv").write_text(text, encoding="utf-8")
    done = import_open_sdg(site, "sdg", home=home)
    found = [
        (m["measure_id"].rpartition(":")[2], m["role"], m["unit"]) for m in rows(done.folder, "measures.csv")
    ]
    assert found == [("headline", "headline", "percent"), ("series-2", "related", "number")]
    assert any(r.startswith("several series or units") for r in done.remarks)


@pytest.mark.parametrize(
    ("said", "direction"),
    [("negative", "decrease"), ("positive", "increase"), ("sideways", "none"), ("", "none")],
)
def test_a_direction_that_the_metadata_give_is_taken(site, home, said, direction):
    text = META.replace("goal_number", f"progress_calculation_options:\n  - direction: {said}\ngoal_number")
    (site / "meta/1-2-1.md").write_text(text, encoding="utf-8")
    done = import_open_sdg(site, "sdg", home=home)
    assert rows(done.folder, "indicators.csv")[0]["direction"] == direction


def test_two_directions_for_one_indicator_are_none(site, home):
    both = "progress_calculation_options:\n  - direction: negative\n  - direction: positive\n"
    (site / "meta/1-2-1.md").write_text(META.replace("goal_number", both + "goal_number"), encoding="utf-8")
    done = import_open_sdg(site, "sdg", home=home)
    assert rows(done.folder, "indicators.csv")[0]["direction"] == "none"


def test_an_indicator_with_metadata_alone_or_splits_alone_stands_without_figures(site, home):
    write_site(
        site,
        {
            "meta/1-10-1.md": META,
            "meta/1-3-1.md": META,
            "data/indicator_1-3-1.csv": "Year,Sex,Value\n2015,Female,1\n",
        },
    )
    done = import_open_sdg(site, "sdg", home=home)
    assert [r["number"] for r in rows(done.folder, "indicators.csv")] == ["1.2.1", "1.3.1", "1.10.1"]
    assert len(rows(done.folder, "measures.csv")) == 1
    assert "no totals and so no figures: 1 indicator, 1-3-1" in done.remarks
    assert "no figures: 1 indicator, 1-10-1" in done.remarks
    rated = rate_framework(load_framework(done.folder)).indicators.set_index("indicator_id")
    assert rated.at["goal-01/1-3-1", "rating"] == "not_yet_assessed"


def test_every_fault_of_a_site_is_listed_with_its_file_row_and_remedy(site, home):
    write_site(site, {
        "data/indicator_1-2-1.csv": "Year,Value\n15,1\n2016,x\n2017,1\n2017,2\n",
        "data/indicator_2-1-1.csv": "Year,Val\n2015,1\n",
        "data/indicator_3-1-1.csv": "Year,Value\n2015,1\n", "meta/3-1-1.md": "---\ngoal_number: 3\n---\n",
        "data/indicator_4-1-1.csv": "Year,Value\n2015,1\n", "meta/4-1-1.md": "No front matter\n",
        "meta/5-1-1.yml": "indicator_name: [a\n", "meta/6-1-1.yml": "- a\n- b\n",
        "data/indicator_..x.csv": "Year,Value\n2015,1\n",
    })  # fmt: skip
    faults = faults_of(lambda: import_open_sdg(site, "sdg", home=home), home)
    assert [f.split(": ")[0] for f in faults] == [
        "data/indicator_..x.csv", "data/indicator_1-2-1.csv, row 2, column Year", "data/indicator_1-2-1.csv, row 3, column Value",
        "data/indicator_1-2-1.csv, row 5, column Year", "data/indicator_2-1-1.csv, row 1, column Value", "meta/2-1-1.md",
        "meta/3-1-1.md, column indicator_name", "meta/3-1-1.md, column source_organisation_1", "meta/4-1-1.md, row 1",
        "meta/5-1-1.yml, row 2", "meta/6-1-1.yml, row 1",
    ]  # fmt: skip


def test_metadata_are_data_and_never_run(site, home):
    marker = site / "ran"
    text = META.replace("goal_name: No poverty", f"goal_name: !!python/object/apply:os.mkdir ['{marker}']")
    (site / "meta/1-2-1.md").write_text(text, encoding="utf-8")
    [fault] = faults_of(lambda: import_open_sdg(site, "sdg", home=home), home)
    assert fault.startswith("meta/1-2-1.md, row 5: not YAML")
    assert not marker.exists()


def test_a_goal_cannot_lead_out_of_the_folder(site, home):
    (site / "meta/1-2-1.md").write_text(
        META.replace("goal_number: 1", "goal_number: ../../x"), encoding="utf-8"
    )
    import_open_sdg(site, "sdg", home=home)
    assert sorted(p.name for p in (home / "sdg/observations").iterdir()) == ["goal-x.csv"]
    assert sorted(p.name for p in home.iterdir()) == ["sdg"]


def test_a_link_that_leads_out_of_the_folder_is_not_followed(site, home, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text(DATA, encoding="utf-8")
    (site / "data/indicator_1-2-1.csv").unlink()
    (site / "data/indicator_1-2-1.csv").symlink_to(secret)
    assert any(
        "a link that leads out of the folder" in f
        for f in faults_of(lambda: import_open_sdg(site, "sdg", home=home), home)
    )


def test_a_source_given_by_hand_stands_for_indicators_that_name_none(site, home):
    text = "\n".join(line for line in META.split("\n") if not line.startswith("source_"))
    (site / "meta/1-2-1.md").write_text(text, encoding="utf-8")
    faults = faults_of(lambda: import_open_sdg(site, "sdg", home=home), home)
    assert len(faults) == 1 and "--source-title" in faults[0]
    done = import_open_sdg(
        site, "sdg", home=home, source_title="The site", publisher="Office", licence="open"
    )
    [source] = rows(done.folder, "sources.csv")
    assert (source["title"], source["publisher"], source["licence"]) == ("The site", "Office", "open")


def test_a_name_that_is_the_key_of_a_translation_gives_way_to_one_that_is_not(site, home):
    text = META.replace('Share of <abbr title="x">poor</abbr>&nbsp;people', "global_indicators.1-2-1-title")
    (site / "meta/1-2-1.md").write_text(text, encoding="utf-8")
    done = import_open_sdg(site, "sdg", home=home)
    assert rows(done.folder, "indicators.csv")[0]["name"] == "Poor people"


def test_a_framework_without_departments_has_the_table_of_their_ratings_all_the_same(site, home, tiny_rated):
    departments = rate_framework(load_framework(import_open_sdg(site, "sdg", home=home).folder)).departments
    assert len(departments) == 0
    assert list(departments.columns) == list(tiny_rated.departments.columns)


def test_one_period_under_two_labels_is_a_fault_of_the_source(site, long_file, home):
    twice = "Year,Value\n2015,1\n2015-Jan to 2015-Dec,2\n"
    (site / "data/indicator_1-2-1.csv").write_text(twice, encoding="utf-8")
    [fault] = faults_of(lambda: import_open_sdg(site, "sdg", home=home), home)
    assert fault.startswith(
        "data/indicator_1-2-1.csv, row 3, column Year: 2015-Jan to 2015-Dec has a headline figure already (row 2)"
    )
    long_file.write_text(LONG + "Recycled waste,All,2020-Jan to 2020-Dec,42,\n", encoding="utf-8")
    [fault] = faults_of(lambda: import_long(long_file, home), home)
    assert fault.startswith(
        "waste.csv, row 7, column Year: 'Recycled waste' has a figure for 2020-Jan to 2020-Dec already"
    )


def test_right_after_an_import_every_reason_for_no_rating_shows(long_file, home):
    done = import_long_csv(long_file, "waste", **COLUMNS, where={"Sex": "All"}, home=home)
    shown = CliRunner().invoke(main, ["show", "waste-book", "--framework", str(done.folder)]).output
    both = "no figure for a period that could serve as the baseline; no direction that would count as better is defined either"
    assert shown.count(f"not yet assessed: {both}\n") == 2


def test_a_direction_that_is_missing_alone_is_the_one_reason(long_file, home):
    done = import_long_csv(
        long_file, "waste", **COLUMNS, where={"Sex": "All"}, baseline_by="2019-12-31", home=home
    )
    rated = rate_framework(load_framework(done.folder)).indicators.set_index("indicator_id")
    reason = rated.at["waste-book/recycled-waste", "reason"]
    assert (
        reason.startswith("no direction that would count as better is defined: ") and "either" not in reason
    )


def test_a_folder_that_is_no_site_is_said_to_be_none(tmp_path, home):
    with pytest.raises(FileNotFoundError, match="must hold the folders data and meta"):
        import_open_sdg(tmp_path, "sdg", home=home)


# ------------------------------------------------------------------------------------------ the command


def run(*arguments):
    return CliRunner().invoke(main, ["import", *map(str, arguments)])


def test_the_command_imports_and_says_what_was_left_out(long_file, home):
    done = run("long-csv", long_file, "waste", "--indicator-column", "Measure", "--period-column", "Year", "--value-column", "Rate",
               "--where", "Sex=All", "--source-title", "Waste book", "--in", home)  # fmt: skip
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[1] == "framework 2, agreements 1, indicators 2, measures 2, observations 3, sources 1."
    assert lines[2] == "Left out by --where: 1 row of 5."
    assert lines[-1] == f"Next: psa check --framework {home / 'waste'}"


def test_the_command_ends_with_status_one_and_every_fault(site, home):
    (site / "data/indicator_1-2-1.csv").write_text("Year,Value\n15,1\n2016,x\n", encoding="utf-8")
    done = run("open-sdg", site, "sdg", "--in", home)
    assert done.exit_code == 1
    assert done.output.splitlines()[0] == "2 faults in the source; nothing was written:"
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["long-csv", "x.csv", "waste"],
            "long-csv needs --indicator-column, --period-column, --value-column, --source-title",
        ),
        (
            ["open-sdg", "x", "sdg", "--indicator-column", "Measure"],
            "--indicator-column: only for long-csv; open-sdg takes its columns",
        ),
        (["open-sdg", "x", "sdg", "--unit", "percent"], "--unit: only for long-csv"),
        (["open-sdg", "x", "sdg", "--where", "a=b"], "leave it out"),
        (
            ["open-sdg", "x", "sdg", "--value-column", "b", "--agreement", "c"],
            "--value-column, --agreement: only for long-csv",
        ),
    ],
)
def test_options_that_do_not_fit_are_refused(arguments, said):
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())


def test_a_choice_without_a_value_is_refused(long_file, home):
    done = run("long-csv", long_file, "waste", *(a for n, v in COLUMNS.items() for a in (f"--{n.replace('_', '-')}", v)),
               "--where", "Sex", "--in", home)  # fmt: skip
    assert done.exit_code == 2 and "COLUMN=VALUE" in done.output
