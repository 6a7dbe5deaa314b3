"""Figures that are overdue by the rhythm of their own series."""

from datetime import date

import pandas as pd
import pytest

from psa.data.periods import period_table
from psa.methods.overdue import overdue_measures
from psa.methods.settings import Settings


def settings(day: str) -> Settings:
    return Settings(date(2020, 12, 31), date(2029, 12, 31), as_at=date.fromisoformat(day), release_lag=30)


def series(labels: list[str], lag: float = float("nan")) -> pd.DataFrame:
    frame = pd.DataFrame({"measure_id": "m", "label": "Calls", "period": labels, "release_lag": lag})
    return pd.concat([frame, period_table(labels)[["start", "end"]]], axis=1)


@pytest.mark.parametrize(("day", "is_late"), [("2024-06-10", False), ("2024-06-30", True)])
def test_a_monthly_figure_is_overdue_half_a_month_after_its_day(day, is_late):
    # March is in; April should be out 30 + 30 days after the end of March, on 30 May
    late = overdue_measures(series(["2024-Jan", "2024-Feb", "2024-Mar"]), settings(day))
    assert list(late.index) == (["m"] if is_late else [])
    if is_late:
        assert (late.at["m", "period"], late.at["m", "expected"]) == ("2024-Mar", date(2024, 5, 30))


def test_a_series_that_is_slow_to_come_out_has_its_own_lag():
    assert overdue_measures(series(["2021", "2022", "2023"], 300), settings("2025-03-31")).empty


def test_fewer_than_three_figures_have_the_rhythm_of_their_period_and_days_have_none():
    late = overdue_measures(series(["2021", "2022"]), settings("2024-09-01"))
    assert late.at["m", "expected"] == date(2024, 1, 30)  # a year and 30 days after the end of 2022
    assert overdue_measures(series(["2022"]), settings("2024-06-01")).empty
    assert overdue_measures(series(["2021-03-31", "2022-03-31"]), settings("2029-01-01")).empty


def test_a_leap_day_and_a_month_s_end_are_days_like_others():
    monthly = series(["2023-Oct", "2023-Nov", "2023-Dec"])
    assert overdue_measures(monthly, settings("2024-02-29")).empty
    assert not overdue_measures(monthly, settings("2024-03-31")).empty
