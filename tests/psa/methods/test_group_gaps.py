"""Who is left behind: the gap between the worst and the best group, and whether it closes."""

import numpy as np
import pandas as pd
import pytest

from psa.methods.group_gaps import gap_of_set, is_level


def groups(before, after, sign=1.0, **columns):
    """Return the ratings of groups named a, b, ... from their figures of 2008 and 2010."""
    names = list("abcdef")[: len(before)]
    about = {"sign": sign, "unit": "percent", "value_kind": "proportion", "dimension_value": names}
    figures = {
        "baseline_period": "2008",
        "baseline_value": before,
        "latest_period": "2010",
        "latest_value": after,
    }
    return pd.DataFrame(about | figures | columns, index=[f"m:{name}" for name in names])


def points(rows, half=np.nan):
    """Return the figures of some groups, with limits so far from them."""
    parts = [
        pd.DataFrame(
            {"measure_id": rows.index, "period": rows[f"{end}_period"], "value": rows[f"{end}_value"]}
        )
        for end in ("baseline", "latest")
    ]
    frame = pd.concat(parts).assign(
        interval_level=95.0, design_effect=np.nan, numerator=np.nan, denominator=np.nan
    )
    return frame.assign(lower=frame["value"] - half, upper=frame["value"] + half)


def gap_of(rows, half=np.nan):
    return gap_of_set(rows, points(rows, half), 0.95)


def test_the_gap_is_between_the_worst_and_the_best_of_each_period():
    gap = gap_of(groups([50.0, 40.0, 45.0], [52.0, 48.0, 44.0]))
    assert (gap["baseline_worst"], gap["baseline_best"], gap["baseline_gap"]) == ("b", "a", 10.0)
    assert (gap["latest_worst"], gap["latest_best"], gap["latest_gap"]) == ("c", "a", 8.0)
    assert gap["change"] == -2.0 and gap["standing"] == "narrower" and np.isnan(gap["lower"])


def test_where_less_is_better_the_highest_is_furthest_behind():
    gap = gap_of(groups([50.0, 40.0], [45.0, 30.0], sign=-1.0))
    assert gap["latest_worst"] == "a" and gap["change"] == 5.0 and gap["standing"] == "wider"


@pytest.mark.parametrize(("half", "standing"), [(0.5, "closing"), (3.0, "unclear")])
def test_where_errors_are_published_the_change_of_the_gap_has_an_interval(half, standing):
    gap = gap_of(groups([50.0, 40.0], [50.0, 44.0]), half)
    # four independent figures, each with limits of half: their root sum of squares is twice half
    assert gap["lower"] == pytest.approx(-4 - 2 * half) and gap["upper"] == pytest.approx(-4 + 2 * half)
    assert gap["standing"] == standing


def test_one_figure_without_an_error_leaves_the_change_without_an_interval():
    rows = groups([50.0, 40.0], [50.0, 44.0])
    figures = points(rows, 1.0)
    figures.iloc[0, figures.columns.get_loc("lower")] = np.nan
    assert np.isnan(gap_of_set(rows, figures, 0.95)["lower"])


def test_groups_that_lack_one_of_the_two_periods_are_not_compared_and_counted():
    rows = groups([50.0, 40.0, 10.0], [52.0, 48.0, 90.0], baseline_period=["2008", "2008", "2009"])
    gap = gap_of(rows)
    assert (gap["groups"], gap["left_out"], gap["baseline_gap"]) == (2, 1, 10.0)


@pytest.mark.parametrize(
    "rows",
    [
        groups([50.0, 40.0], [52.0, 48.0], sign=np.nan),
        groups([50.0, 40.0], [52.0, 48.0], unit="number", value_kind="count"),
        groups([60.0, 40.0], [52.0, 48.0]),
        groups([50.0], [52.0]),
        groups([50.0, 40.0], [52.0, 48.0], baseline_period=""),
    ],
    ids=["no direction", "counts", "shares of one whole", "one group", "no baseline"],
)
def test_there_is_no_gap_where_it_would_say_nothing(rows):
    assert gap_of(rows) is None


@pytest.mark.parametrize(
    ("unit", "kind", "expected"),
    [
        ("Rate per 100,000 population", None, True),
        ("Percentage (%)", None, True),
        ("Number, Thousands", None, False),
        ("GBP million", "money", False),
        ("GBP per hour", "money", True),
        ("index 1970=100", "index", False),
        ("index (UK=100)", "index", True),
        ("percent change since 2000", None, False),
    ],
)
def test_levels_can_be_compared_between_groups_of_unlike_size_and_sums_cannot(unit, kind, expected):
    assert is_level(unit, kind) is expected
