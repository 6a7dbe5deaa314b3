"""The downloads: CSV and JSON for programs, a spreadsheet for people, a data package that describes the CSVs.

Everything is computed before anything is written, and the same ratings give the same bytes.

* ``indicator_ratings``, ``agreement_ratings``, ``department_ratings``, ``rule_comparison``, ``measures``,
  ``observations``, ``sources``: the whole framework, as CSV and as JSON;
* ``<id>.csv``, ``<id>.json``, ``<id>_observations.csv``: of one agreement or department;
* ``<framework>.xlsx``: after the guidance of the UK Government Analysis Function on spreadsheets
  ("Releasing statistics in spreadsheets", 2021): a cover, contents, notes, one table a sheet, no empty cell;
* ``datapackage.json``: a Frictionless Data Package over the whole framework's CSVs.

A cell of a CSV that a spreadsheet would take for a formula is marked (`psa.publish.plain_text_cell`); JSON
and the spreadsheet hold such a text as it is, and the spreadsheet holds it as text.
"""

import io
import json
import re
import warnings
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from psa.publish import format_cell, plain_text_cell, table_lines, table_text, write_bytes
from psa.ratings import Ratings, department_indicators

__all__ = ["column_meaning", "data_package", "json_text", "plain_text_cell", "write_downloads"]

FOLDER = "downloads"
OWN_ENDS = (".csv", ".json", "_observations.csv")
OBSERVATIONS = [
    "measure_id", "period", "start", "end", "value", "lower", "upper", "interval_level", "numerator",
    "denominator", "status", "vintage", "provenance", "source_id",
]  # fmt: skip
MEASURES = ["measure_id", "indicator_id", "label", "unit", "value_kind", "role", "is_rateable", "is_derived"]
# what one department's files hold, others' hold too, so those of one agreement or department are short
OWN_OBSERVATIONS = ["measure_id", "period", "value", "lower", "upper", "status", "source_id"]
OWN_RATINGS = [
    "indicator_id", "agreement_id", "name", "rating", "reason", "unit", "baseline_period", "baseline_value",
    "latest_period", "latest_value", "change", "change_lower", "change_upper", "p_improved", "verdict",
    "target_level", "target_period", "target_status", "standard_level", "caveats",
]  # fmt: skip


# ------------------------------------------------------------------------------- what is written where


def write_downloads(rated: Ratings, folder: Path) -> list[Path]:
    """Write all downloads to ``<folder>/downloads`` and return their paths.

    Args:
        rated: what `psa.ratings.rate_framework` gives.
        folder: the outputs folder.

    Raises:
        ValueError: two downloads would have the same name; nothing is written.
    """
    contents = _whole(rated)
    contents[f"{rated.framework.name}.xlsx"] = workbook(rated)
    _check_names(rated, contents)
    contents |= _own_files(rated)
    home = Path(folder) / FOLDER
    return [write_bytes(data, home / name) for name, data in contents.items()]


def whole_tables(rated: Ratings) -> dict[str, pd.DataFrame]:
    """Return the tables of the whole framework, by the name of their file."""
    frames = {
        "indicator_ratings": rated.indicators,
        "agreement_ratings": rated.agreements,
        "department_ratings": rated.departments,
        "rule_comparison": rated.comparison,
        "measures": rated.series[MEASURES].drop_duplicates("measure_id"),
        "observations": rated.series[OBSERVATIONS],
        "sources": rated.framework.tables["sources"],
    }
    # without departments there is no table of them
    return {name: _finite(frame) for name, frame in frames.items() if len(frame.columns)}


def _whole(rated: Ratings) -> dict[str, bytes]:
    frames = whole_tables(rated)
    contents = {}
    for name, frame in frames.items():
        contents[f"{name}.csv"] = table_text(frame).encode()
        contents[f"{name}.json"] = json_text(frame).encode()
    package = data_package(rated, frames)
    contents["datapackage.json"] = (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()
    return contents


def _own_files(rated: Ratings) -> dict[str, bytes]:
    """Return the files of each agreement and department: its ratings, and its figures.

    An agreement's figures are all that belong to its indicators. A department's are those that can be
    rated, of the agreements that it leads, or of those that it is a partner of where it leads none: an
    agreement of many departments would else be written out for each.
    """
    framework = rated.framework
    indicators = _finite(rated.indicators).reset_index(drop=True)  # so that an index is a line's number
    ratings = indicators[[c for c in OWN_RATINGS if c in indicators]]
    owner, can_rate = rated.series["indicator_id"], rated.series["is_rateable"].astype(bool)
    # each row is written in a file or more: it is put into words once
    rating_lines, records = table_lines(ratings), json_records(ratings)
    figure_lines = table_lines(_finite(rated.series)[OWN_OBSERVATIONS])
    contents = {}

    def add(name, own, used):
        contents[f"{name}.csv"] = _some_lines(rating_lines, own.index)
        contents[f"{name}.json"] = _json_array([records[i] for i in own.index]).encode()
        contents[f"{name}_observations.csv"] = _some_lines(figure_lines, np.flatnonzero(used))

    for agreement_id in framework.agreements["agreement_id"]:
        own = indicators[indicators["agreement_id"] == agreement_id]
        add(agreement_id, own, owner.isin(own["indicator_id"]))
    for department_id in rated.departments.get("department_id", []):
        own = department_indicators(framework, indicators, department_id)
        lead = department_indicators(framework, indicators, department_id, "lead")
        add(department_id, own, can_rate & owner.isin((lead if len(lead) else own)["indicator_id"]))
    return contents


def _some_lines(lines: list[str], rows) -> bytes:
    """Return the header and some rows of a table's lines as a file."""
    return "".join([lines[0], *(lines[1 + row] for row in rows)]).encode()


def _check_names(rated: Ratings, taken) -> None:
    """Refuse ids that would name the same file, where capitals are not told apart either."""
    framework = rated.framework
    named = {name.casefold(): f"the download {name}" for name in taken}
    clashes = []
    for table, column, ids in (
        ("agreements", "agreement_id", framework.agreements["agreement_id"]),
        ("departments", "department_id", rated.departments.get("department_id", [])),
    ):
        for one in ids:
            files = [f"{one}{end}".casefold() for end in OWN_ENDS]
            if other := next((named[f] for f in files if f in named), None):
                clashes.append(
                    f"{table}.csv, column {column}: {one!r} would have the same file as {other}. Rename one"
                )
            named |= dict.fromkeys(files, f"{one!r} of {table}.csv")
    if clashes:
        raise ValueError("\n".join(clashes))


def _finite(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame without infinite numbers, for which JSON has no word."""
    numbers = frame.select_dtypes("float")
    return (
        frame.assign(**numbers.where(np.isfinite(numbers))) if np.isinf(numbers).to_numpy().any() else frame
    )


# ------------------------------------------------------------------------------------------------ JSON


def json_records(frame: pd.DataFrame) -> list[str]:
    """Return each row of a frame as a JSON object, keys sorted; what is not known is null.

    Numbers have ten significant digits and dates are ISO, as in the CSV.
    """
    columns = sorted(frame.columns)
    keys = [json.dumps(c, ensure_ascii=False) for c in columns]
    lists = [[_json_cell(v) for v in frame[c].tolist()] for c in columns]
    return ["{" + ",".join(f"{k}:{v}" for k, v in zip(keys, row, strict=True)) + "}" for row in zip(*lists, strict=True)]


def json_text(frame: pd.DataFrame) -> str:
    """Return a frame as a JSON array of records (`json_records`), one a line."""
    return _json_array(json_records(frame))


def _json_array(records: list[str]) -> str:
    return "[\n" + ",\n".join(records) + "\n]\n" if records else "[]\n"


def _json_cell(value) -> str:
    """Return one cell in JSON, from how it is written in a CSV."""
    text = format_cell(value)
    if not text:
        return "null"
    return (
        text
        if isinstance(value, (bool, np.bool_, int, float, np.number))
        else json.dumps(text, ensure_ascii=False)
    )


# ---------------------------------------------------------------------------------- what a column means

MEANINGS = {
    "rule": "the rule that gives the column rating",
    "rating": "the rating by the rule",
    "reason": "why it has this rating, in words",
    "official_rating": "the rating by the official rule",
    "official_reason": "why it has the official rating",
    "agreement_id": "the agreement it belongs to",
    "indicator_id": "the indicator",
    "department_id": "the department",
    "measure_id": "the series of figures",
    "number": "its number as published",
    "name": "its name as published",
    "short_title": "a short title",
    "kind": "what the indicator asks for: target, minimum_standard or improve",
    "unit": "the unit of its figures",
    "components": "series that the indicator is made up of, 0 where it has one",
    "component_words": "how its components did, in words",
    "caveats": "what to bear in mind, as code words joined by ;",
    "verdict": "our verdict by the kind of the indicator",
    "verdict_reason": "why there is no verdict, or a note on it",
    "verdict_words": "the verdict on its components, in words",
    "level_verdict": "whether the change since the baseline is larger than chance",
    "p_improved": "chance that the change since the baseline is truly for the better, 0 to 1",
    "p_better": "chance that the later figures are truly better than the baseline trend, 0 to 1",
    "n_points": "figures used",
    "baseline_period": "period of the baseline",
    "baseline_value": "figure of the baseline, in the unit",
    "baseline_origin": "who chose the baseline: published, definition or default",
    "latest_period": "period of the latest figure",
    "latest_value": "latest figure, in the unit",
    "change": "latest figure less baseline, in the unit",
    "change_good": "the change, positive where it is for the better",
    "change_percent": "the change as a percentage of the baseline",
    "change_se": "standard error of the change, in the unit",
    "minimum_change": "smallest change that counts as one",
    "minimum_change_unit": "unit of the smallest change",
    "has_sampling_error": "whether the sampling error of both figures is known",
    "reason_code": "the reason as a code word",
    "detail": "which way it moved, as a code word",
    "data_system_rating": "the auditor's view of the data system",
    "survives": "whether it is better than the trend even among so many tests; of an agreement, how many are",
    "would_become": "the label it would then have",
    "changes_to_flip": "indicators that would have to change class for the label to change",
    "lead_agreements": "agreements that it leads, joined by ;",
    "partner_agreements": "agreements that it is a partner of, joined by ;",
    "objectives": "the department's own objectives, a count",
    "improved": "indicators that improved",
    "not_improved": "indicators that did not improve",
    "deteriorated": "indicators that deteriorated",
    "assessed": "indicators assessed",
    "not_yet_assessed": "indicators not yet assessed",
    "not_rateable": "indicators that cannot be rated",
    "withheld": "indicators whose rating was withheld",
    "total": "all its indicators",
    "chance_known": "indicators whose chance of improvement is known",
    "expected_false": "improvements that are expected to be none",
    "published_rating": "the last published rating, in the words of the rule",
    "published_words": "the last published rating, as published",
    "published_report": "the report that published it",
    "is_as_published": "whether the computed rating is the published one",
    "good": "rules that say the right way",
    "neutral": "rules that say neither way",
    "bad": "rules that say the wrong way",
    "not_assessed": "rules that give no rating",
    "period": "the period as published",
    "start": "first day of the period",
    "end": "last day of the period",
    "value": "the figure, in the unit of the series",
    "lower": "lower limit of the published interval",
    "upper": "upper limit of the published interval",
    "interval_level": "level of the published interval, in per cent",
    "numerator": "as published",
    "denominator": "as published",
    "status": "final, provisional or revised, as published",
    "vintage": "original: known at the time of the reports; later: a later edition of the series",
    "provenance": "whether it was read in the source, inferred or recalled",
    "label": "what the series measures",
    "value_kind": "kind of figure, such as proportion, count or index",
    "role": "what the series is to its indicator: headline, component, group, related, proxy or context",
    "is_rateable": "whether the indicator may be rated by it",
    "is_derived": "computed by the program from published figures",
    "source_id": "the source, or several joined by ;",
    "trend_verdict": "the later figures against the trend up to the baseline",
    "trend_baseline_points": "figures that the baseline trend is fitted to",
    "trend_later_points": "figures tested against it",
    "trend_scale": "the scale that the trend is straight on",
    "trend_expected": "what the trend gives for the latest period, in the unit",
    "trend_gap": "how far the later figures are from the trend",
    "trend_line_verdict": "the verdict with a straight line as the trend",
    "trend_models_agree": "whether both models of the trend give the same verdict",
    "trend_detectable": "the smallest gap that the test would find with good chance",
    "target_level": "the level that the target asks for, in the unit",
    "target_period": "when the target is due",
    "target_status": "whether the target is met, as a code word",
    "target_figure_period": "period of the figure that the target is judged by",
    "target_figure": "the figure that the target is judged by, in the unit",
    "target_distance": "what is left to the target, negative beyond it, in the unit",
    "target_share": "share of the way from baseline to target gone, 1 is all",
    "target_required": "where a straight path to the target would be, in the unit",
    "target_share_of_path": "share gone of what a straight path asks by then",
    "target_verdict": "our verdict on the target",
    "target_chance": "chance that the target is met if the trend goes on, 0 to 1",
    "target_margin": "whether the target is met or missed by more than sampling error",
    "standard_level": "the minimum standard, in the unit",
    "standard_periods": "periods judged by the standard",
    "standard_met_periods": "periods that met the standard",
    "standard_longest_breach": "most periods in a row that missed the standard",
    "standard_verdict": "our verdict on the standard",
    "standard_margin": "whether the latest figure is beyond the standard by more than sampling error",
    "standard_direction": "whether figures move to or from the standard",
    "title": "its title",
    "publisher": "who published it",
    "url": "where it was read",
    "read_on": "the day it was read",
    "licence": "what the source says about its use; empty where nothing was recorded",
    "repository": "of a data file in a repository: which",
    "path": "of a data file in a repository: its path there",
    "commit": "of a data file in a repository: the revision read",
}
_PARTS = (
    ("reading_", "the label under another reading of the rule: {}"),
    ("chance_", "chance that the label is {}, 0 to 1"),
    ("lead_", "of the agreements that it leads: {}"),
    ("partner_", "of the agreements that it is a partner of: {}"),
    ("components_", "components that are {}"),
)
_LIMITS = {"_lower": "lower limit of ", "_upper": "upper limit of ", "_se": "standard error of "}


def column_meaning(name: str, table: str = "") -> str:
    """Return what a column of the downloads means; empty for one that only the framework's author knows."""
    if table == "rule_comparison" and name not in {"indicator_id", "good", "neutral", "bad", "not_assessed"}:
        return f"the rating by the rule {name}"
    if name in MEANINGS:
        return MEANINGS[name]
    for end, words in _LIMITS.items():
        about = name.removesuffix(end)
        if about != name:
            return words + MEANINGS.get(about, about.replace("_", " "))
    if name.startswith("trend_"):
        return f"the {name.removeprefix('trend_').replace('df', 'degrees of freedom')} of the test against the trend"
    for front, words in _PARTS:
        if name.startswith(front):
            rest = name.removeprefix(front)
            return words.format(MEANINGS.get(rest, rest.replace("_", " ")))
    return ""


# ------------------------------------------------------------------------------------------ the package

TITLES = {
    "indicator_ratings": "The rating of every indicator",
    "agreement_ratings": "The rating of every agreement",
    "department_ratings": "The rating of every department",
    "rule_comparison": "Every indicator under every rule",
    "measures": "The series of figures",
    "observations": "The figures used",
    "sources": "The sources",
}
KEYS = {
    "indicator_ratings": ["indicator_id"], "agreement_ratings": ["agreement_id"],
    "department_ratings": ["department_id"], "rule_comparison": ["indicator_id"],
    "measures": ["measure_id"], "observations": ["measure_id", "period"], "sources": ["source_id"],
}  # fmt: skip
REFERENCES = (
    ("indicator_ratings", "agreement_id", "agreement_ratings"),
    ("rule_comparison", "indicator_id", "indicator_ratings"),
    ("measures", "indicator_id", "indicator_ratings"),
    ("observations", "measure_id", "measures"),
    ("observations", "source_id", "sources"),
)
# how the licences that sources record are called in a package
LICENCES = (
    ("open government licen", "OGL-UK-3.0", "Open Government Licence v3.0",
     "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
    ("creative commons attribution 4", "CC-BY-4.0", "Creative Commons Attribution 4.0",
     "https://creativecommons.org/licenses/by/4.0/"),
)  # fmt: skip


def data_package(rated: Ratings, frames: dict[str, pd.DataFrame]) -> dict:
    """Return the Frictionless Data Package that describes the whole framework's CSVs.

    A key or a reference is declared only where the rows keep it: a figure may name several sources. The
    package names a licence only where every source records a known one; else it says how many do.

    Args:
        rated: for the name and title.
        frames: from `whole_tables`.
    """
    framework = rated.framework
    name = re.sub("[^a-z0-9._-]+", "-", framework.name.lower()).strip("-") or "framework"
    about, licences = _licences(frames["sources"])
    package = {
        "profile": "tabular-data-package", "name": name, "title": framework.settings["title"] or framework.name,
        "description": f"Ratings by the rule {rated.rule}, the figures they rest on and their sources. {about}",
    }  # fmt: skip
    if licences:
        package["licenses"] = licences
    return package | {"resources": [_resource(name, frames) for name in frames]}


def _licences(sources: pd.DataFrame) -> tuple[str, list[dict]]:
    recorded = sources["licence"].fillna("").astype(str).str.lower()
    known = {words: recorded.str.contains(words, regex=False) for words, *_ in LICENCES}
    found = [
        {"name": name, "title": title, "path": path}
        for words, name, title, path in LICENCES
        if known[words].any()
    ]
    is_known = np.logical_or.reduce([k.to_numpy(bool) for k in known.values()])
    some = int((recorded != "").sum())
    about = (
        f"A licence is recorded for {some} of {len(sources)} sources, in the column licence of the sources; "
    )
    about += "to reuse more than the figures of another, ask its publisher."
    return about, found if len(sources) and is_known.all() else []


def _resource(name: str, frames: dict[str, pd.DataFrame]) -> dict:
    frame = frames[name]
    schema = {"fields": [_field(frame[c], name) for c in frame.columns], "missingValues": [""]}
    key = KEYS[name]
    if not (frame[key].isna() | frame[key].eq("")).to_numpy().any() and not frame.duplicated(key).any():
        schema["primaryKey"] = key
    references = [
        {"fields": [column], "reference": {"resource": other, "fields": [column]}}
        for table, column, other in REFERENCES
        if table == name and set(frame[column].dropna()) <= set(frames[other][column])
    ]
    if references:
        schema["foreignKeys"] = references
    return {
        "name": name, "title": TITLES[name], "path": f"{name}.csv", "profile": "tabular-data-resource",
        "scheme": "file", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\n", "header": True},
        "schema": schema,
    }  # fmt: skip


def _field(column: pd.Series, table: str) -> dict:
    name = str(column.name)
    kind = _kind(column)
    found = {"name": plain_text_cell(name), "type": kind, "title": name.replace("_", " ").capitalize()}
    meaning = column_meaning(name, table)
    if meaning:
        found["description"] = meaning[0].upper() + meaning[1:] + "."
    if kind == "boolean":
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    return found


def _kind(column: pd.Series) -> str:
    """Return the type of a column in a Table Schema."""
    types = pd.api.types
    if types.is_bool_dtype(column):
        return "boolean"
    if types.is_integer_dtype(column):
        return "integer"
    if types.is_float_dtype(column):
        return "number"
    if types.is_datetime64_any_dtype(column):
        return "date"
    held = [v for v in column.tolist() if format_cell(v)]
    return "boolean" if held and all(isinstance(v, (bool, np.bool_)) for v in held) else "string"


# -------------------------------------------------------------------------------------- the spreadsheet

MISSING = "[x]"
MADE = datetime(2000, 1, 1)  # a file's day of making would make two runs differ
WIDEST = 60
MOST_CHARACTERS = 32_000  # a cell of a workbook holds 32,767
NOTES = {
    "rating": "The rating by the rule {rule}. The column Why says what it rests on.",
    "change": "The latest figure less the baseline, in the unit of the indicator. The limits hold with a "
              "confidence of {confidence:.0%} where the sampling error or the scatter of the figures is known.",
    "chance": "The chance that the change since the baseline is truly for the better, from 0 to 1.",
    "trend": "A judgement of ours, by the kind of the indicator: its trend up to the baseline carried on, its "
             "target or its minimum standard. It is not the rating.",
    "vintage": "original: the figures known at the time of the reports; later: a later edition of the series.",
    "provenance": "read: read in the source; inferred: follows from what was read; recalled: from memory, not yet read.",
    "published": "The published words put into the scale of the rule.",
}  # fmt: skip


def _sheets(rated: Ratings) -> list[tuple]:
    """Return each sheet: label, title, frame, header of each column, notes by header."""
    word, title = rated.framework.word, rated.framework.settings["title"] or rated.framework.name
    several = {term: word(term, True) for term in ("agreement", "indicator", "department")}
    counts = {
        "rating": "Rating", "reason": "Why", "improved": "Improved (count)", "not_improved": "Not improved (count)",
        "deteriorated": "Deteriorated (count)", "not_yet_assessed": "Not yet assessed (count)",
        "not_rateable": "Not rateable (count)", "withheld": "Withheld (count)", "total": "All (count)",
    }  # fmt: skip
    rated_notes = {"Rating": "rating"}
    indicators = rated.indicators.assign(rating=_words(rated, rated.indicators["rating"]))
    agreements = rated.agreements.assign(rating=_words(rated, rated.agreements["rating"]))
    departments = rated.departments
    if len(departments):
        departments = departments.assign(rating=_words(rated, departments["rating"]))
    series = rated.series[rated.series["is_rateable"].astype(bool)]
    return [
        ("Agreements", f"{title}: rating of {several['agreement']}", agreements,
         {"agreement_id": "Id", "short_title": "Title", **counts, "published_words": "Last published rating",
          "published_report": "Report that published it"}, rated_notes),
        ("Indicators", f"{title}: rating of {several['indicator']}", indicators,
         {"indicator_id": "Id", "name": "Name", "rating": "Rating", "reason": "Why", "unit": "Unit",
          "baseline_period": "Baseline period", "baseline_value": "Baseline (in the unit)",
          "latest_period": "Latest period", "latest_value": "Latest (in the unit)", "change": "Change (in the unit)",
          "change_lower": "Change, lower limit (in the unit)", "change_upper": "Change, upper limit (in the unit)",
          "p_improved": "Chance of improvement (0 to 1)", "verdict": "Our verdict",
          "target_level": "Target (in the unit)", "target_period": "Target due"},
         rated_notes | {"Change (in the unit)": "change", "Chance of improvement (0 to 1)": "chance",
                        "Our verdict": "trend"}),
        ("Departments", f"{title}: rating of {several['department']}", departments,
         {"department_id": "Id", "name": "Name", **counts, "lead_agreements": "Leads",
          "partner_agreements": "Is a partner of"}, rated_notes),
        ("Observations", f"{title}: figures that the ratings rest on", series,
         {"measure_id": "Series", "period": "Period", "value": "Figure (in the unit)", "unit": "Unit",
          "lower": "Lower limit (in the unit)", "upper": "Upper limit (in the unit)", "status": "Status",
          "vintage": "Vintage", "provenance": "Provenance", "source_id": "Source"},
         {"Vintage": "vintage", "Provenance": "provenance"}),
        ("Sources", f"{title}: sources", rated.framework.tables["sources"],
         {"source_id": "Id", "title": "Title", "publisher": "Publisher", "url": "Address", "read_on": "Read on",
          "kind": "Kind", "licence": "Licence"}, {}),
        ("Published_and_computed", f"{title}: published ratings beside the computed ones", rated.published,
         {"rated": "What is rated", "level": "Level", "report": "Report", "report_date": "Date of the report",
          "published_words": "Published, in its own words", "published_rating": "Published, in the scale",
          "computed_rating": "Computed", "agrees": "Do they agree", "explanation": "Why"},
         {"Published, in the scale": "published"}),
    ]  # fmt: skip


def _words(rated: Ratings, codes: pd.Series) -> list[str]:
    return [rated.framework.word(c) if isinstance(c, str) and c else "" for c in codes]


def workbook(rated: Ratings) -> bytes:
    """Return the spreadsheet: cover, contents, notes, one table a sheet.

    No cell is a formula or becomes a link, whatever it holds; a cell without an answer says `MISSING`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # gptables leaves the file of its theme open
        import gptables  # dear to import, and of no use to any other command
        from gptables.core.gptable import FormatList

    framework = rated.framework
    title = _one_line(framework.settings["title"] or framework.name)
    sheets, widths, referred = {}, {}, []
    for label, about, frame, headers, notes in _sheets(rated):
        if frame.empty:
            continue  # a sheet with no row is no table
        table = _sheet_table(_finite(frame), headers, FormatList)
        widths[label] = [_width(table[c]) for c in table.columns]
        sheets[label] = gptables.GPTable(
            table, label.lower(), _one_line(about), index_columns={}, table_notes={h: f"$${n}$$" for h, n in notes.items()},
            instructions="This worksheet contains one table. Numbered notes are on the worksheet Notes.",
            legend=[f"{MISSING}: not available; nothing was published, or nothing can be computed."],
        )  # fmt: skip
        referred += notes.values()
    referred = list(dict.fromkeys(referred))
    said = {"rule": rated.rule, "confidence": float(rated.settings.confidence)}
    notes = pd.DataFrame({"Note": referred, "Note text": [NOTES[n].format(**said) for n in referred]})
    held = io.BytesIO()
    with warnings.catch_warnings():
        # of pandas, about how gptables calls it: no concern of whoever runs this
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", FutureWarning)
        book = gptables.produce_workbook(
            held, sheets, cover=_cover(rated, title, gptables.Cover), notes_table=notes if referred else None,
            auto_width=False, workbook_options={"in_memory": True, "strings_to_formulas": False,
                                                "strings_to_urls": False, "strings_to_numbers": False},
        )  # fmt: skip
    widths |= {"Contents": [30, 90], "Notes": [14, 100]}
    for sheet in book.worksheets():
        for at, width in enumerate(widths.get(sheet.get_name(), [])):
            sheet.set_column(at, at, width)
    book.set_properties({"title": title, "created": MADE})
    book.close()
    return held.getvalue()


def _cover(rated: Ratings, title: str, kind):
    settings = rated.settings
    until = f" through {settings.through}" if settings.through else ""
    subtitle = rated.framework.settings.get("subtitle") or ""
    period = rated.framework.settings.get("period_title") or "the period"
    intro = [_one_line(subtitle)] if subtitle else []
    intro += [
        _one_line(
            f"Ratings for {period}{until}, by the rule {rated.rule}; baselines by {settings.baseline_by}."
        )
    ]
    about = [
        "The contents are on the second worksheet, notes on the third; each of the others holds one table.",
        "The worksheet Observations holds the figures that can be rated; all figures are in observations.csv.",
        f"{MISSING} in a cell means: not available.",
        _licences(rated.framework.tables["sources"])[0],
    ]
    return kind(title=title, intro=intro, about=about)


def _sheet_table(frame: pd.DataFrame, headers: dict[str, str], rich) -> pd.DataFrame:
    """Return the columns of a sheet with their headers; every cell filled."""
    columns = {
        header: [_sheet_cell(v, rich) for v in frame[name].tolist()] for name, header in headers.items()
    }
    return pd.DataFrame(columns, dtype=object)


def _sheet_cell(value, rich):
    text = format_cell(value)
    if not text.strip():
        return MISSING
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, (int, float, np.number)):
        number = float(text)
        return int(number) if number.is_integer() else number
    text = text[:MOST_CHARACTERS]
    # gptables makes a link of [a](b) and refuses what has no Latin letter or digit, but leaves rich text alone
    is_plain = re.search("[a-zA-Z0-9]", text) and "](" not in text
    return text if is_plain else rich([{}, text])


def _one_line(text: str) -> str:
    """Return a title in which gptables finds neither a link nor a note."""
    return text.replace("](", "] (").replace("$$", "$ $")


def _width(column: pd.Series) -> int:
    """Return a width in characters that shows a column's cells in few lines."""
    longest = max(len(str(getattr(v, "string", v))) for v in column)
    heading = max(map(len, str(column.name).split()))
    return min(max(longest, heading, 8) + 3, WIDEST)
