"""What the pages of frameworks that still run say: no answer contradicts another, and each number can be compared."""

import re
import shutil

import pytest

from psa.data.load import load_framework
from psa.methods.ratings import rate_framework
from psa.pages.for_page import set_aside
from psa.pages.outcomes import outcomes_of
from psa.pages.parts.answer import answer_part
from psa.pages.parts.card import card_of
from psa.pages.parts.facts import facts_part
from psa.pages.parts.promises import promises_part
from psa.pages.sections import (
    chart_of_measure,
    hero_chart,
    period_start,
    show_answer,
    show_department_agreements,
    show_firmness,
    show_indicator,
    show_unrated,
)
from psa.pages.sentences.indicator import describe_assessment
from psa.pages.sentences.news import news_lines, overdue_lines
from psa.pages.sentences.today import describe_briefly
from psa.pages.tables.framework import missing_table
from psa.site.pages.agreement_rows import label_edge


@pytest.fixture(scope="module")
def plan():
    return rate_framework(load_framework("tests/frameworks/plan"), as_at="2026-03-31")


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
    assert (card.first[0], card.last[0], card.asked[0]) == ("105.5", "106.6", "more than 105.5")
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


def test_a_target_of_one_count_has_its_chart_with_the_path(plan):
    chart = hero_chart(plan, "pfc-4")
    assert chart.path["value"].tolist() == [0, 2972, 13000]
    assert (
        chart.words.title.startswith("Up from 0 full-time equivalents to 2,383")
        or "2,383" in chart.words.title
    )


def test_no_number_that_nobody_promised_is_called_a_target(plan):
    chart = chart_of_measure(plan, "pfc-1/1:rhdi-per-head")
    assert (
        chart.levels[0].lines == ["to be above", "6,236", "by 2029–30"]
        and "promised" not in chart.words.title
    )
    assert (
        "to be higher than £6,236 by 2029-30; the chance of reaching it is 58%"
        in answer_part(plan, "pfc-1").answer
    )


def test_an_answer_is_a_sentence_a_target(plan):
    assert answer_part(plan, "pfc-4").answer.endswith(
        "2,383 on 30 September 2025, ahead of the path to 13,000 by 2029; its chance cannot be told yet."
    )
    assert describe_briefly(plan, "pfc-3")[1].endswith(
        "1.87% in January 2026; 1% asked for by March 2026; due, and its figure is not in the tables"
    )


def test_what_only_stands_beside_a_promise_is_no_part_of_its_answer_and_says_so(plan):
    assert "52 weeks" not in answer_part(plan, "pfc-3").answer
    assert card_of(plan, "pfc-3/2").badges[-1].words == "Stands beside the promise, in no count"
    assert all("beside" not in badge.words for badge in card_of(plan, "pfc-3/1").badges)


def test_a_choice_of_a_stand_in_is_not_said_where_none_stands_in(plan):
    assert "stand-in" not in card_of(plan, "pfc-3/2").choices
    assert card_of(plan, "pfc-3/1").choices.endswith("the baseline (June 2024, a default).")


@pytest.fixture(scope="module")
def town():
    return rate_framework(load_framework("tests/frameworks/running"))


def test_a_low_chance_beside_a_pace_that_would_do_says_why_it_is_low(town):
    row = town.assessment("calls/1").row
    assert row["target_pace_recent"] > row["target_pace_needed"] and row["target_chance"] < 0.05
    said = describe_assessment(town, "calls/1")
    assert (
        "is under 5%: off course for its target. The pace of late would be enough if it lasted. The chance is"
        in said
    )
    assert "the steps of a percentage become smaller the nearer it comes to its limit" in said
    assert "would be enough" not in describe_assessment(town, "homes/1")  # there the pace is short too
    assert "two readings" not in said  # of a rule that does not judge here


def test_a_target_of_all_is_reached_where_the_figure_rounds_to_it(tmp_path):
    for name in ("100", "99.96"):
        folder = tmp_path / name
        shutil.copytree("tests/frameworks/running", folder)
        table = (folder / "indicators.csv").read_text(encoding="utf-8")
        (folder / "indicators.csv").write_text(
            table.replace("percent,95,2028-Jun", f"percent,{name},2028-Jun")
        )
    chances = [
        rate_framework(load_framework(tmp_path / name)).assessment("calls/1").row["target_chance"]
        for name in ("100", "99.96")
    ]
    assert chances[0] == chances[1] and 0 < chances[0] < 0.01


def test_a_short_time_to_a_target_is_told_in_months(town):
    assert "From there it takes 0.8 percentage points in 1 month" in describe_assessment(town, "calls/2")


def test_flows_beside_a_target_for_their_sum_are_drawn_and_told_as_that_sum(town):
    chart = chart_of_measure(town, "homes/1:finished")
    assert chart.words.title == "Up from 0 to 152 on 30 September 2025; 900 promised by 30 June 2029"
    assert chart.frame["value"].iloc[-1] == 152 and chart.path["value"].tolist() == [0, 900]
    assert any("computed by us" in line for line in chart.subtitle)
    card = card_of(town, "homes/1")
    assert (card.first, card.last) == (("", ""), ("152", "up to July to September 2025"))
    assert card.title == "152 up to the third quarter of 2025, behind its path"
    assert chart_of_measure(town, "homes/2:plots").frame["value"].iloc[-1] == 84  # a running total as it is


def test_what_is_missing_for_a_chance_is_true_of_a_series_with_many_figures(plan):
    said = describe_assessment(plan, "pfc-3/2")
    assert "(11 figures in all, but no three for the same part of the year, and not enough in a row)." in said


def test_a_break_says_how_many_figures_stand_on_each_side_of_it():
    then = rate_framework(load_framework("tests/frameworks/plan"), as_at="2025-03-31")
    assert "so nothing can be projected (198 before the break, 11 since)." in describe_assessment(
        then, "pfc-3/1"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("tests/frameworks/plan", "2024-07-05"),  # before the first figure of the period
        ("tests/frameworks/plan", "2025-03-31"),
        ("tests/frameworks/plan", "2031-01-01"),  # after the last target
        ("tests/frameworks/running", "2024-02-29"),  # a leap day, before the start
        ("tests/frameworks/running", "2028-06-30"),  # the own day of a target
        ("tests/frameworks/running", "2031-01-01"),
    ],
)
def test_every_page_can_be_made_as_at_any_day(name, day):
    then = rate_framework(load_framework(name), as_at=day)
    with set_aside() as shown:
        for agreement_id in then.agreements["agreement_id"]:
            show_answer(then, agreement_id)
            for indicator_id in then.indicators.loc[
                then.indicators["agreement_id"] == agreement_id, "indicator_id"
            ]:
                show_indicator(then, indicator_id)
            show_unrated(then, agreement_id)
            show_firmness(then, agreement_id)
        for department_id in then.departments["department_id"]:
            show_department_agreements(then, department_id)
        news_lines(then), overdue_lines(then)
    text = " ".join(
        part.to_text() if hasattr(part, "to_text") else getattr(part, "data", "") for part in shown
    )
    assert text and not re.search(r"\bnan\b|\bNone\b|<NA>|-0%|strong progress", text)


def test_a_department_s_page_speaks_of_targets_ahead(plan):
    (promise,) = promises_part(plan, "ho", "lead").promises
    assert promise.coverage == "0 of 1 on track" and "ahead of the path to 13,000 by 2029" in promise.answer


def test_a_baseline_of_another_kind_is_a_fault_where_figures_count_from_a_start(tmp_path):
    folder = tmp_path / "town"
    shutil.copytree("tests/frameworks/running", folder)
    table = (folder / "indicators.csv").read_text(encoding="utf-8")
    head, *rows = table.splitlines()
    rows = [row + (",17175" if row.startswith("wardens/1") else ",") for row in rows]
    (folder / "indicators.csv").write_text(
        "\n".join([head + ",baseline_value", *rows]) + "\n", encoding="utf-8"
    )
    with pytest.raises(ValueError, match="no other baseline fits them"):
        load_framework(folder)


def test_a_target_of_a_level_is_read_without_a_baseline(plan):
    row = plan.assessment("pfc-3/2").row
    assert row[["target_level", "target_figure", "target_status"]].tolist() == [1, 1.87, "no_outturn"]
    assert row["baseline_value"] != row["baseline_value"]


def test_a_share_of_a_complete_count_has_no_sampling_error(plan):
    row = plan.measures.loc["pfc-3/1:within-18-weeks"]
    assert row["change_se"] != row["change_se"] and "interval" not in describe_assessment(plan, "pfc-3/1")
    framework = load_framework("tests/frameworks/plan")
    measures = framework.measures
    framework.tables["measures"] = measures.assign(
        figure_basis=measures["figure_basis"].mask(
            measures["measure_id"] == "pfc-3/1:within-18-weeks", "sample"
        )
    )
    sampled = rate_framework(framework, as_at="2026-03-31").measures.loc["pfc-3/1:within-18-weeks"]
    assert 0 < sampled["change_se"] < 0.1


def test_what_would_be_if_the_unknown_were_known_is_not_said():
    unknown = {"rating": "not_yet_assessed", "would_become": "strong", "changes_to_flip": 1}
    assert label_edge(unknown, str) == ""


def test_an_uncertain_target_is_neither_unrated_nor_said_to_be_no_improvement(plan):
    table = missing_table(plan)
    assert "pfc-1/1" not in {row[0] for row in table.rows} and "On track today" in table.headers
    (promise,) = promises_part(plan, "hmt", "lead").promises
    assert [badge.words.rpartition(": ")[2] for badge in promise.badges] == [
        "Uncertain today",
        "On track today",
    ]
    assert [badge.sign for badge in promise.badges] == ["○", "✓"]
