"""Sites that are damaged in every way: never a traceback, never a figure that is lost in silence."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_sources import META

from psa.authoring.importing.open_sdg import import_open_sdg
from psa.authoring.importing.sdg_figures import read_figures
from psa.authoring.importing.set_aside import figures_in
from psa.authoring.importing.source import SourceError

pytestmark = pytest.mark.thorough

NAMES = st.sampled_from(
    ["Year", "Value", "Sex", "Sex", "Units", "Series", "GeoCode", "", "Länder", "Unnamed: 3"]
)
CELLS = st.sampled_from(
    ["", "2015", "2016/17", "2017 Q1", "1,234", "12.5*", "..", "[c]", "x", "-1", "1e5", "1e999", "inf", "nan", "9" * 70,
     "=1+1", '"', "a\nb", "Ã©", "\x00", "Total", "2015-01", "2015-02-30", "(5)", "３", "Oct-14"]
)  # fmt: skip
YAML = [
    b"a: &a [*a]\n",
    b"&a {? *a : 1}",
    b"? [a, b]\n: 1\n",
    b"[" * 5000,
    b"- " * 3000,
    b"a: 0x" + b"f" * 6000,
    b"a: 2020-13-45\n",
    b"\xff\xfe\x00",
    b"\x80abc: 1\n",
    b"indicator_name: [1, {a: b}]\nprogress_calculation_options: 7\n",
    b"progress_calculation_options:\n  - {direction: [a], target: .inf, target_year: x, disaggregation: 3}\n",
    b"indicator_name: '=1+1'\nsdg_goal: ''\n",
    b"languages: 3\n",
]


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(NAMES, min_size=1, max_size=6), st.lists(st.lists(CELLS, min_size=1, max_size=7), max_size=8),
       st.sampled_from(["utf-8", "utf-16", "cp1252"]))  # fmt: skip
def test_any_table_gives_figures_in_or_set_aside_and_never_a_traceback(tmp_path, header, table, encoding):
    out = io.StringIO()
    csv.writer(out).writerows([header, *table])
    path = tmp_path / "indicator_1-1-1.csv"
    path.write_bytes(out.getvalue().encode(encoding, "replace"))
    figures = read_figures(path, path.name)
    assert figures.number >= 0
    assert all(row.reason for row in figures.aside)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.sampled_from(["2015", "2016", "2016/17", "soon"]),
                          st.sampled_from(["", "Male", "Female"]), st.sampled_from(["1", "2.5", "-3", "", "n/a"])),
                max_size=25))  # fmt: skip
def test_figures_in_and_figures_set_aside_are_the_figures_there(tmp_path, table):
    out = io.StringIO()
    csv.writer(out).writerows([("Year", "Sex", "Value"), *table])
    path = tmp_path / "indicator_1-1-1.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    figures = read_figures(path, path.name)
    there = sum(value not in {"", "n/a"} for _, _, value in table)
    assert figures.number + figures_in(figures.aside) == there


@pytest.mark.parametrize("number", range(len(YAML)))
@pytest.mark.parametrize("name", ["meta/1-2-1.yml", "config_data.yml"])
def test_metadata_of_any_shape_leave_the_figures_in(site, home, name, number):
    (site / name).write_bytes(YAML[number])
    if name.startswith("meta"):
        (site / "meta/1-2-1.md").unlink()
    done = import_open_sdg(site, "sdg", home=home)
    assert done.figures == 4


@pytest.mark.parametrize(
    "text",
    [
        "Year,Value\n2015," + "1" * 10_000_000 + "\n2016,2\n",
        "Year,Sex,Value\n2015," + "x" * 10_000_000 + ",1\n2016,,2\n",
        'Year,Sex,Value\n2015,"Fem,1\n2016,Male,2\n',
        'Year,Sex,Value\n2015,"Fem,1\n2016,Male",2\n',
        "Year,Value,Value\n2015,1,1\n2016,2,5\n",
        "Year;Value\n2015;1,5\n2016;2,25\n",
        "Year,Sex,Sex,Value\n2015,a,b,1\n2016,a,c,2\n",
        "Year,Value,\n2015,1,extra\n2016,2,\n",
        "Year,Oct-14,Value\n2015,Oct-14,1\n2016,10-Oct,2\n",
    ],
)
def test_damaged_files_come_in_as_far_as_they_can_be_read(site, home, text):
    (site / "data/indicator_1-2-1.csv").write_text(text, encoding="utf-8")
    done = import_open_sdg(site, "sdg", home=home)
    assert done.figures + figures_in(done.aside) >= 2


def test_a_site_without_a_single_figure_says_why(site, home):
    (site / "data/indicator_1-2-1.csv").write_text("Year,Value\nThere is no data yet,\n", encoding="utf-8")
    with pytest.raises(SourceError, match="no figure was found"):
        import_open_sdg(site, "sdg", home=home)
    assert META and list(home.iterdir()) == []
