"""The baseline trend of a series carried on, and a gap to it in the unit."""

import numpy as np
import pytest

from psa.methods.carried_on import gap_in_unit


def test_a_trend_leads_to_each_later_figure(promises):
    row = promises.measures[promises.measures["trend_verdict"] != "not_assessed"].iloc[0]
    lines = promises.projection(str(row.name))
    points = promises.points(str(row.name))
    later = points.loc[points["period"] == row["latest_period"], "time"].iloc[0]
    assert lines["time"].iloc[-1] >= later > points["time"].iloc[0]
    at_latest = lines[lines["time"] == later].iloc[0]
    assert at_latest["estimate"] == pytest.approx(row["trend_expected"])
    assert at_latest["lower"] < at_latest["estimate"] < at_latest["upper"]


def test_a_series_without_a_trend_leads_nowhere(promises):
    untested = promises.measures.index[promises.measures["trend_verdict"] == "not_assessed"][0]
    lines = promises.projection(untested)
    assert list(lines) == ["time", "estimate", "lower", "upper"] and lines.empty


def test_a_gap_on_the_logit_scale_is_largest_in_points_about_one_half():
    row = {"trend_gap": 0.1, "trend_scale": "logit", "unit": "percent"}
    middle, end = (gap_in_unit(row | {"trend_expected": level}) for level in (50.0, 90.0))
    assert middle == pytest.approx(2.5) and end == pytest.approx(0.9)
    assert gap_in_unit({**row, "trend_scale": "identity", "trend_expected": 5.0}) == 0.1
    assert np.isnan(gap_in_unit(row | {"trend_expected": np.nan}))
