"""Figures, targets and factors that lie outside what they can be are faults."""

import pytest
from one_series_folder import one_series

from psa.data.load import check_framework

FIGURES = "120 125 122 119 118 121 117 119 116 113 110"


def faults_of(*args, **kwargs):
    return check_framework(one_series(*args, **kwargs))[0]


@pytest.mark.parametrize(
    ("kind", "unit", "label", "is_refused"),
    [
        ("count", "number", "Thing", True),
        ("money", "pounds", "Thing", True),
        ("ratio", "per head", "Thing", True),
        ("rate", "deaths per 100,000", "Thing", True),
        ("rate", "percent", "Growth of output", False),
        ("count", "number", "Net change in street trees", False),
        ("money", "balance in pounds", "Thing", False),
        ("gap", "number", "Thing", False),
        ("mean", "degrees", "Thing", False),
    ],
)
def test_a_figure_below_zero_is_refused_where_none_can_be(tmp_path, kind, unit, label, is_refused):
    faults = faults_of(tmp_path / "f", f"{FIGURES} -80", kind, unit, label=label)
    assert [(f.row, f.column) for f in faults] == [(13, "value")] * is_refused
    assert all("leave out the row of a figure that is missing" in f.remedy for f in faults)


@pytest.mark.parametrize(
    ("kind", "unit", "definition", "is_refused"),
    [
        ("proportion", "proportion", {"target_value": 45}, True),
        ("proportion", "percent", {"target_value": 130}, True),
        ("proportion", "percent", {"target_value": 95}, False),
        ("count", "number", {"target_value": -5}, True),
        ("count", "number", {"target_value": -5, "target_basis": "change"}, False),
        ("count", "number", {"target_value": 150, "target_basis": "percent_change"}, True),
        ("count", "number", {"target_value": 50, "target_basis": "percent_change"}, False),
        ("gap", "points", {"target_value": 150, "target_basis": "percent_change"}, False),
        ("count", "number", {"baseline_value": -5, "baseline_period": "2012"}, True),
    ],
)
def test_a_target_or_baseline_outside_what_the_series_can_be_is_refused(
    tmp_path, kind, unit, definition, is_refused
):
    faults = faults_of(tmp_path / "f", ".4 .5 .5 .4", kind, unit, **definition)
    assert len(faults) == is_refused
    assert all(f.file == "indicators.csv" for f in faults)


@pytest.mark.parametrize(
    ("column", "factor"),
    [
        ("design_effect", "0"),
        ("design_effect", "-1"),
        ("error_correlation", "1.5"),
        ("error_correlation", "-2"),
        ("release_lag", "-14"),
    ],
)
def test_a_factor_that_the_methods_refuse_is_refused_with_its_row(tmp_path, column, factor):
    (fault,) = faults_of(tmp_path / "f", FIGURES, **{f"measure_{column}": factor})
    assert (fault.file, fault.row, fault.column) == ("measures.csv", 2, column)


def test_a_minimum_change_below_zero_is_refused(tmp_path):
    (fault,) = faults_of(tmp_path / "f", FIGURES, minimum_change=-2, minimum_change_unit="absolute")
    assert (fault.file, fault.column) == ("indicators.csv", "minimum_change")
