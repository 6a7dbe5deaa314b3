"""An id that is not there is told which ones are near to it, and never one that is not."""

import pytest

from psa.words import hint, in_text, near, percent, plain, significant

IDS = ["goal-03", "goal-13", "goal-21", "psa-02", "02_assess_agreement", "dcsf", "co"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("goal-3", ["goal-03"]),
        ("GOAL 3", ["goal-03"]),
        ("Goal21", ["goal-21"]),
        ("21", ["goal-21"]),
        ("2", ["psa-02", "02_assess_agreement"]),
        ("99", []),
        ("dscf", ["dcsf"]),
        ("astrology", []),
        ("", []),
        ("²", []),
    ],
)
def test_the_ids_that_may_be_meant_are_found(wanted, found):
    assert near(wanted, IDS) == found


def test_ids_that_differ_only_in_leading_zeros_are_no_more_than_five():
    assert near("a1", [f"a-{'0' * i}1" for i in range(9)]) == [f"a-{'0' * i}1" for i in range(5)]


def test_the_question_is_asked_of_one_or_of_several():
    assert hint("goal-3", IDS) == " Is goal-03 meant?"
    assert hint("2", IDS) == " Is one of these meant? psa-02, 02_assess_agreement."
    assert hint("astrology", IDS) == ""


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (1 / 8, "13%"),
        (5 / 8, "63%"),
        (0.285, "29%"),
        (0.4999, "50%"),
        (0.005, "1%"),
        (0.004, "under 1%"),
        (0.995, "over 99%"),
    ],
)
def test_half_a_per_cent_is_rounded_up_as_official_statistics_are(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2.4e-7, "0.00000024"),
        (0.1 + 0.2, "0.3"),
        (-0.00123456, "−0.001235"),
        (1234567890123, "1,234,567,890,123"),
    ],
)
def test_very_small_and_very_large_figures_keep_their_digits(value, shown):
    assert in_text(value) == shown


def test_a_computed_number_keeps_two_digits_however_small():
    assert [significant(v) for v in (0.0012345, 0.012345, 2.4e-9, 123456)] == [
        "0.00123",
        "0.012",
        "0.0000000024",
        "123,000",
    ]
    assert (
        plain(2.4e-7) == "0.00000024" and plain(0.0000123) == "0.0000123" and plain(5.1234567) == "5.123457"
    )
