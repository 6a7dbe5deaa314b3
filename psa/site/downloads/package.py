"""The downloads as a Frictionless Data Package."""

import re

import numpy as np
import pandas as pd

from psa.csv_text import format_cell, plain_text_cell
from psa.methods.columns import column_meaning
from psa.methods.ratings import Ratings

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
    about, licences = licence_rows(frames["sources"])
    package = {
        "profile": "tabular-data-package", "name": name, "title": framework.settings["title"] or framework.name,
        "description": f"Ratings by the rule {rated.rule}, the figures they rest on and their sources. {about}",
    }  # fmt: skip
    if licences:
        package["licenses"] = licences
    return package | {"resources": [_resource(name, frames) for name in frames]}


def licence_rows(sources: pd.DataFrame) -> tuple[str, list[dict]]:
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
