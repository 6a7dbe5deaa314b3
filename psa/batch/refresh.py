"""Execute the committed notebooks and keep each pair in step."""

from pathlib import Path

import nbformat

from psa.batch.kernels import KERNEL_ARGUMENTS
from psa.batch.run import normalise
from psa.files import write_text

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
    write_text(nbformat.writes(notebook) + "\n", ipynb)
    write_text(jupytext.writes(notebook, fmt="py:percent"), twin)
    return [ipynb, twin]
