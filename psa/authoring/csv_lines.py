"""Put rows into the text of a CSV file, and leave every other row as it is."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

NewRow = tuple[dict[str, str], int | None]  # its cells by column, and the row below which it goes


@dataclass(frozen=True)
class _Record:
    """One record of a file: its cells, and the lines that it takes (0 is the first)."""

    cells: list[str]
    first: int
    end: int

    @property
    def is_blank(self) -> bool:
        """Whether no cell of it holds anything."""
        return not any(cell.strip() for cell in self.cells)


def with_row(text: str, cells: dict[str, str], below: int | None) -> tuple[str, int]:
    """Return the text of a CSV file with one row more, and that row's number (`with_rows`)."""
    new, (row,) = with_rows(text, [(cells, below)])
    return new, row


def with_rows(text: str, rows: Sequence[NewRow]) -> tuple[str, list[int]]:
    """Return the text of a CSV file with further rows, and the number of each there.

    Columns that the file lacks are added at its right end; no other row changes but by a comma for each.
    Line endings become LF, a byte-order mark goes.

    Args:
        text: the file, with its header row.
        rows: the cells of each new row, by column, and the row of the file after which it goes; None for the end.
            Columns not named stay empty. Rows that go to one place keep their order.
    """
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    records = _records(lines)
    header_record = next(record for record in records if not record.is_blank)
    header = [cell.strip() for cell in header_record.cells]
    while header and not header[-1]:
        header.pop()
    filled = dict.fromkeys(name for cells, _ in rows for name, cell in cells.items() if cell)
    added = [name for name in filled if name not in header]
    place_of = {record.end: i for i, record in enumerate(records)}
    new_below: dict[int, list[int]] = {}
    for i, (_, below) in enumerate(rows):
        place = len(records) - 1 if below is None else place_of.get(below, len(records) - 1)
        new_below.setdefault(place, []).append(i)
    parts, numbers, number = [], [0] * len(rows), 0
    for place, record in enumerate(records):
        parts.append(_block(lines, record, header, added, record is header_record))
        number += parts[-1].count("\n")
        for i in new_below.get(place, []):
            parts.append(_line([rows[i][0].get(name, "") for name in [*header, *added]]))
            number += parts[-1].count("\n")
            numbers[i] = number
    return "".join(parts), numbers


def _records(lines: list[str]) -> list[_Record]:
    reader = csv.reader((f"{line}\n" for line in lines), strict=True)
    records: list[_Record] = []
    for cells in reader:
        records.append(_Record(cells, records[-1].end if records else 0, reader.line_num))
    return records


def _block(lines: list[str], record: _Record, header: list[str], added: list[str], is_header: bool) -> str:
    """Return the lines of a record, with a cell for each column that is added."""
    block = "".join(f"{line}\n" for line in lines[record.first : record.end])
    if not added or record.is_blank:
        return block
    cells = added if is_header else [""] * len(added)
    if len(record.cells) == len(header):
        return block[:-1] + "".join(f",{cell}" for cell in cells) + "\n"
    return _line([*record.cells[: len(header)], *cells])


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
