"""What the tests of imports share: an empty folder, a long CSV, an Open SDG site."""

import pytest
from import_sources import DATA, LONG, META, write_site


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def long_file(tmp_path):
    path = tmp_path / "waste.csv"
    path.write_text(LONG, encoding="utf-8")
    return path


@pytest.fixture
def site(tmp_path):
    return write_site(tmp_path / "site", {"data/indicator_1-2-1.csv": DATA, "meta/1-2-1.md": META})
