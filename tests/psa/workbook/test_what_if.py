"""Another baseline, figure, rule or choice gives another workbook, which says what it turned over."""

import pytest
from small_framework import write_small_framework

import psa


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return psa.load(str(write_small_framework(tmp_path_factory.mktemp("what_if") / "small")))


def moved(workbook):
    return {(r.id, r.what): (r.before, r.after) for r in workbook.changes.itertuples()}


def test_another_figure_changes_the_ratings_that_rest_on_it_and_no_other(small):
    other = small.what_if(figures={("a-01/1:share", "2009-10"): 70.9})
    assert moved(other) == {
        ("a-01", "label"): ("some_progress", "no_progress"),
        ("a-01", "label by best evidence"): ("some_progress", "no_progress"),
        ("a-01/1", "rating"): ("improvement", "no_improvement"),
        ("a-01/1", "best evidence"): ("improved", "not_improved"),
    }
    assert other.indicator("a-01/1").row["latest_value"] == 70.9
    assert small.indicator("a-01/1").row["latest_value"] == 72.9


def test_a_figure_that_is_not_there_yet_can_be_put_in(small):
    other = small.what_if(figures={("a-01/2:vacancies", "2010"): 700000})
    assert moved(other)["a-01/2", "rating"] == ("no_improvement", "improvement")
    assert moved(other)["a-01", "label"] == ("some_progress", "strong_progress")


def test_a_changed_figure_keeps_the_size_of_its_error(tiny):
    from psa.workbook.what_if import with_figures

    key = ("pledge-b/1:content", "2019-20")
    tables = [
        f.observations.set_index(["measure_id", "period"]) for f in (tiny, with_figures(tiny, {key: 63.6}))
    ]
    before, after = (table.loc[key] for table in tables)
    assert (after["value"], round(after["lower"], 6), round(after["upper"], 6)) == (63.6, 61.8, 65.4)
    assert before["value"] == 62.6 and before["lower"] == 60.8


def test_another_baseline_is_another_start_of_the_change(small):
    other = small.what_if(baseline={"a-02/1": "2005"})
    assert other.indicator("a-02/1").row["baseline_value"] == 70
    assert moved(other) == {}


def test_a_choice_of_the_register_and_another_rule_can_be_tried(small):
    assert moved(small.what_if(choose={"through": "2010-03-31"}))["a-02", "label"][1] == "not_yet_assessed"
    words = moved(small.what_if(rule="baseline-trend"))
    assert words["a-01/1", "rating"][0] == "improvement"


def test_what_is_not_there_is_said(small):
    with pytest.raises(KeyError, match="a-01/1:share, "):
        small.what_if(figures={("a-01/1:shar", "2009-10"): 1})
    with pytest.raises(KeyError, match="is no choice of the register"):
        small.what_if(choose={"a-01/1.colour": "red"})
    with pytest.raises(ValueError, match="period"):
        small.what_if(baseline={"a-01/1": "then"})
    with pytest.raises(ValueError, match="nothing to compare with"):
        _ = small.changes
