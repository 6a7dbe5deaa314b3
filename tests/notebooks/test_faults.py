"""Whatever dies, whenever: each file is as it was or as it will be, and no process is left.

The outputs of a small framework of two agreements are brought up to date after a change that every page shows, and
something is killed at a random moment.
"""

import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import pytest
from distributed import Client
from older_pages import without_mark

from psa.batch.manifest import read_manifest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="reads /proc to find the processes of a batch"
    ),
]
TINY = Path(__file__).parents[1] / "frameworks" / "tiny"
ONLY = ("02_assess_agreement", "03_summarise_department")
MARK = "FAULT_TEST_MARK"
KINDS = {"batch": [], "warm parent": [], "kernel": [], "worker": ["--cluster", "local:2"]}


def command(framework: Path, outputs: Path, *more: str) -> list[str]:
    only = [word for name in ONLY for word in ("--only", name)]
    given = ["--framework", str(framework), "--output", str(outputs), *only, *more]
    return [sys.executable, "-m", "psa.cli", "run", *given]


def start(framework: Path, outputs: Path, mark: str, *more: str) -> subprocess.Popen:
    env = {**os.environ, MARK: mark}
    words = command(framework, outputs, *more)
    return subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def processes(mark: str) -> dict[int, tuple[int, str]]:
    """Return the living processes that a marked batch started: parent's id and command line by process id."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if f"{MARK}={mark}".encode() not in (entry / "environ").read_bytes().split(b"\0"):
                continue
            state, ppid = (entry / "stat").read_text().rsplit(")", 1)[1].split()[:2]
            if state != "Z":
                found[int(entry.name)] = int(ppid), (entry / "cmdline").read_text()
        except OSError:
            continue
    return found


def target(kind: str, batch: subprocess.Popen, mark: str) -> int | None:
    """Return the process of this kind that is to be killed; None where there is none at the moment."""
    if kind == "batch":
        return batch.pid
    alive = processes(mark)
    forks = {p for p, (_, line) in alive.items() if "warm/parent.py" in line}
    parents = {p for p in forks if alive[p][0] not in forks}
    if kind == "warm parent":
        return min(parents, default=None)
    if kind == "kernel":
        return min((p for p, (ppid, _) in alive.items() if ppid in parents), default=None)
    return min((p for p, (_, line) in alive.items() if "spawn_main" in line), default=None)


def results(folder: Path) -> dict[str, bytes]:
    """Return the outputs of a folder: all but manifest, lock, staging and failed notebooks."""
    files = [f for f in folder.rglob("*") if f.is_file() and f.name != "manifest.csv"]
    names = {f: f.relative_to(folder) for f in files}
    is_result = {f: n.parts[0][0] != "." and n.parts[0] != "failed" for f, n in names.items()}
    return {name.as_posix(): file.read_bytes() for file, name in names.items() if is_result[file]}


@dataclass(frozen=True)
class Change:
    """A framework that was changed, the outputs before and after, and how long it took to make them anew."""

    framework: Path
    outputs_before: Path
    before: dict[str, bytes]
    after: dict[str, bytes]
    seconds: float

    def differences(self, outputs: Path) -> list[str]:
        """Return the files that are neither as they were before nor as they are after."""
        is_failed = any(row["status"] == "failed" for row in read_manifest(outputs).values())
        return [
            name
            for name, data in results(outputs).items()
            if without_mark(data) not in (self.before.get(name), self.after.get(name))
            and not (
                is_failed and "/" not in name and name.endswith(".html")
            )  # the site's own pages name what failed
        ]


@pytest.fixture(scope="module")
def change(tmp_path_factory) -> Change:
    home = tmp_path_factory.mktemp("change")
    framework = home / "tiny"
    shutil.copytree(TINY, framework)
    before, after = home / "before", home / "after"
    subprocess.run(command(framework, before), check=True, capture_output=True)
    table = framework / "vocabulary.csv"  # a word that stands on every page
    table.write_text(table.read_text(encoding="utf-8").replace("pledge", "promise"), encoding="utf-8")
    begun = time.monotonic()
    subprocess.run(command(framework, after), check=True, capture_output=True)
    made = Change(framework, before, results(before), results(after), time.monotonic() - begun)
    pages = [name for name in made.after if name.endswith((".html", ".ipynb")) and "/" in name]
    assert len(pages) >= 8 and all(made.before[name] != made.after[name] for name in pages)
    return made


def wait_for_none(mark: str, seconds: float = 15) -> dict:
    end = time.monotonic() + seconds
    while (left := processes(mark)) and time.monotonic() < end:
        time.sleep(0.1)
    return left


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("kind", KINDS)
def test_a_batch_survives_any_death(change, tmp_path, kind, number):
    outputs, mark = tmp_path / "outputs", uuid.uuid4().hex
    shutil.copytree(change.outputs_before, outputs)
    moment = random.Random(f"{kind} {number}").uniform(0.1, 0.9) * change.seconds
    batch = start(change.framework, outputs, mark, *KINDS[kind])
    time.sleep(moment)
    while (pid := target(kind, batch, mark)) is None and batch.poll() is None:
        time.sleep(0.02)
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):  # it may just have ended by itself
            os.kill(pid, signal.SIGKILL)
    lines, _ = batch.communicate(timeout=180)
    assert wait_for_none(mark) == {}
    assert change.differences(outputs) == []
    rows = read_manifest(outputs)
    for name in (name for name, row in rows.items() if row["status"] == "done"):
        assert all((outputs / f"{name}.{suffix}").is_file() for suffix in ("ipynb", "html", "csv"))
    if kind != "batch":
        is_failed = any(row["status"] == "failed" for row in rows.values())
        # a kernel that was killed may have had a last word of its own; the batch has none but its lines
        assert not re.search(r'File ".*psa/\w+\.py"', lines), lines
        assert (batch.returncode != 0) == is_failed or "could not be started" in lines, lines
    again = subprocess.run(command(change.framework, outputs), capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert results(outputs) == change.after


@pytest.fixture
def two_workers(tmp_path):
    """A dask scheduler and two workers, each a process of its own that nobody starts again; and their mark."""
    mark = uuid.uuid4().hex
    env = {**os.environ, MARK: mark}
    address = tmp_path / "scheduler.json"

    def dask(*words: str) -> subprocess.Popen:
        line = [sys.executable, "-m", "dask", *words, "--scheduler-file", str(address), "--no-dashboard"]
        return subprocess.Popen(
            line, env=env, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    scheduler = dask("scheduler", "--host", "127.0.0.1", "--port", "0")
    started = [scheduler]
    try:
        started += [
            dask("worker", "--nthreads", "1", "--no-nanny", "--name", name) for name in ("one", "two")
        ]
        with Client(scheduler_file=str(address), timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
        yield json.loads(address.read_text())["address"], started[1:], mark
    finally:
        for process in started:
            process.kill()
            process.wait()
        assert wait_for_none(mark) == {}


@pytest.mark.parametrize("lost", [0, 1])
def test_a_worker_that_is_lost_costs_nothing_but_time(change, two_workers, tmp_path, lost):
    address, workers, _ = two_workers
    mark, folder = uuid.uuid4().hex, tmp_path / "out"
    batch = start(change.framework, folder, mark, "--cluster", address)
    while not list(folder.rglob("*.ipynb")) and batch.poll() is None:  # midway: some notebook is there
        time.sleep(0.05)
    assert batch.poll() is None, "the batch ended before a worker could be killed"
    workers[lost].kill()
    said, _ = batch.communicate(timeout=180)
    assert batch.returncode == 0, said
    assert results(folder) == change.after
    assert {r["status"] for r in read_manifest(folder).values()} == {"done"}


def test_the_keyboard_stops_a_batch_at_once_and_cleanly(change, tmp_path):
    for attempt in range(3):  # a batch may have ended before it is stopped
        mark = uuid.uuid4().hex
        batch = start(change.framework, tmp_path / str(attempt), mark)
        while target("kernel", batch, mark) is None and batch.poll() is None:
            time.sleep(0.02)
        batch.send_signal(signal.SIGINT)
        said, _ = batch.communicate(timeout=30)
        if batch.returncode:
            break
    tmp_path = tmp_path / str(attempt)
    assert batch.returncode == 130 and "Stopped" in said and "Traceback" not in said
    assert wait_for_none(mark) == {}
    assert subprocess.run(command(change.framework, tmp_path), capture_output=True).returncode == 0
    assert results(tmp_path) == change.after


def test_a_full_disk_is_one_clear_line(change, tmp_path):
    """A size limit on files stands for a full disk: a write ends short with an error in both."""
    limited = f"ulimit -f 8; exec {' '.join(command(change.framework, tmp_path))}"
    done = subprocess.run(["bash", "-c", limited], capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and str(tmp_path) in done.stderr
    assert {n for n in results(tmp_path) if n.endswith((".ipynb", ".part"))} == set()
    assert subprocess.run(command(change.framework, tmp_path), capture_output=True).returncode == 0
    assert results(tmp_path) == change.after


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_one_clear_line(tmp_path):
    tmp_path.chmod(0o555)
    done = subprocess.run(command(TINY, tmp_path), capture_output=True, text=True)
    tmp_path.chmod(0o755)
    assert done.returncode == 1 and "cannot be written" in done.stderr and "Traceback" not in done.stderr


def test_a_file_in_place_of_the_folder_is_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("")
    done = subprocess.run(command(TINY, tmp_path / "file" / "outputs"), capture_output=True, text=True)
    assert done.returncode == 1 and "cannot be written" in done.stderr and "Traceback" not in done.stderr
