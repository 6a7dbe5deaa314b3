"""Run notebooks on dask workers and bring home what they made: another pool for the same batch.

A worker needs this repository and its environment on its own machine; it refuses a run when its copy of the
tables, the notebooks or the package is not the same to the byte. What a run makes goes to a temporary folder
there and comes back as bytes, so no shared disk is needed. A run whose worker is lost is given to another.
"""

import contextlib
import shutil
import tempfile
import threading
from collections.abc import Iterable
from concurrent.futures import Future, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psa import paths
from psa.batch import fingerprints, handover
from psa.batch.kernels import kernel_environment
from psa.batch.manifest import Record
from psa.batch.params import Run, RunError
from psa.batch.run import run_one
from psa.files.write import write_bytes
from psa.site.addresses import NOWHERE, AddressBook

if TYPE_CHECKING:
    from distributed import LocalCluster

CONNECT = 20  # seconds
_one_at_a_time = threading.Lock()  # a run sets the environment of its whole process


@dataclass(frozen=True)
class Site:
    """What a worker must have to run a notebook.

    Attributes:
        folder: of the framework, on the worker's machine.
        expected: `fingerprint` of the machine that asks.
        is_cold: whether the kernel starts in the ordinary way.
    """

    folder: str
    expected: str
    is_cold: bool


@dataclass(frozen=True)
class Shared:
    """What a batch has worked out for its runs.

    Attributes:
        ratings: the ratings that were handed over, by file name.
        book: where everything is shown.
    """

    ratings: dict[str, bytes]
    book: AddressBook


def fingerprint(framework_folder: Path) -> str:
    """Return a hash of all that a run reads: tables, settings, package code and notebooks."""
    parts = (fingerprints.ratings(framework_folder), fingerprints.hash_files(paths.NOTEBOOKS, "*.ipynb"))
    return fingerprints.hash_parts(part.encode() for part in parts)


def run_there(
    run: Run, site: Site, shared: Shared, timeout: int | None, retries: int
) -> tuple[Record, dict[str, bytes]]:
    """Execute one run where this is called; return its record and its files by their paths.

    Args:
        run, timeout, retries: as for `psa.batch.run.run_one`.
        site: what must be here.
        shared: what the batch has worked out.
    """
    home = Path(site.folder)
    if not home.is_dir() or fingerprint(home) != site.expected:
        error = "the worker's copy of the tables, notebooks or package is not the one of this batch"
        return Record(run.notebook, run.run_id, "failed", error=error), {}
    staging = Path(tempfile.mkdtemp(prefix="notebook-"))
    try:
        for name, data in shared.ratings.items():
            handover.put(staging / handover.FOLDER, name, data)
        with _one_at_a_time, kernel_environment(staging, home, site.is_cold):
            record = run_one(run, str(staging), timeout, retries, shared.book)
        shutil.rmtree(staging / handover.FOLDER, ignore_errors=True)
        made = (path for path in sorted(staging.rglob("*")) if path.is_file())
        return record, {path.relative_to(staging).as_posix(): path.read_bytes() for path in made}
    finally:
        shutil.rmtree(staging, ignore_errors=True)


class ClusterPool:
    """Workers of a dask scheduler, used as `psa.batch.pools.Pool` is.

    Args:
        address: of a scheduler, such as ``tcp://10.0.0.7:8786``; or ``local:N``: N workers on this machine.
        staging: where a run's files are brought to.
        framework_folder: of the framework; the same path on each worker's machine.
        is_cold: start kernels in the ordinary way.

    Raises:
        RunError: dask is not installed, the address is not one, or no scheduler answers there.
    """

    as_completed = staticmethod(as_completed)

    def __init__(self, address: str, staging: Path, framework_folder: Path, is_cold: bool = False):
        try:
            from distributed import Client
        except ImportError as error:
            raise RunError(
                "--cluster needs dask: install the extra with pip install -e .[cluster]"
            ) from error
        self._cluster: Any = _local_cluster(address) if address.startswith("local:") else None
        if self._cluster is not None:
            address = self._cluster.scheduler_address
        try:
            self._client: Any = Client(address, timeout=CONNECT)
        except (OSError, ValueError) as error:
            raise RunError(f"--cluster {address}: no scheduler answers there: {error}") from error
        self._staging = staging
        self._site = Site(str(framework_folder), fingerprint(framework_folder), is_cold)
        self._shared: object = Shared({}, NOWHERE)
        self._pool: Any = self._client.get_executor(pure=False)

    def share(self, book: AddressBook) -> None:
        """Give what was handed over to every worker: with one alone, it would be lost with that one."""
        folder = self._staging / handover.FOLDER
        shared = Shared({path.name: path.read_bytes() for path in sorted(folder.glob("*"))}, book)
        self._shared = self._client.scatter(shared, hash=False, broadcast=True)

    def submit(self, run: Run, timeout: int | None, retries: int) -> Future[Any]:
        """Return the future of one run."""
        arguments = (run, self._site, self._shared, timeout, retries)
        future: Future[Any] = self._pool.submit(run_there, *arguments)
        return future

    def bring(self, run: Run, future: Future[Any]) -> Record:
        """Write the files of a run that has ended to the staging folder and return its record."""
        from distributed import KilledWorker

        try:
            made: tuple[Record, dict[str, bytes]] = future.result()
        except KilledWorker:
            return Record(run.notebook, run.run_id, "failed", error="every worker that began it was lost")
        record, files = made
        for name, data in files.items():
            write_bytes(data, self._staging / name)
        return record

    def abandon(self, waiting: Iterable[Future[Any]]) -> None:
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


def _local_cluster(address: str) -> "LocalCluster":
    """Return so many workers on this machine as an address of the form ``local:N`` asks for."""
    from distributed import LocalCluster

    number = address.removeprefix("local:")
    if not number.isdigit() or not int(number):
        raise RunError(f"--cluster {address}: write the number of workers, as in local:2")
    options = {"threads_per_worker": 1, "processes": True, "dashboard_address": None, "silence_logs": 50}
    try:
        return LocalCluster(n_workers=int(number), **options)
    except (OSError, RuntimeError) as error:
        raise RunError(f"--cluster local:{number}: the workers could not be started: {error}") from error
