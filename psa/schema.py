"""Columns, types, keys and vocabularies of every table of a framework, and the check of one table.

A framework is a folder of CSV files in UTF-8 with a header row; an empty cell means *not known*.
Three rows of ``observations/psa-14.csv``::

    measure_id,period,value,lower,upper,interval_level,numerator,denominator,status,provenance,source_id
    psa-14/1:neet-16-18,2004-12-31,9.6,,,,,,final,read,dcsf-participation-2010
    psa-14/1:neet-16-18,2005-12-31,10.7,,,,,,final,read,dcsf-participation-2010

Every check lists all that is wrong, each fault with its file, row (as a text editor counts them, the
header being row 1), column and what to do.
"""

import csv
import difflib
import io
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from psa import spreadsheets
from psa.periods import FORMS, parse_date, parse_period

PROVENANCES = ("read", "inferred", "recalled")
KINDS = ("target", "minimum_standard", "improve")
DIRECTIONS = ("increase", "decrease", "maintain", "none")
VALUE_KINDS = ("proportion", "rate", "count", "mean", "index", "gap", "money", "ratio")
ROLES = ("headline", "component", "group", "related", "proxy", "context")
FORMULAS = ("difference", "ratio", "ratio_of_sum", "percent_change", "sum")
RATING_CLASSES = (
    "strong_progress", "some_progress", "no_progress", "not_yet_assessed", "withheld", "improvement",
    "no_improvement", "met", "not_met", "partly_met", "on_course", "slippage", "other",
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a framework folder, and what to do about it."""

    file: str
    row: int | None
    column: str | None
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = self.file
        where += f", row {self.row}" if self.row else ""
        where += f", column {self.column}" if self.column else ""
        return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", f"{where}: {self.problem}. {self.remedy}.")


class FrameworkError(ValueError):
    """A framework cannot be used; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        count = f"{len(faults)} fault{'s' if len(faults) != 1 else ''}"
        super().__init__("\n".join([f"{count} in the framework's tables:", *map(str, faults)]))


@dataclass(frozen=True)
class Column:
    """One column: its name, type and vocabulary.

    Attributes:
        name: as in the header row.
        type: text, number, integer, boolean, period, date, periods_or_text, choice or ids.
        is_required: the column must be there and no cell of it may be empty.
        choices: the vocabulary of a choice.
        refers_to: the table whose key the cells must name.
        note: one line for the reference.
    """

    name: str
    type: str = "text"
    is_required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Table:
    """One table: its file, columns and key."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    is_required: bool = False
    is_folder: bool = False
    note: str = ""

    def column(self, name: str) -> Column | None:
        """Return the column of that name, or None."""
        return next((c for c in self.columns if c.name == name), None)


def _c(name, type="text", required=False, choices=(), refers=None, note=""):  # noqa: A002
    return Column(name, "choice" if choices else type, required, tuple(choices), refers, note)


_PROVENANCE = _c("provenance", choices=PROVENANCES, note="read, inferred or recalled")
_SOURCE = _c("source_id", "ids", refers="sources", note="one id, or several joined by ;")
_NOTE = _c("note")

TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        Table("framework", (
            _c("setting", required=True), _c("value", required=True), _PROVENANCE, _SOURCE, _NOTE,
        ), ("setting",), note="title, period and defaults of the framework as a whole"),
        Table("vocabulary", (
            _c("term", required=True), _c("word", required=True), _c("plural"), _NOTE,
        ), ("term",), note="the framework's own words for its levels and its ratings"),
        Table("agreements", (
            _c("agreement_id", required=True), _c("number"), _c("title", required=True), _c("short_title"),
            _c("lead_department"), _PROVENANCE, _SOURCE, _NOTE,
        ), ("agreement_id",), is_required=True, note="the promises"),
        Table("departments", (
            _c("department_id", required=True), _c("name", required=True), _c("abbreviation"),
            _c("existed_from", "date"), _c("existed_to", "date"), _c("successor_ids", "ids"),
            _PROVENANCE, _SOURCE, _NOTE,
        ), ("department_id",), note="who delivers"),
        Table("agreement_departments", (
            _c("agreement_id", required=True, refers="agreements"),
            _c("department_id", required=True, refers="departments"),
            _c("role", required=True, choices=("lead", "partner")),
            _c("valid_from", "date"), _c("valid_to", "date"), _PROVENANCE, _SOURCE, _NOTE,
        ), ("agreement_id", "department_id", "role", "valid_from"), note="who leads and who is a partner"),
        Table("indicators", (
            _c("indicator_id", required=True), _c("agreement_id", required=True, refers="agreements"),
            _c("number"), _c("name", required=True), _c("kind", required=True, choices=KINDS),
            _c("direction", required=True, choices=DIRECTIONS), _c("unit"), _c("target_value", "number"),
            _c("target_period", "period"),
            _c("target_basis", choices=("level", "change", "percent_change", "share")),
            _c("target_text"), _c("baseline_value", "number"), _c("baseline_period", "period"),
            _c("minimum_change", "number"),
            _c("minimum_change_unit", choices=("percentage_points", "percent", "absolute", "significance")),
            _c("significance_rule"), _c("data_source"), _c("publisher"), _c("geography"), _c("frequency"),
            _c("national_indicator"), _PROVENANCE, _SOURCE, _NOTE,
        ), ("indicator_id",), is_required=True, note="what each promise is measured by"),
        Table("measures", (
            _c("measure_id", required=True), _c("indicator_id", required=True, refers="indicators"),
            _c("label", required=True), _c("role", choices=ROLES), _c("is_rateable", "boolean"),
            _c("dimension"), _c("dimension_value"), _c("unit"), _c("value_kind", choices=VALUE_KINDS),
            _c("good_direction", choices=DIRECTIONS), _c("geography"), _c("period_kind"), _c("vintage"),
            _c("definition_break", "period"), _c("design_effect", "number"), _NOTE,
        ), ("measure_id",), is_required=True, note="the published series of each indicator"),
        Table("derived_measures", (
            _c("measure_id", required=True), _c("indicator_id", required=True, refers="indicators"),
            _c("label", required=True), _c("formula", required=True, choices=FORMULAS),
            _c("input_measure_ids", "ids", required=True, refers="measures"), _c("is_rateable", "boolean"),
            _c("unit"), _NOTE,
        ), ("measure_id",), note="series that the program computes, period by period"),
        Table("observations", (
            _c("measure_id", required=True, refers="measures"), _c("period", "period", required=True),
            _c("period_as_published"), _c("value", "number", required=True), _c("lower", "number"),
            _c("upper", "number"), _c("interval_level", "number"), _c("numerator", "number"),
            _c("denominator", "number"), _c("status", choices=("final", "provisional", "revised")),
            _PROVENANCE, _c("source_id", "ids", required=True, refers="sources"),
            _c("released", "date", note="of a revised figure: when it came out; the earlier row stays"),
        ), ("measure_id", "period", "released"), is_required=True, is_folder=True,
           note="the published figures"),
        Table("published_ratings", (
            _c("agreement_id", refers="agreements"), _c("objective_id", refers="objectives"),
            _c("indicator_id"), _c("report", required=True), _c("report_date", "date"),
            _c("rating_as_published", required=True),
            _c("rating_class", choices=RATING_CLASSES, required=True),
            _c("improved_count", "integer"), _c("total_count", "integer"), _PROVENANCE, _SOURCE, _NOTE,
        ), note="what the reports of the time said"),
        Table("earlier_ratings", (
            _c("spending_review"), _c("department_id", refers="departments"), _c("target", required=True),
            _c("report"), _c("report_date", "date"), _c("rating_as_published", required=True),
            _c("rating_class", choices=RATING_CLASSES), _PROVENANCE, _SOURCE, _NOTE,
        ), note="ratings of the framework before, published in the same years"),
        Table("data_system_ratings", (
            _c("agreement_id", refers="agreements"), _c("indicator_id", refers="indicators"),
            _c("rating_as_published"), _c("report", required=True), _PROVENANCE, _SOURCE, _NOTE,
        ), note="the auditor's view of the data systems"),
        Table("objectives", (
            _c("objective_id", required=True), _c("department_id", required=True, refers="departments"),
            _c("number"), _c("title", required=True), _c("valid_from", "date"), _c("valid_to", "date"),
            _PROVENANCE, _SOURCE, _NOTE,
        ), ("objective_id",), note="each department's own objectives"),
        Table("objective_indicators", (
            _c("objective_id", required=True, refers="objectives"), _c("number"), _c("name", required=True),
            _c("kind", choices=KINDS), _c("target_text"), _c("shared_indicator_id", refers="indicators"),
            _PROVENANCE, _SOURCE, _NOTE,
        ), ("objective_id", "number", "name"), note="what each objective is measured by"),
        Table("objective_agreements", (
            _c("objective_id", required=True, refers="objectives"),
            _c("agreement_id", required=True, refers="agreements"), _PROVENANCE, _SOURCE, _NOTE,
        ), ("objective_id", "agreement_id"), note="which agreements an objective underpins"),
        Table("transformation", (
            _c("action_id", required=True), _c("department_id"), _c("kind"), _c("title", required=True),
            _c("target_text"), _c("target_value", "number"), _c("unit"), _c("target_period", "period"),
            _PROVENANCE, _SOURCE, _NOTE,
        ), ("action_id",), note="actions that underpin all agreements"),
        Table("transformation_observations", (
            _c("action_id", required=True, refers="transformation"), _c("period", "period", required=True),
            _c("label", required=True), _c("value", "number", required=True), _c("unit"),
            _PROVENANCE, _SOURCE, _NOTE,
        ), ("action_id", "period", "label"), note="figures of these actions"),
        Table("rules", (
            _c("rule_id", required=True), _c("statement", required=True), _c("threshold"),
            _PROVENANCE, _SOURCE, _NOTE,
        ), ("rule_id",), note="each rule of assessment and where it was read"),
        Table("sources", (
            _c("source_id", required=True), _c("title", required=True), _c("publisher"), _c("url"),
            _c("read_on", "date"), _c("kind"), _c("licence"), _c("repository"), _c("path"), _c("commit"),
        ), ("source_id",), is_required=True, note="where each fact was read"),
        Table("corrections", (
            _c("table", required=True), _c("row_key", required=True), _c("column", required=True),
            _c("old_value"), _c("new_value"), _c("reason", required=True), _SOURCE,
        ), ("table", "row_key", "column"), note="what we think is wrong in the tables, with reason"),
    )
}  # fmt: skip

ROW = "__row__"
FILE = "__file__"


CODES = {"number", "dimension_value", "threshold", "label"}  # short texts such as 1.1 or 10-14
SAVE_AS = "Save it as UTF-8; a spreadsheet calls that CSV UTF-8 (comma delimited)"
LINE_END = re.compile(rb"\r\n|\r|\n")
SNIFFED_ROWS = 8  # how far down a header row is looked for


def _decode(path: Path, shown: str) -> tuple[str | None, list[Fault]]:
    data = path.read_bytes()
    if data.startswith(b"PK\x03\x04") or data.startswith(b"\xd0\xcf\x11\xe0"):
        return None, [Fault(shown, None, None, "the file is a spreadsheet's workbook, not CSV", SAVE_AS)]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, [Fault(shown, None, None, "the file is UTF-16, not UTF-8", SAVE_AS)]
    if (at := data.find(b"\x00")) >= 0:
        row = len(LINE_END.findall(data[:at])) + 1
        return None, [Fault(shown, row, None, "the file holds zero bytes: it is UTF-16 or damaged", SAVE_AS)]
    try:
        return data.decode("utf-8").lstrip("\ufeff"), []
    except UnicodeDecodeError as error:
        line = data[:error.start].rpartition(b"\n")[2] + data[error.start:].partition(b"\n")[0]
        row = len(LINE_END.findall(data[: error.start])) + 1
        near = line.strip(b"\r").decode("latin-1")[:60]
        fault = Fault(shown, row, None, f"byte {data[error.start]:#04x} is not UTF-8 (in {near!r})", SAVE_AS)
        return None, [fault]


def _records(text: str) -> list[tuple[int, list[str]]]:
    """Return the row number and the stripped cells of each record that is not blank; may raise csv.Error."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    return [(reader.line_num, cells) for raw in reader if any(cells := [c.strip() for c in raw])]


def _header_fault(table: Table, shown: str, records: list[tuple[int, list[str]]]) -> Fault | None:
    """Return what is wrong with the whole file: another separator, a title above, a header in two rows."""
    names = {c.name for c in table.columns}
    needed = {c.name for c in table.columns if c.is_required}
    row, header = records[0]
    if len([h for h in header if h]) == 1 or not names & set(header):
        whole = ",".join(header)
        for separator, word in spreadsheets.SEPARATORS.items():
            found = names & {h.strip().strip('"') for h in whole.split(separator)}
            if len(found) >= min(2, len(names)) or whole.lower().startswith("sep="):
                remedy = (
                    "Save it with commas between the cells and points in the numbers: set the language of "
                    "the spreadsheet to English first, because others read 1.234 as 1234"
                )
                return Fault(shown, row, None, f"the cells are separated by {word}, not by commas", remedy)
    if needed <= set(header):
        return None
    for below, cells in records[1:SNIFFED_ROWS]:
        found = names & set(cells)
        if needed <= found or len(found) > max(1, len(names & set(header)), len(names) // 3):
            above = " · ".join(h for h in header if h)[:60]
            problem = f"the header row is row {below}; above it stands {above!r}"
            return Fault(shown, row, None, problem, f"Remove what stands above row {below}")
    below, cells = records[1] if len(records) > 1 else (0, [])
    if spread := (needed - set(header)) & set(cells):
        problem = f"the header is in two rows: row {below} holds {', '.join(sorted(spread))}"
        return Fault(shown, below, None, problem, "Undo merged cells, and write all the names in one row")
    return None


def read_table(table: Table, path: Path, shown: str) -> tuple[pd.DataFrame, list[Fault]]:
    """Read one CSV file as text and check its shape: encoding, header, width of each row.

    Args:
        table: what the file should hold.
        path: the file.
        shown: the name of the file in messages.

    Returns:
        A frame of text with every column of `table` (absent ones empty), any further columns of the
        file, and the columns `__file__` and `__row__`; and the faults found. The frame is empty
        where the file cannot be read at all.
    """
    names = [c.name for c in table.columns]
    nothing = pd.DataFrame(columns=[*names, FILE, ROW], dtype=object)
    text, faults = _decode(path, shown)
    if text is None:
        return nothing, faults
    remedy = f"Give it the header row: {','.join(names)}"
    if not text.strip():
        return nothing, [Fault(shown, None, None, "the file is empty", remedy)]
    try:
        records = _records(text)
    except csv.Error as error:
        remedy = "Close the quotation mark, or double one inside a cell"
        return nothing, [Fault(shown, _broken_row(text), None, f"not CSV: {error}", remedy)]
    if not records:
        return nothing, [Fault(shown, None, None, "the file holds no names and no rows", remedy)]
    if wrong := _header_fault(table, shown, records):
        return nothing, [wrong]
    header_row, header = records.pop(0)
    header = [spreadsheets.INVISIBLE.sub("", h) for h in header]
    while header and not header[-1] and not any(any(cells[len(header) - 1 :]) for _, cells in records):
        header.pop()
    rows, numbers = [], []
    for number, cells in records:
        extra = cells[len(header) :]
        if len(cells) < len(header) or any(extra):
            problem = f"{len(cells)} cells where the header has {len(header)}"
            remedy = "Quote a cell that holds a comma, and give empty cells their comma"
            faults.append(Fault(shown, number, None, problem, remedy))
        elif cells[: len(header)] == header:
            faults.append(Fault(shown, number, None, "the header row is there again", "Remove this row"))
        else:
            rows.append(cells[: len(header)])
            numbers.append(number)
    if "" in header:
        at = header.index("")
        held = next(((n, r[at]) for n, r in zip(numbers, rows, strict=True) if r[at]), None)
        holds = f" but holds {held[1]!r} in row {held[0]}" if held else ""
        problem = f"column {at + 1} has no name{holds}"
        remedy = "Name the column, or remove it with all its cells"
        return nothing, [*faults, Fault(shown, header_row, None, problem, remedy)]
    for name in sorted({h for h in header if header.count(h) > 1}):
        faults.append(Fault(shown, header_row, name, "the column is there twice", "Remove one of the two"))
    missing = [c.name for c in table.columns if c.is_required and c.name not in header]
    unknown = [h for h in header if h not in names]
    for name in missing:
        near = difflib.get_close_matches(name, unknown, 1)
        remedy = f"Is {near[0]!r} meant? Rename it" if near else f"Add the column {name!r} to the header row"
        faults.append(Fault(shown, header_row, name, "the column is missing", remedy))
    for name in unknown:
        absent = [n for n in names if n not in header and n not in missing]
        near = difflib.get_close_matches(name, absent, 1, 0.8)
        if near:
            remedy = f"Is {near[0]!r} meant? Rename it"
            faults.append(Fault(shown, header_row, name, "no such column", remedy))
    if any(header.count(h) > 1 for h in header):
        return nothing, faults
    # plain Python text: the checks look at single cells, which is many times slower in Arrow's columns
    at = {name: i for i, name in enumerate(header)}
    blank = [""] * len(rows)
    data = {name: [r[at[name]] for r in rows] if name in at else blank for name in [*names, *unknown]}
    frame = pd.DataFrame(data | {FILE: [shown] * len(rows)}, dtype=object)
    frame[ROW] = numbers
    return frame, faults


def _broken_row(text: str) -> int:
    """Return the row at which a text stops being CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    try:
        for _ in reader:
            start = reader.line_num + 1
    except csv.Error:
        pass
    return start


def _cell_fault(column: Column, text: str) -> tuple[str, str] | None:
    """Return what is wrong with one non-empty cell, and the remedy; None where it is right."""
    if column.type in {"number", "integer"}:
        wrong = spreadsheets.number_fault(text)
        if wrong and column.is_required and wrong[1].startswith("Leave the cell empty"):
            return wrong[0], "Remove the row: a figure not published has none; write 0 only where it is 0"
        if wrong:
            return wrong
        if column.type == "integer" and not re.fullmatch(r"-?[0-9]+", text):
            return f"{text!r} is not a whole number", "Write digits only"
    elif column.type == "boolean" and text.lower() not in {"true", "false"}:
        return f"{text!r} is neither true nor false", "Write true or false"
    elif column.type == "choice" and text not in column.choices:
        near = difflib.get_close_matches(text, column.choices, 1)
        hint = f"Is {near[0]!r} meant? " if near else ""
        return f"{text!r} is not one of the known words", f"{hint}Write one of: {', '.join(column.choices)}"
    elif column.type == "period":
        try:
            parse_period(text)
        except ValueError:
            known = spreadsheets.period_fault(text)
            return known or (f"{text!r} is not a period", f"Write it as one of: {FORMS}")
    elif column.type == "date":
        try:
            parse_date(text)
        except ValueError:
            known = spreadsheets.date_fault(text)
            return known or (f"{text!r} is not a date", "Write 2008-12-31, 2008-12 or 2008")
    elif column.type in {"text", "ids"}:
        wrong = spreadsheets.text_fault(text)
        if not wrong and (column.type == "ids" or column.refers_to or column.name.endswith("_id")):
            wrong = spreadsheets.name_fault(text)
        if not wrong and column.name in CODES:
            wrong = spreadsheets.became_date(text)
        return wrong
    return None


def check_table(table: Table, frame: pd.DataFrame) -> list[Fault]:
    """Return every fault in the cells and the key of one table read by `read_table`.

    References to other tables are checked by `check_references`, once all tables are read.
    """
    if frame.empty:
        return []
    faults, places = [], list(zip(frame[FILE], frame[ROW], strict=True))
    for column in table.columns:
        cells = frame[column.name].tolist()
        bad = {text: wrong for text in set(cells) if text and (wrong := _cell_fault(column, text))}
        if column.is_required:
            bad[""] = ("the cell is empty", "Fill it in")
        if bad:
            both = zip(cells, places, strict=True)
            faults += [Fault(*place, column.name, *bad[text]) for text, place in both if text in bad]
    if table.key:
        first: dict[tuple, tuple] = {}
        for key, place in zip(zip(*(frame[k] for k in table.key), strict=True), places, strict=True):
            if not key[0]:
                continue
            if key in first:
                named_by = [k for k, cell in zip(table.key, key, strict=True) if cell][-1]
                named, where = " · ".join(cell for cell in key if cell), first[key]
                problem = f"{named} is there already ({where[0]}, row {where[1]})"
                faults.append(Fault(*place, named_by, problem, "Keep one of the two rows"))
            first.setdefault(key, place)
    return faults


def check_references(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return a fault for each id that no row of the table it refers to has."""
    faults = []
    for name, frame in tables.items():
        for column in TABLES[name].columns:
            target = column.refers_to
            if not target or target not in tables:
                continue
            known = set(tables[target][TABLES[target].key[0]])
            if name == "observations" and target == "measures" and "derived_measures" in tables:
                derived = set(tables["derived_measures"]["measure_id"])
            else:
                derived = set()
            cells = frame[column.name]
            for text in cells[cells != ""].unique():
                parts = [p.strip() for p in text.split(";")] if column.type == "ids" else [text]
                for part in parts:
                    if part in known:
                        continue
                    if part in derived:
                        problem = f"{part!r} is a derived measure"
                        remedy = "Remove the row: the program computes it"
                    else:
                        bare = spreadsheets.without_leading_zeros(part)
                        same = sorted(k for k in known if spreadsheets.without_leading_zeros(k) == bare)
                        near = same or difflib.get_close_matches(part, known, 1)
                        problem = f"{part!r} is in no row of {target}"
                        remedy = f"Is {near[0]!r} meant? " if near else ""
                        remedy += "A spreadsheet drops leading zeros. " if same else ""
                        remedy += f"Correct the id, or add it to {target}.csv"
                    for at in frame.index[cells == text]:
                        faults.append(
                            Fault(frame.at[at, FILE], frame.at[at, ROW], column.name, problem, remedy)
                        )
    return faults


def typed(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a checked frame of text with numbers and booleans as such; empty cells as NA."""
    columns = {}
    for name in frame.columns:
        if name in {FILE, ROW}:
            continue
        column = table.column(name)
        cells = frame[name]
        if column and column.type in {"number", "integer"}:
            numbers = [float(c) if c else float("nan") for c in cells]
            columns[name] = pd.Series(numbers, cells.index, dtype="float64")
        elif column and column.type == "boolean":
            columns[name] = cells.str.lower() == "true"
        else:
            columns[name] = cells.where(cells != "")
    return pd.DataFrame(columns, index=frame.index)
