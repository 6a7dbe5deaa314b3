"""A notebook that the batch wrote is trusted by the Jupyter of the person who ran it, and of nobody else."""

from nbformat import v4 as new
from nbformat.sign import NotebookNotary

from psa.batch.notebook import read_notebook, write_notebook
from psa.batch.sign import sign_notebooks


def is_trusted(path) -> bool:
    notary = NotebookNotary()
    try:
        return notary.check_signature(read_notebook(path))
    finally:
        notary.store.close()


def test_a_signed_notebook_is_trusted_until_it_is_changed(tmp_path, monkeypatch):
    path, before = tmp_path / "a.ipynb", b""
    write_notebook(new.new_notebook(cells=[new.new_code_cell("1 + 1", id="a")]), path)
    before = path.read_bytes()
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "mine"))
    assert not is_trusted(path)
    assert sign_notebooks([path]) == 1 and is_trusted(path) and path.read_bytes() == before
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "another person's"))
    assert not is_trusted(path)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "mine"))
    path.write_text(path.read_text(encoding="utf-8").replace("1 + 1", "1 + 2"), encoding="utf-8")
    assert not is_trusted(path)


def test_without_a_place_for_signatures_nothing_is_signed_and_nothing_fails(tmp_path, monkeypatch):
    path, file = tmp_path / "a.ipynb", tmp_path / "no folder"
    write_notebook(new.new_notebook(), path)
    file.write_text("a file", encoding="utf-8")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(file))
    assert sign_notebooks([path]) == 0
