"""The kernel of a batch is this interpreter's own, and shares no port with other programs."""

import sys

import nbformat
import pytest

from psa.batch.engine import KERNEL_CONFIG, Client
from psa.batch.run import NOT_STARTED, run_one


def manager(monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    notebook = nbformat.v4.new_notebook()
    return Client(notebook, kernel_name="python3", config=KERNEL_CONFIG).create_kernel_manager()


def test_a_kernel_of_the_same_name_elsewhere_is_not_started(monkeypatch, tmp_path):
    (tmp_path / "kernels" / "python3").mkdir(parents=True)
    spec = '{"argv": ["env", "OTHER=1", "python"], "display_name": "x", "language": "python"}'
    (tmp_path / "kernels" / "python3" / "kernel.json").write_text(spec)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    assert manager(monkeypatch, tmp_path).kernel_spec.argv[:3] == [sys.executable, "-m", "ipykernel_launcher"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such sockets")
def test_each_kernel_talks_through_files_of_its_own_or_ports_where_their_name_is_too_long(monkeypatch):
    from pathlib import Path

    first, second = (manager(monkeypatch, Path("/tmp/short")) for _ in range(2))
    assert first.transport == second.transport == "ipc"
    assert first.ip != second.ip
    assert manager(monkeypatch, Path("/tmp") / ("long" * 30)).transport == "tcp"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such sockets")
def test_the_folder_of_the_sockets_is_made_where_there_is_none(monkeypatch, tmp_path):
    manager(monkeypatch, tmp_path / "new" / "runtime")
    assert (tmp_path / "new" / "runtime").is_dir()


def test_a_kernel_that_does_not_start_is_tried_again(monkeypatch, tmp_path):
    from psa.batch import run as module
    from psa.batch.params import Run

    answers = [f"{NOT_STARTED} Kernel didn't respond in 60 seconds", ""]
    monkeypatch.setattr(module, "_try", lambda *args: answers.pop(0))
    assert run_one(Run("01_one", "a", "none", "t", {}), str(tmp_path)).status == "done"
