"""Remarks of every kind together, and none where all is well."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from remarked import FIGURES, figures, folder_with, remarks_of

from psa.cli import main

ROOT = Path(__file__).resolve().parents[4]


@pytest.mark.parametrize("name", ["tiny", "german", "local", "promises"])
def test_the_frameworks_of_the_tests_need_no_remark(name):
    assert remarks_of(ROOT / "tests" / "frameworks" / name) == []


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
    found = remarks_of(
        folder_with(
            tmp_path,
            ("indicators.csv", "a-01/1,a-01,1,", f"a-01/1,a-01,{first},"),
            ("indicators.csv", "a-01/2,a-01,2,", f"a-01/2,a-01,{second},"),
        )
    )
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
    assert [line.split(":")[0] for line in lines[1:]] == ["Remark", "Remark", "Remark"]
    assert "framework.csv: it does not say baseline_by and through" in lines[1]
    assert "indicators.csv" in lines[2]
    assert "Is 434000 meant" in lines[3]
