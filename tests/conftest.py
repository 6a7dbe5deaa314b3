"""What several tests share: the tiny framework, a copy of it to damage, and the frozen promises of 2007, rated."""

import gc
import os
import shutil
import sys
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

# The process that hands the tests to others loads this file and runs none: what a fixture needs, it imports itself.
if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from psa.data.framework import Framework
    from psa.methods.ratings import Ratings

# nbformat's checks load a grammar of web addresses if it is there: a second for each process, and nothing asks it
sys.modules["rfc3987_syntax"] = None

# the same cases each time: a test that fails now and then is not believed
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")

# a test rates what it loads; those of what is kept between commands name a folder of their own
os.environ["PSA_CACHE"] = "off"

FRAMEWORKS = Path(__file__).resolve().parent / "frameworks"
TINY = FRAMEWORKS / "tiny"


def pytest_collection_finish() -> None:
    """Set aside what importing the tests made: no later collection looks through it again (a fifth of the time)."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def tiny_folder(tmp_path) -> Path:
    """Return a copy of the tiny framework that a test may edit."""
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    return folder


@pytest.fixture
def local_folder(tmp_path) -> Path:
    """Return a copy of the local framework, whose figures lie in a folder, that a test may edit."""
    return shutil.copytree(TINY.parent / "local", tmp_path / "local")


@pytest.fixture(scope="session")
def frozen_ratings() -> "Callable[[str], Ratings]":
    """Return a function that gives a framework of tests/frameworks by its name, rated once by the official rule.

    Nothing may change what it gives.
    """
    from psa.data.load import load_framework
    from psa.methods.ratings import rate_framework

    return cache(lambda name: rate_framework(load_framework(FRAMEWORKS / name)))


@pytest.fixture(scope="session")
def tiny_rated(frozen_ratings) -> "Ratings":
    """Return the tiny framework, rated."""
    return frozen_ratings("tiny")


@pytest.fixture(scope="session")
def tiny(tiny_rated) -> "Framework":
    """Return the tiny framework."""
    return tiny_rated.framework


@pytest.fixture(scope="session")
def tiny_baselines(tiny_rated) -> "pd.DataFrame":
    """Return the tiny framework from every baseline, which is most of the work of a site; nothing may change it."""
    from psa.methods.by_baseline import under_baselines

    return under_baselines(tiny_rated)


@pytest.fixture(scope="session")
def promises(frozen_ratings) -> "Ratings":
    """Return the frozen copy of five agreements of 2007, rated."""
    return frozen_ratings("promises")


@pytest.fixture(autouse=True, scope="module")
def leave_nothing_to_the_next_module():
    """Collect what a module's threads left (nbclient leaves event loops), so that no other module is blamed for it."""
    yield
    if "nbclient.client" not in sys.modules:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()
    gc.freeze()
