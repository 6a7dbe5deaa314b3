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
from collections import Counter
from dataclasses import dataclass, replace
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

# other bodies' rules by which a published rating may have been made (`psa.lenses.RULES`)
PUBLISHED_RULES = ("destatis", "eurostat", "open-sdg", "un", "fingertips", "xmr", "scotland")


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


_PROVENANCE = _c("provenance", choices=PROVENANCES,
                 note="how the row is known: read in the source named, inferred from it, or recalled and in no source that was read; the last two are marked on the pages")  # fmt: skip
_SOURCE = _c("source_id", "ids", refers="sources", note="where it was read: one id, or several joined by ;")
_NOTE = _c("note", note="a remark for whoever reads the table; nothing is computed from it")
_VALID = (
    _c("valid_from", "date", note="shown beside the name; empty: from the beginning; no rating depends on it"),
    _c("valid_to", "date", note="shown beside the name; empty: to the end; no rating depends on it"),
)

TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        Table("framework", (
            _c("setting", required=True, note="the name of a setting of `params/settings.yml`"),
            _c("value", required=True, note="what it is here, in place of the default"),
            _PROVENANCE, _SOURCE, _NOTE,
        ), ("setting",), note="title, period and defaults of the framework as a whole"),
        Table("vocabulary", (
            _c("term", required=True, note="a word of the program, such as agreement or strong_progress"),
            _c("word", required=True, note="what the framework calls it"),
            _c("plural", note="its plural; empty: the word with an s"), _NOTE,
        ), ("term",), note="the framework's own words for its levels and its ratings"),
        Table("agreements", (
            _c("agreement_id", required=True,
               note="a short id such as `streets` that stays the same; it becomes the name of a page, so letters, digits, points, hyphens and underscores"),
            _c("number", note="its number as published"),
            _c("title", required=True, note="as published"),
            _c("short_title", note="where there is little room; empty: the title"),
            _c("lead_department", note="the department_id of who leads; leads also where `agreement_departments` has no row that says so"),
            _PROVENANCE, _SOURCE, _NOTE,
        ), ("agreement_id",), is_required=True, note="the promises"),
        Table("departments", (
            _c("department_id", required=True,
               note="a short id that stays the same; it becomes the name of a page, as of an agreement"),
            _c("name", required=True, note="in full"),
            _c("abbreviation", note="as it is known by"),
            _c("existed_from", "date", note="when it was set up; for the record"),
            _c("existed_to", "date", note="when it was abolished or renamed; for the record"),
            _c("successor_ids", "ids", note="the departments that took over its work; for the record"),
            _PROVENANCE, _SOURCE, _c("note", note="shown on the department's page"),
        ), ("department_id",), note="who delivers"),
        Table("agreement_departments", (
            _c("agreement_id", required=True, refers="agreements", note="the promise"),
            _c("department_id", required=True, refers="departments", note="who has a part in it"),
            _c("role", required=True, choices=("lead", "partner"),
               note="a department is rated over the agreements of both kinds, each once; the two are also counted apart"),
            *_VALID, _PROVENANCE, _SOURCE, _NOTE,
        ), ("agreement_id", "department_id", "role", "valid_from"), note="who leads and who is a partner"),
        Table("indicators", (
            _c("indicator_id", required=True,
               note="a short id that stays the same; by custom that of its agreement, a slash and its number: `streets/1`"),
            _c("agreement_id", required=True, refers="agreements", note="the promise that it is to measure"),
            _c("number", note="its number as published"),
            _c("name", required=True, note="as published"),
            _c("kind", required=True, choices=KINDS,
               note="what the promise asks for: a figure to reach, a figure to keep to, or the right way alone"),
            _c("direction", required=True, choices=DIRECTIONS,
               note="the way that is good; maintain: to be held at its baseline; none: not known, so it is shown and not rated"),
            _c("unit", note="of the definition, in words; the figures go by the unit of their measure"),
            _c("target_value", "number",
               note="the figure of a target or a minimum standard, read as target_basis says; of a change only the size counts, its sign is that of direction: -50 and 50 are the same"),
            _c("target_period", "period",
               note="when the target is due; it is met or not by the figure of this period, and not yet due while that lies after the period assessed"),
            _c("target_basis", choices=("level", "change", "percent_change", "share"),
               note="how target_value is to be read: a level to reach (share: the same, of a share), a change from the baseline in its unit, or one in per cent of it; empty: a level"),
            _c("target_text", note="the target in the words of the promise; shown"),
            _c("baseline_value", "number",
               note="the baseline as published with the promise; shown. The change is measured from the figure for baseline_period, and from this value only where the one series that is rated has no such figure"),
            _c("baseline_period", "period",
               note="what the change is measured from, as published; empty: the latest comparable figure up to the setting `baseline_by`, marked as our default. A series without a figure for it is not yet assessed, unless baseline_value is given"),
            _c("minimum_change", "number",
               note="the least change the right way that counts as an improvement, where the promise gives one; of `maintain`, the most that it may move either way"),
            _c("minimum_change_unit", choices=("percentage_points", "percent", "absolute", "significance"),
               note="the unit of minimum_change: percentage points, per cent of the baseline, or that of the figures; significance: no number, but a change counts only above its sampling error at the setting `confidence`"),
            _c("significance_rule", note="the promise's own words on which change is significant; for the record"),
            _c("data_source", note="the survey or register that the definition names; shown"),
            _c("publisher", note="who was to publish the figures; for the record"),
            _c("geography", note="the area that the promise is about; for the record"),
            _c("frequency", note="how often figures were to come out; for the record"),
            _c("national_indicator", note="its number in another set of indicators; for the record"),
            _PROVENANCE, _SOURCE, _NOTE,
        ), ("indicator_id",), is_required=True, note="what each promise is measured by"),
        Table("measures", (
            _c("measure_id", required=True,
               note="a short id that stays the same; by custom that of its indicator, a colon and a word: `streets/1:litter`"),
            _c("indicator_id", required=True, refers="indicators", note="what the series is published for, or stands near to"),
            _c("label", required=True, note="what is counted, of whom and where"),
            _c("role", choices=ROLES,
               note="headline: the indicator is rated by it; component: by it and others together; group, related, proxy, context: shown as indicative, in no count; empty: as headline or component"),
            _c("is_rateable", "boolean", note="whether the indicator may be rated by it; empty: what the role says"),
            _c("dimension", note="what the figures are split by, such as region or sex; for the record"),
            _c("dimension_value", note="which part of the split this is; it names the series where several stand side by side"),
            _c("unit", note="of its figures, in words. What begins with percent has 100 as its whole, with proportion, share or fraction 1; change, growth, difference, percentage points and per year can be negative"),
            _c("value_kind", choices=VALUE_KINDS,
               note="which standard errors and which scale of work hold: a proportion stays between 0 and its whole (a figure outside is refused), rate, count, ratio and money stay above 0, mean, index and gap go as they are; empty: as they are"),
            _c("good_direction", choices=DIRECTIONS, note="the way that is good, where it is not that of the indicator; none: not rated"),
            _c("geography", note="the area of the figures; for the record"),
            _c("period_kind", note="the kind of its periods in words; for the record: the kind that counts is read from each period"),
            _c("vintage", note="original: the figures known when the reports came out; later: those of a later edition, which is said beside the rating. An edition of its own is a measure of its own, and no change is computed between two"),
            _c("definition_break", "period", note="the first period that was counted in another way; no change is computed across it"),
            _c("design_effect", "number",
               note="the variance of the survey's design over that of a simple random sample (Kish, 1965), by which sampling errors from numerator and denominator grow; published limits are left as they are; empty: 1"),
            _c("note", note="on the series; shown under its figures"),
        ), ("measure_id",), is_required=True, note="the published series of each indicator"),
        Table("derived_measures", (
            _c("measure_id", required=True, note="an id that no row of measures has"),
            _c("indicator_id", required=True, refers="indicators", note="what it is computed for"),
            _c("label", required=True, note="what it says"),
            _c("formula", required=True, choices=FORMULAS,
               note="difference: the first input less the second; ratio: the first over the second; ratio_of_sum: the sum of all but the last over the last; sum; percent_change: on the same period a year before. Ratios are times 100 where the unit begins with percent"),
            _c("input_measure_ids", "ids", required=True, refers="measures",
               note="the measures that go in, in the order of the formula, joined by ;"),
            _c("is_rateable", "boolean", note="whether the indicator may be rated by it; empty: no"),
            _c("unit", note="of the result, as of a measure"), _c("note", note="on the series; shown under its figures"),
        ), ("measure_id",), note="series that the program computes, period by period"),
        Table("observations", (
            _c("measure_id", required=True, refers="measures", note="the series that the figure belongs to"),
            _c("period", "period", required=True, note="what the figure is for"),
            _c("period_as_published", note="the period in the words of the source, where they differ"),
            _c("value", "number", required=True, note="the figure as published, with its digits; a figure that was not published has no row"),
            _c("lower", "number", note="lower limit of the published interval; with upper, or neither, and used only with interval_level"),
            _c("upper", "number", note="upper limit of the published interval; with lower, or neither, and used only with interval_level"),
            _c("interval_level", "number", note="level of the published interval in per cent, such as 95. Limits without it are kept, but no sampling error is computed from them"),
            _c("numerator", "number", note="as published: how many have the property; sampling errors come from it where there is no interval. Of a proportion it must give the value over the denominator; leave it empty where the value is weighted and it is not"),
            _c("denominator", "number", note="as published: how many were asked or counted; above 0"),
            _c("status", choices=("final", "provisional", "revised"), note="as published; provisional is said beside the rating"),
            _PROVENANCE,
            _c("source_id", "ids", required=True, refers="sources", note="where it was read: one id, or several joined by ;"),
            _c("released", "date", note="of a revised figure: when it came out; the earlier row stays, and the latest release counts. Never before the period began"),
        ), ("measure_id", "period", "released"), is_required=True, is_folder=True,
           note="the published figures"),
        Table("published_ratings", (
            _c("agreement_id", refers="agreements", note="what was rated; of this and the next two, exactly one"),
            _c("objective_id", refers="objectives", note="what was rated, where it was a department's objective"),
            _c("indicator_id", note="what was rated, where it was an indicator, of an agreement or of an objective"),
            _c("report", required=True, note="the report that gave the rating"),
            _c("report_date", "date", note="when that came out; the last report is the one compared"),
            _c("rating_as_published", required=True, note="the rating in the report's own words"),
            _c("rating_class", choices=RATING_CLASSES, required=True,
               note="what these words mean in the words of the rule; `other` where none fits, and nothing is compared"),
            _c("rule", choices=PUBLISHED_RULES,
               note="the rule of another body by which an indicator was rated: its words are then compared with what that rule gives"),
            _c("figures_to", "date", note="with rule: the last day of the figures that it was rated on; without it, the end of the period"),
            _c("improved_count", "integer", note="how many of its indicators the report counts as improved"),
            _c("total_count", "integer", note="how many indicators the report counts in all; with improved_count it tests the rule"),
            _PROVENANCE, _SOURCE, _c("note", note="shown beside the rating"),
        ), note="what the reports of the time said"),
        Table("earlier_ratings", (
            _c("spending_review", note="the framework that set the target"),
            _c("department_id", refers="departments", note="whose target it was"),
            _c("target", required=True, note="its number or name"),
            _c("report", note="the report that gave the rating"),
            _c("report_date", "date", note="when that came out"),
            _c("rating_as_published", required=True, note="the rating in the report's own words; shown"),
            _c("rating_class", choices=RATING_CLASSES, note="what these words mean in the words of the rule"),
            _PROVENANCE, _SOURCE, _NOTE,
        ), note="ratings of the framework before, published in the same years"),
        Table("data_system_ratings", (
            _c("agreement_id", refers="agreements", note="whose data systems; empty where the rating is of several"),
            _c("indicator_id", refers="indicators", note="whose data system; shown beside its rating"),
            _c("rating_as_published", note="the auditor's own words"),
            _c("report", required=True, note="the auditor's report"),
            _PROVENANCE, _SOURCE, _NOTE,
        ), note="the auditor's view of the data systems"),
        Table("objectives", (
            _c("objective_id", required=True, note="a short id that stays the same"),
            _c("department_id", required=True, refers="departments", note="whose objective it is"),
            _c("number", note="its number as published"),
            _c("title", required=True, note="as published"),
            *_VALID, _PROVENANCE, _SOURCE, _NOTE,
        ), ("objective_id",), note="each department's own objectives"),
        Table("objective_indicators", (
            _c("objective_id", required=True, refers="objectives", note="what it is to measure"),
            _c("number", note="its number as published"),
            _c("name", required=True, note="as published"),
            _c("kind", choices=KINDS, note="as of an indicator"),
            _c("target_text", note="the target in the words of the objective"),
            _c("shared_indicator_id", refers="indicators", note="the agreement's indicator that is the same; its rating is shown here"),
            _PROVENANCE, _SOURCE, _NOTE,
        ), ("objective_id", "number", "name"), note="what each objective is measured by"),
        Table("objective_agreements", (
            _c("objective_id", required=True, refers="objectives", note="the department's objective"),
            _c("agreement_id", required=True, refers="agreements", note="the agreement that it underpins"),
            _PROVENANCE, _SOURCE, _NOTE,
        ), ("objective_id", "agreement_id"), note="which agreements an objective underpins"),
        Table("transformation", (
            _c("action_id", required=True, note="a short id that stays the same"),
            _c("department_id", note="who acts; any word, such as `all`, for several"),
            _c("kind", note="what it is, in words, such as action or indicator"),
            _c("title", required=True, note="what is to be done"),
            _c("target_text", note="the target in the words of the source"),
            _c("target_value", "number", note="its figure; shown, not rated"),
            _c("unit", note="of target_value"),
            _c("target_period", "period", note="when it is due"),
            _PROVENANCE, _SOURCE, _NOTE,
        ), ("action_id",), note="actions that underpin all agreements"),
        Table("transformation_observations", (
            _c("action_id", required=True, refers="transformation", note="the action that the figure belongs to"),
            _c("period", "period", required=True, note="what the figure is for"),
            _c("label", required=True, note="what is counted"),
            _c("value", "number", required=True, note="the figure as published"),
            _c("unit", note="of the figure"),
            _PROVENANCE, _SOURCE, _NOTE,
        ), ("action_id", "period", "label"), note="figures of these actions"),
        Table("rules", (
            _c("rule_id", required=True, note="a short id or number"),
            _c("statement", required=True, note="the rule in plain words; shown, the rules themselves are code and settings"),
            _c("threshold", note="its number, where it has one"),
            _PROVENANCE, _SOURCE, _NOTE,
        ), ("rule_id",), note="each rule of assessment and where it was read"),
        Table("sources", (
            _c("source_id", required=True, note="a short id such as `yearbook-2024`, which other tables name"),
            _c("title", required=True, note="of the document, the page or the file"),
            _c("publisher", note="who published it"),
            _c("url", note="its address"),
            _c("read_on", "date", note="the day it was read"),
            _c("kind", note="what it is, in words, such as official release, report, press or mirror"),
            _c("licence", note="what the source says about its use"),
            _c("repository", note="of a data file in a repository: which"),
            _c("path", note="of a data file in a repository: its path"),
            _c("commit", note="of a data file in a repository: the revision that was read"),
        ), ("source_id",), is_required=True, note="where each fact was read"),
        Table("corrections", (
            _c("table", required=True, note="the table that is wrong; one that has a key"),
            _c("row_key", required=True, note="the cells of the key of that table, joined by |, for the row that is wrong"),
            _c("column", required=True, note="the column that is wrong"),
            _c("old_value", note="what stands there; a fault where it no longer does"),
            _c("new_value", note="what is used in its place; the file that is corrected stays as it is. One row corrects one cell: the limits of a figure have rows of their own"),
            _c("reason", required=True, note="why, in a sentence; shown"),
            _SOURCE,
        ), ("table", "row_key", "column"), note="what we think is wrong in the tables, with reason"),
    )
}  # fmt: skip

ROW = "__row__"
FILE = "__file__"


CODES = {"number", "dimension_value", "threshold", "label"}  # short texts such as 1.1 or 10-14
SAVE_AS = "Save it as UTF-8; a spreadsheet calls that CSV UTF-8 (comma delimited)"
SEPARATED = "the cells are separated by"
WHOLE_ROW = "Remove the quotation marks about each row, and write two together inside it as one"
LINE_END = re.compile(rb"\r\n|\r|\n")
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}(\.[0-9]+)?")
_DECIMAL = re.compile("-?[0-9]+,[0-9]+")
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
    whole = ",".join(header)
    if whole.lower().startswith("sep="):
        below = _header_fault(table, shown, records[1:]) if records[1:] else None
        if below and below.problem.startswith(SEPARATED):
            return replace(below, row=row)
        problem = f"{whole!r} is the line by which a spreadsheet names the separator, not the header row"
        return Fault(shown, row, None, problem, "Remove this line")
    if len([h for h in header if h]) == 1 or not names & set(header):
        for separator, word in {",": "commas", **spreadsheets.SEPARATORS}.items():
            found = names & {h.strip().strip('"') for h in whole.split(separator)}
            if len(found) < min(2, len(names)):
                continue
            if separator == ",":
                problem = "the row is a single cell that holds commas: quotation marks stand about the whole row"
                return Fault(shown, row, None, problem, WHOLE_ROW)
            remedy = (
                "Save it with commas between the cells and points in the numbers: set the language of "
                "the spreadsheet to English first, because others read 1.234 as 1234"
            )
            return Fault(shown, row, None, f"{SEPARATED} {word}, not by commas", remedy)
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
    widths = {len(header)}  # of a row as a spreadsheet saves it: empty columns at the right included
    while header and not header[-1] and not any(any(cells[len(header) - 1 :]) for _, cells in records):
        header.pop()
    widths.add(len(header))
    rows, numbers = [], []
    for number, cells in records:
        if len(cells) not in widths or any(cells[len(header) :]):
            faults.append(Fault(shown, number, None, *_width_fault(table, header, cells)))
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
    counted = Counter(header)
    for name in sorted(h for h, n in counted.items() if n > 1):
        faults.append(Fault(shown, header_row, name, "the column is there twice", "Remove one of the two"))
    missing = [c.name for c in table.columns if c.is_required and c.name not in header]
    unknown = [h for h in header if h not in names]
    for name in missing:
        near = difflib.get_close_matches(name, unknown, 1)
        remedy = f"Is {near[0]!r} meant? Rename it" if near else f"Add the column {name!r} to the header row"
        faults.append(Fault(shown, header_row, name, "the column is missing", remedy))
    absent = [n for n in names if n not in counted and n not in missing]
    for name in unknown:
        near = difflib.get_close_matches(name, absent, 1, 0.8) or [n for n in absent if _is_slip(name, n)]
        if near:
            remedy = f"Is {near[0]!r} meant? Rename it"
            faults.append(Fault(shown, header_row, name, "no such column", remedy))
    if len(counted) < len(header):
        return nothing, faults
    # plain Python text: the checks look at single cells, which is many times slower in Arrow's columns
    at = {name: i for i, name in enumerate(header)}
    blank = [""] * len(rows)
    data = {name: [r[at[name]] for r in rows] if name in at else blank for name in [*names, *unknown]}
    frame = pd.DataFrame(data | {FILE: [shown] * len(rows)}, dtype=object)
    frame[ROW] = numbers
    return frame, faults


def _width_fault(table: Table, header: list[str], cells: list[str]) -> tuple[str, str]:
    """Return what is wrong with a row that is longer or shorter than the header, and the remedy."""
    problem = f"{len(cells)} cell{'s' if len(cells) != 1 else ''} where the header has {len(header)}"
    if ways := _split_numbers(table, header, cells):
        pairs = " or ".join(dict.fromkeys(f"{first!r} and {second!r}" for first, second, _, _ in ways))
        remedies = [f"{text} if {first},{second} has a {word} comma" for first, second, text, word in ways]
        remedies += ["remove the comma at the end of the row if none has"] if not cells[-1] else []
        return f"{problem}: {pairs} look like one number that holds a comma", f"Write {', '.join(remedies)}"
    if len(cells) == 1 and "," in cells[0]:
        return f"{problem}: quotation marks stand about the whole row", WHOLE_ROW
    remedy = "Quote a cell that holds a comma, and give empty cells their comma"
    if len(cells) > len(header) and not any(cells[len(header) :]):
        remedy = "Quote a cell that holds a comma; where none does, remove the commas at the end of the row"
    return problem, remedy


def _split_numbers(table: Table, header: list[str], cells: list[str]) -> list[tuple[str, str, str, str]]:
    """Return the pairs of neighbouring cells that, as one number, leave a row of the right length and kinds.

    Each with the number as it is to be written and the word for its comma: thousands or decimal.
    """
    found, columns = [], [table.column(name) for name in header]
    for at in range(len(header) if len(cells) == len(header) + 1 else 0):
        if columns[at] is None or columns[at].type not in {"number", "integer"}:
            continue
        first, second = cells[at : at + 2]
        for form, joint, word in ((_THOUSANDS, "", "thousands"), (_DECIMAL, ".", "decimal")):
            text = f"{first}{joint}{second}"
            row = zip(columns, [*cells[:at], text, *cells[at + 2 :]], strict=True)
            if form.fullmatch(f"{first},{second}") and not any(_cell_fault(c, t) for c, t in row if c and t):
                found.append((first, second, text, word))
    return found


def _is_slip(written: str, meant: str) -> bool:
    """Say whether two names differ by one slip: of a letter, of two neighbours, of case or of the joint.

    Likeness in proportion, which serves long names, lets ``roll`` for ``role`` pass. The first letter must
    be the same: it is seldom the wrong one, and ``power`` is not ``lower``.
    """
    a, b = (re.sub(r"[\s_-]+", "_", name.lower()) for name in (written, meant))
    if a == b:
        return True
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[same:], b[same:]
    return same > 0 and (a[1:] == b[1:] or a == b[1:] or a[1:] == b or (a[:2] == b[1::-1] and a[2:] == b[2:]))


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
        near = difflib.get_close_matches(text.lower(), column.choices, 1)
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


def _that_begin(part: str, known: set[str]) -> list[str]:
    """Return the one id that a text of some length begins; nothing where several do."""
    found = [k for k in known if k.startswith(part)] if len(part) > 3 else []
    return found if len(found) == 1 else []


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
                        near = same or difflib.get_close_matches(part, known, 1) or _that_begin(part, known)
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
