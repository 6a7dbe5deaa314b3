"""The chance of each label."""

import pytest
from counted_indicators import SETTINGS, indicators
from scipy.stats import binom

from psa.methods.label_chances import label_chances


def test_chances_of_labels_are_those_of_the_binomial():
    group = indicators("iiidd", p_improved=0.8)
    found = label_chances(group, SETTINGS, "x", draws=200_000)
    n, p = 5, 0.8
    assert found["chance_no_progress"] == pytest.approx(binom.pmf(0, n, p), abs=0.002)
    assert found["chance_some_progress"] == pytest.approx(binom.cdf(2, n, p) - binom.pmf(0, n, p), abs=0.005)
    assert found["chance_strong_progress"] == pytest.approx(binom.sf(2, n, p), abs=0.005)
    assert found["chance_not_yet_assessed"] == 0
    assert found["chance_known"] == 5
    assert found["expected_false"] == pytest.approx(3 * 0.2)


def test_chances_are_seeded_by_name():
    group = indicators("iiidd", p_improved=0.6)
    assert label_chances(group, SETTINGS, "x") == label_chances(group, SETTINGS, "x")
    assert label_chances(group, SETTINGS, "x") != label_chances(group, SETTINGS, "y")
    assert label_chances(group, SETTINGS, "x") != label_chances(group, SETTINGS, "x", seed=1)


def test_what_has_no_known_chance_is_held_at_its_rating():
    found = label_chances(indicators("iif"), SETTINGS)
    assert found["chance_strong_progress"] == 1
    assert (found["chance_known"], found["expected_false"]) == (0, 0)
    assert label_chances(indicators("nn"), SETTINGS)["chance_not_yet_assessed"] == 1
    assert label_chances(indicators(""), SETTINGS)["chance_not_yet_assessed"] == 1
