"""Two copies of one small framework, the second of which a test changes."""

import pytest
from small_framework import write_small_framework


@pytest.fixture
def old(tmp_path):
    """Return the folder of a small framework."""
    return write_small_framework(tmp_path / "old" / "small")


@pytest.fixture
def new(tmp_path):
    """Return the folder of the same framework, to be changed."""
    return write_small_framework(tmp_path / "new" / "small")
