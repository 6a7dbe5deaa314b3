"""Sources to import: a long CSV and an Open SDG site, and how a test reads what came of them."""

import csv
from dataclasses import fields
from pathlib import Path

import pytest

from psa.authoring.importing.imported import Imported
from psa.authoring.importing.long_csv import LongCsv, import_long_csv
from psa.authoring.importing.source import Origin, SourceError

LONG = """Measure,Sex,Year,Rate,Flag
Recycled waste,All,2019,43.1,
Recycled waste,Men,2019,40,
Recycled waste,All,2020,42.8,p
Café tables,All,2020-21,7,
Café tables,All,2021-22,,not yet published
"""
COLUMNS = {
    "indicator_column": "Measure",
    "period_column": "Year",
    "value_column": "Rate",
    "source_title": "Waste book",
}
META = """---
indicator_name: Share of <abbr title="x">poor</abbr>&nbsp;people
graph_title: Poor people
goal_number: 1
goal_name: No poverty
target_id: '1.2'
computation_units: percent
source_organisation_1: Office of Figures
source_url_text_1: Survey of incomes
source_url_1: https://example.org/incomes
source_organisation_2: Office of Figures
---
Text for the page.
"""
DATA = """Year,Sex,Region,Value
2015,,,10.5
2016,,,9.5
2016,Female,,11
2016,,North,12
2017,,,
"""


def write_site(folder: Path, files: dict[str, str]) -> Path:
    for part in ("data", "meta"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def import_long(source: Path, home: Path, name: str = "waste", **given) -> Imported:
    """Import a long CSV as `COLUMNS` says, its rows for all alone; anything else may be given by its name."""
    given = {**COLUMNS, "where": {"Sex": "All"}, **given}
    layout = {f.name: given.pop(f.name) for f in fields(LongCsv) if f.name in given}
    return import_long_csv(source, name, LongCsv(**layout), Origin(**given), home)


def faults_of(call, home: Path) -> list[str]:
    """Return the faults of an import, and see that it left nothing behind."""
    with pytest.raises(SourceError) as error:
        call()
    assert list(home.iterdir()) == []
    return [str(f) for f in error.value.faults]
