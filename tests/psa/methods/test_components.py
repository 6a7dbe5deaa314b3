"""The rule for an indicator that is a set of components."""

from dataclasses import replace

import pandas as pd
import pytest
from one_series import SETTINGS

from psa.methods.components import combine_components

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
