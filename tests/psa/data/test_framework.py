"""A framework: its words, its records, who delivers, and what it says of unknown ids."""

from dataclasses import FrozenInstanceError

import pytest
from edits import write

from psa.data.load import load_framework


def test_words_of_the_framework_go_before_the_usual_ones(tiny):
    assert tiny.word("agreement") == "pledge"
    assert tiny.word("agreement", plural=True) == "pledges"
    assert tiny.word("strong_progress") == "well on the way"
    assert tiny.word("action", plural=True) == "actions"
    assert tiny.word("some_unheard_of_word") == "some unheard of word"


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


@pytest.mark.parametrize("level", ["agreement", "indicator", "objective", "department", "action"])
def test_a_framework_without_words_of_its_own_has_the_usual_ones(tiny_folder, level):
    (tiny_folder / "vocabulary.csv").unlink()
    framework = load_framework(tiny_folder)
    assert framework.word(level) == level
    assert framework.word(level, plural=True) == f"{level}s"
    assert framework.word("not_rateable") == "not rateable"
