"""Columns, types, keys and vocabularies of every table of a framework, as ``tables.yml`` defines them.

A framework is a folder of CSV files in UTF-8 with a header row; an empty cell means *not known*.
Three rows of ``observations/psa-14.csv``::

    measure_id,period,value,lower,upper,interval_level,numerator,denominator,status,provenance,source_id
    psa-14/1:neet-16-18,2004-12-31,9.6,,,,,,final,read,dcsf-participation-2010
    psa-14/1:neet-16-18,2005-12-31,10.7,,,,,,final,read,dcsf-participation-2010
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from psa.files.yaml_loader import LOADER


@dataclass(frozen=True)
class Column:
    """One column: its name, type and vocabulary.

    Attributes:
        name: as in the header row.
        type: text, number, integer, boolean, period, date, choice or ids.
        is_required: the column must be there and no cell of it may be empty.
        choices: the vocabulary of a choice.
        refers_to: the table whose key the cells must name.
        or_to: other tables, one of which may have the key instead.
        meaning: one line for the reference.
        is_code: a short text such as 1.1 or 10-14, of which a spreadsheet makes a date.
    """

    name: str
    type: str = "text"
    is_required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    or_to: tuple[str, ...] = ()
    meaning: str = ""
    is_code: bool = False


@dataclass(frozen=True)
class Table:
    """One table: its file, columns and key."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    is_required: bool = False
    is_folder: bool = False
    purpose: str = ""

    def column(self, name: str) -> Column | None:
        """Return the column of that name, or None."""
        return next((c for c in self.columns if c.name == name), None)


def _column(name: str, definition: Any) -> Column:
    settings: dict[str, Any] = dict(
        _DEFINITIONS["shared_columns"][name] if definition == "shared" else definition
    )
    choices = settings.pop("choices", ())
    words = VOCABULARIES[choices] if isinstance(choices, str) else tuple(choices)
    if words:
        settings["type"] = "choice"
    settings["or_to"] = tuple(settings.get("or_to", ()))
    return Column(name, choices=words, **settings)


def _table(name: str, definition: dict[str, Any]) -> Table:
    columns = tuple(_column(*named) for named in definition["columns"].items())
    return Table(name, **{**definition, "columns": columns, "key": tuple(definition.get("key", ()))})


def _read_definitions() -> dict[str, Any]:
    with Path(__file__).with_name("tables.yml").open(encoding="utf-8") as file:
        definitions: dict[str, Any] = yaml.load(file, LOADER)
    return definitions


_DEFINITIONS = _read_definitions()
VOCABULARIES: dict[str, tuple[str, ...]] = {n: tuple(v) for n, v in _DEFINITIONS["vocabularies"].items()}
TABLES: dict[str, Table] = {n: _table(n, definition) for n, definition in _DEFINITIONS["tables"].items()}
