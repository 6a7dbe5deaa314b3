"""Execute the committed notebooks with their own parameters and keep each pair in step."""

from nbformat import NotebookNode

from psa import paths
from psa.batch import fingerprints
from psa.batch.kernels import KERNEL_ARGUMENTS
from psa.batch.notebook import KERNELSPEC, as_node, normalise, read_notebook, write_notebook
from psa.batch.pairs import JUPYTEXT, SIDES, Pair, PairError, note_in_step, noted_of
from psa.files.write import write_text


class RefreshError(ValueError):
    """A notebook could not be executed; the message says which, and why in a sentence."""


def refresh_key(pair: Pair) -> str:
    """Return a hash of all that a committed notebook's outputs follow from, its own cells included."""
    folder = paths.framework_folder(paths.default_framework())
    parts = [
        fingerprints.ratings(folder),
        fingerprints.lock(),
        fingerprints.replayed(),
        fingerprints.hash_files(paths.PARAMS, "*.yml"),
        *(pair.path(side).read_text(encoding="utf-8") for side in SIDES),
    ]
    return fingerprints.hash_parts(part.encode() for part in parts)


def is_fresh(pair: Pair) -> bool:
    """Say whether a committed notebook was executed as it stands, with all that it reads as it is."""
    return noted_of(pair).get("executed") == refresh_key(pair)


def refresh_notebook(pair: Pair) -> None:
    """Execute a committed notebook with its own parameters and write it and its twin back.

    Args:
        pair: whose two files are in step (`psa.batch.pairs.settle`).

    Raises:
        PairError: one of them was saved while it was executed; nothing was written.
        RefreshError: it could not be executed to its end; nothing was written.
    """
    import jupytext

    before = {side: pair.path(side).read_bytes() for side in SIDES}
    notebook = read_notebook(pair.path("ipynb"))
    notebook.metadata["jupytext"] = as_node(JUPYTEXT)
    notebook.metadata["kernelspec"] = as_node(KERNELSPEC)
    try:
        notebook = normalise(_execute(notebook, str(pair.folder)))
    except Exception as error:  # whatever it is, the other notebooks go on
        raise RefreshError(f"{pair.stem}: {_why(notebook, error)}. Nothing was written.") from error
    if saved := [side for side in SIDES if pair.path(side).read_bytes() != before[side]]:
        raise PairError(
            f"{pair.stem}.{saved[0]} was saved while it was executed; nothing was written. Run again."
        )
    write_notebook(notebook, pair.path("ipynb"))
    write_text(jupytext.writes(notebook, fmt="py:percent"), pair.path("py"))
    note_in_step(pair, executed=refresh_key(pair))


def _why(notebook: NotebookNode, error: Exception) -> str:
    """Return in a sentence why a notebook did not come to its end."""
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    if isinstance(error, CellExecutionError):
        codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
        failed = [any(o.output_type == "error" for o in cell.get("outputs", [])) for cell in codes]
        number = failed.index(True) + 1 if True in failed else len(codes)
        return f"cell {number}: {error.ename}: {' '.join(error.evalue.split())}"
    if isinstance(error, DeadKernelError):
        return "the kernel died in a cell"
    begin = "the kernel did not start: " if "ernel" in str(error) else f"{type(error).__name__}: "
    return begin + " ".join(str(error).split())


def _execute(notebook: NotebookNode, folder: str) -> NotebookNode:
    """Return the notebook executed; a kernel that dies before its first answer is started once more."""
    from nbclient.exceptions import DeadKernelError

    from psa.batch.engine import KERNEL_CONFIG, Client

    def run() -> NotebookNode:
        return Client(
            notebook,
            kernel_name="python3",
            config=KERNEL_CONFIG,
            extra_arguments=KERNEL_ARGUMENTS,
            resources={"metadata": {"path": folder}},
        ).execute()

    try:
        return run()
    except DeadKernelError:  # in a cell: the notebook's own doing
        raise
    except RuntimeError as error:
        if "Kernel died" not in str(error):
            raise
        return run()
