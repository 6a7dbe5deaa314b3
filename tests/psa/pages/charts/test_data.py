"""The table of a chart holds what the chart draws."""

import pandas as pd

from psa.pages.charts.data import points_data, series_data, with_sources

POINTS = pd.DataFrame(
    {
        "label": "Street trees",
        "period": ["2008", "2009", "2010"],
        "time": [2008.5, 2009.5, 2010.5],
        "value": [10.0, float("nan"), 12.0],
        "lower": float("nan"),
        "upper": float("nan"),
        "unit": "number",
        "status": "final",
        "source_id": ["book", "book", "book; survey"],
        "segment": 0,
    }
)
ROW = {
    "unit": "number",
    "label": "Street trees",
    "target_level": 14.0,
    "target_period": "2012",
    "standard_level": None,
}


def test_every_figure_that_is_drawn_is_a_row_and_a_gap_is_none():
    data = points_data(POINTS)
    assert data[["what", "series", "period", "value"]].to_numpy().tolist() == [
        ["figure", "Street trees", "2008", 10.0],
        ["figure", "Street trees", "2010", 12.0],
    ]


def test_target_and_trend_stand_below_the_figures():
    trend = pd.DataFrame({"time": [2011.5], "estimate": [12.5], "lower": [11.0], "upper": [14.0]})
    data = series_data(POINTS, ROW, trend)
    assert data["what"].tolist() == ["figure", "figure", "target", "where the trend pointed"]
    target, pointed = data.iloc[2], data.iloc[3]
    assert (target["period"], target["value"], target["unit"]) == ("2012", 14.0, "number")
    assert (pointed["time"], pointed["value"], pointed["lower"], pointed["upper"]) == (
        2011.5,
        12.5,
        11.0,
        14.0,
    )


def test_the_source_of_each_figure_stands_beside_it_by_its_title():
    data = with_sources(points_data(POINTS), {"book": "The book of pledges", "survey": "House survey"})
    assert data["source"].tolist() == ["The book of pledges", "The book of pledges; House survey"]
    assert with_sources(pd.DataFrame({"source_id": [None, "unknown"]}), {})["source"].tolist() == ["", ""]
