"""Published figures that were edited where they stand: a revision is a new row with the day of its release."""

from dataclasses import dataclass

from psa.review.difference import Difference, RowChange

FIGURES = ("value", "lower", "upper", "numerator", "denominator")
LEFT = "its row was taken away or given another day of release, so that what was published is no longer there"
EDITED = "edited in place, without a new vintage"


@dataclass(frozen=True)
class InPlace:
    """One published figure that is no longer there as it was."""

    row: RowChange
    what: str


def edited_in_place(difference: Difference) -> list[InPlace]:
    """Return the rows of published figures whose numbers changed, or that are gone, under the same release."""
    found = []
    for row in difference.rows:
        if row.table != "observations":
            continue
        if row.kind == "changed" and any(column in FIGURES for column, _, _ in row.cells):
            found.append(InPlace(row, EDITED))
        elif row.kind == "removed":
            found.append(InPlace(row, LEFT))
    return found


def describe_in_place(difference: Difference) -> list[str]:
    """Return what a reviewer must ask of each such figure, as lines of text; none where there is none."""
    lines = []
    for one in edited_in_place(difference):
        cells = [c for c in one.row.cells if c[0] in FIGURES]
        numbers = ", ".join(f"{name} {old or 'empty'} → {new or 'empty'}" for name, old, new in cells)
        lines.append(f"{one.row.key} ({one.row.file}, row {one.row.row}): {numbers}: {one.what}")
    return lines
