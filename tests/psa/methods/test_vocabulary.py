"""Every code word of the results stands once, with all that is said of it elsewhere."""

import pytest

from psa.data.schema import VOCABULARIES
from psa.methods.vocabulary import (
    CLASSES,
    IMPROVE,
    LABELS,
    REASONS,
    STANDARD,
    TARGET,
    TARGET_STATUSES,
    VERDICT_ORDER,
    VERDICTS,
    on_side,
    worst,
)


def test_each_reason_leads_to_a_rating_and_each_verdict_is_drawn_as_a_class():
    assert {row.rating for row in REASONS.values()} <= set(CLASSES)
    assert {row.shown_as for row in VERDICTS.values()} <= set(CLASSES)


def test_each_verdict_but_not_assessed_has_a_kind_a_side_and_a_place_of_its_own():
    assert {*IMPROVE, *TARGET, *STANDARD} == {*VERDICTS} - {"not_assessed"} == set(VERDICT_ORDER)
    assert all(VERDICTS[code].side in {-1, 0, 1} for code in VERDICT_ORDER)
    assert [VERDICTS[code].order for code in VERDICT_ORDER] == list(range(len(VERDICT_ORDER)))
    assert VERDICTS["not_assessed"].side is None


def test_within_a_kind_a_verdict_on_the_better_side_is_never_the_worse_one():
    for kind in (IMPROVE, TARGET, STANDARD):
        sides = [VERDICTS[code].side for code in VERDICT_ORDER if code in kind]
        assert sides == sorted(sides)


def test_each_class_of_indicators_has_a_sign_of_its_own():
    assert len({row.sign for row in CLASSES.values()} - {""}) == len(CLASSES)


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        (["met", "not_met", "on_course"], "not_met"),
        (["better", "not_assessed", "in_line"], "in_line"),
        (["meets"], "meets"),
        (["no such word"], ""),
        ([], ""),
    ],
)
def test_the_worst_of_some_verdicts(codes, found):
    assert worst(VERDICTS, codes) == found


def test_a_target_met_before_its_date_counts_as_met():
    assert set(on_side(TARGET_STATUSES, 1)) == {"met", "met_early"}
    assert on_side(TARGET_STATUSES, -1) == ("not_met",)


def test_the_tables_of_published_ratings_know_every_label_and_class_but_deteriorated():
    assert {*LABELS, "improvement", "no_improvement"} <= set(VOCABULARIES["rating_classes"])
