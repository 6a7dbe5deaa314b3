"""The kernel provisioner: ask the warm parent for a fork, or start an ordinary kernel."""

import asyncio
import contextlib
import os
import pathlib
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from psa.batch.warm.forked import ForkedProcess
from psa.batch.warm.owner import LOG, STEADY, NotForked, shared_parent, start_up_variables

STREAMS = ("stdin", "stdout", "stderr")
_logged: set[str] = set()  # reasons


def why_ordinary(cmd: list[str], kwargs: dict[str, Any]) -> str:
    """Return why a kernel must be started in the ordinary way; empty where it may be forked."""
    if not sys.platform.startswith("linux"):
        return f"forking is not used on {sys.platform}"
    if cmd[:3] != [sys.executable, "-m", "ipykernel_launcher"]:
        return f"the kernel is not this interpreter's ipykernel: {' '.join(cmd[:3])}"
    if kwargs.get("independent"):
        return "the kernel is to outlive its owner"
    if any(kwargs.get(name) == subprocess.PIPE for name in STREAMS):
        return "a standard stream of the kernel is to be a pipe"
    return ""


@contextlib.contextmanager
def redirected(kwargs: dict[str, Any]) -> Iterator[dict[int, int]]:
    """Give the descriptors that the standard streams are to be, by number, as `subprocess.Popen` understands them."""
    with contextlib.ExitStack() as opened:
        found: dict[int, int] = {}
        for number, name in enumerate(STREAMS):
            given = kwargs.get(name)
            if given is None:
                continue
            if given == subprocess.DEVNULL:
                found[number] = opened.enter_context(open(os.devnull, "r+b", buffering=0)).fileno()
            elif given == subprocess.STDOUT:
                found[number] = found.get(1, 1)
            else:
                found[number] = given if isinstance(given, int) else given.fileno()
        yield found


class WarmProvisioner(LocalProvisioner):
    """Start a kernel as a fork of the warm parent, or, where that is not possible or safe, as usual."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Return the connection of a kernel that has been started."""
        env = {**(kwargs.get("env") or os.environ)}
        for name, value in STEADY.items():
            env.setdefault(name, value)
        kwargs["env"] = env
        cwd = str(kwargs.get("cwd") or pathlib.Path.cwd())
        try:
            if why := why_ordinary(cmd, kwargs):
                raise NotForked(why)
            loop = asyncio.get_running_loop()
            self.process = await loop.run_in_executor(None, self._fork, cmd, env, cwd, kwargs)
        except NotForked as reason:
            _say_once(str(reason))
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid  # a session of its own: the group has its number
        self.cwd = cwd
        return self.connection_info

    @staticmethod
    def _fork(cmd: list[str], env: dict[str, str], cwd: str, kwargs: dict[str, Any]) -> ForkedProcess:
        parent = shared_parent(env)
        theirs, ours = parent.start_up, start_up_variables(env)
        if theirs != ours:
            differ = sorted(k for k in {*theirs, *ours} if theirs.get(k) != ours.get(k))
            raise NotForked(f"start-up variables differ from the warm parent's: {', '.join(differ)}")
        with redirected(kwargs) as streams:
            return parent.fork(["ipykernel_launcher", *cmd[3:]], env, cwd, streams)


def _say_once(reason: str) -> None:
    if reason not in _logged:
        _logged.add(reason)
        LOG.warning("kernels are started in the ordinary way: %s", reason)
