# ruff: noqa: E501  one case a line
"""Adding a figure, a source, an indicator or a measure: whole or not at all, in the right place, and nothing else touched."""

import subprocess
import sys

import pytest
from click.testing import CliRunner
from small_framework import TABLES, write_small_framework

from psa.authoring.add_row import add_observation, add_row
from psa.authoring.csv_lines import with_row
from psa.cli import main
from psa.data.faults import FrameworkError
from psa.data.load import check_framework, load_framework
from psa.data.series import load_series
from psa.methods.ratings import rate_framework

pytestmark = pytest.mark.thorough

FIGURE = {"measure_id": "a-01/1:share", "period": "2010-11", "value": "73.4", "source_id": "labour-survey"}
FILE = "observations/a-01.csv"


@pytest.fixture
def folder(tmp_path):
    return write_small_framework(tmp_path / "small")


def snapshot(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_figure_goes_below_the_other_figures_of_its_measure(folder):
    written = add_observation(folder, **FIGURE, status="final")
    lines = (folder / FILE).read_text(encoding="utf-8").split("\n")
    assert written.path == folder / FILE
    assert written.row == 8
    assert lines[7] == "a-01/1:share,2010-11,,73.4,,,final,read,labour-survey"
    assert lines[:7] + lines[8:] == TABLES[FILE].split("\n")
    assert check_framework(folder)[0] == []


def test_nothing_but_the_file_changes_and_no_scrap_is_left(folder):
    before = snapshot(folder)
    add_observation(folder, **FIGURE)
    after = snapshot(folder)
    assert {f for f in after if after[f] != before.get(f)} == {FILE}
    assert after.keys() == before.keys()


def test_a_text_keeps_its_digits_and_a_number_is_written_in_its_shortest_form(folder):
    assert add_observation(folder, **FIGURE | {"value": "73.40"}).cells["value"] == "73.40"
    second = add_observation(
        folder, **FIGURE | {"period": "2011-12", "value": 73.0, "numerator": 146, "denominator": 200.5}
    )
    assert [second.cells[c] for c in ("value", "numerator", "denominator")] == ["73", "146", "200.5"]


def test_a_column_that_the_file_lacks_is_added_at_its_right_end(folder):
    add_observation(folder, **FIGURE, lower="72.9", upper="73.9", interval_level="95")
    header, first, *_ = (folder / FILE).read_text(encoding="utf-8").split("\n")
    assert header == TABLES[FILE].split("\n")[0] + ",lower,upper,interval_level"
    assert first == TABLES[FILE].split("\n")[1] + ",,,"
    row = (
        load_series(load_framework(folder))
        .set_index(["measure_id", "period"])
        .loc[("a-01/1:share", "2010-11")]
    )
    assert (row["lower"], row["upper"], row["interval_level"]) == (72.9, 73.9, 95)


def test_a_file_as_a_spreadsheet_leaves_it_keeps_its_values_line_ends_and_mark(folder):
    damaged = "\ufeff" + TABLES[FILE].replace("\n", ",,\r\n")
    (folder / FILE).write_bytes(damaged.encode("utf-8"))
    add_observation(folder, **FIGURE, lower="72", upper="74")
    data = (folder / FILE).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\r\n") == data.count(b"\n")
    series = load_series(load_framework(folder)).set_index(["measure_id", "period"])
    assert series.loc[("a-01/1:share", "2010-11"), "upper"] == 74
    assert series.loc[("a-01/1:share", "2004-05"), "value"] == 71.2


def test_a_measure_without_figures_gets_the_file_of_its_agreement(folder):
    (folder / "observations" / "a-02.csv").unlink()
    written = add_observation(
        folder, measure_id="a-02/1:good", period="2009", value=74, source_id="river-report"
    )
    assert written.path == folder / "observations" / "a-02.csv"
    assert written.row == 2
    assert check_framework(folder)[0] == []


def test_a_framework_with_one_file_of_figures_keeps_it(folder):
    header, *rows = TABLES[FILE].strip().split("\n")
    rows += TABLES["observations/a-02.csv"].strip().split("\n")[1:-4]
    for part in (folder / "observations").glob("*.csv"):
        part.unlink()
    (folder / "observations").rmdir()
    (folder / "observations.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    written = add_observation(
        folder, measure_id="a-02/1:good", period="2009", value=74, source_id="river-report"
    )
    assert written.path == folder / "observations.csv"
    assert not (folder / "observations").exists()


WRONG = {
    "a period that is a date": ({"period": "Sep-10"}, "2010-Sep"),
    "a decimal comma": ({"value": "73,4"}, "Write 73.4"),
    "a source that is not there": ({"source_id": "labor-survey"}, "Is labour-survey meant"),
    "a limit without the other": ({"lower": "72"}, "Give both limits or neither"),
    "a value outside its interval": ({"lower": "74", "upper": "75"}, "does not contain"),
    "no value": ({"value": ""}, "the cell is empty"),
    "a word that is no status": ({"status": "draft"}, "final, provisional, revised"),
    "a lone day among years": ({"period": "2010-11-01"}, "Is 2010-11 meant"),
    "a source by the beginning of its id": ({"source_id": "labour"}, "Is labour-survey meant"),
    "a proportion above its whole": ({"value": "734"}, "in 'percent', which goes from 0 to 100"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_row_is_refused_and_nothing_is_written(case, folder):
    changed, words = WRONG[case]
    before = snapshot(folder)
    with pytest.raises(FrameworkError, match=words.replace(".", "\\.")):
        add_observation(folder, **FIGURE | changed)
    assert snapshot(folder) == before


def test_all_faults_are_shown_at_once(folder):
    with pytest.raises(FrameworkError) as caught:
        add_observation(folder, **FIGURE | {"period": "8", "value": "9,6", "source_id": "x"})
    assert {f.column for f in caught.value.faults} == {"period", "value", "source_id"}
    assert {(f.file, f.row) for f in caught.value.faults} == {(f"the new row of {FILE}", None)}


def test_faults_that_were_there_before_are_shown_and_nothing_is_written(folder):
    (folder / "sources.csv").write_text(
        TABLES["sources.csv"].replace("2010-12-31", "31/12/2010"), encoding="utf-8"
    )
    with pytest.raises(FrameworkError, match="sources.csv, row 3, column read_on"):
        add_observation(folder, **FIGURE)
    assert (folder / FILE).read_text(encoding="utf-8") == TABLES[FILE]


def test_a_figure_that_is_there_already_is_refused_with_its_place(folder):
    with pytest.raises(ValueError, match=r"71\.6 \(observations/a-01\.csv, row 5\).*--released"):
        add_observation(folder, **FIGURE | {"period": "2007-08"})


def test_the_same_period_by_another_label_counts_as_there_already(folder):
    with pytest.raises(ValueError, match="has a figure for 2007-08 already"):
        add_observation(folder, **FIGURE | {"period": "2007-2008"})
    with pytest.raises(FrameworkError, match="Write 2007-08, as the row that it revises does"):
        add_observation(folder, **FIGURE | {"period": "2007-2008", "released": "2010-01-15"})


def test_a_revision_is_a_new_row_and_the_old_one_stays(folder):
    written = add_observation(
        folder, **FIGURE | {"period": "2007-08", "value": "71.9"}, released="2010-01-15"
    )
    assert written.cells["status"] == "revised"
    text = (folder / FILE).read_text(encoding="utf-8")
    assert "a-01/1:share,2007-08,2007-08,71.6,,,final,read,labour-survey,\n" in text
    framework = load_framework(folder)
    now, then = (
        load_series(framework, d).set_index(["measure_id", "period"])["value"] for d in (None, "2010-01-14")
    )
    assert now["a-01/1:share", "2007-08"] == 71.9
    assert then["a-01/1:share", "2007-08"] == 71.6


def test_a_revision_must_come_after_the_one_before(folder):
    add_observation(folder, **FIGURE | {"period": "2007-08", "value": "71.9"}, released="2010-01-15")
    for day in ("2010-01-15", "2009-06-01"):
        with pytest.raises(ValueError, match="must come later"):
            add_observation(folder, **FIGURE | {"period": "2007-08", "value": "72"}, released=day)
    add_observation(folder, **FIGURE | {"period": "2007-08", "value": "72"}, released="2010-02")
    assert check_framework(folder)[0] == []


def test_a_figure_released_before_its_period_began_is_refused_and_nothing_is_written(folder):
    before = snapshot(folder)
    with pytest.raises(
        FrameworkError, match="the new row of .*, column released: 2005-01-01 is before 2009-10 began"
    ):
        add_observation(folder, **FIGURE | {"period": "2009-10", "released": "2005-01-01"})
    assert snapshot(folder) == before


def test_what_looks_wrong_in_a_new_figure_is_remarked_on_and_written(folder):
    sound = add_observation(folder, **FIGURE, lower="72.9", upper="73.9", interval_level="95")
    assert sound.remarks == ()
    doubtful = add_observation(folder, **FIGURE | {"period": "2011-12", "lower": "72.9", "upper": "73.9"})
    (remark,) = doubtful.remarks
    assert remark.startswith(f"{FILE}, row {doubtful.row}, column interval_level: the limits have no level")
    assert len(load_framework(folder).observations) == len(TABLES[FILE].strip().split("\n")) + 5


def test_the_command_shows_what_looks_wrong(folder):
    said = CliRunner().invoke(
        main,
        [
            "add-observation",
            "--framework",
            str(folder),
            "--measure",
            "a-01/1:share",
            "--period",
            "2010/11",
            "--value",
            "73.4",
            "--source",
            "labour-survey",
        ],
    )
    assert said.exit_code == 0
    assert "Remark: observations/a-01.csv, row 8, column period: 2010/11 is an academic year" in said.output


def test_an_unknown_measure_is_answered_with_those_that_are_near(folder):
    with pytest.raises(ValueError, match="a-01/1:share"):
        add_observation(folder, **FIGURE | {"measure_id": "a-01/1:shares"})


def test_a_derived_measure_takes_no_figures(folder):
    (folder / "derived_measures.csv").write_text(
        "measure_id,indicator_id,label,formula,input_measure_ids\n"
        "a-01/1:gap,a-01/1,Gap,difference,a-01/1:share;a-01/1:share-young\n",
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="the program computes it"):
        add_observation(folder, **FIGURE | {"measure_id": "a-01/1:gap"})


def test_a_change_by_someone_else_meanwhile_is_not_overwritten(folder, monkeypatch):
    def meddle(*args):
        (folder / FILE).write_text(TABLES[FILE] + "\n", encoding="utf-8")
        return check_framework(*args)

    monkeypatch.setattr("psa.authoring.replace.check_framework", meddle)
    with pytest.raises(ValueError, match="changed by someone else"):
        add_observation(folder, **FIGURE)
    assert (folder / FILE).read_text(encoding="utf-8") == TABLES[FILE] + "\n"


def test_a_failure_to_replace_leaves_the_old_file_and_no_scrap(folder, monkeypatch):
    def fail(*args):
        raise OSError("the disk is full")

    before = snapshot(folder)
    monkeypatch.setattr("psa.files.write.os.replace", fail)
    with pytest.raises(OSError, match="the disk is full"):
        add_observation(folder, **FIGURE)
    assert snapshot(folder) == before


def test_a_source_goes_to_the_end_and_can_then_be_named(folder):
    written = add_row(
        folder, "sources", source_id="survey-2011", title='Survey, "final"', read_on="2011-11-01"
    )
    assert written.row == 4
    assert (
        (folder / "sources.csv")
        .read_text(encoding="utf-8")
        .endswith('survey-2011,"Survey, ""final""",,,2011-11-01\n')
    )
    add_observation(folder, **FIGURE | {"source_id": "survey-2011;labour-survey"})


def test_a_source_that_is_there_already_is_refused(folder):
    with pytest.raises(FrameworkError, match="labour-survey is there already"):
        add_row(folder, "sources", source_id="labour-survey", title="Again")


INDICATOR = {
    "indicator_id": "a-01/3",
    "agreement_id": "a-01",
    "name": "Hours, by week",
    "kind": "improve",
    "direction": "decrease",
}


def test_an_indicator_goes_below_those_of_its_agreement_and_its_series_and_figures_follow(folder):
    assert add_row(folder, "indicators", **INDICATOR, baseline_period="2007-08").row == 4
    lines = (folder / "indicators.csv").read_text(encoding="utf-8").split("\n")
    assert lines[3] == 'a-01/3,a-01,,"Hours, by week",improve,decrease,,2007-08,,,'
    assert lines[:3] + lines[4:] == TABLES["indicators.csv"].split("\n")
    series = {"measure_id": "a-01/3:hours", "indicator_id": "a-01/3", "label": "Hours"}
    assert add_row(folder, "measures", **series, role="headline").row == 6
    assert add_row(folder, "measures", **series | {"measure_id": "a-01/3:hours-men"}, role="group").row == 7
    # the oldest first, although the baseline is still to come
    for year, value in (("2006-07", 38.2), ("2007-08", 38.0), ("2009-10", 37.1)):
        add_observation(
            folder, measure_id="a-01/3:hours", period=year, value=value, source_id="labour-survey"
        )
    rated = rate_framework(load_framework(folder)).indicators.set_index("indicator_id").loc["a-01/3"]
    assert (rated["rating"], rated["baseline_value"], rated["latest_value"]) == ("improvement", 38.0, 37.1)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"agreement_id": "a-1"},
            "the new row of indicators.csv, column agreement_id: 'a-1' is in no row of agreements. Is a-01 meant",
        ),
        ({"kind": "improves"}, "column kind: .*Is improve meant"),
        ({"indicator_id": "a-01/2"}, r"a-01/2 is there already \(indicators.csv, row 3\)"),
        (
            {"indicator_id": "a-02/1"},
            r"indicators.csv, row 4, column indicator_id: a-02/1 is there already \(the new row\)",
        ),
        ({"baseline_value": "38%"}, "column baseline_value: "),
    ],
)
def test_a_wrong_indicator_is_refused_by_the_column_of_the_row_that_is_not_there(folder, changed, words):
    before = snapshot(folder)
    with pytest.raises(FrameworkError, match=words):
        add_row(folder, "indicators", **INDICATOR | changed)
    assert snapshot(folder) == before


def test_a_table_or_a_column_that_is_none_is_answered_with_those_there_are(folder):
    with pytest.raises(ValueError, match="'observations' takes no rows here; there are: framework"):
        add_row(folder, "observations", measure_id="a-01/1:share")
    with pytest.raises(ValueError, match="sources has no column 'name'; there are: source_id, title"):
        add_row(folder, "sources", source_id="x", name="X")


def test_rows_that_span_lines_stay_whole():
    text = 'a,b\n1,"x\ny"\n2,z\n'
    assert with_row(text, {"a": "3", "b": "w", "c": "n"}, 3) == ('a,b,c\n1,"x\ny",\n3,w,n\n2,z,\n', 4)


# ------------------------------------------------------------------------------------------ the command


def test_the_command_says_what_it_wrote_and_which_ratings_changed(folder):
    result = CliRunner().invoke(
        main,
        [
            "add-observation",
            "--framework",
            str(folder),
            "--measure",
            "a-01/2:vacancies",
            "--period",
            "2010",
            "--value",
            "700000",
            "--source",
            "labour-survey",
        ],
    )
    assert result.exit_code == 0, result.output
    assert (
        "observations/a-01.csv, row 13: measure_id a-01/2:vacancies, period 2010, value 700000"
        in result.output
    )
    assert "indicator a-01/2: no improvement -> improvement" in result.output
    assert "agreement a-01: some progress -> strong progress" in result.output


def test_the_command_says_when_no_rating_changed(folder):
    result = CliRunner().invoke(
        main,
        [
            "add-observation",
            "--framework",
            str(folder),
            "--measure",
            "a-01/1:share-young",
            "--period",
            "2010-11",
            "--value",
            "48",
            "--source",
            "labour-survey",
        ],
    )
    assert result.exit_code == 0, result.output
    assert "No rating changed." in result.output


def test_the_command_refuses_with_a_message_and_a_status(folder):
    before = snapshot(folder)
    result = CliRunner().invoke(
        main,
        [
            "add-observation",
            "--framework",
            str(folder),
            "--measure",
            "a-01/2:vacancies",
            "--period",
            "2010",
            "--value",
            "700,000",
            "--source",
            "labour-survey",
        ],
    )
    assert result.exit_code == 1
    assert (
        "the new row of observations/a-01.csv, column value: '700,000' is not a plain number. Write 700000"
        in result.output
    )
    assert snapshot(folder) == before


def test_the_command_adds_a_source(folder):
    result = CliRunner().invoke(
        main, ["add-source", "--framework", str(folder), "--id", "x-2011", "--title", "X"]
    )
    assert result.exit_code == 0, result.output
    assert "sources.csv, row 4: source_id x-2011, title X" in result.output


def test_the_commands_add_an_indicator_and_its_series(folder):
    def psa(*words):
        return CliRunner().invoke(main, [*words, "--framework", str(folder)])

    said = psa(
        "add-indicator",
        "--id",
        "a-02/2",
        "--agreement",
        "a-02",
        "--name",
        "Otters",
        "--kind",
        "target",
        "--direction",
        "increase",
        "--target-value",
        "-5",
        "--target-basis",
        "percent_change",
    )
    assert said.exit_code == 0, said.output
    assert "indicators.csv, row 5: indicator_id a-02/2, agreement_id a-02, name Otters" in said.output
    assert "provenance read" in said.output
    said = psa("add-measure", "--id", "a-02/2:seen", "--indicator", "a-02/2", "--label", "Otters seen")
    assert (
        "measures.csv, row 6: measure_id a-02/2:seen, indicator_id a-02/2, label Otters seen" in said.output
    )
    said = psa("add-measure", "--id", "a-02/3:seen", "--indicator", "a-02/3", "--label", "Otters seen")
    assert (said.exit_code, "'a-02/3' is in no row of indicators" in said.output) == (1, True)
    assert psa("add-measure", "--id", "x").exit_code == 2


def test_adding_a_figure_needs_no_plotting_or_notebooks(folder):
    code = (
        "import sys; from psa.authoring.add_row import add_row; add_row(sys.argv[1], 'sources', source_id='x', title='X'); "
        "sys.exit(any(m in sys.modules for m in ('matplotlib', 'papermill', 'nbformat')))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(folder)], check=False).returncode == 0


@pytest.mark.parametrize(
    ("mark", "end"), [(b"", b"\r\n"), (b"\xef\xbb\xbf", b"\n"), (b"\xef\xbb\xbf", b"\r\n")]
)
def test_line_ends_and_byte_order_mark_of_a_file_stay_as_they_were(tiny_folder, mark, end):
    path = tiny_folder / "observations.csv"
    before = mark + path.read_bytes().replace(b"\n", end)
    path.write_bytes(before)
    add_observation(
        tiny_folder, measure_id="pledge-a/1:trees", period="2024", value="1240", source_id="town-yearbook"
    )
    old, new = before.split(end), path.read_bytes().split(end)
    assert len(new) == len(old) + 1
    assert set(old) < set(new)
