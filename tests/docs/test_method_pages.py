"""The pages of methods: fixed headings in one order, and every section of the overview in its table of rules."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
HEADINGS = ["Purpose", "Terms", "Assumptions", "Input", "Steps", "Output", "Worked example", "Evidence"]
HEADINGS += ["Limits", "Sources"]
PAGES = ["baseline-trend", "evidence", "label-chances", "targets"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_method_has_the_fixed_headings_in_their_order(page):
    text = (DOCS / "methods" / f"{page}.md").read_text("utf-8")
    assert re.findall(r"^## (.+)$", text, re.M) == HEADINGS


def test_every_rule_of_the_overview_is_found_in_its_table():
    text = (DOCS / "methods.md").read_text("utf-8")
    table = text[text.index("| question |") : text.index("\n\n", text.index("| question |"))]
    sections = re.findall(r"^## (\d+)\. ", text, re.M)
    assert sections and all(re.search(rf"\| {number}\b", table) for number in sections)
    assert set(re.findall(r"\]\(methods/([a-z-]+)\.md", table)) == {*PAGES, "by-hand"}
