"""Denominators that no survey can have asked: found by the limits beside them, or by a declared sample's size."""

import numpy as np
import pytest
from case_folder import write_case
from one_series import assess
from remarked import remarks_of

from psa.data.populations import asked_share

ASKED = {"2009": 61.0, "2010": 62.0, "2011": 63.0}


def limits(half, denominator):
    """Return columns with limits on the first two figures only."""
    lower = [61.0 - half, 62.0 - half, np.nan]
    upper = [61.0 + half, 62.0 + half, np.nan]
    return {
        "lower": lower,
        "upper": upper,
        "interval_level": [95.0, 95.0, np.nan],
        "denominator": [denominator] * 3,
    }


def test_limits_show_how_many_were_asked():
    """.5 (1 - .5) / (.0196 / 1.96)^2 = 2,500, of a thousand times as many."""
    share = asked_share(*(np.array([x]) for x in (0.5, 0.4804, 0.5196, 95.0, 2_500_000.0)))
    assert share == pytest.approx([0.001], rel=1e-3)


def test_a_denominator_that_limits_belie_gives_no_error_to_the_other_figures():
    of_population = assess(ASKED, per_row=limits(3.0, 4_000_000.0), unit="percent", value_kind="proportion")
    of_sample = assess(ASKED, per_row=limits(3.0, 1_000.0), unit="percent", value_kind="proportion")
    assert np.isnan(of_population["change_se"]) and of_population["level_verdict"] == "unknown"
    assert of_sample["change_se"] == pytest.approx(np.hypot(3 / 1.959964, 100 * np.sqrt(0.63 * 0.37 / 1000)))


def test_no_survey_asks_a_million_but_a_full_count_may_have_them():
    big = {"denominator": [4_000_000.0] * 3}
    shares = {"unit": "percent", "value_kind": "proportion"}
    assert np.isnan(assess(ASKED, per_row=big, **shares, figure_basis="sample")["change_se"])
    assert assess(ASKED, per_row=big, **shares)["change_se"] == pytest.approx(0.034, abs=0.001)


@pytest.mark.parametrize(("basis", "number_of"), [("sample", 1), ("count", 0)])
def test_the_check_remarks_on_it_once_a_measure(tmp_path, basis, number_of):
    figure = {"numerator": 2_480_000, "denominator": 4_000_000}
    case = {
        "series": {"2019": {"value": 61.9, **figure}, "2022": {"value": 62.1, **figure}},
        "unit": "percent",
        "value_kind": "proportion",
        "measure": {"figure_basis": basis},
    }
    remarks = [str(r) for r in remarks_of(write_case(tmp_path / "f", case)) if "population" in str(r)]
    assert len(remarks) == number_of
    assert all("(and 1 more row)" in r or "and 1 more row of" in r for r in remarks)
