"""Real series played again: windows, targets, and the tables made of them."""

import numpy as np
import pandas as pd
import pytest

from psa.evidence.calibration import target_tables, target_tables_by_length
from psa.evidence.target_backtest import (
    back_test,
    by_fifth,
    draw_targets,
    even_sample,
    framework_figures,
    local_figures,
    real_windows,
    smooth_indicators,
    speeds_up,
    targets_further_on,
)


def figures(series: dict[str, list[float]], scale: str = "identity") -> pd.DataFrame:
    rows = [
        ("o", "i", name, 2000.5 + k, v, np.nan, scale)
        for name, vs in series.items()
        for k, v in enumerate(vs)
    ]
    return pd.DataFrame(rows, columns=["origin", "indicator", "series", "time", "value", "se", "scale"])


def walks(count: int = 40, points: int = 12) -> pd.DataFrame:
    generator = np.random.default_rng(1)
    return figures({f"s{i}": list(np.cumsum(generator.normal(size=points))) for i in range(count)})


def test_a_window_is_six_years_in_a_row_with_a_later_figure():
    windows = real_windows(figures({"a": [1.0, 2, 4, 3, 5, 6, 8, 7]}))
    assert windows[["years_ahead", "future"]].to_numpy().tolist() == [[1, 8], [2, 7], [1, 7]]
    assert windows["known"].iloc[0].tolist() == [1, 2, 4, 3, 5, 6]


def test_a_gap_breaks_a_window_and_a_flat_one_is_left_out():
    table = figures({"a": [1.0, 2, 4, 3, 5, 6, 8, 7]})
    assert real_windows(table[table["time"] != 2003.5]).empty
    assert real_windows(figures({"a": [3.0] * 8})).empty


def test_windows_are_on_the_working_scale_and_one_value_outside_it_moves_a_series():
    assert real_windows(figures({"a": [1.0, 2, 4, 3, 5, 6, 8]}, "log"))["future"].iloc[0] == pytest.approx(
        np.log(8)
    )
    assert real_windows(figures({"a": [0.0, 2, 4, 3, 5, 6, 8]}, "log"))["future"].iloc[0] == 8


def test_curves_are_smooth_and_walks_are_not():
    curve = figures({f"c{i}": [float(np.sin(k / 5 + i)) for k in range(30)] for i in range(4)})
    assert smooth_indicators(curve) == [("o", "i")]
    assert smooth_indicators(walks()) == []


def test_chances_come_true_where_series_walk_at_random():
    tested = back_test(real_windows(walks(150)))
    assert by_fifth(tested, [])["difference"].abs().max() < 0.06
    table, summary = target_tables(real_windows(walks(150)))
    assert summary["worst"].iloc[0] == table["difference"].abs().max()


def test_short_and_long_windows_stand_apart():
    table = target_tables_by_length(walks(150), seeds=1)
    assert table["known"].unique().tolist() == [3, 6]
    short = table[table["known"] == 3]["cases"].sum()
    assert short == 150 * (9 + 8 + 7)


def test_targets_come_out_the_same_again():
    windows = real_windows(walks(2))
    assert draw_targets(windows)[0].tolist() == draw_targets(windows)[0].tolist()


def test_areas_are_read_from_text_with_their_limits():
    table = pd.DataFrame(
        {
            "areacd": "E1",
            "indicator": "Rate",
            "period": ["2010-04-01/P1Y", "2011-04-01/P1Y", "2010-01-01/P3Y"],
            "observation": ["70", "71", "9"],
            "unit": "%",
            "lci_95": ["68.04", "", ""],
            "uci_95": ["71.96", "", ""],
        }
    )
    read = local_figures(table)
    assert read["time"].tolist() == [2010.75, 2011.75]
    assert read["se"].iloc[0] == pytest.approx(1.0, abs=0.001) and np.isnan(read["se"].iloc[1])


def test_the_same_figures_under_two_names_are_played_once():
    base = {
        "measure_id": ["a", "a", "b", "b"],
        "segment": 0,
        "indicator_id": "i",
        "months": 12,
        "time": [2000.5, 2001.5] * 2,
        "value": [10.0, 20.0] * 2,
        "lower": np.nan,
        "upper": np.nan,
        "interval_level": np.nan,
        "value_kind": "proportion",
        "unit": "proportion",
    }
    read = framework_figures(pd.DataFrame(base), "o")
    assert read["series"].unique().tolist() == ["a 0"]
    assert read["value"].tolist() == [1000.0, 2000.0]  # a share in per cent


def test_a_sample_is_spread_evenly():
    assert even_sample(np.array([*"gfedcba"], object), 3).tolist() == ["a", "d", "g"]


def test_series_that_speed_up_end_in_three_steps_that_grow_one_way():
    known = [[9, 9, 8, 6, 3, -1], [9, 9, 8, 6, 4, 1], [9, 8, 9, 11, 14, 18], [9, 9, 10, 9, 11, 14]]
    windows = pd.DataFrame({"known": [np.array(one, float) for one in known]})
    assert speeds_up(windows).tolist() == [True, False, True, False]


def test_targets_further_on_lie_on_the_way_that_a_series_goes():
    """Last three steps of -2, -3, -4: a pace of 3 a year; two years on they lead from -1 to -7."""
    windows = pd.DataFrame(
        {
            "origin": "made",
            "indicator": "i",
            "is_smooth": False,
            "years_ahead": 2,
            "scale": "identity",
            "known": [np.array([9.0, 9, 8, 6, 3, -1])],
            "known_se": [np.full(6, np.nan)],
            "future": -8.0,
        }
    )
    tested = targets_further_on(windows)
    # targets at -1, -4, -7, -10, -13, -19
    assert tested["is_met"].tolist() == [True, True, True, False, False, False]
    assert (np.diff(tested["said"]) < 0).all()
