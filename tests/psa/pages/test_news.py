"""What the index of a framework that still runs says of its releases, and of who leads what."""

import pytest

from psa.data.load import load_framework
from psa.methods.ratings import rate_framework
from psa.pages.sentences.news import led_words, news_lines, overdue_lines
from psa.pages.tables.indicator import RECENT, series_tables


@pytest.fixture(scope="module")
def framework():
    return load_framework("tests/frameworks/running")


@pytest.fixture(scope="module")
def rated(framework):
    return rate_framework(framework)


def test_the_newest_figure_of_each_of_the_latest_releases_is_told_with_its_day(rated):
    assert news_lines(rated)[:2] == [
        "19 December 2025: Calls answered within a minute, 81.3% in November 2025 and 1 figure of earlier periods.",
        "19 November 2025: Calls answered within a minute, 80.8% in October 2025.",
    ]


def test_a_release_after_the_day_is_not_news_and_before_the_first_there_is_none(framework):
    assert news_lines(rate_framework(framework, as_at="2025-12-18"))[0].startswith("19 November 2025")
    assert news_lines(rate_framework(framework, as_at="2024-01-01")) == []


def test_a_revised_figure_says_what_it_was():
    changed = rate_framework(load_framework("tests/frameworks/running"))  # its own, since its table is cut
    observations = changed.framework.observations
    only = observations[observations["period"] == "2025-Sep"]
    changed.framework.tables["observations"] = only.reset_index(drop=True)
    assert "81.0% in September 2025 (revised from 80.7%)" in news_lines(changed)[0]


def test_what_is_overdue_stands_by_its_series(framework):
    late = overdue_lines(rate_framework(framework, as_at="2026-02-28"))
    assert late[0].startswith(
        "Calls answered within a minute: a figure was to be expected by 20 January 2026"
    )
    assert overdue_lines(rate_framework(framework)) == []


def test_a_department_says_what_it_leads_and_how_that_stands(rated):
    assert led_words(rated, "building") == "Homes: off track"
    assert led_words(rated, "harbour") == "Calls answered: off track and Wardens: cannot be told yet"


def test_a_long_series_begins_with_its_last_figures_and_the_others_lie_by_year(rated):
    tables = series_tables(rated, "calls/1:minute")
    assert [title for title, _ in tables][:3] == ["", "2023 (11)", "2022 (12)"]
    assert len(tables[0][1].rows) == RECENT and tables[0][1].rows[-1][0] == "November 2025"
    assert sum(len(table.rows) for _, table in tables) == len(rated.points("calls/1:minute"))
    assert len(series_tables(rated, "homes/2:plots")) == 1


def test_after_the_last_target_s_day_no_one_else_s_rule_decides(framework):
    late = rate_framework(framework, as_at="2031-01-01")
    assert set(late.agreements["rating"]) <= {"off_track", "not_yet_assessed", "mixed"}
