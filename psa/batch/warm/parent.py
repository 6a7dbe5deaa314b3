"""The program of the warm parent: import once, fork a kernel for each request. Standard library only.

It is started as a script, not as a module of its package, so that no module of the package is imported in
it::

    python -P parent.py SOCKET_FD MODULE,MODULE,... MODULE:FUNCTION

Messages on the socket are lines of JSON. In: ``{"id", "argv", "env", "cwd", "streams"}``; the last is a list
of the standard streams (0, 1, 2) that are redirected, whose descriptors travel beside the line in that order.
Out: ``{"ready", "missing"}`` once, then ``{"id", "pid"}`` or ``{"id", "refused"}`` for each request, and
``{"exited", "status"}`` for each kernel that has ended.
"""

import atexit
import gc
import importlib
import json
import os
import random
import select
import signal
import socket
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
PATIENCE = 5  # seconds that a kernel's control thread may take to end
MOST_STREAMS = 3  # descriptors that may travel with a request: standard input, output and error
# What every kernel imports as it starts; the debugger's part is the longest.
KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "faulthandler",
    "psutil",
    "sqlite3",
    "tornado.gen",
    "tornado.locks",
    "tornado.platform.asyncio",
    "tornado.queues",
)
INLINE = "module://matplotlib_inline.backend_inline"  # what ipykernel sets when it starts


def preload(names: list[str]) -> list[str]:
    """Import the modules and return those that could not be imported."""
    os.environ.setdefault(
        "MPLBACKEND", INLINE
    )  # pyplot reads it as it is imported; the backend itself is not
    os.environ.setdefault(
        "PYDEVD_DISABLE_FILE_VALIDATION", "1"
    )  # else the debugger warns when it is imported
    missing = []
    for name in [*KERNEL, *names]:
        try:
            importlib.import_module(name)
        except Exception:  # whatever a module does when it is imported, the kernel that wants it will say so
            missing.append(name)
    if "matplotlib.figure" in sys.modules:
        _warm_fonts()
    gc.collect()
    gc.freeze()  # a fork's collector then leaves the shared pages alone
    return missing


def _warm_fonts() -> None:
    """Draw one text on a bare figure: finding and opening the fonts is most of a first chart's time."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    figure.text(0.5, 0.5, "0")
    FigureCanvasAgg(figure).draw()


class Preparation:
    """What the owner wants done in the parent before a fork, so that all kernels share what comes of it.

    Args:
        name: ``module:function``; the function is called with the environment of the kernel that is to be forked,
            and once, with the parent's own, when all is imported. It is called each time, and must be quick where
            nothing is to be done.
    """

    def __init__(self, name: str):
        self._module, _, self._function = name.partition(":")

    def why_not(self, env: dict[str, str]) -> str:
        """Prepare, and return why that failed; empty where it did not."""
        if not self._module:
            return ""
        try:
            getattr(importlib.import_module(self._module), self._function)(env)
        except Exception as error:  # whatever it is: an ordinary kernel does without
            return f"{self._module}:{self._function} failed: {type(error).__name__}: {error}"
        gc.freeze()
        return ""


def why_not() -> str:
    """Return why a fork would not be safe now; empty where it is."""
    if (tasks := len(os.listdir("/proc/self/task"))) != 1:
        return f"the warm parent has {tasks} threads"
    zmq = sys.modules.get("zmq")
    if zmq is not None and zmq.Context._instance is not None:
        return "the warm parent has a ZeroMQ context"
    shell = sys.modules.get("IPython.core.interactiveshell")
    if shell is not None and shell.InteractiveShell.initialized():
        return "the warm parent has an IPython"
    return ""


class Server:
    """Fork a kernel for each request of the owner.

    Args:
        connection: to the owner.
        preparation: what is done before each fork.
    """

    def __init__(self, connection: socket.socket, preparation: Preparation):
        self._connection, self._preparation = connection, preparation
        self._woken, self._wake = os.pipe()  # written to by the signal of a kernel that has ended
        self._kernels: set[int] = set()
        self._received = b""
        self._descriptors: list[int] = []  # that have come for requests not yet read

    def serve(self) -> dict | None:
        """Fork until the owner hangs up.

        Returns:
            In a fork, the request that it is for, with the descriptors under "received"; in the parent, None,
            when the owner has gone and every kernel is dead.
        """
        for end in (self._woken, self._wake):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        try:
            while (requests := self._wait()) is not None:
                for request in requests:
                    if self._fork(request):
                        return request
        except (BrokenPipeError, ConnectionResetError):
            pass  # the owner has gone
        finally:
            for pid in self._kernels:
                _kill(pid)
        return None

    def _wait(self) -> list[dict] | None:
        """Wait until something happens, tell the owner of kernels that ended, and return what it asks for.

        Returns:
            Requests, each with its descriptors; None when the owner has hung up.
        """
        readable, _, _ = select.select([self._connection, self._woken], [], [])
        if self._woken in readable:
            os.read(self._woken, 4096)
            for pid, status in _reap(self._kernels):
                self._tell({"exited": pid, "status": status})
        if self._connection not in readable:
            return []
        data, descriptors, _, _ = socket.recv_fds(self._connection, 65536, MOST_STREAMS)
        if not data:
            return None
        self._descriptors += descriptors
        *lines, self._received = (self._received + data).split(b"\n")
        requests = [json.loads(line) for line in lines]
        for request in requests:
            number = len(request["streams"])
            request["received"], self._descriptors = self._descriptors[:number], self._descriptors[number:]
        return requests

    def _fork(self, request: dict) -> bool:
        """Fork a kernel, or say why not; return whether this is the fork."""
        if refused := self._preparation.why_not(request["env"]) or why_not():
            _close(request["received"])
            self._tell({"id": request["id"], "refused": refused})
            return False
        pid = os.fork()
        if pid == 0:
            self._kernels.clear()
            signal.set_wakeup_fd(-1)
            _close([self._woken, self._wake])
            return True
        _close(request["received"])
        self._kernels.add(pid)
        self._tell({"id": request["id"], "pid": pid})
        return False

    def _tell(self, message: dict) -> None:
        self._connection.sendall(json.dumps(message).encode() + b"\n")


def _close(descriptors: list[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def _reap(kernels: set[int]) -> list[tuple[int, int]]:
    """Return the kernels that have ended, with their exit status, and forget them."""
    ended = []
    for pid in list(kernels):
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            kernels.discard(pid)
            ended.append((pid, os.waitstatus_to_exitcode(status)))
    return ended


def _kill(pid: int) -> None:
    for kill in (os.killpg, os.kill):  # the group is there once the kernel has made its session
        try:
            kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def become_kernel(request: dict, parent_pid: int) -> None:
    """Make of this fork what a new process would be: session, signals, streams, environment, directory, seeds."""
    os.setsid()
    for stream, descriptor in zip(request["streams"], request["received"], strict=True):
        os.dup2(descriptor, stream)
    _close([d for d in request["received"] if d > 2])
    _die_with_parent(parent_pid)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(request["env"], JPY_PARENT_PID=str(parent_pid))
    time.tzset()
    os.chdir(request["cwd"])
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    sys.argv = request["argv"]


def _die_with_parent(parent_pid: int) -> None:
    import ctypes

    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:  # it died before the line above
        os._exit(1)


def run_kernel() -> None:
    """Run ipykernel as ``python -m ipykernel_launcher`` does."""
    from ipykernel.kernelapp import IPKernelApp

    # the class read the variable when it was defined, in the parent
    IPKernelApp.parent_handle.default_value = int(os.environ["JPY_PARENT_PID"])
    IPKernelApp.launch_instance()
    # ipykernel closes what its control thread publishes on before that thread has said its last word, and
    # then waits for it in vain; so the thread ends first
    control = IPKernelApp.instance().control_thread
    if control is not None and control.is_alive():
        control.stop()
        control.join(PATIENCE)


def end(program) -> None:
    """Run a program and end the process as the interpreter would, but for freeing memory that ends with it.

    To free it would first copy every page that the fork shares with its parent.
    """
    status: int | str | None = 0
    try:
        program()
    except SystemExit as leave:
        status = leave.code
    except BaseException:  # as the interpreter does with what nobody has caught
        sys.excepthook(*sys.exc_info())
        status = 1
    if status is not None and not isinstance(status, int):
        print(status, file=sys.stderr)
        status = 1
    gc.freeze()  # what ends with the process is not searched for garbage, which IPython asks for as it leaves
    threading._shutdown()  # waits for threads that are not daemons, as the interpreter does
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            continue  # gone, closed, or nobody reads it
    os._exit((status or 0) & 0xFF)


def main() -> None:
    """Preload, say so, serve; in a fork, run the kernel and end it."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    parent_pid = os.getpid()
    missing = preload([name for name in sys.argv[2].split(",") if name])
    preparation = Preparation(sys.argv[3])
    preparation.why_not(dict(os.environ))
    try:
        connection.sendall(json.dumps({"ready": parent_pid, "missing": missing}).encode() + b"\n")
    except BrokenPipeError:
        return
    request = Server(connection, preparation).serve()
    connection.close()
    if request is not None:
        become_kernel(request, parent_pid)
        end(run_kernel)


if __name__ == "__main__":
    main()
