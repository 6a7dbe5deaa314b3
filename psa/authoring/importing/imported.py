"""Write an imported framework, and say what was imported and what was left out."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from psa.authoring.write_framework import framework_files, write_framework
from psa.words import capital, count

DIRECTION_UNKNOWN = "direction not known: write increase or decrease in the column direction to have it rated"


@dataclass(frozen=True)
class Imported:
    """A framework that was imported.

    Attributes:
        folder: where it is.
        counts: rows of each table that has any.
        remarks: what was left out and what is not known, one sentence each.
    """

    folder: Path
    counts: dict[str, int]
    remarks: tuple[str, ...] = ()


def write_import(folder: Path, tables: dict[str, list[dict[str, str]]], remarks: list[str]) -> Imported:
    """Write the tables of an import as a framework, and return what it holds.

    Args:
        folder: where it will be.
        tables: the rows of each table.
        remarks: what was left out.
    """
    write_framework(folder, framework_files(tables))
    counts = {name: len(rows) for name, rows in tables.items() if rows}
    return Imported(folder, counts, (*remarks, *_unknown(tables)))


def _unknown(tables: dict[str, list[dict[str, str]]]) -> list[str]:
    """Return what nobody has said yet: which way is good, and by when a baseline must end."""
    remarks = []
    directions = Counter(row["direction"] for row in tables["indicators"])
    if directions["none"]:
        remarks.append(
            f"no known direction, so shown and not rated: {count(directions['none'], 'indicator')} of "
            f"{directions.total()}; write increase or decrease in indicators.csv, column direction"
        )
    if not any(row["setting"] == "baseline_by" for row in tables["framework"]):
        remarks.append(
            "no last day of a baseline was given: write baseline_by in framework.csv, or the default of "
            "params/settings.yml is used, which was made for another framework"
        )
    return remarks


def describe_import(imported: Imported) -> list[str]:
    """Return what was imported and what was left out, one line each."""
    counts = ", ".join(f"{name} {number}" for name, number in imported.counts.items())
    return [f"{counts}.", *(f"{capital(remark)}." for remark in imported.remarks)]
