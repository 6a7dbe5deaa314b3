"""Run one notebook by papermill, and keep nothing of when and where."""
# ruff: noqa: E402

import logging
import os
import sys
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

# nbformat's validator imports a parser of internationalised addresses where one is installed, which takes as long as
# everything else that a batch imports; no notebook holds such an address to be checked.
_parser = sys.modules.setdefault("rfc3987_syntax", None)
import nbformat

if _parser is None:
    del sys.modules["rfc3987_syntax"]

from psa import paths
from psa.batch.kernels import KERNEL_ARGUMENTS
from psa.batch.params import Run, literal, page_title
from psa.files import write_text
from psa.site.page import notebook_page


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


@lru_cache(maxsize=1)
def make_engine() -> str:
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

    engine = make_engine()
    begun = time.perf_counter()
    target = Path(staging) / f"{run.name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    error = ""
    for attempt in range(retries + 1):
        error = ""
        try:
            notebook = papermill.execute_notebook(
                literal(paths.NOTEBOOKS / f"{run.notebook}.ipynb"), literal(target), parameters=run.parameters, engine_name=engine,
                kernel_name="python3", language="python", progress_bar=False, log_output=False, execution_timeout=timeout,
                extra_arguments=KERNEL_ARGUMENTS, request_save_on_cell_execute=False, partial_path=str(target),
            )  # fmt: skip
            notebook = normalise(notebook)
            nbformat.write(notebook, target)
            page = notebook_page(notebook, page_title(notebook, run.title))
            write_text(page, target.with_suffix(".html"))
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


def move(run: Run, record: Record, staging: Path, folder: Path) -> None:
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


LOG = logging.getLogger("psa")
