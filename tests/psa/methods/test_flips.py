"""What each choice of ours would turn over is what rating with the other value gives, found by hand here."""

import pytest

from psa.data.load import load_framework
from psa.methods.flips import flipped, weigh
from psa.methods.judgements import list_judgements
from psa.methods.ratings import rate_framework

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def weights(tiny_rated):
    return {w.judgement.id: w for w in weigh(tiny_rated, list_judgements(tiny_rated))}


def compared(rated):
    """Return every compared answer of a rated framework, read from its finished tables."""
    codes = {
        "rating": "rating",
        "verdict": "verdict",
        "target_status": "target",
        "best_evidence": "best evidence",
    }
    labels = {"rating": "label", "best_label": "label by best evidence"}
    return {
        (row[key], word): row[code]
        for table, key, words in (
            (rated.official, "indicator_id", codes),
            (rated.agreements, "agreement_id", labels),
        )
        for row in table.to_dict("records")
        for code, word in words.items()
    }


def test_a_direction_turned_by_hand_in_the_file_turns_over_what_the_register_says(
    tiny_folder, tiny_rated, weights
):
    path = tiny_folder / "indicators.csv"
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.split("\n") if line.startswith("pledge-a/3,"))
    assert line.count("improve,decrease") == 1
    turned = line.replace("improve,decrease", "improve,increase")
    path.write_text(text.replace(line, turned), encoding="utf-8")
    before, after = compared(tiny_rated), compared(rate_framework(load_framework(tiny_folder)))
    by_hand = {(*key, before[key], after[key]) for key in before if before[key] != after[key]}
    assert ("pledge-a", "label", "strong_progress", "some_progress") in by_hand
    moves = weights["pledge-a/3.direction"].moves["increase"]
    assert {(m.id, m.what, m.old, m.new) for m in moves} == by_hand


def test_each_choice_tried_with_others_gives_what_it_gives_alone(tiny, tiny_rated, weights):
    before, tried = compared(tiny_rated), 0
    for weight in weights.values():
        if weight.judgement.indicator_id:
            for value, moves in weight.moves.items():
                after = compared(rate_framework(flipped(tiny, [(weight.judgement, value)])))
                alone = {(*key, before[key], after[key]) for key in before if before[key] != after[key]}
                assert {(m.id, m.what, m.old, m.new) for m in moves} == alone, (weight.judgement.id, value)
                tried += 1
    assert tried > 15


def test_a_setting_that_decides_a_label_is_said_to(weights):
    (move,) = weights["not_yet_assessed_from"].moves["more_than_half"]
    assert (move.id, move.old, move.new) == ("pledge-b", "not_yet_assessed", "some_progress")


def test_the_heaviest_choice_comes_first_and_what_is_left_over_counts_as_not_tried(tiny_rated):
    found = weigh(tiny_rated, list_judgements(tiny_rated), rounds=1)
    sizes = [len(w.most) for w in found]
    assert sizes == sorted(sizes, reverse=True) and sizes[0] > 0
    left = {w.judgement.id for w in found if not w.is_tried}
    assert "pledge-a/1.kind" in left and "pledge-a/1.direction" not in left
