"""Ids of combinations: different for each, and the same whatever stands beside them."""

from psa.authoring.importing.slugs import combination_slugs


def test_combinations_that_differ_in_capitals_or_in_where_a_word_ends_have_different_ids():
    ids = combination_slugs([("A",), ("a",), ("a", "b c"), ("a b", "c"), ("A",)])
    assert (ids[0], ids[2]) == ("a", "a-b-c") and len(set(ids)) == 5


def test_a_further_combination_changes_no_id():
    first = combination_slugs([("Men",), ("16–24",)])
    assert combination_slugs([("Men",), ("16–24",), ("Women",)])[:2] == first
