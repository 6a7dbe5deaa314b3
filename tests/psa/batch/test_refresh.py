"""The committed notebooks are chosen by name, and one that is not there is named with those that are."""

import pytest

from psa import paths
from psa.batch.refresh import notebooks_to_refresh


@pytest.fixture
def notebooks(tmp_path, monkeypatch):
    for stem in ("01_one", "02_two"):
        (tmp_path / f"{stem}.py").write_text("")
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path)


@pytest.mark.parametrize(("stems", "chosen"), [((), ["01_one", "02_two"]), (("02_two",), ["02_two"])])
def test_notebooks_are_refreshed_by_name_or_all(notebooks, stems, chosen):
    assert [path.stem for path in notebooks_to_refresh(stems)] == chosen


def test_a_notebook_that_is_not_there_is_told_which_there_are(notebooks):
    with pytest.raises(FileNotFoundError, match="no notebook 03_three; there are 01_one, 02_two"):
        notebooks_to_refresh(["03_three"])
