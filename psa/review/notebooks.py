"""Which notebooks and charts differ."""

import difflib
import json
import textwrap
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from psa import paths
from psa.review.git import git
from psa.words import code_span, count, escape_report

Notebook = dict[str, Any]  # as its file holds it
CHANGED, ADDED, REMOVED = "changed", "added", "removed"


@dataclass(frozen=True)
class CellChange:
    """One cell that differs.

    Attributes:
        id: its id, which it keeps wherever it is moved.
        type: code or markdown.
        kind: changed, added or removed; empty where it says the same.
        before, after: its code or text.
        has_other_outputs: of a cell that is in both notebooks.
    """

    id: str
    type: str
    kind: str
    before: str
    after: str
    has_other_outputs: bool = False


@dataclass(frozen=True)
class NotebookChange:
    """How a committed notebook differs from the one at a revision.

    Attributes:
        name: file name.
        state: changed, added or removed.
        cells: those that differ.
        charts: what the charts show, in words, that only the old notebook holds and that only the new one holds.
    """

    name: str
    state: str
    cells: tuple[CellChange, ...] = ()
    charts: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many cells have another source, other outputs, or were added or removed."""
        kinds = Counter(cell.kind for cell in self.cells)
        outputs = sum(cell.has_other_outputs for cell in self.cells)
        return kinds[CHANGED], outputs, kinds[ADDED] + kinds[REMOVED]


def changed_charts(old: Any, new: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the charts show that only the old and only the new notebook holds, compared as SVG text."""
    before, after = _charts(old), _charts(new)
    gone, come = (before - after).elements(), (after - before).elements()
    return tuple(_words(svg) for svg in gone), tuple(_words(svg) for svg in come)


def _charts(notebook: Any) -> Counter[str]:
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    found = (output.get("data", {}).get("image/svg+xml", "") for output in outputs)
    return Counter("".join(svg) for svg in found if svg)


def _words(svg: str) -> str:
    """Return what a chart shows, in words."""
    try:
        parts = ElementTree.fromstring(svg).iter()
        texts = [part.text for part in parts if part.tag.rpartition("}")[2] == "desc"]
    except ElementTree.ParseError:
        texts = []
    return next(filter(None, texts), "a chart without words")


def compare_cells(old: Notebook, new: Notebook) -> list[CellChange]:
    """Return the cells that differ, in the order of the new notebook, those taken away where they stood.

    A cell is itself where it says the same, else where it has the id that it had: where a cell was put in or moved,
    those after it stay who they are.
    """
    before, after = old["cells"], new["cells"]
    pairs = _pairs(before, after)
    found = [
        (j, 1, change)
        for i, j in pairs.items()
        if (change := _changed(before[i], after[j])).kind or change.has_other_outputs
    ]
    found += [(j, 1, _change(after[j], ADDED)) for j in range(len(after)) if j not in set(pairs.values())]
    for i in range(len(before)):
        if i not in pairs:
            place = max((pairs[k] for k in range(i) if k in pairs), default=-1)
            found.append((place, 2, _change(before[i], REMOVED)))
    return [change for _, _, change in sorted(found, key=lambda entry: entry[:2])]


def _pairs(before: list[Any], after: list[Any]) -> dict[int, int]:
    """Return the place of each cell in the new notebook, by its place in the old one."""
    says = [[(c["cell_type"], _source(c)) for c in cells] for cells in (before, after)]
    blocks = difflib.SequenceMatcher(None, says[0], says[1], autojunk=False).get_matching_blocks()
    pairs = {i + step: j + step for i, j, size in blocks for step in range(size)}
    taken = set(pairs.values())
    places = {
        (cell["cell_type"], cell["id"]): j
        for j, cell in enumerate(after)
        if j not in taken and cell.get("id")
    }
    for i, cell in enumerate(before):
        place = places.pop((cell["cell_type"], cell.get("id")), None)
        if i not in pairs and place is not None:
            pairs[i] = place
    return pairs


def _source(cell: Any) -> str:
    text = cell["source"]
    return (text if isinstance(text, str) else "".join(text)).rstrip()


def _change(cell: Any, kind: str) -> CellChange:
    texts = ("", _source(cell)) if kind == ADDED else (_source(cell), "")
    return CellChange(str(cell.get("id", "")), cell["cell_type"], kind, *texts)


def _changed(old: Any, new: Any) -> CellChange:
    kind = CHANGED if _source(old) != _source(new) else ""
    outputs = old.get("outputs", []) != new.get("outputs", [])
    return CellChange(str(new.get("id", "")), new["cell_type"], kind, _source(old), _source(new), outputs)


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
            found.append(_compare(name, old, new))
    return sorted(found, key=lambda change: change.name)


def _compare(name: str, old: bytes, new: bytes) -> NotebookChange:
    """Return how a notebook differs; one that cannot be read, such as an unresolved merge, is only said to."""
    try:
        both = [json.loads(data) for data in (old, new)]
        return NotebookChange(name, CHANGED, tuple(compare_cells(*both)), changed_charts(*both))
    except (ValueError, KeyError, TypeError):
        return NotebookChange(name, "changed, and one of the two cannot be read")


def describe_cells(changes: list[NotebookChange], most: int = 10) -> list[str]:
    """Return the cells with other code or text, each with its id and the first lines that differ."""
    lines = []
    for change in changes:
        cells = [cell for cell in change.cells if cell.kind]
        for cell in cells[:most]:
            said = ", ".join(
                code_span(textwrap.shorten(line, 100, placeholder=" …")) for line in _lines(cell)
            )
            lines.append(f"- {change.name}, cell {code_span(cell.id)} {cell.kind}: {said}")
        if len(cells) > most:
            lines.append(f"- {change.name}: and {count(len(cells) - most, 'more cell')}")
    return ["", "Cells with other code or text, by their ids:", "", *lines] if lines else []


def _lines(cell: CellChange) -> list[str]:
    """Return the first line that is gone and the first that is new, marked as in a patch."""
    before, after = cell.before.splitlines(), cell.after.splitlines()
    marked = [line for line in difflib.ndiff(before, after) if line[0] in "-+" and line[2:].strip()]
    return [
        next(line for line in marked if line[0] == sign) for sign in "-+" if any(x[0] == sign for x in marked)
    ]


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
