"""Kernels forked from a warm parent: real kernels, apart from each other, gone when their owner is gone."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

from psa.batch.warm import owner, provisioner

pytestmark = [
    pytest.mark.kernels,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forking is used on Linux alone"),
]
QUIET = ["--IPKernelApp.log_level=50"]


@pytest.fixture
def warm(monkeypatch):
    """A fresh warm parent with the usual libraries, for the kernels of one test."""
    owner.close_parent()
    provisioner._logged.clear()
    for name, value in owner.STEADY.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "warm-provisioner")
    monkeypatch.setenv("WARM_KERNEL_PRELOAD", "numpy,pandas,matplotlib.pyplot")
    yield
    owner.close_parent()


def execute(*cells: str) -> list:
    """Run code cells in a kernel of their own and return what the last one printed, or its outputs."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(textwrap.dedent(c)) for c in cells])
    NotebookClient(notebook, kernel_name="python3", timeout=60, extra_arguments=QUIET).execute()
    return notebook.cells[-1].outputs


def printed(*cells: str) -> str:
    return "".join(o.get("text", "") for o in execute(*cells))


def cold(monkeypatch, *cells: str) -> str:
    with monkeypatch.context() as patch:
        patch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "local-provisioner")
        return printed(*cells)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(condition, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def test_a_kernel_is_a_fork_of_the_parent(warm):
    assert int(printed("import os; print(os.getppid())")) == owner.current().pid
    assert not provisioner._logged


LEAKS = {
    "globals": ("leaked = 1", "print('leaked' in globals())"),
    "builtins": (
        "import builtins; builtins.leaked = 1",
        "import builtins; print(hasattr(builtins, 'leaked'))",
    ),
    "environment": ("import os; os.environ['LEAKED'] = '1'", "import os; print('LEAKED' in os.environ)"),
    "working directory": ("import os; os.chdir('/')", "import os; print(os.getcwd())"),
    "rcParams": (
        "import matplotlib; matplotlib.rcParams['font.size'] = 99",
        "import matplotlib; print(matplotlib.rcParams['font.size'])",
    ),
    "pandas options": (
        "import pandas; pandas.set_option('display.precision', 1)",
        "import pandas; print(pandas.get_option('display.precision'))",
    ),
    "modules": ("import sys; sys.modules['leaked'] = sys", "import sys; print('leaked' in sys.modules)"),
    "module attributes": ("import json; json.leaked = 1", "import json; print(hasattr(json, 'leaked'))"),
    "sys.path": ("import sys; sys.path.insert(0, '/leaked')", "import sys; print(sys.path)"),
    "warning filters": (
        "import warnings; warnings.simplefilter('error')",
        "import warnings; print(warnings.filters)",
    ),
    "threads": (
        "import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True, name='leaked').start()",
        "import threading; print('leaked' in {t.name for t in threading.enumerate()})",
    ),
    "open files": (
        "held = open('/etc/hostname')",
        "import os; print(any('hostname' in os.path.realpath(f'/proc/self/fd/{f}') for f in os.listdir('/proc/self/fd')))",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", LEAKS)
def test_nothing_leaks_from_one_kernel_to_the_next(warm, monkeypatch, what):
    dirt, probe = LEAKS[what]
    execute(dirt)
    assert printed(probe) == cold(monkeypatch, probe)


@pytest.mark.slow
def test_random_numbers_differ_from_kernel_to_kernel(warm):
    draw = "import random, numpy; print(random.random(), numpy.random.random())"
    first, second = printed(draw).split(), printed(draw).split()
    assert first[0] != second[0] and first[1] != second[1]


@pytest.mark.slow
def test_an_edited_module_is_imported_anew(warm, tmp_path, monkeypatch):
    monkeypatch.setenv("EDITED", str(tmp_path))
    look = ("import os, sys; sys.path.insert(0, os.environ['EDITED'])", "import edited; print(edited.value)")
    (tmp_path / "edited.py").write_text("value = 1")
    assert printed(*look) == "1\n"
    (tmp_path / "edited.py").write_text("value = 'two'")
    assert printed(*look) == "two\n"


@pytest.mark.slow
def test_the_package_of_the_provisioner_is_not_in_a_kernel(warm):
    assert printed("import sys; print([m for m in sys.modules if m.split('.')[0] == 'psa'])") == "[]\n"


@pytest.mark.slow
def test_each_request_brings_its_environment_and_directory(warm, tmp_path, monkeypatch):
    printed("1")
    monkeypatch.setenv("LATER", "yes")
    monkeypatch.chdir(tmp_path)
    assert printed("import os; print(os.environ['LATER'], os.getcwd())") == f"yes {tmp_path}\n"


@pytest.mark.slow
def test_a_figure_shows_as_in_an_ordinary_kernel(warm, monkeypatch):
    cell = "import matplotlib.pyplot as plt; plt.plot([1, 3, 2]); plt.title('A title');"
    [forked] = [o for o in execute(cell) if "image/png" in o.get("data", {})]
    with monkeypatch.context() as patch:
        patch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "local-provisioner")
        [ordinary] = [o for o in execute(cell) if "image/png" in o.get("data", {})]
    assert forked["data"] == ordinary["data"]


@pytest.mark.slow
def test_sets_are_in_the_same_order_in_both_ways_of_starting(warm, monkeypatch):
    probe = "print(list({f'name {k}' for k in range(40)}))"
    assert printed(probe) == cold(monkeypatch, probe)


@pytest.mark.slow
def test_other_start_up_variables_mean_an_ordinary_kernel(warm, monkeypatch, caplog):
    printed("1")
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")
    assert int(printed("import os; print(os.getppid())")) == os.getpid()
    assert "start-up variables differ from the warm parent's: PYTHONWARNINGS" in caplog.text


@pytest.mark.slow
def test_the_reason_for_an_ordinary_kernel_is_said_once(warm, monkeypatch, caplog):
    printed("1")
    owner.current()._process.kill()
    assert wait_until(lambda: owner.current().is_dead)
    for _ in range(2):
        assert int(printed("import os; print(os.getppid())")) == os.getpid()
    assert caplog.text.count("the warm parent has died") == 1


@pytest.mark.slow
def test_a_parent_with_threads_refuses(warm, tmp_path, monkeypatch, caplog):
    (tmp_path / "threaded.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("WARM_KERNEL_PRELOAD", "threaded")
    assert int(printed("import os; print(os.getppid())")) == os.getpid()
    assert "the warm parent has 2 threads" in caplog.text


def test_a_parent_with_a_context_of_sockets_refuses():
    code = (
        "import sys; sys.argv = ['x']\nfrom psa.batch.warm import parent\nimport zmq\nprint(parent.why_not())\n"
        "zmq.Context.instance()\nprint(parent.why_not())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    first, second = done.stdout.splitlines()
    assert first == "" and ("ZeroMQ context" in second or "threads" in second)


@pytest.mark.parametrize(
    ("command", "given", "reason"),
    [
        (["R", "-e", "x"], {}, "not this interpreter's ipykernel"),
        ([sys.executable, "-m", "other", "-f"], {}, "not this interpreter's ipykernel"),
        ([sys.executable, "-m", "ipykernel_launcher", "-f", "x"], {"independent": True}, "outlive"),
        ([sys.executable, "-m", "ipykernel_launcher", "-f", "x"], {"stdout": subprocess.PIPE}, "a pipe"),
        ([sys.executable, "-m", "ipykernel_launcher", "-f", "x"], {"stderr": subprocess.DEVNULL}, ""),
        ([sys.executable, "-m", "ipykernel_launcher", "-f", "x"], {}, ""),
    ],
)
def test_what_cannot_be_forked_is_started_as_usual(command, given, reason):
    why = provisioner.why_ordinary(command, given)
    assert (reason in why) if reason else why == ""


@pytest.mark.slow
def test_standard_streams_go_where_they_are_sent(warm, tmp_path):
    """As nbval does it; each kernel has its own, and is a fork all the same."""
    code = "import os; os.write(1, b'out %d' % os.getppid()); os.write(2, b'err')"
    for number, err in enumerate((subprocess.DEVNULL, subprocess.STDOUT)):
        path = tmp_path / f"{number}.txt"
        with path.open("wb") as file:
            manager, client = start_new_kernel(
                kernel_name="python3", extra_arguments=QUIET, stdout=file, stderr=err
            )
            client.execute_interactive(code, timeout=60)
            client.stop_channels()
            manager.shutdown_kernel(now=True)
        said = f"out {owner.current().pid}"
        assert path.read_text() == (said if err == subprocess.DEVNULL else said + "err")
    assert not [
        d
        for d in os.listdir(f"/proc/{owner.current().pid}/fd")
        if str(tmp_path) in _target(owner.current().pid, d)
    ]


def _target(pid: int, descriptor: str) -> str:
    return os.readlink(f"/proc/{pid}/fd/{descriptor}")


@pytest.mark.parametrize(
    ("program", "status", "said"),
    [
        ("pass", 0, "done"),
        ("import sys; sys.exit(3)", 3, "done"),
        ("raise SystemExit('a reason')", 1, "a reasondone"),
        ("1 / 0", 1, "ZeroDivisionError"),
        (
            "import threading, time\nthreading.Thread(target=lambda: (time.sleep(.3), print('late', flush=True))).start()",
            0,
            "latedone",
        ),
    ],
)
def test_a_fork_ends_as_the_interpreter_does(program, status, said):
    code = (
        "import atexit, sys\nsys.argv = ['x']\nfrom psa.batch.warm import parent\natexit.register(print, 'done', end='')\n"
        f"parent.end(lambda: exec({program!r}, {{}}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert done.returncode == status
    assert said in done.stdout.replace("\n", "")
    assert done.stdout.count("done") == 1


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_platforms_start_kernels_as_usual(monkeypatch, platform):
    monkeypatch.setattr(provisioner.sys, "platform", platform)
    assert platform in provisioner.why_ordinary([sys.executable, "-m", "ipykernel_launcher"], {})


@pytest.mark.slow
def test_a_module_that_cannot_be_imported_is_left_out(warm, monkeypatch):
    monkeypatch.setenv("WARM_KERNEL_PRELOAD", "no_such_module,numpy")
    assert int(printed("import os; print(os.getppid())")) == owner.current().pid


def test_preload_names_what_is_missing(monkeypatch):
    code = "from psa.batch.warm import parent; print(parent.preload(['json', 'no_such_module']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['no_such_module']\n"


@pytest.mark.slow
def test_the_exit_status_of_a_kernel_is_reported(warm):
    with pytest.raises(Exception, match="[Dd]ied"):
        execute("import os; os._exit(7)")
    assert not owner.current()._running


@pytest.mark.slow
def test_the_sockets_of_a_kernel_outlive_the_thread_that_speaks_on_them(warm, tmp_path):
    """ipykernel closes them first, and now and then waits ten seconds for a thread that waits for them."""
    late = f"""
        import threading, time
        from ipykernel.iostream import IOPubThread
        kernel, stop = get_ipython().kernel, IOPubThread.stop
        publish = kernel._publish_status_and_flush

        def stop_and_tell(self, threading=threading, stop=stop):
            with open({str(tmp_path / "said")!r}, "w") as file:
                file.write(" ".join(sorted(t.name for t in threading.enumerate())))
            stop(self)

        IOPubThread.stop = stop_and_tell
        kernel._publish_status_and_flush = lambda *args, time=time, publish=publish, **more: (time.sleep(0.5), publish(*args, **more))
    """
    manager, client = start_new_kernel(kernel_name="python3", extra_arguments=QUIET)
    client.execute_interactive(textwrap.dedent(late), timeout=60)
    client.stop_channels()
    process = manager.provisioner.process
    manager.shutdown_kernel()
    said = (tmp_path / "said").read_text()
    assert "MainThread" in said and "Control" not in said
    assert process.returncode == 0


OWNER = """
import os, sys, time
from psa.batch.warm import owner
env = {**os.environ, **owner.STEADY}
held = owner.WarmParent(env, "")
import json, tempfile
from jupyter_client.connect import write_connection_file
file, _ = write_connection_file(os.path.join(tempfile.mkdtemp(), "k.json"))
process = held.fork(["ipykernel_launcher", "-f", file, "--IPKernelApp.log_level=50"], env, os.getcwd())
print(held.pid, process.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def family():
    """An owner in a process of its own, its warm parent and one kernel."""
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True)
    pids = [int(p) for p in owner.stdout.readline().split()]
    yield owner, *pids
    owner.kill()
    owner.wait()
    owner.stdout.close()
    for pid in pids:
        if is_running(pid):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_its_owner(family, way):
    owner, warm_pid, kernel_pid = family
    assert is_running(warm_pid) and is_running(kernel_pid)
    owner.send_signal(way)
    assert wait_until(lambda: not is_running(warm_pid) and not is_running(kernel_pid))


def test_no_kernel_outlives_the_warm_parent(family):
    _, warm_pid, kernel_pid = family
    os.kill(warm_pid, signal.SIGKILL)
    assert wait_until(lambda: not is_running(kernel_pid))


def test_a_kernel_of_its_own_session_is_not_stopped_from_the_keyboard(family):
    owner, warm_pid, kernel_pid = family
    assert wait_until(lambda: os.getsid(kernel_pid) == kernel_pid)
    assert os.getsid(warm_pid) != os.getsid(owner.pid)


def test_a_dead_kernel_leaves_no_zombie(family):
    _, warm_pid, kernel_pid = family
    os.kill(kernel_pid, signal.SIGKILL)
    assert wait_until(lambda: not Path(f"/proc/{kernel_pid}").exists())
    assert is_running(warm_pid)


PREPARED = """
import os
times, seen = 0, []
def once(env):
    global times
    times += 1
    seen.append(env.get("LATER", ""))
def fail(env):
    raise OSError("no such thing")
"""


@pytest.fixture
def prepared(warm, tmp_path, monkeypatch):
    (tmp_path / "prepared.py").write_text(PREPARED)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("WARM_KERNEL_PREPARE", "prepared:once")
    return "import prepared; print(prepared.times, prepared.seen)"


@pytest.mark.slow
def test_what_the_parent_prepares_before_a_fork_every_kernel_has(prepared, monkeypatch):
    assert printed(prepared) == "2 ['', '']\n"
    monkeypatch.setenv("LATER", "yes")
    assert printed(prepared) == "3 ['', '', 'yes']\n"


@pytest.mark.slow
def test_a_kernel_that_changes_what_was_prepared_changes_it_for_itself(prepared):
    assert printed("import prepared; prepared.seen.append(7)", prepared) == "2 ['', '', 7]\n"
    assert printed(prepared) == "3 ['', '', '']\n"


@pytest.mark.slow
def test_a_preparation_that_fails_means_an_ordinary_kernel(prepared, monkeypatch, caplog):
    monkeypatch.setenv("WARM_KERNEL_PREPARE", "prepared:fail")
    assert int(printed("import os; print(os.getppid())")) == os.getpid()
    assert "prepared:fail failed: OSError: no such thing" in caplog.text
