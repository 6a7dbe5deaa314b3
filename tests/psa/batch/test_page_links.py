"""A page's links are made with it: a batch knows where everything will be shown, and a further notebook is an input."""

import shutil

import pytest

from psa import paths
from psa.batch.inputs import Inputs
from psa.batch.params import expand_runs, page_of
from psa.site.addresses import RunPage


@pytest.fixture
def own_notebook(tmp_path, monkeypatch):
    """Add a notebook of a statistician's own for each agreement, in a copy of the notebooks and params."""
    folders = {"NOTEBOOKS": paths.NOTEBOOKS, "PARAMS": paths.PARAMS}
    for name, folder in folders.items():
        monkeypatch.setattr(paths, name, shutil.copytree(folder, tmp_path / folder.name))

    def add() -> None:
        shutil.copy(paths.NOTEBOOKS / "02_assess_agreement.ipynb", paths.NOTEBOOKS / "07_own.ipynb")
        shutil.copy(paths.PARAMS / "02_assess_agreement.yml", paths.PARAMS / "07_own.yml")

    return add


def test_a_run_s_page_is_named_as_its_files_are(tiny):
    run = expand_runs(tiny)[1]
    assert page_of(run) == RunPage(run.for_each, run.notebook, run.run_id, run.title)
    assert page_of(run).address == f"{run.name}.html" and not page_of(run, is_there=False).is_there


def test_pages_that_a_further_notebook_is_linked_from_are_made_anew(tiny, own_notebook):
    runs, before = expand_runs(tiny), Inputs(tiny)
    own_notebook()
    after = Inputs(tiny)
    kept = {run.notebook for run in runs if before.key(run) == after.key(run)}
    assert kept == {run.notebook for run in runs if run.reads == "code"} != set()
    assert len(expand_runs(tiny)) > len(runs)
