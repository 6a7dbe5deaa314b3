"""Figures compared as far as their decimals go."""

import pytest

from psa.data.decimals import figures_agree


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (9.6, 9.6, True),
        (9.6, 9.58, True),
        (9.6, 9.5, False),
        (10, 9.6, True),
        (10, 10.6, False),
        (1200, 1199, False),
        (0.1, 0.1 + 0.2 - 0.2, True),
        (-3.4, 3.4, False),
    ],
)
def test_two_figures_agree_as_far_as_the_shorter_goes(one, other, same):
    assert figures_agree(one, other) is figures_agree(other, one) is same
