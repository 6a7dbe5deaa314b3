"""The page of hard cases: each is loaded as a framework, and gives the answer and the sentences that it has there."""

import math
import re
from pathlib import Path

import pytest
import yaml
from case_folder import check_columns, check_sentences, write_case

import psa

pytestmark = pytest.mark.thorough

PAGE = Path(__file__).resolve().parents[2] / "docs" / "methods" / "by-hand.md"
CASE = re.compile(r"^## ([^\n]+)\n\n```yaml\n(.*?)```\n(.*?)(?=^## |\Z)", re.M | re.S)
CASES = {
    title: (yaml.safe_load(block), prose) for title, block, prose in CASE.findall(PAGE.read_text("utf-8"))
}
IN_DRAWS = ("chance_met", "chance_strong")  # shares of 10,000 draws


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """Return the workbook of a case, each loaded once."""
    kept = {}

    def load(title):
        if title not in kept:
            kept[title] = psa.load(write_case(tmp_path_factory.mktemp("case"), CASES[title][0]))
        return kept[title]

    return load


@pytest.mark.parametrize("title", CASES)
def test_a_hard_case_gives_the_answer_worked_by_hand(title, loaded):
    check_columns(loaded(title), CASES[title][0]["found"], IN_DRAWS)


@pytest.mark.parametrize("title", CASES)
def test_the_page_of_a_hard_case_says_it(title, loaded):
    check_sentences(loaded(title), CASES[title][0]["says"])


@pytest.mark.parametrize("title", CASES)
def test_every_number_of_an_answer_stands_in_its_arithmetic(title):
    case, prose = CASES[title]
    numbers = [abs(float(n.replace(",", "").rstrip("."))) for n in re.findall(r"\d*[.,]?\d[\d,.]*", prose)]
    for column, wanted in case["found"].items():
        if isinstance(wanted, int | float) and not column.startswith("chance_met"):
            assert any(math.isclose(abs(wanted), n, abs_tol=1e-9) for n in numbers) or wanted == 1, column


def test_every_case_is_in_the_table_at_the_top():
    anchors = set(re.findall(r"\]\(#([^)]+)\)", PAGE.read_text("utf-8")))
    assert anchors == {re.sub(r"[^a-z ]", "", title.lower()).replace(" ", "-") for title in CASES}
    assert len(CASES) >= 19
