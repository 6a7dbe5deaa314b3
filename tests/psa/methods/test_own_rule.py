"""Each indicator's own rule as an estimate between limits."""

import numpy as np
import pandas as pd
import pytest

from psa.methods.own_rule import change_error, own_rules


def rule(**cells) -> pd.Series:
    base = {
        "rule": "improve",
        "sign": 1.0,
        "change": 1.5,
        "change_se": 0.5,
        "minimum_change": np.nan,
        "latest": 97.6,
        "latest_se": 0.2,
        "level": 90.0,
        "df": np.nan,
    }
    return own_rules(pd.DataFrame([base | cells])).iloc[0]


@pytest.mark.parametrize(
    ("cells", "estimate", "error", "lower", "upper", "family"),
    [
        ({}, 1.5, 0.5, 0.0, np.inf, "change"),
        ({"sign": -1.0}, -1.5, 0.5, 0.0, np.inf, "change"),
        ({"rule": "minimum_change", "minimum_change": 1.4}, 1.5, 0.5, 1.4, np.inf, "change"),
        ({"rule": "minimum_change", "minimum_change": -1.4, "sign": -1.0}, -1.5, 0.5, 1.4, np.inf, "change"),
        ({"rule": "significance"}, 1.5, 0.5, 0.979982, np.inf, "change"),
        ({"rule": "significance", "df": 4.0}, 1.5, 0.5, 1.388222, np.inf, "change"),
        ({"rule": "maintain", "minimum_change": 2.0}, 1.5, 0.5, -2.0, 2.0, "change"),
        ({"rule": "standard"}, 7.6, 0.2, 0.0, np.inf, "margin"),
        ({"rule": "target", "sign": -1.0, "level": 100.0}, 2.4, 0.2, 0.0, np.inf, "margin"),
    ],
)
def test_each_rule_is_an_estimate_that_has_to_lie_between_limits(
    cells, estimate, error, lower, upper, family
):
    row = rule(**cells)
    assert [row["estimate"], row["standard_error"], row["lower"]] == pytest.approx([estimate, error, lower])
    assert (row["upper"], row["family"]) == (upper, family)


def test_a_rule_without_a_direction_or_a_limit_is_no_question():
    assert np.isnan(rule(sign=0.0)["estimate"])
    assert np.isnan(rule(rule="minimum_change")["lower"])
    assert np.isnan(rule(rule="standard", level=np.nan)["estimate"])


def test_a_rule_that_is_not_known_is_named():
    with pytest.raises(ValueError, match="'hope'"):
        rule(rule="hope")


def test_errors_that_figures_share_do_not_add_to_that_of_their_change():
    assert change_error(3.0, 4.0) == pytest.approx(5.0)
    assert change_error(3.0, 3.0, 2 / 3) == pytest.approx(6**0.5)
    assert change_error(3.0, 3.0, 1.0) == 0
