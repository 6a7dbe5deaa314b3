"""A long frame in blocks: whole series, those that are judged together in one, and the same answers."""

import pandas as pd
from chart_frames import series, settings

from psa.methods.blocks import blocks_of
from psa.methods.official import assess_measures


def frame_of(*lengths, groups=None):
    parts = [series([1.0 + (j * 7) % 5 for j in range(n)], 1990, f"m{i}") for i, n in enumerate(lengths)]
    groups = groups or [""] * len(lengths)
    return pd.concat(
        [part.assign(error_group=g) for part, g in zip(parts, groups, strict=True)], ignore_index=True
    )


def ids(parts):
    return [sorted(part["measure_id"].unique()) for part in parts]


def test_a_small_frame_is_one_block():
    assert ids(blocks_of(frame_of(3, 9, 4))) == [["m0", "m1", "m2"]]


def test_short_series_are_not_padded_to_the_long_ones():
    assert ids(blocks_of(frame_of(3, 20, 4, 3), most=20)) == [["m0", "m2", "m3"], ["m1"]]


def test_series_that_are_judged_together_stay_together():
    parts = blocks_of(frame_of(3, 20, 4, 3, groups=["survey", "survey", "", ""]), most=20)
    assert ids(parts) == [["m2", "m3"], ["m0", "m1"]]


def test_no_figure_is_lost_and_the_answers_are_the_same(monkeypatch):
    frame = frame_of(15, 20, 16, 12, groups=["", "survey", "", "survey"])
    whole = assess_measures(frame, settings())
    assert sum(map(len, blocks_of(frame, most=20))) == len(frame)
    monkeypatch.setattr("psa.methods.official.blocks_of", lambda f: blocks_of(f, 20))
    pd.testing.assert_frame_equal(assess_measures(frame, settings()), whole)
