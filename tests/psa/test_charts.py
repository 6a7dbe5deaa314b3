"""Charts: what is drawn and said, that it is the same every time, and that nothing hostile gets out."""

import hashlib
import re
import subprocess
import sys
from datetime import date
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import psa
from psa.data.defaults import default_settings
from psa.data.periods import period_table
from psa.methods.official import assess_measures
from psa.methods.settings import settings_from
from psa.pages.charts.agreement import _reach, describe_agreement_summary, plot_agreement_summary, standardise
from psa.pages.charts.components import describe_components_chart, plot_components, sort_components
from psa.pages.charts.framework import describe_framework_summary, plot_framework_summary
from psa.pages.charts.labels import Labels
from psa.pages.charts.look import BLUE, CLASSES, PALE
from psa.pages.charts.measure import (
    _break_times,
    _measure_frame,
    _year_starts,
    describe_measure_chart,
    draw_marks,
    plot_measure,
    year_axis,
)
from psa.pages.charts.numbers import decimal, figure_text, years_of
from psa.pages.charts.svg import show, to_svg

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('x')</script> & \"q\" $\\frac{ 漢 \x07 ]]> {{ x }}"
EMPTY = {
    "lower": np.nan,
    "upper": np.nan,
    "interval_level": np.nan,
    "status": "",
    "segment": 0,
    "is_derived": False,
    "sign": 1.0,
    "unit": "percent",
    "value_kind": "proportion",
    "kind": "target",
    "label": "a series",
}


def settings():
    return settings_from({**default_settings(), "baseline_by": "2008-03-31", "through": "2011-03-31"})


def series(values, start=2004, measure_id="a-1/1:x", **columns):
    """Return a long frame of whole years."""
    labels = [str(start + i) for i in range(len(values))]
    frame = pd.DataFrame({"measure_id": measure_id, "period": labels, "value": values})
    frame = pd.concat([frame, period_table(frame["period"]).drop(columns="period", errors="ignore")], axis=1)
    return frame.assign(**{**EMPTY, **columns})


def row_of(points, **changes):
    row = assess_measures(points, settings()).iloc[0].copy()
    row["dimension_value"], row["label"], row["is_derived"] = (
        "North",
        "a series",
        bool(points["is_derived"].any()),
    )
    return pd.concat([row[~row.index.isin(changes)], pd.Series(changes, dtype=object)])


def example(values=(9.6, 10.4, 9.4, 10.3, 9.2, 8.8, 7.5, 8.1), **columns):
    given = {
        "sign": -1.0,
        "target_value": 7.6,
        "target_basis": "level",
        "target_period": "2010",
        "baseline_period": "2004",
        **columns,
    }
    points = series(list(values), **given)
    return points, row_of(points)


def draw(points, row, projection=None, title="the period"):
    figure = plot_measure(points, row, settings(), projection, title)
    alt = describe_measure_chart(points, row, settings(), projection)
    return to_svg(figure, alt), alt


def texts(svg):
    return [node.text for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def fan(points):
    time = points["time"].to_numpy()[-3:]
    return pd.DataFrame(
        {"time": time, "estimate": [9.0, 9.1, 9.2], "lower": [8, 7, 6.0], "upper": [10, 30, 900.0]}
    )


def components(count, unit="percent"):
    names = [f"place {i}" for i in range(count)]
    ids = [f"a-1/1:{n.replace(' ', '-')}" for n in names]
    parts = [
        series([10.0 + i, 11, 12, 13, 12, 11, 10.0 + 3 * (i % 3)], measure_id=m, unit=unit)
        for i, m in enumerate(ids)
    ]
    points = pd.concat(parts, ignore_index=True)
    rows = assess_measures(points, settings())
    return points, rows.assign(dimension_value=names, label=names, is_derived=False)


def indicators():
    base = {
        "agreement_id": "a-1",
        "reason": "moved",
        "detail": "",
        "components": 1,
        "components_improved": 0,
        "components_deteriorated": 0,
        "baseline_value": 50.0,
        "change": -5.0,
        "change_good": 5.0,
        "change_percent": -10.0,
        "change_lower": -8.0,
        "change_upper": -2.0,
    }
    none = dict.fromkeys(
        ["change", "change_good", "change_percent", "change_lower", "change_upper", "baseline_value"], np.nan
    )
    rows = [
        base | {"indicator_id": "a-1/1", "name": "Fewer losses", "rating": "improvement"},
        base
        | {
            "indicator_id": "a-1/2",
            "name": "More gains",
            "rating": "no_improvement",
            "detail": "deteriorated",
            "change": -2.0,
            "change_good": -2.0,
            "change_percent": -4.0,
            "change_lower": np.nan,
            "change_upper": np.nan,
        },
        base
        | none
        | {
            "indicator_id": "a-1/3",
            "name": "Many parts",
            "rating": "improvement",
            "components": 9,
            "components_improved": 7,
            "components_deteriorated": 2,
        },
        base
        | none
        | {
            "indicator_id": "a-2/1",
            "agreement_id": "a-2",
            "name": "Nothing known",
            "rating": "not_yet_assessed",
            "reason": "no figure could be found",
        },
        base
        | none
        | {"indicator_id": "a-2/2", "agreement_id": "a-2", "name": "A secret", "rating": "withheld"},
    ]
    return pd.DataFrame(rows)


def agreements():
    return pd.DataFrame(
        {
            "agreement_id": ["a-1", "a-2"],
            "short_title": ["Good things", np.nan],
            "rating": ["strong_progress", "not_yet_assessed"],
        }
    )


def all_figures():
    points, row = example()
    yield plot_measure(points, row, settings(), fan(points)), "one series"
    points, rows = components(5)
    yield plot_components(points, rows, settings()), "components"
    yield plot_agreement_summary(indicators()), "an agreement"
    yield plot_framework_summary(agreements(), indicators()), "all agreements"


# ------------------------------------------------------------------------------------------------ text


def test_a_figure_is_well_formed_svg_with_its_alt_text_and_without_a_size_of_its_own():
    for figure, alt in all_figures():
        assert isinstance(figure, Figure)
        root = ElementTree.fromstring(to_svg(figure, alt))
        assert root.get("role") == "img" and root.get("aria-label") == alt
        assert [root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text] == [alt, alt]
        assert (
            root.get("viewBox").startswith("0 0 480 ")
            and root.get("width") is None
            and root.get("height") is None
        )


def test_the_same_inputs_give_the_same_bytes_in_another_process():
    here = "".join(to_svg(*pair) for pair in all_figures())
    code = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]); import test_charts as t;"
        "s = ''.join(t.to_svg(*p) for p in t.all_figures());"
        "print(hashlib.sha256(s.encode()).hexdigest())"
    )
    folder, package = __file__.rsplit("/", 1)[0], psa.__file__.rsplit("/psa/", 1)[0]
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"import sys; sys.path.insert(0, {package!r}); {code}", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.strip() == hashlib.sha256(here.encode()).hexdigest(), run.stderr


def test_no_date_and_no_version_and_no_style_for_the_page_around_it_is_written():
    svg = to_svg(*next(all_figures()))
    assert not re.search(r"<style|<metadata|matplotlib|xlink|<!DOCTYPE|DejaVu Sans;", svg, re.I)


def test_ids_of_many_figures_in_one_page_do_not_collide_and_every_reference_has_its_id():
    pages = []
    for shade in ("red", "blue"):
        figure = Figure()
        ax = figure.subplots()
        ax.plot([0, 1], [0, 1], "o", color=shade)
        ax.fill_between([0, 1], [0, 1], [1, 2], color=shade)
        pages.append(to_svg(figure, "a chart from elsewhere"))
    pages += [to_svg(*pair) for pair in all_figures()]
    ids = re.findall(r'\bid="([^"]+)"', "".join(pages))
    assert ids and len(ids) == len(set(ids))
    for page in pages:
        own = set(re.findall(r'\bid="([^"]+)"', page))
        assert set(re.findall(r"url\(#([^)]+)\)", page)) | set(re.findall(r'href="#([^"]+)"', page)) <= own
        assert "\0" not in page


def test_rounding_leaves_the_letters_of_a_text_alone():
    figure = Figure(figsize=(2, 1))
    figure.text(0.123456, 0.5, "25.149 to 3.14159")
    assert "25.149 to 3.14159" in texts(to_svg(figure, "1.23456 exactly"))


def test_hostile_labels_and_alt_texts_are_shown_as_letters_and_never_as_markup():
    points, row = example()
    row["unit"] = HOSTILE
    svg = to_svg(plot_measure(points, row, settings(), period_title=HOSTILE), HOSTILE)
    frame = indicators().assign(name=HOSTILE, reason=HOSTILE)
    parts, rows = components(3)
    named = agreements().assign(short_title=HOSTILE, rating=HOSTILE)
    pages = [
        svg,
        to_svg(plot_agreement_summary(frame), describe_agreement_summary(frame)),
        to_svg(plot_components(parts, rows.assign(dimension_value=HOSTILE), settings()), HOSTILE),
        to_svg(plot_framework_summary(named, frame), describe_framework_summary(named, frame)),
    ]
    for page in pages:
        root = ElementTree.fromstring(page)
        assert not list(root.iter(f"{SVG}script")) and "<script" not in page
    assert ElementTree.fromstring(svg).get("aria-label") == HOSTILE.replace("\x07", "")
    assert any("<script>" in (text or "") for text in texts(pages[1]))


def test_show_displays_one_picture_with_its_alt_text_and_empties_the_figure(monkeypatch):
    figure, alt = next(all_figures())
    shown = []
    monkeypatch.setattr("psa.pages.charts.svg.display", lambda data, **more: shown.append((data, more)))
    show(figure, alt)
    ((data, more),) = shown
    assert set(data) == {"image/svg+xml", "text/plain"} and data["text/plain"] == alt
    assert more == {"raw": True, "metadata": {"image/svg+xml": {"alt": alt}}}
    assert not figure.axes


def test_no_letter_is_too_small_for_a_phone():
    for figure, alt in all_figures():
        sizes = [float(s) for s in re.findall(r"font-size:([\d.]+)px", to_svg(figure, alt))]
        assert min(sizes) * 328 / 480 >= 9


# ------------------------------------------------------------------------------------------ one series


def test_baseline_latest_and_target_stand_on_the_chart_with_their_figures():
    points, row = example()
    shown = texts(draw(points, row, title="the years agreed")[0])
    assert {"baseline 9.6", "latest 7.5", "target", "7.6", "per cent", "the years agreed"} <= set(shown)
    assert any("Grey: after the years agreed." in text for text in shown)


def test_the_alt_text_says_the_figures_of_the_table():
    points, row = example()
    assert describe_measure_chart(points, row, settings()) == (
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
    svg, alt = draw(points, row_of(points), fan(points))
    for said in (
        "Break in the series between the figures in 2006 and in 2007.",
        "Published intervals for 8 figures.",
        "1 provisional.",
        "Baseline trend carried on to 9.2, range 6.0 to 900.0, more than the chart shows.",
    ):
        assert said in alt
    shown = texts(svg)
    assert "break in series" in shown and "baseline trend" in shown
    assert "Band: 95% interval. Hollow: provisional." in " ".join(shown)


def test_no_line_is_drawn_across_a_break():
    points, _ = example()
    points = points.assign(segment=[0] * 4 + [1] * 4, baseline_period="")
    figure = plot_measure(points, row_of(points), settings())
    times = points["time"].to_numpy()
    for line in figure.axes[0].get_lines():
        if line.get_transform() == figure.axes[0].transData and line.get_color() in {
            BLUE,
            PALE,
        }:
            x = np.asarray(line.get_xdata())
            assert not (x.min() <= times[3] and x.max() >= times[4])


def test_points_fall_where_the_axis_says():
    points, row = example()
    ax = plot_measure(points, row, settings()).axes[0]
    series_line = next(
        line for line in ax.get_lines() if line.get_color() == BLUE and len(line.get_xdata()) > 2
    )
    np.testing.assert_allclose(series_line.get_xydata()[0], [points["time"].iloc[0], 9.6])


def test_a_wide_fan_does_not_flatten_the_series():
    points, row = example()
    ax = plot_measure(points, row, settings(), fan(points)).axes[0]
    assert ax.get_ylim()[1] < 20


def test_a_fan_that_the_chart_cuts_is_said_to_be_cut_and_where_it_leads():
    points, row = example()
    wide = fan(points).assign(estimate=9.0, lower=8.5, upper=[10, 30, 48.8])
    svg, alt = draw(points, row, wide)
    assert "↑ to 48.8" in texts(svg) and "which goes on beyond the edge" in " ".join(texts(svg))
    assert alt.endswith("Baseline trend carried on to 9.0, range 8.5 to 48.8, more than the chart shows.")
    low_svg, _ = draw(points, row, wide.assign(lower=-30.0, upper=9.5))
    assert "↓ to −30.0" in texts(low_svg)


def test_a_fan_that_is_no_wider_than_the_series_is_shown_whole():
    points, row = example()
    whole = fan(points).assign(estimate=9.0, lower=[8.5, 7.5, 6.5], upper=[9.5, 10.5, 11.5])
    svg, alt = draw(points, row, whole)
    ax = plot_measure(points, row, settings(), whole).axes[0]
    frame, _ = _measure_frame(points, row, settings(), draw_marks(points, row), whole, 0)
    assert frame.low < 6.5 and frame.high > 11.5 and ax.get_ylim()[0] < 6.5
    assert not any(text.startswith(("↑", "↓")) for text in texts(svg)) and alt.endswith("range 6.5 to 11.5.")


def in_periods(labels):
    points, _ = example()
    points = points.head(len(labels)).assign(
        period=labels, baseline_period="", target_value=np.nan, target_period=""
    )
    dates = period_table(points["period"])
    points = points.assign(**{c: dates[c].to_numpy() for c in dates if c != "period"})
    return points, row_of(points)


@pytest.mark.parametrize(
    ("labels", "shown", "begin"),
    [(["2006-07", "2007-08", "2008-09", "2009-10"], "2008-09", 2008.25), (["2006/07", "2007/08", "2008/09", "2009/10"], "2008/09", 2008 + 8 / 12),
     (["2006", "2007", "2008", "2009"], "2008", 2008.0), (["2007-Q4", "2008-Q4", "2009-Q4"], "2008", 2008.0),
     (["2006", "2007", "2008-09", "2009-10"], "2008", 2008.0)],
)  # fmt: skip
def test_a_year_is_named_between_its_beginning_and_its_end(labels, shown, begin):
    points, row = in_periods(labels)
    frame, _ = _measure_frame(points, row, settings(), draw_marks(points, row), None, 0)
    years = years_of(points)
    words = {w: (x, first, last) for w, x, first, last in year_axis(frame, years)}
    x, first, last = words[shown]
    assert (x, first, last) == tuple(pytest.approx(float(frame.x(begin + part))) for part in (0.5, 0, 1))
    starts = _year_starts(frame, years)
    assert any(s == pytest.approx(first) for s in starts) and any(s == pytest.approx(last) for s in starts)
    assert shown in texts(draw(points, row)[0])


def test_the_figure_of_a_financial_year_and_its_name_stand_one_above_the_other_and_a_break_at_its_beginning():
    points, row = in_periods(["2006-07", "2007-08", "2008-09", "2009-10"])
    points = points.assign(segment=[0, 0, 1, 1])
    frame, _ = _measure_frame(points, row, settings(), draw_marks(points, row), None, 0)
    _, x, first, _ = next(y for y in year_axis(frame, years_of(points)) if y[0] == "2008-09")
    assert x == pytest.approx(float(frame.x(points["time"].iloc[2])))
    assert [float(frame.x(t)) for t in _break_times(points)] == [pytest.approx(first)]
    assert first == pytest.approx(float(frame.x(decimal(date(2008, 3, 31)))), abs=0.3)


def test_periods_that_are_no_years_of_the_axis_are_said_to_stand_at_their_middle():
    def notes(labels):
        return " ".join(texts(draw(*in_periods(labels))[0]))

    assert "Each figure stands at the middle of its period." in notes(
        ["year to 2007-Sep", "year to 2008-Sep", "year to 2009-Sep"]
    )
    assert "middle of its period" not in notes(["2007", "2008", "2009"])


@pytest.mark.parametrize(
    "values",
    [[], [np.nan, np.nan], [5.0], [5.0, 5.0], [0.0], [0.06, 0.06 + 1e-17, 0.06], [-3.0, 4.0], [2.5e6, 3e9]],
)
def test_empty_short_flat_and_very_large_series_have_a_defined_chart_and_alt_text(values):
    points = series(values, start=2007)
    held = points[points["value"].notna()]
    row = row_of(held) if len(held) else row_of(series([1.0]))
    svg, alt = draw(points, row)
    shown = texts(svg)
    assert len(held) or (alt == "No figures." and shown == ["No figures"])
    assert "nan" not in svg.lower().replace("nano", "") and "inf" not in " ".join(shown)
    ticks = [t for t in shown if re.fullmatch(r"[−\d.,]+(m|bn)?", t)]
    assert len(ticks) == len(set(ticks))


def test_a_projection_of_one_point_and_an_empty_one_are_drawn():
    points, row = example()
    assert "baseline trend" in texts(draw(points, row, fan(points).head(1))[0])
    assert "baseline trend" not in texts(draw(points, row, fan(points).head(0))[0])


def test_a_derived_series_says_that_we_computed_it():
    points, _ = example(is_derived=True)
    svg, alt = draw(points, row_of(points))
    assert "per cent, computed by us from published figures" in texts(svg) and "computed by us" in alt


def test_a_baseline_that_is_only_in_the_definition_is_marked_too():
    points, row = example()
    row["baseline_period"], row["baseline_value"] = "1999", 11.25
    assert "baseline 11.25" in texts(draw(points, row)[0])


def test_a_minimum_standard_has_its_own_line():
    points, row = example()
    row["target_level"], row["standard_level"] = np.nan, 9.0
    svg, alt = draw(points, row)
    assert "standard" in texts(svg) and "Minimum standard 9." in alt and "target" not in texts(svg)


def test_labels_at_one_place_do_not_overlap(monkeypatch):
    ax = SimpleNamespace()
    written = []
    labels = Labels(ax, (0, 0, 480, 260))
    monkeypatch.setattr("psa.pages.charts.labels.write", lambda *given, **more: written.append(given))
    monkeypatch.setattr("psa.pages.charts.labels.draw_line", lambda *given, **more: None)
    for text in ("baseline 9.6", "latest 9.6", "baseline trend", "break in series"):
        labels.place(text, 240, 130)
    boxes = labels.boxes
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert min(a[2], b[2]) <= max(a[0], b[0]) or min(a[3], b[3]) <= max(a[1], b[1])
    assert len(written) == 4


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2008, 12, 31), 2009.0), (date(2007, 12, 31), 2008.0), (date(2011, 3, 31), 2011 + 90 / 365)],
)
def test_the_end_of_a_day_as_a_decimal_year(day, year):
    assert decimal(day) == pytest.approx(year)


def test_figures_in_a_picture_have_the_decimals_of_their_series():
    points, row = example()
    row["baseline_value"], row["decimals"] = 9.0, 1.0
    points.loc[0, "value"] = 9.0
    svg, alt = draw(points, row)
    assert "baseline 9.0" in texts(svg) and "9.0 in 2004, 8.1 in 2011" in alt
    assert figure_text(101030.0, False, 2) == "101,030"


@pytest.mark.parametrize(
    ("value", "is_derived", "words"),
    [
        (101030, False, "101,030"),
        (59.059362, False, "59.06"),
        (0.260349, False, "0.2603"),
        (0.260349, True, "0.26"),
        (-2.5, False, "−2.5"),
        (46.0, False, "46"),
        (np.nan, False, "not known"),
    ],
)
def test_figures_in_a_picture_keep_their_whole_part_and_four_digits(value, is_derived, words):
    assert figure_text(value, is_derived) == words


# ------------------------------------------------------------------------------------------ components


@pytest.mark.parametrize("count", [1, 2, 5, 22])
def test_every_component_has_its_name_its_figures_and_a_word_not_colour_alone(count):
    points, rows = components(count)
    shown = texts(to_svg(plot_components(points, rows, settings()), "x"))
    assert {f"Place {i}" for i in range(count)} <= set(shown)
    signs = [t for t in shown if re.match("[▲▼●○] (improved|worse|no change|not assessed)$", t)]
    assert len(signs) == count and any(" to " in t for t in shown)


def test_components_stand_best_first_and_those_not_assessed_last():
    points, rows = components(4)
    rows = rows.assign(
        change_good=[1.0, -2.0, 3.0, 9.0],
        rating=["improvement", "no_improvement", "improvement", "not_yet_assessed"],
    )
    assert [rows.loc[i, "dimension_value"] for i in sort_components(rows)] == [
        "place 2",
        "place 0",
        "place 1",
        "place 3",
    ]


def test_components_without_any_figures_are_defined():
    points, rows = components(2)
    assert texts(to_svg(plot_components(points.head(0), rows, settings()), "x")) == ["No figures"]
    assert describe_components_chart(points.head(0), rows) == "No figures."


def test_the_alt_text_of_components_counts_what_moved_and_says_the_figures():
    points, rows = components(3)
    alt = describe_components_chart(points, rows)
    counts = rows["reason_code"].value_counts()
    assert alt.startswith("Small line charts of 3 components with 21 figures: ")
    assert f"{counts.get('deteriorated', 0)} worse" in alt or "deteriorated" not in counts
    for row in rows.to_dict("records"):
        assert f"{row['dimension_value']} {row['baseline_value']:g} to {row['latest_value']:g}" in alt


# ------------------------------------------------------------------------------------------- summaries


def test_an_agreement_is_shown_best_first_with_size_and_word_and_what_is_not_rated_with_its_reason():
    shown = texts(to_svg(plot_agreement_summary(indicators()), "x"))
    assert (
        shown.index("Fewer losses")
        < shown.index("More gains")
        < shown.index("Not rated")
        < shown.index("Nothing known")
    )
    assert {"improved by 10%", "deteriorated by 4%", "7 of 9 components improved, 2 worse"} <= set(shown)
    assert "not yet assessed: no figure could be found" in shown and "withheld" in shown


def test_the_change_is_standardised_so_that_better_is_up():
    frame = standardise(indicators())
    assert frame["standardised"].tolist()[:2] == [10.0, -4.0]
    assert (frame["lower"].iloc[0], frame["upper"].iloc[0]) == (4.0, 16.0)
    given = standardise(indicators().assign(standardised=1.5, lower=1.0))
    assert given["standardised"].eq(1.5).all() and given["upper"].isna().all()


def test_the_alt_text_of_an_agreement_says_each_change():
    assert describe_agreement_summary(indicators()) == (
        "3 indicators of 5 rated. Best first. Fewer losses: improved, 10% better. "
        "More gains: deteriorated, 4% worse. "
        "Many parts: improved, 7 of 9 components improved, 2 worse. "
        "Not rated: 1 not yet assessed and 1 withheld."
    )


def test_one_very_large_change_does_not_hide_the_others():
    frame = indicators().head(2)
    frame = pd.concat([frame, frame.assign(change_percent=[-5000.0, -6.0])], ignore_index=True)
    low, high = _reach(standardise(frame).assign(lower=np.nan, upper=np.nan))
    assert high - low < 100


def test_summaries_of_nothing_are_defined():
    nothing = indicators().head(0)
    assert describe_agreement_summary(nothing) == "No indicators."
    assert texts(to_svg(plot_agreement_summary(nothing), "x")) == ["No indicators"]
    to_svg(plot_framework_summary(agreements(), nothing), "x")
    to_svg(plot_framework_summary(agreements().head(0), nothing), "x")


def test_all_agreements_have_a_row_a_label_and_a_key_of_the_signs_used():
    shown = texts(
        to_svg(plot_framework_summary(agreements(), indicators(), {"strong_progress": "going well"}), "x")
    )
    assert {"Good things", "a-2", "going well", "not yet assessed"} <= set(shown)
    assert {"improved", "deteriorated", "withheld"} <= set(shown) and "not rateable" not in shown


def test_the_alt_text_of_all_agreements_counts_signs_and_labels():
    assert describe_framework_summary(agreements(), indicators()) == (
        "2 agreements with a sign for each of 5 indicators: 2 improved, 1 deteriorated, "
        "1 not yet assessed and 1 withheld. Labels: 1 strong progress and 1 not yet assessed."
    )


def test_words_of_another_rule_keep_their_words():
    frame = indicators().assign(
        rating=["better", "worse", "in_line", "not_assessed", "never heard of"], detail=""
    )
    shown = texts(to_svg(plot_agreement_summary(frame), "x"))
    assert {"better", "worse", "never heard of"} <= set(shown)
    to_svg(plot_framework_summary(agreements(), frame), "x")


def test_classes_differ_in_their_symbol_and_not_only_in_colour():
    drawn = [(marker, face == "white") for marker, _, face, _, _ in CLASSES.values()]
    assert len(set(drawn)) == len(drawn)
