"""Local figures played again: the chance of meeting a target as it was said, and as it was.

``data/replay/local_series.csv``; its origin is in the README there.
"""

from pathlib import Path

import pandas as pd
import pytest

from psa.evidence.calibration import WITHIN_FIFTH, target_tables
from psa.evidence.target_backtest import local_figures, real_windows

SERIES = Path(__file__).parents[2] / "data" / "replay" / "local_series.csv"


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    return local_figures(pd.read_csv(SERIES, dtype=str, keep_default_na=False))


def test_every_series_is_read_with_its_limits_where_published(figures):
    assert figures["indicator"].nunique() == 13
    assert figures.groupby("indicator")["series"].nunique().unique().tolist() == [5]
    assert figures.loc[figures["se"].notna(), "indicator"].nunique() == 4


@pytest.mark.parametrize("known", [3, 4, 6])
def test_what_is_said_of_a_target_is_what_comes(figures, known):
    table, summary = target_tables(real_windows(figures, known))
    ordinary = summary[~summary["is_smooth"]].iloc[0]
    assert ordinary["worst"] <= WITHIN_FIFTH
    assert ordinary["brier"] < 0.2
    assert table["cases"].min() >= 100
