"""Chances as they are printed."""

import pytest

from psa.methods.chance_words import chance_in_percent


@pytest.mark.parametrize(
    ("chance", "words"),
    [(0.0, "under 5%"), (0.049, "under 5%"), (0.05, "5%"), (0.5, "50%"), (0.95, "95%"), (0.999, "over 95%")],
)
def test_a_chance_near_either_end_is_told_no_closer_than_back_tests_bear_out(chance, words):
    assert chance_in_percent(chance) == words
