"""Say what a release would change, before anything is written."""

from collections.abc import Iterator, Sequence

from psa.authoring.importing.set_aside import reasons
from psa.authoring.updating.compare import COMPARED, Change
from psa.authoring.updating.update import Update
from psa.words import capital, count, listed

MOST_LINES = 20


def describe_update(update: Update) -> list[str]:
    """Return the report of an update, one line each: counts, then new, revised and vanished figures, then doubts."""
    compared = update.compared
    measures = {row["measure_id"] for row in update.release.rows}
    rows = f"{count(len(update.release.rows), 'figure')} of {count(len(measures), 'measure')}"
    lines = [f"{update.release.file}: {rows}."]
    if update.was_finished:
        lines.insert(0, "An update that had been interrupted was put in place first.")
    lines.append(
        f"New: {len(compared.new)}. Revised: {len(compared.revised)}. Unchanged: {len(compared.unchanged)}. "
        f"Vanished: {len(compared.vanished)}."
    )
    if compared.before:
        lines.append(
            f"Before the first figure of the release, and left as they are: {count(compared.before, 'figure')}."
        )
    lines += [f"{capital(remark)}." for remark in update.release.remarks]
    for reason, number in reasons(update.release.aside)[:6]:
        lines.append(f"Set aside because {reason}: {count(number, 'figure')}.")
    if update.release.further:
        lines.append(f"Columns that are not taken in: {listed(list(update.release.further))}.")
    lines += _at_most([_new(change) for change in compared.new])
    lines += _at_most([_revised(change) for change in compared.revised])
    vanished = [
        f"vanished  {r['measure_id']}  {r['period']}: {r['value']} ({r.file}, row {r.number})"
        for r in compared.vanished
    ]
    lines += _at_most(vanished)
    if update.suspicions:
        lines.append(f"Look at this before you believe it ({count(len(update.suspicions), 'line')}):")
        lines += [f"- {line}" for line in _at_most(update.suspicions)]
    return lines


def _new(change: Change) -> str:
    return f"new       {change.place[0]}  {change.cells['period']}: {change.cells['value']}"


def _revised(change: Change) -> str:
    before = change.before
    assert before is not None
    names = [n for n in (*COMPARED, "status") if change.cells[n] and change.cells[n] != before[n]]
    if len(names) > 1:
        names = [n for n in names if n != "status"]
    words = [f"{'' if n == 'value' else f'{n} '}{before[n] or 'none'} -> {change.cells[n]}" for n in names]
    return f"revised   {change.place[0]}  {before['period']}: {', '.join(words)}"


def _at_most(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield f"… and {len(lines) - MOST_LINES} more"
