"""Figures that stand apart in their own series are remarked on; series that grow or swing are not."""

import pytest
from one_series_folder import one_series
from remarked import remarks_of

USUAL = "40 41 39 40 42 41 40 39 40 41 40"


@pytest.mark.parametrize(
    ("figures", "kind", "unit", "said"),
    [
        (f"{USUAL} -1", "mean", "days", "-1 often stands for a figure that is missing"),
        (f"{USUAL} -9", "mean", "days", "-9 often stands"),
        (f"{USUAL} 999", "mean", "days", "999 often stands"),
        (f"{USUAL} 9999", "count", "number", "9999 often stands"),
        (f"{USUAL} -7.3", "rate", "percent", "is below 0, which hardly any other figure"),
        (f"{USUAL} 450", "mean", "days", "more than 10 times every other figure"),
        (f"{USUAL} 0", "mean", "days", "0 may stand for a figure that is missing: every other figure"),
        (f"0 {USUAL}", "rate", "number", "0 may stand"),
        (f"{USUAL} 0.0", "proportion", "percent", "0 may stand"),
        (f"{USUAL} 0.5", "mean", "days", "0.5 is far below the rest"),
        ("4010 4020 3990 0 4000 4040", "count", "number", "0 may stand"),
        ("0.30000000000000004 0.3 0.3 0.31 0.3", "rate", "percent", "Write it as published: 0.3"),
        (
            "103 106 109 112 115 118 89 92 95",
            "index",
            "index, 2014=100",
            "Is the index set to another base from 2018?",
        ),
    ],
)
def test_a_figure_that_stands_apart_is_remarked_on(tmp_path, figures, kind, unit, said):
    (remark,) = remarks_of(one_series(tmp_path / "f", figures, kind, unit))
    assert said in str(remark)


@pytest.mark.parametrize(
    ("figures", "kind", "unit"),
    [
        (USUAL, "mean", "days"),
        ("8 12 3 5 0 2", "count", "number"),
        ("16 8 4 2 1 0", "mean", "days"),
        (f"{USUAL} 0", "gap", "points"),
        ("1 4 16 64 256 1024", "mean", "days"),
        ("-2 3 -1 4 -3 2", "rate", "percent"),
        (f"{USUAL} -1", "gap", "points"),
        (f"{USUAL} -1", "rate", "percent change on the year"),
        ("990 995 999 1003 1001", "count", "number"),
        ("2.7566666666666664 2.8133333333333335 2.7 2.6 2.5", "mean", "dollars"),
        ("103 106 109 112 115 118 121 110 108", "index", "index, 2014=100"),
    ],
)
def test_a_series_of_its_own_kind_needs_no_remark(tmp_path, figures, kind, unit):
    assert remarks_of(one_series(tmp_path / "f", figures, kind, unit)) == []


def test_a_rebased_index_with_its_break_declared_needs_no_remark(tmp_path):
    figures = "103 106 109 112 115 118 89 92 95"
    unit = "index, 2014=100"
    folder = one_series(tmp_path / "f", figures, "index", unit, measure_definition_break="2018")
    assert remarks_of(folder) == []
