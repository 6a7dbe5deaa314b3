"""What must not change a verdict, what must never improve it, and the edges."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psa.methods.official import assess_measures
from psa.methods.settings import Settings
from psa.methods.vocabulary import RATINGS, VERDICT_WORDS

PERIOD = Settings(baseline_by=date(2007, 12, 31), through=date(2010, 12, 31))
WORDS = ["rating", "reason_code", "verdict", "level_verdict", "trend_verdict"]
ORDER = {"worse": 0, "not_distinguishable": 1, "in_line": 1, "better": 2}
KINDS = {
    "percent": ("proportion", 5, 95),
    "index": ("index", 20, 200),
    "count": ("count", 50, 5000),
    "rate per 1000": ("rate", 2, 90),
}


def series(values, unit="index", sign=1.0, first=2000, **more):
    """Return one yearly series as a long frame."""
    n = len(values)
    periods = [str(first + i) for i in range(n)]
    kind = KINDS.get(unit, ("index",))[0]
    frame = pd.DataFrame({"measure_id": "m", "period": periods, "value": values, "unit": unit})
    return frame.assign(value_kind=kind, sign=sign, **more)


def words(frame, period=PERIOD):
    return tuple(assess_measures(frame, period).iloc[0][WORDS])


@st.composite
def frames(draw, units=tuple(KINDS)):
    unit = draw(st.sampled_from(units))
    _, low, high = KINDS[unit]
    n = draw(st.integers(9, 12))
    values = draw(st.lists(st.integers(low * 10, high * 10), min_size=n, max_size=n))
    frame = series([v / 10 for v in values], unit, draw(st.sampled_from([1.0, -1.0])))
    if draw(st.booleans()):
        half = draw(st.integers(1, 20)) / 10
        frame = frame.assign(lower=frame["value"] - half, upper=frame["value"] + half, interval_level=95.0)
    return frame


def shows_its_last_place(frame):
    """Return whether some figure has a tenth that is not 0: the last place then stays the last in another unit."""
    return bool(((frame["value"] * 10).round() % 10 != 0).any())


@pytest.mark.slow
@given(frames())
@settings(max_examples=60)
def test_a_shift_of_years_changes_no_verdict(frame):
    later = frame.assign(period=[str(int(p) + 10) for p in frame["period"]])
    moved = replace(PERIOD, baseline_by=date(2017, 12, 31), through=date(2020, 12, 31))
    assert words(frame) == words(later, moved)


@pytest.mark.slow
@given(frames(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_rows_changes_no_verdict(frame, shuffle):
    rows = list(range(len(frame)))
    shuffle.shuffle(rows)
    assert words(frame) == words(frame.iloc[rows])


@pytest.mark.slow
@given(frames(units=("index",)))
@settings(max_examples=60)
def test_a_mirror_of_values_and_direction_changes_no_verdict(frame):
    mirrored = frame.assign(value=-frame["value"], sign=-frame["sign"])
    if "lower" in frame:
        mirrored = mirrored.assign(lower=-frame["upper"], upper=-frame["lower"])
    assert words(frame) == words(mirrored)


@pytest.mark.slow
@given(frames(units=("index", "count", "rate per 1000")), st.sampled_from([0.001, 0.1, 10.0, 1000.0]))
@settings(max_examples=60)
def test_a_change_of_units_changes_no_verdict(frame, factor):
    columns = [c for c in ("value", "lower", "upper") if c in frame]
    scaled = frame.assign(**{c: (frame[c] * factor).round(9) for c in columns})
    assert words(frame)[:2] == words(scaled)[:2]
    if factor < 1 and shows_its_last_place(frame):
        assert words(frame) == words(scaled)


@pytest.mark.slow
@given(frames(units=("percent",)))
@settings(max_examples=60)
def test_a_percentage_and_its_share_have_the_same_verdict(frame):
    columns = [c for c in ("value", "lower", "upper") if c in frame]
    share = frame.assign(unit="proportion of adults", **{c: (frame[c] / 100).round(9) for c in columns})
    assert words(frame)[:2] == words(share)[:2]
    if shows_its_last_place(frame):
        assert words(frame) == words(share)


@pytest.mark.slow
@given(frames(units=("index",)), st.integers(1, 300))
@settings(max_examples=80)
def test_a_worse_latest_figure_never_gives_a_better_verdict(frame, by):
    last = frame.index[frame["period"].astype(int) <= 2010][-1]
    worse = frame.copy()
    for column in (c for c in ("value", "lower", "upper") if c in frame):
        worse.loc[last, column] = round(worse.loc[last, column] - frame["sign"].iloc[0] * by / 10, 1)
    before, after = (assess_measures(f, PERIOD).iloc[0] for f in (frame, worse))
    assert not (after["rating"] == "improvement" and before["rating"] == "no_improvement")
    if {before["trend_verdict"], after["trend_verdict"]} <= set(ORDER):
        assert ORDER[after["trend_verdict"]] <= ORDER[before["trend_verdict"]]
    level = {"worse": 0, "no_clear_change": 1, "improved": 2}
    if {before["level_verdict"], after["level_verdict"]} <= set(level):
        assert level[after["level_verdict"]] <= level[before["level_verdict"]]


def target(level, period):
    return {"kind": "target", "target_value": level, "target_basis": "level", "target_period": period}


EDGES = {
    "one point": series([50.0]),
    "two points": series([50.0, 51.0], first=2007),
    "all equal": series([50.0] * 11),
    "a baseline of zero": series([0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3], "count"),
    "negative index": series([-5, -4, -6, -5, -4, -6, -5, -4, -3, -2, -1]),
    "nothing and everything": series([0, 0, 100, 100, 0, 100, 0, 100, 0, 100, 0], "percent"),
    "NaN and infinities": series([1, np.nan, 3, np.inf, 5, -np.inf, 7, 8, 9, 10, 11]),
    "gaps in years": series([50, 52, 51, 53, 54, 52]).assign(
        period=["2000", "2002", "2003", "2006", "2007", "2010"]
    ),
    "no direction": series(list(range(50, 61)), sign=np.nan),
    "to be held": series(list(range(50, 61)), sign=0.0),
    "only before": series(list(range(50, 57))),
    "only after": series([50, 51, 52], first=2008),
    "a break at the baseline": series(list(range(50, 61)), segment=[0] * 8 + [1] * 3),
    "target already met": series(list(range(50, 61)), **target(40.0, "2010")),
    "target on the wrong side": series(list(range(50, 61)), sign=-1.0, **target(70.0, "2012")),
    "a standard": series(
        list(range(50, 61)), kind="minimum_standard", target_value=58.0, target_basis="level"
    ),
    "overlapping years": series([3.0, 3.2, 3.1, 3.4, 3.3, 3.6, 3.5, 3.8, 3.9]).assign(
        period=[f"{y} to {y + 2}" for y in range(1999, 2008)]
    ),
}


@pytest.mark.parametrize("name", EDGES)
def test_every_edge_has_a_defined_result(name):
    row = assess_measures(EDGES[name], PERIOD).iloc[0]
    assert row["rating"] in RATINGS
    assert row["verdict"] in VERDICT_WORDS and row["trend_verdict"] in VERDICT_WORDS
    assert row["verdict"] != "not_assessed" or row["verdict_reason"]


def test_an_empty_frame_gives_an_empty_table():
    assert assess_measures(series([]).astype({"value": float}), PERIOD).empty


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.concat([series([1.0, 2.0]), series([3.0])]), "m has two figures for 2000"),
        (series([1.0, 2.0]).assign(unit=["percent", "count"]), "several units"),
        (series([1.0]).drop(columns="value"), "no column value"),
        (series([1.0]).drop(columns="period"), "neither start and end, nor period"),
    ],
)
def test_a_frame_that_cannot_be_assessed_is_one_clear_error(frame, message):
    with pytest.raises(ValueError, match=message):
        assess_measures(frame, PERIOD)


def test_no_change_is_computed_across_a_break():
    row = assess_measures(EDGES["a break at the baseline"], PERIOD).iloc[0]
    assert row["reason_code"] == "break" and np.isnan(row["change"])


def test_of_overlapping_periods_only_those_that_share_no_time_are_used():
    row = assess_measures(EDGES["overlapping years"], PERIOD).iloc[0]
    assert row["has_overlap"] and row["trend_baseline_points"] <= 3
    assert "overlap" in row["caveats"] or np.isnan(row["change"])


def test_one_call_rates_many_as_it_rates_one():
    many = pd.concat([f.assign(measure_id=f"m{i}") for i, f in enumerate(EDGES.values())], ignore_index=True)
    together = assess_measures(many.reindex(columns=sorted(set(many.columns))), PERIOD)
    for i, frame in enumerate(EDGES.values()):
        if f"m{i}" in together.index:
            assert tuple(together.loc[f"m{i}", WORDS]) == words(frame)
