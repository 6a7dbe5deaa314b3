"""Every chart of the default framework, as its pages show it: no text is cut or covered, none is small or empty."""

import re

import pytest
from chart_frames import faults, texts

from psa.pages.charts.framework import framework_chart
from psa.pages.sections import chart_of_agreement, chart_of_indicator

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pictures(csr):
    """Return every chart's SVG by its id."""
    ids = csr.indicators["indicator_id"]
    charts = {i: chart for i in ids if (chart := chart_of_indicator(csr, i)) is not None}
    charts |= {a: chart_of_agreement(csr, a) for a in csr.agreements["agreement_id"]}
    charts["all"] = framework_chart(csr.agreements, csr.indicators)
    return {name: chart.svg() for name, chart in charts.items()}


def test_no_text_of_any_chart_leaves_its_sheet_or_stands_on_another(pictures):
    assert {name: found for name, svg in pictures.items() if (found := faults(svg))} == {}


def test_every_chart_shows_something_and_is_a_few_kilobytes(pictures):
    assert all(texts(svg) for svg in pictures.values())
    assert not [name for name, svg in pictures.items() if "<path" not in svg or len(svg) > 30_000]
    assert sum(map(len, pictures.values())) / len(pictures) < 5_000


def test_no_number_of_any_chart_is_unknown_or_without_end(pictures):
    assert not [
        name for name, svg in pictures.items() if re.search(r"\b(nan|inf)\b", re.sub("<desc>.*", "", svg))
    ]
