"""The downloads as CSV on the Web: one file of metadata for all tables, as the W3C's recommendation of 2015 has it.

It is called ``csv-metadata.json``, where a reader of a CSV file beside it looks by itself. Types, vocabularies and what
must be filled come from ``tables.yml`` and from the columns of results.
"""

import re
from typing import Any

import pandas as pd

from psa.files.csv_text import plain_text_cell
from psa.methods.ratings import Ratings
from psa.site.downloads.package import (
    KEYS,
    TITLES,
    Keys,
    column_kind,
    column_words,
    licence_rows,
    table_keys,
    vocabulary_of,
)

CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
DIALECT = {
    "encoding": "utf-8",
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
    "headerRowCount": 1,
}


def csvw_metadata(rated: Ratings, frames: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """Return the metadata of the whole framework's CSVs, by CSV on the Web.

    Args:
        rated: for the title and the rule.
        frames: from `psa.site.downloads.tables.whole_tables`.
    """
    framework = rated.framework
    about, licences = licence_rows(frames["sources"])
    metadata: dict[str, Any] = {
        "@context": CONTEXT,
        "dc:title": framework.settings["title"] or framework.name,
        "dc:description": f"Ratings by the rule {rated.rule}, the figures they rest on and their sources. {about}",
    }
    if len(licences) == 1:
        metadata["dc:license"] = {"@id": licences[0]["path"]}
    return metadata | {"dialect": DIALECT, "tables": [_table(name, frames) for name in frames]}


def _table(name: str, frames: dict[str, pd.DataFrame]) -> dict[str, Any]:
    frame, keys = frames[name], table_keys(name, frames)
    schema: dict[str, Any] = {"columns": [_column(frame[c], name) for c in frame.columns]}
    if keys.primary:
        schema["primaryKey"] = [_safe(column) for column in keys.primary]
    if foreign := _foreign(keys):
        schema["foreignKeys"] = foreign
    return {"url": f"{name}.csv", "dc:title": TITLES[name], "tableSchema": schema}


def _foreign(keys: Keys) -> list[dict[str, Any]]:
    return [
        {
            "columnReference": _safe(column),
            "reference": {"resource": f"{other}.csv", "columnReference": _safe(column)},
        }
        for column, other in keys.foreign
    ]


def _column(column: pd.Series, table: str) -> dict[str, Any]:
    """Return what the metadata say of one column: its name, header, type and meaning."""
    name = str(column.name)
    title, meaning = column_words(name, table)
    about: dict[str, Any] = {"name": _safe(name), "titles": [plain_text_cell(name)]}
    if meaning:
        about["dc:description"] = meaning
    about["datatype"] = _datatype(column, table)
    is_filled = not (column.isna() | (column == "")).to_numpy().any()
    if is_filled and len(column) and name in KEYS[table]:
        about["required"] = True
    return about | {"rdfs:label": title}


def _datatype(column: pd.Series, table: str) -> Any:
    kind = column_kind(column)
    if kind == "boolean":
        return {"base": "boolean", "format": "true|false"}
    if kind == "string" and (words := vocabulary_of(column, table)):
        return {"base": "string", "format": "|".join(map(re.escape, words))}
    return {"number": "double"}.get(kind, kind)


def _safe(name: object) -> str:
    """Return the name of a column as a CSVW name may be: it does not begin with an underscore, and has no sign."""
    return re.sub(r"[^A-Za-z0-9_.]", "_", str(name)).lstrip("_") or "column"
