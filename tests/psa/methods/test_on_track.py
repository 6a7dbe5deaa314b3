"""The rule of targets that lie ahead: labels of missions and how often they turn out right."""

import numpy as np
import pandas as pd
import pytest

from psa.methods.label_chances import count_chances
from psa.methods.on_track import describe_counts, indicator_words, known_chances, mission_label, shared_counts
from psa.methods.vocabulary import VERDICTS


@pytest.mark.parametrize(
    ("counts", "label"),
    [
        ((2, 0, 3, 3), "on_track"),
        ((2, 1, 4, 4), "mixed"),
        ((0, 3, 3, 3), "off_track"),
        ((1, 1, 2, 2), "mixed"),
        ((1, 0, 2, 1), "not_yet_assessed"),  # half cannot be told
        ((0, 0, 0, 0), "not_yet_assessed"),
    ],
)
def test_the_label_follows_from_the_counts(counts, label):
    assert mission_label(*counts) == label


def test_a_mission_of_which_one_target_moves_the_wrong_way_is_not_on_track():
    assert mission_label(2, 1, 3, 3, moving_away=1) == "mixed"


@pytest.mark.parametrize("total", range(1, 7))
def test_a_mission_whose_every_target_is_off_course_is_off_track(total):
    assert mission_label(0, total, total, total) == "off_track"


def test_a_change_for_the_better_says_nothing_of_a_target_that_lies_ahead():
    words = indicator_words(pd.DataFrame({"verdict": list(VERDICTS)}))
    said = dict(zip(VERDICTS, words, strict=True))
    assert said["better"] == said["not_assessed"] == "not_yet_assessed"
    assert (said["on_course"], said["uncertain"], said["moving_away"]) == (
        "on_track",
        "uncertain",
        "off_track",
    )


def test_what_is_settled_is_certain():
    table = pd.DataFrame({"verdict": ["met", "not_met", "uncertain"], "target_chance": [np.nan, np.nan, 0.5]})
    assert known_chances(table).tolist() == [1.0, 0.0, 0.5]


def test_targets_that_share_what_moves_them_are_met_or_missed_together():
    met = np.array([0.5, 0.5, 0.5])
    apart, together = count_chances(met), shared_counts(met, 0.7)
    assert together.sum() == pytest.approx(1) and together @ np.arange(4) == pytest.approx(1.5, abs=0.01)
    assert together[0] > 2 * apart[0] and together[3] > 2 * apart[3]


@pytest.mark.parametrize(
    ("improved", "deteriorated", "assessed", "total", "words"),
    [
        (0, 1, 1, 1, "its one target is off track"),
        (1, 1, 3, 5, "of 5 targets, 1 on track, 1 uncertain, 1 off track and 2 that cannot be told yet"),
        (0, 0, 0, 0, "no target"),
    ],
)
def test_a_label_s_reason_counts_only_what_there_is(improved, deteriorated, assessed, total, words):
    counts = {"improved": improved, "deteriorated": deteriorated, "assessed": assessed, "total": total}
    assert describe_counts(counts) == words
