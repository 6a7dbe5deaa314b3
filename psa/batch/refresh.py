"""Execute the committed notebooks with their own parameters and keep each pair in step."""

from collections.abc import Iterable
from pathlib import Path

from psa import paths
from psa.batch.kernels import KERNEL_ARGUMENTS
from psa.batch.notebook import KERNELSPEC, as_node, normalise, write_notebook
from psa.files.write import write_text

JUPYTEXT = {"cell_metadata_filter": "tags,-all", "formats": "ipynb,py:percent"}


def notebooks_to_refresh(stems: Iterable[str] = ()) -> list[Path]:
    """Return the committed notebooks of these names, as text; without any, all.

    Raises:
        FileNotFoundError: there is no such notebook; the message lists those that there are.
    """
    known = {path.stem: path for path in sorted(paths.NOTEBOOKS.glob("*.py"))}
    wanted = set(stems)
    if unknown := sorted(wanted.difference(known)):
        raise FileNotFoundError(f"no notebook {', '.join(unknown)}; there are {', '.join(known)}")
    return [path for stem, path in known.items() if not wanted or stem in wanted]


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
    notebook.metadata["jupytext"] = as_node(JUPYTEXT)
    notebook.metadata["kernelspec"] = KERNELSPEC
    NotebookClient(
        notebook,
        kernel_name="python3",
        extra_arguments=KERNEL_ARGUMENTS,
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    notebook = normalise(notebook)
    ipynb, twin = path.with_suffix(".ipynb"), path.with_suffix(".py")
    write_notebook(notebook, ipynb)
    write_text(jupytext.writes(notebook, fmt="py:percent"), twin)
    return [ipynb, twin]
