"""Made worlds of the test of the trend: what is wrong is seldom said, what changed is seen."""

import numpy as np

from psa.evidence.trend_worlds import WORLDS, make_series, trend_table


def test_published_errors_are_those_that_were_made_and_a_bend_comes_after_its_figure():
    generator = np.random.default_rng(1)
    time, value, se = make_series(generator, 5, 6, bend_at=2, bend=100.0)
    assert (se == 1).all() and time[0].tolist() == [1, 2, 3, 4, 5, 6]
    assert np.abs(value[:, :3]).max() < 6 < (value[:, 3:] / 100).max() * 100
    assert make_series(generator, 5, 6, error=0.0)[2] is None


def test_steady_series_are_seldom_called_better_and_a_bend_is_seen_more_often_than_before():
    table = trend_table(
        400, 1, (3, 6), {"none published, walk": WORLDS["none published, walk"]}, frameworks=6
    )
    assert table["false_better"].max() < 6 and table["false_worse"].max() < 6
    assert (table["power"] > table["power_former"]).all()
