"""What is saved is noticed and the batch run again; what a batch does not read is not."""

import threading
from pathlib import Path

import pytest

from psa import watch


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
    assert watch.is_read(path) is reads


def test_the_folders_of_a_batch_are_watched(tmp_path):
    names = {p.name for p in watch.watched(tmp_path)}
    assert names == {tmp_path.name, "notebooks", "params", "psa"}


def test_a_saved_figure_runs_the_batch_again(tmp_path, monkeypatch):
    stop, said, ran = threading.Event(), [], []
    monkeypatch.setattr(watch, "watched", lambda folder: [folder])

    def run(command):
        ran.append(command[3:])
        if len(ran) == 2:
            stop.set()

    def say(line):
        said.append(line)
        if line.startswith("Watching"):
            threading.Timer(0.5, save).start()

    def save():
        (tmp_path / "notes.txt").write_text("not read")
        (tmp_path / "measures.csv").write_text("measure_id\n")

    monkeypatch.setattr(watch.subprocess, "run", run)
    watch.watch_and_run(Path(tmp_path), ["--framework", "x"], say, stop)
    assert ran == [["run", "--framework", "x"]] * 2
    assert said[1:] == ["Changed: measures.csv"]
