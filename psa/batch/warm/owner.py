"""The owner's side of a warm parent: start it, ask it for forks, hear of exits, end it."""

import atexit
import contextlib
import json
import logging
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading

from psa.batch.warm.forked import ForkedProcess

LOG = logging.getLogger("warm")
PROGRAM = pathlib.Path(__file__).with_name("parent.py")
# Fixed in both ways of starting, so that a fork and an ordinary kernel give the same results. The next two
# keep OpenBLAS and Arrow's allocator from starting threads as they are imported: a process with threads
# cannot fork safely. The last two, in bytes, let glibc keep what is freed for the next array: to hand it back
# and fetch it anew took a tenth of the time of a notebook of large arrays.
STEADY = {
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
    "MALLOC_TRIM_THRESHOLD_": "268435456",
}
# Read by the interpreter or a library as it starts: a fork of a parent with other values would be wrong.
START_UP = ("PYTHON", "LD_", "LC_", "LANG", "MPL", "JE_ARROW_", "MALLOC_")
START_UP_ENDS = ("_NUM_THREADS",)
PATIENCE = 60  # seconds that the parent may take to import or to fork


class NotForked(Exception):
    """A kernel cannot be forked; the message says why."""


class WarmParent:
    """The owner's side of one warm parent: starts it, sends requests, hears of exits.

    Args:
        env: the environment of the first kernel; its start-up variables hold for all.
        preload: modules to import, joined by commas.
        prepare: what the parent calls before each fork, as ``module:function``; empty for nothing.
    """

    def __init__(self, env: dict[str, str], preload: str, prepare: str = ""):
        self.owner = os.getpid()
        self.start_up = start_up_variables(env)
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._next = 0
        self._answers: dict[int, dict] = {}
        self._running: dict[int, ForkedProcess] = {}
        self._early: dict[int, int] = {}
        self.is_ready = False
        self.is_dead = False
        self._connection, theirs = socket.socketpair()
        command = [sys.executable, "-P", str(PROGRAM), str(theirs.fileno()), preload, prepare]
        self._process = subprocess.Popen(
            command, env=env, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
        )
        theirs.close()
        threading.Thread(target=self._listen, name="warm-parent", daemon=True).start()

    @property
    def pid(self) -> int:
        """Process id of the parent."""
        return self._process.pid

    def _listen(self) -> None:
        received = b""
        try:
            while data := self._connection.recv(65536):
                received += data
                *lines, received = received.split(b"\n")
                for line in lines:
                    self._hear(json.loads(line))
        except OSError:
            pass  # closed by us
        with self._changed:
            self.is_dead = True
            for process in self._running.values():
                process.end(-signal.SIGKILL)  # a kernel does not outlive its parent
            self._running.clear()
            self._changed.notify_all()
        self._process.wait()

    def _hear(self, message: dict) -> None:
        with self._changed:
            if "ready" in message:
                self.is_ready = True
                if message["missing"]:
                    LOG.info("not preloaded: %s", ", ".join(message["missing"]))
            elif "exited" in message:
                process = self._running.pop(message["exited"], None)
                if process is None:
                    self._early[message["exited"]] = message["status"]
                else:
                    process.end(message["status"])
            else:
                self._answers[message["id"]] = message
            self._changed.notify_all()

    def fork(
        self, argv: list[str], env: dict[str, str], cwd: str, streams: dict[int, int] | None = None
    ) -> ForkedProcess:
        """Return a new kernel, forked with these arguments, this environment and this directory.

        Args:
            argv, env, cwd: of the kernel.
            streams: standard stream (0, 1, 2) -> a descriptor of this process that it is to be instead.

        Raises:
            NotForked: the parent has died, refuses or does not answer.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self.is_ready or self.is_dead, PATIENCE):
                raise NotForked(f"the warm parent was not ready after {PATIENCE} s")
            if self.is_dead:
                raise NotForked("the warm parent has died")
            number = self._next = self._next + 1
            streams = streams or {}
            request = {"id": number, "argv": argv, "env": env, "cwd": cwd, "streams": list(streams)}
            line = json.dumps(request).encode() + b"\n"
            try:
                sent = socket.send_fds(self._connection, [line], list(streams.values())) if streams else 0
                self._connection.sendall(line[sent:])
            except OSError as error:
                raise NotForked("the warm parent has died") from error
            if not self._changed.wait_for(lambda: number in self._answers or self.is_dead, PATIENCE):
                raise NotForked(f"the warm parent did not answer for {PATIENCE} s")
            answer = self._answers.pop(number, {"refused": "the warm parent has died"})
            if "refused" in answer:
                raise NotForked(answer["refused"])
            process = ForkedProcess(answer["pid"])
            if process.pid in self._early:
                process.end(self._early.pop(process.pid))
            else:
                self._running[process.pid] = process
            return process

    def close(self) -> None:
        """End the parent and with it every kernel that still runs."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def start_up_variables(env: dict[str, str]) -> dict[str, str]:
    """Return the variables of an environment that are read only as an interpreter or a library starts."""
    return {k: v for k, v in env.items() if k.startswith(START_UP) or k.endswith(START_UP_ENDS)}


_parent: WarmParent | None = None
_one_at_a_time = threading.Lock()


def warm_up(preload: str, prepare: str = "", env: dict[str, str] | None = None) -> None:
    """Start this process's warm parent now, so that it is ready when the first kernel is wanted.

    Args:
        preload: modules to import, joined by commas.
        prepare: what the parent calls before each fork, as ``module:function``.
        env: the environment that the kernels will have; this process's own, if not given.
    """
    if sys.platform.startswith("linux"):
        shared_parent({**STEADY, **(os.environ if env is None else env)}, preload, prepare)


def shared_parent(env: dict[str, str], preload: str = "", prepare: str = "") -> WarmParent:
    """Return this process's warm parent, started at the first call.

    A parent belongs to the process that started it: after a fork of the owner, a new one is started. One that
    has died is not replaced, since what killed it may do so again; `close_parent` makes room for a new one.
    """
    global _parent
    with _one_at_a_time:
        if _parent is None or _parent.owner != os.getpid():
            preload = preload or os.environ.get("WARM_KERNEL_PRELOAD", "")
            prepare = prepare or os.environ.get("WARM_KERNEL_PREPARE", "")
            _parent = WarmParent(env, preload, prepare)
        return _parent


def current() -> WarmParent | None:
    """Return this process's warm parent; None where none was started."""
    return _parent if _parent is not None and _parent.owner == os.getpid() else None


def close_parent() -> None:
    """End this process's warm parent, where there is one; the next kernel starts another."""
    global _parent
    with _one_at_a_time:
        if _parent is not None and _parent.owner == os.getpid():
            _parent.close()
        _parent = None


atexit.register(close_parent)
