"""Chances of labels: cases worked by hand, and what must hold of every framework."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr
from scipy.stats import binom

from psa.methods.chance_words import WORDS, chance_word, how_likely
from psa.methods.label_chances import count_chances, independent_chances, label_chances

FULL = ["no_progress", "some_progress", "some_progress", "strong_progress", "strong_progress"]


def frame(n: int = 4, **columns) -> pd.DataFrame:
    base = {
        "agreement_id": "a",
        "indicator_id": [f"a/{i}" for i in range(n)],
        "estimate": 2.0,
        "standard_error": 1.0,
        "df": np.inf,
        "lower": 0.0,
        "upper": np.inf,
        "family": "change",
        "error_group": "g",
        "is_met": True,
    }
    return pd.DataFrame(base | columns)


def row(measures, labels=FULL, **options) -> pd.Series:
    return label_chances(measures, {"a": labels}, **options).agreements.loc["a"]


@pytest.mark.parametrize("rho", [0.0, 0.7, 0.99])
def test_four_standards_far_above_their_level_are_strong_progress_however_errors_are_shared(rho):
    standards = frame(estimate=7.6, standard_error=0.2, family="margin")  # 97.6 against 90
    said = row(standards, rho=rho)
    assert said["chance_strong_progress"] == said["chance_strong_progress_low"] == 1
    assert said["expected_false"] == 0


def test_a_single_indicator_has_the_chance_that_its_rule_is_met():
    said = label_chances(frame(1), {"a": ["no_progress", "strong_progress"]})
    by_hand = ndtr(1.6 / 0.8**0.5)  # 2 standard errors, drawn in by the default prior to 1.6
    assert said.scenarios["declared"].chance[0] == pytest.approx(by_hand)
    assert said.agreements.loc["a", "chance_strong_progress"] == pytest.approx(by_hand, abs=0.01)
    assert said.indicators.loc["a/0", "chance_met"] == pytest.approx(by_hand, abs=0.01)
    assert said.agreements.loc["a", "expected_false"] == pytest.approx(1 - by_hand, abs=0.01)


def test_a_minimum_change_is_asked_for_and_not_any_change():
    said = label_chances(frame(1, lower=2.0), {"a": ["no_progress", "strong_progress"]})
    assert said.scenarios["declared"].chance[0] == pytest.approx(ndtr((1.6 - 2) / 0.8**0.5))


def test_independent_indicators_multiply_and_shared_errors_make_extremes_likelier():
    labels = ["no_progress"] + ["some_progress"] * 3 + ["strong_progress"]
    p = ndtr(1.6 / 0.8**0.5)
    said = row(frame(), labels)
    assert row(frame(error_group=[*"wxyz"]), labels)["chance_strong_progress"] == pytest.approx(
        p**4, abs=0.01
    )
    assert said["chance_strong_progress_low"] == pytest.approx(p**4, abs=0.01)
    assert said["chance_strong_progress"] > p**4 + 0.05
    assert (
        said["chance_strong_progress_low"]
        <= said["chance_strong_progress"]
        <= said["chance_strong_progress_high"]
    )


def test_an_unknown_group_is_alone_in_the_chance_and_shared_in_the_range():
    alone, unknown = row(frame(error_group=[*"wxyz"])), row(frame(error_group=""))
    together = row(frame(error_group="g"))
    assert unknown["chance_no_progress"] == alone["chance_no_progress"]
    assert unknown["chance_no_progress_high"] == together["chance_no_progress"]


def test_a_full_count_is_certain():
    said = row(frame(standard_error=0.0, estimate=[1.0, 1.0, 1.0, -1.0]))
    assert said["chance_strong_progress_low"] == 1
    assert row(frame(standard_error=0.0, estimate=0.0))["chance_no_progress"] == 1
    assert row(frame(standard_error=0.0, estimate=0.0, family="margin"))["chance_strong_progress"] == 1


def test_a_chance_that_is_not_known_leaves_the_label_between_its_ends():
    one_unknown = row(frame(estimate=[30.0, 30.0, -30.0, 1.0], standard_error=[1.0, 1.0, 1.0, np.nan]))
    assert one_unknown["chance_strong_progress"] == 1  # as it is rated
    assert (one_unknown["chance_strong_progress_low"], one_unknown["chance_strong_progress_high"]) == (0, 1)
    assert one_unknown["chance_no_progress_high"] == 0
    assert one_unknown["chance_known"] == 3


def test_where_no_chance_is_known_none_is_given():
    said = row(frame(standard_error=np.nan))
    assert np.isnan(said["chance_strong_progress"])
    assert (said["chance_strong_progress_low"], said["chance_strong_progress_high"]) == (0, 1)
    assert said["chance_known"] == said["expected_false"] == 0


def test_a_label_that_hangs_on_no_chance_is_sure():
    said = row(frame(standard_error=np.nan), ["not_yet_assessed"] * 5)
    assert said["chance_not_yet_assessed"] == said["chance_not_yet_assessed_low"] == 1


def test_an_agreement_without_rated_indicators_has_its_one_label():
    labels = {"a": FULL, "b": ["not_yet_assessed"]}
    assert label_chances(frame(), labels).agreements.loc["b", "chance_not_yet_assessed"] == 1


@pytest.mark.parametrize(
    ("component_rule", "chance"), [("majority", 1.0), ("net", 1.0), ("any", 1.0), ("all", 0.0)]
)
def test_a_set_is_judged_by_the_rule_for_the_whole(component_rule, chance):
    components = frame(3, indicator_id="a/1", estimate=[9.0, 9.0, -9.0], error_group=[*"xyz"])
    said = row(components, ["no_progress", "strong_progress"], component_rule=component_rule)
    assert said["chance_strong_progress"] == pytest.approx(chance, abs=0.001)
    assert said["chance_known"] == 1


def test_the_figures_to_be_held_lie_between_two_limits():
    inside = frame(1, estimate=0.0, lower=-3.0, upper=3.0)
    said = label_chances(inside, {"a": ["no_progress", "strong_progress"]})
    assert said.scenarios["declared"].chance[0] == pytest.approx(1 - 2 * ndtr(-3 / 0.8**0.5))


def test_modelled_series_go_together_more_closely_and_tell_nothing_of_the_others():
    labels = ["no_progress"] + ["some_progress"] * 9 + ["strong_progress"]
    estimates = [1.5, -1.0, 0.5, 2.5, -0.5, 1.0, 0.0, 3.0, 50.0, 60.0]
    measures = frame(10, estimate=estimates, error_group=[*"abcdefgh", "m", "m"])
    is_modelled = [False] * 8 + [True] * 2
    said = label_chances(measures.assign(is_modelled=is_modelled), {"a": labels}).scenarios["declared"]
    without = label_chances(measures.iloc[:8], {"a": labels[:8] + labels[-1:]}).scenarios["declared"]
    assert said.priors["change"] == without.priors["change"]
    assert said.chance[:8] == pytest.approx(without.chance)


def test_the_draws_of_an_agreement_do_not_change_with_another_and_come_out_the_same_again():
    both = pd.concat(
        [frame(), frame(2).assign(agreement_id="b", indicator_id=["b/1", "b/2"], error_group="h")]
    )
    labels = {"a": FULL, "b": FULL[:2] + FULL[-1:]}
    together = label_chances(both, labels)
    again = label_chances(both, labels)
    pd.testing.assert_frame_equal(together.agreements, again.agreements)
    assert row(frame()).to_dict() == together.agreements.loc["a"].to_dict()


def test_a_framework_that_may_not_have_changed_at_all_has_both_answers_in_its_range():
    n = 60
    u = np.linspace(-1.9, 1.9, n)
    measures = frame(
        n,
        indicator_id=[f"a/{i}" for i in range(n)],
        estimate=u,
        error_group=[f"{i}" for i in range(n)],
        is_met=u > 0,
    )
    labels = ["no_progress"] + ["some_progress"] * n
    said = label_chances(measures, {"a": labels})
    assert 0.05 < said.scenarios["declared"].priors["change"].chance_null < 0.95
    ends = said.agreements.loc["a", ["chance_no_progress_low", "chance_no_progress_high"]]
    assert ends.tolist() == pytest.approx([0, 1], abs=0.01)


def test_labels_that_do_not_fit_and_rules_that_are_not_known_are_refused():
    with pytest.raises(ValueError, match="4 rated indicators, so 5 labels"):
        row(frame(), FULL[:3])
    with pytest.raises(ValueError, match="'most'"):
        row(frame(), component_rule="most")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.96, 1.0, "almost certain"),
        (0.95, 0.95, "almost certain"),
        (0.62, 0.79, "likely"),
        (0.3, 0.7, "between unlikely and likely"),
        (0.0, 1.0, "cannot be told"),
        (np.nan, np.nan, "cannot be told"),
        (0.0, 0.04, "almost ruled out"),
    ],
)
def test_a_word_fits_the_whole_range_or_names_both_ends(low, high, words):
    assert chance_word(low, high) == words


def test_every_word_can_be_said():
    assert {chance_word(p, p) for p in np.linspace(0, 1, 101)} == set(WORDS)


def test_independent_indicators_give_the_binomial():
    labels = ["no_progress"] + ["some_progress"] * 2 + ["strong_progress"] * 3
    said = independent_chances([0.8] * 5, labels)
    assert said["chance_no_progress"] == pytest.approx(binom.pmf(0, 5, 0.8))
    assert said["chance_some_progress"] == pytest.approx(binom.cdf(2, 5, 0.8) - binom.pmf(0, 5, 0.8))
    assert said["chance_strong_progress"] == pytest.approx(binom.sf(2, 5, 0.8))
    assert said["chance_not_yet_assessed"] == 0
    assert independent_chances([], ["not_yet_assessed"])["chance_not_yet_assessed"] == 1


def test_chances_of_counts_are_those_of_each_alone():
    assert count_chances([0.5, 0.1]) == pytest.approx([0.45, 0.5, 0.05])


def test_how_likely_follows_that_it_is_so():
    assert how_likely(0.62, 0.79) == "is likely"
    assert how_likely(0.0, 1.0) == "cannot be told"
