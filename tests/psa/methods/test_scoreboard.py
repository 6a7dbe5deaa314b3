"""The board says what was asked, and what became of it by a day."""

import numpy as np
import pandas as pd
import pytest

from psa.methods.scoreboard import scoreboard

TODAY = np.datetime64("2011-03-31")


def board(target_period, status, value=80.0, basis="level", level=np.nan, components=0):
    definitions = pd.DataFrame(
        {
            "indicator_id": ["a/1"],
            "target_text": [None],
            "target_period": [target_period],
            "target_value": [value],
            "target_basis": [basis],
        }
    )
    indicators = pd.DataFrame(
        {
            "indicator_id": ["a/1"],
            "agreement_id": ["a"],
            "name": ["Trees"],
            "kind": ["target"],
            "unit": ["percent"],
            "components": [components],
            "target_level": [level],
            "target_figure": [np.nan],
            "target_figure_period": [None],
            "target_status": [status],
            "reason_code": ["no_figures"],
        }
    )
    return scoreboard(definitions, indicators, TODAY).iloc[0]


@pytest.mark.parametrize(
    ("due", "status", "outcome"),
    [
        ("2011", "no_figure", "not_due"),
        ("2010-11", "no_figure", "no_outturn"),
        ("2011", "", "not_due"),
        ("2010", "", "no_outturn"),
        (None, "", "no_outturn"),
        ("2010", "met", "met"),
        ("2010", "not_met", "missed"),
        (None, "no_date", "not_known"),
    ],
)
def test_without_a_figure_a_target_is_due_or_not(due, status, outcome):
    assert board(due, status)["outcome"] == outcome


@pytest.mark.parametrize(
    ("basis", "components", "asked"),
    [("level", 0, 80.0), (None, 0, 80.0), ("percent_change", 0, np.nan), ("level", 3, np.nan)],
)
def test_a_level_is_known_without_any_figure(basis, components, asked):
    found = board("2010", "", basis=basis, components=components)["asked"]
    assert found == asked or (np.isnan(found) and np.isnan(asked))
