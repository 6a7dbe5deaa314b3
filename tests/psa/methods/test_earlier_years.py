import pandas as pd

from psa.methods.definitions import with_definitions
from psa.methods.earlier_years import earlier_years


def run(rated, measures=None):
    frame = with_definitions(rated.series, rated.framework)
    return earlier_years(frame, rated.measures if measures is None else measures, rated.settings)


def test_only_series_with_a_verdict_and_a_good_direction_are_tested_in_earlier_years(tiny_rated):
    has_verdict = tiny_rated.measures["trend_verdict"] != "not_assessed"
    found = run(tiny_rated)
    assert set(found.index) == set(tiny_rated.measures.index[has_verdict]) and (found >= 0).all(axis=None)
    none = run(tiny_rated, tiny_rated.measures.assign(trend_verdict="not_assessed"))
    assert none.empty and list(none.columns) == ["runs", "better", "worse"]
    assert run(tiny_rated, tiny_rated.measures.assign(sign=float("nan"))).empty


def test_what_came_after_the_baseline_plays_no_part(promises):
    series = promises.series.copy()
    late = pd.to_datetime(series["start"]) >= "2008-04-01"
    series.loc[late, "value"] = series.loc[late, "value"] * 1.5
    frame = with_definitions(series, promises.framework)
    changed = earlier_years(frame, promises.measures, promises.settings)
    assert changed["runs"].sum() > 0 and changed.equals(run(promises))


def test_each_earlier_year_counts_once_at_most(promises):
    found = run(promises)
    assert (found["better"] + found["worse"] <= found["runs"]).all() and found["worse"].sum() >= 1
