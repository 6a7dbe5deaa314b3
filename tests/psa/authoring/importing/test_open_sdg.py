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
from psa.pages.sentences.indicator import describe_definition


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
    assert indicator["target_text"] == "Target 1.2 of the 2030 Agenda, due in 2030"
    held = rows(done.folder, "observations/goal-01.csv")
    assert [(r["measure_id"], r["period"], r["value"]) for r in held[:2]] == [
        ("goal-01/1-2-1:headline", "2015", "10.5"),
        ("goal-01/1-2-1:headline", "2016", "9.5"),
    ]
    assert held[0]["source_id"] == "source-001;source-002"
    assert load_framework(done.folder).word("agreement", plural=True) == "goals"


def test_each_combination_of_breakdowns_is_a_group(site, home):
    done = import_open_sdg(site, "sdg", home=home)
    found = [
        (m["measure_id"].rpartition(":")[2], m["role"], m["dimension"], m["dimension_value"])
        for m in rows(done.folder, "measures.csv")
    ]
    assert found == [
        ("headline", "headline", "", ""),
        ("sex-female", "group", "Sex", "Female"),
        ("region-north", "group", "Region", "North"),
    ]
    assert (done.figures, done.aside) == (4, ())


def test_metadata_in_plain_yaml_are_read_as_well(site, home):
    (site / "meta/1-2-1.md").unlink()
    (site / "meta/1-2-1.yml").write_text(META.split("---")[1], encoding="utf-8")
    done = import_open_sdg(site, "sdg", home=home)
    assert rows(done.folder, "indicators.csv")[0]["name"] == "Share of poor people"


def test_of_one_series_in_several_units_that_of_the_metadata_is_rated(site, home):
    text = "Year,Units,Series,Sex,Value\n2015,number,A,,100\n2015,percent,A,,1\n2016,percent,A,,2\n2016,percent,A,Female,3\n"
    (site / "data/indicator_1-2-1.csv").write_text(text, encoding="utf-8")
    done = import_open_sdg(site, "sdg", home=home)
    found = [(m["role"], m["unit"], m["dimension_value"]) for m in rows(done.folder, "measures.csv")]
    assert found == [("related", "number", ""), ("headline", "percent", ""), ("group", "percent", "Female")]


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


def test_an_indicator_with_metadata_alone_or_groups_alone_has_no_headline(site, home):
    more = {"data/indicator_1-3-1.csv": "Year,Sex,Value\n2015,Female,1\n2015,Male,2\n"}
    write_site(site, {"meta/1-10-1.md": META, "meta/1-3-1.md": META, **more})
    done = import_open_sdg(site, "sdg", home=home)
    assert [r["indicator_id"] for r in rows(done.folder, "indicators.csv")] == [
        f"goal-01/{key}" for key in ("1-2-1", "1-3-1", "1-10-1")
    ]
    assert "no single headline, groups only: 1 indicator, 1-3-1" in done.remarks
    assert "indicators with figures: 2 of 3" in done.remarks
    rated = rate_framework(load_framework(done.folder)).indicators.set_index("indicator_id")
    assert rated.at["goal-01/1-10-1", "rating"] == "not_yet_assessed"


def test_what_cannot_be_read_is_set_aside_with_its_place_and_the_rest_comes_in(site, home):
    write_site(
        site,
        {
            "data/indicator_1-2-1.csv": "Year,Value\n15,1\n2016,x1\n2017,1\n2017,2\n2018,3\n2019,n/a\n2018,3\n",
            "data/indicator_2-1-1.csv": "Year,Val\n2015,about 1\n",
            "data/indicator_3-1-1.csv": "Year,Value\n2015,1\n",
            "data/indicator_4-1-1.csv": "Year,Value\n2015,1,7\n2016,2\n",
            "meta/4-1-1.md": "No front matter\n",
            "meta/5-1-1.yml": "indicator_name: [a\n",
            "meta/6-1-1.yml": "- a\n- b\n",
            "data/indicator_..x.csv": "Year,Value\n2015,1\n",
        },
    )
    done = import_open_sdg(site, "sdg", home=home)
    kept = [(r["file"], r["row"], r["figures"]) for r in rows(done.folder, "set_aside.csv")]
    first = "data/indicator_1-2-1.csv"
    assert kept == [
        ("data/indicator_..x.csv", "", "1"),
        *[(f"meta/{name}", "", "0") for name in ("4-1-1.md", "5-1-1.yml", "6-1-1.yml")],
        *[(first, row, "1") for row in "23458"],
        ("data/indicator_2-1-1.csv", "", "1"),
        ("data/indicator_4-1-1.csv", "2", "1"),
    ]
    assert done.figures == 3
    assert check_framework(done.folder)[0] == []


def test_metadata_are_data_and_never_run(site, home):
    marker = site / "ran"
    text = META.replace("goal_name: No poverty", f"goal_name: !!python/object/apply:os.mkdir ['{marker}']")
    (site / "meta/1-2-1.md").write_text(text, encoding="utf-8")
    [row] = import_open_sdg(site, "sdg", home=home).aside
    assert row.file == "meta/1-2-1.md" and row.reason.startswith("metadata not read: not YAML, line 4")
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
    done = import_open_sdg(site, "without", home=home)
    assert [s["title"] for s in rows(done.folder, "sources.csv")] == ["Source not given by the site"]
    assert any("--source-title" in remark for remark in done.remarks)
    origin = Origin(source_title="The site", publisher="Office", licence="open")
    [source] = rows(import_open_sdg(site, "sdg", origin, home).folder, "sources.csv")
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


def test_one_period_under_two_labels_with_two_figures_is_set_aside(site, home):
    twice = "Year,Value\n2015,1\nJan 2015 to Dec 2015,2\n2016,3\n"
    (site / "data/indicator_1-2-1.csv").write_text(twice, encoding="utf-8")
    done = import_open_sdg(site, "sdg", home=home)
    reason = "two different figures for one combination and period"
    assert [(row.row, row.reason) for row in done.aside] == [("2", reason), ("3", reason)]


def test_a_folder_that_is_no_site_is_said_to_be_none(tmp_path, home):
    with pytest.raises(FileNotFoundError, match="must hold the folder data"):
        import_open_sdg(tmp_path, "sdg", home=home)


def test_the_command_ends_with_status_one_where_nothing_came_in(site, home):
    (site / "data/indicator_1-2-1.csv").write_text("Year,Value\n15,1\n2016,x1\n", encoding="utf-8")
    done = run("open-sdg", site, "sdg", "--in", home)
    assert done.exit_code == 1
    assert done.output.splitlines()[0] == "3 faults in the source; nothing was written:"
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


def test_several_series_are_components(site, home):
    text = "Year,Series,Value\n2015,A,1\n2015,B,2\n2016,A,3\n"
    (site / "data/indicator_1-2-1.csv").write_text(text, encoding="utf-8")
    done = import_open_sdg(site, "sdg", home=home)
    assert [m["role"] for m in rows(done.folder, "measures.csv")] == ["component", "component"]


def test_a_total_stands_for_empty_where_a_column_is_always_filled(site, home):
    text = "Year,Sex,City,Value\n2015,Total,Here,1\n2015,Female,Here,2\n"
    (site / "data/indicator_1-2-1.csv").write_text(text, encoding="utf-8")
    found = rows(import_open_sdg(site, "sdg", home=home).folder, "measures.csv")
    assert [(m["role"], m["dimension_value"]) for m in found] == [("headline", ""), ("group", "Female")]
    assert found[0]["label"] == "Poor people · City: Here"


def test_the_settings_of_the_site_say_what_is_rated_and_how(site, home):
    text = META.replace(
        "goal_number",
        "progress_calculation_options:\n  - direction: negative\n    target: 5\n    target_year: 2030\n"
        "    base_year: 2016\n    disaggregation:\n      - {field: Sex, value: Female}\ngoal_number",
    )
    (site / "meta/1-2-1.md").write_text(text, encoding="utf-8")
    done = import_open_sdg(site, "sdg", home=home)
    [row] = rows(done.folder, "indicators.csv")
    asked = (row["kind"], row["direction"], row["target_value"], row["target_period"], row["baseline_period"])
    assert asked == ("target", "decrease", "5", "2030", "2016")
    roles = {m["dimension_value"]: m["role"] for m in rows(done.folder, "measures.csv")}
    assert roles == {"": "related", "Female": "headline", "North": "group"}
    assert check_framework(done.folder)[0] == []


def test_a_direction_that_was_proposed_is_marked_until_a_person_confirms_it(site, home):
    folder = import_open_sdg(site, "sdg", home=home).folder
    [proposal] = rows(folder, "directions.csv")
    assert (proposal["proposed"], proposal["confirmed"]) == ("decrease", "")
    rated = rate_framework(load_framework(folder))
    assert rated.indicators["rating"].tolist() == ["improvement"]
    assert "proposed_direction" in rated.indicators["caveats"][0].split(";")
    assert "not yet confirmed" in describe_definition(rated, "goal-01/1-2-1")
    text = (folder / "directions.csv").read_text(encoding="utf-8")
    (folder / "directions.csv").write_text(text.rstrip("\n") + "increase\n", encoding="utf-8")
    rated = rate_framework(load_framework(folder))
    assert rated.indicators["rating"].tolist() == ["no_improvement"]
    assert "proposed_direction" not in rated.indicators["caveats"][0]


def test_the_words_of_another_language_are_taken_as_asked(site, home):
    (site / "meta/fr").mkdir()
    (site / "meta/fr/1-2-1.md").write_text(META.replace("poor", "pauvres"), encoding="utf-8")
    done = import_open_sdg(site, "sdg", home=home, language="fr")
    assert "pauvres" in rows(done.folder, "indicators.csv")[0]["name"]
