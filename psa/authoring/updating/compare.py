"""Compare a release with the figures that a framework has: what is new, revised, unchanged or vanished."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from psa.data.faults import Fault
from psa.data.periods import is_period, parse_date, parse_period
from psa.data.rows import Row, Tables, rows_of

COMPARED = ("value", "lower", "upper", "interval_level", "numerator", "denominator")

Place = tuple[str, date, date]  # a measure, and the first and the last day of a period


@dataclass(frozen=True)
class Held:
    """The figures of a framework.

    Attributes:
        vintages: of each measure and period, its rows in order of release, as corrected.
        published: the same rows as they stand in the file.
        last_row: of each measure, the row that stands lowest in its file.
    """

    vintages: dict[Place, list[Row]] = field(default_factory=lambda: defaultdict(list))
    published: dict[tuple[str, int], Row] = field(default_factory=dict)
    last_row: dict[str, Row] = field(default_factory=dict)

    def current(self, place: Place) -> Row | None:
        """Return the row that counts today, or None."""
        rows = self.vintages.get(place)
        return rows[-1] if rows else None


@dataclass(frozen=True)
class Change:
    """One row of the release that is written.

    Attributes:
        row: of the release.
        place: its measure and period.
        cells: what is written, by column.
        before: the row that it revises; None where the figure is new.
    """

    row: Row
    place: Place
    cells: dict[str, str]
    before: Row | None = None


@dataclass
class Comparison:
    """A release beside the figures of a framework.

    Attributes:
        new, revised: what is written.
        unchanged: rows of the release that say what is there.
        vanished: rows of the framework, of measures in the release and from its first period on, that it does not have.
        before: how many figures of these measures lie before the first figure of the release.
        faults: rows that contradict what is there.
    """

    new: list[Change] = field(default_factory=list)
    revised: list[Change] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    vanished: list[Row] = field(default_factory=list)
    before: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def changes(self) -> list[Change]:
        """What is written, in the order of the release."""
        return sorted([*self.new, *self.revised], key=lambda change: change.row.number)


def figures_held(tables: Tables, as_published: Tables) -> Held:
    """Return the figures of a framework by measure and period.

    Args:
        tables: corrected text.
        as_published: text as it stands in the files.
    """
    held = Held()
    for row in rows_of(tables["observations"]):
        held.vintages[place_of(row)].append(row)
        held.last_row[row["measure_id"]] = row
    for rows in held.vintages.values():
        rows.sort(key=lambda row: day_of(row["released"]))
    held.published.update({(r.file, r.number): r for r in rows_of(as_published["observations"])})
    return held


def place_of(row: Row) -> Place:
    """Return the measure and the days of a figure."""
    period = parse_period(row["period"])
    return row["measure_id"], period.start, period.end


def day_of(released: str) -> date:
    """Return the day of a release; the first of all days where there is none."""
    return parse_date(released) if released else date.min


def compare(rows: Sequence[Row], held: Held, released: str, source_id: str) -> Comparison:
    """Return what each row of a release is, and what is written of it.

    Args:
        rows: of the release, without faults of their own.
        held: the figures that are there.
        released: the day of the release, for rows that give none.
        source_id: the source, for rows that give none; without it, that of the measure's last figure.
    """
    found = Comparison()
    now: dict[Place, Row] = {}
    for row in sorted(rows, key=lambda r: (place_of(r), day_of(r["released"] or released))):
        place = place_of(row)
        day = row["released"] or released
        before = now.get(place) or held.current(place)
        if _is_there(row, day, place, held):
            found.unchanged.append(row)
            continue
        if before and (fault := _contradiction(row, day, before)):
            found.faults.append(fault)
            continue
        last = before or held.last_row.get(place[0])
        source = row["source_id"] or source_id or (last["source_id"] if last else "")
        if not source:
            problem = f"{place[0]} has no figure yet whose source could be taken"
            found.faults.append(row.fault("source_id", problem, "Fill it in, or give --source"))
            continue
        cells = _cells(row, before, last, day, source)
        (found.revised if before else found.new).append(Change(row, place, cells, before))
        now[place] = Row(row.file, row.number, row.index, {**row.cells, **cells})
    _find_vanished(found, rows, held)
    return found


def _is_there(row: Row, day: str, place: Place, held: Held) -> bool:
    """Say whether a row of a release says what is there: now, or on the day that the row gives itself."""
    rows = held.vintages.get(place, [])
    of_day = [r for r in rows if row["released"] and day_of(r["released"]) == day_of(day)]
    return any(
        _says_the_same(row, other)
        for vintage in [*rows[-1:], *of_day]
        for other in (vintage, held.published[(vintage.file, vintage.number)])
    )


def _says_the_same(row: Row, other: Row) -> bool:
    """Say whether every compared cell that a release fills is as it is in another row."""
    if (
        row["status"]
        and other["status"]
        and "provisional" in {row["status"], other["status"]}
        and row["status"] != other["status"]
    ):
        return False
    return all(_is_same(row[name], other[name]) for name in COMPARED if row[name])


def _is_same(text: str, other: str) -> bool:
    if text == other or not other:
        return text == other
    try:
        return Decimal(text) == Decimal(other)
    except ArithmeticError:
        return False


def _contradiction(row: Row, day: str, before: Row) -> Fault | None:
    """Return a fault where a figure that is there already is not revised by a later release."""
    place = f"{before.file}, row {before.number}"
    known = f"{before['measure_id']} has {before['value']} for {before['period']} already ({place})"
    if not day:
        remedy = "A revised figure needs the day it came out: give --released, or fill the column released"
        return row.fault("value", known, remedy)
    if before["released"] and day_of(day) <= day_of(before["released"]):
        problem = f"{known}, released on {before['released']}"
        return row.fault(
            "released" if row["released"] else "value",
            problem,
            f"A revision comes later than that, not on {day}",
        )
    return None


def _cells(row: Row, before: Row | None, last: Row | None, day: str, source: str) -> dict[str, str]:
    """Return the cells of the row that is written, as `psa add-observation` writes it."""
    cells = {name: cell for name, cell in row.cells.items() if name != "unit"}
    cells |= {"released": day, "source_id": source, "provenance": row["provenance"] or "read"}
    if cells["lower"] and not cells["interval_level"] and last:
        cells["interval_level"] = last["interval_level"]  # a series keeps its level
    if before:
        cells["period"] = before["period"]
        cells["status"] = row["status"] or "revised"
    return cells


def _find_vanished(found: Comparison, rows: Sequence[Row], held: Held) -> None:
    there = {place_of(row) for row in rows if is_period(row["period"])}
    first: dict[str, date] = {}
    for measure, _, end in there:
        first[measure] = min(end, first.get(measure, end))
    for place, vintages in held.vintages.items():
        measure, _, end = place
        if measure not in first or place in there:
            continue
        if end < first[measure]:
            found.before += 1
        else:
            found.vanished.append(vintages[-1])
