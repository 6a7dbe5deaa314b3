"""How the kernels of a batch start: their environment, and the warm parent that they are forked from.

Importing this module is quick, so that the parent can begin to import while the batch itself still loads.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from psa import paths
from psa.batch import handover
from psa.batch.warm.owner import STEADY, warm_up

KERNEL_ARGUMENTS = ["--IPKernelApp.log_level=50"]  # each start warns of TCP, which is on loopback here

# What the notebooks import beside the package: a warm parent has it before the first kernel is asked for.
PRELOAD = (
    "numpy",
    "pandas",
    "pandas.core.methods.to_dict",
    "matplotlib.pyplot",
    "yaml",
    "jinja2",
    "pyarrow.parquet",
    "pyarrow.pandas_compat",
)


_PASSING: list[tuple[str, int]] = []  # folders, each with the process that made it

PREPARE = "psa.workbook.prepare:prepare"  # then the package itself, and what the batch has worked out


def warm_kernels() -> None:
    """Start the warm parent of a batch that is about to begin, while its framework is loaded and rated."""
    _own_fonts()
    warm_up(",".join(PRELOAD), PREPARE)


def _own_fonts() -> None:
    """Let matplotlib keep its list of fonts in a passing folder where its own cannot be written to."""
    home = Path(
        os.environ.get("MPLCONFIGDIR") or Path(os.environ.get("XDG_CONFIG_HOME") or Path("~/.config"))
    )
    try:
        nearest = home.expanduser()
        while not nearest.exists():
            nearest = nearest.parent
        is_usable = os.access(nearest, os.W_OK)
    except (OSError, RuntimeError):
        is_usable = False
    if not is_usable:
        os.environ["MPLCONFIGDIR"] = _passing_folder("psa-fonts-")


def _passing_folder(prefix: str) -> str:
    """Return a folder of this process, gone with it."""
    folder = tempfile.mkdtemp(prefix=prefix)
    _PASSING.append((folder, os.getpid()))
    return folder


@atexit.register
def remove_passing_folders() -> None:
    """Remove the folders that go with this process; those of the process that it is a fork of stay."""
    for folder, owner in _PASSING:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)


def end_kernels() -> None:
    """End the kernels of this process at once, and then remove their folders.

    In the other order a kernel that is just starting finds no folder for its sockets, and says so at length.
    """
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            process.kill()
    remove_passing_folders()


@contextmanager
def kernel_environment(staging: Path, framework_folder: Path, is_cold: bool = False) -> Iterator[None]:
    """Tell kernels how to start, where to write and where to look; put the environment back afterwards."""
    wanted = {
        **STEADY,
        "PSA_OUTPUTS": str(staging),
        handover.VARIABLE: str(staging / handover.FOLDER),
        handover.FRAMEWORK_VARIABLE: str(framework_folder),
    }
    _own_fonts()
    wanted["JUPYTER_RUNTIME_DIR"] = _passing_folder("psa-")
    if framework_folder.parent != paths.RAW:
        wanted["PSA_FRAMEWORKS"] = str(framework_folder.parent)
    if not is_cold:
        wanted |= {
            "JUPYTER_DEFAULT_PROVISIONER_NAME": "warm-provisioner",
            "WARM_KERNEL_PRELOAD": ",".join(PRELOAD),
            "WARM_KERNEL_PREPARE": PREPARE,
        }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
