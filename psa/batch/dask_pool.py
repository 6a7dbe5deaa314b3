"""Run notebooks on dask workers and bring home what they made: another pool for the same batch.

A worker needs this repository and its environment on its own machine; it refuses a run when its copy of the
tables, the notebooks or the package is not the same to the byte. What a run makes goes to a passing folder
there and comes back as bytes, so no shared disk is needed. A run whose worker is lost is given to another.
"""

import contextlib
import hashlib
import shutil
import tempfile
import threading
from concurrent.futures import as_completed
from pathlib import Path

from psa import paths
from psa.batch.handover import digest, put
from psa.batch.kernels import kernel_environment
from psa.batch.params import Run, RunError
from psa.batch.run import Record, run_one
from psa.files import write_bytes

SUFFIXES = ("ipynb", "html", "csv")


CONNECT = 20  # seconds


_one_at_a_time = threading.Lock()  # a run sets the environment of its whole process


def fingerprint(framework_folder: Path) -> str:
    """Return a hash of all that a run reads: tables, settings, package code and notebooks."""
    whole = hashlib.sha256(digest(framework_folder).encode())
    for path in sorted(paths.NOTEBOOKS.glob("*.ipynb")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def run_there(run: Run, folder: str, expected: str, kept: dict[str, bytes], cold: bool, timeout, retries):
    """Execute one run where this is called; return its record and its files by suffix.

    Args:
        run, timeout, retries: as for `psa.runs.run_one`.
        folder: the framework's folder on this machine.
        expected: `fingerprint` of the machine that asks.
        kept: the held ratings, by file name.
        cold: start the kernel in the ordinary way.
    """
    home = Path(folder)
    if not home.is_dir() or fingerprint(home) != expected:
        error = "the worker's copy of the tables, notebooks or package is not the one of this batch"
        return Record(run.notebook, run.run_id, "failed", error=error), {}
    staging = Path(tempfile.mkdtemp(prefix="notebook-"))
    try:
        for name, data in kept.items():
            put(staging / "held", name, data)
        with _one_at_a_time, kernel_environment(staging, home, cold):
            record = run_one(run, str(staging), timeout, retries)
        made = {suffix: staging / f"{run.name}.{suffix}" for suffix in SUFFIXES}
        return record, {suffix: path.read_bytes() for suffix, path in made.items() if path.is_file()}
    finally:
        shutil.rmtree(staging, ignore_errors=True)


class ClusterPool:
    """Workers of a dask scheduler, used as `psa.runs.Pool` is.

    Args:
        address: of a scheduler, such as ``tcp://10.0.0.7:8786``; or ``local:N``: N workers on this machine.
        staging: where a run's files are brought to.
        framework_folder: of the framework; the same path on each worker's machine.
        cold: start kernels in the ordinary way.

    Raises:
        RunError: dask is not installed, the address is not one, or no scheduler answers there.
    """

    as_completed = staticmethod(as_completed)

    def __init__(self, address: str, staging: Path, framework_folder: Path, cold: bool = False):
        try:
            from distributed import Client, LocalCluster
        except ImportError as error:
            raise RunError(
                "--cluster needs dask: install the extra with pip install -e .[cluster]"
            ) from error
        self._cluster = None
        if address.startswith("local:"):
            number = address.removeprefix("local:")
            if not number.isdigit() or not int(number):
                raise RunError(f"--cluster {address}: write the number of workers, as in local:2")
            try:
                self._cluster = LocalCluster(
                    n_workers=int(number),
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address=None,
                    silence_logs=50,
                )
            except (OSError, RuntimeError) as error:
                raise RunError(
                    f"--cluster local:{number}: the workers could not be started: {error}"
                ) from error
            address = self._cluster.scheduler_address
        try:
            self._client = Client(address, timeout=CONNECT)
        except (OSError, ValueError) as error:
            raise RunError(f"--cluster {address}: no scheduler answers there: {error}") from error
        self._staging = staging
        self._framework, self._cold, self._kept = (
            (str(framework_folder), fingerprint(framework_folder)),
            cold,
            {},
        )
        self._pool = self._client.get_executor(pure=False)

    def share(self) -> None:
        """Give what is held to every worker: held by one alone, it would be lost with that one, and every run with it."""
        kept = {p.name: p.read_bytes() for p in sorted((self._staging / "held").glob("*"))}
        self._kept = self._client.scatter(kept, hash=False, broadcast=True)

    def submit(self, run: Run, timeout: int | None, retries: int):
        """Return the future of one run."""
        return self._pool.submit(run_there, run, *self._framework, self._kept, self._cold, timeout, retries)

    def bring(self, run: Run, future) -> Record:
        """Write the files of a run that has ended to the staging folder and return its record."""
        from distributed import KilledWorker

        try:
            record, files = future.result()
        except KilledWorker:
            return Record(run.notebook, run.run_id, "failed", error="every worker that began it was lost")
        for suffix, data in files.items():
            write_bytes(data, self._staging / record.notebook / f"{record.run_id}.{suffix}")
        return record

    def abandon(self, waiting) -> None:
        """Start nothing more."""
        for future in waiting:
            future.cancel()
        self.close()

    def close(self) -> None:
        """Let the workers go."""
        with contextlib.suppress(OSError, TimeoutError):
            self._client.close(timeout=5)
        if self._cluster is not None:
            self._cluster.close(timeout=5)
