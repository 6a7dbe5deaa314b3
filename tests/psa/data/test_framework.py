"""A framework of tables: reading, words, settings, corrections, roles, and what it says of unknown ids."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from click.testing import CliRunner

from psa import paths
from psa.cli import main
from psa.data.decimals import figures_agree
from psa.data.defaults import default_settings, setting_reasons
from psa.data.faults import FrameworkError
from psa.data.load import check_framework, load_framework
from psa.data.reading.folder import read_tables
from psa.data.remarks.find import find_remarks
from psa.data.schema import TABLES

HEADER = "table,row_key,column,old_value,new_value,reason,source_id\n"


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8", newline="\n")


def test_tables_are_typed_and_absent_ones_are_empty(tiny):
    assert set(tiny.tables) == set(TABLES)
    assert len(tiny.objectives) == 0
    assert list(tiny.objectives.columns) == [c.name for c in TABLES["objectives"].columns]
    assert tiny.observations["value"].dtype == "float64"
    assert tiny.measures["is_rateable"].dtype == bool
    with pytest.raises(AttributeError):
        _ = tiny.no_such_table


def test_a_single_file_and_a_folder_of_files_read_alike(tiny, tiny_folder):
    lines = (tiny_folder / "observations.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tiny_folder / "observations").mkdir()
    for part in ("pledge-a", "pledge-b"):
        own = [line for line in lines[1:] if line.startswith(part)]
        write(tiny_folder, f"observations/{part}.csv", lines[0] + "".join(own))
    (tiny_folder / "observations.csv").unlink()
    assert load_framework(tiny_folder).observations.equals(tiny.observations)


def test_rateable_is_what_is_said_or_else_follows_the_role(tiny_folder):
    path = tiny_folder / "measures.csv"
    text = path.read_text(encoding="utf-8")
    text = text.replace('north station",component,true', 'north station",component,')
    text = text.replace("about heating,proxy,false", "about heating,proxy,")
    text = text.replace("Street trees,headline,true", "Street trees,,")
    text = text.replace('south station",component,true', 'south station",component,false')
    path.write_text(text, encoding="utf-8")
    measures = load_framework(tiny_folder).measures.set_index("measure_id")["is_rateable"]
    assert measures[["pledge-a/3:north", "pledge-a/1:trees"]].all()
    assert not measures[["pledge-b/4:complaints", "pledge-a/3:south"]].any()


def test_words_of_the_framework_go_before_the_usual_ones(tiny):
    assert tiny.word("agreement") == "pledge"
    assert tiny.word("agreement", plural=True) == "pledges"
    assert tiny.word("strong_progress") == "well on the way"
    assert tiny.word("action", plural=True) == "actions"
    assert tiny.word("some_unheard_of_word") == "some unheard of word"


def test_settings_of_the_framework_go_before_the_defaults(tiny):
    assert tiny.declared == {"title", "period_title", "baseline_by", "through"}
    assert tiny.settings["through"] == "2023-12-31"
    assert tiny.settings["confidence"] == default_settings()["confidence"]
    assert set(tiny.settings) == set(default_settings())


def test_every_setting_gives_its_reason():
    reasons = setting_reasons()
    assert set(reasons) == set(default_settings())
    assert all(r.endswith(".") and "  " not in r for r in reasons.values())


def test_a_framework_cannot_be_changed_in_place(tiny):
    with pytest.raises(FrozenInstanceError):
        tiny.name = "other"


def test_records_by_id_and_what_an_unknown_one_says(tiny):
    assert tiny.agreement("pledge-a").lead_department == "parks"
    assert tiny.indicator("pledge-a/1").target_value == 1200
    assert tiny.indicator("pledge-a/4").unit == "number"
    assert tiny.indicator("pledge-a/4").baseline_value is None
    assert tiny.measure("pledge-b/4:complaints").role == "proxy"
    assert tiny.department("mayor").abbreviation == "OM"
    assert tiny.department_name("nobody") == "nobody"
    with pytest.raises(KeyError, match="'pledge-c' is in no row of agreements. Is one of these meant"):
        tiny.agreement("pledge-c")
    for find in (tiny.indicator, tiny.measure, tiny.department):
        with pytest.raises(KeyError, match="'x' is in no row of .* There are: "):
            find("x")


def test_a_framework_shows_itself_on_one_screen(tiny):
    lines = repr(tiny).splitlines()
    assert lines[0].startswith("Framework tiny: ")
    assert f"{len(tiny.observations):>7} observations" in lines
    assert len(lines) == 2 + sum(len(frame) > 0 for frame in tiny.tables.values()) < 25
    page = tiny._repr_html_()
    assert page.count("<tr>") == len(lines) - 1
    assert "<th scope='row'>observations</th>" in page


def test_a_record_shows_what_is_known_of_it(tiny):
    text = repr(tiny.agreement("pledge-a"))
    assert text.startswith("Agreement(agreement_id='pledge-a', title=")
    assert "None" not in text


def test_who_delivers_leads_first_with_their_dates(tiny):
    rows = tiny.delivering("pledge-b")
    assert rows[["department_id", "role"]].values.tolist() == [
        ["housing", "lead"],
        ["mayor", "partner"],
        ["mayor", "partner"],
    ]
    assert rows["valid_from"].tolist()[1:] == ["2021-01", "2022-07"]
    assert rows["name"].tolist()[1] == "Office of the Mayor, Littleham"


def test_the_lead_of_the_agreement_stands_where_no_row_says_so(tiny_folder):
    write(
        tiny_folder, "agreement_departments.csv", "agreement_id,department_id,role\npledge-a,mayor,partner\n"
    )
    framework = load_framework(tiny_folder)
    assert framework.delivering("pledge-a")[["department_id", "role"]].values.tolist() == [
        ["parks", "lead"],
        ["mayor", "partner"],
    ]
    assert framework.acting_departments() == ["housing", "mayor", "parks"]


def test_roles_hold_each_pair_once(tiny):
    assert tiny.roles().values.tolist() == [
        ["pledge-a", "parks", "lead"],
        ["pledge-a", "mayor", "partner"],
        ["pledge-b", "housing", "lead"],
        ["pledge-b", "mayor", "partner"],
    ]


def test_a_department_with_only_an_objective_acts_too(tiny_folder):
    with (tiny_folder / "departments.csv").open("a", encoding="utf-8") as file:
        file.write("library,Library,\ncircus,Circus,\n")
    write(tiny_folder, "objectives.csv", "objective_id,department_id,title\nread,library,All read\n")
    framework = load_framework(tiny_folder)
    assert framework.acting_departments() == ["housing", "library", "mayor", "parks"]


def test_a_correction_changes_one_cell_and_is_kept(tiny_folder, tiny):
    write(
        tiny_folder,
        "corrections.csv",
        HEADER + "observations,pledge-a/1:trees|2023,value,1205,1195,misprint,town-yearbook\n",
    )
    framework = load_framework(tiny_folder)
    changed = framework.observations["value"] != tiny.observations["value"]
    assert framework.observations.loc[changed, ["measure_id", "period", "value"]].values.tolist() == [
        ["pledge-a/1:trees", "2023", 1195.0]
    ]
    assert framework.corrections["reason"].tolist() == ["misprint"]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (
            "observations,pledge-a/1:trees|2023,value,1206,1195,misprint,",
            "old_value",
            "the old value '1206' is no longer there; the table has '1205'",
        ),
        (
            "observations,pledge-a/1:trees|1999,value,1205,1195,misprint,",
            "row_key",
            "no row of observations has the key",
        ),
        (
            "observations,pledge-a/1:trees|2023,worth,1205,1195,misprint,",
            "column",
            "observations has no column 'worth'",
        ),
        ("published_ratings,pledge-a,note,,x,misprint,", "table", "cannot be corrected"),
        ("nonsense,pledge-a,note,,x,misprint,", "table", "cannot be corrected"),
        ("corrections,pledge-a,note,,x,misprint,", "table", "cannot be corrected"),
    ],
)
def test_a_correction_that_fits_nothing_is_refused(tiny_folder, row, column, words):
    write(tiny_folder, "corrections.csv", HEADER + row + "\n")
    faults, _ = check_framework(tiny_folder)
    assert [(f.file, f.row, f.column) for f in faults] == [("corrections.csv", 2, column)]
    assert words in faults[0].problem
    assert faults[0].remedy


def test_a_correction_is_checked_like_any_cell(tiny_folder):
    write(
        tiny_folder,
        "corrections.csv",
        HEADER + "observations,pledge-a/1:trees|2023,value,1205,many,misprint,\n",
    )
    faults, _ = check_framework(tiny_folder)
    assert [(f.file, f.column) for f in faults] == [("observations.csv", "value")]
    assert faults[0].row == 11


FIGURES = "observations,pledge-b/1:content|2022-23,"


@pytest.mark.parametrize(
    ("rows", "where", "words"),
    [
        (
            [FIGURES + "value,67.4,60.4,misprint,"],
            ("observations.csv", 52, "value"),
            "the interval 65.6 to 69.2 does not contain 60.4 (value is '60.4' by corrections.csv, row 2)",
        ),
        (
            [FIGURES + "status,final,revised,misprint,", FIGURES + "lower,65.6,68.6,misprint,"],
            ("observations.csv", 52, "value"),
            "does not contain 67.4 (lower is '68.6' by corrections.csv, row 3)",
        ),
        (
            [FIGURES + "source_id,house-survey,nobody,misprint,"],
            ("observations.csv", 52, "source_id"),
            "is in no row of sources (source_id is 'nobody' by corrections.csv, row 2)",
        ),
        (
            [
                FIGURES + "value,67.5,60.4,misprint,",
                FIGURES + "lower,65.6,58.6,x,",
                FIGURES + "upper,69.2,62.2,x,",
            ],
            ("corrections.csv", 2, "old_value"),
            "the old value '67.5' is no longer there",
        ),
    ],
)
def test_a_fault_that_a_correction_causes_names_it_and_is_said_once(tiny_folder, rows, where, words):
    write(tiny_folder, "corrections.csv", HEADER + "\n".join(rows) + "\n")
    (fault,) = check_framework(tiny_folder)[0]
    assert (fault.file, fault.row, fault.column) == where
    assert words in fault.problem


def test_a_refused_correction_is_the_only_fault_of_a_cell_that_it_is_there_to_mend(tiny_folder):
    change(tiny_folder, "observations.csv", "2022-23,2022-23,67.4,", "2022-23,2022-23,76.4,")
    write(tiny_folder, "corrections.csv", HEADER + FIGURES + "value,76.5,67.4,digits changed places,\n")
    assert [(f.file, f.column) for f in check_framework(tiny_folder)[0]] == [("corrections.csv", "old_value")]


def test_a_correction_hides_no_fault_of_another_cell(tiny_folder):
    change(
        tiny_folder,
        "observations.csv",
        "2022-23,2022-23,67.4,65.6,69.2,95,,,final",
        "2022-23,2022-23,67.4,65.6,69.2,95,,,finale",
    )
    write(tiny_folder, "corrections.csv", HEADER + FIGURES + "value,67.5,67.1,misprint,\n")
    found = [(f.file, f.column, "corrections.csv" in f.problem) for f in check_framework(tiny_folder)[0]]
    assert found == [("observations.csv", "status", False), ("corrections.csv", "old_value", False)]


def remarks_of(folder):
    faults, tables = check_framework(folder)
    assert faults == []
    return [str(r) for r in find_remarks(tables)]


def change(folder, file, old, new):
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    write(folder, file, text.replace(old, new))


def test_figures_that_end_before_the_baseline_are_remarked_on_and_stop_nothing(tiny_folder):
    figures = (tiny_folder / "observations.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    years = tuple(f"pledge-a/1:trees,{year}," for year in range(2020, 2024))
    write(tiny_folder, "observations.csv", "".join(row for row in figures if not row.startswith(years)))
    assert remarks_of(tiny_folder) == [
        "indicators.csv, row 2, column baseline_period: the figures of pledge-a/1 end on 2019-12-31, before its "
        "baseline 2020. Add the figure for 2020 and later ones, or correct the baseline."
    ]
    said = CliRunner().invoke(main, ["check", "--framework", str(tiny_folder)])
    assert said.exit_code == 0
    assert "no faults." in said.output
    assert "Remark: indicators.csv, row 2, column baseline_period: " in said.output


def test_a_baseline_that_no_figure_could_follow_is_a_fault_only_where_the_framework_gives_its_end(
    tiny_folder,
):
    change(tiny_folder, "indicators.csv", ",2020,,,,Tree register", ",2024,,,,Tree register")
    faults, _ = check_framework(tiny_folder)
    assert [(f.file, f.row, f.column) for f in faults] == [("indicators.csv", 2, "baseline_period")]
    change(tiny_folder, "framework.csv", "through,2023-12-31\n", "")
    assert len(remarks_of(tiny_folder)) == 1


@pytest.mark.parametrize("said", ["1075", "1075.0", "1075.4"])
def test_a_published_baseline_that_is_the_figure_of_its_period_needs_no_remark(tiny_folder, said):
    change(tiny_folder, "indicators.csv", ",,2020,,,,Tree register", f",{said},2020,,,,Tree register")
    assert remarks_of(tiny_folder) == []


def test_a_published_baseline_that_is_not_the_figure_of_its_period_is_remarked_on(tiny_folder):
    change(tiny_folder, "indicators.csv", ",,2020,,,,Tree register", ",1074,2020,,,,Tree register")
    assert remarks_of(tiny_folder) == [
        "indicators.csv, row 2, column baseline_value: 1074, but the figure of pledge-a/1:trees for 2020 is 1075 "
        "(observations.csv, row 8). Correct the one that is wrong; where the figure was revised since, leave both: "
        "the change is measured from the figure."
    ]
    change(tiny_folder, "observations.csv", "pledge-a/1:trees,2021,",
           "pledge-a/1:trees,2020,2020,1074,,,,,,revised,inferred,town-yearbook,2022-06\npledge-a/1:trees,2021,")  # fmt: skip
    assert remarks_of(tiny_folder) == []  # the last release counts


def test_the_baseline_of_several_series_is_not_set_against_any(tiny_folder):
    change(tiny_folder, "indicators.csv", ",,,,,,,Air stations", ",1,2020,,,,,Air stations")
    assert remarks_of(tiny_folder) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [(9.6, 9.6, True), (9.6, 9.58, True), (9.6, 9.5, False), (10, 9.6, True), (10, 10.6, False), (1200, 1199, False),
     (0.1, 0.1 + 0.2 - 0.2, True), (-3.4, 3.4, False)],
)  # fmt: skip
def test_two_figures_agree_as_far_as_the_shorter_goes(one, other, same):
    assert figures_agree(one, other) is figures_agree(other, one) is same


@pytest.mark.parametrize("value", ["-0.1", "100.1", "700"])
def test_a_part_that_is_more_than_its_whole_is_refused(tiny_folder, value):
    change(
        tiny_folder,
        "observations.csv",
        "pledge-a/2:bins,2018,2018,96.1,",
        f"pledge-a/2:bins,2018,2018,{value},",
    )
    (fault,) = check_framework(tiny_folder)[0]
    assert (fault.file, fault.row, fault.column) == ("observations.csv", 12, "value")
    assert (
        f"{value} is not a proportion: pledge-a/2:bins is in 'percent', which goes from 0 to 100"
        in fault.problem
    )
    assert "value_kind" in fault.remedy


@pytest.mark.parametrize(
    ("unit", "kind", "value", "refused"),
    [
        ("percent", "proportion", "0", False), ("percent", "proportion", "100", False),
        ("percent", "rate", "-4", False), ("percent", "ratio", "130", False), ("percent", "", "130", False),
        ("percent change on the year before", "proportion", "-4", False), ("percentage points", "proportion", "-4", False),
        ("homes", "proportion", "700", False), ("", "proportion", "700", False),
        ("proportion of homes", "proportion", "1", False), ("proportion of homes", "proportion", "96.1", True),
        ("share (0-1)", "proportion", "1.5", True), ("% of homes", "proportion", "101", True),
    ],
)  # fmt: skip
def test_the_unit_and_the_kind_say_what_the_whole_is(tiny_folder, unit, kind, value, refused):
    figures = (tiny_folder / "observations.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in figures if not row.startswith("pledge-a/2:bins,")]
    write(
        tiny_folder,
        "observations.csv",
        "".join(kept) + f"pledge-a/2:bins,2018,2018,{value},,,,,,final,inferred,town-yearbook,\n",
    )
    change(
        tiny_folder,
        "measures.csv",
        "on the day,headline,true,,,percent,proportion,",
        f"on the day,headline,true,,,{unit},{kind},",
    )
    faults, _ = check_framework(tiny_folder)
    assert [f.column for f in faults] == ["value"] * refused


# a share in per cent, its numerator and denominator: the column of the fault and its words, or none
PARTS = {
    "a fraction of a fraction": ("0.086", "86", "1000", "value", "0.086 is not 86 of 1000, which is 8.6"),
    "a point that moved": ("87.0", "87", "1000", "value", "87.0 is not 87 of 1000, which is 8.7"),
    "a denominator that lost a digit": (
        "46.1",
        "461",
        "100",
        "numerator",
        "461 is more than its denominator 100",
    ),
    "digits that changed places": ("46.1", "641", "1000", "value", "46.1 is not 641 of 1000, which is 64.1"),
    "half of a half": ("25", "50", "100", "value", "25 is not 50 of 100, which is 50"),
    "a percentage of one": ("0.461", "0.461", "1", "value", "0.461 is not 0.461 of 1, which is 46.1"),
    "the same": ("46.1", "461", "1000", None, ""),
    "rounded to a whole": ("46", "461", "1000", None, ""),
    "a third": ("33.3", "1", "3", None, ""),
    "all": ("100", "9", "9", None, ""),
    "none": ("0", "0", "50", None, ""),
    "counts in thousands": ("26.4", "12000", "45000", None, ""),
    "counts rounded to tens": ("6.0", "20", "270", None, ""),
    "counts rounded to fives": ("8.6", "25", "270", None, ""),
    "a count of persons of a population in thousands": ("61.2", "7341", "12000", None, ""),
    "counts in millions": ("46.1", "12.3", "26.7", None, ""),
    "a numerator alone": ("46.1", "461", "", None, ""),
    "a denominator alone": ("46.1", "", "1000", None, ""),
}


@pytest.mark.parametrize("case", PARTS)
def test_a_share_that_is_not_its_numerator_over_its_denominator_is_refused(tiny_folder, case):
    value, numerator, denominator, column, words = PARTS[case]
    change(
        tiny_folder,
        "observations.csv",
        "2022-23,2022-23,67.4,65.6,69.2,95,,,",
        f"2022-23,2022-23,{value},,,,{numerator},{denominator},",
    )
    found = check_framework(tiny_folder)[0]
    assert [(f.row, f.column) for f in found] == [(52, column)] * (column is not None)
    assert all(
        words in f.problem and "of a weighted figure leave the numerator empty" in f.remedy for f in found
    )


@pytest.mark.parametrize(
    ("unit", "kind", "is_refused"),
    [
        ("percent", "proportion", True), ("proportion (0 to 1)", "proportion", False), ("percent", "rate", False), ("number", "count", False),
        ("percent", "", False), ("percent change", "proportion", False), ("number per 1000", "rate", False),
    ],
)  # fmt: skip
def test_only_of_a_proportion_must_the_parts_give_the_whole(tiny_folder, unit, kind, is_refused):
    change(tiny_folder, "measures.csv", "pledge-b/3:damp,pledge-b/3,Homes with damp,headline,true,,,percent,proportion",
           f"pledge-b/3:damp,pledge-b/3,Homes with damp,headline,true,,,{unit},{kind}")  # fmt: skip
    text = (tiny_folder / "observations.csv").read_text(encoding="utf-8")
    rows = [r for r in text.splitlines(keepends=True) if not r.startswith("pledge-b/3:damp")]
    rows.append("pledge-b/3:damp,2023,2023,0.086,,,,86,1000,final,inferred,house-survey,\n")
    write(tiny_folder, "observations.csv", "".join(rows))
    assert [f.column for f in check_framework(tiny_folder)[0]] == ["value"] * is_refused


@pytest.mark.parametrize(
    ("released", "is_refused"),
    [("2022-12-31", True), ("2022", True), ("2005-01-01", True), ("2023", False), ("2023-01-01", False)],
)
def test_a_figure_released_before_its_period_began_is_refused(tiny_folder, released, is_refused):
    row = "pledge-a/1:trees,2023,2023,1198,,,,,,revised,inferred,town-yearbook,"
    text = (tiny_folder / "observations.csv").read_text(encoding="utf-8")
    write(tiny_folder, "observations.csv", f"{text}{row}{released}\n")
    found = check_framework(tiny_folder)[0]
    assert [(f.row, f.column) for f in found] == [(text.count("\n") + 1, "released")] * is_refused
    assert all(f"{released} is before 2023 began, on 2023-01-01" in f.problem for f in found)


def test_a_framework_is_found_by_name_and_by_path(tiny_folder, monkeypatch):
    monkeypatch.setenv("PSA_FRAMEWORKS", str(tiny_folder.parent))
    assert load_framework("tiny").folder == tiny_folder
    assert load_framework(tiny_folder).name == "tiny"
    assert (
        load_framework(default_settings()["framework"]).folder == paths.RAW / default_settings()["framework"]
    )


@pytest.mark.parametrize("name", ["no-such-town", "", "../nowhere", "no/such/folder"])
def test_a_folder_that_is_not_there_is_said_and_the_known_ones_named(name):
    with pytest.raises(
        FileNotFoundError, match="no such framework folder.*" + default_settings()["framework"]
    ):
        check_framework(name)


def test_read_tables_gives_the_text_as_it_stands(tiny_folder):
    write(
        tiny_folder,
        "corrections.csv",
        HEADER + "observations,pledge-a/1:trees|2023,value,1205,1195,misprint,\n",
    )
    tables, faults = read_tables(tiny_folder)
    assert faults == []
    assert "1205" in set(tables["observations"]["value"])


def test_a_framework_with_faults_is_never_loaded(tiny_folder):
    (tiny_folder / "sources.csv").unlink()
    with pytest.raises(FrameworkError) as caught:
        load_framework(tiny_folder)
    assert caught.value.faults[-1].file == "sources.csv"
    assert "a required table is missing" in str(caught.value)


def test_a_corrected_key_is_the_key_of_a_later_correction(tiny_folder):
    write(
        tiny_folder,
        "corrections.csv",
        HEADER
        + "observations,pledge-a/1:trees|2014,period,2014,2013,wrong year,\n"
        + "observations,pledge-a/1:trees|2013,value,1010,1009,misprint,\n",
    )
    first = load_framework(tiny_folder).observations.iloc[0]
    assert (first["period"], first["value"]) == ("2013", 1009.0)


def test_where_a_row_was_read_is_no_column_to_correct(tiny_folder):
    row = "observations,pledge-a/1:trees|2014,__file__,observations.csv,other.csv,misprint,\n"
    write(tiny_folder, "corrections.csv", HEADER + row)
    faults, _ = check_framework(tiny_folder)
    assert [(f.file, f.row, f.column) for f in faults] == [("corrections.csv", 2, "column")]


@pytest.mark.parametrize("level", ["agreement", "indicator", "objective", "department", "action"])
def test_a_framework_without_words_of_its_own_has_the_usual_ones(tiny_folder, level):
    (tiny_folder / "vocabulary.csv").unlink()
    framework = load_framework(tiny_folder)
    assert framework.word(level) == level
    assert framework.word(level, plural=True) == f"{level}s"
    assert framework.word("not_rateable") == "not rateable"


@pytest.mark.parametrize(
    ("formula", "fewest", "most"),
    [
        ("difference", 2, 2),
        ("ratio", 2, 2),
        ("ratio_of_sum", 2, None),
        ("percent_change", 1, 1),
        ("sum", 1, None),
    ],
)
def test_each_formula_takes_its_number_of_inputs(tiny_folder, formula, fewest, most):
    inputs = ["pledge-b/2:rent", "pledge-b/2:income", "pledge-a/1:trees", "pledge-a/2:bins"]
    header = (tiny_folder / "derived_measures.csv").read_text(encoding="utf-8").splitlines()[0]
    rows = [f"pledge-b/2:d{n},pledge-b/2,D,{formula},{';'.join(inputs[:n])},false,,\n" for n in range(1, 5)]
    write(tiny_folder, "derived_measures.csv", f"{header}\n{''.join(rows)}")
    faults, _ = check_framework(tiny_folder)
    refused = {f.row - 1 for f in faults if f.column == "input_measure_ids"}
    assert refused == {n for n in range(1, 5) if n < fewest or n > (most or n)}
    assert len(faults) == len(refused)
    words = f"Give {fewest} measure ids" + ("" if most else " or more") + ", joined by ;"
    assert {f.remedy for f in faults} <= {words}
