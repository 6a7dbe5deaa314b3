"""What the line beside a card draws."""

import re

import numpy as np
import pandas as pd

from psa.pages.charts.sparkline import sparkline

POINTS = pd.DataFrame(
    {
        "period": ["2010", "2011", "2012"],
        "time": [2010.5, 2011.5, 2012.5],
        "value": [50.0, 48.0, 46.0],
        "segment": [0, 0, 0],
    }
)
ROW = {
    "target_level": np.nan,
    "standard_level": np.nan,
    "baseline_period": "2010",
    "baseline_value": 50.0,
    "latest_period": "2012",
}


def dots(svg):
    """Return the class and place of each dot."""
    return {
        kind: (float(x), float(y))
        for kind, x, y in re.findall(r'circle class="(\w+)[^"]*" cx="(\S+)" cy="(\S+)"', svg)
    }


def test_first_and_last_figure_have_a_dot():
    found = dots(sparkline(POINTS, ROW))
    assert found["base"][0] < found["last"][0] and found["base"][1] < found["last"][1]


def test_a_published_baseline_that_is_no_figure_of_the_series_stands_before_it():
    row = ROW | {"baseline_period": "2008", "baseline_value": 40.0, "latest_period": "2010"}
    found = dots(sparkline(POINTS, row))
    assert found["base"][0] < found["last"][0]
    assert found["base"][1] > found["last"][1], "40 lies below 50: the change is a rise"


def test_without_a_baseline_there_is_one_dot():
    row = ROW | {"baseline_period": np.nan, "baseline_value": np.nan}
    assert set(dots(sparkline(POINTS, row))) == {"last"}


def test_two_figures_are_no_line():
    assert sparkline(POINTS.head(2), ROW) == ""
