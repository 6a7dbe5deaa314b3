"""Labels at their boundaries, how near an edge, and other readings of the rule."""

from collections import Counter
from itertools import product

import pytest
from counted_indicators import LATER, NO, NOT_YET, SETTINGS, SOME, STRONG, indicators

from psa.methods.agreements import rate_group
from psa.methods.labels import agreement_label, changes_to_flip, describe_label, possible_labels, readings
from psa.methods.vocabulary import LABELS, READINGS


@pytest.mark.parametrize(
    ("improved", "assessed", "total", "label"),
    [
        (0, 0, 0, NOT_YET),
        (0, 0, 5, NOT_YET),
        (0, 2, 4, NOT_YET),
        (2, 2, 4, NOT_YET),
        (0, 3, 4, NO),
        (0, 4, 4, NO),
        (1, 3, 4, SOME),
        (2, 3, 4, SOME),
        (2, 4, 4, SOME),
        (3, 3, 4, STRONG),
        (3, 4, 4, STRONG),
        (4, 4, 4, STRONG),
        (2, 2, 5, NOT_YET),
        (3, 3, 5, STRONG),
        (2, 3, 5, SOME),
        (0, 3, 5, NO),
        (1, 1, 1, STRONG),
        (0, 1, 1, NO),
        (1, 1, 2, NOT_YET),
        (1, 2, 2, SOME),
        (2, 2, 2, STRONG),
    ],
)
def test_the_label_at_its_boundaries(improved, assessed, total, label):
    assert agreement_label(improved, assessed, total, SETTINGS) == label
    assert agreement_label(improved, assessed, total) == label


def test_strong_is_more_than_half_of_all_and_not_of_the_assessed():
    assert agreement_label(3, 4, 7) == SOME
    assert agreement_label(4, 4, 7) == STRONG


def test_the_other_share_of_missing_indicators():
    assert agreement_label(2, 2, 4, LATER) == SOME
    assert agreement_label(0, 2, 4, LATER) == NO
    assert agreement_label(1, 1, 4, LATER) == NOT_YET
    assert agreement_label(0, 0, 0, LATER) == NOT_YET


@pytest.mark.parametrize("counts", [(2, 1, 3), (1, 4, 3), (-1, 0, 3)])
def test_counts_that_cannot_be(counts):
    with pytest.raises(ValueError, match="improved <= assessed <= total"):
        agreement_label(*counts)


def test_improving_never_lowers_a_label():
    rank = {NO: 0, SOME: 1, STRONG: 2}
    for total in range(1, 9):
        for assessed in range(total + 1):
            labels = [agreement_label(i, assessed, total) for i in range(assessed + 1)]
            if NOT_YET in labels:
                assert set(labels) == {NOT_YET}
            else:
                assert [rank[x] for x in labels] == sorted(rank[x] for x in labels)


def test_possible_labels_of_a_published_count():
    assert possible_labels(3, 7) == {NOT_YET: (3, 3), SOME: (4, 7)}
    assert possible_labels(4, 7) == {STRONG: (4, 7)}
    assert possible_labels(0, 4) == {NOT_YET: (0, 2), NO: (3, 4)}
    assert possible_labels(2, 4, LATER) == {SOME: (2, 4)}


@pytest.mark.parametrize("settings", [SETTINGS, LATER])
def test_changes_to_flip_is_the_shortest_way(settings):
    for total in range(1, 6):
        for states in product("ifn", repeat=total):
            here = Counter(states)
            counts = (here["i"], here["i"] + here["f"], total)
            label = agreement_label(*counts, settings)
            found = {}
            for others in product("ifn", repeat=total):
                there = Counter(others)
                other = agreement_label(there["i"], there["i"] + there["f"], total, settings)
                moved = sum(a != b for a, b in zip(states, others, strict=True))
                if other != label and moved < found.get(other, 99):
                    found[other] = moved
            steps, to = changes_to_flip(*counts, settings)
            assert steps == min(found.values())
            assert to == min((x for x in found if found[x] == steps), key=LABELS.index)


def test_nothing_to_flip_without_indicators():
    assert changes_to_flip(0, 0, 0) == (0, NOT_YET)


@pytest.mark.parametrize("label", LABELS)
def test_every_label_has_its_words(label):
    counts = {"improved": 1, "total": 3, "assessed": 2, "deteriorated": 0}
    assert describe_label(counts, label)


READING_CASES = {
    "assessed_only": ("iinn", {}, NOT_YET, STRONG),
    "more_than_half_missing": ("ifnn", {}, NOT_YET, SOME),
    "half_is_strong": ("iiff", {}, SOME, STRONG),
    "net": ("iidd", {}, SOME, NO),
    "targets_met": ("iffn", {"target_status": ["", "met", "met_early", "not_met"]}, SOME, STRONG),
    "untested_counted": (
        "iirr",
        {"reason_code": ["", "", "significance_untestable", "break"]},
        NOT_YET,
        STRONG,
    ),
}


@pytest.mark.parametrize("name", READINGS)
def test_every_reading_can_change_a_label(name):
    states, columns, now, other = READING_CASES[name]
    group = indicators(states, **columns)
    assert rate_group(group, SETTINGS)["rating"] == now
    found = readings(group, SETTINGS)
    assert found[name] == other
    assert set(found) == set(READINGS)


def test_readings_that_do_not_bear_on_a_group_leave_its_label():
    assert set(readings(indicators("iiif"), SETTINGS).values()) == {STRONG}
    assert set(readings(indicators("fff"), SETTINGS).values()) == {NO}
    assert readings(indicators("iff", target_status=["met", "", ""]), SETTINGS)["targets_met"] == SOME  # once
