"""The chart of one series: what is drawn, written and said."""

from datetime import date

import numpy as np
import pytest
from chart_frames import chart_of, example, fan, faults, in_periods, row_of, series, settings, texts
from matplotlib.figure import Figure

from psa.pages.charts.look import BLUE, PALE
from psa.pages.charts.numbers import figure_text
from psa.pages.charts.scales import decimal
from psa.pages.charts.series import Mark, series_frame


def drawn(chart):
    """Return the axes that a chart was drawn on."""
    return chart.plot(Figure().subplots())


# ---------------------------------------------------------------------------------------------- data


def test_what_is_drawn_is_one_row_a_figure_and_one_for_each_break():
    points = series([1.0, 2, 3, 4], 2008, segment=[0, 0, 1, 1], status=["", "", "provisional", ""])
    frame = series_frame(points, settings())
    assert frame["time"].tolist() == [2008.5, 2009.5, 2010, 2010.5, 2011.5]
    np.testing.assert_array_equal(frame["value"], [1, 2, np.nan, 3, 4])
    assert frame["is_late"].tolist() == [False, False, False, False, True]
    assert frame["is_provisional"].tolist() == [False, False, False, True, False]


def test_baseline_and_latest_figure_are_marked_and_the_last_one_where_neither_is_known():
    points, row = example()
    assert chart_of(points, row).marks == (
        Mark("baseline", 2004.5, 9.6, False),
        Mark("latest", 2010.5, 7.5, False),
    )
    unknown = row | {"baseline_period": "", "latest_period": ""}
    assert chart_of(points, unknown).marks == (Mark("last figure", 2011.5, 8.1, False),)


def test_a_baseline_that_is_only_in_the_definition_is_marked_too():
    points, row = example()
    chart = chart_of(points, row | {"baseline_period": "1999", "baseline_value": 11.25})
    assert chart.marks[0] == Mark("baseline", 1999.5, 11.25, False) and "baseline 11.25" in texts(chart.svg())


def test_a_later_target_has_a_straight_path_and_one_that_is_past_or_without_a_date_has_none():
    points, row = example()
    assert chart_of(points, row).path.to_numpy().tolist() == [[2004.5, 9.6, ""], [2010.5, 7.6, ""]]
    for changes in ({"target_period": "2003"}, {"target_period": ""}, {"target_level": np.nan}):
        assert chart_of(points, row | changes).path.empty


def test_a_path_runs_through_what_is_asked_for_on_the_way_and_says_it():
    points, row = example()
    chart = chart_of(points, row | {"milestones": "2003=9;2007=9.2"})  # the first is before the baseline
    assert chart.path["value"].tolist() == [9.6, 9.2, 7.6]
    assert "9.2 by 2007" in texts(chart.svg()) and "9 by 2003" not in texts(chart.svg())
    assert "Dotted: the path that is needed." in " ".join(chart.notes)


def test_a_wide_fan_does_not_flatten_the_series():
    points, row = example()
    assert chart_of(points, row, fan(points)).limits.high < 20


def test_a_fan_that_is_no_wider_than_the_series_is_shown_whole():
    points, row = example()
    whole = fan(points).assign(estimate=9.0, lower=[8.5, 7.5, 6.5], upper=[9.5, 10.5, 11.5])
    chart = chart_of(points, row, whole)
    assert chart.limits.low < 6.5 and chart.limits.high > 11.5
    assert not any(text.startswith(("↑", "↓")) for text in texts(chart.svg()))
    assert chart.alt.endswith("range 6.5 to 11.5.")


def test_a_break_stands_at_the_beginning_of_the_first_year_after_it():
    points, row = in_periods(["2006-07", "2007-08", "2008-09", "2009-10"])
    chart = chart_of(points.assign(segment=[0, 0, 1, 1]), row)
    assert chart.breaks == pytest.approx([2008.25])
    assert chart.breaks[0] == pytest.approx(decimal(date(2008, 3, 31)), abs=0.005)


# --------------------------------------------------------------------------------------------- words


def test_baseline_latest_and_target_stand_on_the_chart_with_their_figures():
    points, row = example()
    shown = texts(chart_of(points, row, title="the years agreed").svg())
    assert {"baseline 9.6", "latest 7.5", "target", "7.6", "per cent", "the years agreed"} <= set(shown)
    assert "Grey: after the years agreed." in " ".join(shown)


def test_the_alt_text_says_the_figures_of_the_table():
    assert chart_of(*example()).alt == (
        "Line chart of 8 figures, per cent: 9.6 in 2004, 8.1 in 2011. "
        "Highest 10.4 in 2005, lowest 7.5 in 2010. "
        "Baseline 9.6 in 2004. Latest in the span assessed 7.5 in 2010. Target 7.6 in 2010. "
        "1 after the span assessed, drawn paler."
    )


def test_breaks_intervals_provisional_figures_and_the_trend_are_said_in_the_alt_text_and_on_the_chart():
    points, _ = example()
    points = points.assign(
        segment=[0] * 3 + [1] * 5,
        lower=points["value"] - 1,
        upper=points["value"] + 1,
        interval_level=95.0,
        status=[*[""] * 7, "provisional"],
        baseline_period="",
    )
    chart = chart_of(points, row_of(points), fan(points))
    for said in (
        "Break in the series between the figures in 2006 and in 2007.",
        "Published intervals for 8 figures.",
        "1 provisional.",
        "Baseline trend carried on to 9.2, range 6.0 to 900.0, more than the chart shows.",
    ):
        assert said in chart.alt
    shown = texts(chart.svg())
    assert "break in series" in shown and "where the trend pointed" in shown
    assert "Band: 95% interval. Hollow: provisional." in " ".join(shown)
    assert faults(chart.svg()) == []


def test_a_fan_that_the_chart_cuts_is_said_to_be_cut_and_where_it_leads():
    points, row = example()
    wide = fan(points).assign(estimate=9.0, lower=8.5, upper=[10, 30, 48.8])
    chart = chart_of(points, row, wide)
    shown = texts(chart.svg())
    assert "↑ to 48.8" in shown and "which goes on beyond the edge" in " ".join(shown)
    assert chart.alt.endswith(
        "Baseline trend carried on to 9.0, range 8.5 to 48.8, more than the chart shows."
    )
    assert "↓ to −30.0" in texts(chart_of(points, row, wide.assign(lower=-30.0, upper=9.5)).svg())


def test_periods_that_are_no_years_of_the_axis_are_said_to_stand_at_their_middle():
    def notes(labels):
        return " ".join(chart_of(*in_periods(labels)).notes)

    rolling = ["year to 2007-Sep", "year to 2008-Sep", "year to 2009-Sep"]
    assert "Each figure stands at the middle of its period." in notes(rolling)
    assert "middle of its period" not in notes(["2007", "2008", "2009"])


def test_a_derived_series_says_that_we_computed_it():
    points, _ = example(is_derived=True)
    chart = chart_of(points, row_of(points))
    assert (
        "per cent, computed by us from published figures" in texts(chart.svg())
        and "computed by us" in chart.alt
    )


def test_a_minimum_standard_has_its_own_line_and_stands_clear_of_a_target_beside_it():
    points, row = example()
    chart = chart_of(points, row | {"target_level": np.nan, "standard_level": 9.0})
    assert (
        "standard" in texts(chart.svg())
        and "Minimum standard 9." in chart.alt
        and "target" not in texts(chart.svg())
    )
    both = chart_of(points, row | {"standard_level": 7.7}).svg()
    assert {"target", "standard"} <= set(texts(both)) and faults(both) == []


def test_figures_in_a_picture_have_the_decimals_of_their_series():
    points, row = example()
    points.loc[0, "value"] = 9.0
    chart = chart_of(points, row | {"baseline_value": 9.0, "decimals": 1.0})
    assert "baseline 9.0" in texts(chart.svg()) and "9.0 in 2004, 8.1 in 2011" in chart.alt
    assert figure_text(101030.0, False, 2) == "101,030"


@pytest.mark.parametrize(
    ("value", "is_derived", "words"),
    [
        (101030, False, "101,030"),
        (59.059362, False, "59.06"),
        (0.260349, False, "0.26"),
        (0.260349, True, "0.26"),
        (-2.5, False, "−2.5"),
        (46.0, False, "46"),
        (np.nan, False, "not known"),
    ],
)
def test_figures_in_a_picture_keep_their_whole_part_and_four_digits(value, is_derived, words):
    assert figure_text(value, is_derived) == words


# ------------------------------------------------------------------------------------------- drawing


def test_no_line_is_drawn_across_a_break():
    points, _ = example()
    points = points.assign(segment=[0] * 4 + [1] * 4, baseline_period="")
    lines = [
        line
        for line in drawn(chart_of(points, row_of(points))).get_lines()
        if line.get_color() in {BLUE, PALE}
    ]
    assert len(lines) > 2
    for line in lines:
        x, y = np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)
        joined = np.isfinite(y[:-1]) & np.isfinite(y[1:])
        assert not any(joined & (x[:-1] < 2008) & (x[1:] > 2008)) or line.get_linestyle() == "None"


def test_figures_after_the_span_are_a_paler_line_that_begins_at_the_last_figure_of_the_span():
    points, row = example()
    (late,) = [
        line
        for line in drawn(chart_of(points, row)).get_lines()
        if 1 < line.get_linewidth() < 1.3 and line.get_color() == PALE
    ]
    known = np.isfinite(late.get_ydata())
    assert late.get_xydata()[known].tolist() == [[2010.5, 7.5], [2011.5, 8.1]]


def test_a_published_interval_between_two_that_are_not_known_is_drawn_as_a_bar():
    points, _ = example()
    known = [False, True, False, False, True, True, True, False]
    points = points.assign(
        lower=np.where(known, points["value"] - 1, np.nan), upper=np.where(known, points["value"] + 1, np.nan)
    )
    ax = drawn(chart_of(points, row_of(points)))
    assert len(ax.containers) == 1  # one error bar
    (band,) = [c for c in ax.collections if c.get_facecolor().size and c.get_facecolor()[0, 3] < 1]
    assert band.get_paths()[0].get_extents().intervalx.tolist() == [2008.5, 2010.5]


@pytest.mark.parametrize(
    "values",
    [[], [np.nan, np.nan], [5.0], [5.0, 5.0], [0.0], [0.06, 0.06 + 1e-17, 0.06], [-3.0, 4.0], [2.5e6, 3e9]],
)
def test_empty_short_flat_and_very_large_series_have_a_defined_chart_and_alt_text(values):
    points = series(values, start=2007)
    known = points[points["value"].notna()]
    chart = chart_of(points, row_of(known) if len(known) else row_of(series([1.0])))
    shown = texts(chart.svg())
    assert len(known) or (chart.alt == "No figures." and shown == ["No figures"])
    assert "nan" not in chart.svg().lower() and "inf" not in " ".join(shown) and faults(chart.svg()) == []


def test_a_projection_of_one_point_and_an_empty_one_are_drawn():
    points, row = example()
    assert "where the trend pointed" in texts(chart_of(points, row, fan(points).head(1)).svg())
    assert "baseline trend" not in texts(chart_of(points, row, fan(points).head(0)).svg())
