"""Write an imported framework, and say what was imported and what was set aside."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from psa.authoring.importing.set_aside import SetAside, figures_in, reasons, set_aside_csv
from psa.authoring.write_framework import framework_files, write_framework
from psa.words import capital, count

DIRECTION_UNKNOWN = "direction not known: write increase or decrease in the column direction to have it rated"
ASIDE_FILE = "set_aside.csv"


@dataclass(frozen=True)
class Imported:
    """A framework that was imported.

    Attributes:
        folder: where it is.
        counts: rows of each table that has any.
        remarks: what was left out and what is not known, one sentence each.
        figures: how many figures came in; None where nothing can have been set aside.
        aside: what was set aside.
    """

    folder: Path
    counts: dict[str, int]
    remarks: tuple[str, ...] = ()
    figures: int | None = None
    aside: tuple[SetAside, ...] = field(default=())

    @property
    def share(self) -> float:
        """The share of all figures that came in."""
        figures = self.figures or 0
        return figures / max(1, figures + figures_in(self.aside))


def write_import(
    folder: Path,
    tables: dict[str, list[dict[str, str]]],
    remarks: list[str],
    aside: Sequence[SetAside] = (),
    figures: int | None = None,
    further: Mapping[str, str] | None = None,
) -> Imported:
    """Write the tables of an import as a framework, and return what it holds.

    Args:
        folder: where it will be.
        tables: the rows of each table.
        remarks: what was left out.
        aside: what could not be taken in; written beside the tables.
        figures: how many figures came in, of a source that is taken as it is.
        further: files by which a later release comes in, with their text.
    """
    files = framework_files(tables) | dict(further or {})
    if figures is not None:
        files["README.md"] = _readme(bool(aside), list(further or ()))
    if aside:
        files[ASIDE_FILE] = set_aside_csv(aside)
    write_framework(folder, files)
    counts = {name: len(rows) for name, rows in tables.items() if rows}
    return Imported(folder, counts, (*remarks, *_unknown(tables)), figures, tuple(aside))


def _readme(has_aside: bool, further: Sequence[str]) -> str:
    """Return what the folder says of itself: which tables are for a person to look through."""
    lines = [
        "# Taken in by `psa import`",
        "",
        "- `directions.csv`: fill the column confirmed, a row an indicator.",
    ]
    if has_aside:
        lines.append(
            f"- `{ASIDE_FILE}`: what could not be read, with its file, row and reason. It is not a table."
        )
    if further:
        names = " and ".join(f"`{name}`" for name in further)
        lines.append(f"- {names}: how `psa update` reads a later release of the same table.")
    return "\n".join([*lines, ""])


def _unknown(tables: dict[str, list[dict[str, str]]]) -> list[str]:
    """Return what nobody has said yet: which way is good, and by when a baseline must end."""
    remarks = []
    directions = Counter(row["direction"] for row in tables["indicators"])
    if directions["none"] and not tables.get("directions"):
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
    lines = [f"{counts}."]
    if imported.figures is not None:
        lines.append(_shares(imported))
    for reason, number in reasons(imported.aside)[:6]:
        lines.append(f"Set aside because {reason}: {count(number, 'figure')}.")
    if imported.aside:
        lines.append(f"What was set aside, with file, row and reason: {ASIDE_FILE} in that folder.")
    return [*lines, *(f"{capital(remark)}." for remark in imported.remarks)]


def _shares(imported: Imported) -> str:
    aside, figures = figures_in(imported.aside), imported.figures or 0
    there = figures + aside
    return (
        f"Figures: {figures:,} of {there:,} came in ({100 * imported.share:.2f} %), {aside:,} were set aside."
    )
