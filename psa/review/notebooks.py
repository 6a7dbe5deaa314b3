"""Which notebooks and charts differ."""

import textwrap
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nbformat

from psa import paths
from psa.review.git import git
from psa.words import escape_report


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
    charts: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


def changed_charts(old: Any, new: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the charts show that only the old and only the new notebook holds, compared as SVG text."""
    before, after = _charts(old), _charts(new)
    gone, come = (before - after).elements(), (after - before).elements()
    return tuple(_words(svg) for svg in gone), tuple(_words(svg) for svg in come)


def _charts(notebook: Any) -> Counter[str]:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return Counter(svg for o in outputs if (svg := o.get("data", {}).get("image/svg+xml")))


def _words(svg: str) -> str:
    """Return what a chart shows, in words."""
    try:
        parts = ElementTree.fromstring(svg).iter()
        texts = [part.text for part in parts if part.tag.rpartition("}")[2] == "desc"]
    except ElementTree.ParseError:
        texts = []
    return next(filter(None, texts), "a chart without words")


def compare_notebooks(old: Any, new: Any) -> tuple[int, int, int]:
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
    listed = git(paths.ROOT, "ls-tree", "--name-only", base, "--", f"{folder}/").decode().split()
    before = {Path(name).name for name in listed if name.endswith(".ipynb")}
    now = {path.name for path in paths.NOTEBOOKS.glob("*.ipynb")}
    found = [NotebookChange(name, "added") for name in now - before]
    found += [NotebookChange(name, "removed") for name in before - now]
    for name in before & now:
        old = git(paths.ROOT, "show", f"{base}:{folder}/{name}")
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
            lines += [
                f"- {change.name}, {when}: {escape_report(textwrap.shorten(words, 300, placeholder=' …'))}"
                for words in shown[:most]
            ]
            lines += [f"- {change.name}, {when}: and {len(shown) - most} more"] if len(shown) > most else []
    return ["", "Charts that differ as SVG text, in words:", "", *lines] if lines else []
