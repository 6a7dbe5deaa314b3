"""Whatever dies, whenever: the last good outputs stand, nothing half-written looks like a result, no process is left."""

import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from distributed import Client

from psa.batch.manifest import read_manifest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc to find the processes of a batch"),
]
TINY = Path(__file__).parents[1] / "frameworks" / "tiny"
ONLY = ["03_summarise_department"]
MARK = "FAULT_TEST_MARK"
KINDS = {"batch": [], "warm parent": [], "kernel": [], "worker": ["--cluster", "local:2"]}


def command(folder: Path, *more: str) -> list[str]:
    only = [word for name in ONLY for word in ("--only", name)]
    return [sys.executable, "-m", "psa.cli", "run", "--framework", str(TINY), "--output", str(folder), *only, *more]


def start(folder: Path, mark: str, *more: str) -> subprocess.Popen:
    env = {**os.environ, MARK: mark}
    return subprocess.Popen(command(folder, *more), env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


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
    parents = {p for p, (ppid, line) in alive.items() if "warm/parent.py" in line and alive.get(ppid, (0, ""))[1].find("warm/parent.py") < 0}
    if kind == "warm parent":
        return min(parents, default=None)
    if kind == "kernel":
        return min((p for p, (ppid, _) in alive.items() if ppid in parents), default=None)
    return min((p for p, (_, line) in alive.items() if "spawn_main" in line), default=None)


def results(folder: Path) -> dict[str, bytes]:
    """Return the outputs of a folder: all but manifest, lock, staging and failed notebooks."""
    files = [f for f in folder.rglob("*") if f.is_file() and f.name != "manifest.csv"]
    names = {f: f.relative_to(folder) for f in files}
    return {n.as_posix(): f.read_bytes() for f, n in names.items() if n.parts[0][0] != "." and n.parts[0] != "failed"}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    begun = time.monotonic()
    done = subprocess.run(command(folder), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return results(folder), time.monotonic() - begun


def wait_for_none(mark: str, seconds: float = 15) -> dict:
    end = time.monotonic() + seconds
    while (left := processes(mark)) and time.monotonic() < end:
        time.sleep(0.1)
    return left


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("kind", KINDS)
def test_a_batch_survives_any_death(undisturbed, tmp_path, kind, number):
    good, seconds = undisturbed
    mark, moment = uuid.uuid4().hex, random.Random(f"{kind} {number}").uniform(0.1, 0.9) * seconds
    batch = start(tmp_path, mark, *KINDS[kind])
    time.sleep(moment)
    while (pid := target(kind, batch, mark)) is None and batch.poll() is None:
        time.sleep(0.02)
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):  # it may just have ended by itself
            os.kill(pid, signal.SIGKILL)
    said, _ = batch.communicate(timeout=180)
    assert wait_for_none(mark) == {}
    # what is there is whole: the bytes of an undisturbed run, and the manifest calls nothing done that is not
    # (only the site's own pages name what failed)
    there = results(tmp_path)
    own_pages = {name for name in there if name.endswith(".html") and "/" not in name}
    assert [name for name, data in there.items() if data != good[name] and name not in own_pages] == []
    for name, row in read_manifest(tmp_path).items():
        assert row["status"] != "done" or all(f"{name}.{suffix}" in there for suffix in ("ipynb", "html", "csv"))
    if kind != "batch":
        failed = [n for n, r in read_manifest(tmp_path).items() if r["status"] == "failed"]
        # a kernel that was killed may have had a last word of its own; the batch has none but its lines
        assert not re.search(r'File ".*psa/\w+\.py"', said), said
        assert (batch.returncode != 0) == bool(failed) or "could not be started" in said, said
    again = subprocess.run(command(tmp_path), capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert results(tmp_path) == good


@pytest.fixture
def two_workers(tmp_path):
    """A dask scheduler and two workers, each a process of its own that nobody starts again; and their mark."""
    mark = uuid.uuid4().hex
    env = {**os.environ, MARK: mark}
    address = tmp_path / "scheduler.json"

    def dask(*words: str) -> subprocess.Popen:
        line = [sys.executable, "-m", "dask", *words, "--scheduler-file", str(address), "--no-dashboard"]
        return subprocess.Popen(line, env=env, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    scheduler = dask("scheduler", "--host", "127.0.0.1", "--port", "0")
    started = [scheduler]
    try:
        started += [dask("worker", "--nthreads", "1", "--no-nanny", "--name", name) for name in ("one", "two")]
        with Client(scheduler_file=str(address), timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
        yield json.loads(address.read_text())["address"], started[1:], mark
    finally:
        for process in started:
            process.kill()
            process.wait()
        assert wait_for_none(mark) == {}


@pytest.mark.parametrize("lost", [0, 1])
def test_a_worker_that_is_lost_costs_nothing_but_time(undisturbed, two_workers, tmp_path, lost):
    address, workers, _ = two_workers
    mark, folder = uuid.uuid4().hex, tmp_path / "out"
    batch = start(folder, mark, "--cluster", address)
    while not list(folder.rglob("*.ipynb")) and batch.poll() is None:  # midway: some notebook is there
        time.sleep(0.05)
    assert batch.poll() is None, "the batch ended before a worker could be killed"
    workers[lost].kill()
    said, _ = batch.communicate(timeout=180)
    assert batch.returncode == 0, said
    assert results(folder) == undisturbed[0]
    assert {r["status"] for r in read_manifest(folder).values()} == {"done"}


def test_the_keyboard_stops_a_batch_at_once_and_cleanly(undisturbed, tmp_path):
    good, seconds = undisturbed
    mark = uuid.uuid4().hex
    batch = start(tmp_path, mark)
    while target("kernel", batch, mark) is None and batch.poll() is None:
        time.sleep(0.02)
    batch.send_signal(signal.SIGINT)
    said, _ = batch.communicate(timeout=30)
    assert batch.returncode == 130 and "Stopped" in said and "Traceback" not in said
    assert wait_for_none(mark) == {}
    assert subprocess.run(command(tmp_path), capture_output=True).returncode == 0
    assert results(tmp_path) == good


def test_a_full_disk_is_one_clear_line(undisturbed, tmp_path):
    """A size limit on files stands for a full disk: a write ends short with an error in both."""
    limited = f"ulimit -f 8; exec {' '.join(command(tmp_path))}"
    done = subprocess.run(["bash", "-c", limited], capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and str(tmp_path) in done.stderr
    assert {n for n in results(tmp_path) if n.endswith((".ipynb", ".part"))} == set()
    assert subprocess.run(command(tmp_path), capture_output=True).returncode == 0
    assert results(tmp_path) == undisturbed[0]


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_one_clear_line(tmp_path):
    tmp_path.chmod(0o555)
    done = subprocess.run(command(tmp_path), capture_output=True, text=True)
    tmp_path.chmod(0o755)
    assert done.returncode == 1 and "cannot be written" in done.stderr and "Traceback" not in done.stderr


def test_a_file_in_place_of_the_folder_is_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("")
    done = subprocess.run(command(tmp_path / "file" / "outputs"), capture_output=True, text=True)
    assert done.returncode == 1 and "cannot be written" in done.stderr and "Traceback" not in done.stderr
