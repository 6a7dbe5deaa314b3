"""Which figure is the baseline and which the latest."""

from dataclasses import replace
from datetime import date

import pytest
from one_series import SETTINGS, UP, assess
from one_series_folder import one_series

from psa.data.load import load_framework
from psa.methods.ratings import rate_framework


def test_the_latest_figure_is_the_last_inside_the_period():
    found = assess({**UP, "2013": 53.0, "2014": 99.0})
    assert (found["latest_period"], found["latest_value"]) == ("2013", 53.0)
    assert assess({**UP, "2013-14": 99.0})["latest_period"] == "2012"  # ends after the period
    assert assess({**UP, "2014": 99.0}, replace(SETTINGS, through=None))["latest_period"] == "2014"


def test_the_default_baseline_is_the_last_figure_by_its_day():
    found = assess({**UP, "2010-11": 10.0})
    assert (found["baseline_period"], found["baseline_origin"]) == ("2010", "default")
    assert assess(UP, replace(SETTINGS, baseline_by=date(2009, 12, 31)))["baseline_period"] == "2009"
    assert assess(UP, replace(SETTINGS, baseline_by=date(2010, 12, 30)))["baseline_period"] == "2009"


def test_a_published_baseline_goes_before_the_default():
    found = assess(UP, baseline_period="2009")
    assert (found["baseline_period"], found["baseline_origin"], found["change"]) == ("2009", "published", 4.0)


def test_a_published_baseline_is_named_by_its_dates_not_by_its_label():
    assert assess(UP, baseline_period="year to 2009-Dec")["baseline_origin"] == "published"


def test_the_value_in_the_definition_serves_where_the_series_has_none():
    found = assess(UP, baseline_period="2007", baseline_value=53.0)
    assert (found["baseline_origin"], found["change"], found["reason_code"]) == (
        "definition",
        1.0,
        "improved",
    )
    assert "baseline_from_definition" in found["caveats"]
    # the series goes before the definition
    assert assess(UP, baseline_period="2009", baseline_value=10.0)["change"] == 4.0


def test_the_latest_figure_must_begin_after_the_published_baseline():
    found = assess({"2010": 50.0, "2010-11": 51.0, "2011": 52.0}, baseline_period="2010-11")
    assert found["reason_code"] == "no_later_figure"


def test_a_default_baseline_of_the_same_length_and_season_goes_first():
    quarters = {"2009-Q3": 1.0, "2010-Q3": 2.0, "2010-Q4": 3.0, "2012-Q3": 4.0}
    assert assess(quarters)["baseline_period"] == "2010-Q3"
    assert assess({"2009-10": 1.0, "2010": 2.0, "2010-Q4": 3.0, "2012": 4.0})["baseline_period"] == "2010"
    found = assess({"2010-Q4": 3.0, "2012": 4.0})
    assert "period_length" in found["caveats"]


@pytest.mark.parametrize(
    ("baseline", "later", "latest"),
    [
        ("2019", {"2021": 1045, "2022": 1050, "2023-Q1": 262, "2023-Q2": 270}, "2022"),
        ("2019-Q1", {"2022-Q4": 99, "2023-Q1": 150, "2023-Q2": 120, "2023-Q3": 104}, "2023-Q1"),
        ("2019", {"2023-Q1": 262}, "2023-Q1"),
    ],
)
@pytest.mark.parametrize("is_stated", [True, False])
def test_the_latest_figure_is_of_the_baselines_length_and_season(
    tmp_path, baseline, later, latest, is_stated
):
    definition = {"baseline_period": baseline} if is_stated else {}
    folder = one_series(tmp_path / "f", {baseline: 1035, **later}, **definition)
    row = rate_framework(load_framework(folder)).indicators.iloc[0]
    assert row["latest_period"] == latest
