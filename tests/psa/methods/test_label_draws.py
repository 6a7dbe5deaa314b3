"""Draws of rules: agreements drawn at once and one by one, sets of measures, and what is not known."""

import numpy as np
import pandas as pd
import pytest

from psa.methods import label_draws
from psa.methods.label_draws import count_each, count_parts, draw_rules, rated_measures
from psa.methods.rule_chances import asked_rules, group_numbers, rule_chances

AGREEMENTS = ["b", "none", "a"]


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "agreement_id": ["a", "a", "a", "b", "b"],
            "indicator_id": ["a/1", "a/2", "a/2", "b/1", "b/2"],
            "estimate": [1.0, 0.5, -0.5, 2.0, 1.0],
            "standard_error": [1.0, 1.0, 1.0, 1.0, np.nan],
            "df": [np.inf, 4.0, np.inf, np.inf, np.inf],
            "lower": 0.0,
            "upper": np.inf,
            "family": "change",
            "error_group": ["g", "g", "", "h", "h"],
            "is_met": [True, True, False, True, True],
        }
    )


def drawn(component_rule: str = "majority"):
    rated = rated_measures(frame(), AGREEMENTS, component_rule)
    chances = {"declared": rule_chances(asked_rules(frame()), group_numbers(frame()["error_group"]))}
    return draw_rules(rated, chances, AGREEMENTS, 200, 1)["declared"]


def test_measures_come_in_the_order_of_the_agreements_and_one_may_have_none():
    rated = rated_measures(frame(), AGREEMENTS, "all")
    assert rated.ids.tolist() == ["b/1", "b/2", "a/1", "a/2"]
    assert rated.sizes.tolist() == [2, 0, 2] and rated.per_agreement.tolist() == [2, 0, 3]
    assert rated.needed.tolist() == [1, 1, 1, 2]
    assert rated.rated_met.tolist() == [True, True, True, False]


@pytest.mark.parametrize("cells", [1, 600, 10**6])
def test_how_many_agreements_are_drawn_at_once_changes_nothing(cells, monkeypatch):
    expected = drawn()
    monkeypatch.setattr(label_draws, "CELLS", cells)
    found = drawn()
    assert found.held.tolist() == expected.held.tolist()
    assert found.pairs.tolist() == expected.pairs.tolist()


def test_what_is_not_known_is_met_in_no_draw_surely_and_in_each_possibly():
    found = drawn()
    assert (found.surely[1], found.held[1], found.possibly[1]) == (0, 1, 1)
    assert found.is_known.tolist() == [True, False, True, True]
    assert found.surely[0] == found.possibly[0] == found.held[0]


def test_counts_of_an_agreement_add_up_to_its_draws_and_one_without_indicators_has_none_in_each():
    found = drawn()
    assert [part.sum() for part in np.split(found.counts, [3, 4])] == [200, 200, 200]
    assert found.counts[3] == 200
    assert [part.sum() for part in np.split(found.pairs, [9, 10])] == [200, 200, 200]


def test_all_measures_of_a_set_are_met_more_seldom_than_any():
    assert drawn("all").held[3] < drawn("any").held[3]


def test_what_is_true_is_counted_in_parts_of_which_some_are_empty():
    flags = np.array([[True, False], [True, True], [False, True]])
    assert count_parts(flags, np.array([0, 2, 1, 0])).tolist() == [[0, 0], [2, 1], [0, 1], [0, 0]]
    assert count_each(flags[:, 0], np.array([0, 2, 1, 0])).tolist() == [0, 2, 0, 0]
