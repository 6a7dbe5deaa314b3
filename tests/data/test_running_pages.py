"""What the pages of frameworks that still run say: no answer contradicts another, and each number can be compared."""

import pytest

from psa.data.load import load_framework
from psa.methods.ratings import rate_framework
from psa.pages.outcomes import outcomes_of
from psa.pages.parts.answer import answer_part
from psa.pages.parts.card import card_of
from psa.pages.parts.facts import facts_part
from psa.pages.sections import chart_of_measure, hero_chart, period_start
from psa.pages.sentences.indicator import describe_assessment


@pytest.fixture(scope="module")
def plan():
    return rate_framework(load_framework("plan-for-change"), as_at="2026-03-31")


def test_the_badge_beside_an_answer_is_the_label_of_the_whole_and_never_that_of_one_target(plan):
    answer = answer_part(plan, "pfc-1")
    assert [badge.words for badge in answer.badges] == [
        "Mixed today"
    ] and "Mixed: of 2 targets" in answer.judgements
    assert [badge.words for badge in answer_part(plan, "pfc-4").badges] == ["Cannot be told yet"]
    assert answer_part(plan, "pfc-3").judgements.endswith("Off track: its one target is off track.")


def test_a_target_that_is_uncertain_is_neither_good_nor_bad(plan):
    income, growth = outcomes_of(plan, "pfc-1")
    assert (income.edge, growth.edge) == ("none", "good")
    assert [outcome.edge for outcome in outcomes_of(plan, "pfc-3")] == ["bad", "none"]


def test_figures_of_a_computed_tail_show_their_difference_and_all_alike(plan):
    card = card_of(plan, "pfc-1/2")
    assert (card.first[0], card.last[0], card.asked[0]) == ("105.5", "106.6", "105.5")
    assert chart_of_measure(plan, "pfc-1/2:gdp-per-person-obr").words.title.startswith(
        "Up from 105.5 to 106.6 in"
    )


def test_a_card_shows_the_figure_of_the_target_itself_where_nothing_can_be_compared(plan):
    card = card_of(plan, "pfc-3/2")
    assert (card.last, card.asked) == (("1.87%", "January 2026"), ("1%", "March 2026"))
    assert not card.is_stand_in and not card.first[0]


def test_numbers_in_one_answer_are_written_alike(plan):
    assert "2,383 full-time equivalents on 30 September 2025, 18% of the way" in describe_assessment(
        plan, "pfc-4/1"
    )
    assert "stood at 1,486 then" in describe_assessment(plan, "pfc-4/1")
    assert (
        "£6,236 in the second quarter of 2024. The latest figure is £6,315 per head"
        in describe_assessment(plan, "pfc-1/1")
    )


def test_a_figure_that_is_the_start_itself_says_so(plan):
    said = describe_assessment(plan, "pfc-6/3")
    assert "171 gCO2e per kWh in 2023, where it starts from" in said and "-0%" not in said


def test_the_first_chart_is_of_the_period_and_the_whole_series_stands_in_the_card(plan):
    measure_id = "pfc-3/1:within-18-weeks"
    hero, whole = hero_chart(plan, "pfc-3"), chart_of_measure(plan, measure_id)
    assert hero.limits.first > 2022 and whole.limits.first < 2008
    assert hero.levels[0].lines == ["target", "92", "by Mar 2029"]
    assert hero.path["words"].tolist() == ["", "65 by Mar 2026", ""]
    assert hero.words.title.endswith("92% promised by March 2029")
    assert period_start(plan, "pfc-5/1:good-level") == float(
        "-inf"
    )  # an annual series of four figures is drawn whole


def test_how_sure_says_of_what(plan):
    sure = facts_part(plan, "pfc-3").facts[-1]
    assert (sure.value, sure.note.partition(".")[0]) == ("Almost certain", "that it turns out off track")
