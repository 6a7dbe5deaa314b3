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
import logging
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path

# ruff: noqa: E402
# nbformat's validator imports a parser of internationalised addresses where one is installed, which takes as long as
# all else that a batch imports; no notebook holds such an address to be checked.
_parser = sys.modules.setdefault("rfc3987_syntax", None)
import nbformat
import yaml

if _parser is None:
    del sys.modules["rfc3987_syntax"]

from psa import export, paths, publish, site
from psa.framework import Framework
from psa.kernels import KERNEL_ARGUMENTS, close_parent, kernel_environment
from psa.names import hint
from psa.ratings import Ratings, hold_ratings
from psa.resume import MANIFEST, Keys, plan, read_manifest

LOG = logging.getLogger("psa")
FOR_EACH = {"agreement": "agreement_id", "department": "department_id", "none": None}
READS = ("framework", "code")
ATTEMPTS = 3  # how often a run is begun that is lost with the worker that had it


class RunError(ValueError):
    """The batch cannot start; the message lists everything that is in the way."""


@dataclass(frozen=True)
class Run:
    """One notebook with one set of parameters. Everything in it can be pickled."""

    notebook: str
    run_id: str
    for_each: str
    title: str
    parameters: dict = field(hash=False)
    reads: str = "framework"

    @property
    def name(self) -> str:
        """Folder and file stem below outputs."""
        return f"{self.notebook}/{self.run_id}"


@dataclass(frozen=True)
class Record:
    """What became of a run: done, up_to_date, failed, interrupted (no end was recorded) or not_run."""

    notebook: str
    run_id: str
    status: str
    why: str = ""
    seconds: float = 0.0
    key: str = ""
    error: str = ""


# ------------------------------------------------------------------------------ from params to runs


def read_params(path: Path) -> dict:
    """Return one params file, checked.

    Raises:
        RunError: it is not YAML, or a word in it is not known.
    """
    try:
        params = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise RunError(f"params/{path.name}: not YAML: {error}") from error
    known = {"for_each", "reads", "title", "description", "defaults", "overrides"}
    faults = [
        f"params/{path.name}: {k!r} is not one of {', '.join(sorted(known))}"
        for k in params
        if k not in known
    ]
    if params.get("for_each", "none") not in FOR_EACH:
        faults.append(f"params/{path.name}: for_each must be one of {', '.join(FOR_EACH)}")
    if params.get("reads", "framework") not in READS:
        faults.append(f"params/{path.name}: reads must be one of {', '.join(READS)}")
    for override in params.get("overrides") or []:
        if not isinstance(override, dict) or not {"for", "parameters", "reason"} <= set(override):
            faults.append(f"params/{path.name}: an override needs for, parameters and reason")
    if faults:
        raise RunError("\n".join(faults))
    return {"for_each": "none", "reads": "framework", "title": path.stem, **params, "defaults": params.get("defaults") or {},
            "overrides": params.get("overrides") or []}  # fmt: skip


def notebook_parameters(path: Path) -> set[str]:
    """Return the names that a notebook's parameters cell sets; empty where it has no such cell."""
    import ast

    notebook = nbformat.read(path, as_version=4)
    names = set()
    for cell in notebook.cells:
        if cell.cell_type == "code" and "parameters" in cell.metadata.get("tags", []):
            for node in ast.parse(cell.source).body:
                if isinstance(node, ast.Assign):
                    names |= {t.id for t in node.targets if isinstance(t, ast.Name)}
                elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                    names.add(node.target.id)
    return names


def expand_runs(framework: Framework, through: str = "", only: Iterable[str] = ()) -> list[Run]:
    """Return every run of the batch, in order: each params file, and each row that it is for.

    Args:
        framework: its agreements and departments give the runs.
        through: passed to each notebook that takes it.
        only: run ids or notebook stems; without any, all.

    Raises:
        RunError: a params file or its notebook is wrong, or an id of `only` matches no run; all at once.
    """
    runs, faults = [], []
    rows = {
        "agreement": list(framework.agreements["agreement_id"]),
        "department": framework.acting_departments(),
        "none": [framework.name],
    }
    for path in sorted(paths.PARAMS.glob("*.yml")):
        if path.stem == "settings":
            continue
        source = paths.NOTEBOOKS / f"{path.stem}.ipynb"
        if not source.is_file():
            faults.append(f"params/{path.name}: there is no notebooks/{path.stem}.ipynb")
            continue
        try:
            params = read_params(path)
        except RunError as error:
            faults.append(str(error))
            continue
        has = notebook_parameters(source)
        given = set(params["defaults"]).union(*(o["parameters"] for o in params["overrides"]))
        for name in sorted(given - has):
            faults.append(f"params/{path.name}: {name!r} is no parameter of notebooks/{path.stem}.ipynb, "
                          f"which has {', '.join(sorted(has)) or 'none'}")  # fmt: skip
        key = FOR_EACH[params["for_each"]]
        if key and key not in has:
            faults.append(f"notebooks/{path.stem}.ipynb: its parameters cell does not set {key}")
        for run_id in rows[params["for_each"]]:
            values = {**params["defaults"]}
            for override in params["overrides"]:
                if override["for"] == run_id:
                    values |= override["parameters"]
            values |= {"framework": framework.name} if "framework" in has else {}
            values |= {"through": through} if through and "through" in has else {}
            values |= {key: run_id} if key else {}
            runs.append(Run(path.stem, run_id, params["for_each"], params["title"], values, params["reads"]))
    wanted = set(only)
    if wanted:
        known = {r.run_id for r in runs} | {r.notebook for r in runs}
        faults += [f"--only {w}: no run has this id.{hint(w, sorted(known))} psa list shows them all" for w in sorted(wanted - known)]
        runs = [r for r in runs if r.run_id in wanted or r.notebook in wanted]
    if faults:
        raise RunError("\n".join(faults))
    return runs


# -------------------------------------------------------------------------------------------- one run


def normalise(notebook):
    """Strip from an executed notebook what differs between two runs of the same inputs; return it.

    Times, run-time metadata and random cell ids go; sources, outputs and tags stay.
    """
    keep = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"}}  # fmt: skip
    if "jupytext" in notebook.metadata:
        keep["jupytext"] = notebook.metadata["jupytext"]
    notebook.metadata = nbformat.from_dict(keep)
    for position, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": list(tags)} if tags else {})
        cell["id"] = "injected-parameters" if "injected-parameters" in tags else f"cell-{position:02d}"
        for output in cell.get("outputs", []):
            output.get("metadata", {}).pop("execution", None)
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)  # a random id
    return notebook


def page_title(notebook, fallback: str) -> str:
    """Return the first heading of level 1 among a notebook's outputs, then its text; else `fallback`."""
    texts = [o["data"]["text/markdown"] for c in notebook.cells for o in c.get("outputs", [])
             if "text/markdown" in o.get("data", {})]  # fmt: skip
    texts += [c.source for c in notebook.cells if c.cell_type == "markdown"]
    for text in texts:
        for line in text.splitlines():
            if line.startswith("# "):
                return line[2:].strip().replace("\\", "")
    return fallback


@lru_cache(maxsize=1)
def _engine() -> str:
    """Register papermill's own engine, with one save where a kernel dies or a cell takes too long; return its name.

    papermill saves the whole notebook twice a cell. Here a notebook is saved when it has ended, however it ended.
    """
    from papermill.engines import NBClientEngine, papermill_engines

    class SavingAtTheEnd(NBClientEngine):
        @classmethod
        def execute_managed_notebook(cls, nb_man, kernel_name, partial_path="", **kwargs):
            try:
                return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)
            except Exception:
                nbformat.write(nb_man.nb, partial_path)
                raise

    papermill_engines.register("saving-at-the-end", SavingAtTheEnd)
    return "saving-at-the-end"


def _literal(path: Path) -> str:
    """Return a path for papermill, which fills in what stands in braces."""
    return str(path).replace("{", "{{").replace("}", "}}")


def run_one(run: Run, staging: str, timeout: int | None = None, retries: int = 1) -> Record:
    """Execute one run in the staging folder and make its page there; never raises for a failed notebook.

    Args:
        run: which.
        staging: a folder that only this batch uses; the notebook's own table goes there as well
            (``PSA_OUTPUTS``).
        timeout: seconds that one cell may take; None for no limit.
        retries: how often a kernel that dies at its start is started again.
    """
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    engine = _engine()
    begun = time.perf_counter()
    target = Path(staging) / f"{run.name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    error = ""
    for attempt in range(retries + 1):
        error = ""
        try:
            notebook = papermill.execute_notebook(
                _literal(paths.NOTEBOOKS / f"{run.notebook}.ipynb"), _literal(target), parameters=run.parameters, engine_name=engine,
                kernel_name="python3", language="python", progress_bar=False, log_output=False, execution_timeout=timeout,
                extra_arguments=KERNEL_ARGUMENTS, request_save_on_cell_execute=False, partial_path=str(target),
            )  # fmt: skip
            notebook = normalise(notebook)
            nbformat.write(notebook, target)
            page = publish.notebook_page(notebook, page_title(notebook, run.title))
            publish.write_text(page, target.with_suffix(".html"))
            if not target.with_suffix(".csv").is_file():
                error = f'the notebook saved no table {run.name}.csv; its last cell should call save_table with "{run.notebook}" and "{run.run_id}"'
        except papermill.PapermillExecutionError as failure:
            error = f"cell {failure.exec_count}: {failure.ename}: {failure.evalue}"
        except CellTimeoutError:
            error = f"a cell took longer than {timeout} s"
        except DeadKernelError:
            error = "the kernel died"
        except Exception as failure:  # whatever it is, the other notebooks go on
            error = f"{type(failure).__name__}: {failure}"
            if "Kernel died" in str(failure) and attempt < retries:
                continue
        break
    seconds = round(time.perf_counter() - begun, 2)
    return Record(
        run.notebook, run.run_id, "failed" if error else "done", "", seconds, "", " ".join(error.split())
    )


# ------------------------------------------------------------------------------------------ the batch


def _move(run: Run, record: Record, staging: Path, folder: Path) -> None:
    """Put a run's files in their place: results beside each other, a failed notebook among the failed."""
    if record.status == "done":
        for suffix in ("csv", "ipynb", "html"):
            target = folder / f"{run.name}.{suffix}"
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staging / f"{run.name}.{suffix}", target)
        (folder / "failed" / f"{run.name}.ipynb").unlink(missing_ok=True)
        return
    broken = staging / f"{run.name}.ipynb"
    if broken.is_file():
        target = folder / "failed" / f"{run.name}.ipynb"
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(broken, target)


def _write_manifest(records: dict[str, dict], order: list[str], folder: Path) -> None:
    lines = publish._Lines()
    writer = csv.DictWriter(lines, MANIFEST, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(records[name] for name in order if name in records)
    publish.write_text("".join(lines.parts), folder / "manifest.csv")


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
                return _run_locked(rated, runs, folder, staging, force, fail_fast, timeout, retries, progress, make_pool)
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
        _engine()  # papermill is imported before there are threads: an import changes the filters of warnings
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
    write_downloads = partial(export.write_downloads, rated, staging)  # they follow from the ratings alone
    if pool:
        by_name = {run.name: run for run in todo}
        parts = _when_held(rated, todo, staging / "held")
        for record in execute(parts, pool, fail_fast, timeout, retries, write_downloads):
            run = by_name[f"{record.notebook}/{record.run_id}"]
            record = replace(record, why=why[run.name], key=key[run.name])
            _move(run, record, staging, folder)
            records[run.name] = record
            kept[run.name] = asdict(record)
            _write_manifest(kept, list(kept), folder)
            progress(record)
    else:
        write_downloads()
    for run in runs:
        if run.name not in records:
            records[run.name] = Record(run.notebook, run.run_id, "not_run", "stopped after a failure", 0.0, "")
    everything = expand_runs(rated.framework)
    _write_manifest(kept, [r.name for r in everything if r.name in kept], folder)
    publish.write_ratings(rated, folder)
    shutil.rmtree(folder / "downloads", ignore_errors=True)
    os.replace(staging / "downloads", folder / "downloads")
    site.write_site(rated, _pages(everything, kept, folder), folder)
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
                    yield Record(run.notebook, run.run_id, "failed", error=f"it was lost {ATTEMPTS} times, with whoever ran it")
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


def _pages(runs: list[Run], manifest: dict[str, dict], folder: Path) -> list[dict]:
    return [
        {
            "for_each": run.for_each, "notebook": run.notebook, "run_id": run.run_id, "title": run.title,
            "page": f"{run.name}.html" if (folder / f"{run.name}.html").is_file() else "",
            "is_failed": manifest.get(run.name, {}).get("status") == "failed",
        }
        for run in runs
    ]  # fmt: skip


# ------------------------------------------------------------------------------ the notebooks themselves

JUPYTEXT = {"cell_metadata_filter": "tags,-all", "formats": "ipynb,py:percent"}


def refresh_notebook(path: Path) -> list[Path]:
    """Execute a committed notebook with its own parameters and write it and its twin back.

    Args:
        path: the .py or .ipynb of a pair; the newer in content is the one that is given.

    Returns:
        The two files.
    """
    import jupytext
    from nbclient import NotebookClient

    notebook = jupytext.read(path)
    notebook.metadata["jupytext"] = nbformat.from_dict(JUPYTEXT)
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    NotebookClient(
        notebook,
        kernel_name="python3",
        extra_arguments=KERNEL_ARGUMENTS,
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    notebook = normalise(notebook)
    ipynb, twin = path.with_suffix(".ipynb"), path.with_suffix(".py")
    publish.write_text(nbformat.writes(notebook) + "\n", ipynb)
    publish.write_text(jupytext.writes(notebook, fmt="py:percent"), twin)
    return [ipynb, twin]
