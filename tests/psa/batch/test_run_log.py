"""A batch notes each run as it starts and ends, and shows on a terminal what runs."""

import io
import itertools
import json
import threading

from psa.batch import pools
from psa.batch.manifest import Record
from psa.batch.params import Run
from psa.batch.run_log import RunLog
from psa.cli.progress import Progress

RUNS = [Run("02_assess", name, "agreement", "", {}) for name in ("a-01", "a-02", "a-03", "a-04")]


class Terminal(io.StringIO):
    """A text that takes itself for a terminal."""

    def isatty(self):
        return True


def lines_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_run_has_a_line_when_it_starts_and_one_when_it_ends_with_status_and_error(tmp_path):
    path, clock = tmp_path / "logs" / "batch.jsonl", itertools.count()
    with RunLog(path, lambda: f"t{next(clock)}") as log:
        log.started(RUNS[0])
        assert lines_of(path) == [
            {"event": "start", "notebook": "02_assess", "run_id": "a-01", "start": "t0"}
        ]
        log.ended(Record("02_assess", "a-01", "failed", "never run", 1.5, error="cell 3: ValueError: é"))
        log.ended(Record("02_assess", "a-02", "up_to_date"))
    _, failed, ready = lines_of(path)
    assert (failed["start"], failed["end"], failed["status"]) == ("t0", "t1", "failed")
    assert (failed["seconds"], failed["error"]) == (1.5, "cell 3: ValueError: é")
    assert (ready["start"], ready["end"], ready["status"], ready["error"]) == (None, "t2", "up_to_date", "")


def test_a_run_is_said_to_start_when_a_thread_takes_it_and_not_when_it_waits(tmp_path, monkeypatch):
    started, go = [], threading.Event()

    def run_one(run, *rest):
        go.wait(5)
        return Record(run.notebook, run.run_id, "done")

    monkeypatch.setattr(pools, "run_one", run_one)
    pool = pools.Pool(1, tmp_path, started.append)
    futures = [pool.submit(run, None, 0) for run in RUNS[:2]]
    while not started:
        pass
    assert started == RUNS[:1]
    go.set()
    assert [future.result().run_id for future in futures] == ["a-01", "a-02"]
    assert started == RUNS[:2]
    pool.close()


def test_the_line_names_the_stage_then_what_runs_and_how_many_are_done():
    terminal = Terminal()
    with Progress(terminal) as progress:
        progress.stage("reading the tables")
        assert "reading the tables" in terminal.getvalue()
        progress.begin(4)
        for run in RUNS:
            progress.started(run)
        assert terminal.getvalue().rstrip().endswith("a-01, a-02 and 2 others")
        progress.ended(Record("02_assess", "a-01", "done"))
        last = terminal.getvalue().rstrip().rpartition("\r")[2]
        assert last.startswith("1/4 notebooks") and last.endswith("a-02, a-03 and 1 other")


def test_nothing_is_shown_where_the_output_is_piped():
    pipe = io.StringIO()
    with Progress(pipe) as progress:
        progress.stage("reading the tables")
        progress.begin(1)
        progress.started(RUNS[0])
        progress.ended(Record("02_assess", "a-01", "done"))
    assert pipe.getvalue() == ""
