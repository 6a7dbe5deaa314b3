"""Axes of years and values: where they are named, and with which words."""

import re
from datetime import date

import numpy as np
import pytest
from chart_frames import chart_of, example, in_periods, series, texts
from matplotlib.figure import Figure

from psa.pages.charts.scales import ValueTicks, Years, decimal, padded, tick_words, years_of


def axis(chart):
    """Return the years that a chart names, with the middles where they stand, and the marks of their beginnings."""
    ax = chart.plot(Figure(figsize=(5, 3), dpi=72).add_axes((0.1, 0.2, 0.8, 0.7)))
    middles = ax.xaxis.get_majorticklocs()
    (marks,) = [
        line
        for line in ax.get_lines()
        if line.get_transform() == ax.get_xaxis_transform() and line.get_marker() == 3
    ]
    return dict(
        zip(ax.xaxis.get_major_formatter().format_ticks(middles), middles, strict=True)
    ), marks.get_xdata()


@pytest.mark.parametrize(
    ("labels", "shown", "begin"),
    [
        (["2006-07", "2007-08", "2008-09", "2009-10"], "2008-09", 2008.25),
        (["2006/07", "2007/08", "2008/09", "2009/10"], "2008/09", 2008 + 8 / 12),
        (["2006", "2007", "2008", "2009"], "2008", 2008.0),
        (["2007-Q4", "2008-Q4", "2009-Q4"], "2008", 2008.0),
        (["2006", "2007", "2008-09", "2009-10"], "2008", 2008.0),
    ],
)
def test_a_year_is_named_between_its_beginning_and_its_end(labels, shown, begin):
    chart = chart_of(*in_periods(labels))
    names, starts = axis(chart)
    assert names[shown] == pytest.approx(begin + 0.5)
    assert any(s == pytest.approx(begin) for s in starts) and any(
        s == pytest.approx(begin + 1) for s in starts
    )
    assert shown in texts(chart.svg())


def test_the_figure_of_a_financial_year_and_its_name_stand_one_above_the_other():
    points, row = in_periods(["2006-07", "2007-08", "2008-09", "2009-10"])
    names, _ = axis(chart_of(points, row))
    assert names["2008-09"] == pytest.approx(points["time"].iloc[2], abs=0.005)


def test_long_series_name_round_years_and_mark_no_beginning_where_marks_would_be_a_hatching():
    points, row = example()
    long = series(np.arange(100.0), start=1912, baseline_period="")
    shown = texts(chart_of(long, row | {"baseline_period": "", "target_level": np.nan}).svg())
    years = [int(text) for text in shown if re.fullmatch(r"\d{4}", text)]
    assert len(years) > 2 and all(year % 10 == 0 for year in years)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0, 10, ["0", "2", "4", "6", "8", "10"]),
        (93.1, 104, ["95", "100"]),
        (-3.4, 4.4, ["−2", "0", "2", "4"]),
        (0, 6e6, ["0", "2m", "4m", "6m"]),
        (0, 3e9, ["0", "1bn", "2bn", "3bn"]),
        (0.0599, 0.0601, ["0.0599", "0.05995", "0.06", "0.06005", "0.0601"]),
    ],
)
def test_values_are_named_at_round_numbers_inside_the_axis_and_a_share_at_none_above_a_hundred(
    low, high, words
):
    assert ValueTicks(5, 100 if low == 93.1 else np.inf).words(low, high) == words


def test_short_ticks_are_told_apart():
    assert tick_words([2e6, 2.5e6]) == ["2m", "2.5m"] and tick_words([]) == []


@pytest.mark.parametrize(
    ("low", "high", "ends"),
    [(0, 10, (0, 11.2)), (-10, 10, (-12.4, 12.4)), (5, 5, (4.88, 5.12)), (0, 0, (0, 0.12))],
)
def test_an_axis_has_room_beyond_its_values_but_not_below_nothing(low, high, ends):
    assert padded(low, high) == pytest.approx(ends)


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2008, 12, 31), 2009.0), (date(2007, 12, 31), 2008.0), (date(2011, 3, 31), 2011 + 90 / 365)],
)
def test_the_end_of_a_day_as_a_decimal_year(day, year):
    assert decimal(day) == pytest.approx(year)


def test_years_of_two_kinds_stand_on_calendar_years():
    points, _ = in_periods(["2007-08", "2008", "2009-10"])
    assert years_of(points) == Years() and years_of(points.iloc[[0, 2]]) == Years(0.25, "-")
    assert Years(0.25, "-").name(2009) == "2009-10" and Years(0.25).starts(2007, 2009.5).tolist() == [
        2007.25,
        2008.25,
        2009.25,
    ]
