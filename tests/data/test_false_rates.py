"""The saved tables of the validation say what the methods claim, and a made series gives them again."""

import numpy as np
import pandas as pd
import pytest

from psa import paths
from psa.evidence.simulate import improved_shares

OURS = "better than baseline trend (ours)"
LATER = 3  # points after the baseline; the columns count all points


@pytest.fixture(scope="module")
def table():
    [file] = (paths.ROOT / "outputs" / "05_validate_methods").glob("*.csv")
    return pd.read_csv(file).set_index(["rule", "setting"])


def shares(table, setting, baseline_points):
    return table.loc[(OURS, setting), [str(m + LATER) for m in baseline_points]].astype(float)


@pytest.mark.parametrize(
    ("setting", "limit"),
    [
        ("sampling error only", 0.035),
        ("extra noise, as large as the sampling error", 0.035),
        ("persistent shocks, as large as the sampling error", 0.05),
    ],
)
def test_nothing_that_did_not_change_is_often_called_better(table, setting, limit):
    found = shares(table, setting, range(4, 9))
    assert found.notna().all() and (found <= limit).all()


def test_a_slope_that_breaks_by_four_standard_errors_a_year_is_seen(table):
    assert shares(table, "4 standard errors a year", [6]).item() >= 0.8


def test_a_smaller_break_is_seen_less_often(table):
    four, two, one = (shares(table, f"{k} standard errors a year", [6]).item() for k in (4, 2, 1))
    assert four > two > one > shares(table, "sampling error only", [6]).item()


def test_two_points_say_improved_of_half_of_what_did_not_change(table):
    row = table.loc[("two points: any rise since the baseline", "sampling error only")]
    assert abs(float(row["9"]) - 0.5) < 0.02


def test_made_series_give_the_saved_share_again(table):
    made = improved_shares([6 + LATER], 4_000, seed=99)
    again = float(made.loc[OURS].iloc[0])
    saved = shares(table, "sampling error only", [6]).item()
    assert abs(again - saved) < 4 * np.sqrt(saved * (1 - saved) * (1 / 4_000 + 1 / 5_000))


def test_the_simulation_can_fail():
    """With the slope broken, the same comparison is far out: a simulation that always agreed would show nothing."""
    made = improved_shares([6 + LATER], 1_000, seed=99, bend=4.0)
    assert float(made.loc[OURS].iloc[0]) > 0.5
