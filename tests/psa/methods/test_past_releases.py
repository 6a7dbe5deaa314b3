"""What was said at past releases: on the days on which figures came out, as ``--as-at`` says it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from psa.methods import past_releases
from psa.methods.past_releases import release_days
from psa.methods.ratings import rate_framework


@pytest.fixture
def rated(frozen_ratings):
    return frozen_ratings("running")


@pytest.fixture
def framework(rated):
    return rated.framework


def days_of(rated, indicator_id, framework=None):
    rows = release_days(framework or rated.framework, rated.measures, rated.settings)
    rows = rows[rows["indicator_id"] == indicator_id]
    return list(rows[["day", "is_dated"]].itertuples(index=False, name=None))


def test_a_figure_comes_out_on_its_day_or_the_stated_days_after_its_period_which_is_marked(rated):
    assert days_of(rated, "wardens/1") == [(date(2025, 8, 29), True)]
    ends = [date(2024, 9, 30), date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)]
    assert days_of(rated, "homes/1") == [(end + timedelta(45), False) for end in ends]


def test_figures_of_before_the_start_are_no_release_and_of_many_the_last_twelve_count(rated):
    days = days_of(rated, "calls/1")
    assert len(days) == 12 and days[-1] == (date(2025, 12, 19), True)
    assert all(day > rated.settings.baseline_by for day, _ in days)


def test_where_most_figures_have_no_day_there_is_no_past(rated, framework):
    measures = framework.measures.assign(release_lag=None)
    other = replace(framework, tables=framework.tables | {"measures": measures})
    assert days_of(rated, "homes/1", other) == []
    assert len(days_of(rated, "calls/1", other)) == 12


def test_no_release_is_after_the_day_as_at_which_it_is_judged(framework):
    rated = rate_framework(framework, as_at="2025-03-31")
    assert days_of(rated, "homes/1")[-1][0] == date(2025, 2, 14)


def test_a_large_framework_is_read_again_for_fewer_days(rated, monkeypatch):
    monkeypatch.setattr(past_releases, "MOST_FIGURES", 2 * len(rated.framework.observations))
    rows = release_days(rated.framework, rated.measures, rated.settings)
    assert sorted(rows["day"].unique()) == [date(2025, 11, 20), date(2025, 12, 19)]


@pytest.mark.thorough
@pytest.mark.parametrize("indicator_id", ["wages/1", "homes/2"])
def test_what_was_said_is_what_the_framework_says_as_at_that_day(rated, framework, indicator_id):
    past = rated.past([indicator_id])
    assert len(past) >= 3
    for row in past.to_dict("records"):
        then = (
            rate_framework(framework, as_at=str(row["day"]))
            .indicators.set_index("indicator_id")
            .loc[indicator_id]
        )
        for column in ("rating", "verdict", "target_figure_period"):
            assert row[column] == then[column]
        assert row["target_chance"] == pytest.approx(then["target_chance"], nan_ok=True)


def test_each_day_is_worked_out_once(rated, monkeypatch):
    first = rated.past(["wages/1"])
    monkeypatch.setattr("psa.methods.ratings.said_on", lambda *_: pytest.fail("worked out again"))
    assert rated.past(["wages/1"]).equals(first)
