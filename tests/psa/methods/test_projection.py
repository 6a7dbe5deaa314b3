"""Projections: the formula, what they count, and how often they hold."""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from psa.methods.projection import PROJECTION_INFLATION, chance_of_meeting, project

pytestmark = pytest.mark.filterwarnings("error")


NAN = np.nan


SERIES = Path(__file__).parents[3] / "data" / "replay" / "destatis_series.json"


def windows(known=6, ahead=3):
    """Return values and outturn of every run of consecutive years in the German series."""
    rows, outturn = [], []
    for series in json.loads(SERIES.read_text(encoding="utf-8")).values():
        by_year = {int(year): value for year, value in series.items()}
        for year in sorted(by_year):
            years = range(year, year + known)
            if all(y in by_year for y in years) and years[-1] + ahead in by_year:
                rows.append([by_year[y] for y in years])
                outturn.append(by_year[years[-1] + ahead])
    return np.array(rows), np.array(outturn)


def coverage(inflation):
    value, outturn = windows()
    found = project(np.arange(6.0)[None], value, None, 8.0, inflation=inflation)
    return np.mean((found.lower <= outturn) & (outturn <= found.upper)), np.median(found.upper - found.lower)


def test_projection_intervals_hold_at_least_nine_in_ten_outturns_of_real_series():
    assert len(windows()[0]) == 373
    share, width = coverage(PROJECTION_INFLATION)
    assert share >= 0.90
    plain_share, plain_width = coverage(1.0)
    assert plain_share == pytest.approx(0.869, abs=0.001)
    assert width == pytest.approx(PROJECTION_INFLATION * plain_width)


def test_a_projection_is_that_of_the_formula():
    value = np.array([[10.0, 13.0, 12.0, 16.0]])
    found = project(np.array([[0.0, 1.0, 2.0, 3.0]]), value, None, 5.0, inflation=1.0)
    s2 = 14 / 2  # changes 3, -1, 4 about 2
    assert_allclose(found.estimate, 16 + 0.5 * 2 * 2)
    assert_allclose(found.se, np.sqrt(s2 * (2 + 0.25 * 4 / 3)))
    assert_allclose(found.upper - found.estimate, stats.t.ppf(0.975, 2) * found.se)
    damped = project(np.array([[0.0, 1.0, 2.0, 3.0]]), value, None, 5.0, damping=1.0)
    assert_allclose(damped.estimate, 20.0)


def test_a_projection_counts_the_sampling_error_of_both_ends_and_of_the_figure_to_come():
    found = project(np.arange(4.0)[None], np.array([[1.0, 1.1, 0.9, 1.0]]), 1.0, 6.0, inflation=1.0)
    assert np.isinf(found.df[0])
    assert_allclose(found.se, np.sqrt(1.5**2 + 0.5**2 + 1))


def test_projections_to_many_times_come_at_once_and_only_for_times_to_come():
    value = np.array([[1.0, 3.0, 2.0, 5.0], [1.0, 2.0, NAN, NAN], [2.0, 2.0, 2.0, 2.0]])
    found = project(np.arange(4.0)[None], value, None, np.tile([3.0, 4.0, 6.0], (3, 1)))
    assert found.estimate.shape == (3, 3)
    assert np.isnan(found.estimate[:, 0]).all()
    assert np.isnan(found.estimate[1]).all()
    assert found.se[0, 2] > found.se[0, 1]
    assert found.estimate[2, 1] == 2.0
    assert np.isnan(found.lower[2, 1])


def test_the_chance_of_meeting_a_target_falls_as_the_target_recedes_and_mirrors_with_sign():
    time, value = np.arange(6.0)[None], np.array([[1.0, 3.0, 2.0, 5.0, 4.0, 6.0]])
    chances = [chance_of_meeting(t, 8.0, 1, time, value, None)[0] for t in (0.0, 7.5, 20.0)]
    assert chances[0] > chances[1] > chances[2]
    assert chances[1] == pytest.approx(0.5)  # 6 + half of 1 a year, three years on
    assert chance_of_meeting(-20.0, 8.0, -1, time, -value, None)[0] == pytest.approx(chances[2])
    assert np.isnan(chance_of_meeting(1.0, 4.0, 1, time, value, None)).all()
    assert np.isnan(chance_of_meeting(1.0, 8.0, [0.0], time, value, None)).all()


@pytest.mark.parametrize("more", [dict(damping=1.5), dict(inflation=0.5), dict(confidence=1.0)])
def test_a_projection_refuses_settings_out_of_range(more):
    with pytest.raises(ValueError, match=next(iter(more))):
        project(np.arange(4.0)[None], np.arange(4.0)[None] ** 2, None, 6.0, **more)
