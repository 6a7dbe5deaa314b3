"""The rule for an indicator that is a set of components."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from one_series import SETTINGS

from psa.methods.components import (
    _chance_of_components,
    combine_components,
    combine_verdicts,
    verdict_of_components,
)

UPWARD, FLAT = ("improvement", "improved"), ("no_improvement", "unchanged")


DOWN, NONE = ("no_improvement", "deteriorated"), ("not_yet_assessed", "no_later_figure")


def combine(*parts, rule="majority", total=None, coverage=0.5):
    ratings, codes = (pd.Series([p[i] for p in parts], dtype=object) for i in (0, 1))
    return combine_components(
        ratings, codes, replace(SETTINGS, component_rule=rule, component_coverage=coverage), total
    )


@pytest.mark.parametrize(
    ("parts", "codes"),  # majority, all, any, net
    [
        ((UPWARD, UPWARD, FLAT), ("improved", "mixed", "improved", "improved")),
        ((UPWARD, FLAT), ("mixed", "mixed", "improved", "improved")),
        ((UPWARD, DOWN), ("mixed", "deteriorated", "improved", "mixed")),
        ((UPWARD, DOWN, DOWN), ("deteriorated", "deteriorated", "improved", "deteriorated")),
        ((UPWARD, UPWARD), ("improved", "improved", "improved", "improved")),
        ((DOWN, DOWN), ("deteriorated", "deteriorated", "deteriorated", "deteriorated")),
        ((FLAT, FLAT), ("mixed", "mixed", "mixed", "mixed")),
    ],
)
def test_the_rule_for_the_whole(parts, codes):
    assert tuple(combine(*parts, rule=r)[0] for r in ("majority", "all", "any", "net")) == codes


def test_too_few_components():
    assert combine(UPWARD, NONE, NONE)[0] == "too_few_components"
    assert combine(UPWARD, UPWARD, NONE, NONE)[0] == "improved"  # exactly half
    assert combine(UPWARD, UPWARD, total=5)[0] == "too_few_components"  # three have no figures at all
    assert combine(UPWARD, total=5, coverage=0.2)[0] == "improved"
    assert combine(NONE, NONE)[0] == "no_later_figure"


def test_the_words_count_every_component():
    assert (
        combine(UPWARD, UPWARD, DOWN, FLAT, NONE, total=6)[1]
        == "2 of 6 components improved, 1 deteriorated, 1 did neither, 2 not assessed"
    )


def rows(*verdicts, chances=None, levels=None):
    """Return components with a verdict each, as `assess_measures` gives them."""
    count = len(verdicts)
    return pd.DataFrame(
        {
            "rating": "improvement",
            "p_improved": chances or [0.9] * count,
            "verdict": verdicts,
            "trend_verdict": "not_assessed",
            "level_verdict": levels or ["improved"] * count,
            "verdict_reason": "",
            "trend_baseline_points": 0,
            "trend_later_points": 0,
        }
    )


def test_a_set_with_a_target_has_the_verdict_of_its_worst_component():
    assert verdict_of_components(pd.Series(["met", "not_met"]), "target", SETTINGS, 2) == "not_met"
    assert verdict_of_components(pd.Series(["met", "met"]), "target", SETTINGS, 2) == "met"
    assert verdict_of_components(["met", "met", "not_met"], "minimum_standard", SETTINGS, 3) == "not_met"
    assert (
        verdict_of_components(pd.Series(["better", "worse"]), "improve", SETTINGS, 2) == "not_distinguishable"
    )


def test_the_chance_of_a_set_is_not_known_where_that_of_no_component_is():
    assert np.isnan(_chance_of_components(rows("better", "better", chances=[np.nan, np.nan]), SETTINGS))
    assert (
        _chance_of_components(rows("better", "better", "better", chances=[1.0, 1.0, np.nan]), SETTINGS) == 1
    )


def test_a_component_whose_level_is_not_known_is_not_counted_as_unchanged():
    known = combine_verdicts(rows("better", "better", levels=["improved", "unknown"]), "improve", SETTINGS, 2)
    assert known["level_verdict"] == "improved"


def test_net_asks_for_more_than_half_of_two():
    settings = replace(SETTINGS, component_rule="net")
    assert _chance_of_components(rows("better", "worse", chances=[1.0, 0.0]), settings) == 0
    assert _chance_of_components(rows("better", "better", chances=[1.0, 1.0]), settings) == 1


def test_components_without_a_verdict_are_counted_as_not_assessed():
    found = combine_verdicts(rows("better", "not_assessed"), "improve", SETTINGS, 2)
    assert found["verdict_words"] == "of 2 components: 1 better, 1 not assessed"
    assert found["trend_verdict"] == "not_assessed"


def test_a_reason_is_named_only_where_most_components_have_one():
    group = rows("not_assessed", "not_assessed", "not_assessed").assign(verdict_reason=["", "", "too short"])
    assert combine_verdicts(group, "improve", SETTINGS, 3)["verdict_reason"].endswith("could be tested")
    group = group.assign(verdict_reason="too short")
    assert combine_verdicts(group, "improve", SETTINGS, 3)["verdict_reason"].endswith("of most, too short")
