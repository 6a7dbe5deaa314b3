"""One report for a reviewer: what rows changed, which ratings moved, which notebooks differ, what the tests say."""

import html
import re
import subprocess
import sys
import textwrap
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import nbformat

from psa import compare, paths


@dataclass(frozen=True)
class NotebookChange:
    """How a committed notebook differs from the one at a revision.

    Attributes:
        name: file name.
        state: changed, added or removed.
        sources, outputs: cells whose code or text, and cells whose outputs differ.
        cells: cells added or removed.
        charts: what the charts show, in words, that only the old notebook holds and that only the new one holds.
    """

    name: str
    state: str
    sources: int = 0
    outputs: int = 0
    cells: int = 0
    charts: tuple[list[str], list[str]] = ((), ())


def changed_charts(old, new) -> tuple[list[str], list[str]]:
    """Return what the charts show that only the old and only the new notebook holds, compared as SVG text."""
    before, after = _charts(old), _charts(new)
    return [_words(svg) for svg in (before - after).elements()], [_words(svg) for svg in (after - before).elements()]


def _charts(notebook) -> Counter:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return Counter(svg for o in outputs if (svg := o.get("data", {}).get("image/svg+xml")))


def _words(svg: str) -> str:
    found = re.search("<desc>(.*?)</desc>", svg, re.DOTALL)
    return html.unescape(found[1]) if found else "a chart without words"


def compare_notebooks(old, new) -> tuple[int, int, int]:
    """Return how many cells differ in source, in outputs, and how many were added or removed (by nbdime)."""
    from nbdime import diff_notebooks

    sources = outputs = cells = 0
    for part in diff_notebooks(old, new):
        if part.get("key") != "cells":
            continue
        for entry in part["diff"]:
            if entry["op"] == "addrange":
                cells += len(entry["valuelist"])
            elif entry["op"] == "removerange":
                cells += entry["length"]
            else:
                keys = {inner.get("key") for inner in entry["diff"]}
                sources += "source" in keys
                outputs += "outputs" in keys
    return sources, outputs, cells


def changed_notebooks(base: str) -> list[NotebookChange]:
    """Return the notebooks of notebooks/ that differ from those at a git revision.

    Raises:
        ValueError: there is no such revision.
    """
    folder = paths.NOTEBOOKS.name
    listed = _git("ls-tree", "--name-only", base, "--", f"{folder}/").decode().split()
    before = {Path(name).name for name in listed if name.endswith(".ipynb")}
    now = {path.name for path in paths.NOTEBOOKS.glob("*.ipynb")}
    found = [NotebookChange(name, "added") for name in now - before]
    found += [NotebookChange(name, "removed") for name in before - now]
    for name in before & now:
        old = _git("show", f"{base}:{folder}/{name}")
        new = (paths.NOTEBOOKS / name).read_bytes()
        if old != new:
            both = [nbformat.reads(data.decode(), as_version=4) for data in (old, new)]
            found.append(NotebookChange(name, "changed", *compare_notebooks(*both), changed_charts(*both)))
    return sorted(found, key=lambda change: change.name)


def describe_charts(changes: list[NotebookChange], most: int = 10) -> list[str]:
    """Return the charts that differ, in the words of each: what it showed before, and what it shows now."""
    lines = []
    for change in changes:
        for when, shown in zip(("before", "now"), change.charts, strict=True):
            lines += [f"- {change.name}, {when}: {compare.escape(textwrap.shorten(words, 300, placeholder=' …'))}" for words in shown[:most]]
            lines += [f"- {change.name}, {when}: and {len(shown) - most} more"] if len(shown) > most else []
    return ["", "Charts that differ as SVG text, in words:", "", *lines] if lines else []


def changed_inputs(base: str) -> dict[str, int]:
    """Return how many files that the committed notebooks read differ from a git revision, by what they are.

    Raises:
        ValueError: there is no such revision.
    """
    tables = paths.RAW / paths.default_framework()
    places = {
        "tables": (tables, paths.ROOT / "data" / "replay"),
        "settings": (paths.PARAMS,),
        "package code": (Path(__file__).resolve().parent,),
        "locked packages": (paths.ROOT / "requirements.lock",),
    }
    found = {}
    for word, wanted in places.items():
        inside = [str(path.relative_to(paths.ROOT)) for path in wanted if path.is_relative_to(paths.ROOT)]
        if not inside:
            continue
        listed = _git("diff", "--name-only", "-z", base, "--", *inside)
        listed += _git("ls-files", "--others", "--exclude-standard", "-z", "--", *inside)
        if names := {name for name in listed.split(b"\0") if name}:
            found[word] = len(names)
    return found


def describe_outputs(inputs: dict[str, int], base: str) -> str:
    """Return what a change of the notebooks' inputs means for their committed outputs, which are not looked at here."""
    looked = "Whether their outputs still hold is not looked at here: `make test` compares them with a rerun."
    if not inputs:
        return f"Tables, settings, package code and locked packages that they read are those of {base}. {looked}"
    files = ", ".join(f"{word} ({count} file{'s' if count != 1 else ''})" for word, count in inputs.items())
    said = f"What they read changed since {base}: {files}."
    if "tables" in inputs:
        said += " The committed notebooks show counts and figures of the tables: renew them with `psa refresh` after the last change."
    else:
        said += " Where that changes what they show, renew them with `psa refresh`."
    return f"{said} {looked}"


def run_tests() -> tuple[bool, str]:
    """Run the tests and return whether they passed, and their last line."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "tests"]
    done = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True)
    lines = done.stdout.strip().splitlines()
    return done.returncode == 0, lines[-1] if lines else "no output"


def report(base: str, framework: str | None = None, through: str = "", tests: bool = False) -> tuple[bool, str]:
    """Return whether the tests passed (true where they were not run), and the report as Markdown.

    Args:
        base: the git revision that the change starts from.
        framework, through: as for `psa.compare.diff`.
        tests: run the tests as well, which takes minutes.

    Raises:
        ValueError: there is no such revision.
    """
    _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}", said=f"{base}: no git revision")
    parts = ["# Review", "", f"From {base} to the files as they stand.", "", "## Figures and ratings", ""]
    parts.append(compare.diff(base, "", framework, through).to_markdown().strip())
    parts += ["", "## Notebooks", ""]
    changes = changed_notebooks(base)
    if changes:
        parts += ["| notebook | state | cells with other code or text | with other outputs | added or removed | other charts |",
                  "|---|---|--:|--:|--:|--:|"]  # fmt: skip
        parts += [f"| {c.name} | {c.state} | {c.sources} | {c.outputs} | {c.cells} | {max(map(len, c.charts))} |" for c in changes]
        parts += describe_charts(changes)
    else:
        parts.append("No file of a notebook differs.")
    parts += ["", describe_outputs(changed_inputs(base), compare.code_span(base))]
    passed, said = run_tests() if tests else (True, "Not run; `psa review --tests` runs those of tests/.")
    parts += ["", "## Tests", "", said]
    return passed, "\n".join(parts) + "\n"


def _git(*arguments: str, said: str = "") -> bytes:
    done = subprocess.run(["git", "-C", str(paths.ROOT), *arguments], capture_output=True)
    if done.returncode:
        raise ValueError(said or done.stderr.decode("utf-8", "replace").strip())
    return done.stdout
