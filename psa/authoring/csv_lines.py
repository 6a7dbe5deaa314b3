"""Put one row into the text of a CSV file, and leave every other row as it is."""

import csv
import io
from dataclasses import dataclass


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
    """Return the text of a CSV file with one row more, and that row's number.

    Columns that the file lacks are added at its right end; no other row changes but by a comma for each.
    Line endings become LF, a byte-order mark goes.

    Args:
        text: the file, with its header row.
        cells: the new row, by column; columns not named stay empty.
        below: the row after which it goes; None for the end.
    """
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    records = _records(lines)
    header_record = next(record for record in records if not record.is_blank)
    header = [cell.strip() for cell in header_record.cells]
    while header and not header[-1]:
        header.pop()
    added = [name for name, cell in cells.items() if cell and name not in header]
    blocks = [_block(lines, record, header, added, record is header_record) for record in records]
    new = _line([cells.get(name, "") for name in [*header, *added]])
    place = next((i for i, record in enumerate(records, 1) if record.end == below), len(blocks))
    before, after = "".join(blocks[:place]), "".join(blocks[place:])
    return before + new + after, before.count("\n") + new.count("\n")


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
