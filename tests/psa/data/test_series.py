"""The long frame: order, segments, directions."""

import numpy as np
import pandas as pd
import pytest

from psa.data.load import load_framework
from psa.data.series import COLUMNS, load_series


@pytest.fixture(scope="module")
def series(tiny):
    return load_series(tiny)


def of(series, measure_id):
    return series[series["measure_id"] == measure_id].reset_index(drop=True)


def test_one_row_a_measure_and_period_in_order(series, tiny):
    assert list(series.columns) == COLUMNS
    assert not series.duplicated(["measure_id", "period"]).any()
    assert series["measure_id"].is_monotonic_increasing
    assert all(g["end"].is_monotonic_increasing for _, g in series.groupby("measure_id"))
    assert (~series["is_derived"]).sum() == len(tiny.observations)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_rows_in_the_file_makes_no_difference(tiny_folder, series, seed):
    path = tiny_folder / "observations.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    mixed = np.random.default_rng(seed).permutation(np.array(rows, dtype=object))
    path.write_text(header + "".join(mixed), encoding="utf-8")
    pd.testing.assert_frame_equal(load_series(load_framework(tiny_folder)), series)


def test_a_segment_starts_with_the_first_period_on_or_after_the_break(series):
    damp = of(series, "pledge-b/3:damp")
    assert dict(zip(damp["period"], damp["segment"], strict=True)) == {
        "2017": 0,
        "2018": 0,
        "2019": 0,
        "2020": 0,
        "2021": 0,
        "2022": 1,
        "2023": 1,
    }
    assert (series.loc[series["measure_id"] != "pledge-b/3:damp", "segment"] == 0).all()


def test_the_sign_is_the_measures_own_direction_or_its_indicators(series):
    sign = series.drop_duplicates("measure_id").set_index("measure_id")["sign"]
    assert sign["pledge-a/1:trees"] == 1
    assert sign["pledge-a/3:north"] == -1
    assert sign["pledge-b/2:income"] == 1  # its indicator falls, it rises
    assert sign["pledge-b/2:derived-share"] == -1
    assert np.isnan(sign["pledge-b/2:rent"])  # it says that it has none, whatever its indicator's is
