"""Which verdicts stand among so many tests."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control

from psa.methods.survivors import mark_survivors, survives_benjamini_hochberg


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("rate", [0.05, 0.10, 0.5])
def test_survivors_are_those_of_scipy(seed, rate):
    generator = np.random.default_rng(seed)
    p = np.where(generator.random(60) < 0.3, generator.beta(0.3, 8, 60), generator.random(60)).round(3)
    np.testing.assert_array_equal(survives_benjamini_hochberg(p, rate), false_discovery_control(p) <= rate)


def test_untested_ones_neither_stand_nor_count():
    p = np.array([0.01, np.nan, 0.04, 0.9, np.nan])
    known = np.isfinite(p)
    found = survives_benjamini_hochberg(p, 0.10)
    np.testing.assert_array_equal(found[known], false_discovery_control(p[known]) <= 0.10)
    assert not found[~known].any()
    assert survives_benjamini_hochberg([]).tolist() == []
    assert survives_benjamini_hochberg([np.nan]).tolist() == [False]
    assert survives_benjamini_hochberg([0.1]).tolist() == [True]  # at the boundary


def test_a_set_of_components_survives_when_more_than_half_do():
    measures = pd.DataFrame(
        {
            "indicator_id": list("aaabbc"),
            "is_rateable": [True] * 5 + [False],
            "p_better": [1.0, 1.0, 0.2, 1.0, 0.2, 1.0],
        }
    )
    table = mark_survivors(measures, pd.DataFrame({"indicator_id": list("abcd")}))
    assert table["survives"].tolist() == ["yes", "no", "", ""]
