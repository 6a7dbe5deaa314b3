"""Ids of headings and names of regions stand once on a page."""

import pytest

from psa.site.names import Names, anchor


@pytest.mark.parametrize(
    ("text", "name"),
    [("A & b", "a-b"), ("1. Größe_der Stadt!", "1-größe-der-stadt"), ("…", "section"), ("", "section")],
)
def test_the_id_of_a_heading_is_its_letters_and_digits(text, name):
    assert anchor(text) == name


def test_a_name_that_is_taken_gets_a_number_that_is_not():
    names = Names()
    assert [names.take(name) for name in ("a", "a-2", "a", "a")] == ["a", "a-2", "a-3", "a-4"]
    assert [names.take("Figures", ", table ") for _ in range(2)] == ["Figures", "Figures, table 2"]
