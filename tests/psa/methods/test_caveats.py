"""Every caveat, and what is none."""

import pytest
from one_series import UP, assess

from psa.methods.vocabulary import CAVEATS


@pytest.mark.parametrize(
    ("caveat", "figures", "per_row", "definition"),
    [
        ("default_baseline", UP, {}, {}),
        ("baseline_inside", UP, {}, {"baseline_period": "2011"}),
        ("baseline_inside", {"2012": 54.0}, {}, {"baseline_period": "2011", "baseline_value": 50.0}),
        ("old_baseline", {"2006": 50.0, "2012": 54.0}, {}, {}),
        ("few_points", UP, {}, {}),
        ("season", {"2010-Q1": 1.0, "2011-Q3": 2.0}, {}, {}),
        ("straddles", {"2009": 1.0, "2010-11": 2.0}, {}, {}),
        ("provisional", UP, {"status": ["final"] * 3 + ["provisional"]}, {}),
        ("later_vintage", UP, {}, {"vintage": "later"}),
        ("derived", UP, {}, {"is_derived": True}),
        ("inferred_figure", UP, {"provenance": ["read", "inferred", "read", "read"]}, {}),
        ("untested", UP, {}, {}),
        ("period_length", {"2010-Q4": 1.0, "2012": 2.0}, {}, {}),
    ],
)
def test_caveats(caveat, figures, per_row, definition):
    found = assess(figures, per_row=per_row, **definition)["caveats"].split(";")
    assert caveat in found
    assert set(found) <= set(CAVEATS)


def test_what_is_no_caveat():
    figures = {str(year): 47.0 + i for i, year in enumerate(range(2005, 2013))}
    n = len(figures)
    sure = {"lower": [v - 1 for v in figures.values()], "upper": [v + 1 for v in figures.values()]}
    sure |= {"interval_level": [95.0] * n, "status": ["provisional"] * (n - 1) + ["final"]}
    sure["provenance"] = ["read" if year in {"2010", "2012"} else "inferred" for year in figures]
    assert assess(figures, per_row=sure, baseline_period="2010")["caveats"] == ""


@pytest.mark.parametrize(("first", "is_old"), [("2006", True), ("2008", False)])
def test_a_default_baseline_is_old_from_three_years_before_the_period(first, is_old):
    caveats = assess({first: 50.0, "2012": 54.0})["caveats"].split(";")
    assert ("old_baseline" in caveats) == is_old
