"""What a page said at past releases: in runs of the same word, and a row a release."""

from dataclasses import replace

import pytest

from psa.methods import past_releases
from psa.pages.parts.card import card_of
from psa.pages.sentences.past import past_table, said_before


@pytest.fixture
def rated(frozen_ratings):
    return frozen_ratings("running")


@pytest.fixture
def of_two_releases(rated, monkeypatch):
    """Return the same ratings with two releases of each indicator: each of the usual twelve is rated anew."""
    monkeypatch.setattr(past_releases, "MOST_RELEASES", 2)
    return replace(rated)


def test_releases_that_said_the_same_are_one_run_with_its_days_and_chances(rated):
    first, later = said_before(rated, "wages/1")
    assert first.text == "19 December 2024: uncertain, chance 65%"
    assert later.text == "21 March 2025 to 18 September 2025, 3 releases: on track, chance 73% to 85%"
    assert (first.sign, first.code, later.code) == ("●", "no_improvement", "improvement")


def test_a_run_of_which_no_chance_could_be_told_has_none(rated):
    assert said_before(rated, "calls/2")[0].text.endswith("3 releases: cannot be told yet")


def test_one_release_is_no_past(rated):
    assert said_before(rated, "wardens/1") == [] and past_table(rated, "wardens/1") is None


def test_the_table_has_a_row_a_release_and_says_whose_day_is_counted_from_a_lag(rated, of_two_releases):
    table = past_table(rated, "wages/1")
    assert len(table.rows) == 4 and table.rows[0][0] == "19 December 2024*"
    assert "the figure counts from 80 days after the end of its period" in table.notes[1]
    dated = past_table(of_two_releases, "calls/1")
    assert len(dated.notes) == 1 and "*" not in "".join(row[0] for row in dated.rows)


def test_the_card_tells_the_runs_and_how_the_days_are_known(rated, of_two_releases):
    card = card_of(rated, "wages/1")
    assert card.past == said_before(rated, "wages/1")
    assert card.past_heading == "At its past releases, their days counted from a stated lag"
    assert "19 December 2024: uncertain, chance 65%; 21 March 2025" in card.to_text()
    assert card_of(of_two_releases, "calls/1").past_heading == "At its past releases"


def test_a_framework_whose_figures_have_no_days_has_no_past(tiny_rated):
    assert tiny_rated.release_days.empty
    assert all(not said_before(tiny_rated, i) for i in tiny_rated.indicators["indicator_id"])
