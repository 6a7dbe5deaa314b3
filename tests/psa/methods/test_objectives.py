"""An indicator of an objective or an action is rated in the one table of ratings, and is in no count of agreements."""

import pytest

from psa.data.load import check_framework, load_framework
from psa.methods.objectives import count_objectives
from psa.methods.ratings import rate_framework
from psa.pages.sentences.department import describe_actions, describe_department, describe_objectives

OWN_COLUMNS = (
    "indicator_id,agreement_id,number,name,kind,direction,unit,target_value,target_period,target_basis"
)


def write(path, *lines):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def add(path, *lines):
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def folder(tiny_folder):
    """Return the tiny framework with an objective and an action that have indicators of their own."""
    write(
        tiny_folder / "objectives.csv", "objective_id,department_id,number,title", "o-1,parks,1,Tidy streets"
    )
    write(
        tiny_folder / "objective_indicators.csv",
        "objective_id,number,name,kind,target_text,shared_indicator_id",
        "o-1,1.1,Street trees,target,,pledge-a/1",
        "o-1,1.2,Lamps that shine,target,95 of 100 lamps,o-1/1.2",
        "o-1,1.3,Benches,,,",
    )
    write(tiny_folder / "transformation.csv", "action_id,department_id,title", "t-1,all,One desk for all")
    empty = "," * 9 + "inferred,pledge-book,"
    add(
        tiny_folder / "indicators.csv",
        f"o-1/1.2,o-1,1.2,Lamps that shine,target,increase,percent,95,2023,level{empty}",
        f"t-1/1,t-1,1,Forms at one desk,target,increase,percent,80,2025,level{empty}",
    )
    add(
        tiny_folder / "measures.csv",
        "o-1/1.2:lamps,o-1/1.2,Lamps that shine,headline,true,,,percent,proportion,,,",
        "t-1/1:forms,t-1/1,Forms at one desk,headline,true,,,percent,proportion,,,",
    )
    figures = (
        ("o-1/1.2:lamps", (("2020", 85), ("2022", 86), ("2023", 87))),
        ("t-1/1:forms", (("2020", 10), ("2023", 60))),
    )
    rows = [f"{m},{p},{p},{v},,,,,,final,read,town-yearbook," for m, some in figures for p, v in some]
    add(tiny_folder / "observations.csv", *rows)
    return tiny_folder


@pytest.fixture
def rated(folder):
    return rate_framework(load_framework(folder))


def test_an_indicator_of_an_objective_and_one_of_an_action_are_rows_of_the_ratings_as_any_other(rated):
    rows = rated.indicators.set_index("indicator_id")
    assert rows.loc["o-1/1.2", ["agreement_id", "rating"]].tolist() == ["o-1", "improvement"]
    assert rows.loc["o-1/1.2", ["baseline_value", "latest_value", "evidence_grade"]].tolist() == [85, 87, "B"]
    assert rows.loc["t-1/1", ["agreement_id", "rating"]].tolist() == ["t-1", "improvement"]
    board = rated.scoreboard.set_index("indicator_id")["outcome"]
    assert board[["o-1/1.2", "t-1/1"]].tolist() == ["missed", "not_due"]


def test_they_change_no_agreement_and_no_count_of_agreements(rated, tiny_rated):
    columns = ["agreement_id", "rating", "improved", "total", "best_improved"]
    assert rated.agreements[columns].equals(tiny_rated.agreements[columns])
    assert rated.promised["indicator_id"].tolist() == tiny_rated.indicators["indicator_id"].tolist()


def test_the_indicators_of_a_departments_objectives_are_counted(rated):
    assert count_objectives(rated.framework, rated.indicators)["parks"] == {
        "objective_indicators": 3,
        "objective_improved": 2,
        "objective_assessed": 2,
        "objective_targets_short": 1,
    }
    row = rated.departments.set_index("department_id").loc["parks"]
    assert row[["objective_indicators", "objective_improved"]].tolist() == [3, 2]
    assert rated.departments.set_index("department_id")["objective_indicators"].drop("parks").eq(0).all()


def test_a_departments_page_gives_the_count_and_what_each_did(rated):
    said = describe_department(rated, "parks")
    assert "Its own objective has 3 yardsticks in the tables: 2 improved, 1 target not reached by the" in said
    text = describe_objectives(rated, "parks")
    assert "- 1.2 Lamps that shine (95 of 100 lamps): **improvement** (" in text
    assert "asked 95 by 2023: missed, 87 in 2023, short of it" in text
    assert "- 1.3 Benches: no figures of it are in the tables" in text
    assert "Forms at one desk: **improvement** (" in describe_actions(rated, "parks")


def test_an_indicator_whose_owner_is_in_no_table_is_a_fault(folder):
    add(
        folder / "indicators.csv",
        f"o-9/1,o-9,1,Lost,improve,increase,percent,,,{',' * 9}inferred,pledge-book,",
    )
    (fault,) = check_framework(folder)[0]
    assert fault.column == "agreement_id" and "'o-9' is in no row of agreements" in fault.problem
