"""Read the files of a long table by its mapping, or write the mapping of what was seen in them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from psa.authoring.importing.any_table import SheetTable, read_any_tables, tables_below
from psa.authoring.importing.loose_csv import LooseTable
from psa.authoring.importing.source import SourceError
from psa.authoring.importing.tidy_columns import SEEN
from psa.authoring.importing.tidy_figures import TidyFigures, read_tidy
from psa.authoring.importing.tidy_layout import Layout, propose, propose_sheets, take_sheets
from psa.authoring.importing.tidy_mapping import TidyMapping, check_columns, mapping_text
from psa.data.faults import Fault
from psa.files.write import write_text


def read_files(source: Path, files: Sequence[Path], is_wide: bool = False) -> list[list[SheetTable]]:
    """Return the tables of each file of a source: one, or one for each sheet."""
    root = source if source.is_dir() else source.parent
    return [read_any_tables(file, file.relative_to(root).as_posix(), is_wide) for file in files]


def read_mapped(source: Path, mapping: TidyMapping, mapping_path: Path) -> TidyFigures:
    """Return the figures of a file or a folder by a mapping.

    Raises:
        SourceError: no table has the columns that the mapping names.
        FileNotFoundError: there is no such file.
    """
    layout, tables = mapping.layout, []
    aside, remarks = [], []
    for of_file in read_files(source, tables_below(source), bool(layout.across)):
        taken, further, said = take_sheets(of_file, layout, mapping.names)
        tables += [(table.shown, layout.long(table.table)) for table in taken]
        aside += further
        remarks += said
    if not any(table.header for _, table in tables):
        reason = next(
            (row.reason for row in [*aside, *(a for _, t in tables for a in t.aside)]), "it has no rows"
        )
        raise SourceError(
            [Fault(source.name, None, None, reason, "Give a table with a header row and figures")]
        )
    _check_mapping(mapping, mapping_path, tables)
    found = read_tidy(tables, mapping)
    found.aside[:0] = aside
    found.remarks[:0] = remarks
    return found


def write_mapping(source: Path, mapping_path: Path) -> Path:
    """Write the mapping of the tables of a source that share the most usual header; return its file.

    Raises:
        SourceError: there is no table.
        FileNotFoundError: there is no such file.
    """
    files = read_files(source, tables_below(source))
    rows: dict[tuple[str, ...], list[tuple[int, list[str]]]] = defaultdict(list)
    remarks: dict[tuple[str, ...], list[str]] = {}
    layouts: dict[tuple[str, ...], Layout] = {}
    above: dict[tuple[str, ...], tuple[str, ...]] = {}
    share = max(1, sum(len(table.table.rows) for tables in files for table in tables) // SEEN)
    for tables in files:
        layout = Layout(propose_sheets(tables) if any(table.sheet for table in tables) else ())
        taken, _, said = take_sheets(tables, layout)
        for table in (sheet.table for sheet in taken):
            if table.rows:
                header = tuple(table.header)
                rows[header] += table.rows[::share]
                remarks.setdefault(header, said)
                layouts.setdefault(header, layout)
                above.setdefault(header, table.above)
    if not rows:
        reason = next(
            (row.reason for tables in files for t in tables for row in t.table.aside), "it has no rows"
        )
        raise SourceError(
            [Fault(source.name, None, None, reason, "Give a table with a header row and a row a figure")]
        )
    header = max(rows, key=lambda names: len(rows[names]))
    proposal = propose(LooseTable(list(header), rows[header], above=above[header]))
    proposal = replace(proposal, layout=replace(proposal.layout, sheets=layouts[header].sheets))
    return write_text(mapping_text(proposal, source.name, source.stem, remarks[header]), mapping_path)


def _check_mapping(mapping: TidyMapping, path: Path, tables: list[tuple[str, LooseTable]]) -> None:
    """Raise SourceError where no table has every column that the mapping names; the nearest is spoken of."""
    filled = [(shown, table.header) for shown, table in tables if table.header]
    if filled:
        shown, header = max(filled, key=lambda pair: len(set(mapping.names) & set(pair[1])))
        check_columns(mapping, header, path, shown)
