"""A new framework's folder: every table with its header row, example rows to replace, and a README.

``new_framework("coast")`` makes ``data/raw/coast``, which passes the check and can be rated at once. The rows
and the README are those of the folder ``example/`` beside this module.
"""

import csv
from pathlib import Path

from psa.authoring.write_framework import framework_files, new_folder, write_framework
from psa.data.schema import TABLES, Column, Table

EXAMPLE = Path(__file__).with_name("example")
TYPES = {
    "text": "text",
    "ids": "one id, or several joined by `;`",
    "number": "a number: digits with a point, no thousands separator",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "period": "a period: `2008`, `2008-09` (financial), `2008/09` (academic), `2008-Q3`, `2008-Sep`, `2008-12-31`",
    "date": "a date: `2008-12-31`, `2008-12` or `2008`",
}


def new_framework(name: str, home: Path | None = None) -> Path:
    """Make the folder of a new framework with example rows and return it.

    Args:
        name: lower case letters, digits and hyphens; nothing may have it yet.
        home: the folder around it; data/raw by default.
    """
    folder = new_folder(name, home)
    return write_framework(folder, framework_files(example_rows()) | {"README.md": readme(name)})


def example_rows() -> dict[str, list[dict[str, str]]]:
    """Return the example rows of each table that has any; each says that it is an example."""
    tables = {}
    for path in sorted(EXAMPLE.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return tables


def readme(name: str) -> str:
    """Return the README of a new framework: the way to the first pages, and every table of the schema."""
    required = [describe_table(t) for t in TABLES.values() if t.is_required]
    others = [describe_table(t) for t in TABLES.values() if not t.is_required]
    text = (EXAMPLE / "README.md").read_text(encoding="utf-8").rstrip("\n")
    return text.format(name=name, required="\n".join(required), others="\n".join(others))


def describe_table(table: Table) -> str:
    """Return a table's part of the README, as Markdown: what it is, and every column."""
    file = f"{table.name}.csv" + (f", or any files in {table.name}/" if table.is_folder else "")
    filled = ", ".join(f"`{c.name}`" for c in table.columns if c.is_required) or "none"
    key = f" No two rows have the same {', '.join(f'`{k}`' for k in table.key)}." if table.key else ""
    need = "Required." if table.is_required else "May be left out."
    lines = [
        f"### {table.name}",
        "",
        f"`{file}`: {table.purpose}. {need} Always filled in: {filled}.{key}",
        "",
        "| column | what it holds |",
        "|---|---|",
        *(f"| `{c.name}`{' (always)' if c.is_required else ''} | {_cell_words(c)} |" for c in table.columns),
        "",
    ]
    return "\n".join(lines)


def _cell_words(column: Column) -> str:
    """Return what a cell of a column holds, in words."""
    words = TYPES.get(column.type, "")
    if column.choices:
        words = "one of: " + ", ".join(f"`{c}`" for c in column.choices)
    if column.refers_to and column.type != "ids":
        words = f"an id of `{column.refers_to}`"
    elif column.refers_to:
        words += f", of `{column.refers_to}`"
    return "; ".join(filter(None, (words, column.meaning)))
