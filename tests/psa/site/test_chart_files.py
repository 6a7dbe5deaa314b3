"""Each chart of a page has its picture and its figures as files beside the page."""

import re
from xml.etree import ElementTree

import pandas as pd
from nbformat.v4 import new_code_cell, new_notebook, new_output

from psa.pages.charts.chart import EmptyChart, Words
from psa.site.addresses import NOWHERE, RunPage
from psa.site.chart_files import stand_alone
from psa.site.notebook import chart_files, notebook_page

PAGE = RunPage("agreement", "02_assess", "pledge-a", "A pledge")
DATA = pd.DataFrame({"period": ["2008", "2009"], "value": [1.5, 2.0]})


def shown(*charts):
    """Return a notebook that shows charts."""
    outputs = [
        new_output("display_data", data, metadata=about)
        for data, about in (c._repr_mimebundle_() for c in charts)
    ]
    return new_notebook(cells=[new_code_cell("show()", outputs=outputs)])


def chart(title, data=DATA):
    return EmptyChart(alt=f"{title}.", words=Words(title, source="Town of Littleham"), table=data)


def test_a_chart_has_its_picture_and_its_figures_and_the_page_leads_to_both():
    notebook = shown(chart("Up"))
    files = chart_files(notebook, PAGE)
    assert list(files) == ["charts/pledge-a/pledge-a-1.svg", "charts/pledge-a/pledge-a-1.csv"]
    assert files["charts/pledge-a/pledge-a-1.csv"] == "period,value\n2008,1.5\n2009,2\n"
    figure = re.search(
        r'<figure class="chart">.*?</figure>', notebook_page(notebook, PAGE, NOWHERE), re.DOTALL
    )[0]
    assert re.findall(r'href="([^"]+)" download', figure) == list(files)


def test_a_chart_that_stands_on_a_page_twice_has_its_files_once():
    notebook = shown(chart("Up"), chart("Down"), chart("Up"))
    assert len(chart_files(notebook, PAGE)) == 4
    links = re.findall(r'href="(charts/[^"]+svg)"', notebook_page(notebook, PAGE, NOWHERE))
    assert [link[-5] for link in links] == ["1", "2", "1"]


def test_a_chart_without_figures_of_its_own_has_its_picture_alone():
    assert list(chart_files(shown(chart("Up", None)), PAGE)) == ["charts/pledge-a/pledge-a-1.svg"]


def test_the_picture_stands_alone_on_white_with_its_source():
    (picture,) = (t for n, t in chart_files(shown(chart("Up")), PAGE).items() if n.endswith(".svg"))
    root = ElementTree.fromstring(picture)
    assert float(root.get("width")) > 600 and float(root.get("height")) > 0
    first = next(iter(root))
    assert (first.tag.rpartition("}")[2], first.get("fill")) == ("rect", "#fff")
    assert "Source: Town of Littleham." in "".join(root.itertext())
    assert "max-width" not in picture and "http" not in picture.replace("http://www.w3.org/2000/svg", "")


def test_a_picture_of_no_known_size_is_left_as_it_is():
    assert stand_alone("<svg></svg>") == "<svg></svg>"


def test_two_makings_are_the_same_bytes():
    assert chart_files(shown(chart("Up")), PAGE) == chart_files(shown(chart("Up")), PAGE)
