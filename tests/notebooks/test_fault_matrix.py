"""What may be wrong around a batch, as one table: each fault is made, and what must come out comes out.

Either the results are the same to the byte as on a machine with nothing wrong, or the batch says one clear sentence and
ends with a status that is not 0. The page docs/how-to/faults-of-a-machine.md shows the same table; a test compares them.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from filelock import FileLock

from psa import paths

ROOT = paths.ROOT
TINY = ROOT / "tests" / "frameworks" / "tiny"
ONLY = "02_assess_agreement"
PAGE = ROOT / "docs" / "how-to" / "faults-of-a-machine.md"
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits and mounts of Linux")
SAME = "the same bytes"


@dataclass
class Place:
    """Where a batch runs: a framework, a folder for its results, and what the fault adds.

    Attributes:
        home: a folder of this batch alone, in which the fault puts what it needs.
        framework, outputs: given to the batch.
        environment: variables that it gets besides those of the test.
        before: shell words that come before the command.
        options: further options of ``psa run``.
    """

    home: Path
    framework: Path = TINY
    outputs: Path = Path()
    environment: dict[str, str] = field(default_factory=dict)
    before: str = ""
    options: list[str] = field(default_factory=list)

    def write(self, name: str, text: str) -> Path:
        """Write a file below the home and return it."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


BROKEN = "ipykernel is broken here"  # what a kernel says that cannot start


@dataclass(frozen=True)
class Fault:
    """A row: what is wrong, how it is made, what must come out, and which test shows it.

    Attributes:
        name, made, result: as the page says them.
        make: makes it; None where another test does.
        said: what the batch must say, as a pattern; empty for the same bytes.
        test: the name of the test and, where it is in another module, of its file.
    """

    name: str
    made: str
    result: str = SAME
    make: Callable[[Place], None] | None = None
    said: str = ""
    test: str = ""


def no_network(place: Place) -> None:
    place.before = "unshare -rn"


def few_files(number: int) -> Callable[[Place], None]:
    def make(place: Place) -> None:
        place.before = f"ulimit -n {number}; exec"

    return make


def mounted(options: str) -> Callable[[Place], None]:
    def make(place: Place) -> None:
        place.outputs.mkdir()
        mount = f"mount -t tmpfs -o {options} none '{place.outputs}'"
        place.before = f"unshare -rm bash -c '{mount.replace(chr(39), chr(34))} && exec \"$@\"' --"

    return make


def odd_path(place: Place) -> None:
    folder = place.home / "Größe, naïve façade – 1 of 2 (copy) {x} 100% ünï"
    place.framework = shutil.copytree(TINY, folder / "tiny")
    place.outputs = folder / "les résultats & more"
    place.environment = {"TMPDIR": str(folder)}


def own_startup(place: Place) -> None:
    place.write(
        "ipython/profile_default/startup/00-mine.py", "import pandas\npandas.options.display.max_rows = 1\n"
    )
    place.write("ipython/profile_default/startup/01-broken.py", "raise ValueError('mine')\n")
    place.write(
        "ipython/profile_default/ipython_kernel_config.py",
        "c = get_config()\nc.InteractiveShellApp.exec_lines = ['print(\"hello\")']\n"
        "c.InlineBackend.figure_formats = ['png']\nc.InlineBackend.rc = {'font.size': 30}\n",
    )
    place.environment = {"IPYTHONDIR": str(place.home / "ipython")}


def own_matplotlibrc(place: Place) -> None:
    file = place.write(
        "matplotlibrc", "font.size: 30\naxes.facecolor: red\nsvg.fonttype: path\nlines.linewidth: 9\n"
    )
    place.environment = {"MATPLOTLIBRC": str(file)}


def own_kernels(place: Place) -> None:
    spec = {"argv": ["false"], "display_name": "Mine", "language": "python"}
    place.write("jupyter/kernels/python3/kernel.json", json.dumps(spec))
    place.environment = {"JUPYTER_PATH": str(place.home / "jupyter")}


def own_jupyter_settings(place: Place) -> None:
    place.write(
        "config/jupyter_config.json", json.dumps({"KernelManager": {"transport": "tcp", "ip": "203.0.113.1"}})
    )
    place.environment = {"JUPYTER_CONFIG_DIR": str(place.home / "config")}


def locale(name: str, **more: str) -> Callable[[Place], None]:
    def make(place: Place) -> None:
        place.environment = {"LANG": name, "LC_ALL": name, **more}

    return make


def no_home(place: Place) -> None:
    place.environment = {"HOME": str(place.home / "nowhere" / "none"), "XDG_CACHE_HOME": "/proc/none"}


def no_kernel(place: Place) -> None:
    place.write("broken/ipykernel_launcher.py", f"raise SystemExit({BROKEN!r})\n")
    place.environment = {"PYTHONPATH": os.pathsep.join([str(place.home / "broken"), str(ROOT)])}
    place.options = ["--cold"]


FAULTS = [
    Fault("no TCP, or all ports taken", "a network namespace with nothing in it", make=no_network),
    Fault("few open files", "`ulimit -n 256`", make=few_files(256)),
    Fault(
        "too few open files",
        "`ulimit -n 64`",
        "one sentence, status 1: how many are needed",
        few_files(64),
        r"64 open files are allowed, and a batch needs 96: raise the limit with ulimit -n 256",
    ),
    Fault(
        "a disk that fills up",
        "a file system of 100 kB for the results",
        "one sentence, status 1: what cannot be written",
        mounted("size=100k"),
        r"(cannot be written or read|The disk is full).*No space left on device|No space left on device",
    ),
    Fault(
        "a limit on the size of files",
        "`ulimit -f 8`",
        "one sentence, status 1; the next batch does the rest",
        test="test_a_full_disk_is_one_clear_line in tests/notebooks/test_faults.py",
    ),
    Fault(
        "a folder that is read-only",
        "a file system mounted read-only for the results",
        "one sentence, status 1",
        mounted("ro,size=1m"),
        r"cannot be written.*Read-only file system|Read-only file system",
    ),
    Fault(
        "a file where the folder should be",
        "`--output file/outputs`",
        "one sentence, status 1",
        test="test_a_file_in_place_of_the_folder_is_one_clear_line in tests/notebooks/test_faults.py",
    ),
    Fault(
        "Ctrl-C",
        "SIGINT to the batch midway",
        "one sentence, status 130; the next batch does the rest",
        test="test_the_keyboard_stops_a_batch_at_once_and_cleanly in tests/notebooks/test_faults.py",
    ),
    Fault(
        "a system that shuts down",
        "SIGTERM to the batch midway",
        "one sentence, status 143; the next batch does the rest",
        test="test_a_batch_that_is_told_to_end_leaves_nothing_behind",
    ),
    Fault(
        "sudden death",
        "SIGKILL to the batch, its warm parent, a kernel or a worker at a random moment",
        "each file as it was or as it will be, no process left; the next batch does the rest",
        test="test_a_batch_survives_any_death in tests/notebooks/test_faults.py",
    ),
    Fault(
        "two batches at once",
        "a second batch into the same folder",
        "the second: one sentence, status 1; the first: the same bytes",
        test="test_of_two_batches_at_once_the_second_says_one_sentence",
    ),
    Fault(
        "a kernel that cannot start",
        "a broken `ipykernel_launcher`",
        "each notebook fails at once with one sentence, status 1",
        no_kernel,
        r"failed: 02_assess_agreement [\w-]+: the kernel did not start: Kernel died",
    ),
    Fault(
        "a kernel that dies in a cell, a cell that never ends",
        "`os._exit(1)`, `time.sleep(60)` with `--timeout 2`",
        "that notebook alone fails, with one sentence, status 1",
        test="test_an_endless_cell_and_a_dead_kernel_are_clear_lines in tests/notebooks/test_batch.py",
    ),
    Fault(
        "a path with spaces, accents and braces",
        "framework, results and temporary files there",
        make=odd_path,
    ),
    Fault(
        "a user's own start of IPython", "files in `startup/`, one broken, and own settings", make=own_startup
    ),
    Fault("a user's own matplotlibrc", "other fonts, colours and lines", make=own_matplotlibrc),
    Fault("another kernel called python3", "a folder in `JUPYTER_PATH`", make=own_kernels),
    Fault(
        "a user's own settings of Jupyter",
        "kernels on TCP at an address that is not there",
        make=own_jupyter_settings,
    ),
    Fault("no locale", "`LC_ALL=C`", make=locale("C")),
    Fault(
        "no locale and no UTF-8",
        "`LC_ALL=POSIX PYTHONUTF8=0`",
        make=locale("POSIX", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"),
    ),
    Fault("a German locale", "`LC_ALL=de_DE.UTF-8`", make=locale("de_DE.UTF-8")),
    Fault("a Turkish locale", "`LC_ALL=tr_TR.UTF-8`", make=locale("tr_TR.UTF-8")),
    Fault("another time zone", "`TZ=Pacific/Kiritimati`", make=locale("C.UTF-8", TZ="Pacific/Kiritimati")),
    Fault("no home folder", "`HOME` names none", make=no_home),
    Fault(
        "a date without quotation marks in YAML",
        "`through: 2022-12-31`",
        "its text",
        test="test_a_day_without_quotation_marks_is_its_text in tests/psa/batch/test_params.py",
    ),
    *(
        Fault(
            name,
            made,
            "one sentence with the file's name; that notebook alone stops, status 1",
            test="test_a_broken_notebook_stops_its_own_runs_alone_and_is_named in tests/psa/batch/test_params.py",
        )
        for name, made in (
            ("merge markers in a notebook", "`<<<<<<< HEAD` in the `.ipynb`"),
            ("a byte-order mark", "a notebook saved as UTF-8 with one"),
            ("an old format", "a notebook of nbformat 3"),
            ("a magic among the parameters", "`%load_ext autoreload` in the parameters cell"),
        )
    ),
    Fault(
        "a pair that was edited on both sides",
        "another edit in each file",
        "one sentence; that notebook alone stops, status 1",
        test="test_a_pair_that_was_edited_on_both_sides_stops_its_own_runs_alone in tests/psa/batch/test_params.py",
    ),
]
MADE_HERE = [fault for fault in FAULTS if fault.make]


def command(place: Place) -> list[str]:
    given = ["--framework", str(place.framework), "--output", str(place.outputs), "--only", ONLY]
    return [sys.executable, "-m", "psa.cli", "run", *given, *place.options]


def environment(place: Place) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | place.environment


def run(place: Place) -> subprocess.CompletedProcess:
    """Run the batch of a place from a folder of its own, and return its status and what it said."""
    words = command(place)
    if place.before:
        words = ["bash", "-c", f'{place.before} "$@"', "--", *words]
    return subprocess.run(
        words, env=environment(place), cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=300
    )


def results(folder: Path) -> dict[str, bytes]:
    """Return each result of a batch by its name; the manifest, which has times, is none."""
    files = {file.relative_to(folder): file for file in folder.rglob("*") if file.is_file()}
    return {
        name.as_posix(): file.read_bytes()
        for name, file in files.items()
        if name.parts[0][0] != "." and name.parts[0] != "failed" and name.name != "manifest.csv"
    }


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> dict[str, bytes]:
    """Return what comes out where nothing is wrong."""
    home = tmp_path_factory.mktemp("sound")
    done = run(place := Place(home, outputs=home / "outputs"))
    assert done.returncode == 0, done.stderr
    return results(place.outputs)


@pytest.mark.slow
@LINUX
@pytest.mark.parametrize("fault", MADE_HERE, ids=[fault.name for fault in MADE_HERE])
def test_each_fault_gives_the_same_bytes_or_one_clear_sentence(fault, sound, tmp_path):
    place = Place(tmp_path, outputs=tmp_path / "outputs")
    fault.make(place)
    if (
        place.before.startswith("unshare")
        and subprocess.run(["unshare", "-rn", "true"], check=False).returncode
    ):
        pytest.skip("this system lets nobody make a namespace")
    done = run(place)
    assert "Traceback" not in done.stderr, done.stderr
    if not fault.said:
        assert done.returncode == 0, done.stderr
        assert results(place.outputs) == sound
        return
    assert done.returncode == 1, done.stderr
    assert re.search(fault.said, done.stderr), done.stderr
    # kernels that start at once may write their own words on one line
    of_batch = {line for line in done.stderr.splitlines() if line.replace(BROKEN, "").strip()}
    assert len(of_batch) <= 4, done.stderr
    assert not [name for name in results(place.outputs) if name.endswith((".ipynb", ".part"))]


def start(place: Place) -> subprocess.Popen:
    return subprocess.Popen(
        command(place),
        env=environment(place),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        time.sleep(0.05)


def staged(place: Place, batch: subprocess.Popen) -> None:
    """Wait until a batch holds its folder and has begun."""
    wait_until(lambda: (place.outputs / ".staging").is_dir() or batch.poll() is not None, 200)


@pytest.mark.slow
@LINUX
def test_of_two_batches_at_once_the_second_says_one_sentence(sound, tmp_path):
    place = Place(tmp_path, outputs=tmp_path / "outputs")
    first = start(place)
    staged(place, first)
    first.send_signal(signal.SIGSTOP)  # however slow the machine, it is not done before the second begins
    second = run(place)
    first.send_signal(signal.SIGCONT)
    said, _ = first.communicate(timeout=300)
    assert first.returncode == 0, said
    assert second.returncode == 1
    assert "another batch" in second.stderr and len(second.stderr.strip().splitlines()) == 1
    assert results(place.outputs) == sound


@pytest.mark.slow
@LINUX
def test_a_batch_that_is_told_to_end_leaves_nothing_behind(sound, tmp_path):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    place = Place(tmp_path, outputs=tmp_path / "outputs", environment={"TMPDIR": str(temporary)})
    batch = start(place)
    staged(place, batch)
    batch.send_signal(signal.SIGTERM)
    said, _ = batch.communicate(timeout=60)
    assert batch.returncode == 128 + signal.SIGTERM, said
    assert said.strip() == "Stopped. Finished notebooks are saved; run again for the rest."
    with FileLock(place.outputs / ".lock", timeout=5):
        pass
    wait_until(lambda: not list(temporary.iterdir()), 10)
    assert list(temporary.iterdir()) == []
    again = run(place)
    assert again.returncode == 0, again.stderr
    assert results(place.outputs) == sound


def test_the_page_shows_every_row():
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert [line.strip("| ").split(" | ") for line in lines[1:]] == [
        [fault.name, fault.made, fault.result] for fault in FAULTS
    ]


def test_every_row_is_shown_by_a_test_that_is_there():
    for fault in FAULTS:
        name, _, file = (
            fault.test or "test_each_fault_gives_the_same_bytes_or_one_clear_sentence"
        ).partition(" in ")
        text = (ROOT / file if file else Path(__file__)).read_text(encoding="utf-8")
        assert f"\ndef {name}(" in text, fault.name
