# ruff: noqa: E501  one case a line
"""What is possible and yet looks wrong: each remark in its place with what to write, and none where all is well."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from small_framework import TABLES, write_small_framework

from psa.cli import main
from psa.data.faults import Fault
from psa.data.load import check_framework
from psa.data.remarks.find import find_remarks

FIGURES = "observations/a-01.csv"
ROOT = Path(__file__).resolve().parents[3]


def remarks_of(folder: Path) -> list[Fault]:
    faults, tables = check_framework(folder)
    assert faults == [], "\n".join(map(str, faults))
    return find_remarks(tables)


def folder_with(tmp_path: Path, *changes: tuple[str, str, str]) -> Path:
    """Write the small framework with texts replaced that stand once in a file: (file, old, new)."""
    folder = write_small_framework(tmp_path / "small")
    for file, old, new in changes:
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return folder


def figures(
    tmp_path: Path, rows: str, columns: str = "measure_id,period,value,source_id", measures: str = ""
) -> Path:
    """Write the small framework with other figures of a-01, and perhaps other rows of measures, a cell and its new text."""
    folder = write_small_framework(tmp_path / "small")
    lines = [columns, *(line.strip() for line in rows.strip().split("\n"))]
    (folder / FIGURES).write_text("\n".join(lines) + "\n", encoding="utf-8")
    if measures:
        old, new = measures.split(" -> ")
        assert old in TABLES["measures.csv"]
        (folder / "measures.csv").write_text(TABLES["measures.csv"].replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["tiny", "german", "local", "promises"])
def test_the_frameworks_of_the_tests_need_no_remark(name):
    assert remarks_of(ROOT / "tests" / "frameworks" / name) == []


# ----------------------------------------------------------------------------------------- scales


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
        ("700.000", "level", "700000"), ("700.000", "", "700000"), ("700", "percent_change", None), ("700", "change", None),
        ("700000", "level", None), ("1500000", "level", None), ("50", "level", None), ("700000000", "level", "700000"),
    ],
)  # fmt: skip
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
    assert [(r.row, r.column) for r in found] == [(2, "value")] * is_off
    assert all(f"{value} is not 87 of 10000, which is 8.7 per 1000" in r.problem for r in found)


# ---------------------------------------------------------------------------------------- periods


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("2008-2009", "Write 2008-09 for that, 2008 to 2009 for the two calendar years"),
        ("2008/2009", "Write 2008/09 for that, 2008 to 2009 for the two calendar years"),
        ("1999-2000", None), ("2008-09", None), ("2008/09", None), ("2008 to 2009", None),
    ],
)  # fmt: skip
def test_a_label_of_two_years_that_is_read_as_one_is_remarked_on_once_a_measure(tmp_path, label, words):
    rows = f"a-01/1:share,{label},71.2,labour-survey\na-01/2:vacancies,{label},6,labour-survey"
    if "2009" in label and words:
        other = label.replace("2009", "2010").replace("2008", "2009")
        rows += f"\na-01/1:share,{other},71.4,labour-survey"
    found = [r for r in remarks_of(figures(tmp_path, rows)) if r.column == "period"]
    assert [r.row for r in found] == ([2, 3] if words else [])
    assert all(words in r.remedy for r in found)
    assert [("1 more row of a-01/1:share" in r.problem) for r in found] == ([True, False] if words else [])


def test_a_target_due_in_two_years_that_are_read_as_one_is_remarked_on(tmp_path):
    (remark,) = remarks_of(folder_with(tmp_path, ("indicators.csv", ",75,2010,", ",75,2010-2011,")))
    assert (remark.row, remark.column) == (4, "target_period")


@pytest.mark.parametrize(
    ("years", "rows"),
    [
        (("2004-05", "2005-06", "2006/07"), [4]),
        (("2004/05", "2005-06", "2006/07"), [3]),
        (("2004/05", "2005-06"), [3]),
        (("2004-05", "2005/06", "2006/07"), [2]),
        (("2004-05", "2005-06", "2007"), []),
        (("2004/05", "2005/06", "2006/07"), []),
    ],
)
def test_a_financial_year_among_academic_ones_is_remarked_on_and_the_reverse(tmp_path, years, rows):
    text = "\n".join(f"a-01/2:vacancies,{year},6,labour-survey" for year in years)
    found = remarks_of(figures(tmp_path, text))
    assert [(r.row, r.column) for r in found] == [(row, "period") for row in rows]


def test_a_year_of_another_kind_is_named_with_the_others_and_what_may_be_meant(tmp_path):
    (remark,) = remarks_of(folder_with(tmp_path, (FIGURES, "2009-10,2009-10,72.9", "2009/10,2009-10,72.9")))
    assert (
        "2009/10 is an academic year, but other figures are for financial years, such as 2004-05"
        in remark.problem
    )
    assert "Is 2009-10 meant" in remark.remedy


def test_a_baseline_of_another_kind_than_all_figures_is_remarked_on(tmp_path):
    (remark,) = remarks_of(folder_with(tmp_path, ("indicators.csv", "2007-08", "2007/08")))
    assert (remark.file, remark.row, remark.column) == ("indicators.csv", 2, "baseline_period")
    assert "Is 2007-08 meant" in remark.remedy


@pytest.mark.parametrize(
    ("released", "is_early"),
    [
        ("2009-12-01", True),
        ("2009-04", True),
        ("2010-03-31", False),
        ("2010-03", False),
        ("2010", False),
        ("2010-06-30", False),
    ],
)
def test_a_release_before_the_end_of_its_period_is_remarked_on(tmp_path, released, is_early):
    columns = "measure_id,period,value,source_id,released"
    found = remarks_of(figures(tmp_path, f"a-01/2:vacancies,2009-10,612,labour-survey,{released}", columns))
    assert [(r.row, r.column) for r in found] == [(2, "released")] * is_early
    assert all("before the end of 2009-10, 2010-03-31" in r.problem for r in found)


# -------------------------------------------------------------------------- numbers and intervals


@pytest.mark.parametrize(
    ("first", "second", "is_remarked"),
    [
        ("1.1", "1.1", True),
        ("1.1", "1.10", False),
        ("1", "1", False),
        ("1.1.b", "1.1.b", False),
        ("", "", False),
    ],
)
def test_two_indicators_of_one_agreement_with_one_number_are_remarked_on(
    tmp_path, first, second, is_remarked
):
    found = remarks_of(folder_with(tmp_path, ("indicators.csv", "a-01/1,a-01,1,", f"a-01/1,a-01,{first},"),
                                   ("indicators.csv", "a-01/2,a-01,2,", f"a-01/2,a-01,{second},")))  # fmt: skip
    assert [(r.row, r.column) for r in found] == [(3, "number")] * is_remarked
    assert all(
        "1.1 is the number of a-01/1 (row 2) too" in r.problem and "Is 1.10 meant" in r.remedy for r in found
    )


def test_the_same_number_in_another_agreement_needs_no_remark(tmp_path):
    changes = [
        ("indicators.csv", "a-01/1,a-01,1,", "a-01/1,a-01,1.1,"),
        ("indicators.csv", "a-02/1,a-02,1,", "a-02/1,a-02,1.1,"),
    ]
    assert remarks_of(folder_with(tmp_path, *changes)) == []


@pytest.mark.parametrize(
    ("lower", "upper", "level", "words"),
    [
        (
            "70",
            "72",
            "",
            "the limits have no level: they are kept, and no sampling error is computed from them",
        ),
        ("", "", "95", "the level 95 has no limits"),
        ("70", "72", "95", None),
        ("", "", "", None),
    ],
)
def test_limits_without_a_level_and_a_level_without_limits_are_remarked_on(
    tmp_path, lower, upper, level, words
):
    columns = "measure_id,period,value,source_id,lower,upper,interval_level"
    rows = "\n".join(
        f"a-01/1:share,{year},71.2,labour-survey,{lower},{upper},{level}" for year in (2006, 2007, 2008)
    )
    found = [r for r in remarks_of(figures(tmp_path, rows, columns)) if r.column == "interval_level"]
    assert [r.row for r in found] == [2] * (words is not None)
    assert all(words in r.problem and "2 more rows of a-01/1:share" in r.problem for r in found)


def test_check_shows_remarks_in_the_order_of_the_tables_and_ends_well(tmp_path):
    folder = folder_with(
        tmp_path,
        ("indicators.csv", ",75,2010,", ",75,2010-2011,"),
        (FIGURES, ",2009,2009,434000,", ",2009,2009,434.000,"),
    )
    said = CliRunner().invoke(main, ["check", "--framework", str(folder)])
    assert said.exit_code == 0
    lines = said.output.splitlines()
    assert [line.split(":")[0] for line in lines[1:]] == ["Remark", "Remark"]
    assert "indicators.csv" in lines[1]
    assert "Is 434000 meant" in lines[2]
