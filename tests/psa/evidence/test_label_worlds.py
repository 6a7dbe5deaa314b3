"""Made worlds: what they are made of, and that stated chances come true in them."""

import numpy as np
import pandas as pd
import pytest

from psa.evidence.calibration import label_tables
from psa.evidence.label_worlds import WORLDS, World, by_tenth, make_framework, of_size

pytestmark = pytest.mark.thorough


def test_errors_of_a_made_framework_are_shared_as_the_world_says():
    made = make_framework(World("x", spread=0, rho=0.5, agreements=2000, indicators=2), 1)
    u = made.measures["estimate"].to_numpy().reshape(2000, 2)
    assert np.corrcoef(u.T)[0, 1] == pytest.approx(0.5, abs=0.05)
    assert u.std() == pytest.approx(1, abs=0.03)


def test_nothing_is_true_where_nothing_changed():
    made = make_framework(World("x", spread=0, agreements=5), 1)
    assert set(made.truth) == {"no_progress"}
    assert made.is_false.sum() == made.measures["is_met"].sum()


def test_figures_slip_where_standards_are_met():
    made = make_framework(next(w for w in WORLDS if w.is_standard), 1)
    assert (made.measures["change"] < 0).mean() > 0.7
    assert made.measures["is_met"].mean() > 0.6


def test_a_made_framework_comes_out_the_same_again():
    one, two = (make_framework(of_size(WORLDS[0], 3), 5).measures for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_tenths_with_few_cases_are_left_out():
    chances = pd.DataFrame(
        {"stated": [0.05, 0.05, 1.0], "low": 0.0, "high": 1.0, "is_true": [True, False, True]}
    )
    table = by_tenth(chances, least=2)
    assert table[["tenth", "cases", "actual"]].to_numpy().tolist() == [[0, 2, 0.5]]
    assert table["difference"].iloc[0] == pytest.approx(-0.45)


@pytest.mark.parametrize("name", ["minimum change", "errors shared at .7"])
def test_stated_chances_come_true(name):
    """A small run; ``benchmarks/calibration.py`` makes the full tables."""
    world = next(w for w in WORLDS if w.name == name)
    table, summary = label_tables(200, 1, 1000, (world,))
    assert table["difference"].abs().max() < 0.08
    false = summary.iloc[0]
    assert false["expected_false"] == pytest.approx(false["actual_false"], rel=0.15)
