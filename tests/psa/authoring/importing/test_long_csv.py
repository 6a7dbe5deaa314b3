# ruff: noqa: E501  one case a line
"""A long CSV made into a framework: what is read, what is left out, and nothing by halves."""

import pytest
from click.testing import CliRunner
from import_sources import COLUMNS, LONG, faults_of, import_long, rows

from psa.cli import main
from psa.data.load import check_framework, load_framework
from psa.methods.ratings import rate_framework


def run(*arguments):
    return CliRunner().invoke(main, ["import", *map(str, arguments)])


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
    assert any("no last day of a baseline was given" in r for r in done.remarks)
    given = import_long(
        long_file,
        home,
        "given",
        through="2020-12-31",
        baseline_by="2019",
        title="Waste",
        agreement="Less waste",
    )
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
    faults = faults_of(lambda: import_long(path, home, where={}), home)
    assert [f.split(":")[0] for f in faults] == [
        "bad.csv, row 2, column Rate",
        "bad.csv, row 3, column Year",
        "bad.csv, row 4, column Measure",
        "bad.csv, row 5, column Rate",
        "bad.csv, row 5, column Year",
    ]
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
    assert len(faults_of(lambda: import_long(path, home, where={}), home)) == 1


def test_names_that_would_have_the_same_id_get_different_ones(tmp_path, home):
    path = tmp_path / "same.csv"
    path.write_text(
        "Measure,Year,Rate\nA b,2019,1\nA-B,2019,2\n../../x,2019,3\n水,2019,4\n", encoding="utf-8"
    )
    done = import_long(path, home, where={}, source_title="../up")
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
        import_long(long_file, home, name, where={})


def test_the_same_source_makes_the_same_bytes(long_file, home):
    one, two = (import_long(long_file, home, n).folder for n in ("one", "two"))
    names = sorted(p.relative_to(one) for p in one.rglob("*.csv"))
    assert len(names) > 15
    assert all((one / n).read_bytes() == (two / n).read_bytes() for n in names)


def test_one_period_under_two_labels_is_a_fault_of_the_file(long_file, home):
    long_file.write_text(LONG + "Recycled waste,All,2020-Jan to 2020-Dec,42,\n", encoding="utf-8")
    [fault] = faults_of(lambda: import_long(long_file, home), home)
    assert fault.startswith(
        "waste.csv, row 7, column Year: 'Recycled waste' has a figure for 2020-Jan to 2020-Dec already"
    )


def test_right_after_an_import_every_reason_for_no_rating_shows(long_file, home):
    done = import_long(long_file, home)
    shown = CliRunner().invoke(main, ["show", "waste-book", "--framework", str(done.folder)]).output
    both = "no figure for a period that could serve as the baseline; no direction that would count as better is defined either"
    assert shown.count(f"not yet assessed: {both}\n") == 2


def test_a_direction_that_is_missing_alone_is_the_one_reason(long_file, home):
    done = import_long(long_file, home, baseline_by="2019-12-31")
    rated = rate_framework(load_framework(done.folder)).indicators.set_index("indicator_id")
    reason = rated.at["waste-book/recycled-waste", "reason"]
    assert (
        reason.startswith("no direction that would count as better is defined: ") and "either" not in reason
    )


def test_the_command_imports_and_says_what_was_left_out(long_file, home):
    done = run(
        "long-csv",
        long_file,
        "waste",
        "--indicator-column",
        "Measure",
        "--period-column",
        "Year",
        "--value-column",
        "Rate",
        "--where",
        "Sex=All",
        "--source-title",
        "Waste book",
        "--in",
        home,
    )
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[1] == "framework 2, agreements 1, indicators 2, measures 2, observations 3, sources 1."
    assert lines[2] == "Left out by --where: 1 row of 5."
    assert lines[-1] == f"Next: psa check --framework {home / 'waste'}"


def test_a_choice_without_a_value_is_refused(long_file, home):
    done = run(
        "long-csv",
        long_file,
        "waste",
        *(a for n, v in COLUMNS.items() for a in (f"--{n.replace('_', '-')}", v)),
        "--where",
        "Sex",
        "--in",
        home,
    )
    assert done.exit_code == 2 and "COLUMN=VALUE" in done.output
