"""The downloads as a spreadsheet."""

import io
import re
import warnings
from datetime import datetime

import numpy as np
import pandas as pd

from psa.csv_text import format_cell
from psa.methods.ratings import Ratings
from psa.site.downloads.json_text import finite
from psa.site.downloads.package import licence_rows

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
        table = _sheet_table(finite(frame), headers, FormatList)
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
        licence_rows(rated.framework.tables["sources"])[0],
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
