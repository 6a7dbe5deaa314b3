"""Write a difference as Markdown."""

import os
import re
from collections import Counter

from psa.files.csv_text import format_cell
from psa.methods.columns import column_meaning
from psa.methods.framework_chances import MET
from psa.review.difference import LEVELS, Change, Difference, RowChange
from psa.review.rating_tables import is_number
from psa.review.revisions import Revision
from psa.words import code_span, count, escape_report, number, significant

TERSE = {
    "survives",
    "changes_to_flip",
    "would_become",
    "chance_known",
    "expected_false",
    "p_improved",
    "p_better",
}

TOGETHER = ("best_chance", "survives", *MET)  # reckoned from all indicators together

MAX_SHOWN = 200


MAX_MOVED = 10


MAX_CELLS = 4


MAX_TEXT = 40


def _row_line(row: RowChange) -> str:
    where = code_span(row.file) + (f", row {row.row}" if row.row else "")
    cells = [(c, old, new) for c, old, new in row.cells]
    if row.kind == "changed":
        what = "; ".join(f"{code_span(c)} {code_span(old)} → {code_span(new)}" for c, old, new in cells)
        return f"{where}, changed: {code_span(row.key)}: {what}" if row.key else f"{where}, changed: {what}"
    what = ", ".join(f"{code_span(c)} {code_span(old or new)}" for c, old, new in cells)
    place = " (row of the old state)" if row.kind == "removed" else ""
    return f"{where}{place}, {row.kind}: {what}"


def _moved_line(level: str, name: str, cells: tuple[tuple[str, str, str], ...]) -> str:
    """Return figures that moved as one line: figures before sentences, and no more than fit."""
    said = []
    for column, *states in _first_cells(cells):
        before, now = (code_span(text) for text in _shortest(*states))
        said.append(f"{code_span(column)} {before} → {now}")
    if len(cells) > MAX_CELLS:
        said.append(f"and {len(cells) - MAX_CELLS} more")
    return f"- {level} {escape_report(name)}: {', '.join(said)}"


def _first_cells(cells: tuple[tuple[str, str, str], ...]) -> list[tuple[str, str, str]]:
    return sorted(cells, key=lambda cell: not (is_number(cell[1]) or is_number(cell[2])))[:MAX_CELLS]


def _meaning_lines(columns: list[str]) -> list[str]:
    """Return what the columns mean that a report names and whose names do not say it, one a line."""
    lines = [f"- {code_span(c)}: {column_meaning(c)}" for c in sorted({*columns} & TERSE)]
    return ["", "What these columns hold:", "", *lines] if lines else []


def _shortest(old: str, new: str) -> tuple[str, str]:
    """Return two cells that differ as pages show them: three digits, or as many as tell them apart."""
    shown = [old, new]
    for digits in range(3, 18):
        shown = [_rounded(text, digits) for text in (old, new)]
        if shown[0] != shown[1]:
            break
    start = 0
    if max(map(len, shown)) > MAX_TEXT:
        start = max(len(os.path.commonprefix(shown)) - MAX_TEXT // 4, 0)
    cut = [f"{'…' if start and text else ''}{text[start:]}" for text in shown]
    before, now = (text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…" for text in cut)
    return before, now


def _rounded(text: str, digits: int) -> str:
    """Return a cell's text, a long decimal to so many digits; whole numbers and short decimals keep all of theirs."""
    if not is_number(text) or re.fullmatch(r"-?[0-9]{1,4}(\.[0-9]{1,2})?", text):
        return text.replace("-", "\N{MINUS SIGN}", 1) if is_number(text) else text
    return (
        number(float(text))
        if re.fullmatch("-?[0-9]+", text)
        else significant(float(text), digits, most_places=12)
    )


def change_line(change: Change, with_reason: bool = True) -> str:
    """Return one change as a line of Markdown."""
    column = "" if change.column == "rating" else f" ({escape_report(change.column.replace('_', ' '))})"
    name = f" {escape_report(change.name)}" if change.name else ""
    line = f"**{escape_report(change.id)}**{name}{column}: {_word(change.old)} → {_word(change.new)}"
    if with_reason and (change.old_reason or change.new_reason) and change.old_reason != change.new_reason:
        before, now = (
            escape_report(reason) or "*nothing*" for reason in (change.old_reason, change.new_reason)
        )
        line += f". Before: {before}. Now: {now}."
    return line


def markdown(difference: Difference) -> str:
    """Return a difference as Markdown for a pull request."""
    lines = [f"## Ratings: {code_span(difference.old)} → {code_span(difference.new)}", ""]
    rated = {level: len({c.id for c in difference.changes if c.level == level}) for level in LEVELS}
    summary = ", ".join(count(number_rated, level) for level, number_rated in rated.items() if number_rated)
    lines.append(
        f"Rated otherwise: {summary or 'nothing'}. Changed rows of the tables: {len(difference.rows)}."
    )
    lines += [f"\n{note}" for note in difference.notes]
    changed, named = _changed_lines(difference)
    rest = [row for row in difference.rows if id(row) not in named]
    lines += [
        *changed,
        *_rest_lines(rest),
        *_moved_lines(difference),
        *_committed_lines(difference.committed),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _changed_lines(difference: Difference) -> tuple[list[str], set[int]]:
    """Return the ratings that changed with what each comes from, and which rows were named."""
    lines: list[str] = []
    named: set[int] = set()
    for level in LEVELS:
        of_level = [c for c in difference.changes if c.level == level]
        if not of_level:
            continue
        lines += ["", f"### {level.capitalize()}s", ""]
        for change_id in dict.fromkeys(c.id for c in of_level):
            group = [c for c in of_level if c.id == change_id]
            lines += [f"- {change_line(c)}" for c in group]
            through, direct = difference.causes(group[0])
            named |= {id(row) for row in direct}
            lines += _cause_lines(difference, through, direct)
    return lines, named


def _rest_lines(rest: list[RowChange]) -> list[str]:
    """Return the rows that changed no rating; what is beyond `MAX_SHOWN` is counted."""
    if not rest:
        return []
    lines = ["", "### Rows that changed no rating", "", *(f"- {_row_line(row)}" for row in rest[:MAX_SHOWN])]
    if len(rest) > MAX_SHOWN:
        counted = Counter((row.table, row.kind) for row in rest[MAX_SHOWN:])
        kinds = ", ".join(
            f"{table} {number_of} {kind}" for (table, kind), number_of in sorted(counted.items())
        )
        lines.append(f"- and {count(len(rest) - MAX_SHOWN, 'row')} more: {kinds}")
    return lines


def _moved_lines(difference: Difference) -> list[str]:
    """Return the rows of which only figures moved, and what their columns hold.

    Chances that are reckoned from all indicators together move with any of them: where nothing else of a row did,
    it is counted alone.
    """
    if not difference.moved:
        return []
    lines = ["", "### Figures moved, ratings did not", ""]
    columns: list[str] = []
    alone: list[str] = []
    for level in LEVELS:
        every = [(name, _own_cells(cells)) for of_level, name, cells in difference.moved if of_level == level]
        moved = [(name, cells) for name, cells in every if cells]
        lines += [_moved_line(level, name, cells) for name, cells in moved[:MAX_MOVED]]
        columns += [column for _, cells in moved[:MAX_MOVED] for column, _, _ in _first_cells(cells)]
        if len(moved) > MAX_MOVED:
            lines.append(f"- and {count(len(moved) - MAX_MOVED, 'more ' + level)}")
        if len(every) > len(moved):
            alone.append(count(len(every) - len(moved), level))
    if alone:
        lines.append(f"- only chances that are reckoned from all indicators together: {', '.join(alone)}")
    return lines + _meaning_lines(columns)


def _own_cells(cells: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple(cell for cell in cells if not cell[0].startswith(TOGETHER))


def _committed_lines(committed: Difference | None) -> list[str]:
    """Return how the results that were committed differ, where there are such."""
    if committed is None:
        return []
    lines = ["", "### Committed results", ""]
    if committed.is_empty:
        lines.append("The committed rating tables of the two states are the same.")
    lines += [f"- {change.level} {change_line(change)}" for change in committed.changes]
    if committed.moved:
        lines.append(f"- figures moved without a change of rating: {count(len(committed.moved), 'row')}")
    return lines + [f"- {note}" for note in committed.notes]


def _cause_lines(difference: Difference, through: list[str], direct: list[RowChange]) -> list[str]:
    lines = []
    if through:
        lines.append(f"  - because of {', '.join(escape_report(i) for i in through)}")
    lines += [f"  - {_row_line(r)}" for r in direct]
    if not lines and difference.rows:
        lines.append("  - no changed row of the tables feeds it")
    return lines


def revisions_markdown(found: list[Revision]) -> str:
    """Return revisions as Markdown: what was revised, from what to what, and what that changed."""
    if not found:
        return "No figure was revised.\n"
    changed = sum(bool(r.changes) for r in found)
    lines = [f"## Revisions: {count(len(found), 'figure')}, {changed} of them with another verdict", ""]
    for r in found:
        where = f" ({code_span(r.file)}, row {r.row})" if r.file else ""
        lines.append(
            f"- {r.released}: {code_span(r.measure_id)} {code_span(r.period)}: "
            f"{format_cell(r.old)} → {format_cell(r.new)}{where}"
        )
        lines += [f"  - {c.level} {change_line(c)}" for c in r.changes] or ["  - no verdict changed"]
    return "\n".join(lines) + "\n"


def _word(code: str) -> str:
    """Return a code as words; *none* where there is none."""
    return escape_report(code.replace("_", " ")) if code else "*none*"
