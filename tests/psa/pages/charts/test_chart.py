"""What every chart can do: show itself with its text, and be drawn on axes that can be changed."""

import matplotlib
import pytest
from chart_frames import all_charts, chart_of, example, texts
from IPython.core.formatters import DisplayFormatter
from matplotlib import pyplot
from matplotlib.figure import Figure

from psa.pages.charts.chart import EmptyChart, between
from psa.pages.charts.fit import text_width
from psa.pages.charts.svg import to_svg


def test_a_notebook_shows_one_picture_with_its_alt_text():
    chart = chart_of(*example())
    formatter = DisplayFormatter()
    formatter.active_types = ["text/plain", "image/svg+xml", "image/png", "text/html"]
    data, metadata = formatter.format(chart)
    picture = data.pop("text/html")
    assert data == {"image/svg+xml": chart.svg(), "text/plain": chart.alt}
    assert picture.startswith('<img alt="Line chart') and "data:image/svg+xml;base64," in picture
    assert metadata == {"image/svg+xml": {"alt": chart.alt}}


def test_showing_a_chart_leaves_no_figure_open():
    before = pyplot.get_fignums()
    chart_of(*example())._repr_mimebundle_()
    assert pyplot.get_fignums() == before


@pytest.mark.parametrize("place", range(4))
def test_every_chart_is_drawn_on_axes_of_a_person_s_own_and_can_be_changed_after(place):
    chart = all_charts()[place]
    ax = Figure(figsize=(6, 5)).subplots()
    assert chart.plot(ax) is ax
    ax.set_title("What happened")
    svg = to_svg(ax.figure, chart.alt)
    assert "What happened" in texts(svg) and set(texts(chart.svg())) <= {*texts(svg), *texts(chart.svg())}


OWN = {
    "layout": {"figure.autolayout": True},
    "another layout": {"figure.constrained_layout.use": True},
    "edges": {"savefig.bbox": "tight", "savefig.facecolor": "red", "savefig.transparent": True},
    "letters": {"font.style": "italic", "font.stretch": "condensed", "font.size": 30, "svg.fonttype": "path"},
    "lines": {"path.sketch": (1, 100, 2), "lines.scale_dashes": False, "lines.linewidth": 9},
    "marks": {"markers.fillstyle": "none", "lines.markersize": 20, "axes.grid": True},
}


@pytest.mark.parametrize("settings", OWN.values(), ids=OWN)
def test_a_person_s_own_matplotlibrc_changes_no_chart(settings):
    usual = [chart.svg() for chart in all_charts()]
    with matplotlib.rc_context(settings):
        assert [chart.svg() for chart in all_charts()] == usual


def test_without_axes_a_chart_is_drawn_on_new_ones_of_its_own_size():
    chart = chart_of(*example())
    ax = chart.plot()
    try:
        assert texts(to_svg(ax.figure, "x")) == texts(chart.svg())
    finally:
        pyplot.close(ax.figure)


def test_axes_count_in_years_and_values_and_name_others_when_they_are_moved():
    points, row = example()
    ax = Figure(figsize=(6, 4)).subplots()
    chart_of(points, row).plot(ax)
    ax.set(xlim=(2005, 2008), ylim=(0, 100))
    shown = texts(to_svg(ax.figure, "x"))
    assert {"2006", "40", "80"} <= set(shown) and "2010" not in shown
    (span,) = [line for line in ax.get_lines() if line.get_linewidth() == 2]
    assert span.get_xydata()[0].tolist() == [points["time"].iloc[0], 9.6]


def test_a_chart_of_nothing_says_so():
    assert texts(EmptyChart(alt="No figures.").svg()) == ["No figures"]


@pytest.mark.parametrize(("middle", "expected"), [(50, 50), (0, "low"), (100, "high")])
def test_a_text_is_moved_until_all_of_it_lies_between_two_edges(middle, expected):
    half = text_width("word") / 2
    assert between(middle, "word", 0, 100) == {"low": half, "high": 100 - half}.get(expected, expected)
