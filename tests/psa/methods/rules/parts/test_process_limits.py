"""Limits of an unchanged process, run rules and assurance, beside those that the bodies published."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from psa.methods.rules.parts import NOT_ASSESSED, run_rules
from psa.methods.rules.parts.process_limits import compare_with_control_limits, xmr_assurance, xmr_limits

PUBLISHED = yaml.safe_load((Path(__file__).parent / "published.yml").read_text(encoding="utf-8"))
RUNS = [(name, case) for name, cases in PUBLISHED["run_rules"]["cases"].items() for case in cases]


@pytest.mark.parametrize("case", PUBLISHED["xmr_limits"]["cases"])
def test_limits_agree_to_the_published_digits(case):
    limits = xmr_limits(case["value"], screen_outliers=case["screen_outliers"])
    for name in ("mean", "lower", "upper"):
        ours = float(f"{float(getattr(limits, name)):.7g}")
        assert ours == pytest.approx(case[name], abs=0, rel=1.5e-7)


@pytest.mark.parametrize(("name", "case"), RUNS)
def test_run_rules_flag_the_published_points(name, case):
    assert getattr(run_rules, name)(*case["given"]).tolist() == case["flags"]


@pytest.mark.parametrize("case", PUBLISHED["xmr_assurance"]["cases"])
def test_assurance_reads_as_published(case):
    assert xmr_assurance(case["lower"], case["upper"], case["target"], case["sign"]) == case["word"]


@pytest.mark.parametrize("case", PUBLISHED["compare_with_control_limits"]["cases"])
def test_proportions_beside_control_limits_read_as_published(case):
    given = {name: figure for name, figure in case.items() if name != "word"}
    assert compare_with_control_limits(**given) == case["word"]
    share = {name: given[name] / 100 for name in ("value", "benchmark")}
    assert compare_with_control_limits(**given | share, full_scale=1) == case["word"]


def test_limits_may_be_set_by_the_first_points():
    limits = xmr_limits([1, 3, 1, 3, 50], fix_after=4)
    assert (limits.mean, limits.upper) == (2, pytest.approx(2 + 2.66 * 2))
    assert limits.near_upper == pytest.approx(2 + 2.66 * 2 * 2 / 3)


@pytest.mark.parametrize("shape", [(0, 5), (3, 0), (0,)])
def test_empty_arrays_have_empty_limits(shape):
    assert xmr_limits(np.full(shape, np.nan)).mean.shape == shape[:-1]


@pytest.mark.parametrize("sign", [0, np.nan])
def test_no_direction_no_word(sign):
    assert xmr_assurance(1, 3, 4, sign) == NOT_ASSESSED
    assert compare_with_control_limits(10, 100, 10, sign) == NOT_ASSESSED


def test_what_is_not_known_has_no_word():
    assert xmr_assurance(1, 3, np.nan, 1) == NOT_ASSESSED
    assert compare_with_control_limits(10, 0, 10, 1) == NOT_ASSESSED
    assert compare_with_control_limits([10, 30], 100, 10, 1).tolist() == ["same", "better"]
