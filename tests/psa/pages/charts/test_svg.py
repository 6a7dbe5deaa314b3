"""A figure as SVG: the same bytes each time, texts as texts, nothing hostile, nothing that reaches outside it."""

import hashlib
import re
import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pytest
from chart_frames import (
    HOSTILE,
    SVG,
    agreements,
    all_charts,
    chart_of,
    components,
    example,
    faults,
    indicators,
    settings,
    texts,
)
from matplotlib.figure import Figure
from matplotlib.patches import Circle

import psa
from psa.pages.charts.agreement import agreement_chart
from psa.pages.charts.components import components_chart
from psa.pages.charts.framework import framework_chart
from psa.pages.charts.svg import to_svg


def axes(**ends):
    """Return a figure of 100 points across and 50 up, and axes that fill it but for ten points."""
    figure = Figure(figsize=(100 / 72, 50 / 72))
    ax = figure.add_axes((0.1, 0.2, 0.8, 0.6))
    ax.set_axis_off()
    ax.set(**ends)
    return figure, ax


def paths(figure):
    """Return fill or line and commands of each path, the sheet's own ground left out."""
    root = ElementTree.fromstring(to_svg(figure, "x"))
    return [(p.get("fill"), p.get("stroke"), p.get("d")) for p in root.iter(f"{SVG}path")][1:]


def test_a_chart_is_well_formed_svg_with_its_alt_text_and_without_a_size_of_its_own():
    for chart in all_charts():
        root = ElementTree.fromstring(chart.svg())
        assert root.get("role") == "img" and root.get("aria-label") == chart.alt
        title, desc = root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text
        assert desc == chart.alt and chart.alt.startswith(title)
        assert root.get("viewBox").startswith("0 0 328 ")
        assert root.get("width") is None and root.get("height") is None


@pytest.mark.thorough
def test_the_same_inputs_give_the_same_bytes_in_another_process():
    here = "".join(chart.svg() for chart in all_charts())
    code = (
        "import hashlib, chart_frames as c;"
        "print(hashlib.sha256(''.join(chart.svg() for chart in c.all_charts()).encode()).hexdigest())"
    )
    folders = [psa.__file__.rsplit("/psa/", 1)[0], sys.modules["chart_frames"].__file__.rsplit("/", 1)[0]]
    words = [sys.executable, "-W", "error", "-c", f"import sys; sys.path[:0] = {folders!r}; {code}"]
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    assert run.stdout.strip() == hashlib.sha256(here.encode()).hexdigest(), run.stderr


def test_nothing_but_the_picture_is_written():
    for chart in all_charts():
        svg = chart.svg()
        assert not re.search(
            r"<style|<metadata|matplotlib|xlink|<!DOCTYPE|\bid=|url\(|href|nan|inf\b", svg, re.I
        )


def test_colours_and_lines_are_attributes_that_a_page_may_change():
    figure, ax = axes(xlim=(0, 1), ylim=(0, 1))
    ax.plot([0, 1], [0, 1], color="#12436d", lw=2, ls=(0, (2, 1)))
    ax.axvspan(0, 1, color="red", alpha=0.25, lw=0)
    svg = to_svg(figure, "x")
    assert 'd="M10 40L90 10" fill="none" stroke="#12436d" stroke-width="2" stroke-dasharray="4,2"' in svg
    assert 'fill="#ff0000" fill-opacity="0.25"/>' in svg


def test_what_goes_beyond_the_plot_is_cut_at_its_edge():
    figure, ax = axes(xlim=(0, 10), ylim=(0, 10))
    ax.plot([0, 20], [0, 20], color="blue")
    ax.fill_between([0, 10], [0, 0], [5, 50], color="red", lw=0)
    ax.plot([5, 50], [5, 50], "s", color="green")
    for _, _, commands in paths(figure):
        numbers = np.array(re.findall(r"-?[\d.]+", commands), float)
        assert numbers.min() >= -3 and numbers.max() <= 93  # the plot ends at 90, and a mark has a size


def test_an_area_of_one_piece_is_drawn_whole():
    figure, ax = axes(xlim=(0, 2), ylim=(0, 2))
    ax.fill_between([0, 1, 2], [0, 0, 0], [1, 2, 1], color="red", lw=0)
    ((fill, stroke, commands),) = paths(figure)
    assert (fill, stroke) == ("#ff0000", None) and {"10 25", "50 10", "90 25"} <= set(
        re.findall(r"[\d.]+ [\d.]+", commands)
    )


def test_a_dot_is_a_circle_and_dots_of_one_look_are_one_path():
    figure, ax = axes(xlim=(0, 2), ylim=(0, 2))
    ax.plot([0, 1, np.nan, 2], [0, 1, 1, 2], "o", ms=4, mew=0, color="red", ls="none", clip_on=False)
    ax.add_patch(Circle((1, 1), 0.5, color="blue"))
    (_, _, circle), (_, _, dots) = paths(figure)
    assert dots.count("a2 2 0 1 0 4 0") == 3 and "C" in circle


def test_texts_stand_where_matplotlib_puts_them_whatever_the_reader_s_font():
    figure, ax = axes(xlim=(0, 1), ylim=(0, 1))
    ax.text(0, 0, "left")
    ax.text(0.5, 0, "middle", ha="center", fontsize=9)
    ax.text(1, 0, "right", ha="right", weight="bold", color="red")
    ax.text(0, 0, "turned", rotation=90)
    svg = to_svg(figure, "x")
    assert (
        '<text x="10" y="40"' in svg
        and '<text x="50" y="40" text-anchor="middle"' in svg
        and 'font-size="9"' in svg
    )
    assert '<text x="90" y="40" text-anchor="end" fill="#ff0000" font-weight="bold"' in svg
    assert re.search(r'transform="rotate\(-90 [\d.]+ [\d.]+\)"[^>]*>turned', svg)


def test_rounding_leaves_the_letters_of_a_text_alone():
    figure = Figure(figsize=(2, 1))
    figure.text(0.123456, 0.5, "25.149 to 3.14159")
    assert "25.149 to 3.14159" in texts(to_svg(figure, "1.23456 exactly"))


def hostile_charts():
    points, row = example()
    frame = indicators().assign(name=HOSTILE, reason=HOSTILE)
    parts, rows = components(3)
    return {
        "measure": chart_of(points, row | {"unit": HOSTILE}, title=HOSTILE),
        "agreement": agreement_chart(frame),
        "components": components_chart(parts, rows.assign(dimension_value=HOSTILE), settings()),
        "framework": framework_chart(agreements().assign(short_title=HOSTILE, rating=HOSTILE), frame),
    }


@pytest.mark.parametrize("kind", ["measure", "agreement", "components", "framework"])
def test_hostile_names_and_alt_texts_are_shown_as_letters_and_never_as_markup(kind):
    svg = hostile_charts()[kind].svg()
    root = ElementTree.fromstring(svg)
    assert not list(root.iter(f"{SVG}script")) and "<script" not in svg and "\x07" not in svg
    assert any("script>" in (text or "") for text in texts(svg))
    assert root.get("aria-label") == root.find(f"{SVG}desc").text


def test_an_alt_text_is_one_attribute_whatever_is_in_it():
    root = ElementTree.fromstring(to_svg(Figure(), HOSTILE))
    assert root.get("aria-label") == HOSTILE.replace("\x07", "")


def test_no_letter_is_too_small_for_a_phone():
    for chart in all_charts():
        sizes = [float(s) for s in re.findall(r'font-size[=:]"?([\d.]+)', chart.svg())]
        assert min(sizes) * (360 - 32) / 328 >= 12


def test_no_text_leaves_the_sheet_or_stands_on_another():
    for chart in [*all_charts(), *hostile_charts().values()]:
        assert faults(chart.svg()) == []
