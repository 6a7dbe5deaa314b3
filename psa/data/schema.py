"""Columns, types, keys and vocabularies of every table of a framework, and the check of one table.

A framework is a folder of CSV files in UTF-8 with a header row; an empty cell means *not known*.
Three rows of ``observations/psa-14.csv``::

    measure_id,period,value,lower,upper,interval_level,numerator,denominator,status,provenance,source_id
    psa-14/1:neet-16-18,2004-12-31,9.6,,,,,,final,read,dcsf-participation-2010
    psa-14/1:neet-16-18,2005-12-31,10.7,,,,,,final,read,dcsf-participation-2010

Every check lists all that is wrong, each fault with its file, row (as a text editor counts them, the
header being row 1), column and what to do.
"""

from dataclasses import dataclass

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
    _c(
        "valid_from", "date", note="shown beside the name; empty: from the beginning; no rating depends on it"
    ),
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


CODES = {"number", "dimension_value", "threshold", "label"}  # short texts such as 1.1 or 10-14
