"""Find the faults of a header row: another separator, a title above, names that are missing or misspelt."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from psa.data.cells.signs import SEPARATORS
from psa.data.faults import Fault
from psa.data.reading.row_width import WHOLE_ROW
from psa.data.schema import Table
from psa.words import hint

Record = tuple[int, list[str]]  # the number of a row and its cells

SEPARATED = "the cells are separated by"
MISSING_COLUMN = "the column is missing"
SNIFFED_ROWS = 8  # how far down a header row is looked for


def header_fault(table: Table, shown: str, records: Sequence[Record]) -> Fault | None:
    """Return what is wrong with the whole file: another separator, a title above, a header in two rows."""
    row, header = records[0]
    names = {c.name for c in table.columns}
    if ",".join(header).lower().startswith("sep="):
        return _separator_line_fault(table, shown, records)
    is_one_cell = len(list(filter(None, header))) == 1
    if (is_one_cell or not names & set(header)) and (fault := _separator_fault(names, shown, records[0])):
        return fault
    needed = {c.name for c in table.columns if c.is_required}
    if needed <= set(header):
        return None
    return _title_fault(names, needed, shown, records) or _two_rows_fault(needed, shown, records)


def _separator_line_fault(table: Table, shown: str, records: Sequence[Record]) -> Fault:
    row, cells = records[0]
    below = header_fault(table, shown, records[1:]) if records[1:] else None
    if below and below.problem.startswith(SEPARATED):
        return replace(below, row=row)
    line = repr(",".join(cells))
    problem = f"{line} is the line by which a spreadsheet names the separator, not the header row"
    return Fault(shown, row, None, problem, "Remove this line")


def _separator_fault(names: set[str], shown: str, record: Record) -> Fault | None:
    row, header = record
    line = ",".join(header)
    for separator, word in {",": "commas", **SEPARATORS}.items():
        if len(names & {name.strip().strip('"') for name in line.split(separator)}) < min(2, len(names)):
            continue
        if separator == ",":
            problem = "the row is a single cell that contains commas: there are quotation marks around the whole row"
            return Fault(shown, row, None, problem, WHOLE_ROW)
        remedy = (
            "Save it with commas between the cells and points in the numbers: set the language of "
            "the spreadsheet to English first, because others read 1.234 as 1234"
        )
        return Fault(shown, row, None, f"{SEPARATED} {word}, not by commas", remedy)
    return None


def _title_fault(names: set[str], needed: set[str], shown: str, records: Sequence[Record]) -> Fault | None:
    row, header = records[0]
    for below, cells in records[1:SNIFFED_ROWS]:
        matches = names & set(cells)
        if needed <= matches or len(matches) > max(1, len(names & set(header)), len(names) // 3):
            above = " · ".join(filter(None, header))[:60]
            problem = f"the header row is row {below}; above it is {above!r}"
            return Fault(shown, row, None, problem, f"Remove what is above row {below}")
    return None


def _two_rows_fault(needed: set[str], shown: str, records: Sequence[Record]) -> Fault | None:
    if len(records) < 2:
        return None
    below, cells = records[1]
    if spread := (needed - set(records[0][1])) & set(cells):
        problem = f"the header is in two rows: row {below} contains {', '.join(sorted(spread))}"
        return Fault(shown, below, None, problem, "Undo merged cells, and write all the names in one row")
    return None


def unnamed_column(shown: str, row: int, header: list[str], rows: Sequence[Record]) -> Fault:
    """Return the fault of the first column without a name, with the first cell that it holds."""
    place = header.index("")
    first = next(((number, cells[place]) for number, cells in rows if cells[place]), None)
    content = f" but contains {first[1]!r} in row {first[0]}" if first else ""
    problem = f"column {place + 1} has no name{content}"
    return Fault(shown, row, None, problem, "Name the column, or remove it with all its cells")


def name_faults(table: Table, shown: str, row: int, header: list[str]) -> list[Fault]:
    """Return a fault for each name that is there twice, missing, or a slip for one that is not there.

    Any other name that the table does not know is an extra column, which is no fault.
    """
    names = [c.name for c in table.columns]
    counted = Counter(header)
    missing = [c.name for c in table.columns if c.is_required and c.name not in counted]
    unknown = [name for name in header if name not in names]
    absent = [name for name in names if name not in counted and name not in missing]
    faults = []
    for name in sorted(name for name, number in counted.items() if number > 1):
        faults.append(Fault(shown, row, name, "the column is there twice", "Remove one of the two"))
    for name in missing:
        near = hint(name, unknown, 1).strip()
        remedy = f"{near} Rename it" if near else f"Add the column {name!r} to the header row"
        faults.append(Fault(shown, row, name, MISSING_COLUMN, remedy))
    for name in unknown:
        slips = [other for other in absent if is_slip(name, other)]
        if near := (hint(name, absent, 1, 0.8) or hint(name, slips, 1, 0)).strip():
            faults.append(Fault(shown, row, name, "no such column", f"{near} Rename it"))
    return faults


def is_slip(written: str, meant: str) -> bool:
    """Say whether two names differ by one slip: of a letter, of two neighbours, of case or of the joint.

    Likeness in proportion, which serves long names, lets ``roll`` for ``role`` pass. The first letter must
    be the same: it is seldom the wrong one, and ``power`` is not ``lower``.
    """
    first, second = (re.sub(r"[\s_-]+", "_", name.lower()) for name in (written, meant))
    if first == second:
        return True
    pairs = enumerate(zip(first, second, strict=False))
    same = next((i for i, (a, b) in pairs if a != b), min(len(first), len(second)))
    if same == 0:
        return False
    first, second = first[same:], second[same:]
    is_swap = first[:2] == second[1::-1] and first[2:] == second[2:]
    return is_swap or first[1:] == second[1:] or first == second[1:] or first[1:] == second
