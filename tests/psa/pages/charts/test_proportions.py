"""Proportions are drawn in per cent, with the levels that are asked of them."""

import numpy as np
import pandas as pd
import pytest

from psa.pages.charts.proportions import in_percent, is_proportion, row_in_percent

ROW = {
    "unit": "proportion of adults",
    "value_kind": "proportion",
    "decimals": 5.0,
    "baseline_value": 0.25956,
    "latest_value": 0.25738,
    "target_level": 0.2,
    "standard_level": np.nan,
    "milestones": "2026=0.65;2027=0.7",
}


def test_figures_levels_unit_and_decimals_are_in_per_cent():
    row = row_in_percent(ROW)
    assert (row["baseline_value"], row["latest_value"], row["target_level"]) == (26.0, 25.7, 20.0)
    assert (row["unit"], row["decimals"], row["milestones"]) == (
        "percent of adults",
        1,
        "2026=65.0;2027=70.0",
    )
    assert np.isnan(row["standard_level"])
    two = row_in_percent({**ROW, "decimals": 2.0, "latest_value": 0.26, "milestones": ""})
    assert (two["latest_value"], two["decimals"], two["milestones"]) == (26.0, 0, "")


def test_rows_keep_what_is_not_known():
    known = pd.DataFrame({"value": [0.5, np.nan], "lower": [0.4, np.nan], "time": [2000.0, 2001.0]})
    frame = in_percent(known, ROW)
    assert frame["value"].iloc[0] == 50 and frame["lower"].iloc[0] == 40 and frame["value"].isna().iloc[1]
    assert list(frame["time"]) == [2000.0, 2001.0]


def test_the_computed_tail_of_a_file_is_cut_and_published_decimals_stay():
    frame = pd.DataFrame({"value": [0.257384]})
    assert in_percent(frame, ROW)["value"].tolist() == [25.7]
    assert in_percent(pd.DataFrame({"value": [0.257]}), {**ROW, "decimals": 3.0})["value"].tolist() == [25.7]


@pytest.mark.parametrize(
    ("unit", "kind", "is_one"),
    [("proportion", "proportion", True), ("percent", "proportion", False), ("count", "count", False)],
)
def test_only_what_is_published_from_0_to_1_is_a_proportion_here(unit, kind, is_one):
    assert is_proportion({"unit": unit, "value_kind": kind}) is is_one
