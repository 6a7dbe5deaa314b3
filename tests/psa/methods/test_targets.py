"""Targets of every kind: levels, paths and words, worked by hand."""

import numpy as np
import pytest

from psa.methods.targets import courses, levels_and_why, on_track_label, path_at, shares, standings, statuses


@pytest.mark.parametrize(
    ("basis", "value", "sign", "baseline", "level", "why"),
    [
        ("level", 85.0, 1, np.nan, 85.0, ""),  # a level needs no baseline
        ("share", 0.9, 1, np.nan, 0.9, ""),
        ("change", 2.0, -1, 30.0, 28.0, ""),
        ("change", -2.0, -1, 30.0, 28.0, ""),  # a size: its direction is the indicator's
        ("percent_change", 20.0, -1, 50.0, 40.0, ""),
        ("percent_change", 20.0, 1, 0.0, np.nan, "baseline_not_positive"),
        ("percent_change", 20.0, 1, -5.0, np.nan, "baseline_not_positive"),
        ("percent_change", 20.0, 1, np.nan, np.nan, "no_baseline"),
        ("change", 2.0, 1, np.nan, np.nan, "no_baseline"),
        ("change", 2.0, 0, 30.0, np.nan, "no_level"),
        ("cumulative", 1.5e6, 1, np.nan, 1.5e6, ""),
        ("level", np.nan, 1, 3.0, np.nan, "no_level"),
    ],
)
def test_the_level_of_each_kind_of_target(basis, value, sign, baseline, level, why):
    levels, reasons = levels_and_why([basis], [value], [sign], [baseline])
    assert levels[0] == pytest.approx(level, nan_ok=True)
    assert reasons[0] == why


def test_a_percentage_of_a_negative_baseline_can_be_declared_to_be_of_its_size():
    levels, why = levels_and_why(["percent_change"], [20.0], [1], [-5.0], per_cent_of_size=[True])
    assert (levels[0], why[0]) == (-4.0, "")


def test_one_target_that_cannot_be_assessed_leaves_the_others_alone():
    levels, _ = levels_and_why(["percent_change", "level"], [20.0, 7.0], [1, 1], [0.0, np.nan])
    assert np.isnan(levels[0]) and levels[1] == 7.0


def test_a_basis_that_is_not_known_is_named():
    with pytest.raises(ValueError, match="'ratio'"):
        levels_and_why(["ratio"], [1.0], [1], [1.0])


def test_a_path_is_straight_or_runs_through_its_milestones():
    assert path_at([2007.5, 2010.5], [30.0, 24.0], 2008.5) == pytest.approx(28.0)
    assert path_at([2007.5, 2008.5, 2010.5], [30.0, 29.0, 24.0], 2009.5) == pytest.approx(26.5)
    assert path_at([2007.5, 2008.5, 2010.5], [30.0, np.nan, 24.0], 2008.5) == pytest.approx(28.0)


def test_there_is_no_path_outside_its_ends_or_from_one_point():
    assert np.isnan(path_at([2008.5, 2010.5], [29.0, 24.0], 2007.5))
    assert np.isnan(path_at([2007.5, 2010.5], [np.nan, 24.0], 2008.5))


def test_where_a_figure_stands_to_its_path_allows_for_its_error():
    said = standings(
        [27.0, 27.0, 29.0, 28.0], [28.0, 28.0, 28.0, np.nan], [-1, 1, -1, 1], [0.0, 0.0, 1.5, 0.0]
    )
    assert said.tolist() == ["ahead", "behind", "on", "no_path"]
    assert standings([28.0], [28.0], [1]).tolist() == ["on"]


def test_the_share_of_the_way_that_is_done():
    assert shares([30.0, 30.0, 30.0], [27.0, 31.0, 30.0], [24.0, 24.0, 30.0]) == pytest.approx(
        [0.5, -1 / 6, np.nan], nan_ok=True
    )


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({}, "not_yet_due"),
        ({"is_settled": True}, "not_met"),
        ({"figure": 86.0, "is_settled": True}, "met"),
        ({"figure": 86.0}, "met_early"),  # before its date: not met by that
        ({"is_past": True}, "no_outturn"),
        ({"figure": 86.0, "is_past": True}, "no_outturn"),
        ({"figure": 86.0, "is_settled": True, "is_in_period": False}, "no_figure"),
        ({"is_in_period": False}, "no_figure"),
        ({"is_in_period": False, "is_past": True}, "no_outturn"),
        ({"figure": np.nan}, "no_figure"),
        ({"level": np.nan, "why": "baseline_not_positive"}, "baseline_not_positive"),
        ({"has_date": False}, "no_date"),
        ({"figure": 86.0, "has_date": False}, "met_early"),
        ({"figure": 85.0, "is_settled": True, "sign": -1}, "met"),
    ],
)
def test_the_status_of_a_target(cells, status):
    base = {"figure": 80.0, "level": 85.0, "sign": 1, "why": "", "is_settled": False, "is_past": False}
    assert statuses(**{k: [v] for k, v in (base | cells).items()}).tolist() == [status]


@pytest.mark.parametrize(
    ("status", "chance", "is_worse", "course"),
    [
        ("not_yet_due", 0.7, False, "on_course"),
        ("not_yet_due", 0.5, False, "uncertain"),
        ("not_yet_due", 0.2, False, "off_course"),
        ("not_yet_due", 0.2, True, "moving_away"),
        ("not_yet_due", 0.8, True, "on_course"),
        ("met_early", 0.6, False, "uncertain"),  # it may not be there on the day
        ("not_yet_due", np.nan, False, "cannot_be_told"),
        ("met", np.nan, False, ""),
        ("not_met", np.nan, True, ""),
    ],
)
def test_what_is_to_be_expected_of_the_day(status, chance, is_worse, course):
    assert courses([status], [chance], [is_worse]).tolist() == [course]


@pytest.mark.parametrize(
    ("expected", "label"),
    [
        (["on_course", "on_course", "off_course"], "on_track"),
        (["on_course", "met", "moving_away"], "mixed"),
        (["off_course", "not_met", "on_course"], "off_track"),
        (["on_course", "uncertain", "off_course"], "mixed"),
        (["on_course", "cannot_be_told"], "not_yet_assessed"),
        ([], "not_yet_assessed"),
    ],
)
def test_targets_that_lie_ahead_are_on_track_together_or_not(expected, label):
    status = [word if word in ("met", "not_met") else "not_yet_due" for word in expected]
    course = ["" if word in ("met", "not_met") else word for word in expected]
    assert on_track_label(status, course) == label
