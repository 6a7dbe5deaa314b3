"""Read what a batch needs of a notebook, and strip from it what differs from run to run."""

import ast
import difflib
import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from psa.files.write import write_text
from psa.site.blocks import without_page_data


@contextmanager
def without_module(name: str) -> Iterator[None]:
    """Let an optional import of a module fail in a block; one that is imported already stays."""
    is_absent = name not in sys.modules
    if is_absent:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if is_absent:
            del sys.modules[name]


# nbformat's validator imports a parser of internationalised addresses where there is one, which takes as long
# as all else that a batch imports; no notebook holds such an address to be checked.
with without_module("rfc3987_syntax"):
    import nbformat

NotebookNode = nbformat.NotebookNode

# as ipykernel itself names it, so that a notebook that is opened and saved keeps its header
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def as_node(value: dict[str, Any]) -> NotebookNode:
    """Return a dictionary as a part of a notebook."""
    node: NotebookNode = nbformat.from_dict(value)
    return node


def odd_notebook(path: Path) -> str:
    """Return why a file is no notebook that can be run, in words; empty where it is one."""
    data = path.read_bytes()
    if not data.strip():
        return "the file is empty"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"not UTF-8: {error.reason}"
    for line, written in enumerate(text.splitlines(), 1):
        if written.startswith(("<<<<<<< ", ">>>>>>> ")):
            return f"an unresolved merge (line {line}): keep one of the two sides"
    if text.startswith("\ufeff"):
        return "it begins with a byte-order mark: save it as UTF-8 without one"
    if path.suffix != ".ipynb":
        return ""
    try:
        content = json.loads(text)
    except ValueError as error:
        return f"not JSON: {error}"
    version = content.get("nbformat") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        older = f": it is of nbformat {version}; open and save it in JupyterLab" if version else ""
        return f"it has no cells{older}"
    return "" if version == 4 else f"it is of nbformat {version}, not 4: open and save it in JupyterLab"


def read_notebook(path: Path) -> NotebookNode:
    """Return a notebook of version 4."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook


def blank_notebook(path: Path) -> NotebookNode:
    """Return a notebook without its outputs; nobody may change it, since it is read once for all runs."""
    about = path.stat()
    return _blank_notebook(path, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=32)
def _blank_notebook(path: Path, *_of_file: int) -> NotebookNode:
    notebook = read_notebook(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    return notebook


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook, whole or not at all."""
    text: str = nbformat.writes(notebook)
    write_text(text + "\n", path)


def carry_over(old: Any, new: Any) -> None:
    """Give the cells of a notebook the outputs and ids of the cells of another that they are, or stand for."""
    before = [(c.cell_type, c.source.rstrip()) for c in old.cells]
    after = [(c.cell_type, c.source.rstrip()) for c in new.cells]
    taken = set()
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind not in {"equal", "replace"}:
            continue
        for i, j in zip(range(i1, i2), range(j1, j2), strict=False):
            if old.cells[i].cell_type != new.cells[j].cell_type:
                continue
            taken.add(j)
            if "id" in old.cells[i]:
                new.cells[j]["id"] = old.cells[i]["id"]
            if old.cells[i].cell_type == "code":
                new.cells[j]["outputs"] = old.cells[i].get("outputs", [])
                new.cells[j]["execution_count"] = old.cells[i].get("execution_count")
    used = {new.cells[j].get("id") for j in taken}
    for j, cell in enumerate(new.cells):
        if j not in taken:
            cell["id"] = _new_id(cell, used)
            used.add(cell["id"])


def _new_id(cell: Any, used: set[str]) -> str:
    """Return an id that follows from what a cell says, so that it is the same on every machine."""
    number = 0
    while (name := f"cell-{hashlib.sha256(f'{number}{cell.source}'.encode()).hexdigest()[:8]}") in used:
        number += 1
    return name


def parameter_names(path: Path) -> set[str]:
    """Return the names that a notebook's parameters cell sets; empty where it has no such cell."""
    names: set[str] = set()
    for cell in read_notebook(path).cells:
        if cell.cell_type != "code" or "parameters" not in cell.metadata.get("tags", []):
            continue
        try:
            body = ast.parse(cell.source).body
        except SyntaxError as error:
            what = "a magic" if (error.text or "").lstrip().startswith(("%", "!")) else "not Python"
            raise ValueError(
                f"parameters cell, line {error.lineno}: {what}; only assignments go there"
            ) from error
        for node in body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def source_bytes(path: Path) -> bytes:
    """Return what matters of a notebook to a run: its cells' sources and tags, not its outputs."""
    if odd_notebook(path):
        return path.read_bytes()
    cells = json.loads(path.read_bytes())["cells"]
    return json.dumps([[c["cell_type"], c["source"], c["metadata"].get("tags", [])] for c in cells]).encode()


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Strip from an executed notebook what differs between two runs of the same inputs; return it.

    Times, run-time metadata and what outputs say for a page go; sources, outputs, tags and the ids of cells stay.
    """
    keep: dict[str, object] = {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}
    if "jupytext" in notebook.metadata:
        keep["jupytext"] = notebook.metadata["jupytext"]
    notebook.metadata = as_node(keep)
    for position, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags", [])
        cell.metadata = as_node({"tags": list(tags)} if tags else {})
        if "injected-parameters" in tags:
            cell["id"] = "injected-parameters"
        elif not cell.get("id"):
            cell["id"] = f"cell-{position:02d}"
        for output in cell.get("outputs", []):
            if "metadata" in output:
                output.metadata.pop("execution", None)
                output.metadata = without_page_data(output.metadata)
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)  # a random id
    return notebook
