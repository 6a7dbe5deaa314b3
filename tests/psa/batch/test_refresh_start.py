"""A kernel that dies before its first answer is started once more; what fails in a refresh is one sentence."""

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError, DeadKernelError

from psa.batch import engine
from psa.batch import refresh as refresh_module
from psa.batch.pairs import Pair
from psa.batch.refresh import RefreshError, _execute, refresh_notebook


def client_that_fails(failures, begun):
    class Client:
        def __init__(self, notebook, **options):
            self.notebook = notebook

        def execute(self):
            begun.append(1)
            if len(begun) <= len(failures):
                raise failures[len(begun) - 1]
            return self.notebook

    return Client


@pytest.mark.parametrize(
    ("failures", "starts"),
    [([], 1), ([RuntimeError("Kernel died before replying to kernel_info")], 2)],
)
def test_a_kernel_that_dies_at_its_start_is_started_once_more(monkeypatch, failures, starts):
    begun = []
    monkeypatch.setattr(engine, "Client", client_that_fails(failures, begun))
    notebook = nbformat.v4.new_notebook()
    assert _execute(notebook, ".") is notebook
    assert len(begun) == starts


@pytest.mark.parametrize("failure", [DeadKernelError("Kernel died"), RuntimeError("something else")])
def test_any_other_failure_is_told_at_once(monkeypatch, failure):
    begun = []
    monkeypatch.setattr(engine, "Client", client_that_fails([failure], begun))
    with pytest.raises(type(failure), match=str(failure)):
        _execute(nbformat.v4.new_notebook(), ".")
    assert len(begun) == 1


def with_error(notebook):
    notebook.cells[2].outputs = [nbformat.v4.new_output("error", ename="AttributeError", evalue="x")]
    raise CellExecutionError("a long traceback", "AttributeError", "no attribute\n  'heeding'")


@pytest.mark.parametrize(
    ("fail", "said"),
    [
        (with_error, "07_mine: cell 2: AttributeError: no attribute 'heeding'. Nothing was written."),
        (DeadKernelError("Kernel died"), "07_mine: the kernel died in a cell. Nothing was written."),
        (
            RuntimeError("Kernel died before replying to kernel_info"),
            "07_mine: the kernel did not start: Kernel died before replying to kernel_info. Nothing was written.",
        ),
        (OSError("no room"), "07_mine: OSError: no room. Nothing was written."),
    ],
)
def test_a_notebook_that_does_not_come_to_its_end_is_one_sentence_and_is_not_written(
    monkeypatch, tmp_path, fail, said
):
    new = nbformat.v4
    notebook = new.new_notebook(
        cells=[new.new_code_cell("1"), new.new_markdown_cell("x"), new.new_code_cell("2")]
    )
    pair = Pair(tmp_path, "07_mine")
    nbformat.write(notebook, pair.path("ipynb"))
    pair.path("py").write_text("1\n", encoding="utf-8")
    before = pair.path("ipynb").read_bytes()

    def execute(notebook, folder):
        if isinstance(fail, Exception):
            raise fail
        fail(notebook)

    monkeypatch.setattr(refresh_module, "_execute", execute)
    with pytest.raises(RefreshError) as error:
        refresh_notebook(pair)
    assert str(error.value) == said
    assert pair.path("ipynb").read_bytes() == before
