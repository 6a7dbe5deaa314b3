"""The small charts of components: each with its name, figures and a word, the best first."""

import re

import numpy as np
import pandas as pd
import pytest
from chart_frames import components, faults, series, settings, texts
from matplotlib.figure import Figure

from psa.methods.official import assess_measures
from psa.pages.charts.components import components_chart
from psa.pages.charts.moves import sort_components


def chart_of(points, rows):
    return components_chart(points, rows, settings())


@pytest.mark.parametrize("count", [1, 2, 5, 22])
def test_every_component_has_its_name_its_figures_and_a_word_not_colour_alone(count):
    svg = chart_of(*components(count)).svg()
    shown = texts(svg)
    assert {f"Place {i}" for i in range(count)} <= set(shown) and faults(svg) == []
    signs = [t for t in shown if re.match("[▲▼●○] (improved|worse|no change|not assessed)$", t)]
    assert len(signs) == count and any(" to " in t for t in shown)


def test_components_stand_best_first_and_those_not_assessed_last():
    points, rows = components(4)
    rows = rows.assign(
        change_good=[1.0, -2.0, 3.0, 9.0],
        rating=["improvement", "no_improvement", "improvement", "not_yet_assessed"],
    )
    names = [rows.loc[i, "dimension_value"] for i in sort_components(rows)]
    assert names == ["place 2", "place 0", "place 1", "place 3"]
    panels = chart_of(points, rows).panels
    assert [panel.beside[0] for panel in panels] == ["Place 2", "Place 0", "Place 1", "Place 3"]
    assert [panel.move for panel in panels][-1] == "not assessed"


def test_no_line_joins_two_components_whatever_their_order():
    points, rows = components(3)
    rows = rows.assign(change_good=[1.0, 3.0, 2.0])
    frame = chart_of(points, rows).frame
    ends = frame["measure_id"].ne(frame["measure_id"].shift()).to_numpy()[1:]
    assert ends.sum() == 2 and frame["value"].isna().to_numpy()[1:][ends].all()


def test_a_figure_stands_as_high_in_its_panel_as_its_axis_says():
    points, rows = components(2)
    chart = chart_of(points, rows)
    panel, foot = chart.panels[1], chart.feet()[1]
    ax = chart.plot(Figure().subplots())
    own = points.loc[points["measure_id"] == panel.measure_id, "value"]
    heights = np.concatenate([np.asarray(line.get_ydata(), float) for line in ax.get_lines()])
    for value in own:
        assert np.isclose(heights, foot + panel.up(value)).any()


def test_components_of_one_unit_share_their_axis_and_those_of_several_have_their_units():
    same = chart_of(*components(3))
    assert len({(panel.low, panel.high) for panel in same.panels}) == 1
    points = pd.concat(
        [series([1.0, 2, 3, 4, 5, 6, 7], measure_id="a"), series([100.0] * 7, measure_id="b", unit="number")]
    )
    rows = assess_measures(points, settings()).assign(dimension_value=["x", "y"], label="", is_derived=False)
    other = chart_of(points, rows)
    assert len({(panel.low, panel.high) for panel in other.panels}) == 2
    assert (
        any(text.endswith(" per cent") for text in texts(other.svg()))
        and "in their own units" in other.subtitle[0]
    )


def test_long_names_stand_above_and_are_not_cut():
    points, rows = components(2)
    names = ["a name that is far too long to stand beside its chart, in the north", "south"]
    chart = chart_of(points, rows.assign(dimension_value=names))
    assert " ".join(chart.panels[0].above) == "A" + names[0][1:] or "South" in chart.panels[0].above
    assert faults(chart.svg()) == []


def test_components_without_any_figures_are_defined():
    points, rows = components(2)
    chart = chart_of(points.head(0), rows)
    assert texts(chart.svg()) == ["No figures"] and chart.alt == "No figures."


def test_the_alt_text_of_components_counts_what_moved_and_says_the_figures():
    points, rows = components(3)
    alt = chart_of(points, rows).alt
    counts = rows["reason_code"].value_counts()
    assert alt.startswith("Small line charts of 3 components with 21 figures: ")
    assert f"{counts.get('deteriorated', 0)} worse" in alt or "deteriorated" not in counts
    for row in rows.to_dict("records"):
        assert f"{row['dimension_value']} {row['baseline_value']:g} to {row['latest_value']:g}" in alt
