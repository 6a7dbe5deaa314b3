"""The small charts of groups: who is furthest behind stands first, and there are never too many."""

import re

import numpy as np
import pandas as pd
import pytest
from chart_frames import components, faults, settings, texts

from psa.pages.charts.groups import MOST, NAME_LINES, groups_chart


def chart_of(number, sign=1.0, whole=None, **columns):
    points, rows = components(number)
    rows = rows.assign(sign=sign, decimals=np.nan, **columns)
    return groups_chart(rows, points, points.iloc[:0] if whole is None else whole, settings())


@pytest.mark.parametrize("number", [2, 3, 7, 30])
def test_each_group_has_its_name_and_its_last_figure_on_a_sheet_without_faults(number):
    chart = chart_of(number)
    svg = chart.svg()
    assert len(chart.panels) == min(number, MOST) and faults(svg) == []
    assert all(panel.name[0].startswith("Place ") for panel in chart.panels)
    assert {panel.name[0] for panel in chart.panels} <= set(texts(svg))


def test_of_many_groups_those_furthest_behind_and_furthest_ahead_are_drawn_and_counted():
    chart = chart_of(30)
    values = [panel.last[1] for panel in chart.panels]
    assert values == sorted(values)
    assert "12 of 30 groups, furthest behind first" in " ".join(chart.subtitle)
    assert chart.alt.startswith("Small line charts of 12 of 30 groups, last figures: place ")


def test_where_less_is_better_the_highest_stands_first():
    values = [panel.last[1] for panel in chart_of(3, sign=-1.0).panels]
    assert values == sorted(values, reverse=True)


def test_without_a_direction_the_highest_stands_first_and_nobody_is_behind():
    chart = chart_of(3, sign=np.nan)
    assert "highest first" in " ".join(chart.subtitle) and "behind" not in " ".join(chart.subtitle)


def test_the_grey_area_reaches_from_the_lowest_to_the_highest_of_all_groups_at_each_time():
    points, _ = components(30)
    chart = chart_of(30)
    expected = points.groupby("time")["value"].agg(["min", "max"])
    assert np.array_equal(chart.span[["low", "high"]].to_numpy(), expected.to_numpy())


def test_the_measure_that_they_are_groups_of_is_dashed_and_says_so():
    points, _ = components(1)
    chart = chart_of(3, whole=points.assign(measure_id="a-1/1:all"))
    assert "Dashed: all together." in " ".join(chart.subtitle) and len(chart.whole) == len(points)
    assert faults(chart.svg()) == []


def test_a_group_that_ends_in_another_period_says_so():
    points, rows = components(3)
    rows = rows.assign(sign=1.0, decimals=np.nan)
    short = points[~((points["measure_id"] == rows.index[0]) & (points["period"] == points["period"].max()))]
    names = [" ".join(panel.name) for panel in groups_chart(rows, short, points.iloc[:0], settings()).panels]
    assert sum(name.endswith("(2009)") for name in names) == 1


def test_long_names_and_hostile_ones_stay_on_the_sheet():
    names = ["a name that is far too long to stand above so small a chart, of the north", "<b>&"]
    chart = chart_of(2, dimension_value=names)
    assert faults(chart.svg()) == [] and max(len(panel.name) for panel in chart.panels) == NAME_LINES


def test_a_long_name_keeps_all_of_its_last_figure():
    long = "People who look after a relative for more than twenty hours a week, north"
    usual, longer = (chart_of(2, dimension_value=[name, "South"]).panels for name in (long, f"{long} {long}"))
    for panels in (usual, longer):
        lines = {panel.measure_id: panel.name for panel in panels}
        assert all(re.search(r"\d$", " ".join(name)) for name in lines.values()), lines
    assert not any("…" in line for panel in usual for line in panel.name)
    assert any("…" in line for panel in longer for line in panel.name)


def test_groups_without_figures_are_defined():
    points, rows = components(2)
    rows = rows.assign(sign=1.0, decimals=np.nan)
    assert (
        groups_chart(rows, points.assign(value=np.nan), pd.DataFrame(points[:0]), settings()).alt
        == "No figures."
    )
