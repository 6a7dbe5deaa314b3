"""The downloads as a spreadsheet."""

import io
import re
import warnings
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from psa.files.csv_text import format_cell
from psa.methods.ratings import Ratings
from psa.site.downloads.markers import MISSING, legend
from psa.site.downloads.package import licence_rows
from psa.site.downloads.sheets import NOTES, Sheet, sheets
from psa.site.downloads.tables import finite

MADE = datetime(2000, 1, 1)  # a file's day of making would make two runs differ
WIDEST = 60  # characters
MOST_CHARACTERS = 32_000  # a cell of a workbook holds 32,767
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FRONT_WIDTHS = {"Contents": [30, 90], "Notes": [14, 100]}


def workbook(rated: Ratings) -> bytes:
    """Return the spreadsheet: cover, contents, notes, one table a sheet.

    No cell is a formula or becomes a link, whatever it holds; a cell without an answer says `MISSING`.
    """
    gptables, rich = _gptables()
    title = _one_line(rated.framework.settings["title"] or rated.framework.name)
    shown = sheets(rated)
    frames = {sheet.label: _cells(finite(sheet.frame), sheet.headers, rich) for sheet in shown}
    tables = {sheet.label: _gptable(gptables, sheet, frames[sheet.label]) for sheet in shown}
    file = io.BytesIO()
    with warnings.catch_warnings():
        # of pandas, about how gptables calls it: no concern of whoever runs this
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", FutureWarning)
        book = gptables.produce_workbook(
            file,
            tables,
            cover=gptables.Cover(title=title, **_cover(rated)),
            notes_table=_notes(rated, shown),
            auto_width=False,
            workbook_options=OPTIONS,
        )
    widths = FRONT_WIDTHS | {label: [_width(frame[c]) for c in frame] for label, frame in frames.items()}
    for worksheet in book.worksheets():
        for position, width in enumerate(widths.get(worksheet.get_name(), [])):
            worksheet.set_column(position, position, width)
    book.set_properties({"title": title, "created": MADE})
    book.close()
    return file.getvalue()


def _gptables() -> tuple[Any, Any]:
    """Return the library, and its class of rich text; expensive to import, and of no use to any other command."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # gptables leaves the file of its theme open
        import gptables
        from gptables.core.gptable import FormatList
    return gptables, FormatList


def _gptable(gptables: Any, sheet: Sheet, frame: pd.DataFrame) -> Any:
    """Return one sheet as gptables wants it."""
    return gptables.GPTable(
        frame,
        sheet.label.lower(),
        _one_line(sheet.title),
        index_columns={},
        table_notes={sheet.headers[column]: f"$${note}$$" for column, note in sheet.notes.items()},
        instructions="This worksheet contains one table. Numbered notes are on the worksheet Notes.",
        legend=legend(frame),
    )


def _notes(rated: Ratings, shown: Iterable[Sheet]) -> pd.DataFrame | None:
    """Return the notes that the sheets refer to, in order; None where there are none."""
    names = list(dict.fromkeys(note for sheet in shown for note in sheet.notes.values()))
    known = {"rule": rated.rule, "confidence": float(rated.settings.confidence)}
    table = pd.DataFrame({"Note": names, "Note text": [NOTES[name].format(**known) for name in names]})
    return table if names else None


def _cover(rated: Ratings) -> dict[str, list[str]]:
    """Return the texts of the cover."""
    settings, texts = rated.settings, rated.framework.settings
    until = f" through {settings.through}" if settings.through else ""
    subtitle, period = texts.get("subtitle") or "", texts.get("period_title") or "the period"
    rule = f"Ratings for {period}{until}, by the rule {rated.rule}; baselines by {settings.baseline_by}."
    return {
        "intro": [_one_line(text) for text in (subtitle, rule) if text],
        "about": [
            "The contents are on the second worksheet, notes on the third; each of the others holds one table.",
            "The worksheet Observations holds the figures that can be rated; all figures are in observations.csv.",
            "A mark in brackets is explained above the table that has it.",
            licence_rows(rated.framework.tables["sources"])[0],
        ],
    }


def _cells(frame: pd.DataFrame, headers: dict[str, str], rich: Any) -> pd.DataFrame:
    """Return the columns of a sheet with their headers; every cell filled."""
    columns = {
        header: [_cell(value, rich) for value in frame[name].tolist()] for name, header in headers.items()
    }
    return pd.DataFrame(columns, dtype=object)


def _cell(value: object, rich: Any) -> Any:
    """Return a value as a cell of the spreadsheet: a number, or a text that is nothing else."""
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
    longest = max(len(str(getattr(value, "string", value))) for value in column)
    heading = max(map(len, str(column.name).split()))
    return min(max(longest, heading, 8) + 3, WIDEST)
