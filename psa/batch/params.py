"""Read the parameters of a notebook and expand them to runs."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import yaml

from psa import paths
from psa.data.framework import Framework
from psa.words import hint

FOR_EACH = {"agreement": "agreement_id", "department": "department_id", "none": None}


READS = ("framework", "code")


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
        faults += [
            f"--only {w}: no run has this id.{hint(w, sorted(known))} psa list shows them all"
            for w in sorted(wanted - known)
        ]
        runs = [r for r in runs if r.run_id in wanted or r.notebook in wanted]
    if faults:
        raise RunError("\n".join(faults))
    return runs


# ruff: noqa: E402
# nbformat's validator imports a parser of internationalised addresses where one is installed, which takes as long as
# all else that a batch imports; no notebook holds such an address to be checked.
_parser = sys.modules.setdefault("rfc3987_syntax", None)


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


def literal(path: Path) -> str:
    """Return a path for papermill, which fills in what stands in braces."""
    return str(path).replace("{", "{{").replace("}", "}}")
