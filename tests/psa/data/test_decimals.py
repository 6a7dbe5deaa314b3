"""Figures compared as far as their decimals go, and the decimals that those of a measure have."""

import pandas as pd
import pytest

from psa.data.decimals import decimals_of_measures, figures_agree


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


@pytest.mark.parametrize(
    ("figures", "decimals"),
    [
        ("1200450.0 1207300.0 1211000.0 1209100.0", 0),  # as a program writes whole numbers
        ("-3.0 4.0 0.0 12.0", 0),
        ("71.0 72.5 73.0 74.0", 1),
        ("71.0 72.0 73.0", 1),  # three may be whole by chance
        ("71.00 72.00 73.00 74.00", 2),  # as a publisher writes them
        ("71 72 73 74.25", 2),
    ],
)
def test_whole_numbers_that_a_program_wrote_with_a_nought_have_no_decimals(figures, decimals):
    values = figures.split()
    table = pd.DataFrame({"measure_id": ["m"] * len(values), "value": values})
    assert decimals_of_measures(table) == {"m": decimals}
