"""The downloads as a Data Package, version 2 of the standard (datapackage.org, 2024)."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from psa.data.schema import TABLES
from psa.files.csv_text import format_cell, plain_text_cell
from psa.methods.columns import column_meaning
from psa.methods.ratings import Ratings
from psa.words import capital

TITLES = {
    "indicator_ratings": "The rating of every indicator",
    "agreement_ratings": "The rating of every agreement",
    "department_ratings": "The rating of every department",
    "targets": "Every target and minimum standard, and what became of it",
    "rule_comparison": "Every indicator under every rule",
    "measures": "The series of figures",
    "observations": "The figures used",
    "sources": "The sources",
}


KEYS = {
    "indicator_ratings": ["indicator_id"],
    "agreement_ratings": ["agreement_id"],
    "department_ratings": ["department_id"],
    "targets": ["indicator_id"],
    "rule_comparison": ["indicator_id"],
    "measures": ["measure_id"],
    "observations": ["measure_id", "period"],
    "sources": ["source_id"],
}


REFERENCES = (
    ("indicator_ratings", "agreement_id", "agreement_ratings"),
    ("targets", "indicator_id", "indicator_ratings"),
    ("rule_comparison", "indicator_id", "indicator_ratings"),
    ("measures", "indicator_id", "indicator_ratings"),
    ("observations", "measure_id", "measures"),
    ("observations", "source_id", "sources"),
)


PROFILES = "https://datapackage.org/profiles/2.0"
DIALECT = {
    "$schema": f"{PROFILES}/tabledialect.json",
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "lineTerminator": "\n",
    "header": True,
}


# how the licences that sources record are called in a package
LICENCES = (
    (
        "open government licen",
        "OGL-UK-3.0",
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    (
        "creative commons attribution 4",
        "CC-BY-4.0",
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
)


def data_package(rated: Ratings, frames: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """Return the Data Package that describes the whole framework's CSVs.

    A key or a reference is declared only where the rows keep it: a figure may name several sources. The
    package names a licence only where every source records a known one; else it says how many do.

    Args:
        rated: for the name and title.
        frames: from `whole_tables`.
    """
    framework = rated.framework
    about, licences = licence_rows(frames["sources"])
    package: dict[str, Any] = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": re.sub("[^a-z0-9._-]+", "-", framework.name.lower()).strip("-") or "framework",
        "title": framework.settings["title"] or framework.name,
        "description": f"Ratings by the rule {rated.rule}, the figures they rest on and their sources. {about}",
    }
    if licences:
        package["licenses"] = licences
    return package | {"resources": [_resource(name, frames) for name in frames]}


def licence_rows(sources: pd.DataFrame) -> tuple[str, list[dict[str, str]]]:
    """Return for how many sources a licence is recorded, in words, and the licences if every one is known."""
    recorded = sources["licence"].fillna("").astype(str).str.lower()
    known = {words: recorded.str.contains(words, regex=False) for words, *_ in LICENCES}
    licences = [
        {"name": name, "title": title, "path": path}
        for words, name, title, path in LICENCES
        if known[words].any()
    ]
    is_known = np.logical_or.reduce([is_one.to_numpy(bool) for is_one in known.values()])
    about = (
        f"A licence is recorded for {int((recorded != '').sum())} of {len(sources)} sources, in the column licence of "
        "the sources; to reuse more than the figures of another, ask its publisher."
    )
    return about, licences if len(sources) and is_known.all() else []


def _resource(name: str, frames: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """Return what a package says of one table."""
    return {
        "name": name,
        "title": TITLES[name],
        "path": f"{name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        "schema": _schema(name, frames),
    }


@dataclass(frozen=True)
class Keys:
    """The key of a table and its references to others: column and table; only what its rows keep."""

    primary: list[str]
    foreign: list[tuple[str, str]]


def table_keys(name: str, frames: dict[str, pd.DataFrame]) -> Keys:
    """Return the key and the references that the rows of a table keep."""
    frame, key = frames[name], KEYS[name]
    has_gap = (frame[key].isna() | (frame[key] == "")).to_numpy().any()
    is_key = not has_gap and not frame.duplicated(key).any()
    foreign = [
        (column, other)
        for table, column, other in REFERENCES
        if table == name and set(frame[column].dropna()) <= set(frames[other][column])
    ]
    return Keys(key if is_key else [], foreign)


def _schema(name: str, frames: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """Return the columns of one table, with the key and the references that its rows keep."""
    frame, keys = frames[name], table_keys(name, frames)
    schema: dict[str, Any] = {
        "$schema": f"{PROFILES}/tableschema.json",
        "fieldsMatch": "exact",
        "fields": [_field(frame[c], name) for c in frame.columns],
        "missingValues": [""],
    }
    if keys.primary:
        schema["primaryKey"] = keys.primary
    references = [
        {"fields": [column], "reference": {"resource": other, "fields": [column]}}
        for column, other in keys.foreign
    ]
    if references:
        schema["foreignKeys"] = references
    return schema


def _field(column: pd.Series, table: str) -> dict[str, Any]:
    """Return what a package says of one column: its type, its vocabulary and its meaning."""
    name = str(column.name)
    kind = column_kind(column)
    title, meaning = column_words(name, table)
    about: dict[str, Any] = {"name": plain_text_cell(name), "type": kind, "title": title}
    if meaning:
        about["description"] = meaning
    if kind == "boolean":
        about |= {"trueValues": ["true"], "falseValues": ["false"]}
    if kind == "string" and (words := vocabulary_of(column, table)):
        about["categories"] = list(words)
    return about


def column_words(name: str, table: str) -> tuple[str, str]:
    """Return the title of a column of a download and its meaning, a sentence; empty where that is not known."""
    meaning = column_meaning(name, table)
    return name.replace("_", " ").capitalize(), f"{capital(meaning)}." if meaning else ""


def vocabulary_of(column: pd.Series, table: str) -> tuple[str, ...]:
    """Return the vocabulary that ``tables.yml`` gives a column, where every filled cell keeps to it."""
    raw = TABLES[table].column(str(column.name)) if table in TABLES else None
    choices = raw.choices if raw else ()
    filled = {cell for cell in column.tolist() if isinstance(cell, str) and cell}
    return choices if filled <= set(choices) else ()


def column_kind(column: pd.Series) -> str:
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
    filled = [value for value in column.tolist() if format_cell(value)]
    is_truth = bool(filled) and all(isinstance(value, (bool, np.bool_)) for value in filled)
    return "boolean" if is_truth else "string"
