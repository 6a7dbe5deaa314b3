"""Every rule on series whose word is known: the cases stand in a file beside this one, named as the rule's.

A file holds groups: what they are `about`, where the examples were `published` (left out where they are ours), what is
`given` to each, and the `cases`. A case has fields of a series: `value` and any other of `stack_series`; `time` is 2001,
2002, ... and `sign` is 1 where nothing is said; null is no figure. It has the `word` that is expected, and may have the
`reason` and the `statistic`, to nine significant digits or to so many decimal `digits`.
"""

from pathlib import Path

import numpy as np
import pytest
import yaml

from psa.methods.rules import RULES, rate_series
from psa.methods.rules.parts import NOT_ASSESSED, Rule, stack_series

HERE = Path(__file__).parent
EXPECTED = {"word", "reason", "statistic", "digits"}


def cases_file(rule: Rule) -> Path:
    return HERE / f"{rule.rate.__module__.rpartition('.')[2]}.yml"


def read_cases(rule: Rule) -> list[tuple[str, dict]]:
    """Return each case of a rule with the name of its group; none where it has no file."""
    path = cases_file(rule)
    groups = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else []
    return [(group["about"], group.get("given", {}) | case) for group in groups for case in group["cases"]]


CASES = [
    pytest.param(name, case, id=f"{name}: {about}, {number}")
    for name, rule in RULES.items()
    for number, (about, case) in enumerate(read_cases(rule), 1)
]


def without_null(given):
    if isinstance(given, list):
        return [without_null(item) for item in given]
    return np.nan if given is None else given


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_series_has_the_word_of_its_case(rule, case):
    given = {name: without_null(figures) for name, figures in case.items() if name not in EXPECTED}
    years = 2001.0 + np.arange(len(given["value"]))
    rated = rate_series(rule, stack_series(**({"time": years, "sign": 1} | given)))
    assert str(rated.words) == case["word"]
    if "reason" in case:
        assert str(rated.reason) == case["reason"]
    if "statistic" in case:
        wanted = without_null(case["statistic"])
        close = {"abs": 0.5 * 10.0 ** -case["digits"], "rel": 0} if "digits" in case else {"rel": 1e-9}
        assert float(rated.statistic) == pytest.approx(wanted, nan_ok=True, **close)
    if case["word"] == NOT_ASSESSED:
        assert str(rated.reason) and np.isnan(rated.statistic)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_every_word_of_a_rule_has_a_case(rule):
    assert {case["word"] for _, case in read_cases(rule)} == {*rule.words, NOT_ASSESSED}


def test_every_file_of_cases_is_that_of_a_rule():
    assert {*HERE.glob("*.yml")} <= {cases_file(rule) for rule in RULES.values()}
