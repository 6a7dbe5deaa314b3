"""Run one notebook by papermill and make its page; keep nothing of when and where."""

import time
from pathlib import Path

from psa import paths
from psa.batch.engine import (
    OUTPUT_TIMEOUT,
    CellTimeoutError,
    DeadKernelError,
    PapermillExecutionError,
    execute,
)
from psa.batch.manifest import Record
from psa.batch.notebook import NotebookNode, blank_notebook
from psa.batch.params import Run, page_of
from psa.files.write import write_text
from psa.site.addresses import NOWHERE, AddressBook
from psa.site.notebook import chart_files, notebook_page

NOT_STARTED = "the kernel did not start:"
STARTING = ("Kernel didn't respond", "Address already in use", "Kernel died before replying")


def run_one(
    run: Run, staging: str, timeout: int | None = None, retries: int = 1, book: AddressBook = NOWHERE
) -> Record:
    """Execute one run in the staging folder and make its page there; never raises for a failed notebook.

    Args:
        run: which.
        staging: a folder that only this batch uses; the notebook's own table goes there as well
            (``PSA_OUTPUTS``).
        timeout: seconds that one cell may take; None for no limit.
        retries: how often a kernel that dies at its start is started again.
        book: where everything is shown, for the links of the page.
    """
    begun = time.perf_counter()
    target = Path(staging) / f"{run.name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    error = ""
    for _ in range(retries + 1):
        error = _try(run, target, timeout, book)
        if not error.startswith(NOT_STARTED) and "Kernel died" not in error:
            break
    seconds = round(time.perf_counter() - begun, 2)
    status = "failed" if error else "done"
    return Record(run.notebook, run.run_id, status, seconds=seconds, error=" ".join(error.split()))


def _try(run: Run, target: Path, timeout: int | None, book: AddressBook) -> str:
    """Execute a run and write its notebook and page; return what went wrong, empty where nothing did."""

    def write_page(notebook: NotebookNode) -> None:
        page = page_of(run)
        write_text(notebook_page(notebook, page, book), target.with_suffix(".html"))
        for name, text in chart_files(notebook, page).items():
            write_text(text, target.parent / name)

    if run.fault:
        return (
            run.fault
            if run.fault.startswith(run.notebook)
            else f"notebooks/{run.notebook}.ipynb: {run.fault}"
        )
    try:
        source = blank_notebook(paths.NOTEBOOKS / f"{run.notebook}.ipynb")
        execute(source, target, run.parameters, timeout, write_page)
    except PapermillExecutionError as failure:
        return f"cell {failure.exec_count}: {failure.ename}: {failure.evalue}"
    except CellTimeoutError as failure:
        if "IOPub" in str(failure):
            return f"a cell printed more than the kernel could hand over in {OUTPUT_TIMEOUT} s; print less"
        return f"a cell took longer than {timeout} s"
    except DeadKernelError:
        return "the kernel died"
    except Exception as failure:
        if any(words in str(failure) for words in STARTING):
            return f"{NOT_STARTED} {failure}"  # whatever it is, the other notebooks go on
        return f"{type(failure).__name__}: {failure}"
    if target.with_suffix(".csv").is_file():
        return ""
    return (
        f"the notebook saved no table {run.name}.csv; "
        f'its last cell should call save_table with "{run.notebook}" and "{run.run_id}"'
    )
