"""A new framework's folder: every table with its header row, example rows to replace, and a README.

``new_framework("coast")`` makes ``data/raw/coast``, which passes the check and can be rated at once.
Whatever a framework comes from, `write_framework` puts its folder in place: whole and checked, or not at all.
"""

import csv
import io
import os
import re
import shutil
import tempfile
from pathlib import Path

from psa import paths
from psa.data.faults import FrameworkError
from psa.data.load import check_framework
from psa.data.schema import TABLES, Column, Table
from psa.files import write_text

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


TYPES = {
    "text": "text",
    "ids": "one id, or several joined by `;`",
    "number": "a number: digits with a point, no thousands separator",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "period": "a period: `2008`, `2008-09` (financial), `2008/09` (academic), `2008-Q3`, `2008-Sep`, `2008-12-31`",
    "date": "a date: `2008-12-31`, `2008-12` or `2008`",
}


# Every row says that it is an example: whoever leaves one in place shall see it on the page.
EXAMPLES: dict[str, list[dict[str, str]]] = {
    "framework": [
        {"setting": "title", "value": "Example: the title of your framework", "note": "example"},
        {"setting": "period_title", "value": "the example years", "note": "example"},
        {"setting": "baseline_by", "value": "2020-12-31",
         "note": "example; without a baseline_period the latest figure up to this day is the baseline"},
        {"setting": "through", "value": "2023-12-31",
         "note": "example; figures for later periods are shown but not rated"},
    ],
    "vocabulary": [
        {"term": "agreement", "word": "promise", "plural": "promises", "note": "example; your word for an agreement"},
        {"term": "indicator", "word": "indicator", "plural": "indicators", "note": "example"},
        {"term": "department", "word": "office", "plural": "offices", "note": "example"},
    ],
    "agreements": [
        {"agreement_id": "example-1", "number": "1", "title": "Example: cleaner streets", "short_title": "Example streets",
         "lead_department": "example-office", "provenance": "inferred", "source_id": "example-source",
         "note": "example; replace me"},
        {"agreement_id": "example-2", "number": "2", "title": "Example: a promise without figures",
         "short_title": "Example without figures", "lead_department": "example-office", "provenance": "inferred",
         "source_id": "example-source", "note": "example; replace me"},
    ],
    "departments": [
        {"department_id": "example-office", "name": "Example Office of Streets", "abbreviation": "EOS",
         "provenance": "inferred", "source_id": "example-source", "note": "example; replace me"},
        {"department_id": "example-partner", "name": "Example Office of Parks", "abbreviation": "EOP",
         "provenance": "inferred", "source_id": "example-source", "note": "example; replace me"},
    ],
    "agreement_departments": [
        {"agreement_id": "example-1", "department_id": "example-office", "role": "lead", "note": "example"},
        {"agreement_id": "example-1", "department_id": "example-partner", "role": "partner", "note": "example"},
        {"agreement_id": "example-2", "department_id": "example-office", "role": "lead", "note": "example"},
    ],
    "indicators": [
        {"indicator_id": "example-1/1", "agreement_id": "example-1", "number": "1.1", "name": "Example: streets with litter",
         "kind": "improve", "direction": "decrease", "unit": "percent", "baseline_period": "2020",
         "data_source": "Example: replace me", "provenance": "inferred", "source_id": "example-source",
         "note": "example; down is good, measured against 2020"},
        {"indicator_id": "example-1/2", "agreement_id": "example-1", "number": "1.2", "name": "Example: streets swept each week",
         "kind": "target", "direction": "increase", "unit": "percent", "target_value": "80", "target_period": "2025",
         "target_basis": "level", "target_text": "example: 80 per cent by 2025", "baseline_period": "2020",
         "data_source": "Example: replace me", "provenance": "inferred", "source_id": "example-source",
         "note": "example; a target with its level and date"},
        {"indicator_id": "example-2/1", "agreement_id": "example-2", "number": "2.1", "name": "Example: quiet streets",
         "kind": "improve", "direction": "decrease", "provenance": "inferred", "source_id": "example-source",
         "note": "example; no figures were found, and the pages say so"},
    ],
    "measures": [
        {"measure_id": "example-1/1:litter", "indicator_id": "example-1/1", "label": "Example: streets with litter",
         "role": "headline", "is_rateable": "true", "unit": "percent", "value_kind": "proportion", "note": "example"},
        {"measure_id": "example-1/2:swept", "indicator_id": "example-1/2", "label": "Example: streets swept each week",
         "role": "headline", "is_rateable": "true", "unit": "percent", "value_kind": "proportion", "note": "example"},
    ],
    "observations": [
        {"measure_id": measure, "period": str(2016 + i), "value": value, "status": "final", "provenance": "inferred",
         "source_id": "example-source"}
        for measure, values in (
            ("example-1/1:litter", ["20.0", "19.5", "20.5", "20.0", "20.0", "18.0", "16.5", "15.0"]),
            ("example-1/2:swept", ["60.0", "61.0", "60.5", "61.5", "62.0", "64.0", "67.0", "70.0"]),
        )
        for i, value in enumerate(values)
    ],
    "sources": [
        {"source_id": "example-source", "title": "Example: replace me", "publisher": "Example: nobody published this",
         "kind": "example", "licence": "example; invented"},
    ],
}  # fmt: skip


def check_name(name: str) -> str:
    """Return the name of a framework's folder.

    Raises:
        ValueError: it is not made of lower case letters, digits and hyphens; the message says what to write.
    """
    if not NAME.fullmatch(name):
        raise ValueError(
            f"{name!r} cannot name a framework: use lower case letters, digits and hyphens, "
            "begin with a letter or a digit, and write at most 60, such as coast-2030"
        )
    return name


def home_of(name: str, home: Path | None = None) -> Path:
    """Return the folder that a new framework will have.

    Raises:
        ValueError: the name cannot be one, or something has it already.
        FileNotFoundError: the folder around it is not there.
    """
    home = Path(home) if home else paths.RAW
    folder = home / check_name(name)
    if not home.is_dir():
        raise FileNotFoundError(
            f"{home}: no such folder to put {name} in. Make it first, or give another with --in."
        )
    if os.path.lexists(folder):
        raise ValueError(
            f"{folder} is there already; nothing was written. Give another name, or move it away first."
        )
    return folder


def table_csv(table: Table, rows: list[dict[str, str]]) -> str:
    """Return a table as the text of its file: every column of the schema, one row a dictionary.

    Raises:
        ValueError: a row has a column that the schema does not.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, [c.name for c in table.columns], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def framework_files(tables: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    """Return the files of a framework, by their path in its folder, from the rows of its tables.

    Every table of the schema gets its file, those without rows the header alone; the figures get one file
    an agreement.
    """
    files = {f"{n}.csv": table_csv(t, tables.get(n, [])) for n, t in TABLES.items() if not t.is_folder}
    agreement = {row["indicator_id"]: row["agreement_id"] for row in tables.get("indicators", [])}
    owner = {row["measure_id"]: agreement[row["indicator_id"]] for row in tables.get("measures", [])}
    parts: dict[str, list[dict[str, str]]] = {}
    for row in tables.get("observations", []):
        parts.setdefault(owner[row["measure_id"]], []).append(row)
    for name, rows in parts.items():
        files[f"observations/{name}.csv"] = table_csv(TABLES["observations"], rows)
    if not parts:
        files["observations.csv"] = table_csv(TABLES["observations"], [])
    return files


def write_framework(folder: Path, files: dict[str, str]) -> Path:
    """Write the files of a new framework, whole and checked, or nothing; return its folder.

    Args:
        folder: where it will be; from `home_of`.
        files: the text of each file by its path in the folder.

    Raises:
        FrameworkError: the tables do not pass the check; nothing was written.
        ValueError: a path leads out of the folder, or the folder has come into being meanwhile.
    """
    for name in files:
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise ValueError(f"{name} leads out of the framework's folder; nothing was written")
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
    try:
        made = part / folder.name
        for name, text in sorted(files.items()):
            write_text(text, made / name)
        faults, _ = check_framework(made)
        if faults:
            raise FrameworkError(faults)
        if os.path.lexists(folder):
            raise ValueError(f"{folder} was made by someone else meanwhile; nothing was written. Try again.")
        os.rename(made, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def new_framework(name: str, home: Path | None = None) -> Path:
    """Make the folder of a new framework with example rows and return it.

    Args:
        name: lower case letters, digits and hyphens; nothing may have it yet.
        home: the folder around it; data/raw by default.
    """
    folder = home_of(name, home)
    return write_framework(folder, framework_files(EXAMPLES) | {"README.md": readme(name)})


def _what(column: Column) -> str:
    """Return what a cell of a column holds, in words."""
    words = TYPES.get(column.type, "")
    if column.choices:
        words = "one of: " + ", ".join(f"`{c}`" for c in column.choices)
    if column.refers_to and column.type != "ids":
        words = f"an id of `{column.refers_to}`"
    elif column.refers_to:
        words += f", of `{column.refers_to}`"
    return "; ".join(w for w in (words, column.meaning) if w)


def describe_table(table: Table) -> str:
    """Return a table's part of the README, as Markdown: what it is, and every column."""
    file = f"{table.name}.csv" + (f", or any files in {table.name}/" if table.is_folder else "")
    filled = [c.name for c in table.columns if c.is_required]
    key = f" No two rows have the same {', '.join(f'`{k}`' for k in table.key)}." if table.key else ""
    lines = [
        f"### {table.name}", "",
        f"`{file}`: {table.purpose}. {'Required.' if table.is_required else 'May be left out.'}"
        f" Always filled in: {', '.join(f'`{c}`' for c in filled) or 'none'}.{key}", "",
        "| column | what it holds |", "|---|---|",
        *(f"| `{c.name}`{' (always)' if c.is_required else ''} | {_what(c)} |" for c in table.columns), "",
    ]  # fmt: skip
    return "\n".join(lines)


def readme(name: str) -> str:
    """Return the README of a new framework: the way to the first pages, and every table of the schema."""
    required = [t for t in TABLES.values() if t.is_required]
    others = [t for t in TABLES.values() if not t.is_required]
    return f"""# {name}

**Every row in this folder is an example: invented, to be replaced.** Replace the rows, not the header rows.
An empty cell means *not known*, and is an honest answer; never write 0 for it.

## The way

    psa check --framework {name}             lists every fault, with file, row, column and what to do
    psa show example-1 --framework {name}    rates one agreement in the terminal
    psa run --framework {name}               writes the pages of all of them

Where this folder does not lie in `data/raw`, write its path in place of `{name}`.

1. In `sources.csv`, replace "Example: replace me" by the first document that you read.
2. In `agreements.csv`, write the promises; in `indicators.csv`, what each is measured by, and which way is
   good. Where no direction is known write `none`: the indicator is shown and not rated.
3. In `measures.csv`, write the published series of each indicator, and their figures in `observations/`,
   one file an agreement. Every figure names its source.
4. In `framework.csv`, write the title and the days `baseline_by` and `through`; in `vocabulary.csv`, your own
   words for the levels and the ratings.
5. Run `psa check` after each step. It names what is wrong and what to do.
6. Remove what you do not use: a table that may be left out can be deleted, and so can columns that are
   not marked *always*.

`provenance` says how a fact is known: `read` in the source that is named, `inferred` from it, or `recalled`.
Ids are short and stay the same for ever: they become the names of the pages.

## The required tables

{chr(10).join(describe_table(t) for t in required)}
## The other tables

{chr(10).join(describe_table(t) for t in others)}"""
