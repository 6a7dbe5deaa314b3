"""Say what is wrong with a row that is longer or shorter than the header."""

import re
from collections.abc import Iterator

from psa.data.cells.cell import cell_fault
from psa.data.faults import Finding
from psa.data.schema import Table
from psa.words import count

WHOLE_ROW = "Remove the quotation marks around each row, and write each pair of them inside it as one"

_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}(\.[0-9]+)?")
_DECIMAL = re.compile("-?[0-9]+,[0-9]+")


def width_finding(table: Table, header: list[str], cells: list[str]) -> Finding:
    """Return what is wrong with a row that is longer or shorter than the header, and the remedy."""
    problem = f"{count(len(cells), 'cell')} where the header has {len(header)}"
    if splits := list(_split_numbers(table, header, cells)):
        pairs = " or ".join(dict.fromkeys(f"{first!r} and {second!r}" for first, second, _, _ in splits))
        remedies = [f"{text} if {first},{second} has a {word} comma" for first, second, text, word in splits]
        remedies += ["remove the comma at the end of the row if none has"] if not cells[-1] else []
        return (
            f"{problem}: {pairs} look like one number that contains a comma",
            f"Write {', '.join(remedies)}",
        )
    if len(cells) == 1 and "," in cells[0]:
        return f"{problem}: there are quotation marks around the whole row", WHOLE_ROW
    if len(cells) > len(header) and not any(cells[len(header) :]):
        remedy = (
            "Quote a cell that contains a comma; where none does, remove the commas at the end of the row"
        )
        return problem, remedy
    return problem, "Quote a cell that contains a comma, and give empty cells their comma"


def _split_numbers(table: Table, header: list[str], cells: list[str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the pairs of neighbouring cells that, as one number, leave a row of the right length and kinds.

    Each with the number as it is to be written and the word for its comma: thousands or decimal.
    """
    if len(cells) != len(header) + 1:
        return
    columns = [table.column(name) for name in header]
    for place, column in enumerate(columns):
        if column is None or column.type not in {"number", "integer"}:
            continue
        first, second = cells[place : place + 2]
        for form, joint, word in ((_THOUSANDS, "", "thousands"), (_DECIMAL, ".", "decimal")):
            if not form.fullmatch(f"{first},{second}"):
                continue
            text = f"{first}{joint}{second}"
            row = zip(columns, [*cells[:place], text, *cells[place + 2 :]], strict=True)
            if not any(cell_fault(c, cell) for c, cell in row if c and cell):
                yield first, second, text, word
