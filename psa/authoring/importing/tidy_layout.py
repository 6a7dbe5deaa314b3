"""How the table of a file is laid out: on which sheets it stands, what stands across, and where its period is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from psa.authoring.importing.across import PERIOD, make_long, propose_across, run_of_figures, split_head
from psa.authoring.importing.any_table import SheetTable
from psa.authoring.importing.loose_csv import LooseTable, column_names
from psa.authoring.importing.set_aside import SetAside
from psa.authoring.importing.source import first_few
from psa.authoring.importing.tidy_columns import SEEN, Seen, look_at, named_figure

SHEET = "sheet"  # the column that holds the name of the sheet, where several are taken
NO_DATA = re.compile(
    r"(front|cover|title|contents?|index|notes?|footnotes?|read ?me|metadata|information|introduction|guidance"
    r"|definitions?|glossary|background|about|methodology|changes|contacts?)([ _-].*)?|.*[ _](contents|notes|cover)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Layout:
    """How a table is laid out.

    Attributes:
        sheets: the sheets of a workbook that are taken; without any, the one that suits best.
        across: the columns whose figures stand across, or the word for periods.
        period_above: whether the period of every figure stands above the table.
    """

    sheets: tuple[str, ...] = ()
    across: tuple[str, ...] = ()
    period_above: bool = False

    def long(self, table: LooseTable) -> LooseTable:
        """Return a table with a row a figure, its period in a column."""
        table = make_long(table, self.across)
        if not self.period_above or not table.header:
            return table
        period = period_among(table.above)
        header, _ = column_names([*table.header, PERIOD])
        return replace(table, header=header, rows=[(n, [*cells, period]) for n, cells in table.rows])


@dataclass(frozen=True)
class Proposal:
    """What a table seems to be: its layout, and its columns once it is long."""

    layout: Layout
    seen: Seen
    table: LooseTable

    @property
    def is_whole(self) -> bool:
        """Whether a period and a figure were found."""
        return bool(self.table.rows and self.seen.columns.get("period") and self.seen.columns.get("value"))


def period_among(words: Sequence[str]) -> str:
    """Return the first period that stands in the words above a table; empty where there is none."""
    for text in words:
        for part in (text, text.rpartition(":")[2].strip(), *re.findall(r"[(,:]([^(),:]+)", text)):
            period, rest = split_head(part.strip()[:200])
            if period and (not rest or part is text):
                return period
    return ""


def propose(table: LooseTable) -> Proposal:
    """Return what a table seems to be, by the names of its columns and by what they hold."""
    share = max(1, len(table.rows) // SEEN)
    table = replace(table, rows=table.rows[::share])
    layout = Layout(across=propose_across(table))
    seen = _seen(layout.long(table))
    if not layout.across and not named_figure(table.header):
        uses = ("period", "area", "area_code", "lower", "upper", "unit", "note", "status")
        layout = Layout(across=run_of_figures(table, [seen.columns.get(use, "") for use in uses]))
        seen = _seen(layout.long(table))
    if not seen.columns.get("period") and period_among(table.above):
        layout = replace(layout, period_above=True)
        seen = _seen(layout.long(table))
    return Proposal(layout, seen, layout.long(table))


def _seen(table: LooseTable) -> Seen:
    return look_at(table.header, [cells for _, cells in table.rows])


def propose_sheets(tables: Sequence[SheetTable]) -> tuple[str, ...]:
    """Return the sheet that holds the long table with the most figures, and those with the same columns.

    A sheet with a row a figure goes before one whose figures stand across; of those, the one with the most figures.
    """
    found = [(sheet, propose(sheet.table)) for sheet in tables if not NO_DATA.fullmatch(sheet.sheet.strip())]
    whole = [(sheet, proposal) for sheet, proposal in found if proposal.is_whole]
    if not whole:
        return ()
    best, _ = max(whole, key=lambda pair: (not pair[1].layout.across, pair[0].figures))
    return tuple(sheet.sheet for sheet, _ in whole if sheet.table.header == best.table.header)


def take_sheets(
    tables: Sequence[SheetTable], layout: Layout, columns: Sequence[str] = ()
) -> tuple[list[SheetTable], list[SetAside], list[str]]:
    """Return the tables of a workbook that are taken in, the figures of the others, and what to say of it.

    Args:
        tables: one for each sheet; a file that is no workbook has one.
        layout: names the sheets; where it names none, the one with all columns and the most rows is taken.
        columns: those that the mapping names.
    """
    if not any(table.sheet for table in tables):
        return [*tables], [], []
    names = layout.sheets
    if not names:
        suited = [t for t in tables if t.table.rows and set(columns) <= {*layout.long(t.table).header, SHEET}]
        names = tuple(t.sheet for t in sorted(suited, key=lambda t: -len(t.table.rows))[:1])
    taken = [table for table in tables if table.sheet in names]
    others = [table for table in tables if table.sheet not in names]
    file = tables[0].shown.removesuffix(f", sheet {tables[0].sheet}")
    there = first_few([table.sheet for table in tables], 30)
    aside = [
        SetAside(file, "", "", name, f"there is no sheet {name!r}; there are: {there}", 0)
        for name in names
        if name not in {table.sheet for table in tables}
    ]
    reason = (
        "the sheet was not taken: name it at sheet in the mapping, or import it as a framework of its own"
    )
    aside += [
        SetAside(table.shown, "", "", first_few(table.table.header, 6), reason, table.figures)
        for table in others
        if table.table.rows and not NO_DATA.fullmatch(table.sheet.strip()) and table.figures
    ]
    remark = f"{file}: taken from the sheet {first_few([t.sheet for t in taken], 12)}"
    passed = [table.sheet for table in others]
    remarks = [remark + (f"; passed over: {first_few(passed, 12)}" if passed else "")] if taken else []
    if len(names) > 1:
        taken = [_with_sheet(table) for table in taken]
    return taken, aside, remarks


def _with_sheet(sheet: SheetTable) -> SheetTable:
    """Return a table with the name of its sheet in a column."""
    header, _ = column_names([SHEET, *sheet.table.header])
    rows = [(number, [sheet.sheet, *cells]) for number, cells in sheet.table.rows]
    return replace(sheet, table=replace(sheet.table, header=header, rows=rows))
