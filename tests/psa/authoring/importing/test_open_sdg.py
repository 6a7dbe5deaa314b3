# ruff: noqa: E501  one case a line
"""An Open SDG site made into a framework: what is read, what is left out, and nothing by halves."""

import pytest
from click.testing import CliRunner
from import_sources import DATA, META, faults_of, rows, write_site

from psa.authoring.importing.open_sdg import import_open_sdg
from psa.authoring.importing.source import Origin
from psa.cli import main
from psa.data.load import check_framework, load_framework
from psa.methods.ratings import rate_framework


def run(*arguments):
    return CliRunner().invoke(main, ["import", *map(str, arguments)])


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
    write_site(
        site,
        {
            "data/indicator_1-2-1.csv": "Year,Value\n15,1\n2016,x\n2017,1\n2017,2\n",
            "data/indicator_2-1-1.csv": "Year,Val\n2015,1\n",
            "data/indicator_3-1-1.csv": "Year,Value\n2015,1\n",
            "meta/3-1-1.md": "---\ngoal_number: 3\n---\n",
            "data/indicator_4-1-1.csv": "Year,Value\n2015,1\n",
            "meta/4-1-1.md": "No front matter\n",
            "meta/5-1-1.yml": "indicator_name: [a\n",
            "meta/6-1-1.yml": "- a\n- b\n",
            "data/indicator_..x.csv": "Year,Value\n2015,1\n",
        },
    )
    faults = faults_of(lambda: import_open_sdg(site, "sdg", home=home), home)
    assert [f.split(": ")[0] for f in faults] == [
        "data/indicator_..x.csv",
        "data/indicator_1-2-1.csv, row 2, column Year",
        "data/indicator_1-2-1.csv, row 3, column Value",
        "data/indicator_1-2-1.csv, row 5, column Year",
        "data/indicator_2-1-1.csv, row 1, column Value",
        "meta/2-1-1.md",
        "meta/3-1-1.md, column indicator_name",
        "meta/3-1-1.md, column source_organisation_1",
        "meta/4-1-1.md, row 1",
        "meta/5-1-1.yml, row 2",
        "meta/6-1-1.yml, row 1",
    ]


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
        site, "sdg", Origin(source_title="The site", publisher="Office", licence="open"), home
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


def test_one_period_under_two_labels_is_a_fault_of_the_source(site, home):
    twice = "Year,Value\n2015,1\n2015-Jan to 2015-Dec,2\n"
    (site / "data/indicator_1-2-1.csv").write_text(twice, encoding="utf-8")
    [fault] = faults_of(lambda: import_open_sdg(site, "sdg", home=home), home)
    assert fault.startswith(
        "data/indicator_1-2-1.csv, row 3, column Year: 2015-Jan to 2015-Dec has a headline figure already (row 2)"
    )


def test_a_folder_that_is_no_site_is_said_to_be_none(tmp_path, home):
    with pytest.raises(FileNotFoundError, match="must hold the folders data and meta"):
        import_open_sdg(tmp_path, "sdg", home=home)


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
