"""Execute the runs that are not up to date, publish what came out, record it.

A run is executed in a staging folder and moved to the outputs only when it is whole, so that a failed
notebook never looks like a result. What a run read is hashed into its key, kept in the manifest: a run whose
key has not changed is up to date.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from psa.batch import fingerprints, handover
from psa.batch.asked import Asked
from psa.batch.inputs import Inputs
from psa.batch.kernels import kernel_environment
from psa.batch.manifest import (
    Record,
    Rows,
    read_inputs,
    read_manifest,
    row_of,
    write_inputs,
    write_manifest,
)
from psa.batch.open_files import fitting_jobs
from psa.batch.params import Run, RunError, expand_runs, page_of
from psa.batch.pools import Pool, RunPool, default_jobs, execute
from psa.batch.results import write_ratings, write_targets
from psa.batch.sign import sign_notebooks
from psa.batch.up_to_date import SUFFIXES, plan
from psa.batch.warm.owner import close_parent
from psa.files.write import write_text
from psa.methods.by_baseline import under_baselines
from psa.methods.ratings import Ratings
from psa.site.addresses import RunPage, address_book
from psa.site.chart_files import FOLDER
from psa.site.downloads.files import write_downloads
from psa.site.downloads.names import download_names
from psa.site.pages.explore import can_explore
from psa.site.pages.site_page import Site
from psa.site.site import write_site

OLDER = 'class="older"'  # the mark of a page that is from an earlier run


@dataclass(frozen=True)
class Options:
    """How a batch is executed.

    Attributes:
        jobs: notebooks at once; 0 for two a core.
        is_forced: execute also what is up to date.
        is_fail_fast: start no further run after a failure.
        timeout, retries: see `psa.batch.run.run_one`.
        is_cold: start every kernel in the ordinary way, not from a warm parent.
    """

    jobs: int = 0
    is_forced: bool = False
    is_fail_fast: bool = False
    timeout: int | None = None
    retries: int = 1
    is_cold: bool = False


def run_batch(
    rated: Ratings,
    runs: list[Run],
    folder: Path,
    options: Options = Options(),  # noqa: B008  it is frozen
    progress: Callable[[Record], object] = lambda record: None,
    make_pool: Callable[[Path], RunPool] | None = None,
    started: Callable[[Run], object] = lambda run: None,
) -> list[Record]:
    """Execute every run that is not up to date, publish what is whole, and write tables and index.

    Args:
        rated: the framework, rated; the rating tables and the index are written from it.
        runs: from `expand_runs`.
        folder: the outputs folder; a lock in it keeps two batches apart.
        options: how.
        progress: called with each record as it is there.
        make_pool: given the staging folder, returns what runs are submitted to; without it, `Pool`.
        started: called with each run as it starts, from any thread; not where `make_pool` is given.

    Returns:
        A record for each run, in the order of `runs`.

    Raises:
        RunError: another batch is writing to the folder, it cannot be written, or too few open files are allowed.
    """
    jobs = 0 if make_pool else fitting_jobs(options.jobs or default_jobs())
    with locked(folder), _staging_folder(folder) as staging:
        batch = Batch(rated, runs, folder, staging, options)
        with kernel_environment(staging, rated.framework.folder, options.is_cold):
            try:
                batch.execute(progress, make_pool or (lambda home: Pool(jobs, home, started)))
            finally:
                close_parent()
                batch.note_inputs()
        batch.finish()
        return batch.all_records()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
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


@contextmanager
def _staging_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder inside the outputs, and remove it at the end.

    Raises:
        RunError: something cannot be written, there or in the outputs.
    """
    staging = folder / ".staging"
    try:
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        yield staging
    except OSError as error:
        raise RunError(f"{folder} cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


class Batch:
    """One batch, from what is to be done to what was made.

    Args:
        rated, runs, folder, options: see `run_batch`.
        staging: an empty folder on the same disk.
    """

    def __init__(self, rated: Ratings, runs: list[Run], folder: Path, staging: Path, options: Options):
        self._rated, self._runs, self._options = rated, runs, options
        self._folder, self._staging = folder, staging
        inputs = Inputs(rated.framework)
        self._inputs = {run.name: inputs.inputs(run) for run in runs}
        self._keys = {run.name: inputs.key(run) for run in runs}
        self._whole = fingerprints.hash_parts(
            [inputs.whole().encode(), repr((rated.settings, rated.rule)).encode()]
        )
        self._why = plan(runs, self._keys, folder, options.is_forced)
        self._manifest: Rows = read_manifest(folder)
        self._records: dict[str, Record] = {}
        self._baselines: pd.DataFrame | None = None
        self._all_runs = expand_runs(rated.framework)
        pages = map(page_of, self._all_runs)
        settings = rated.settings
        self._as_at = settings.as_at.isoformat() if settings.is_replayed and settings.as_at else ""
        self._book = address_book(rated.framework, pages, download_names(rated.framework), self._as_at)

    def execute(self, progress: Callable[[Record], object], make_pool: Callable[[Path], RunPool]) -> None:
        """Execute what is not up to date and put what is whole in its place."""
        todo = [run for run in self._runs if self._why[run.name]]
        for run in self._runs:
            if not self._why[run.name]:
                self._records[run.name] = Record(
                    run.notebook, run.run_id, "up_to_date", key=self._keys[run.name]
                )
                progress(self._records[run.name])
        if not todo:
            self._prepare_site()
            return
        pool = make_pool(self._staging)
        self._begin(todo)
        options, by_name = self._options, {run.name: run for run in todo}
        records = execute(
            self._parts(todo),
            pool,
            options.is_fail_fast,
            options.timeout,
            options.retries,
            self._prepare_site,
            self._book,
        )
        for record in records:
            progress(self._publish(by_name[record.name], record))

    def _prepare_site(self) -> None:
        """Make what follows from the ratings alone, while the notebooks run: downloads, answers from any baseline."""
        write_downloads(self._rated, self._staging)
        if can_explore(self._rated):
            self._baselines = handover.kept_or_made(
                self._rated.framework.folder, "baselines", self._whole, lambda: under_baselines(self._rated)
            )

    def _begin(self, todo: list[Run]) -> None:
        """Note that runs are begun: without a key, so that the next batch runs what this one leaves."""
        for run in todo:
            if run.name in self._manifest:
                record = Record(run.notebook, run.run_id, "interrupted", self._why[run.name])
                self._manifest[run.name] = row_of(record)
        write_manifest(self._manifest, list(self._manifest), self._folder)

    def _parts(self, todo: list[Run]) -> Iterator[list[Run]]:
        """Yield the runs in parts, each as soon as what it reads is handed over.

        What reads no table of the framework waits for nothing. What is for the framework as a whole takes longest and
        would otherwise be waited for at the end; it needs no verdicts under other choices, which are worked out while
        it runs.
        """
        folder = self._staging / handover.FOLDER
        if alone := [run for run in todo if run.reads == "code"]:
            yield alone
        todo = [run for run in todo if run.reads != "code"]
        if whole := [run for run in todo if run.for_each == "none"]:
            handover.hand_over(self._rated, folder)
            yield whole
        if each := [run for run in todo if run.for_each != "none"]:
            agreements = [run.run_id for run in each if run.for_each == "agreement"]
            handover.hand_over(self._rated, folder, agreements)
            yield each

    def _publish(self, run: Run, record: Record) -> Record:
        """Put a run's files in their place, note its record and return it."""
        record = replace(record, why=self._why[run.name], key=self._keys[run.name])
        move(record, self._staging, self._folder)
        self._records[run.name] = record
        self._manifest[run.name] = row_of(record)
        write_manifest(self._manifest, list(self._manifest), self._folder)
        return record

    def note_inputs(self) -> None:
        """Write what each run read that is done, beside what was noted of the others."""
        noted = {name: entry for name, entry in read_inputs(self._folder).items() if name in self._manifest}
        for name, record in self._records.items():
            if record.status in {"done", "up_to_date"}:
                noted[name] = self._inputs[name]
        if noted:
            write_inputs(noted, self._folder)

    def finish(self) -> None:
        """Write what is made of all runs together: manifest in order, tables, downloads, site."""
        write_manifest(self._manifest, [run.name for run in self._all_runs], self._folder)
        write_ratings(self._rated, self._folder)
        write_targets(self._rated, self._folder)
        downloads = self._folder / "downloads"
        if downloads.is_dir():
            os.replace(
                downloads, self._staging / "old downloads"
            )  # readers miss them for no more than a moment
        os.replace(self._staging / "downloads", downloads)
        done = (name for name, record in self._records.items() if record.status == "done")
        sign_notebooks(self._folder / f"{name}.ipynb" for name in done)
        self._write_site()

    def _write_site(self) -> None:
        """Write the site's own pages, which link to the notebooks' pages that are there and name those that failed."""
        pages = [page_of(run, (self._folder / f"{run.name}.html").is_file()) for run in self._all_runs]
        book = address_book(self._rated.framework, pages, self._book.downloads, self._as_at)
        states = {name: row["status"] for name, row in self._manifest.items()}
        failed = tuple(page for page in pages if states.get(page.name) == "failed")
        write_site(Site(self._rated, book, failed, self._baselines), self._folder)
        self._mark_older(failed)

    def _mark_older(self, failed: tuple[RunPage, ...]) -> None:
        """Mark the pages that say what index and tables no longer do; take the mark from those that do again."""
        inputs = Inputs(self._rated.framework)
        for page in failed:
            mark_as_older(self._folder / f"{page.name}.html", "its notebook failed in the last run")
        runs = {run.name: run for run in (*expand_runs(self._rated.framework, self._asked()), *self._runs)}
        for run in runs.values():
            row = self._manifest.get(run.name)
            if row and row["status"] != "failed":
                key = self._keys.get(run.name) or inputs.key(run)
                why = "" if row["key"] == key else "what it was made from has changed since"
                mark_as_older(self._folder / f"{run.name}.html", why)

    def _asked(self) -> Asked:
        """Return what this batch was asked for, as its runs were given it."""
        given: dict[str, str] = {}
        for run in self._runs:
            given |= {name: run.parameters[name] for name in Asked._fields if run.parameters.get(name)}
        return Asked(**given)

    def all_records(self) -> list[Record]:
        """Return a record for each run, in order."""
        return [
            self._records.get(run.name)
            or Record(run.notebook, run.run_id, "not_run", "stopped after a failure")
            for run in self._runs
        ]


def mark_as_older(path: Path, why: str) -> None:
    """Say at the head of a page why it is from an earlier run; nothing where there is no such page.

    Args:
        path: of the page.
        why: the reason; empty to take the mark away.
    """
    if not path.is_file():
        return
    before = path.read_text(encoding="utf-8")
    head, mark, rest = before.partition(f"<p {OLDER}")
    text = head + rest.partition("</p>")[2] if mark else before
    if why:
        place = text.find(">", text.find("<main")) + 1
        words = f"<strong>This page is from an earlier run:</strong> {why}."
        text = f'{text[:place]}<p {OLDER} role="note">{words}</p>{text[place:]}'
    if text != before:
        write_text(text, path)


def move(record: Record, staging: Path, folder: Path) -> None:
    """Put a run's files in their place: results beside each other, a failed notebook among the failed."""
    failed = folder / "failed" / f"{record.name}.ipynb"
    if record.status == "done":
        for suffix in SUFFIXES:
            target = folder / f"{record.name}.{suffix}"
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staging / f"{record.name}.{suffix}", target)
        move_charts(staging / record.notebook, folder / record.notebook, record.run_id)
        failed.unlink(missing_ok=True)
        return
    broken = staging / f"{record.name}.ipynb"
    if broken.is_file():
        failed.parent.mkdir(parents=True, exist_ok=True)
        os.replace(broken, failed)


def move_charts(staged: Path, folder: Path, run_id: str) -> None:
    """Put the files of a page's charts in the place of those of its last run.

    Args:
        staged, folder: of the notebook's results, before and after.
        run_id: whose page.
    """
    made, place = staged / FOLDER / run_id, folder / FOLDER / run_id
    shutil.rmtree(place, ignore_errors=True)
    if made.is_dir():
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(made, place)
