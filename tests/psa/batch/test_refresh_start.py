"""A kernel that dies before its first answer is started once more; one that dies in a cell is not."""

import nbformat
import pytest
from nbclient.exceptions import DeadKernelError

from psa.batch import engine
from psa.batch.refresh import _execute


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
