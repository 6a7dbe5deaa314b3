"""Run one notebook by papermill and make its page; keep nothing of when and where."""

import time
from pathlib import Path

from psa import paths
from psa.batch.engine import register_engine
from psa.batch.manifest import Record
from psa.batch.notebook import NotebookNode, blank_notebook, page_title
from psa.batch.params import Run
from psa.files import write_text
from psa.site.page import notebook_page


def run_one(run: Run, staging: str, timeout: int | None = None, retries: int = 1) -> Record:
    """Execute one run in the staging folder and make its page there; never raises for a failed notebook.

    Args:
        run: which.
        staging: a folder that only this batch uses; the notebook's own table goes there as well
            (``PSA_OUTPUTS``).
        timeout: seconds that one cell may take; None for no limit.
        retries: how often a kernel that dies at its start is started again.
    """
    begun = time.perf_counter()
    target = Path(staging) / f"{run.name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    error = ""
    for _ in range(retries + 1):
        error = _try(run, target, timeout)
        if "Kernel died" not in error:
            break
    seconds = round(time.perf_counter() - begun, 2)
    status = "failed" if error else "done"
    return Record(run.notebook, run.run_id, status, seconds=seconds, error=" ".join(error.split()))


def _try(run: Run, target: Path, timeout: int | None) -> str:
    """Execute a run and write its notebook and page; return what went wrong, empty where nothing did."""
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    try:
        notebook = execute(run, target, timeout)
        write_text(notebook_page(notebook, page_title(notebook, run.title)), target.with_suffix(".html"))
    except papermill.PapermillExecutionError as failure:
        return f"cell {failure.exec_count}: {failure.ename}: {failure.evalue}"
    except CellTimeoutError:
        return f"a cell took longer than {timeout} s"
    except DeadKernelError:
        return "the kernel died"
    except Exception as failure:  # whatever it is, the other notebooks go on
        return f"{type(failure).__name__}: {failure}"
    if target.with_suffix(".csv").is_file():
        return ""
    return (
        f"the notebook saved no table {run.name}.csv; "
        f'its last cell should call save_table with "{run.notebook}" and "{run.run_id}"'
    )


def execute(run: Run, target: Path, timeout: int | None) -> NotebookNode:
    """Execute a run by papermill, write its notebook and return it."""
    import papermill

    notebook: NotebookNode = papermill.execute_notebook(
        blank_notebook(paths.NOTEBOOKS / f"{run.notebook}.ipynb"),
        _literal(target),
        parameters=run.parameters,
        engine_name=register_engine(),
        kernel_name="python3",
        language="python",
        progress_bar=False,
        execution_timeout=timeout,
        request_save_on_cell_execute=False,
        partial_path=str(target),
    )
    return notebook


def _literal(path: Path) -> str:
    """Return a path for papermill, which fills in what stands in braces."""
    return str(path).replace("{", "{{").replace("}", "}}")
