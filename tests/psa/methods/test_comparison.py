"""Every rule by its name: the three tables come out, and the words are the rule's own."""

import csv

import numpy as np
import pandas as pd
import pytest

from psa.batch.results import write_ratings
from psa.files.write import RATING_FILES
from psa.methods import blocks, comparison
from psa.methods.comparison import (
    NAMES,
    OFFICIAL,
    OURS,
    check_rule,
    combine_words,
    compare_rules,
    rate_indicators,
    rate_measures,
    side,
)
from psa.methods.definitions import with_definitions
from psa.methods.ratings import rate_framework
from psa.methods.rules import RULES
from psa.methods.rules.parts import NOT_ASSESSED
from psa.methods.vocabulary import IMPROVE, LABELS, RATINGS, STANDARD, TARGET

pytestmark = pytest.mark.thorough

WORDS = {OFFICIAL: set(RATINGS), OURS: {*IMPROVE, *TARGET, *STANDARD, "not_assessed"}}
WORDS |= {name: {*rule.words, NOT_ASSESSED} for name, rule in RULES.items()}


def test_the_names_of_the_rules():
    assert NAMES[:2] == (OFFICIAL, OURS)
    assert len(set(NAMES)) == len(NAMES)
    assert set(WORDS) == set(NAMES)
    for name in NAMES:
        assert check_rule(name) == name
    with pytest.raises(ValueError, match=f"rule 'best' is not known; use one of {', '.join(NAMES)}"):
        check_rule("best")


@pytest.mark.parametrize("rule", NAMES)
def test_every_rule_writes_the_three_tables_in_its_own_words(rule, tiny, tmp_path):
    rated = rate_framework(tiny, rule=rule)
    paths = write_ratings(rated, tmp_path / rule)
    assert [p.name for p in paths] == list(RATING_FILES)
    rows = {}
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            rows[path.name] = list(csv.DictReader(file))
        assert {r["rule"] for r in rows[path.name]} == {rule}
        assert all(r["reason"] for r in rows[path.name])
    indicators, agreements, departments = rows.values()
    assert [r["indicator_id"] for r in indicators] == list(tiny.indicators["indicator_id"])
    assert {r["rating"] for r in indicators} <= WORDS[rule]
    assert {r["rating"] for r in indicators} != {NOT_ASSESSED}  # something is rated
    assert {r["rating"] for r in agreements + departments} <= set(LABELS)
    assert [r["department_id"] for r in departments] == ["housing", "mayor", "parks"]


@pytest.mark.parametrize("rule", [r for r in NAMES if r != OFFICIAL])
def test_the_official_rating_stands_beside_another_rules(rule, tiny, tiny_rated):
    rated = rate_framework(tiny, rule=rule)
    assert rated.indicators["official_rating"].tolist() == tiny_rated.indicators["rating"].tolist()
    assert "official_rating" not in tiny_rated.indicators


@pytest.mark.parametrize("rule", [r for r in NAMES if r != OFFICIAL])
def test_the_roll_up_counts_the_rules_good_words(rule, tiny):
    rated = rate_framework(tiny, rule=rule)
    sides = side(rule, rated.indicators["rating"])
    for row in rated.agreements.itertuples():
        own = sides[(rated.indicators["agreement_id"] == row.agreement_id).to_numpy()]
        assert (row.improved, row.assessed, row.deteriorated) == (
            (own == 1).sum(),
            np.isfinite(own).sum(),
            (own == -1).sum(),
        )


@pytest.mark.parametrize("rule", NAMES)
def test_the_rules_use_only_their_words(rule, promises, tiny_rated):
    found = set(promises.comparison[rule]) | set(tiny_rated.comparison[rule])
    assert found <= WORDS[rule]
    assert len(found) > 1


def test_every_word_has_a_side_or_is_no_rating():
    assert set(side(OURS, [*IMPROVE, *TARGET, *STANDARD])) == {1.0, 0.0, -1.0}
    assert not np.isnan(side(OURS, [*IMPROVE, *TARGET, *STANDARD])).any()
    assert np.isnan(side(OURS, ["not_assessed"])).all()
    assert side(OFFICIAL, ["improvement", "no_improvement"]).tolist() == [1.0, -1.0]
    assert np.isnan(side(OFFICIAL, ["not_rateable", "withheld", "not_yet_assessed"])).all()
    for name, rule in RULES.items():
        sides = side(name, [*rule.words, NOT_ASSESSED])
        assert sides[:-1].tolist() == list(rule.sides.values()), name
        assert np.isnan(sides[-1]), name


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["bad"], "bad"),
        (["good", "bad"], "bad"),
        (["good", "good", "bad"], "good"),
        (["good", "fair", "bad", "bad"], "bad"),
        (["good", "fair", "fair", "bad"], "fair"),
        (["odd"], ""),
        ([], ""),
        (["odd", "good"], "good"),
    ],
)
def test_components_take_the_median_rounded_down(words, found):
    assert combine_words(words, ("bad", "fair", "good")) == found


def test_words_of_measures_and_indicators(tiny, tiny_rated):
    words = rate_measures(tiny, tiny_rated.series, tiny_rated.settings)
    assert set(words["rule"]) == set(RULES)
    assert set(words["measure_id"]) == set(tiny_rated.series["measure_id"])
    by_indicator = rate_indicators(words, tiny_rated.measures, tiny_rated.indicators)
    assert list(by_indicator["indicator_id"]) == list(tiny_rated.indicators["indicator_id"])
    assert list(by_indicator.columns[1:]) == list(RULES)
    without = by_indicator.set_index("indicator_id").loc[
        ["pledge-a/4", "pledge-b/4"]
    ]  # none, and only a proxy
    assert (without == NOT_ASSESSED).all(axis=None)
    both = compare_rules(tiny_rated.indicators, by_indicator)
    assert (both[["good", "neutral", "bad", "not_assessed"]].sum(axis=1) == len(NAMES)).all()
    assert both.set_index("indicator_id").loc["pledge-a/4", "not_assessed"] == len(NAMES)


def test_no_series_no_words(tiny, tiny_rated):
    assert len(rate_measures(tiny, tiny_rated.series.head(0), tiny_rated.settings)) == 0


def test_a_set_has_the_median_word_of_its_rateable_components():
    ratings = ["improving", "maintaining", "worsening", "improving", NOT_ASSESSED]
    words = pd.DataFrame({"measure_id": list("abcde"), "rule": "scotland", "rating": ratings})
    measures = pd.DataFrame(
        {"indicator_id": ["x", "x", "x", "x", "y"], "is_rateable": [True, True, True, False, True]},
        index=list("abcde"),
    )
    table = rate_indicators(words, measures, pd.DataFrame({"indicator_id": ["y", "x"]}))
    assert table["scotland"].tolist() == [NOT_ASSESSED, "maintaining"]
    assert set(table["destatis"]) == {NOT_ASSESSED}


def test_words_in_blocks_of_a_few_series_are_those_of_all_at_once(tiny_rated, monkeypatch):
    whole = tiny_rated.rule_words
    monkeypatch.setattr(comparison, "blocks_of", lambda frame: blocks.blocks_of(frame, 20))
    frame = with_definitions(tiny_rated.series, tiny_rated.framework)
    assert len(list(blocks.blocks_of(frame, 20))) > 2
    pd.testing.assert_frame_equal(comparison.rate_defined(frame, tiny_rated.settings), whole)
