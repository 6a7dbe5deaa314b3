"""What no test of series accepts."""

import numpy as np
import pytest

from psa.methods.projection import project
from psa.methods.ranks import mann_kendall

pytestmark = pytest.mark.filterwarnings("error")


def test_two_points_of_one_time_are_one_clear_error_everywhere():
    time, value = np.array([[1.0, 1.0, 2.0]]), np.array([[1.0, 2.0, 3.0]])
    for function in (mann_kendall, lambda t, v: project(t, v, None, 5.0)):
        with pytest.raises(ValueError, match="same time"):
            function(time, value)


def test_infinite_values_are_one_clear_error_everywhere():
    time, value = np.array([[1.0, 2.0, 3.0]]), np.array([[1.0, np.inf, 3.0]])
    for function in (mann_kendall, lambda t, v: project(t, v, None, 5.0)):
        with pytest.raises(ValueError, match="infinite"):
            function(time, value)
