"""Give runs to whoever executes them, and take back what came of each."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any, Protocol

from psa.batch.manifest import Record
from psa.batch.params import Run
from psa.batch.run import run_one
from psa.batch.warm.owner import close_parent
from psa.site.addresses import NOWHERE, AddressBook

ATTEMPTS = 3  # how often a run is begun that is lost with the worker that had it


class RunPool(Protocol):
    """What runs are submitted to."""

    def share(self, book: AddressBook) -> None:
        """Give what the batch has worked out, and where everything is shown, to whoever runs notebooks."""

    def submit(self, run: Run, timeout: int | None, retries: int) -> Future[Any]:
        """Return the future of one run."""

    def as_completed(self, waiting: Iterable[Future[Any]]) -> Iterator[Future[Any]]:
        """Yield each future as it ends."""

    def bring(self, run: Run, future: Future[Any]) -> Record:
        """Return the record of a run that has ended, its files in the staging folder."""

    def abandon(self, waiting: Iterable[Future[Any]]) -> None:
        """Start nothing more and end what runs."""

    def close(self) -> None:
        """Let the pool go when everything has ended."""


def default_jobs() -> int:
    """Return how many notebooks run at once: two a core."""
    return 2 * (os.cpu_count() or 1)


class Pool:
    """Threads of this process, each of which waits for a kernel.

    Args:
        jobs: how many; 0 for two a core: for a third of its life a kernel waits.
        staging: where each run writes.
        started: called with each run as its turn comes, in the thread that runs it.
    """

    def __init__(self, jobs: int, staging: Path, started: Callable[[Run], object] = lambda run: None):
        self._started = started
        self._threads = ThreadPoolExecutor(jobs or default_jobs())
        self._staging, self._book = str(staging), NOWHERE

    as_completed = staticmethod(as_completed)

    def share(self, book: AddressBook) -> None:
        """Keep where everything is shown; what the batch has worked out is found in the staging folder."""
        self._book = book

    def submit(self, run: Run, timeout: int | None, retries: int) -> Future[Any]:
        """Return the future of one run."""
        return self._threads.submit(self._run, run, timeout, retries, self._book)

    def _run(self, run: Run, timeout: int | None, retries: int, book: AddressBook) -> Record:
        self._started(run)
        return run_one(run, self._staging, timeout, retries, book)

    def bring(self, run: Run, future: Future[Any]) -> Record:
        """Return the record of a run that has ended; its files are in the staging folder already."""
        record: Record = future.result()
        return record

    def abandon(self, waiting: Iterable[Future[Any]]) -> None:
        """Start nothing more, and end every forked kernel: a thread that waits for one cannot be stopped."""
        for future in waiting:
            future.cancel()
        close_parent()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown()


def execute(
    parts: Iterable[list[Run]],
    pool: RunPool,
    is_fail_fast: bool = False,
    timeout: int | None = None,
    retries: int = 1,
    meanwhile: Callable[[], object] = lambda: None,
    book: AddressBook = NOWHERE,
) -> Iterator[Record]:
    """Yield a record for each run as it ends, with its files in the staging folder.

    Args:
        parts: lists of runs; each is begun when it is there, before the next is asked for.
        pool: who executes them.
        is_fail_fast: whether no further run is started after a failure.
        timeout, retries: see `psa.batch.run.run_one`.
        meanwhile: called when all are begun.
        book: where everything is shown, for the links of the pages.
    """
    waiting: dict[Future[Any], Run] = {}
    is_stopped = False
    try:
        for part in parts:
            waiting |= _submit(part, pool, timeout, retries, book)
        meanwhile()
        for attempt in range(1, ATTEMPTS + 1):
            lost: list[Run] = []
            for record in _collect(waiting, pool, lost):
                yield record
                if record.status == "failed" and is_fail_fast:
                    is_stopped = True
                    for future in waiting:
                        future.cancel()
            if is_stopped or not lost:
                break
            if attempt < ATTEMPTS:
                waiting = _submit(lost, pool, timeout, retries, book)
        else:
            for run in lost:
                error = f"it was lost {ATTEMPTS} times, with whoever ran it"
                yield Record(run.notebook, run.run_id, "failed", error=error)
    except BaseException:
        pool.abandon(waiting)
        raise
    pool.close()


def _submit(
    runs: list[Run], pool: RunPool, timeout: int | None, retries: int, book: AddressBook
) -> dict[Future[Any], Run]:
    pool.share(book)
    return {pool.submit(run, timeout, retries): run for run in runs}


def _collect(waiting: dict[Future[Any], Run], pool: RunPool, lost: list[Run]) -> Iterator[Record]:
    """Yield the record of each run as it ends; a run whose worker has gone is added to `lost`."""
    for future in pool.as_completed(waiting):
        if future.cancelled():
            lost.append(waiting[future])
        else:
            yield pool.bring(waiting[future], future)
