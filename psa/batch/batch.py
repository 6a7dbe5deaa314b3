"""Expand the params into runs, execute each through papermill, publish what came out, record it.

One YAML of ``params/`` belongs to each notebook::

    for_each: agreement          # agreement, department or none: one run for each row, or one in all
    reads: framework             # or code: the run reads no table of the framework (`psa.resume`)
    title: "Assess an agreement"
    defaults: {framework: "...", agreement_id: "", through: ""}
    overrides:
      - for: "psa-NN"
        parameters: {through: "2010-03-31"}
        reason: "..."

A run is executed in a staging folder and moved to the outputs only when it is whole, so that a failed
notebook never looks like a result. What a run read is hashed into its key, kept in the manifest: a run
whose key has not changed is up to date.
"""

import csv
import os
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from psa.batch.handover import hold_ratings
from psa.batch.kernels import kernel_environment
from psa.batch.params import Run, RunError, expand_runs
from psa.batch.results import write_ratings
from psa.batch.run import Record, make_engine, move, run_one
from psa.batch.up_to_date import MANIFEST, Keys, plan, read_manifest
from psa.batch.warm.provisioner import close_parent
from psa.csv_text import Lines
from psa.files import write_text
from psa.methods.ratings import Ratings
from psa.site.downloads.files import write_downloads as write_downloads_
from psa.site.site import write_site

ATTEMPTS = 3  # how often a run is begun that is lost with the worker that had it


def _write_manifest(records: dict[str, dict], order: list[str], folder: Path) -> None:
    lines = Lines()
    writer = csv.DictWriter(lines, MANIFEST, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(records[name] for name in order if name in records)
    write_text("".join(lines.parts), folder / "manifest.csv")


def run_batch(
    rated: Ratings, runs: list[Run], folder: Path, jobs: int = 0, force: bool = False, fail_fast: bool = False,
    timeout: int | None = None, retries: int = 1, progress: Callable[[Record], None] = lambda record: None,
    cold: bool = False, make_pool: Callable[[Path], "Pool"] | None = None,
) -> list[Record]:  # fmt: skip
    """Execute every run that is not up to date, publish what is whole, and write tables and index.

    Args:
        rated: the framework, rated; the rating tables and the index are written from it.
        runs: from `expand_runs`.
        folder: the outputs folder; a lock in it keeps two batches apart.
        jobs: notebooks at once; 0 for two a core.
        force: execute also what is up to date.
        fail_fast: start no further run after a failure.
        timeout, retries: see `run_one`.
        progress: called with each record as it is there.
        cold: start every kernel in the ordinary way, not from a warm parent.
        make_pool: given the staging folder, returns what runs are submitted to; without it, `Pool`.

    Returns:
        A record for each run, in the order of `runs`.

    Raises:
        RunError: another batch is writing to the folder, or the folder cannot be written.
    """
    with locked(folder):
        staging = folder / ".staging"
        try:
            shutil.rmtree(staging, ignore_errors=True)
            staging.mkdir()
            with kernel_environment(staging, rated.framework.folder, cold):
                make_pool = make_pool or partial(Pool, jobs)
                return _run_locked(
                    rated, runs, folder, staging, force, fail_fast, timeout, retries, progress, make_pool
                )
        except OSError as error:
            raise RunError(f"{folder} cannot be written: {error.strerror or error}") from error
        finally:
            close_parent()
            shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def locked(folder: Path):
    """Hold an outputs folder against another batch; the lock goes with the process, however it ends.

    Raises:
        RunError: another batch holds it, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=0)
        lock.acquire()
    except Timeout as error:
        raise RunError(f"another batch is writing to {folder}; wait for it to end") from error
    except OSError as error:
        raise RunError(f"{folder} cannot be written: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()


def _run_locked(
    rated, runs, folder, staging, force, fail_fast, timeout, retries, progress, make_pool
) -> list[Record]:
    keys = Keys(rated.framework)
    key = {run.name: keys.key(run) for run in runs}
    why = plan(runs, key, folder, force)
    kept = read_manifest(folder)
    records: dict[str, Record] = {}
    todo = [run for run in runs if why[run.name]]
    if todo:
        make_engine()  # papermill is imported before there are threads: an import changes the filters of warnings
    for run in runs:
        if not why[run.name]:
            records[run.name] = Record(run.notebook, run.run_id, "up_to_date", "", 0.0, key[run.name])
            progress(records[run.name])
    pool = make_pool(staging) if todo else None
    # Until a run is whole it has no key: whatever ends this batch, the next one runs it again.
    for run in todo:
        if run.name in kept:
            kept[run.name] = asdict(Record(run.notebook, run.run_id, "interrupted", why[run.name]))
    _write_manifest(kept, list(kept), folder)
    write_downloads = partial(write_downloads_, rated, staging)  # they follow from the ratings alone
    if pool:
        by_name = {run.name: run for run in todo}
        parts = _when_held(rated, todo, staging / "held")
        for record in execute(parts, pool, fail_fast, timeout, retries, write_downloads):
            run = by_name[f"{record.notebook}/{record.run_id}"]
            record = replace(record, why=why[run.name], key=key[run.name])
            move(run, record, staging, folder)
            records[run.name] = record
            kept[run.name] = asdict(record)
            _write_manifest(kept, list(kept), folder)
            progress(record)
    else:
        write_downloads()
    for run in runs:
        if run.name not in records:
            records[run.name] = Record(
                run.notebook, run.run_id, "not_run", "stopped after a failure", 0.0, ""
            )
    everything = expand_runs(rated.framework)
    _write_manifest(kept, [r.name for r in everything if r.name in kept], folder)
    write_ratings(rated, folder)
    shutil.rmtree(folder / "downloads", ignore_errors=True)
    os.replace(staging / "downloads", folder / "downloads")
    write_site(rated, page_rows(everything, kept, folder), folder)
    return [records[run.name] for run in runs]


def _when_held(rated: Ratings, todo: list[Run], folder: Path):
    """Yield the runs in two parts, each as soon as what it reads is held.

    What is for the framework as a whole takes longest and would otherwise be waited for at the end; it needs no
    verdicts under other choices, which are worked out while it runs.
    """
    whole = [run for run in todo if run.for_each == "none"]
    each = [run for run in todo if run.for_each != "none"]
    if whole:
        hold_ratings(rated, folder)
        yield whole
    if each:
        hold_ratings(rated, folder, [run.run_id for run in each if run.for_each == "agreement"])
        yield each


def execute(
    parts: Iterable[list[Run]], pool, fail_fast: bool, timeout: int | None, retries: int,
    meanwhile: Callable[[], object] = lambda: None,
):  # fmt: skip
    """Yield a record for each run as it ends, with its files in the staging folder.

    Args:
        parts: lists of runs; each is begun when it is there, before the next is asked for.
        pool: a `Pool`, or what serves as one.
        fail_fast, timeout, retries: see `run_batch`.
        meanwhile: called when all are begun.
    """
    waiting, is_stopped = {}, False
    try:
        for part in parts:
            pool.share()
            waiting |= {pool.submit(run, timeout, retries): run for run in part}
        meanwhile()
        for attempt in range(1, ATTEMPTS + 1):
            lost = []
            for future in pool.as_completed(waiting):
                if future.cancelled():
                    lost.append(waiting[future])
                    continue
                record = pool.bring(waiting[future], future)
                yield record
                if record.status == "failed" and fail_fast:
                    is_stopped = True
                    for other in waiting:
                        other.cancel()
            if is_stopped or not lost:
                break
            if attempt == ATTEMPTS:
                for run in lost:
                    yield Record(
                        run.notebook,
                        run.run_id,
                        "failed",
                        error=f"it was lost {ATTEMPTS} times, with whoever ran it",
                    )
                break
            pool.share()
            waiting = {pool.submit(run, timeout, retries): run for run in lost}
    except BaseException:
        # A thread cannot be stopped, but the kernel that it waits for can.
        pool.abandon(waiting)
        raise
    pool.close()


class Pool:
    """Threads of this process, each of which waits for a kernel.

    Args:
        jobs: how many; 0 for two a core: for a third of its life a kernel waits.
        staging: where each run writes.
    """

    def __init__(self, jobs: int, staging: Path):
        self._threads = ThreadPoolExecutor(jobs or 2 * (os.cpu_count() or 1))
        self._staging = str(staging)

    as_completed = staticmethod(as_completed)

    def share(self) -> None:
        """Give what is held to whoever runs notebooks; here they find it in the staging folder."""

    def submit(self, run: Run, timeout: int | None, retries: int):
        """Return the future of one run."""
        return self._threads.submit(run_one, run, self._staging, timeout, retries)

    def bring(self, run: Run, future) -> Record:
        """Return the record of a run that has ended; its files are in the staging folder already."""
        return future.result()

    def abandon(self, waiting) -> None:
        """Start nothing more, and end every forked kernel."""
        for future in waiting:
            future.cancel()
        close_parent()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown()


def page_rows(runs: list[Run], manifest: dict[str, dict], folder: Path) -> list[dict]:
    return [
        {
            "for_each": run.for_each, "notebook": run.notebook, "run_id": run.run_id, "title": run.title,
            "page": f"{run.name}.html" if (folder / f"{run.name}.html").is_file() else "",
            "is_failed": manifest.get(run.name, {}).get("status") == "failed",
        }
        for run in runs
    ]  # fmt: skip
