"""The page on the second reading says what the tables give now, and lists every official rating that it changed."""

import re

import pytest

from psa import paths

RATED = ["improvement", "no_improvement"]


@pytest.fixture(scope="module")
def page() -> dict[str, list[str]]:
    """Return the rows of the page's tables by their first cell."""
    text = (paths.ROOT / "docs" / "methods" / "second-reading.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\|.*\|$", text, re.M)
    ]
    return {row[0]: row[1:] for row in rows}


def test_the_grades_are_those_of_the_tables(csr, page):
    now = csr.promised["evidence_grade"].value_counts()
    assert {grade: int(page[grade][1]) for grade in "ABCDE"} == {grade: int(now[grade]) for grade in "ABCDE"}
    assert sum(int(page[grade][0]) for grade in "ABCDE") == len(csr.promised)


def test_the_counts_of_each_agreement_are_those_of_the_tables(csr, page):
    for agreement_id, own in csr.promised.groupby("agreement_id"):
        total, _, rated, _, read = (int(cell) for cell in page[agreement_id])
        assert (total, rated) == (len(own), own["rating"].isin(RATED).sum())
        assert read == (own["evidence_grade"] != "E").sum()
    sums = [sum(int(page[a][i]) for a in csr.framework.agreements["agreement_id"]) for i in range(5)]
    assert [int(cell) for cell in page["all"]] == sums


def test_most_agreements_have_something_to_go_on_for_more_than_half_of_their_indicators(csr):
    has = (csr.promised["evidence_grade"] != "E").groupby(csr.promised["agreement_id"]).mean()
    assert (has > 0.5).sum() >= 26
    assert (csr.promised["evidence_grade"] != "E").sum() >= 120


def test_each_changed_rating_is_as_listed_and_has_its_row(csr, page):
    rating = csr.indicators.set_index("indicator_id")["rating"]
    changed = {name: row for name, row in page.items() if "/" in name}
    for indicator_id, (before, after, why) in changed.items():
        assert after.replace(" ", "_") == rating[indicator_id] != before.replace(" ", "_")
        assert len(why) > 30
    appeared = sum(row[0] == "not yet assessed" for row in changed.values())
    assert appeared == int(page["all"][2]) - int(page["all"][1])
