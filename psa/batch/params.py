"""Read the params of the notebooks and expand them to runs.

One YAML of ``params/`` belongs to each notebook::

    for_each: agreement          # agreement, department or none: one run for each row, or one in all
    reads: framework             # or code: the run reads no table of the framework
    title: "Assess an agreement"
    defaults: {framework: "...", agreement_id: "", through: ""}
    overrides:
      - for: "psa-NN"
        parameters: {a_parameter_of_the_notebook: "..."}
        reason: "..."

An override holds for one page. It may not set `through` or `framework`: index, tables and the pages of others would
say something else than that page.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from psa import paths
from psa.batch.asked import Asked
from psa.batch.notebook import odd_notebook, parameter_names
from psa.data.framework import Framework
from psa.site.addresses import RunPage
from psa.words import hint

FOR_EACH = {"agreement": "agreement_id", "department": "department_id", "none": ""}
READS = ("framework", "code")
FOR_ALL = ("through", "as_at", "rule", "framework")  # what every page of a batch has in common
WORDS = ("defaults", "description", "for_each", "overrides", "reads", "title")


class RunError(ValueError):
    """The batch cannot start; the message lists everything that is in the way."""


@dataclass(frozen=True)
class Run:
    """One notebook with one set of parameters. Everything in it can be pickled.

    Attributes:
        notebook, run_id: the stem of the notebook, and of what it makes.
        for_each: what it is for: agreement, department or none.
        title: of its page, where the notebook shows no heading.
        parameters: of the notebook.
        reads: `framework`, or `code` where no table of the framework is read.
        fault: why it cannot be run, because its notebook is broken; empty where it can.
    """

    notebook: str
    run_id: str
    for_each: str
    title: str
    parameters: dict[str, Any] = field(hash=False)
    reads: str = "framework"
    fault: str = ""

    @property
    def name(self) -> str:
        """Folder and file stem below outputs."""
        return f"{self.notebook}/{self.run_id}"


def page_of(run: Run, is_there: bool = True) -> RunPage:
    """Return the page of a run, as the site knows it."""
    return RunPage(run.for_each, run.notebook, run.run_id, run.title, is_there, run.reads != "code")


@dataclass(frozen=True)
class Params:
    """One file of ``params/``."""

    notebook: str
    for_each: str
    reads: str
    title: str
    defaults: dict[str, Any]
    overrides: list[dict[str, Any]]

    @property
    def id_parameter(self) -> str:
        """The parameter that says which row a run is for; empty where it is for none."""
        return FOR_EACH[self.for_each]

    def values(self, run_id: str) -> dict[str, Any]:
        """Return the defaults with what is given for one run in their place."""
        values = dict(self.defaults)
        for override in self.overrides:
            if override["for"] == run_id:
                values |= override["parameters"]
        return values

    def parameter_faults(self, known: set[str]) -> list[str]:
        """Return what is wrong with the parameters, given those that the notebook has."""
        given = set(self.defaults).union(*(override["parameters"] for override in self.overrides))
        faults = [
            f"params/{self.notebook}.yml: {name!r} is no parameter of notebooks/{self.notebook}.ipynb, "
            f"which has {', '.join(sorted(known)) or 'none'}"
            for name in sorted(given - known)
        ]
        if self.id_parameter and self.id_parameter not in known:
            faults.append(
                f"notebooks/{self.notebook}.ipynb: its parameters cell does not set {self.id_parameter}"
            )
        return faults


def read_params(path: Path) -> Params:
    """Return one params file, checked.

    Raises:
        RunError: it is not YAML, or a word in it is not known.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise RunError(f"params/{path.name}: not YAML: {error}") from error
    if not isinstance(content, dict):
        raise RunError(f"params/{path.name}: not a table of {', '.join(WORDS)}")
    for_each, reads = content.get("for_each", "none"), content.get("reads", "framework")
    overrides = content.get("overrides") or []
    faults = [f"{word!r} is not one of {', '.join(WORDS)}" for word in content if word not in WORDS]
    if for_each not in FOR_EACH:
        faults.append(f"for_each must be one of {', '.join(FOR_EACH)}")
    if reads not in READS:
        faults.append(f"reads must be one of {', '.join(READS)}")
    for override in overrides:
        if not isinstance(override, dict) or not {"for", "parameters", "reason"} <= set(override):
            faults.append("an override needs for, parameters and reason")
    if faults:
        raise RunError("\n".join(f"params/{path.name}: {fault}" for fault in faults))
    title = content.get("title", path.stem)
    defaults = _plain(content.get("defaults") or {}, path, "defaults")
    plain = [
        {**o, "for": str(o["for"]), "parameters": _plain(o["parameters"], path, f"override for {o['for']}")}
        for o in overrides
    ]
    return Params(path.stem, for_each, reads, title, defaults, plain)


def _plain(values: Any, path: Path, where: str) -> dict[str, Any]:
    """Return parameters as a notebook can be given them: a day without quotation marks is its text.

    Raises:
        RunError: something else that a notebook cannot be given; or a setting that would hold for one page alone.
    """
    if not isinstance(values, dict):
        raise RunError(f"params/{path.name}: {where}: write the parameters as name: value")
    plain: dict[str, Any] = {}
    for name, value in values.items():
        if name in FOR_ALL and where != "defaults":
            raise RunError(
                f"params/{path.name}: {where}: {name} cannot be set for one page, because index and tables would say "
                f"otherwise; give it for all: --{name}, or framework.csv"
            )
        is_year = name == "through" and isinstance(value, int)
        plain[name] = value.isoformat() if isinstance(value, date) else str(value) if is_year else value
        try:
            json.dumps(plain[name])
        except TypeError:
            kind = type(value).__name__
            raise RunError(
                f"params/{path.name}: {where}: {name} is a {kind}; write it in quotation marks"
            ) from None
    return plain


def params_files() -> list[Path]:
    """Return the params file of each notebook, in order."""
    return [path for path in sorted(paths.PARAMS.glob("*.yml")) if path.stem != "settings"]


def all_params() -> list[Params]:
    """Return the params of each notebook, in order; RunError where a file is wrong."""
    return [read_params(path) for path in params_files()]


def expand_runs(
    framework: Framework,
    asked: Asked | None = None,
    only: Iterable[str] = (),
    refused: Mapping[str, str] = MappingProxyType({}),
) -> list[Run]:
    """Return every run of the batch, in order: each params file, and each row that it is for.

    Args:
        framework: its agreements and departments give the runs.
        asked: passed to each notebook that takes it.
        only: run ids or notebook stems; without any, all.
        refused: why a notebook is not to be run, by its stem (`psa.batch.pairs.settle`).

    Raises:
        RunError: a params file or its notebook is wrong, all at once; or an id of `only` matches no run.
    """
    runs: list[Run] = []
    faults: list[str] = []
    for path in params_files():
        try:
            runs += _runs_of(path, framework, asked or Asked(), refused.get(path.stem, ""))
        except RunError as error:
            faults.append(str(error))
    wanted = set(only)
    if faults := faults or _unknown_ids(wanted, runs):
        raise RunError("\n".join(faults))
    return [run for run in runs if not wanted or run.run_id in wanted or run.notebook in wanted]


def _runs_of(path: Path, framework: Framework, asked: Asked, fault: str) -> list[Run]:
    """Return the runs of one params file; RunError where it is wrong. A broken notebook stops its own runs alone."""
    source = paths.NOTEBOOKS / f"{path.stem}.ipynb"
    if not source.is_file():
        raise RunError(f"params/{path.name}: there is no notebooks/{path.stem}.ipynb")
    params, known = read_params(path), set[str]()
    fault = fault or odd_notebook(source)
    if not fault:
        try:
            known = parameter_names(source)
        except ValueError as error:
            fault = str(error)
    if not fault and (faults := params.parameter_faults(known)):
        raise RunError("\n".join(faults))
    ids = _run_ids(framework, params.for_each)
    unknown = [o["for"] for o in params.overrides if o["for"] not in ids] if params.for_each != "none" else []
    if unknown and framework.name == params.defaults.get("framework"):
        raise RunError(
            f"params/{path.name}: override for {unknown[0]!r}: no row has this id.{hint(unknown[0], ids)}"
        )
    runs = []
    for run_id in ids:
        values = params.values(run_id)
        values |= {"framework": framework.name} if "framework" in known else {}
        values |= {name: value for name, value in asked._asdict().items() if value and name in known}
        values |= {params.id_parameter: run_id} if params.id_parameter else {}
        runs.append(Run(params.notebook, run_id, params.for_each, params.title, values, params.reads, fault))
    return runs


def _run_ids(framework: Framework, for_each: str) -> list[str]:
    if for_each == "agreement":
        return list(framework.agreements["agreement_id"])
    return framework.acting_departments() if for_each == "department" else [framework.name]


def _unknown_ids(wanted: set[str], runs: Sequence[Run]) -> list[str]:
    known = sorted({run.run_id for run in runs} | {run.notebook for run in runs})
    return [
        f"--only {name}: no run has this id.{hint(name, known)} psa list shows them all"
        for name in sorted(wanted.difference(known))
    ]
