# ruff: noqa: E501  one case a line
"""Shares: no more than their whole, and their numerator over their denominator."""

import pytest
from edits import change, write

from psa.data.load import check_framework


@pytest.mark.parametrize("value", ["-0.1", "100.1", "700"])
def test_a_part_that_is_more_than_its_whole_is_refused(tiny_folder, value):
    change(
        tiny_folder,
        "observations.csv",
        "pledge-a/2:bins,2018,2018,96.1,",
        f"pledge-a/2:bins,2018,2018,{value},",
    )
    (fault,) = check_framework(tiny_folder)[0]
    assert (fault.file, fault.row, fault.column) == ("observations.csv", 12, "value")
    assert (
        f"{value} is not a proportion: pledge-a/2:bins is in 'percent', which goes from 0 to 100"
        in fault.problem
    )
    assert "value_kind" in fault.remedy


@pytest.mark.parametrize(
    ("unit", "kind", "value", "refused"),
    [
        ("percent", "proportion", "0", False),
        ("percent", "proportion", "100", False),
        ("percent", "rate", "-4", False),
        ("percent", "ratio", "130", False),
        ("percent", "", "130", False),
        ("percent change on the year before", "proportion", "-4", False),
        ("percentage points", "proportion", "-4", False),
        ("homes", "proportion", "700", False),
        ("", "proportion", "700", False),
        ("proportion of homes", "proportion", "1", False),
        ("proportion of homes", "proportion", "96.1", True),
        ("share (0-1)", "proportion", "1.5", True),
        ("% of homes", "proportion", "101", True),
    ],
)
def test_the_unit_and_the_kind_say_what_the_whole_is(tiny_folder, unit, kind, value, refused):
    figures = (tiny_folder / "observations.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in figures if not row.startswith("pledge-a/2:bins,")]
    write(
        tiny_folder,
        "observations.csv",
        "".join(kept) + f"pledge-a/2:bins,2018,2018,{value},,,,,,final,inferred,town-yearbook,\n",
    )
    change(
        tiny_folder,
        "measures.csv",
        "on the day,headline,true,,,percent,proportion,",
        f"on the day,headline,true,,,{unit},{kind},",
    )
    faults, _ = check_framework(tiny_folder)
    assert [f.column for f in faults if f.file == "observations.csv"] == ["value"] * refused


# a share in per cent, its numerator and denominator: the column of the fault and its words, or none
PARTS = {
    "a fraction of a fraction": ("0.086", "86", "1000", "value", "0.086 is not 86 of 1000, which is 8.6"),
    "a point that moved": ("87.0", "87", "1000", "value", "87.0 is not 87 of 1000, which is 8.7"),
    "a denominator that lost a digit": (
        "46.1",
        "461",
        "100",
        "numerator",
        "461 is more than its denominator 100",
    ),
    "digits that changed places": ("46.1", "641", "1000", "value", "46.1 is not 641 of 1000, which is 64.1"),
    "half of a half": ("25", "50", "100", "value", "25 is not 50 of 100, which is 50"),
    "a percentage of one": ("0.461", "0.461", "1", "value", "0.461 is not 0.461 of 1, which is 46.1"),
    "the same": ("46.1", "461", "1000", None, ""),
    "rounded to a whole": ("46", "461", "1000", None, ""),
    "a third": ("33.3", "1", "3", None, ""),
    "all": ("100", "9", "9", None, ""),
    "none": ("0", "0", "50", None, ""),
    "counts in thousands": ("26.4", "12000", "45000", None, ""),
    "counts rounded to tens": ("6.0", "20", "270", None, ""),
    "counts rounded to fives": ("8.6", "25", "270", None, ""),
    "a count of persons of a population in thousands": ("61.2", "7341", "12000", None, ""),
    "counts in millions": ("46.1", "12.3", "26.7", None, ""),
    "a numerator alone": ("46.1", "461", "", None, ""),
    "a denominator alone": ("46.1", "", "1000", None, ""),
}


@pytest.mark.parametrize("case", PARTS)
def test_a_share_that_is_not_its_numerator_over_its_denominator_is_refused(tiny_folder, case):
    value, numerator, denominator, column, words = PARTS[case]
    change(
        tiny_folder,
        "observations.csv",
        "2022-23,2022-23,67.4,65.6,69.2,95,,,",
        f"2022-23,2022-23,{value},,,,{numerator},{denominator},",
    )
    found = check_framework(tiny_folder)[0]
    assert [(f.row, f.column) for f in found] == [(52, column)] * (column is not None)
    assert all(
        words in f.problem and "of a weighted figure leave the numerator empty" in f.remedy for f in found
    )


@pytest.mark.parametrize(
    ("unit", "kind", "is_refused"),
    [
        ("percent", "proportion", True),
        ("proportion (0 to 1)", "proportion", False),
        ("percent", "rate", False),
        ("number", "count", False),
        ("percent", "", False),
        ("percent change", "proportion", False),
        ("number per 1000", "rate", False),
    ],
)
def test_only_of_a_proportion_must_the_parts_give_the_whole(tiny_folder, unit, kind, is_refused):
    change(
        tiny_folder,
        "measures.csv",
        "pledge-b/3:damp,pledge-b/3,Homes with damp,headline,true,,,percent,proportion",
        f"pledge-b/3:damp,pledge-b/3,Homes with damp,headline,true,,,{unit},{kind}",
    )
    text = (tiny_folder / "observations.csv").read_text(encoding="utf-8")
    rows = [r for r in text.splitlines(keepends=True) if not r.startswith("pledge-b/3:damp")]
    rows.append("pledge-b/3:damp,2023,2023,0.086,,,,86,1000,final,inferred,house-survey,\n")
    write(tiny_folder, "observations.csv", "".join(rows))
    assert [f.column for f in check_framework(tiny_folder)[0]] == ["value"] * is_refused
