"""Kinds of targets, baselines and figures that a stranger would try: the right answer, and the page's sentence."""

from pathlib import Path

import pytest
import yaml
from case_folder import check_columns, check_sentences, write_case

import psa

pytestmark = pytest.mark.thorough

CASES = yaml.safe_load((Path(__file__).parent / "kinds_of_targets.yml").read_text("utf-8"))


@pytest.mark.parametrize("kind", CASES)
def test_a_kind_has_its_answer_and_its_sentence(kind, tmp_path):
    workbook = psa.load(write_case(tmp_path / "case", CASES[kind]))
    check_columns(workbook, CASES[kind]["found"])
    check_sentences(workbook, CASES[kind]["says"])
