"""The charts of one agreement and of all: who stands where, with which sign and words."""

import numpy as np
import pandas as pd
from chart_frames import agreements, faults, indicators, texts

from psa.pages.charts.agreement import agreement_chart
from psa.pages.charts.changes import reach_of, standardise
from psa.pages.charts.framework import framework_chart
from psa.pages.charts.look import CLASSES


def test_an_agreement_is_shown_best_first_with_size_and_word_and_what_is_not_rated_with_its_reason():
    svg = agreement_chart(indicators()).svg()
    shown = texts(svg)
    names = ["Fewer losses", "More gains", "Many parts", "Not rated", "Nothing known", "A secret"]
    assert sorted(names, key=shown.index) == names and faults(svg) == []
    assert {"improved by 10%", "deteriorated by 4%", "7 of 9 components improved, 2 worse"} <= set(shown)
    assert "not yet assessed: no figure could be found" in shown and "withheld" in shown


def test_what_is_drawn_of_an_agreement_is_each_change_with_its_interval():
    chart = agreement_chart(indicators())
    assert [(entry.code, entry.moved, entry.lower) for entry in chart.rated[:2]] == [
        ("improvement", 10.0, 4.0),
        ("deteriorated", -4.0, chart.rated[1].lower),
    ]
    assert np.isnan(chart.rated[1].lower) and not chart.rated[2].is_drawn
    assert [entry.code for entry in chart.others] == ["not_yet_assessed", "withheld"]


def test_a_rating_that_does_not_follow_from_the_change_has_both_in_words():
    frame = indicators().head(1).assign(rating="no_improvement", reason="too little")
    shown = texts(agreement_chart(frame).svg())
    assert {"no improvement", "10% better"} <= set(shown)


def test_an_agreement_without_a_change_to_draw_has_no_scale():
    shown = texts(agreement_chart(indicators().iloc[2:]).svg())
    assert "better →" not in shown and not any(text.endswith("%") for text in shown)


def test_the_change_is_standardised_so_that_better_is_up():
    frame = standardise(indicators())
    assert frame["standardised"].tolist()[:2] == [10.0, -4.0]
    assert (frame["lower"].iloc[0], frame["upper"].iloc[0]) == (4.0, 16.0)
    given = standardise(indicators().assign(standardised=1.5, lower=1.0))
    assert given["standardised"].eq(1.5).all() and given["upper"].isna().all()


def test_the_alt_text_of_an_agreement_says_each_change():
    assert agreement_chart(indicators()).alt == (
        "3 indicators of 5 rated. Best first. Fewer losses: improved, 10% better. "
        "More gains: deteriorated, 4% worse. "
        "Many parts: improved, 7 of 9 components improved, 2 worse. "
        "Not rated: 1 not yet assessed and 1 withheld."
    )
    given = indicators().head(1).assign(standardised=1.5)
    assert "Fewer losses: improved, 1.5 better." in agreement_chart(given).alt


def test_one_very_large_change_does_not_hide_the_others_and_is_said_to_go_on():
    frame = indicators().head(2)
    frame = pd.concat([frame, frame.assign(change_percent=[-5000.0, -6.0])], ignore_index=True)
    low, high = reach_of(standardise(frame).assign(lower=np.nan, upper=np.nan))
    assert high - low < 100
    assert {"»", "improved by 5,000%"} <= set(texts(agreement_chart(frame).svg()))


def test_summaries_of_nothing_are_defined():
    nothing = indicators().head(0)
    assert agreement_chart(nothing).alt == "No indicators."
    assert texts(agreement_chart(nothing).svg()) == ["No indicators"]
    assert "a-2" in texts(framework_chart(agreements(), nothing).svg())
    assert texts(framework_chart(agreements().head(0), nothing).svg()) == []


def test_all_agreements_have_a_row_a_label_and_a_key_of_the_signs_used():
    chart = framework_chart(agreements(), indicators(), {"strong_progress": "going well"})
    shown = texts(chart.svg())
    assert {"Good things", "a-2", "going well", "not yet assessed"} <= set(shown)
    assert {"improved", "deteriorated", "withheld"} <= set(shown) and "not rateable" not in shown
    assert [row.codes for row in chart.rows] == [
        ["improvement", "improvement", "deteriorated"],
        ["not_yet_assessed", "withheld"],
    ]


def test_a_long_title_and_many_signs_take_more_lines():
    named = agreements().assign(
        short_title="A title that is much too long to stand beside its label in one line"
    )
    many = pd.concat([indicators()] * 12, ignore_index=True)
    chart = framework_chart(named, many)
    assert len(chart.rows[0].title) > 1 and chart.rows[0].sign_lines == 3 and faults(chart.svg()) == []


def test_the_alt_text_of_all_agreements_counts_signs_and_labels():
    assert framework_chart(agreements(), indicators()).alt == (
        "2 agreements with a sign for each of 5 indicators: 2 improved, 1 deteriorated, "
        "1 not yet assessed and 1 withheld. Labels: 1 strong progress and 1 not yet assessed."
    )


def test_words_of_another_rule_keep_their_words():
    words = ["better", "worse", "in_line", "not_assessed", "never heard of"]
    frame = indicators().assign(rating=words, detail="")
    shown = texts(agreement_chart(frame).svg())
    assert {"better", "worse", "never heard of"} <= set(shown)
    assert "never heard of" in texts(framework_chart(agreements(), frame).svg())


def test_classes_differ_in_their_symbol_and_not_only_in_colour():
    drawn = [(marker, face == "white") for marker, _, face, _, _ in CLASSES.values()]
    assert len(set(drawn)) == len(drawn)
