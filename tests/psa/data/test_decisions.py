"""Choices that a person made are used in the place of the cell they stand in, and say so where they are wrong."""

import pytest
from small_framework import write_small_framework

from psa.data.faults import FrameworkError
from psa.data.load import check_framework, load_framework
from psa.methods.ratings import rate_framework

HEADER = "decision_id,table,row_key,column,value,why,decided_by,decided_on\n"


@pytest.fixture
def folder(tmp_path):
    return write_small_framework(tmp_path / "small")


def decided(folder, *rows):
    (folder / "decisions.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder


def test_a_decided_cell_is_used_and_marked_as_ours(folder):
    decided(folder, "a-01/2.baseline_period,indicators,a-01/2,baseline_period,2006,cut short,AB,2026-11-01")
    framework = load_framework(folder)
    assert framework.indicator("a-01/2").baseline_period == "2006"
    assert framework.decided == {"a-01/2.baseline_period"}
    row = rate_framework(framework).indicators.set_index("indicator_id").loc["a-01/2"]
    assert (row["baseline_value"], row["baseline_origin"]) == (612000, "decided")
    assert "decided_choice" in row["caveats"] and row["evidence_grade"] == "B"
    assert row["reason"].endswith("decided baseline 612,000 (2006), latest 434,000 (2009)")


def test_of_two_decisions_on_one_choice_the_later_day_counts_whatever_the_order(folder):
    later = "a-01/2.baseline_period,indicators,a-01/2,baseline_period,2007,looked again,AB,2026-11-09"
    earlier = "a-01/2.baseline_period,indicators,a-01/2,baseline_period,2006,cut short,AB,2026-11-01"
    assert load_framework(decided(folder, later, earlier)).indicator("a-01/2").baseline_period == "2007"


def test_a_decided_setting_needs_no_row_of_its_own_in_the_framework_table(folder):
    framework = load_framework(
        decided(folder, "confidence,framework,confidence,value,0.9,asked for,AB,2026-11-01")
    )
    assert framework.settings["confidence"] == "0.9"
    assert rate_framework(framework).settings.confidence == 0.9


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("x.value,observations,x,value,3,why,AB,2026-11-01", "nothing of 'observations' can be decided"),
        (
            "a-01/9.kind,indicators,a-01/9,kind,target,why,AB,2026-11-01",
            "no row of indicators has the key 'a-01/9'",
        ),
        ("a-01/1.colour,indicators,a-01/1,colour,red,why,AB,2026-11-01", "indicators has no column 'colour'"),
        ("other,indicators,a-01/1,kind,target,why,AB,2026-11-01", "'other' is not the name of this choice"),
        (
            "a-01/1.kind,indicators,a-01/1,kind,wish,why,AB,2026-11-01",
            "kind is 'wish' by decisions.csv, row 2",
        ),
        ("a-01/1.kind,indicators,a-01/1,kind,target,,AB,2026-11-01", "column why: the cell is empty"),
    ],
)
def test_what_is_wrong_with_a_decision_is_said_with_its_place(folder, row, words):
    faults, _ = check_framework(decided(folder, row))
    assert words in "\n".join(map(str, faults))
    with pytest.raises(FrameworkError):
        load_framework(folder)
