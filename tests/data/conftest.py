"""What the tests of the data share. They alone speak of the frameworks whose figures are revised."""

import pytest

from psa.data.load import load_framework
from psa.methods.ratings import Ratings, rate_framework


@pytest.fixture(scope="session")
def csr() -> Ratings:
    """Return the default framework, rated by the official rule; nothing may change it."""
    return rate_framework(load_framework())
