"""What is saved is noticed and the batch run again; what a batch does not read is not."""

import subprocess
import threading
from pathlib import Path

import pytest

from psa.batch import watch
from psa.batch.watch import changes, is_read, watch_and_run, watched

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize(
    ("path", "reads"),
    [
        ("data/raw/x/measures.csv", True),
        ("notebooks/02.ipynb", True),
        ("params/settings.yml", True),
        ("psa/assess.py", True),
        ("psa/templates/style.css", True),
        ("notebooks/.ipynb_checkpoints/02.ipynb", False),
        ("data/raw/x/.~lock.measures.csv", False),
        ("data/raw/x/README.md", False),
        ("psa/__pycache__/assess.py", False),
    ],
)
def test_only_what_a_batch_reads_counts(path, reads):
    assert is_read(path) is reads


def test_the_folders_of_a_batch_are_watched(tmp_path):
    names = {p.name for p in watched(tmp_path)}
    assert names == {tmp_path.name, "notebooks", "params", "psa"}


def watch_while(tmp_path, monkeypatch, saves: dict[int, list[str]]) -> tuple[list, list[str]]:
    """Watch a folder in which files are saved during the runs, by number; return the runs and the lines."""
    stop, said, ran = threading.Event(), [], []
    monkeypatch.setattr(watch, "watched", lambda folder: [folder])

    def run(command):
        ran.append(command[3:])
        for name in saves.get(len(ran), []):
            (tmp_path / name).write_text("measure_id\n")
        if len(ran) > len(saves):
            stop.set()

    monkeypatch.setattr(subprocess, "run", run)
    safety = threading.Timer(20, stop.set)
    safety.start()
    watch_and_run(Path(tmp_path), ["--framework", "x"], said.append, stop)
    safety.cancel()
    return ran, said[1:]


def test_a_saved_figure_runs_the_batch_again(tmp_path, monkeypatch):
    ran, said = watch_while(tmp_path, monkeypatch, {1: ["notes.txt", "measures.csv"]})
    assert ran == [["run", "--framework", "x"]] * 2
    assert said == ["Changed: measures.csv"]


def test_what_is_saved_while_the_batch_runs_is_run_as_well(tmp_path, monkeypatch):
    ran, said = watch_while(tmp_path, monkeypatch, {1: ["measures.csv"], 2: ["sources.csv"]})
    assert len(ran) == 3
    assert said == ["Changed: measures.csv", "Changed: sources.csv"]


def test_what_a_batch_does_not_read_runs_nothing(tmp_path):
    stop = threading.Event()
    found = changes([tmp_path], stop)
    assert next(found) == []
    (tmp_path / "notes.txt").write_text("not read")
    threading.Timer(1.5, stop.set).start()
    assert list(found) == []
