"""Hand-made frames for the charts, and what a chart's SVG says when it is read again."""

import re
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

import numpy as np
import pandas as pd

from psa.data.defaults import default_settings
from psa.data.periods import period_table
from psa.methods.official import assess_measures
from psa.methods.settings import settings_from
from psa.pages.charts.agreement import agreement_chart
from psa.pages.charts.components import components_chart
from psa.pages.charts.fit import text_width
from psa.pages.charts.framework import framework_chart
from psa.pages.charts.measure import measure_chart

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('x')</script> & \"q\" $\\frac{ 漢 \x07 ]]> {{ x }}"
USUAL = (9.6, 10.4, 9.4, 10.3, 9.2, 8.8, 7.5, 8.1)
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
    row = assess_measures(points, settings()).iloc[0].to_dict()
    is_derived = bool(points["is_derived"].any())
    return row | {"dimension_value": "North", "label": "a series", "is_derived": is_derived} | changes


@cache
def _example():
    return _series_to_a_target(USUAL)


def _series_to_a_target(values, **columns):
    wanted = {"sign": -1.0, "target_value": 7.6, "target_basis": "level", "target_period": "2010"}
    points = series(list(values), **(wanted | {"baseline_period": "2004"} | columns))
    return points, row_of(points)


def example(values=USUAL, **columns):
    """Return the points and the row of one series that falls to its target."""
    if values == USUAL and not columns:  # to rate it takes most of a test's time
        points, row = _example()
        return points.copy(), dict(row)
    return _series_to_a_target(values, **columns)


def in_periods(labels):
    """Return the points and the row of one series for these periods."""
    points, _ = example()
    points = points.head(len(labels)).assign(
        period=labels, baseline_period="", target_value=np.nan, target_period=""
    )
    dates = period_table(points["period"])
    points = points.assign(**{c: dates[c].to_numpy() for c in dates if c != "period"})
    return points, row_of(points)


def fan(points):
    """Return a baseline trend for the last three figures, whose interval grows without bounds."""
    time = points["time"].to_numpy()[-3:]
    return pd.DataFrame(
        {"time": time, "estimate": [9.0, 9.1, 9.2], "lower": [8, 7, 6.0], "upper": [10, 30, 900.0]}
    )


def chart_of(points, row, projection=None, title="the period"):
    return measure_chart(points, row, settings(), projection, title)


def components(count, unit="percent"):
    """Return the points and rows of so many components."""
    names = [f"place {i}" for i in range(count)]
    ids = [f"a-1/1:{name.replace(' ', '-')}" for name in names]
    parts = [
        series([10.0 + i, 11, 12, 13, 12, 11, 10.0 + 3 * (i % 3)], measure_id=m, unit=unit)
        for i, m in enumerate(ids)
    ]
    points = pd.concat(parts, ignore_index=True)
    rows = assess_measures(points, settings())
    return points, rows.assign(dimension_value=names, label=names, is_derived=False)


def indicators():
    """Return five indicators of two agreements: one better, one worse, one of components, two not rated."""
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
    numbers = ["change", "change_good", "change_percent", "change_lower", "change_upper", "baseline_value"]
    none = base | dict.fromkeys(numbers, np.nan)
    worse = {"rating": "no_improvement", "detail": "deteriorated", "change": -2.0, "change_good": -2.0}
    worse |= {"change_percent": -4.0, "change_lower": np.nan, "change_upper": np.nan}
    parts = {"rating": "improvement", "components": 9, "components_improved": 7, "components_deteriorated": 2}
    unknown = {"rating": "not_yet_assessed", "reason": "no figure could be found"}
    return pd.DataFrame(
        [
            base | {"indicator_id": "a-1/1", "name": "Fewer losses", "rating": "improvement"},
            base | worse | {"indicator_id": "a-1/2", "name": "More gains"},
            none | parts | {"indicator_id": "a-1/3", "name": "Many parts"},
            none | unknown | {"indicator_id": "a-2/1", "agreement_id": "a-2", "name": "Nothing known"},
            none | {"indicator_id": "a-2/2", "agreement_id": "a-2", "name": "A secret", "rating": "withheld"},
        ]
    )


def agreements():
    return pd.DataFrame(
        {
            "agreement_id": ["a-1", "a-2"],
            "short_title": ["Good things", np.nan],
            "rating": ["strong_progress", "not_yet_assessed"],
        }
    )


@cache
def all_charts():
    """Return one chart of each kind."""
    points, row = example()
    parts = components(5)
    return [
        chart_of(points, row, fan(points)),
        components_chart(*parts, settings()),
        agreement_chart(indicators()),
        framework_chart(agreements(), indicators()),
    ]


def texts(svg):
    """Return the texts that a picture shows, in order."""
    return [node.text for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@dataclass(frozen=True)
class Box:
    """Where a text stands on the sheet."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other):
        """Whether two texts stand on each other, descenders and accents apart."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > 0.5 and min(self.bottom, other.bottom) - max(self.top, other.top) > 1


def boxes(svg):
    """Return where each text of a picture stands, about as wide as in the widest of the page's fonts."""
    root = ElementTree.fromstring(svg)
    usual = float(re.search(r"font-size:([\d.]+)px", root.get("style"))[1])
    found = []
    for node in root.iter(f"{SVG}text"):
        size = float(node.get("font-size", usual))
        wide = text_width(node.text, size)
        left = float(node.get("x")) - wide * {"middle": 0.5, "end": 1}.get(node.get("text-anchor"), 0)
        foot = float(node.get("y"))
        found.append(Box(node.text, left, foot - 0.75 * size, left + wide, foot + 0.1 * size))
    return found


def faults(svg):
    """Return the texts of a picture that leave its sheet or stand on each other."""
    _, _, width, height = map(float, ElementTree.fromstring(svg).get("viewBox").split())
    all_boxes = boxes(svg)
    cut = [
        f"cut: {b.text}"
        for b in all_boxes
        if b.left < -1 or b.right > width + 1 or b.top < 0 or b.bottom > height
    ]
    pairs = [(a, b) for i, a in enumerate(all_boxes) for b in all_boxes[i + 1 :]]
    return cut + [f"covered: {a.text} by {b.text}" for a, b in pairs if a.covers(b)]
