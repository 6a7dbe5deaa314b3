"""The sentence of an answer: it reads well after a name of any form, and tells the figure that was asked for."""

from dataclasses import replace

import pytest

from psa.pages.charts.framework import framework_chart
from psa.pages.outcomes import Badge, Outcome, reached_figure
from psa.pages.parts.card import title_of
from psa.pages.sentences.answer import answer_of, describe_outcome
from psa.pages.sentences.chart import chart_words

RATE = Outcome(
    "a/1",
    "1",
    "Reduce the rate of accidents",
    "own",
    "improvement",
    first=("40 per 1,000", "2007"),
    last=("30 per 1,000", "2012"),
    asked=("25 per 1,000", "2010"),
    moved="fell",
    size="25%",
)
MISSED, MET = Badge("missed", "✕", "Target missed"), Badge("met", "✓", "Target met")


@pytest.mark.parametrize(
    "name", ["Reduce the rate of accidents", "Accidents", "Unfälle vermeiden", "Fewer accidents"]
)
def test_what_happened_reads_well_after_a_name_of_any_form(name):
    said = describe_outcome(replace(RATE, name=name, asked=("", "")))
    assert said == f"{name}: down from 40 per 1,000 (2007) to 30 per 1,000 (2012)."


@pytest.mark.parametrize(
    ("moved", "words"),
    [("rose", "up from"), ("did not change", "no change from"), ("hardly changed", "hardly any change from")],
)
def test_each_way_of_moving_is_said_without_a_verb(moved, words):
    assert f": {words} 40 per 1,000" in describe_outcome(replace(RATE, moved=moved))


def test_the_figure_for_a_targets_date_is_told_where_a_later_one_stands_beside_it():
    assert describe_outcome(replace(RATE, reached=("31 per 1,000", "2010"))).endswith(
        "(2012); 25 per 1,000 was promised by 2010, when it was 31 per 1,000."
    )
    assert describe_outcome(replace(RATE, reached=("31 per 1,000", "2009–10"))).endswith(
        "and in 2009–10 it was 31 per 1,000."
    )
    assert describe_outcome(RATE).endswith("; 25 per 1,000 was promised by 2010.")


def test_a_standard_says_on_which_side_of_its_level_it_is_kept():
    kept = replace(RATE, asked=("25 per 1,000", ""), bound="at most")
    assert describe_outcome(kept).endswith("; at most 25 per 1,000 was promised.")


def test_a_figure_beside_its_trend_is_no_fall_from_a_figure_that_never_was():
    beside = replace(
        RATE,
        first=("32 per 1,000", "expected from its trend"),
        moved="below",
        is_projected=True,
        asked=("", ""),
    )
    assert describe_outcome(beside) == (
        "Reduce the rate of accidents: 30 per 1,000 (2012), where its trend led to 32 per 1,000."
    )
    assert title_of(beside) == "25% below its trend"


def test_a_card_says_what_happened_without_a_verb():
    assert title_of(replace(RATE, target=MISSED)) == "down 25%, target missed"
    assert title_of(replace(RATE, kind="stand-in")) == "down 25%, of a related series"


@pytest.mark.parametrize(
    ("badges", "said"),
    [
        ([MISSED, MET], "Of 2 targets that were due, 1 was missed and 1 met."),
        ([MISSED, MISSED, MET], "Of 3 targets that were due, 2 were missed and 1 met."),
        ([MET, MET], "Both targets that were due were met."),
        ([MISSED], "Target missed."),
    ],
)
def test_the_targets_that_were_due_are_counted_in_a_whole_sentence(tiny_rated, badges, said):
    outcomes = [replace(RATE, target=badge) for badge in badges]
    assert answer_of(tiny_rated, "", outcomes).startswith(f"{said} Reduce the rate")


@pytest.mark.parametrize(
    ("status", "period", "told"),
    [("met", "2010", ("31", "2010")), ("met", "2012", ("", "")), ("not_yet_due", "2010", ("", ""))],
)
def test_the_figure_of_a_targets_date_is_told_only_where_it_is_not_the_last(status, period, told):
    row = {
        "target_figure_period": period,
        "latest_period": "2012",
        "target_figure": 31.0,
        "target_status": status,
    }
    assert reached_figure({**row, "unit": "", "decimals": 0}) == told


def test_the_chart_of_a_standard_without_a_baseline_tells_the_figure_that_is_judged(tiny_rated):
    key = tiny_rated.measures.index[tiny_rated.measures["n_points"] > 2][0]
    judged = {
        "change": None,
        "standard_level": 9.0,
        "latest_period": "2010",
        "latest_value": 8.0,
        "sign": 1,
        "unit": "percent",
    }
    measures = tiny_rated.measures.astype(object)
    measures.loc[key, list(judged)] = list(judged.values())
    title, _, _ = chart_words(replace(tiny_rated, measures=measures), key)
    assert title == "8% in 2010; at least 9% promised"


def test_the_chart_of_a_framework_puts_a_targets_result_before_the_rating(tiny_rated):
    own = tiny_rated.promised
    drawn = framework_chart(tiny_rated.agreements, own, None, {own["indicator_id"].iloc[0]: "missed"})
    assert sum(row.codes.count("missed") for row in drawn.rows) == 1 and drawn.key[0] == "missed"
    assert "1 target missed" in drawn.alt
