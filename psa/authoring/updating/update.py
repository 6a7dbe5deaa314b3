"""Take a release into a framework: report first, then every row in one step, or none."""

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from psa import paths
from psa.authoring.add_row import checked_tables, conventional_file
from psa.authoring.csv_lines import NewRow, with_rows
from psa.authoring.put_in_place import Edit, as_saved, finish_writing, open_table, put_in_place
from psa.authoring.replace import check_copy
from psa.authoring.updating.compare import Comparison, compare, figures_held
from psa.authoring.updating.release import Release, ReleaseError, read_release, release_day
from psa.authoring.updating.suspicions import find_suspicions
from psa.data.faults import Fault
from psa.data.reading.folder import read_tables
from psa.data.rows import Tables, rows_of
from psa.data.schema import TABLES


@dataclass(frozen=True)
class Update:
    """A release that was compared with a framework, checked, and is ready to be written.

    Attributes:
        folder: of the framework.
        release: the file.
        compared: what is new, revised, unchanged or vanished.
        suspicions: what looks wrong in it, one line each, with what to do next.
        edits: the files that get rows.
        was_finished: whether an interrupted update was put in place first.
    """

    folder: Path
    release: Release
    compared: Comparison
    suspicions: list[str]
    edits: list[Edit]
    was_finished: bool = False

    def write(self) -> None:
        """Write every new row, or none.

        Raises:
            ValueError: a file was changed meanwhile; nothing was written.
        """
        put_in_place(self.folder, self.edits)


def prepare_update(
    framework_folder: str | Path, path: Path, released: str = "", source_id: str = ""
) -> Update:
    """Return what a release would change in a framework; nothing is written.

    Args:
        framework_folder: a framework's name or folder.
        path: the file of the release.
        released: the day it came out, for rows that give none.
        source_id: a row of sources.csv, for rows that give none; without it, that of the measure's last figure.

    Raises:
        ReleaseError: something in the release is wrong; it lists every fault.
        FrameworkError: the framework's own tables are wrong already.
        ValueError, FileNotFoundError: the day, the source or the file cannot be used.
    """
    folder = paths.framework_folder(framework_folder)
    released = release_day(released)
    was_finished = finish_writing(folder)
    tables = checked_tables(folder)
    if source_id and source_id not in set(tables["sources"]["source_id"]):
        raise ValueError(
            f"--source: {source_id!r} is in no row of sources.csv. Add it first (psa add-source)."
        )
    release = read_release(path, tables, folder)
    held = figures_held(tables, read_tables(folder)[0])
    compared = compare(release.rows, held, released, source_id)
    edits, further = _edits(folder, tables, compared, release)
    if faults := [*release.faults, *compared.faults, *further]:
        raise ReleaseError(faults)
    units = {row["measure_id"]: row["unit"] for row in release.rows if row["unit"]}
    suspicions = find_suspicions(compared, held, rows_of(tables["measures"]), units)
    return Update(folder, release, compared, suspicions, edits, was_finished)


def _edits(
    folder: Path, tables: Tables, compared: Comparison, release: Release
) -> tuple[list[Edit], list[Fault]]:
    """Return the files with their new rows, and the faults that the framework would have with them."""
    if not compared.changes:
        return [], []
    names = [column.name for column in TABLES["observations"].columns]
    last = {row["measure_id"]: row for row in rows_of(tables["observations"])}
    rows: dict[str, list[tuple[int, NewRow]]] = defaultdict(list)
    for change in compared.changes:
        measure = change.place[0]
        file = last[measure].file if measure in last else conventional_file(folder, tables, measure)
        below = last[measure].number if measure in last else None
        rows[file].append((change.row.number, ({n: change.cells.get(n, "") for n in names}, below)))
    edits, texts = [], {}
    places: dict[tuple[str, int], int] = {}
    for file, additions in rows.items():
        old, text = open_table(folder / file, names)
        texts[file], numbers = with_rows(text, [new for _, new in additions])
        places |= {(file, number): row for number, (row, _) in zip(numbers, additions, strict=True)}
        edits.append(Edit(file, old, as_saved(texts[file], old)))
    faults, _ = check_copy(folder, texts)
    return edits, [_in_release(fault, release.file, places) for fault in faults]


def _in_release(fault: Fault, file: str, places: dict[tuple[str, int], int]) -> Fault:
    """Return a fault of the checked copy at the row of the release that it comes from."""
    row = places.get((fault.file, fault.row or 0))
    problem = fault.problem
    for (place, number), of_release in places.items():
        problem = problem.replace(f"({place}, row {number})", f"({file}, row {of_release})")
    if row:
        return replace(fault, file=file, row=row, problem=problem)
    new_above = sum(place == fault.file and number < (fault.row or 0) for place, number in places)
    return replace(fault, row=fault.row - new_above if fault.row else None, problem=problem)
