"""Months and quarters in the test of the trend: which figures it is made on, and that nothing else changes."""

import numpy as np
import pandas as pd
import pytest

from psa.methods.official import assess_measures
from psa.methods.same_period import changes_on_earlier_years
from psa.methods.settings import Settings

SEASON = np.array([4, 3, 1, -2, -4, -5, -4, -2, 0, 2, 3, 4.0])
SETTINGS = Settings(baseline_by=pd.Timestamp("2008-03-31").date(), through=pd.Timestamp("2011-03-31").date())
NOISE = np.random.default_rng(5).normal(0, 0.2, 96).round(2)


def months(count, **about):
    """Return a long frame of so many months up to March 2011."""
    period = pd.period_range(end="2011-03", periods=count, freq="M")
    value = 50 + NOISE[:count] + np.tile(SEASON, 8)[:count]
    labels = period.strftime("%Y-%b")
    rows = {
        "measure_id": "m",
        "period": labels,
        "value": value,
        "unit": "score",
        "value_kind": "mean",
    } | about
    return pd.DataFrame(rows)


def rated(frame):
    return assess_measures(frame, SETTINGS).loc["m"]


def test_months_of_three_years_or_more_are_tested_by_year_with_their_season_out():
    row = rated(months(84))
    assert (row["trend_season"], row["trend_season_figures"]) == ("stl", 84)
    assert (row["trend_baseline_points"], row["trend_later_points"]) == (4, 3)
    assert row["trend_expected"] == pytest.approx(50, abs=0.5)
    assert row["trend_verdict"] in {"not_distinguishable", "in_line"}


def test_a_rise_after_the_baseline_is_found_however_large_the_season():
    frame = months(84)
    later = frame.index[-36:]
    frame.loc[later, "value"] += 3
    larger = frame.assign(value=frame["value"] + 5 * np.tile(SEASON, 7))
    first, second = rated(frame), rated(larger)
    assert first["trend_verdict"] == second["trend_verdict"] == "better"
    assert second["trend_gap"] == pytest.approx(first["trend_gap"], rel=0.1)


def test_published_figures_and_the_official_rating_are_never_adjusted():
    frame = months(84)
    row, alone = rated(frame), rated(frame[frame["period"].str.endswith("Mar")])
    same = [
        "baseline_value",
        "latest_value",
        "change",
        "rating",
        "level_verdict",
        "change_lower",
        "p_improved",
    ]
    assert row[same].equals(alone[same]) and row["latest_value"] == frame["value"].iloc[-1]


@pytest.mark.parametrize("case", ["too short", "a gap", "a break", "adjusted", "yearly"])
def test_other_series_are_tested_on_the_same_part_of_each_year(case):
    frame, word = months(84), "same_period"
    if case == "too short":
        frame = months(35)
    elif case == "a gap":
        frame = frame.drop(index=60)
    elif case == "a break":
        frame["segment"] = (frame.index >= 60).astype(int)
    elif case == "adjusted":
        frame, word = frame.assign(seasonally_adjusted=True), "published"
    else:
        frame, word = (
            frame[frame["period"].str.endswith("Mar")].assign(period=lambda f: f["period"].str[:4]),
            "",
        )
    row = rated(frame)
    assert row["trend_season"] == word and np.isnan(row["trend_season_figures"])


def test_months_too_few_are_compared_with_the_same_months_before_all_pairs():
    dates = pd.period_range("2008-01", "2009-03", freq="M")
    points = pd.DataFrame(
        {
            "value": np.arange(15.0),
            "start": dates.start_time,
            "end": dates.end_time.normalize(),
            "months": 1,
            "segment": 0,
        }
    )
    found = changes_on_earlier_years(points, "", SETTINGS)
    assert (found.pairs, found.rises, found.change) == (3, 3, 12)
    assert changes_on_earlier_years(points.assign(months=12), "", SETTINGS) is None
    assert changes_on_earlier_years(points.iloc[3:], "", SETTINGS) is None
    assert changes_on_earlier_years(points, "2008-Jan", SETTINGS).pairs == 1 + 2


@pytest.mark.parametrize("label", ["2011-03-31", "2010", "2011-Q1"])
def test_a_figure_of_another_length_among_the_months_is_no_month(label):
    frame = months(84)
    other = frame.tail(1).assign(period=label, value=90.0)
    alone, among = rated(frame), rated(pd.concat([frame, other], ignore_index=True))
    assert among["trend_season_figures"] in {0, alone["trend_season_figures"]}
