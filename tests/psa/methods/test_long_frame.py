"""What frames of figures may hold, and what not."""

import numpy as np
import pandas as pd
import pytest
from one_series import SETTINGS, UP, assess

from psa.data.series import load_series
from psa.methods.indicators import measure_assessments
from psa.methods.long_frame import prepare_frame
from psa.methods.official import assess_measures
from psa.methods.settings import settings_for


def test_frames_that_cannot_be_used():
    with pytest.raises(ValueError, match="no column value"):
        prepare_frame(pd.DataFrame({"measure_id": ["m"]}))
    with pytest.raises(ValueError, match="neither start and end, nor period, nor time"):
        prepare_frame(pd.DataFrame({"measure_id": ["m"], "value": [1.0]}))
    with pytest.raises(ValueError, match="m has two figures for 2008"):
        prepare_frame(
            pd.DataFrame({"measure_id": ["m", "m"], "value": [1.0, 2.0], "period": ["2008", "2008"]})
        )
    with pytest.raises(ValueError, match="several units"):
        prepare_frame(
            pd.DataFrame(
                {
                    "measure_id": ["m", "m"],
                    "value": [1.0, 2.0],
                    "period": ["2008", "2009"],
                    "unit": ["a", "b"],
                }
            )
        )


def test_order_and_index_of_the_frame_do_not_matter():
    frame = pd.DataFrame(
        {
            "measure_id": list("babaab"),
            "period": ["2012", "2010", "2009", "2012", "2011", "2010"],
            "value": [4.0, 1.0, 1.5, 2.0, 3.0, 2.5],
        }
    )
    expected = assess_measures(frame, SETTINGS)
    for seed in range(5):
        mixed = frame.sample(frac=1, random_state=seed)
        pd.testing.assert_frame_equal(assess_measures(mixed, SETTINGS), expected)


def test_one_series_is_rated_alike_alone_and_among_others(tiny):
    settings = settings_for(tiny)
    series = load_series(tiny)
    together = measure_assessments(tiny, series, settings)
    for measure_id in together.index:
        alone = measure_assessments(tiny, series[series["measure_id"] == measure_id], settings)
        pd.testing.assert_series_equal(alone.loc[measure_id], together.loc[measure_id], check_dtype=False)


def test_an_empty_frame_gives_an_empty_table():
    table = assess_measures(pd.DataFrame({"measure_id": [], "period": [], "value": []}), SETTINGS)
    assert len(table) == 0


def test_values_that_are_not_there_are_left_out():
    assert assess({**UP, "2013": np.nan})["latest_period"] == "2012"
