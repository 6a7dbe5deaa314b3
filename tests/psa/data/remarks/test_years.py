"""Periods that may be meant otherwise."""

import pytest
from remarked import FIGURES, figures, folder_with, remarks_of


def vacancies(*values: str) -> str:
    return "\n".join(f"a-01/2:vacancies,{2004 + i},{v},labour-survey" for i, v in enumerate(values))


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("2008-2009", "Write 2008-09 for that, 2008 to 2009 for the two calendar years"),
        ("2008/2009", "Write 2008/09 for that, 2008 to 2009 for the two calendar years"),
        ("1999-2000", None),
        ("2008-09", None),
        ("2008/09", None),
        ("2008 to 2009", None),
    ],
)
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
