# ruff: noqa: E501  one case a line
"""Figures, targets and rates whose size does not fit the rest."""

import pytest
from remarked import FIGURES, figures, folder_with, remarks_of


def vacancies(*values: str) -> str:
    return "\n".join(f"a-01/2:vacancies,{2004 + i},{v},labour-survey" for i, v in enumerate(values))


def shares(*values: str) -> str:
    return "\n".join(f"a-01/1:share,{2004 + i},{v},labour-survey" for i, v in enumerate(values))


# the figures, and the rows that are remarked on with what may be meant
SCALES = {
    "a thousands point": (vacancies("1150", "1180", "1.200", "1210"), [(4, "Is 1200 meant")]),
    "a thousands point that lost its zeros": (
        vacancies("1150", "1180", "1.2", "1210"),
        [(4, "Is 1200 meant")],
    ),
    "the first figure": (vacancies("1.150", "1180", "1200", "1210"), [(2, "Is 1150 meant")]),
    "two of them": (vacancies("1150", "1.180", "1.200", "1210", "1230"), [(3, "Is 1180 meant")]),
    "one of two": (vacancies("1150", "1.180"), [(3, "Is 1180 meant")]),
    "a figure in thousands more": (vacancies("1150", "1180000", "1200"), [(3, "Is 1180 meant")]),
    "a share as a fraction": (shares("46.1", "46.3", "0.464", "46.9"), [(4, "Is 46.4 meant")]),
    "a share among fractions": (shares("0.461", "0.463", "46.4", "0.469"), [(4, "Is 0.464 meant")]),
    "a series that goes on in millions": (
        vacancies("1150000", "1180000", "1.2", "1.21"),
        [(4, "Is 1200000 meant")],
    ),
    "a series that goes on one by one": (
        vacancies("1.15", "1.18", "1.19", "1210000"),
        [(5, "Is 1.21 meant")],
    ),
    "a series that grows": (vacancies("1", "20", "350", "5000", "80000"), []),
    "a series that collapses": (vacancies("1446", "9", "30"), []),
    "a zero": (vacancies("1150", "1180", "0", "1210"), []),
    "small shares": (shares("3", "1.2", "0.4", "0.1"), []),
    "one figure": (vacancies("1.2"), []),
}


@pytest.mark.parametrize("case", SCALES)
def test_a_figure_a_thousand_times_or_a_hundred_out_of_its_series_is_remarked_on(tmp_path, case):
    rows, expected = SCALES[case]
    found = remarks_of(figures(tmp_path, rows))
    assert [(r.row, r.file, r.column) for r in found] == [(row, FIGURES, "value") for row, _ in expected]
    for remark, (_, words) in zip(found, expected, strict=True):
        assert words in remark.remedy


def test_a_thousands_point_is_explained_and_the_others_of_its_measure_counted(tmp_path):
    (remark,) = remarks_of(figures(tmp_path, vacancies("1150", "1.180", "1.200", "1210", "1230")))
    assert str(remark) == (
        f"{FIGURES}, row 3, column value: 1.180 is about 1000 times smaller than the other figures of its measure, "
        "1150 to 1230 (and 1 more row of a-01/2:vacancies). "
        "A point is read as a decimal point. Is 1180 meant? Correct the wrong figure, or leave all as they are."
    )


def test_a_gap_between_two_figures_may_come_near_nothing(tmp_path):
    rows = shares("12.0", "12.1", "0.012", "-12.4")
    assert remarks_of(figures(tmp_path, rows, measures="percent,proportion, -> percentage points,gap,")) == []
    assert (
        len(remarks_of(figures(tmp_path, rows, measures="percent,proportion, -> percentage points,index,")))
        == 1
    )


@pytest.mark.parametrize(
    ("target", "basis", "meant"),
    [
        ("700.000", "level", "700000"),
        ("700.000", "", "700000"),
        ("700", "percent_change", None),
        ("700", "change", None),
        ("700000", "level", None),
        ("1500000", "level", None),
        ("50", "level", None),
        ("700000000", "level", "700000"),
    ],
)
def test_a_target_out_of_scale_with_all_figures_is_remarked_on(tmp_path, target, basis, meant):
    old = "a-01/2,a-01,2,Vacancies,improve,increase,number,,,,"
    new = f"a-01/2,a-01,2,Vacancies,target,increase,number,,{target},2010,{basis}"
    found = remarks_of(folder_with(tmp_path, ("indicators.csv", old, new)))
    assert [(r.file, r.row, r.column) for r in found] == [("indicators.csv", 3, "target_value")] * (
        meant is not None
    )
    assert all(f"Is {meant} meant" in r.remedy for r in found)


def test_a_target_of_a_share_as_a_fraction_is_remarked_on_and_one_near_nothing_is_not(tmp_path):
    (remark,) = remarks_of(folder_with(tmp_path, ("indicators.csv", ",75,2010", ",0.75,2010")))
    assert "0.75 is about 100 times smaller than the figures, 70 to 76" in remark.problem
    assert remarks_of(folder_with(tmp_path, ("indicators.csv", ",75,2010", ",0.1,2010"))) == []


RATE = "percent,proportion, -> number per 1000,rate,"


@pytest.mark.parametrize(
    ("value", "is_off"), [("8.7", False), ("5.1", False), ("87", True), ("0.087", True), ("0", False)]
)
def test_a_rate_twice_or_half_its_own_numbers_is_remarked_on(tmp_path, value, is_off):
    columns = "measure_id,period,value,numerator,denominator,source_id"
    found = remarks_of(figures(tmp_path, f"a-01/1:share,2008,{value},87,10000,labour-survey", columns, RATE))
    found = [r for r in found if r.file == FIGURES]
    assert [(r.row, r.column) for r in found] == [(2, "value")] * is_off
    assert all(f"{value} is not 87 of 10000, which is 8.7 per 1000" in r.problem for r in found)
